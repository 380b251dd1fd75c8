//! Forms of other notations that mean the same as ours: they are taken, and formatted in our form.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::{TokenClass, format as lay_out, parser, read, tokens};
use super::says;

/// Each text and its form in the standard layout.
const TEXTS: &[(&str, &str)] = &[
    ("process P { stop; };\n;;\nprocess Q { ; };", "process P {\n  stop\n}\nprocess Q { }\n"),
    // Comments.
    ("// one\nseed 1 // two\n//three", "# one\nseed 1  # two\n#three\n"),
    ("/* one */\nseed 1 /*two*/", "# one\nseed 1  # two\n"),
    ("/* one */ seed 1", "# one\nseed 1\n"),
    ("seed /* one */ 1 # two", "seed 1  # one\n# two\n"),
    ("/*\n one\n\n   two */\nseed 1", "# one\n#\n# two\nseed 1\n"),
    ("/**\n * one\n *\n * two\n **/\nseed 1", "# one\n#\n# two\nseed 1\n"),
    ("/* 2 *\n * 3 * 4 */", "# 2 *\n# 3 * 4\n"),
    ("/* one\n * two\n three */", "# one\n# * two\n# three\n"),
    ("/**/seed 1/***/", "#\nseed 1  #\n"),
    ("seed 1 /* a\n b */ step 1ms", ""),
    ("seed /* a\n b */ 1", "seed 1  # a\n# b\n"),
    ("process P { // first\n stop /* second\n third */ }", "process P {  # first\n  stop  # second\n  # third\n}\n"),
    (
        "process P { if /* a */ 1 { /* b */ } /* c */ else { } /* d */ }",
        "process P {\n  if 1 {  # a\n    # b\n  } else {  # c\n  }  # d\n}\n",
    ),
    ("process P /* a\r\n b */ { }", "process P {  # a\n  # b\n}\n"),
    ("about \"// not /* a comment */\" // \"x", "about \"// not /* a comment */\"  # \"x\n"),
];

/// Each statement and its form in the standard layout.
const STATEMENTS: &[(&str, &str)] = &[
    ("x = a && b || c;", "x = a and b or c"),
    ("x = a || b && c", "x = a or b and c"),
    ("x = !a", "x = not a"),
    ("x = !a == 1", "x = (not a) == 1"),
    ("x = !(a == 1)", "x = not a == 1"),
    ("x = !a && !b", "x = not a and not b"),
    ("x = !(a && b)", "x = not (a and b)"),
    ("x = !!a", "x = not not a"),
    ("x = -!a", "x = -(not a)"),
    ("x = !-a", "x = not -a"),
    ("x = !a + 1", "x = (not a) + 1"),
    ("x = !table.count", "x = not table.count"),
    ("x = a != b", "x = a != b"),
    ("x++", "x = x + 1"),
    ("x--;", "x = x - 1"),
    ("++x", "x = x + 1"),
    ("--x", "x = x - 1"),
    ("x += 2", "x = x + 2"),
    ("x -= a - b", "x = x - (a - b)"),
    ("x *= a + b", "x = x * (a + b)"),
    ("x /= 2", "x = x / 2"),
    ("x %= a * b", "x = x % (a * b)"),
    ("x += a < b", "x = x + (a < b)"),
    ("table.count++", "table.count = table.count + 1"),
    ("--table.count", "table.count = table.count - 1"),
    ("table.slots[x + 1] -= x", "table.slots[x + 1] = table.slots[x + 1] - x"),
    ("send++", "send = send + 1"),
    ("stop; x++; stop", "stop\n  x = x + 1\n  stop"),
    ("x = a--b", "x = a - -b"),
    ("print --x", "print --x"),
    ("wait(s);", "wait s"),
    ("wait(fork[me + 1])", "wait fork[me + 1]"),
    ("wait(s) within 5ms", "wait s within 5ms"),
    ("try wait(s)", "try wait s"),
    ("wait (c) with (m)", "wait c with m"),
    ("signal(s)", "signal s"),
    ("lock(m)", "lock m"),
    ("unlock(m)", "unlock m"),
    ("notify(c)", "notify c"),
    ("notify all (c)", "notify all c"),
    ("create(table)", "create table"),
    ("attach(table) read-only", "attach table read-only"),
    ("detach(table)", "detach table"),
    ("print(x)", "print x"),
    ("print(x, (a), \"b\")", "print x, a, \"b\""),
    ("print (x), (a)", "print x, a"),
    ("say(\"now\")", "say \"now\""),
    ("assert(x > 0)", "assert x > 0"),
    ("sleep(5ms)", "sleep 5ms"),
    ("work(2ms..5ms) \"a\"", "work 2ms..5ms \"a\""),
    ("sleep(~4ms)", "sleep ~4ms"),
    ("sleep (5) ms", "sleep (5) ms"),
    ("while (1) { }", "while 1 { }"),
    ("while (true) { stop }", "while true {\n    stop\n  }"),
    ("if (a) { } else if (b && c) { }", "if a { } else if b and c { }"),
    ("if (try lock(m)) { }", ""),
    ("if try lock(m) { }", "if try lock m { }"),
    ("while (wait(s) within 1ms) { }", ""),
    ("while (table.turn != 1 && table.wants);", "while table.turn != 1 and table.wants { }"),
    ("while (a) /* nothing */\n ; stop", "while a {  # nothing\n  }\n  stop"),
    ("while a; { }", ""),
];

