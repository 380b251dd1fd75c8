//! Checks of hosts and networks: messages cross hosts only over a network, and a mailbox is on the host of its
//! receivers.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::index::Index;
use super::super::tree::{Mailbox, Process, Span};
use super::Checker;
use super::declarations::pair;
use super::objects::{Object, ObjectKind};
use super::uses::{Message, Peer};

/// A host; `None` is the default machine, for processes without `on`.
pub(super) type Machine<'s> = Option<&'s str>;

/// "on `alpha`"
pub(super) fn shown(machine: Machine<'_>) -> String {
    machine.map_or_else(|| "on the default machine".into(), |host| format!("on `{host}`"))
}

/// Reports messages between hosts that no network joins.
pub(super) fn check(checker: &mut Checker<'_>) {
    let has_hosts = checker.objects.iter().any(|object| object.kind() == ObjectKind::Host);
    if !has_hosts || checker.is_unread("network") || checker.is_unread("host") {
        return;
    }
    let (receives, sends) = (checker.receives.clone(), checker.sends.clone());
    for receive in &receives {
        if let Peer::Mailbox(mailbox, which) = receive.peer {
            receiver(checker, receive, mailbox, which);
        }
    }
    let mut reported = Index::default();
    for message in sends.iter().chain(&receives) {
        let name = message.process.name.text.as_str();
        match message.peer {
            Peer::Process(other) => {
                let ends = pair(name, other.name.text.as_str());
                if reported.add(ends.0, ends.1, 0) {
                    must_reach(checker, message.process, other, &format!("`{}` is", other.name.text), message.span);
                }
            }
            Peer::Mailbox(mailbox, which) => {
                if reported.has(name, &mailbox.name.text) {
                    continue;
                }
                for receiver in receivers(checker, mailbox, which) {
                    let to = format!("`{}`, where `{}` receives, is", mailbox.name.text, receiver.name.text);
                    if !must_reach(checker, message.process, receiver, &to, message.span) {
                        reported.add(name, &mailbox.name.text, 0);
                        break;
                    }
                }
            }
            Peer::Anybody if reported.add(name, "", 0) => variable_destination(checker, message.process),
            Peer::Anybody => {}
        }
    }
    links(checker);
}

/// One receiver for each host on which this mailbox, or one of an array, may be.
fn receivers<'s>(checker: &mut Checker<'s>, mailbox: &'s Mailbox, which: Option<i64>) -> Vec<&'s Process> {
    let all = checker.uses(&mailbox.name.text).receivers.iter();
    let may_be = all.filter(|(_, other)| which.is_none() || other.is_none() || which == *other);
    may_be.map(|(process, _)| *process).collect()
}

/// Records the host of a mailbox, and reports a mailbox with receivers on two hosts.
fn receiver<'s>(checker: &mut Checker<'s>, receive: &Message<'s>, mailbox: &'s Mailbox, which: Option<i64>) {
    let name = mailbox.name.text.as_str();
    let Some(here) = checker.machine(receive.process) else {
        return;
    };
    let others = receivers(checker, mailbox, which);
    let elsewhere = others.into_iter().find(|other| checker.machine(other).is_some_and(|there| there != here));
    if let Some(other) = elsewhere {
        let [here, there] = [receive.process, other].map(|process| shown(checker.machine(process).flatten()));
        let (process, other) = (&receive.process.name.text, &other.name.text);
        let message = format!("`{name}` is {there}, where `{other}` receives from it, but `{process}` is {here}");
        let help = "all receivers of a mailbox must be on one host: declare a mailbox for each host";
        checker.diagnostics.error(receive.span, message, help);
        return;
    }
    let known = checker.uses(name).receivers.iter().any(|(other, of)| {
        *of == which
            && other.host.as_ref().map(|host| &host.text) == receive.process.host.as_ref().map(|host| &host.text)
    });
    if !known {
        checker.uses(name).receivers.push((receive.process, which));
    }
}

/// Whether the two processes are on one host or on hosts that a network joins; reports it otherwise.
fn must_reach<'s>(checker: &mut Checker<'s>, one: &'s Process, other: &'s Process, to: &str, span: Span) -> bool {
    let (Some(here), Some(there)) = (checker.machine(one), checker.machine(other)) else {
        return true;
    };
    if here == there {
        return true;
    }
    let help = match (here, there) {
        (Some(here), Some(there)) => {
            let hosts = pair(here, there);
            if let Some(number) = checker.network_names.get(hosts.0, hosts.1) {
                checker.networks[number as usize].crossed = true;
                return true;
            }
            format!("write `network {here} {there} latency 20ms`")
        }
        (None, Some(host)) => format!("write `process {} on {host}`", one.name.text),
        (_, host) => format!("write `process {} on {}`", other.name.text, host.or(here).unwrap_or_default()),
    };
    let message = format!("no network: `{}` is {}, but {to} {}", one.name.text, shown(here), shown(there));
    checker.diagnostics.error(span, message, help);
    false
}

/// A process that sends to the value of a variable may use every network of its host.
fn variable_destination<'s>(checker: &mut Checker<'s>, process: &'s Process) {
    let Some(Some(host)) = checker.machine(process) else {
        return;
    };
    for object in &checker.objects {
        let hosts = pair(host, object.name().text.as_str());
        if let Some(number) = checker.network_names.get(hosts.0, hosts.1) {
            checker.networks[number as usize].crossed = true;
        }
    }
}

/// Checks declared links between hosts.
fn links(checker: &mut Checker<'_>) {
    for number in 0..checker.links.len() {
        let link = checker.links[number].link;
        let [one, other] = [0, 1].map(|end: usize| checker.object(&link.ends[end].name.text));
        if let (Some(Object::Process(one)), Some(Object::Process(other))) = (one, other) {
            let to = format!("`{}` is", other.name.text);
            must_reach(checker, one, other, &to, link.ends[0].name.span);
        }
    }
}

impl<'s> Checker<'s> {
    /// The machine of a process; `None` if it names an unknown host.
    pub fn machine(&self, process: &'s Process) -> Option<Machine<'s>> {
        match &process.host {
            None => Some(None),
            Some(host) => match self.object(&host.text) {
                Some(Object::Host(_)) => Some(Some(&host.text)),
                _ => None,
            },
        }
    }
}
