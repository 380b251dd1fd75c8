//! What can run, and is probably not what was meant: mailboxes with one side missing, statements never reached.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::diagnostic::Diagnostics;
use super::super::tree::{Block, ItemKind, Scenario, Span, Statement, StatementKind, Word};

/// What the processes do with one mailbox.
#[derive(Default)]
struct Uses<'s> {
    /// How many values the messages sent to it have.
    sent: BTreeSet<usize>,
    /// Each receive's number of values.
    received: Vec<(usize, &'s Word)>,
}

/// Finds what is odd about a scenario that has no errors.
pub(super) fn check(scenario: &Scenario, diagnostics: &mut Diagnostics) {
    let mut uses: BTreeMap<&str, Uses> = BTreeMap::new();
    for item in &scenario.items {
        if let ItemKind::Process(process) = &item.kind {
            collect(&process.body, &mut uses);
            unreachable(&process.body, diagnostics);
        }
    }
    for item in &scenario.items {
        if let ItemKind::Mailbox(mailbox) = &item.kind {
            let uses = uses.remove(mailbox.name.text.as_str()).unwrap_or_default();
            one_sided(&mailbox.name, &uses, diagnostics);
            wrong_number_of_values(&uses, diagnostics);
        }
    }
}

fn collect<'s>(block: &'s Block, uses: &mut BTreeMap<&'s str, Uses<'s>>) {
    for statement in &block.statements {
        match &statement.kind {
            StatementKind::Send { values, to } => {
                uses.entry(&to.text).or_default().sent.insert(values.len());
            }
            StatementKind::Receive { into, from } => {
                uses.entry(&from.text).or_default().received.push((into.len(), from));
            }
            _ => {}
        }
        for inner in statement.kind.blocks() {
            collect(inner, uses);
        }
    }
}

/// A mailbox that nobody sends to, or nobody receives from, or neither.
fn one_sided(name: &Word, uses: &Uses<'_>, diagnostics: &mut Diagnostics) {
    let text = &name.text;
    let (message, help) = match (uses.sent.is_empty(), uses.received.is_empty()) {
        (false, false) => return,
        (true, true) => (format!("nobody uses `{text}`"), String::from("remove it, or send to it and receive from it")),
        (true, false) => (format!("nobody sends to `{text}`"), format!("write `send … to {text}` in some process")),
        (false, true) => {
            (format!("nobody receives from `{text}`"), format!("write `receive … from {text}` in some process"))
        }
    };
    diagnostics.warn(name.span, message, help);
}

/// A receive that fits none of the messages there can be.
fn wrong_number_of_values(uses: &Uses<'_>, diagnostics: &mut Diagnostics) {
    for (count, from) in &uses.received {
        if !uses.sent.is_empty() && !uses.sent.contains(count) {
            let values = |count: &usize| {
                if *count == 1 { String::from("1 value") } else { format!("{count} values") }
            };
            let sent: Vec<String> = uses.sent.iter().map(values).collect();
            let message = format!("no message sent to `{}` has {}", from.text, values(count));
            diagnostics.warn(from.span, message, format!("its messages have {}", sent.join(" or ")));
        }
    }
}

/// The first statement of each block that comes after the block's end.
fn unreachable(block: &Block, diagnostics: &mut Diagnostics) {
    for pair in block.statements.windows(2) {
        if let Some(why) = never_goes_on(&pair[0]) {
            diagnostics.warn(first_line(&pair[1]), "this is never reached", why);
            break;
        }
    }
    for statement in &block.statements {
        for inner in statement.kind.blocks() {
            unreachable(inner, diagnostics);
        }
    }
}

/// Of a statement with blocks only its beginning is worth underlining.
fn first_line(statement: &Statement) -> Span {
    let block = statement.kind.blocks().next().map(|block| block.span.start);
    Span { start: statement.span.start, end: block.unwrap_or(statement.span.end) }
}

/// Why nothing after `statement` is reached, if that is so.
fn never_goes_on(statement: &Statement) -> Option<&'static str> {
    match &statement.kind {
        StatementKind::Stop => Some("the `stop` before it ends the process"),
        StatementKind::Break => Some("the `break` before it leaves the loop"),
        StatementKind::Continue => Some("the `continue` before it begins the next round"),
        StatementKind::Loop(body) if !has_break(body) => Some("the `loop` before it has no `break`"),
        StatementKind::If { otherwise: Some(_), .. } => {
            let all_end =
                statement.kind.blocks().all(|block| block.statements.iter().any(|s| never_goes_on(s).is_some()));
            all_end.then_some("no branch of the `if` before it goes on")
        }
        _ => None,
    }
}

/// Is there a `break` that leaves the loop whose body this is?
fn has_break(body: &Block) -> bool {
    body.statements.iter().any(|statement| match &statement.kind {
        StatementKind::Break => true,
        StatementKind::If { .. } => statement.kind.blocks().any(has_break),
        _ => false,
    })
}
