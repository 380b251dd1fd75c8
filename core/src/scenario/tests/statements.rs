//! Diagnostics of statements.

use super::says;

#[test]
fn an_unknown_statement_is_reported_with_a_correction() {
    says("process P { recieve x from m }", &["1:13+7 `recieve` is not a statement | write `receive`"]);
    says(
        "process P { frobnicate 3 }",
        &[
            "1:13+10 `frobnicate` is not a statement | begin a statement with a word such as `work`, `send`, `receive`, `wait`, `print`, `if` or `repeat`, or write `x = \u{2026}`",
        ],
    );
    says(
        "process P { 3 }",
        &[
            "1:13+1 expected a statement, found `3` | begin a statement with a word such as `work`, `send`, `receive`, `wait`, `print`, `if` or `repeat`, or write `x = \u{2026}`",
        ],
    );
}

#[test]
fn a_block_needs_a_header() {
    says(
        "process P { { work 1ms } }",
        &[
            "1:13+1 expected a statement before this block | write `loop`, `repeat 10`, `while \u{2026}` or `if \u{2026}` before it",
        ],
    );
    says("process P { else { } }", &["1:13+4 this `else` has no `if` | write it after the `}` of an `if`"]);
}

#[test]
fn variables_get_their_values_by_let_and_by_one_equals_sign() {
    says(
        "process P { let x = 1; x == 2; x + = 1; x ** 2; x++ + 1 }",
        &[
            "1:26+2 `==` compares; `=` assigns | write `x = \u{2026}`",
            "1:32+1 only `=` assigns a value | write `x = x + \u{2026}`",
            "1:41+1 only `=` assigns a value | write `x = x * \u{2026}`",
            "1:49+1 only `=` assigns a value | write `x = x + \u{2026}`",
        ],
    );
    says("process P { work = 3 }", &["1:13+4 `P` has no variable called `work` yet | write `let work = \u{2026}`"]);
    says(
        "process P { let x 3; let y == 3; let while = 4; let = 5; let z }",
        &[
            "1:19+1 `let` needs an initial value | write `let x = 0`",
            "1:28+2 `==` compares; `=` assigns | write `let y = \u{2026}`",
            "1:38+5 `while` is a reserved word and cannot be a name | choose another name",
            "1:49+3 `let` is a reserved word and cannot be a name | choose another name",
            "1:64+1 `let` needs an initial value | write `let z = 0`",
        ],
    );
}

#[test]
fn times_have_units() {
    says(
        r#"process P { work; work 3; work 3 ms; work x; work (3); work (3) kg; work ~; work 2ms..; work 5ms..2ms; sleep "a" }"#,
        &[
            "1:17+1 expected a time | write `3ms`, `2ms..5ms` or `~4ms`; `(n) ms` for a computed time",
            "1:24+1 a time needs a unit | write `3us`, `3ms` or `3s`",
            "1:32+1 a number and its unit must not be separated | write `3ms`",
            "1:43+1 a time is a number with a unit | write `3ms`, or `(x) ms` for a computed time",
            "1:51+3 a computed time needs a unit | write `us`, `ms` or `s` after the parentheses",
            "1:61+3 a computed time needs a unit | write `us`, `ms` or `s` after the parentheses",
            "1:75+1 expected a time | write `3ms`, `2ms..5ms` or `~4ms`; `(n) ms` for a computed time",
            "1:87+1 expected a time | write `3ms`, `2ms..5ms` or `~4ms`; `(n) ms` for a computed time",
            "1:89+13 this range goes from 5ms down to 2ms | write `2ms..5ms`",
            "1:110+3 expected a time | write `3ms`, `2ms..5ms` or `~4ms`; `(n) ms` for a computed time",
        ],
    );
    says(
        r#"process P { work (-1) ms; work ("a") ms }"#,
        &["1:19+2 a time must not be negative", "1:33+3 `ms` needs a number, not a text"],
    );
}

#[test]
fn labels_are_texts() {
    says("process P { work 3ms label }", &["1:22+5 unexpected `label` | start a new line before it, or write `;`"]);
}

#[test]
fn send_needs_a_value_and_a_mailbox() {
    says(
        "mailbox m capacity 1
process P { send; send 1; send 1 m; send 1 to; send 1 to 3; send 1, to m; receive x from m }",
        &[
            "2:17+1 `send` needs a value and a mailbox or process | write `send item to orders`",
            "2:25+1 `send` needs `to` and a mailbox or process | write `send item to orders`",
            "2:34+1 `send` needs `to` and a mailbox or process | write `send item to orders`",
            "2:46+1 `send` needs a mailbox or process after `to` | write `send item to orders`",
            "2:58+1 `send` needs a mailbox or process after `to` | write `send item to orders`",
            "2:72+1 `send` needs `to` and a mailbox or process | write `send item to orders`",
        ],
    );
}

