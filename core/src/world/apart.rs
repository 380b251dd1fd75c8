//! How far apart two states of the same form are: by how much numbers differ, and how many messages more a channel holds.

use alloc::vec::Vec;

use super::World;
use super::message::{self, QueuedMessage};
use crate::program::{LockKind, Program, Room};
use crate::value::Value;

/// The steps from one state to a later one that is at the same places. A step of 0 is no change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Apart {
    /// For each variable of all processes.
    pub locals: Vec<i64>,
    /// For each cell of shared memory.
    pub cells: Vec<i64>,
    /// For each lock; only permits of semaphores can differ.
    pub permits: Vec<i64>,
    /// For each channel.
    pub queues: Vec<Queued>,
    /// Processes for which more direct messages have arrived, in an order that only they notice.
    pub arrivals: Vec<u16>,
}

/// The steps of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Queued {
    /// As many messages: for each of them the step of each value.
    Same(Vec<Vec<i64>>),
    /// So many messages more, in a channel without a bound.
    Longer(u32),
}

impl Apart {
    /// The number of steps other than 0.
    pub fn count(&self) -> usize {
        let words = self.locals.iter().chain(&self.cells).chain(&self.permits);
        words.filter(|&&step| step != 0).count()
    }

    /// Whether each step of a variable or a cell is a multiple of `by`.
    pub fn is_divisible(&self, by: i64) -> bool {
        self.locals.iter().chain(&self.cells).all(|step| step % by == 0)
    }

    /// Whether a channel is longer in the later state.
    pub fn is_longer(&self, channel: u16) -> bool {
        matches!(self.queues[usize::from(channel)], Queued::Longer(_))
    }
}

impl World {
    /// The number of words that it takes, about.
    pub(crate) fn size(&self) -> usize {
        self.words.len() + self.queues.iter().map(|queue| queue.words.len()).sum::<usize>()
    }

    /// The places of all processes: states with others never have the same form.
    pub(crate) fn places(&self) -> &[i64] {
        &self.words[..self.layout.locals]
    }

    /// The steps from this state to `later`; `None` if they differ in more than numbers, permits and the length of
    /// unbounded queues.
    pub(crate) fn apart(&self, program: &Program, later: &World) -> Option<Apart> {
        let layout = self.layout;
        let is_same_form = self.places() == later.places()
            && self.words[layout.regions..] == later.words[layout.regions..]
            && self.lines == later.lines
            && self.failed.is_none()
            && later.failed.is_none();
        if !is_same_form {
            return None;
        }
        let steps = |range: core::ops::Range<usize>| {
            let pairs = self.words[range.clone()].iter().zip(&later.words[range]);
            pairs.map(|(&before, &after)| step(before, after)).collect::<Option<Vec<i64>>>()
        };
        let permits = steps(layout.locks..layout.regions)?;
        let mut locks = permits.iter().zip(&program.locks);
        let is_possible = |(&step, lock): (&i64, &crate::program::Lock)| {
            step == 0 || step > 0 && matches!(lock.kind, LockKind::Semaphore { binary: false, .. })
        };
        if !locks.all(is_possible) {
            return None;
        }
        let queues = (0..program.channels.len() as u16).map(|channel| self.queued(program, later, channel));
        Some(Apart {
            locals: steps(layout.locals..layout.cells)?,
            cells: steps(layout.cells..layout.locks)?,
            permits,
            queues: queues.collect::<Option<Vec<Queued>>>()?,
            arrivals: self.arrived(later)?,
        })
    }

    fn queued(&self, program: &Program, later: &World, channel: u16) -> Option<Queued> {
        let of = &program.channels[usize::from(channel)];
        let (before, after) = (&self.queues[usize::from(channel)], &later.queues[usize::from(channel)]);
        if before.more != after.more || after.count < before.count {
            return None;
        }
        if after.count > before.count {
            let is_unbounded = of.capacity == Room::Unbounded && !of.explicit_buffering && !of.by_message_priority;
            return is_unbounded.then_some(Queued::Longer(after.count - before.count));
        }
        if before.taken != after.taken {
            return None;
        }
        let all = |queue: &super::Queue| message::all(&queue.words, of.by_message_priority);
        let steps = |(before, after): (QueuedMessage, QueuedMessage)| {
            let is_alike = QueuedMessage { values: Vec::new(), ..before.clone() }
                == QueuedMessage { values: Vec::new(), ..after.clone() }
                && before.values.len() == after.values.len();
            let pairs = before.values.iter().zip(&after.values);
            let steps = pairs.map(|(before, after)| step(before.word(), after.word()));
            if is_alike { steps.collect::<Option<Vec<i64>>>() } else { None }
        };
        all(before).into_iter().zip(all(after)).map(steps).collect::<Option<_>>().map(Queued::Same)
    }

    /// The processes for which more messages have arrived, after those that had; `None` if an order has changed.
    fn arrived(&self, later: &World) -> Option<Vec<u16>> {
        let mut more = Vec::new();
        for (process, (before, after)) in self.arrivals.iter().zip(&later.arrivals).enumerate() {
            if before != after {
                let is_continued = after.len() > before.len() && before.iter().eq(after.iter().take(before.len()));
                more.push(is_continued.then_some(process as u16)?);
            }
        }
        Some(more)
    }
}

/// The step from one word to another: 0, or the difference of two numbers.
fn step(before: i64, after: i64) -> Option<i64> {
    if before == after {
        return Some(0);
    }
    let number = |word| Value::from_word(word).as_number();
    number(after)?.checked_sub(number(before)?)
}
