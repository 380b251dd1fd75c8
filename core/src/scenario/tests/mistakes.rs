//! Diagnostics of the most frequent mistakes.

use alloc::format;

use super::says;

/// Asserts the diagnostics of `statement` in a process with a mailbox `m` and a variable `count`.
fn says_of(statement: &str, expected: &[&str]) {
    let text = format!(
        "mailbox m capacity 1\nprocess Q {{ send 1 to m; receive x from m }}\nprocess P {{ let count = 1\n{statement}\n}}"
    );
    says(&text, expected);
}

#[test]
fn misspelt_words_are_corrected() {
    says_of("recieve x from m", &["4:1+7 `recieve` is not a statement | write `receive`"]);
    says_of("send 1 too m", &["4:8+3 `send` needs `to` and a mailbox or process | write `to`"]);
    says_of("receive x form m", &["4:11+4 `receive` needs `from` and a mailbox or process | write `from`"]);
    says_of(
        "receive x of m",
        &["4:11+2 `receive` needs `from` and a mailbox or process | write `receive item from orders`"],
    );
    says("Process P { work 1ms }", &["1:1+7 `Process` is not a declaration | write `process P { … }`"]);
}

#[test]
fn a_capacity_is_named() {
    let rest = "process P { send 1 to m; receive x from m }";
    says(&format!("mailbox m unbounded\n{rest}"), &["1:11+9 a mailbox needs a capacity | write `capacity unbounded`"]);
    says(&format!("mailbox m 4\n{rest}"), &["1:11+1 a mailbox needs a capacity | write `capacity 4`"]);
    says(&format!("mailbox m capcity 4\n{rest}"), &["1:11+7 a mailbox needs a capacity | write `capacity`"]);
    says(
        &format!("mailbox m\n{rest}"),
        &["1:10+0 a mailbox needs a capacity | write `mailbox m capacity 4`, `capacity 0` or `capacity unbounded`"],
    );
}

#[test]
fn one_equals_sign_does_not_compare() {
    says_of("if count = 1 { print 1 }", &["4:10+1 `=` assigns; `==` compares | write `==`"]);
    says_of("count := 2", &["4:7+2 `:=` is not part of the language | write `=`"]);
}

#[test]
fn unknown_names_are_reported() {
    says_of("print cuont", &["4:7+5 `P` has no variable called `cuont` | write `count`"]);
    says_of("print y", &["4:7+1 `P` has no variable called `y` | give it a value first: `let y = …`"]);
    says_of("send 1 to box", &["4:11+3 no mailbox or process is called `box` | declare it: `mailbox box capacity 4`"]);
    says_of(
        "send 1 to Q",
        &["4:11+1 warning: `Q` never receives from `P` | write `receive … from P`, or `from any`, in `Q`"],
    );
}

#[test]
fn curly_quotation_marks_are_reported() {
    says_of("say “full”", &["4:5+1 `“` cannot begin a text | use straight quotation marks: `\"`"]);
    says_of(
        "say ‘full’",
        &[
            "4:5+1 `‘` is not part of the language | put texts in straight double quotation marks: `\"`",
            "4:10+1 `’` is not part of the language | put texts in straight double quotation marks: `\"`",
        ],
    );
}

#[test]
fn three_mistakes_are_three_diagnostics() {
    says(
        "mailbox m unbounded
process P {
  let n = 0
  recieve x from m
  if n = 1 { print x }
}",
        &[
            "1:11+9 a mailbox needs a capacity | write `capacity unbounded`",
            "4:3+7 `recieve` is not a statement | write `receive`",
            "5:8+1 `=` assigns; `==` compares | write `==`",
        ],
    );
    says(
        "process P {
  wrok 1ms
  print y
  break
}",
        &[
            "2:3+4 `wrok` is not a statement | write `work`",
            "3:9+1 `P` has no variable called `y` | give it a value first: `let y = …`",
            "4:3+5 `break` is outside a loop | move it into a `loop`, `while` or `repeat`, or write `stop` to end the process",
        ],
    );
}
