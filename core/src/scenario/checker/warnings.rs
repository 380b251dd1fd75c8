//! Warnings: messages that are never sent or never received, unused objects, and the like.

use alloc::format;
use alloc::string::String;

use super::super::diagnostic::Diagnostics;
use super::super::index::Index;
use super::super::limits;
use super::super::tree::{Item, ItemKind, Link, LockKind, Scenario, Span, Word};
use super::super::values::{Known, constant};
use super::Checker;
use super::declarations::pair;
use super::objects::Object;
use super::uses::{Message, Peer, Uses};
use super::{held, retest, unreachable};

/// The set of value counts of messages: bit 2 for two values.
type Sizes = u32;

/// Adds the warnings of a scenario without errors.
pub(super) fn check<'s>(scenario: &'s Scenario, checker: &mut Checker<'s>) {
    let mut warnings = core::mem::take(&mut checker.warnings);
    mailboxes(checker, &mut warnings);
    direct(checker, &mut warnings);
    items(&scenario.items, checker, &linked(checker), &mut warnings);
    if !shows_a_mistake(scenario) {
        let mut doubts = core::mem::take(&mut checker.doubts);
        held::check(checker, &mut doubts);
        retest(checker, &mut doubts);
        warnings.append(doubts);
    }
    checker.warnings = warnings;
}

/// Whether the scenario is meant to violate a check: then its author knows its mistakes.
fn shows_a_mistake(scenario: &Scenario) -> bool {
    scenario.items.iter().any(|item| matches!(&item.kind, ItemKind::Check(check) if check.expect_violated))
}

fn retest(checker: &Checker<'_>, warnings: &mut Diagnostics) {
    checker.objects.iter().filter_map(|object| object.process()).for_each(|process| retest::check(process, warnings));
}

fn items<'s>(items: &'s [Item], checker: &mut Checker<'s>, linked: &Index<'s>, warnings: &mut Diagnostics) {
    for item in items {
        match &item.kind {
            ItemKind::Process(process) => unreachable::check(&process.body, warnings),
            ItemKind::Group { items, .. } => self::items(items, checker, linked, warnings),
            ItemKind::Host(host) if checker.uses(&host.name.text).first.is_none() => {
                let help = format!("write `process Server on {} {{ … }}`, or remove it", host.name.text);
                warnings.warn(host.name.span, format!("no process is on `{}`", host.name.text), help);
            }
            ItemKind::Memory(memory) => {
                let (name, uses) = (&memory.name, checker.uses(&memory.name.text));
                unused(name, uses, warnings);
                if let (Some(owner), true, false) = (&memory.owner, uses.first.is_some(), uses.is_released) {
                    let message = format!("the owner `{}` never creates `{}`", owner.text, name.text);
                    warnings.warn(name.span, message, format!("write `create {}` in `{}`", name.text, owner.text));
                }
            }
            ItemKind::Procedure(procedure) if checker.uses(&procedure.name.text).first.is_none() => {
                let message = format!("no process calls `{}`", procedure.name.text);
                warnings.warn(procedure.name.span, message, "call it, or remove it");
            }
            ItemKind::Lock(lock) => {
                let uses = checker.uses(&lock.name.text);
                unused(&lock.name, uses, warnings);
                never_released(&lock.name, &lock.kind, uses, warnings);
            }
            ItemKind::Link(link) => unused_link(link, linked, warnings),
            _ => {}
        }
    }
}

/// Warns of constants that nothing uses: the positions of their names.
pub(super) fn constants(text: &str, unused: &[Span], warnings: &mut Diagnostics) {
    for span in unused {
        warnings.warn(*span, format!("nothing uses `{}`", &text[span.range()]), "remove it");
    }
}

fn unused(name: &Word, uses: &Uses<'_>, warnings: &mut Diagnostics) {
    if uses.first.is_none() {
        warnings.warn(name.span, format!("no process uses `{}`", name.text), "remove it");
    }
}

/// Warns of a semaphore that starts at 0 and is never signalled, and of a condition variable that is never notified.
fn never_released(name: &Word, kind: &LockKind, uses: &Uses<'_>, warnings: &mut Diagnostics) {
    if !uses.is_awaited || uses.is_released {
        return;
    }
    let Some((releases, release)) = kind.release() else { return };
    let name_text = &name.text;
    let (mut message, mut help) =
        (format!("no process {releases} `{name_text}`"), format!("write `{release} {name_text}` in some process"));
    if kind.has_value() {
        let initial = kind.number().and_then(|number| constant(number.value, "", &mut Diagnostics::default()));
        if !matches!(initial, None | Some(Known::Number(0))) {
            return;
        }
        message += ", which starts at 0";
        help += &format!(", or `{} {name_text} = 1`", kind.word());
    }
    warnings.warn(name.span, message, help);
}

/// Pairs of processes that exchange messages, sorted; an empty name stands for an unknown destination.
fn linked<'s>(checker: &Checker<'s>) -> Index<'s> {
    let mut linked = Index::default();
    for send in &checker.sends {
        if let Some(to) = peer_name(send) {
            let ends = pair(to, send.process.name.text.as_str());
            linked.add(ends.0, ends.1, 0);
        }
    }
    linked
}

