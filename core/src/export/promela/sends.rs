//! Sends: guard and effect of each, and the receipt of one sent `and wait`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::alternative::{Act, Alternative, Then};
use super::conditions::Cond;
use super::messages::indexed;
use super::process::Writer;
use super::shapes::capacity;
use super::subjects::numbers_of;
use crate::program::Target;

impl Writer<'_, '_> {
    pub fn send(&mut self, at: u32, to: Target, message: u32, next: u32) -> Act {
        match to {
            Target::One(channel) => self.send_to(at, channel, None, message, next, Cond::Always),
            Target::OneOf { first, .. } => {
                let (index, outside) = self.index(to);
                let act = self.send_to(at, first, Some(index), message, next, outside.clone().not());
                self.refuse_rendezvous(at, first, &outside);
                Act { never: outside.or(act.never), early: Cond::Always, ..act }
            }
            Target::Process { who } => {
                let mut whole = self.no_partner(who);
                for channel in numbers_of(to, self.program(), self.number, true) {
                    let (_, other) = self.program().channels[usize::from(channel)].direct.expect("it is a link");
                    let is_match = self.is_process(who, other);
                    let act = self.send_to(at, channel, None, message, next, is_match.clone());
                    whole.alternatives.extend(act.alternatives);
                    whole.never = whole.never.or(is_match.and(act.never));
                }
                whole.early = Cond::Always;
                whole
            }
            Target::Nothing | Target::Any => unreachable!("a send goes somewhere"),
        }
    }

    /// The partner named by a value is no process that has a link with this one.
    pub fn no_partner(&self, who: u32) -> Act {
        let fails = self.model.operand_fails(self.number, who);
        let others = (0..self.program().processes.len() as u16).filter(|&other| usize::from(other) != self.number);
        let linked = others.filter(|&other| {
            let (own, other) = (self.number, usize::from(other));
            self.program().direct(own, other).is_some() || self.program().direct(other, own).is_some()
        });
        let known = linked.map(|other| self.is_process(who, other)).fold(Cond::Never, Cond::or);
        Act { alternatives: Vec::new(), never: fails.or(known.not()), early: Cond::Never }
    }

    pub fn is_process(&self, who: u32, other: u16) -> Cond {
        let value = self.model.names.value(self.program(), self.program().value_of_process(other));
        Cond::when(format!("{} == {value}", self.model.operand(self.number, who)))
    }

    /// At capacity 0 an index out of range looks the same as a missing partner.
    pub fn refuse_rendezvous(&mut self, at: u32, channel: u16, outside: &Cond) {
        if self.program().channels[usize::from(channel)].is_rendezvous() && *outside != Cond::Never {
            self.refuse(at, "an index that may be out of range, of a mailbox with capacity 0: use one that is always in it, such as `me`");
        }
    }

    /// A send into one channel, or into one of its array by an index.
    fn send_to(&mut self, at: u32, channel: u16, index: Option<String>, message: u32, next: u32, if_: Cond) -> Act {
        let program = self.model.program;
        let of = &program.channels[usize::from(channel)];
        if of.users.as_ref().is_some_and(|users| users.binary_search(&(self.number as u16)).is_err()) {
            return Act { alternatives: Vec::new(), never: Cond::Always, early: Cond::Always };
        }
        let dead = |process: u16| Cond::when(format!("{} != alive", self.model.life(usize::from(process))));
        let receiver = of.direct.map_or(Cond::Never, |(_, to)| dead(to));
        let never = of.owner.map_or(Cond::Never, dead).or(receiver);
        let spec = program.messages[message as usize];
        let mut fails = (spec.first..spec.first + u32::from(spec.count))
            .fold(Cond::Never, |fails, operand| fails.or(self.model.operand_fails(self.number, operand)));
        for operand in spec.size.into_iter().chain(spec.priority) {
            fails = fails.or(self.model.number_fails(self.number, operand));
        }
        if let Some(size) = spec.size {
            let tree = self.model.tree_of(size);
            fails = fails.or(self.model.is_outside(self.number, &tree, (1 << 30) + 1));
        }
        let values = self.values(channel, message);
        if of.is_rendezvous() {
            if fails != Cond::Never {
                self.refuse(
                    at,
                    "a message at capacity 0 that may be a fault: put its value into a variable before the send",
                );
            }
            let name = match index {
                Some(index) => indexed(&self.model.names.channels[usize::from(channel)], &index),
                None => self.model.meeting(channel, if_, true),
            };
            let alternative = Alternative {
                guard: format!("{name}!{values}"),
                body: alloc::vec!["back?_".into()],
                then: Then::At(next),
                owes_control: false,
            };
            return Act { alternatives: alloc::vec![alternative], never, early: Cond::Always };
        }
        let name = match &index {
            Some(index) => indexed(&self.model.names.channels[usize::from(channel)], index),
            None => self.model.channel(channel),
        };
        let room = self.room(channel, &name);
        let goes = if_.clone().and(never.clone().not()).and(room.clone());
        let mut alternatives = Vec::new();
        if fails != Cond::Never {
            alternatives.push(Alternative::new(goes.clone().and(fails.clone()), Vec::new(), Then::Fault));
        }
        let body = self.sending(channel, &name, &values, message);
        // The send itself waits for room.
        let simple = !of.is_to_all() && !of.explicit_buffering && fails == Cond::Never && goes == room;
        let alternative = match simple {
            true => Alternative {
                guard: body[0].clone(),
                body: body[1..].to_vec(),
                then: Then::At(next),
                owes_control: false,
            },
            false => Alternative::new(goes.and(fails.not()), body, Then::At(next)),
        };
        alternatives.push(alternative);
        let early = never.clone().or(room.not());
        Act { alternatives, never, early }
    }

