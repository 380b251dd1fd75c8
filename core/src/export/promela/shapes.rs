//! The shape of each channel of a model: how wide its messages are, and what they contain besides their values.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::subjects::{Message, array, messages, numbers_of};
use crate::program::{NO_LOCAL, Program, Room, Target};

/// The shape of a channel. Those of one array are alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Values of a message; those with fewer are filled up with 0.
    pub width: usize,
    /// The lengths of its messages and receives; if there are several, a message contains its number of values.
    pub counts: BTreeSet<u8>,
    /// A message contains its sender.
    pub has_sender: bool,
    /// A message contains whether its sender waits for its receipt.
    pub has_awaited: bool,
    /// At capacity 0: whether a process sends or receives depends on a condition, see [`Model::meeting`].
    pub is_guarded: bool,
    /// For the channels to a process that receives from any: the index among them.
    pub arrival: Option<usize>,
}

impl Shape {
    pub fn has_count(&self) -> bool {
        self.counts.len() > 1
    }

    fn join(&mut self, other: &Shape) {
        self.width = self.width.max(other.width);
        self.counts.extend(&other.counts);
        self.has_sender |= other.has_sender;
        self.has_awaited |= other.has_awaited;
        self.is_guarded |= other.is_guarded;
    }
}

pub(super) fn shapes(program: &Program) -> Vec<Shape> {
    let mut shapes = alloc::vec![Shape { width: 1, ..Shape::default() }; program.channels.len()];
    for (process, message) in messages(program) {
        let (to, sends) = message.subject();
        for channel in numbers_of(to, program, process, sends).into_iter().map(usize::from) {
            let shape = &mut shapes[channel];
            shape.is_guarded |= program.channels[channel].is_rendezvous() && matches!(to, Target::Process { .. });
            match message {
                Message::Sent { message, .. } => {
                    let message = &program.messages[message as usize];
                    shape.counts.insert(message.count);
                    shape.width = shape.width.max(usize::from(message.count));
                    shape.has_awaited |= message.awaited && !program.channels[channel].is_rendezvous();
                }
                Message::Received { list: (count, _, who), .. } => {
                    shape.counts.insert(count);
                    shape.has_sender |= who != NO_LOCAL && program.channels[channel].direct.is_none();
                }
            }
        }
    }
    for process in &program.processes {
        for (place, &channel) in process.incoming.iter().enumerate().filter(|_| process.takes_any) {
            let is_buffered = !program.channels[usize::from(channel)].is_rendezvous();
            shapes[usize::from(channel)].arrival = is_buffered.then_some(place);
        }
    }
    for channel in 0..shapes.len() {
        shapes[channel].has_sender |= shapes[channel].has_awaited;
        for other in array(program, channel).unwrap_or(channel..channel) {
            let other = shapes[other].clone();
            shapes[channel].join(&other);
        }
    }
    shapes
}

/// The capacity of a channel: it has a number, or would have been refused.
pub(super) fn capacity(room: Room) -> u32 {
    match room {
        Room::Messages(most) => most,
        _ => 0,
    }
}
