//! Queues of blocked processes, in order of arrival, and waking them.
//!
//! A blocked process is in the queue of everything that it waits for: one, or several for a `select`. After a move the
//! changed queues are examined: the first process that can proceed is woken, and acts before anything else at that
//! instant. A process that is woken and still cannot proceed keeps its place.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::ops::Deref;

use super::{Plan, Simulation, State};
use crate::event::{Kind, Wait, WaitQueue};
use crate::id::{ChannelId, LockId, RegionId};
use crate::program::{Op, Program};
use crate::scenario::tree::Delivery;
use crate::world::Ready;

/// An effect that may unblock other processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Touch {
    pub kind: Kind,
    pub process: u16,
    pub object: u16,
    /// The number of the event.
    pub event: u32,
    /// For a notify, the process; for a wait on a condition variable, the mutex.
    pub value: i64,
}

/// The processes blocked at a channel, and the event that sent each of its messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Queue {
    pub senders: VecDeque<u16>,
    pub receivers: VecDeque<u16>,
    /// Senders that wait for the receipt of their messages.
    pub unanswered: VecDeque<u16>,
    /// The event that sent each waiting message.
    pub sent_by: VecDeque<u32>,
    /// The latest event that made room.
    pub room_by: Option<Giver>,
}

/// The processes blocked at a lock, or waiting on a condition variable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LockQueue {
    pub waiters: VecDeque<u16>,
    /// The latest event that released it.
    pub given_by: Option<Giver>,
}

/// The reasons why a process is blocked, each with its object. Nearly always one: nothing is allocated for it.
#[derive(Clone, Debug)]
pub(crate) enum Awaited {
    None,
    One([(Wait, u16); 1]),
    Several(Vec<(Wait, u16)>),
}

impl Deref for Awaited {
    type Target = [(Wait, u16)];

    fn deref(&self) -> &[(Wait, u16)] {
        match self {
            Awaited::None => &[],
            Awaited::One(one) => one,
            Awaited::Several(several) => several,
        }
    }
}

/// An event that unblocked others, and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Giver {
    event: u32,
    at_us: u64,
}

impl Giver {
    /// Replaces one of an earlier instant.
    fn or_later(self, giver: &mut Option<Giver>) {
        if giver.is_none_or(|known| known.at_us < self.at_us) {
            *giver = Some(self);
        }
    }
}

impl Simulation {
    fn giver(&self, event: u32) -> Giver {
        Giver { event, at_us: self.now_us }
    }

