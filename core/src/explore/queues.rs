//! Plain queues: a receive depends only on the next message, a send only on whether there is room.
//!
//! So the moves of a process about to send or receive are computed for these few cases, not for each of the many
//! contents that a queue can have. The new contents are recorded apart: after a receive for each content, after a send
//! for each content and each kind of send.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::footprint::Components;
use super::table::{Memo, NONE};
use crate::program::{Program, Use};
use crate::world::World;

/// The effect of an entry's only move on a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QueueEffect {
    Unchanged,
    Receive,
    Send,
}

/// The known properties of a channel's contents, by the number of the content.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub component: u32,
    channel: u16,
    /// The number of the next message; 0 if there is none.
    next: Vec<u32>,
    /// 1 if there is room, 0 if there is none.
    room: Vec<u32>,
    messages: BTreeMap<Vec<i64>, u32>,
    taken: Vec<u32>,
    /// By the content and the effect.
    put: Memo<1>,
}

impl Queue {
    pub fn new(component: u32, channel: u16) -> Queue {
        Queue {
            component,
            channel,
            next: Vec::new(),
            room: Vec::new(),
            messages: BTreeMap::new(),
            taken: Vec::new(),
            put: Memo::new(),
        }
    }

    /// Bytes of memory, approximately.
    pub fn bytes(&self) -> usize {
        (self.next.capacity() + self.room.capacity() + self.taken.capacity()) * 4
            + self.messages.len() * 96
            + self.put.bytes()
    }

    /// The case of a content for a receive, or else for a send; [`NONE`] if it is not known yet.
    #[inline(always)]
    pub fn case(&self, content: u32, is_receive: bool) -> u32 {
        let cases = if is_receive { &self.next } else { &self.room };
        cases.get(content as usize).copied().unwrap_or(NONE)
    }

    /// The same for a content that is loaded in the world; records it.
    pub fn learn(&mut self, program: &Program, world: &World, content: u32, is_receive: bool) -> u32 {
        let known = self.case(content, is_receive);
        if known != NONE {
            return known;
        }
        let size = content as usize + 1;
        if self.next.len() < size {
            self.next.resize(size, NONE);
            self.room.resize(size, NONE);
        }
        let message = world.next_message(program, self.channel);
        let number = self.messages.len() as u32 + 1;
        self.next[content as usize] = match message.is_empty() {
            true => 0,
            false => *self.messages.entry(message).or_insert(number),
        };
        self.room[content as usize] = u32::from(world.room(program, self.channel) > 0);
        self.case(content, is_receive)
    }

    /// The content after a move; [`NONE`] if it is not known yet.
    #[inline(always)]
    pub fn after(&self, content: u32, on: QueueEffect, effect: u32) -> u32 {
        match on {
            QueueEffect::Unchanged => content,
            QueueEffect::Receive => self.taken.get(content as usize).copied().unwrap_or(NONE),
            QueueEffect::Send => self.put.get(&[u64::from(content) << 32 | u64::from(effect)]),
        }
    }

    /// Records the content after a move.
    pub fn set_after(&mut self, content: u32, on: QueueEffect, effect: u32, after: u32) {
        match on {
            QueueEffect::Unchanged => {}
            QueueEffect::Receive => {
                if self.taken.len() <= content as usize {
                    self.taken.resize(content as usize + 1, NONE);
                }
                self.taken[content as usize] = after;
            }
            QueueEffect::Send => self.put.set([u64::from(content) << 32 | u64::from(effect)], after),
        }
    }
}

/// The channel, and whether it is a receive, if a process is about to send to a plain queue or to receive from one and
/// depends on `component` alone.
pub(super) fn plain(
    program: &Program,
    components: &Components,
    world: &World,
    process: usize,
    component: u32,
) -> Option<(u16, bool)> {
    let op = world.op(program, process).filter(|op| op.attempt().is_none())?;
    let (to, is_receive) = match op.effects(program).uses {
        [Some(Use::Send(to)), None] => (to, false),
        [Some(Use::Receive(from)), None] => (from, true),
        _ => return None,
    };
    let channel = world.resolve(program, process, to, !is_receive).ok()?;
    let of = &program.channels[usize::from(channel)];
    let is_plain = of.is_plain()
        && of.direct.is_none()
        && of.owner.is_none()
        && of.users.is_none()
        && !of.is_rendezvous()
        && program.hosts.len() == 1;
    (is_plain && components.channel(channel) == component).then_some((channel, is_receive))
}
