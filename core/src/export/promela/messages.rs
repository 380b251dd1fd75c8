//! Channels by their names in the model; posts and inspections. Sends and receives have files of their own.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Model;
use super::alternative::{Alternative, Then};
use super::conditions::Cond;
use super::process::Writer;
use super::shapes::capacity;
use crate::program::{Property, Target};

impl Model<'_> {
    /// A channel whose use has no condition.
    pub fn channel(&self, channel: u16) -> String {
        self.meeting(channel, Cond::Always, true)
    }

    /// A channel; if there is a condition and it is false, one with no partner.
    pub fn meeting(&self, channel: u16, condition: Cond, sends: bool) -> String {
        let name = &self.names.channels[usize::from(channel)];
        match (self.shapes[usize::from(channel)].is_guarded, condition) {
            (false, _) => name.clone(),
            (true, Cond::Always) => format!("{name}[0]"),
            (true, condition) => {
                format!("{name}[({} -> 0 : {})]", condition.written(), if sends { 1 } else { 2 })
            }
        }
    }

    /// A reader's copy of a mailbox to all.
    pub fn copy_of(&self, channel: u16, reader: usize) -> String {
        format!(
            "{}_{}",
            self.names.channels[usize::from(channel)].replace(['[', ']'], ""),
            self.names.processes[reader]
        )
    }

    /// The number of messages in a channel.
    pub fn length(&self, channel: u16) -> String {
        let of = &self.program.channels[usize::from(channel)];
        if of.is_rendezvous() {
            return "0".into();
        }
        if !of.is_to_all() {
            return format!("len({})", self.channel(channel));
        }
        let waiting = of.receivers.iter().map(|&reader| {
            let reader = usize::from(reader);
            format!("({} == alive -> len({}) : 0)", self.life(reader), self.copy_of(channel, reader))
        });
        let waiting: Vec<String> = waiting.collect();
        let Some((first, others)) = waiting.split_first() else { return "0".into() };
        others.iter().fold(first.clone(), |most, next| format!("({most} > {next} -> {most} : {next})"))
    }

    /// `length(m)` or `room(m)`.
    pub fn inspect(&self, property: Property, channel: u16) -> String {
        let of = &self.program.channels[usize::from(channel)];
        let length = self.length(channel);
        match property {
            Property::Length => length,
            Property::Room if of.explicit_buffering => format!("({} - {length})", self.posted(channel)),
            Property::Room => format!("({} - {length})", capacity(of.capacity)),
        }
    }

    pub fn posted(&self, channel: u16) -> String {
        format!("posted_{}", self.names.channels[usize::from(channel)])
    }
}

impl Writer<'_, '_> {
    pub fn post(&mut self, at: u32, to: Target, count: u32) -> Vec<Alternative> {
        let (index, outside) = self.index(to);
        let channel = match to {
            Target::One(channel) | Target::OneOf { first: channel, .. } => channel,
            _ => {
                self.refuse(at, "buffers for a process that is known only when it runs");
                return Vec::new();
            }
        };
        let name = match to {
            Target::OneOf { .. } => indexed(&self.model.posted(channel), &index),
            _ => self.model.posted(channel),
        };
        let count_of = self.model.operand(self.number, count);
        let kind = self.model.kinds.operand(self.program(), self.number, self.program().operands[count as usize]);
        let count_of = if kind.low < 0 { format!("({count_of} < 0 -> 0 : {count_of})") } else { count_of };
        let most = capacity(self.program().channels[usize::from(channel)].capacity);
        let fails = outside.or(self.model.number_fails(self.number, count));
        let fails = fails.or(Cond::when(format!("{name} + {count_of} > {most}")));
        let body = alloc::vec![format!("{name} = {name} + {count_of}")];
        [
            Alternative::new(fails.clone().not(), body, Then::At(at + 1)),
            Alternative::new(fails, Vec::new(), Then::Fault),
        ]
        .to_vec()
    }

    pub fn inspect_into(&mut self, at: u32, (into, channel, property): (u16, Target, Property)) -> Vec<Alternative> {
        let into = self.local(into);
        let inspect = match channel {
            Target::One(channel) => self.model.inspect(property, channel),
            Target::OneOf { first, .. } => {
                let (index, outside) = self.index(channel);
                let of = &self.program().channels[usize::from(first)];
                if of.is_to_all() || of.is_rendezvous() || of.explicit_buffering {
                    self.refuse(at, "a look at one of several mailboxes of this sort");
                }
                let name = indexed(&self.model.names.channels[usize::from(first)], &index);
                let inspect = match property {
                    Property::Length => format!("len({name})"),
                    Property::Room => format!("{} - len({name})", capacity(of.capacity)),
                };
                let mut alternatives = alloc::vec![Alternative::new(
                    outside.clone().not(),
                    alloc::vec![format!("{into} = {inspect}")],
                    Then::At(at + 1)
                )];
                alternatives
                    .extend((outside != Cond::Never).then(|| Alternative::new(outside, Vec::new(), Then::Fault)));
                return alternatives;
            }
            _ => {
                self.refuse(at, "a look at the link with a process that is known only when it runs");
                String::new()
            }
        };
        [Alternative::new(
            Cond::Always,
            alloc::vec![format!("{into} = {}", super::conditions::inner(&inspect))],
            Then::At(at + 1),
        )]
        .to_vec()
    }
}

/// One of several, by an expression in place of the index of the first.
pub(super) fn indexed(first: &str, index: &str) -> String {
    let base = first.split('[').next().unwrap_or(first);
    format!("{base}[{index}]")
}