    /// Processes blocked on sending to a channel, in order of arrival.
    pub fn waiting_senders(&self, channel: ChannelId) -> impl Iterator<Item = u16> + '_ {
        let queue = &self.queues[channel.index()];
        queue.senders.iter().chain(&queue.unanswered).copied()
    }

    /// Processes blocked on receiving from a channel, in order of arrival.
    pub fn waiting_receivers(&self, channel: ChannelId) -> impl Iterator<Item = u16> + '_ {
        self.queues[channel.index()].receivers.iter().copied()
    }

    /// Processes blocked at a lock, or waiting on a condition variable, in order of arrival.
    pub fn waiting_for_lock(&self, lock: LockId) -> impl Iterator<Item = u16> + '_ {
        self.locks[lock.index()].waiters.iter().copied()
    }

    /// Processes that wait for a region to be created.
    pub fn waiting_for_region(&self, memory: RegionId) -> impl Iterator<Item = u16> + '_ {
        self.regions[memory.index()].iter().copied()
    }

    /// The number of the event that sent each message in a channel, the next first.
    pub fn sent_by(&self, channel: ChannelId) -> impl Iterator<Item = usize> + '_ {
        self.queues[channel.index()].sent_by.iter().map(|&event| event as usize)
    }

    /// Whether it is blocked and has not been woken yet.
    pub(super) fn is_waiting(&self, process: usize) -> bool {
        let activity = &self.activities[process];
        activity.state == State::Blocked && activity.plan == Plan::Wait
    }

    /// The reasons why a process is blocked, each with its object: one, or those of its `select`, including waits that
    /// were satisfied at this very instant.
    pub(crate) fn waits_of(&self, program: &Program, process: usize) -> Awaited {
        self.activities[process].wait.map_or(Awaited::None, |reason| self.awaited(program, process, reason))
    }

    /// All that a process blocked for this reason waits for.
    pub(super) fn awaited(&self, program: &Program, process: usize, reason: (Wait, u16)) -> Awaited {
        match reason {
            (Wait::Several, _) => Awaited::Several(self.world.waits(program, process)),
            one => Awaited::One([one]),
        }
    }

    /// Puts a process into the queues of what it waits for.
    pub(super) fn register(&mut self, program: &Program, process: usize, waits: &[(Wait, u16)]) {
        let who = process as u16;
        for &(wait, object) in waits {
            let number = usize::from(object);
            match wait.line() {
                WaitQueue::Senders => self.queues[number].senders.push_back(who),
                WaitQueue::Meeting => {
                    self.queues[number].senders.push_back(who);
                    if let Some((_, to)) = program.channels[number].direct
                        && let Some(callers) = self.callers.get_mut(usize::from(to))
                    {
                        callers.push_back(object);
                    }
                }
                WaitQueue::Receivers => self.queues[number].receivers.push_back(who),
                WaitQueue::Unanswered => self.queues[number].unanswered.push_back(who),
                WaitQueue::Lock => self.locks[number].waiters.push_back(who),
                WaitQueue::Region => self.regions[number].push_back(who),
                WaitQueue::None => {}
            }
        }
    }

    /// Removes it from all queues: it continues, or has terminated.
    pub(super) fn unregister(&mut self, program: &Program, process: usize, waits: &[(Wait, u16)]) {
        let who = process as u16;
        let take_out = |queue: &mut VecDeque<u16>, what: u16| match queue.front() {
            Some(&first) if first == what => _ = queue.pop_front(),
            _ => queue.retain(|&other| other != what),
        };
        for &(wait, object) in waits {
            let number = usize::from(object);
            match wait.line() {
                WaitQueue::Senders => take_out(&mut self.queues[number].senders, who),
                WaitQueue::Meeting => {
                    take_out(&mut self.queues[number].senders, who);
                    if let Some((_, to)) = program.channels[number].direct
                        && let Some(callers) = self.callers.get_mut(usize::from(to))
                    {
                        take_out(callers, object);
                    }
                }
                WaitQueue::Receivers => take_out(&mut self.queues[number].receivers, who),
                WaitQueue::Unanswered => take_out(&mut self.queues[number].unanswered, who),
                WaitQueue::Lock => take_out(&mut self.locks[number].waiters, who),
                WaitQueue::Region => take_out(&mut self.regions[number], who),
                WaitQueue::None => {}
            }
        }
    }

    /// Examines what the latest move has changed.
    pub(super) fn settle(&mut self, program: &Program) {
        if !self.left.is_empty() {
            self.dispatch(program);
        }
        let mut at = 0;
        while at < self.touched.len() {
            let touch = self.touched[at];
            self.pass_on(program, touch);
            at += 1;
        }
        self.touched.clear();
    }

    fn pass_on(&mut self, program: &Program, touch: Touch) {
        let object = touch.object;
        match touch.kind {
            Kind::Send | Kind::Arrive => {
                self.wake_receivers(program, object, touch.event);
                self.wake_senders(program, object);
            }
            Kind::Receive | Kind::Answer | Kind::Lost | Kind::Post => {
                self.queues[usize::from(object)].room_by = Some(self.giver(touch.event));
                self.wake_senders(program, object);
                self.wake_receivers(program, object, touch.event);
                self.wake_unanswered(program, object, touch.event);
            }
            Kind::Signal | Kind::Unlock => {
                self.locks[usize::from(object)].given_by = Some(self.giver(touch.event));
                self.wake_takers(program, object);
            }
            // More permits may be left, or the next in the queue may have become the first.
            Kind::Wait => self.wake_takers(program, object),
            Kind::FallAsleep => {
                self.locks[touch.value as usize].given_by = Some(self.giver(touch.event));
                self.wake_takers(program, touch.value as u16);
            }
            Kind::Notify => self.wake(touch.value as usize, touch.event),
            Kind::Create => {
                for process in self.regions[usize::from(object)].clone() {
                    self.wake(usize::from(process), touch.event);
                }
            }
            Kind::End | Kind::Fault => self.pass_on_end(program, usize::from(touch.process), touch.event),
            _ => {}
        }
    }

    /// A process has terminated: those that wait for it, or for what it held back, try again.
    fn pass_on_end(&mut self, program: &Program, process: usize, event: u32) {
        for number in 0..program.channels.len() {
            let channel = &program.channels[number];
            let who = process as u16;
            let is_end =
                channel.direct.is_some_and(|(from, to)| from == who || to == who) || channel.owner == Some(who);
            let is_reader = channel.is_to_all() && channel.receivers.binary_search(&who).is_ok();
            if !is_end && !is_reader {
                continue;
            }
            let queue = &mut self.queues[number];
            queue.room_by = Some(Giver { event, at_us: self.now_us });
            let waiting: Vec<u16> =
                queue.senders.iter().chain(&queue.receivers).chain(&queue.unanswered).copied().collect();
            for other in waiting {
                self.wake(usize::from(other), event);
            }
        }
    }

    /// Gives a blocked process a turn at once, in which it tries again.
    pub(super) fn wake(&mut self, process: usize, cause: u32) {
        if self.is_waiting(process) {
            self.activities[process].plan = Plan::Resume(cause);
            self.at_once.push_back(process as u16);
        }
    }

    /// The first sender proceeds first, even if a later one would need less room.
    fn wake_senders(&mut self, program: &Program, channel: u16) {
        let queue = &self.queues[usize::from(channel)];
        let Some(&first) = queue.senders.front() else { return };
        if program.channels[usize::from(channel)].is_rendezvous() && !program.is_remote(usize::from(first), channel) {
            return;
        }
        let cause = queue.room_by.map_or(0, |giver| giver.event);
        if self.can_use(program, usize::from(first), channel, true) {
            self.wake(usize::from(first), cause);
        }
    }

    fn wake_receivers(&mut self, program: &Program, channel: u16, cause: u32) {
        let of = &program.channels[usize::from(channel)];
        if let Some((_, to)) = of.direct
            && self.activities[usize::from(to)]
                .wait
                .is_some_and(|(wait, _)| wait == Wait::AnyMessage || wait == Wait::Several)
            && self.world.length(ChannelId(channel)) > 0
        {
            self.wake(usize::from(to), cause);
        }
        let queue = &self.queues[usize::from(channel)];
        if queue.receivers.is_empty() || self.world.length(ChannelId(channel)) == 0 {
            return;
        }
        if of.has_line() {
            self.wake_chosen(program, channel, cause);
            return;
        }
        let is_woken = |process: &&u16| !self.is_waiting(usize::from(**process));
        let mut left = match of.is_to_all() {
            true => usize::MAX,
            false => {
                self.world.length(ChannelId(channel)).saturating_sub(queue.receivers.iter().filter(is_woken).count())
            }
        };
        // Waking removes no process.
        for place in 0..queue.receivers.len() {
            if left == 0 {
                return;
            }
            let process = usize::from(self.queues[usize::from(channel)].receivers[place]);
            if self.is_waiting(process) && self.can_use(program, process, channel, false) {
                self.wake(process, cause);
                left = left.saturating_sub(1);
            }
        }
    }

    /// Wakes the process that the mailbox's rule chooses, unless one is already woken.
    fn wake_chosen(&mut self, program: &Program, channel: u16, cause: u32) {
        let receivers = &self.queues[usize::from(channel)].receivers;
        if receivers.iter().any(|&process| !self.is_waiting(usize::from(process))) {
            return;
        }
        let chosen = self.world.chosen(program, channel, None);
        let pick = match program.channels[usize::from(channel)].delivery {
            Delivery::ByRandom if !chosen.is_empty() => {
                let rng = self.rng.len() - program.channels.len() + usize::from(channel);
                self.rng[rng].up_to(chosen.len() as u64 - 1) as usize
            }
            _ => 0,
        };
        if let Some(&process) = chosen.get(pick) {
            self.wake(usize::from(process), cause);
        }
    }

    /// A process stops waiting for these: a process behind it may be able to proceed.
    pub(super) fn pass_place_on(&mut self, program: &Program, waits: &[(Wait, u16)]) {
        let cause = self.events.saturating_sub(1);
        for &(wait, object) in waits {
            match wait {
                Wait::Room | Wait::Buffer => {
                    let giver = self.giver(cause);
                    giver.or_later(&mut self.queues[usize::from(object)].room_by);
                    self.wake_senders(program, object);
                }
                Wait::Message => self.wake_receivers(program, object, cause),
                Wait::Semaphore | Wait::Mutex => {
                    let giver = self.giver(cause);
                    giver.or_later(&mut self.locks[usize::from(object)].given_by);
                    self.wake_takers(program, object);
                }
                _ => {}
            }
        }
    }

    fn wake_unanswered(&mut self, program: &Program, channel: u16, cause: u32) {
        for place in 0..self.queues[usize::from(channel)].unanswered.len() {
            let process = usize::from(self.queues[usize::from(channel)].unanswered[place]);
            let op = self.world.op(program, process);
            if op.is_some_and(|op| self.world.ready(program, process, op) == Ready::Go) {
                self.wake(process, cause);
            }
        }
    }

    fn wake_takers(&mut self, program: &Program, lock: u16) {
        let queue = &self.locks[usize::from(lock)];
        let cause = queue.given_by.map_or(0, |giver| giver.event);
        for &process in &queue.waiters {
            let process = usize::from(process);
            let op = self.world.op(program, process);
            if self.is_waiting(process) && op.is_some_and(|op| self.world.ready(program, process, op) == Ready::Go) {
                return self.wake(process, cause);
            }
        }
    }

    /// Whether the operation of a process, or an arm of it, is about this channel and need not wait.
    fn can_use(&self, program: &Program, process: usize, channel: u16, sends: bool) -> bool {
        let mut can_use = false;
        let Some(op) = self.world.op(program, process) else { return false };
        program.each_act(op, &mut |act| {
            let is_about = match act {
                Op::Send { to, .. } if sends => self.world.resolve(program, process, to, true) == Ok(channel),
                Op::Receive { .. } if !sends => self.world.takes_from(program, process, act, channel),
                _ => false,
            };
            can_use |= is_about && !matches!(self.world.ready(program, process, act), Ready::Wait(..));
        });
        can_use
    }

    /// The channel of the first sender that waits for a process to receive from any at capacity 0.
    pub(super) fn first_caller(&self, process: usize) -> Option<u16> {
        let callers = self.callers.get(process)?;
        let is_there = |channel: &u16| {
            self.queues[usize::from(*channel)].senders.iter().any(|&sender| self.is_waiting(usize::from(sender)))
        };
        callers.iter().copied().find(is_there)
    }
}
