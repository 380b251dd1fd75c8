//! Plain queues: of what is in one, a receive needs to know only the next message, and a send whether there is room.
//!
//! So the moves of a process that is about to send or receive are worked out for these few cases, not for each of the many
//! contents that a queue can have; what the queue then contains is noted by itself: after taking once for each content, after
//! putting in for each content and each sort of send.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::footprint::Components;
use super::table::{Memo, NONE};
use crate::program::{Program, Use};
use crate::world::World;

/// What an entry's only move does with a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnQueue {
    /// Nothing.
    Leaves,
    /// The next message is taken.
    Takes,
    /// A message is put in.
    Puts,
}

/// What is known of the contents of a channel, by the number of the content.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub component: u32,
    channel: u16,
    /// The number of the next message; 0 where there is none.
    next: Vec<u32>,
    /// 1 where there is room, 0 where there is none.
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

    /// Bytes of memory, about.
    pub fn bytes(&self) -> usize {
        (self.next.capacity() + self.room.capacity() + self.taken.capacity()) * 4
            + self.messages.len() * 96
            + self.put.bytes()
    }

    /// As far as a receive, or else a send, is concerned; [`NONE`] where that is not known yet.
    #[inline(always)]
    pub fn case(&self, content: u32, is_receive: bool) -> u32 {
        let cases = if is_receive { &self.next } else { &self.room };
        cases.get(content as usize).copied().unwrap_or(NONE)
    }

    /// The same; the world has this content.
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

    /// What it contains after a move; [`NONE`] where that is not known yet.
    #[inline(always)]
    pub fn after(&self, content: u32, on: OnQueue, effect: u32) -> u32 {
        match on {
            OnQueue::Leaves => content,
            OnQueue::Takes => self.taken.get(content as usize).copied().unwrap_or(NONE),
            OnQueue::Puts => self.put.get(&[u64::from(content) << 32 | u64::from(effect)]),
        }
    }

    /// Notes that.
    pub fn set_after(&mut self, content: u32, on: OnQueue, effect: u32, after: u32) {
        match on {
            OnQueue::Leaves => {}
            OnQueue::Takes => {
                if self.taken.len() <= content as usize {
                    self.taken.resize(content as usize + 1, NONE);
                }
                self.taken[content as usize] = after;
            }
            OnQueue::Puts => self.put.set([u64::from(content) << 32 | u64::from(effect)], after),
        }
    }
}

/// The channel, and whether it is a receive, where a process stands before a send to a plain queue or a receive from one
/// that depends on `component` alone.
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
