//! Receives: from one channel, from one of several, from whichever process sent first.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::alternative::{Act, Alternative, Then};
use super::conditions::Cond;
use super::messages::indexed;
use super::process::Writer;
use super::subjects::{List, numbers_of};
use crate::program::{NO_LOCAL, Target};

impl Writer<'_, '_> {
    pub fn receive(&mut self, at: u32, from: Target, list: List, next: u32) -> Act {
        match from {
            Target::One(channel) => self.receive_from(channel, None, list, next, Cond::Always),
            Target::OneOf { first, .. } => {
                let (index, outside) = self.index(from);
                self.refuse_rendezvous(at, first, &outside);
                let act = self.receive_from(first, Some(index), list, next, outside.clone().not());
                Act { never: outside.clone().or(act.never), early: outside.or(act.early), ..act }
            }
            Target::Process { who } => {
                let mut whole = self.no_partner(who);
                whole.early = whole.never.clone();
                for channel in numbers_of(from, self.program(), self.number, false) {
                    let (other, _) = self.program().channels[usize::from(channel)].direct.expect("it is a link");
                    let is_match = self.is_process(who, other);
                    let act = self.receive_from(channel, None, list, next, is_match.clone());
                    whole.alternatives.extend(act.alternatives);
                    whole.never = whole.never.or(is_match.clone().and(act.never));
                    whole.early = whole.early.or(is_match.and(act.early));
                }
                whole
            }
            Target::Any => self.receive_any(list, next),
            Target::Nothing => unreachable!("a receive is from somewhere"),
        }
    }

    fn receive_any(&mut self, list: List, next: u32) -> Act {
        let incoming = self.program().processes[self.number].incoming.clone();
        let mut alternatives = Vec::new();
        let arrivals = format!("arrivals_{}", self.model.names.processes[self.number]);
        let mut has_queue = false;
        for channel in incoming {
            let first = self.model.shapes[usize::from(channel)]
                .arrival
                .map(|place| Cond::when(format!("{arrivals}?[{place}]")));
            has_queue |= first.is_some();
            alternatives
                .extend(self.receive_from(channel, None, list, next, first.unwrap_or(Cond::Always)).alternatives);
        }
        let early = if has_queue { Cond::when(format!("empty({arrivals})")) } else { Cond::Always };
        Act { alternatives, never: Cond::Never, early }
    }

    /// A receive from one channel, or from one of its array by an index.
    fn receive_from(&mut self, channel: u16, index: Option<String>, list: List, next: u32, if_: Cond) -> Act {
        let program = self.model.program;
        let of = &program.channels[usize::from(channel)];
        if of.users.as_ref().is_some_and(|users| users.binary_search(&(self.number as u16)).is_err()) {
            return Act { alternatives: Vec::new(), never: Cond::Always, early: Cond::Always };
        }
        let name = match (&index, of.is_to_all(), of.is_rendezvous()) {
            (Some(index), ..) => indexed(&self.model.names.channels[usize::from(channel)], index),
            (None, true, _) => self.model.copy_of(channel, self.number),
            (None, _, true) => self.model.meeting(channel, if_.clone(), false),
            _ => self.model.channel(channel),
        };
        let may = match of.is_rendezvous() {
            true => Cond::Always,
            false => if_,
        };
        let (count, first, who) = list;
        let counts: Vec<u8> = self.model.shapes[usize::from(channel)].counts.iter().copied().collect();
        let mut alternatives = Vec::new();
        for sent in counts {
            let into = (sent == count).then_some((first, who));
            let mut alternative = self.receive_values(channel, &name, (sent, into), &may);
            alternative.then = if sent == count { Then::At(next) } else { Then::Fault };
            alternative.owes_control = of.is_rendezvous();
            alternatives.push(alternative);
        }
        let empty = match of.is_rendezvous() {
            true => Cond::Always,
            false => Cond::when(format!("empty({name})")),
        };
        let dead = of
            .direct
            .map_or(Cond::Never, |(from, _)| Cond::when(format!("{} != alive", self.model.life(usize::from(from)))));
        let never = if of.is_rendezvous() { dead } else { empty.clone().and(dead) };
        let early = empty;
        Act { alternatives, never: if of.direct.is_some() { never } else { Cond::Never }, early }
    }

    /// Receives a message with this many values, into variables if they are as many as expected.
    fn receive_values(
        &self,
        channel: u16,
        name: &str,
        (sent, into): (u8, Option<(u32, u16)>),
        may: &Cond,
    ) -> Alternative {
        let (program, shape) = (self.program(), &self.model.shapes[usize::from(channel)]);
        let of = &program.channels[usize::from(channel)];
        let mut parts = Vec::new();
        if shape.has_count() {
            parts.push(sent.to_string());
        }
        let target = |first: u32, value: usize| program.targets[first as usize + value];
        for value in 0..shape.width {
            match into {
                // Of two values for one variable the last remains.
                Some((first, _))
                    if value < usize::from(sent)
                        && (value + 1..usize::from(sent)).all(|later| target(first, later) != target(first, value)) =>
                {
                    parts.push(self.local(target(first, value)));
                }
                _ => parts.push("_".into()),
            }
        }
        if shape.has_sender {
            parts.push("from_".into());
        }
        if shape.has_awaited {
            parts.push("awaited_".into());
        }
        let receive = format!("{name}?{}", parts.join(", "));
        let mut body = self.after_receive(channel, name);
        if let Some((_, who)) = into.filter(|&(_, who)| who != NO_LOCAL) {
            body.push(self.who(who, of.direct));
        }
        match may {
            Cond::Always => Alternative { guard: receive, body, then: Then::Stop, owes_control: false },
            may => {
                let waits = match shape.has_count() {
                    true => format!("{name}?[{sent}{}]", ", _".repeat(parts.len() - 1)),
                    false => format!("nempty({name})"),
                };
                body.insert(0, receive);
                Alternative::new(may.clone().and(Cond::when(waits)), body, Then::Stop)
            }
        }
    }

    /// Stores the sender of a message in a variable.
    fn who(&self, who: u16, direct: Option<(u16, u16)>) -> String {
        let program = self.program();
        let value = |number: u16| self.model.names.value(program, program.value_of_process(number));
        let who = self.local(who);
        let sender = match direct {
            Some((from, _)) => value(from),
            None => {
                let last = program.processes.len() as u16 - 1;
                (0..last)
                    .rev()
                    .fold(value(last), |rest, number| format!("(from_ == {number} -> {} : {rest})", value(number)))
            }
        };
        format!("{who} = {sender}")
    }

    /// The other effects of a receive.
    fn after_receive(&self, channel: u16, name: &str) -> Vec<String> {
        let (program, shape) = (self.program(), &self.model.shapes[usize::from(channel)]);
        let of = &program.channels[usize::from(channel)];
        let mut body = Vec::new();
        if shape.arrival.is_some() {
            let arrivals = format!("arrivals_{}", self.model.names.processes[self.number]);
            body.push(format!("{arrivals}??{}", shape.arrival.unwrap_or(0)));
        }
        if of.explicit_buffering {
            body.push(format!("posted_{name}--"));
        }
        if shape.has_awaited {
            let waiting = (0..program.processes.len()).filter(|&process| {
                program.processes[process].ops.iter().any(|op| matches!(op, crate::program::Op::Received { .. }))
            });
            let receipts = waiting.map(|process| {
                format!(":: awaited_ && from_ == {process} -> unread_{} = 0", self.model.names.processes[process])
            });
            let receipts: Vec<String> = receipts.collect();
            body.push(format!("if {} :: else -> skip fi", receipts.join(" ")));
        }
        body
    }
}