fn unused_link(link: &Link, linked: &Index<'_>, warnings: &mut Diagnostics) {
    let [one, other] = [0, 1].map(|end: usize| link.ends[end].name.text.as_str());
    if ![pair(one, other), ("", one), ("", other)].iter().any(|ends| linked.has(ends.0, ends.1)) {
        let help = format!("write `send … to {other}` in `{one}`, or remove it");
        let span = link.ends[0].name.span.to(link.ends[1].span());
        warnings.warn(span, "no process sends over this link", help);
    }
}

/// Mailboxes without senders or receivers, receives from them that fit no message, and unused networks.
fn mailboxes(checker: &Checker<'_>, warnings: &mut Diagnostics) {
    let (mut sent, mut received) = (Index::default(), Index::default());
    for (messages, sizes) in [(&checker.sends, &mut sent), (&checker.receives, &mut received)] {
        for message in messages {
            if let Peer::Mailbox(mailbox, _) = message.peer {
                *sizes.number("", &mailbox.name.text) |= 1 << message.values;
            }
        }
    }
    for object in &checker.objects {
        let Object::Mailbox(mailbox) = object else {
            continue;
        };
        let name = mailbox.name.text.as_str();
        let (message, help) = match (sent.has("", name), received.has("", name)) {
            (true, true) => continue,
            (false, false) => {
                (format!("no process uses `{name}`"), String::from("remove it, or send to it and receive from it"))
            }
            (false, true) => {
                (format!("no process sends to `{name}`"), format!("write `send … to {name}` in some process"))
            }
            (true, false) => {
                (format!("no process receives from `{name}`"), format!("write `receive … from {name}` in some process"))
            }
        };
        warnings.warn(mailbox.name.span, message, help);
    }
    for receive in &checker.receives {
        if let Peer::Mailbox(mailbox, _) = receive.peer {
            let name = &mailbox.name.text;
            fits(receive, sent.get("", name).unwrap_or(0), &format!("sent to `{name}`"), warnings);
        }
    }
    for network in checker.networks.iter().filter(|network| !network.crossed) {
        warnings.warn(network.span, "no message crosses this network", "remove it, or send a message over it");
    }
}

/// Direct messages without a sender or a receiver, or never with the right number of values.
fn direct(checker: &Checker<'_>, warnings: &mut Diagnostics) {
    let (mut sent, mut received) = (Index::default(), Index::default());
    for send in &checker.sends {
        if let Some(to) = peer_name(send) {
            *sent.number(&send.process.name.text, to) |= 1 << send.values;
            *sent.number("", to) |= 1 << send.values;
        }
    }
    for receive in &checker.receives {
        if let Some(from) = peer_name(receive) {
            received.add(from, &receive.process.name.text, 0);
        }
    }
    unanswered(checker, &received, warnings);
    expected(checker, &sent, warnings);
}

/// Warns of sends to processes that never receive them.
fn unanswered(checker: &Checker<'_>, received: &Index<'_>, warnings: &mut Diagnostics) {
    let mut reported = Index::default();
    for send in &checker.sends {
        let (from, Peer::Process(to)) = (send.process.name.text.as_str(), send.peer) else {
            continue;
        };
        let to = to.name.text.as_str();
        if !received.has(from, to) && !received.has("", to) && reported.add(from, to, 0) {
            let help = format!("write `receive … from {from}`, or `from any`, in `{to}`");
            warnings.warn(send.span, format!("`{to}` never receives from `{from}`"), help);
        }
    }
}

/// Warns of receives from processes that never send a matching message.
fn expected(checker: &Checker<'_>, sent: &Index<'_>, warnings: &mut Diagnostics) {
    let mut reported = Index::default();
    for receive in &checker.receives {
        let Some(from) = peer_name(receive) else {
            continue;
        };
        let to = receive.process.name.text.as_str();
        // A send to the value of a variable may arrive here, too.
        let sizes = sent.get(from, to).unwrap_or(0) | sent.get(from, "").unwrap_or(0);
        match (sizes, from) {
            (1.., "") => fits(receive, sizes, &format!("sent to `{to}`"), warnings),
            (1.., _) => fits(receive, sizes, &format!("from `{from}` to `{to}`"), warnings),
            _ if !reported.add(from, to, 0) => {}
            (_, "") => {
                let help = format!("write `send … to {to}` in some process");
                warnings.warn(receive.span, format!("no process sends to `{to}`"), help);
            }
            _ => {
                let help = format!("write `send … to {to}` in `{from}`");
                warnings.warn(receive.span, format!("`{from}` never sends to `{to}`"), help);
            }
        }
    }
}

/// The name of the process at the other end; empty if unknown.
fn peer_name<'s>(message: &Message<'s>) -> Option<&'s str> {
    match message.peer {
        Peer::Process(other) => Some(&other.name.text),
        Peer::Anybody => Some(""),
        Peer::Mailbox(..) => None,
    }
}

/// Warns of a receive that no message fits: none has its number of values, although there are messages.
fn fits(receive: &Message<'_>, sent: Sizes, which: &str, warnings: &mut Diagnostics) {
    if sent == 0 || sent & 1 << receive.values != 0 {
        return;
    }
    let values = |count: usize| if count == 1 { String::from("1 value") } else { format!("{count} values") };
    let mut sizes = String::from("its messages have ");
    let mut separator = "";
    for count in (1..=limits::MESSAGE_VALUES).filter(|count| sent & 1 << count != 0) {
        sizes.extend([separator, &values(count)]);
        separator = " or ";
    }
    let message = format!("no message {which} has {}", values(receive.values));
    warnings.warn(receive.span, message, sizes);
}
