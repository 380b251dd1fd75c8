//! A run as a Mermaid diagram, held against a grammar that is narrower than Mermaid's own.

use ipcscope_core::export;
use ipcscope_core::simulate::End;

use crate::samples::{of_every_run, run};

/// Whether a text is safe: no mark that Mermaid knows outside an escape, and no word `end`.
fn is_safe(text: &str) -> bool {
    let mut rest = String::new();
    let mut parts = text.split('#');
    rest.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let Some((number, after)) = part.split_once(';') else { return false };
        if number.is_empty() || !number.chars().all(|digit| digit.is_ascii_digit()) {
            return false;
        }
        rest.push('x');
        rest.push_str(after);
    }
    let words = rest.split(|letter: char| !letter.is_alphanumeric());
    let has_end = words.clone().any(|word| word.eq_ignore_ascii_case("end"));
    !has_end && !rest.contains([';', '%', '{', '}', '<', '>', '$', '\\', '"', '&', 'ß', 'ﬂ', '°', '¶', '`', '*', '@'])
}

/// Panics at the first line that is not as it must be.
fn check(text: &str) {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("sequenceDiagram"));
    // A colon is one between an arrow and its text, or one that a blank follows and that means nothing.
    assert!(text.split(':').skip(1).all(|after| after.starts_with(' ')), "{text}");
    let mut parties: Vec<&str> = Vec::new();
    for line in lines {
        if let Some(title) = line.strip_prefix("title ") {
            assert!(parties.is_empty() && is_safe(title), "{line}");
        } else if let Some(party) = line.strip_prefix("participant ") {
            let (id, name) = party.split_once(" as ").expect("a participant has a name");
            assert!(!parties.contains(&id) && is_safe(name) && !name.is_empty() && !name.contains(':'), "{line}");
            parties.push(id);
        } else {
            let (head, label) = line.split_once(": ").expect("an arrow or a note has a text");
            assert!(!label.is_empty() && is_safe(label), "{line}");
            let ends: Vec<&str> = match head.strip_prefix("Note over ") {
                Some(over) => over.split(',').collect(),
                None => {
                    let arrow = ["-->>", "->>", "--x", "-)"].into_iter().find(|arrow| head.contains(arrow));
                    let (from, to) = head.split_once(arrow.expect("an arrow")).expect("it is there");
                    vec![from, to]
                }
            };
            assert!(ends.iter().all(|end| parties.contains(end)), "{line}");
        }
    }
}

#[test]
fn every_diagram_keeps_the_rules() {
    of_every_run(|run| {
        let text = export::mermaid::run(run);
        check(&text);
        assert!(text.chars().count() < 50_000, "Mermaid draws no more");
    });
}

/// A rendezvous over a link is one arrow, a message through a mailbox two. Events of the first: two starts, the work and its
/// end, the block, the send, the receive, the print, two ends; of the second: the same without the block and the print.
#[test]
fn arrows_by_hand() {
    let direct = run("process P { send 1 to Q }\nprocess Q { work 3ms; receive x from P; print x }");
    let expected = "sequenceDiagram
participant p0 as P
participant p1 as Q
Note over p0: 1ms · is blocked: Q is not receiving
p0->>p1: 4ms · 1
Note over p1: 4ms · prints 1
Note over p0,p1: finished at 4ms after 10 events
";
    assert_eq!(export::mermaid::run(&direct), expected);
    let queued = run("mailbox m capacity 1\nprocess P { send 1 to m }\nprocess Q { work 3ms; receive x from m }");
    let expected = "sequenceDiagram
participant p0 as P
participant m0 as mailbox m
participant p1 as Q
p0->>m0: 1ms · 1
m0->>p1: 4ms · 1
Note over p0,p1: finished at 4ms after 8 events
";
    assert_eq!(export::mermaid::run(&queued), expected);
}

#[test]
fn what_is_too_much_is_left_out_and_counted() {
    let run = run("mailbox m capacity 1
        process P { repeat 10 as i { send i to m } }
        process Q { repeat 10 { receive x from m } }");
    // 10 sends, 10 receives, and Q's block before the first.
    let whole = export::mermaid::run(&run);
    assert!(!whole.contains("left out"));
    let cut = export::mermaid::run_up_to(&run, End::Finished, 4);
    check(&cut);
    let shown = |text: &str| text.lines().filter(|line| line.contains(" · ")).count();
    let (all, some) = (shown(&whole), shown(&cut));
    assert_eq!(some, 4);
    assert!(cut.contains(&format!("Note over p0,p1: {} more arrows and notes are left out\n", all - some)), "{cut}");
}

#[test]
fn long_texts_leave_room_for_the_end() {
    let long = "x".repeat(900);
    let run = run(&format!("process P {{ repeat 200 {{ print \"{long}\"; work 1ms }} }}"));
    let text = export::mermaid::run(&run);
    check(&text);
    assert!(text.chars().count() < 50_000 && text.contains("are left out"));
    assert!(text.ends_with("Note over p0: finished at 200ms after 602 events\n"), "{}", &text[text.len() - 99..]);
}
