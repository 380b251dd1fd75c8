//! Every limit as a growing text: one below, at the limit, and one above. The core's own tests compare the messages;
//! these tests show that nothing else happens, also in the browser, where the stack is smaller.

use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::{limits, read};
use ipcscope_core::trace::Run;

/// A limit, and a text with a given number of the limited elements.
type Case = (&'static str, usize, fn(usize) -> String);

const CASES: &[Case] = &[
    ("bytes", limits::TEXT_BYTES, |n| format!("process P {{ }}{}", " ".repeat(n - 13))),
    ("parentheses", limits::NESTING, |n| format!("process P {{ print {}1{} }}", "(".repeat(n - 1), ")".repeat(n - 1))),
    ("blocks", limits::NESTING, |n| format!("process P {{ {} {} }}", "if 1 {".repeat(n - 1), "}".repeat(n - 1))),
    ("operators", limits::EXPRESSION_HEIGHT as usize, |n| format!("process P {{ print 1{} }}", " + 1".repeat(n - 1))),
    ("processes", limits::PROCESSES as usize, |n| format!("process P[{n}] {{ }}")),
    ("mailboxes", limits::MAILBOXES as usize, |n| {
        format!("mailbox m[{n}] capacity 1\nprocess P {{ send 1 to m[0] }}\nprocess Q {{ receive x from m[0] }}")
    }),
    ("capacity", limits::CAPACITY as usize, |n| {
        format!("mailbox m capacity {n}\nprocess P {{ send 1 to m }}\nprocess Q {{ receive x from m }}")
    }),
    ("cells", limits::MEMORY_CELLS as usize, |n| format!("memory t {{ a[{n}] }}\nprocess P {{ t.a[0] = 1 }}")),
    ("item", limits::ITEM_CELLS as usize, |n| {
        format!("memory t {{ a of {n} }}\nprocess P {{ t.a = 1 }}\nprocess Q {{ let x = t.a }}")
    }),
    ("locks", limits::LOCKS as usize, |n| format!("semaphore s[{n}] = 1\nprocess P {{ wait s[0]; signal s[0] }}")),
    ("name", limits::NAME_CHARACTERS, |n| format!("process {} {{ }}", "x".repeat(n))),
    ("literal", limits::LITERAL_CHARACTERS, |n| format!("process P {{ say \"{}\" }}", "x".repeat(n))),
    ("values", limits::MESSAGE_VALUES, |n| {
        let names: Vec<String> = (0..n).map(|number| format!("x{number}")).collect();
        let values = vec!["1"; n].join(", ");
        format!(
            "mailbox m capacity 1\nprocess P {{ send {values} to m }}\nprocess Q {{ receive {} from m }}",
            names.join(", ")
        )
    }),
    ("printed", limits::PRINT_VALUES, |n| format!("process P {{ print {} }}", vec!["1"; n].join(", "))),
    ("output", limits::OUTPUT_VALUES, |n| format!("process P {{ print 1 }}\ncheck output {}", vec!["1"; n].join(", "))),
    ("branches", limits::EITHER_BRANCHES, |n| format!("process P {{ either {{ }}{} }}", " or { }".repeat(n - 1))),
    ("answers", limits::ANSWERS, |n| format!("process P {{ ask \"?\" answer \"a\"{} }}", " or \"a\"".repeat(n - 1))),
];

/// Asserts each limit: a text within it is read, compiled and run; a text above it gives an error, and has no other
/// effect.
pub fn hold() {
    for (name, limit, text) in CASES {
        for (offset, is_fine) in [(-1, true), (0, true), (1, false)] {
            let text = text(limit.saturating_add_signed(offset));
            let tree = read(&text).scenario;
            assert_eq!(tree.is_some(), is_fine, "{name}: {limit} and {offset}");
            if let Some(tree) = tree {
                let mut run = Run::new(Arc::new(Program::new(&tree, &text)), None);
                run.advance(100, u64::MAX);
                assert!(!run.events().is_empty(), "{name}");
            }
        }
    }
}