#[test]
fn receive_needs_a_variable_and_a_mailbox() {
    says("mailbox m capacity 1
process P { receive; receive m; receive from m; receive x m; receive 3 from m; receive x, from m; receive x from; send 1 to m }", &[
        "2:20+1 `receive` needs a variable for each value | write `receive item from orders`",
        "2:31+1 `receive` needs `from` and a mailbox or process | write `receive item from orders`",
        "2:41+4 `receive` needs a variable for each value | write `receive item from orders`",
        "2:59+1 `receive` needs `from` and a mailbox or process | write `receive item from orders`",
        "2:70+1 `receive` needs a variable for each value | write `receive item from orders`",
        "2:96+1 `receive` needs `from` and a mailbox or process | write `receive item from orders`",
        "2:113+1 `receive` needs a mailbox or process after `from` | write `receive item from orders`",
    ]);
}

#[test]
fn print_and_say_need_something_to_show() {
    says(
        "process P { print; print 1,; print 1 2; print , 1 }",
        &[
            "1:18+1 `print` needs a value | write `print item`",
            "1:28+1 expected a value | write a number, a text, a variable, `true`, `false`, `me`, `table.count`, `length(m)`, `room(m)` or `random(1..6)`",
            "1:38+1 unexpected `2` | start a new line before it, or write `;`",
            "1:47+1 expected a value, found `,` | write a number, a text, a variable, `true`, `false`, `me`, `table.count`, `length(m)`, `room(m)` or `random(1..6)`",
        ],
    );
    says(
        r#"process P { say hello; say; say "a" "b" }"#,
        &[
            r#"1:17+5 expected a note in quotation marks | write `say "now it is full"`"#,
            r#"1:27+1 expected a note in quotation marks | write `say "now it is full"`"#,
            r#"1:37+3 unexpected `"b"` | start a new line before it, or write `;`"#,
        ],
    );
}

#[test]
fn loops_and_ifs_need_a_header_and_a_block() {
    says(
        r#"process P { repeat { }; repeat 3 as { }; repeat 3 as 4 { }; repeat 3 a { }; repeat "x" { } }"#,
        &[
            "1:20+1 `repeat` needs a number | write `repeat 10 {`, or `loop {` to repeat forever",
            "1:37+1 `as` needs the name of a variable | write `repeat 10 as i {`",
            "1:54+1 `as` needs the name of a variable | write `repeat 10 as i {`",
            "1:70+1 unexpected `a` | write `{` here",
            "1:84+3 `repeat` needs a number, not a text",
        ],
    );
    says(
        "process P { while { }; while 1 }",
        &[
            "1:19+1 expected a condition | write `x < 3 {`, or `loop {` to repeat forever",
            "1:32+1 expected `{` | write `{`, the statements, and `}`",
        ],
    );
    says(
        "process P { if { } else if { } else work 1ms }",
        &[
            "1:16+1 expected a condition | write `x < 3 {`, or `loop {` to repeat forever",
            "1:28+1 expected a condition | write `x < 3 {`, or `loop {` to repeat forever",
            "1:37+4 unexpected `work` | write `{` here",
        ],
    );
    says(
        "process P { let x = 1; if x = 1 { wrok 1ms } else x = 3 }",
        &[
            "1:29+1 `=` assigns; `==` compares | write `==`",
            "1:35+4 `wrok` is not a statement | write `work`",
            "1:51+1 unexpected `x` | write `{` here",
        ],
    );
    says("process P { loop forever { break } }", &["1:18+7 unexpected `forever` | write `{` here"]);
}

#[test]
fn break_and_continue_need_a_loop() {
    says(
        "process P { break; continue; if true { break } }",
        &[
            "1:13+5 `break` is outside a loop | move it into a `loop`, `while` or `repeat`, or write `stop` to end the process",
            "1:20+8 `continue` is outside a loop | move it into a `loop`, `while` or `repeat`, or write `stop` to end the process",
            "1:40+5 `break` is outside a loop | move it into a `loop`, `while` or `repeat`, or write `stop` to end the process",
        ],
    );
}

#[test]
fn a_statement_ends_with_its_line() {
    says(
        "process P { break 3; stop now }",
        &[
            "1:19+1 unexpected `3` | start a new line before it, or write `;`",
            "1:27+3 unexpected `now` | start a new line before it, or write `;`",
        ],
    );
    says("process P { let x = 1 work 3ms }", &["1:23+4 unexpected `work` | start a new line before it, or write `;`"]);
}