    /// Whether there is room for one more message.
    fn room(&self, channel: u16, name: &str) -> Cond {
        let of = &self.program().channels[usize::from(channel)];
        if of.is_to_all() {
            let most = capacity(of.capacity);
            let room = |&reader: &u16| {
                let reader = usize::from(reader);
                let copy = self.model.copy_of(channel, reader);
                Cond::when(format!("({} != alive || len({copy}) < {most})", self.model.life(reader)))
            };
            return of.receivers.iter().map(room).fold(Cond::Always, Cond::and);
        }
        match of.explicit_buffering {
            true => Cond::when(format!("len({name}) < posted_{name}")),
            false => Cond::when(format!("len({name}) < {}", capacity(of.capacity))),
        }
    }

    /// The statements of a send with room: the send first, if there is one queue.
    fn sending(&self, channel: u16, name: &str, values: &str, message: u32) -> Vec<String> {
        let of = &self.program().channels[usize::from(channel)];
        let mut body = Vec::new();
        match of.is_to_all() {
            true => {
                for &reader in &of.receivers {
                    let (life, copy) =
                        (self.model.life(usize::from(reader)), self.model.copy_of(channel, usize::from(reader)));
                    body.push(format!("if :: {life} == alive -> {copy}!{values} :: else -> skip fi"));
                }
            }
            false => body.push(format!("{name}!{values}")),
        }
        if let (Some(place), Some((_, to))) = (self.model.shapes[usize::from(channel)].arrival, of.direct) {
            body.push(format!("arrivals_{}!{place}", self.model.names.processes[usize::from(to)]));
        }
        if self.program().messages[message as usize].awaited {
            body.push(format!("unread_{} = 1", self.model.names.processes[self.number]));
        }
        body
    }

    /// The parts of a message.
    fn values(&self, channel: u16, message: u32) -> String {
        let (shape, spec) = (&self.model.shapes[usize::from(channel)], self.program().messages[message as usize]);
        let mut parts = Vec::new();
        if shape.has_count() {
            parts.push(spec.count.to_string());
        }
        for value in 0..shape.width as u32 {
            match value < u32::from(spec.count) {
                true => parts.push(self.model.operand(self.number, spec.first + value)),
                false => parts.push("0".into()),
            }
        }
        if shape.has_sender {
            parts.push(self.number.to_string());
        }
        if shape.has_awaited {
            parts.push(u8::from(spec.awaited).to_string());
        }
        parts.join(", ")
    }

    /// After a send `and wait`: waits until the message has been received.
    pub fn received(&mut self, at: u32, to: Target, attempt: u16) -> Vec<Alternative> {
        let channels = numbers_of(to, self.program(), self.number, true);
        let is_queue = |&channel: &u16| !self.program().channels[usize::from(channel)].is_rendezvous();
        if attempt != crate::program::NO_ATTEMPT && channels.iter().any(is_queue) {
            self.refuse(
                at,
                "a receipt that is waited for only so long: the message would have to be changed in its queue",
            );
        }
        let unread = format!("!unread_{}", self.model.names.processes[self.number]);
        [Alternative::new(Cond::when(unread), Vec::new(), Then::At(at + 1))].to_vec()
    }
}