/// Asserts that `text` is formatted as `expected`, with the same tree, and that formatting this changes nothing; an
/// empty `expected` means that it is not taken.
fn becomes(text: &str, expected: &str) {
    if expected.is_empty() {
        assert!(lay_out(text).is_err(), "{text}");
        return;
    }
    let once = lay_out(text).unwrap_or_else(|mistakes| panic!("{text}\n{mistakes:?}"));
    assert_eq!(once, expected, "of the text:\n{text}");
    assert_eq!(lay_out(&once).as_deref(), Ok(once.as_str()), "laid out twice");
    assert_eq!(tree(text), tree(expected), "of the text:\n{text}");
}

/// The tree of a text, without positions.
fn tree(text: &str) -> String {
    let written = format!("{:?}", parser::parse(text).scenario.items);
    let pieces = written.split("Span { start: ").map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
    pieces.collect()
}

#[test]
fn texts_of_other_notations_are_taken() {
    for (text, expected) in TEXTS {
        becomes(text, expected);
    }
}

#[test]
fn statements_of_other_notations_are_taken() {
    for (statement, expected) in STATEMENTS {
        let expected = match expected.is_empty() {
            true => String::new(),
            false => format!("process P {{\n  {expected}\n}}\n"),
        };
        becomes(&format!("process P {{ {statement} }}"), &expected);
    }
}

#[test]
fn a_comment_of_several_lines_is_one_comment_for_each() {
    let text = "/* a\r\n\n * b */ stop // c\n/*\n\td */";
    let comments: Vec<&str> = tokens(text)
        .into_iter()
        .filter(|(_, class)| *class == TokenClass::Comment)
        .map(|(span, _)| &text[span.range()])
        .collect();
    assert_eq!(comments, ["/* a", "* b */", "// c", "/*\n\td */"]);
}

#[test]
fn a_comment_ends() {
    says(
        "process P { send 1 to m; stop }\n/* mailbox m capacity 1\nprocess Q {",
        &["2:1+2 this comment has no closing `*/` | write `*/` where it ends"],
    );
    says("process P { }\n/*/", &["2:1+2 this comment has no closing `*/` | write `*/` where it ends"]);
    says(
        "process P { }\n/* a\u{7}\n\u{202e} */",
        &[
            "2:5+1 unexpected invisible character U+0007 | remove it: it is invisible",
            "3:1+1 unexpected invisible character U+202E | remove it: it is invisible",
        ],
    );
}

#[test]
fn names_in_shorter_assignments_are_checked() {
    says("process P { x++ }", &["1:13+1 `P` has no variable called `x` | give it a value first: `let x = …`"]);
    says("semaphore s\nprocess P { s += 1; wait s; signal s }", &["2:13+1 `s` is a semaphore, not a variable"]);
    says(
        "memory table { count, item of 2 }\nprocess P { table.cuont++; table.item--; let x = table.count }",
        &[
            "2:19+5 `table` has no field called `cuont` | write `count`",
            "2:28+10 an item of 2 cells can be read only into a variable | write `let item = table.item` first",
        ],
    );
    says("process P { let x = 1; x += \"a\" }", &["1:29+3 `+` needs a number, not a text"]);
}

/// The parentheses that the printer adds are within the limit of nesting, too.
#[test]
fn what_is_taken_at_the_limit_of_nesting_can_be_read_again() {
    for (open, close) in [("-!", ""), ("!", ""), ("(x + !", " == 1)"), ("-(1 + !(", "))")] {
        for depth in 1..70 {
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            for before in ["let y = ", "x *= "] {
                let text = format!("process P {{ let x = 1; {before}{open}x{close} }}");
                let Ok(once) = lay_out(&text) else { continue };
                assert!(read(&once).scenario.is_some(), "{once}");
            }
        }
    }
    assert!(lay_out(&format!("process P {{ let x = {}1 }}", "!".repeat(20))).is_ok());
}
