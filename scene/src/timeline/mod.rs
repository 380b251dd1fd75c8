//! The lanes' data, gathered from a run's events once: states over time, messages, queue lengths.
//!
//! Everything is sorted by time, so a window is found by bisection.

use std::ops::Range;

use ipcscope_core::trace::Run;

use crate::look::Look;

mod gather;
mod messages;

pub use gather::{Gathering, is_remote};
pub use messages::{Message, Messages, Reading, origin};

/// The lanes' data of one run.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// For each process, without gaps.
    pub lanes: Vec<Vec<Stretch>>,
    /// For each channel.
    pub messages: Vec<Messages>,
    /// For each channel its length from a time on: (µs, messages; packets where they are split).
    pub lengths: Vec<Vec<(u64, u32)>>,
    /// For each process its sections, by their beginnings.
    pub sections: Vec<Vec<Section>>,
    /// For each process its operations on memory, locks and the like: events.
    pub acts: Vec<Vec<u32>>,
    /// The events marked on the lanes: prints, notes, refusals, ends, faults, deadlocks, violated checks.
    pub marks: Vec<usize>,
    /// The time up to which the run is known, µs.
    pub end_us: u64,
    /// The run has ended: nothing more can change.
    pub is_complete: bool,
    /// For each process, the event that reported it deadlocked.
    pub stuck: Vec<Option<usize>>,
    /// For each channel its length after an event: (event, messages).
    changes: Vec<Vec<(u32, u32)>>,
    /// For each channel the greatest length in each block of [`BLOCK`] lengths.
    highest: Vec<Vec<u32>>,
    /// When each block begins, for stretches, messages and lengths. So a search touches little memory.
    stretch_blocks: Vec<Vec<u64>>,
    message_blocks: Vec<Vec<u64>>,
    length_blocks: Vec<Vec<u64>>,
}

/// Entries in a block.
const BLOCK: usize = 32;

/// A stretch of a lane in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// µs.
    pub from_us: u64,
    /// The activity of the process.
    pub look: Look,
    /// The event that began it.
    pub event: usize,
    /// µs of the lane before this stretch in which the process was working, blocked, sleeping, or inactive.
    pub before: [u64; 4],
}

/// A named stretch of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// µs.
    pub from_us: u64,
    /// µs; the greatest there is while the process is in it.
    pub to_us: u64,
    /// Number of the text that is its name.
    pub text: usize,
    /// Nesting depth.
    pub depth: usize,
}

impl Timeline {
    /// Gathers it from the events of `run` so far.
    pub fn new(run: &Run) -> Timeline {
        let mut gathering = Gathering::new(run);
        gathering.go_on(run, usize::MAX);
        gathering.timeline()
    }

    fn index(&mut self) {
        let highest = |block: &[(u64, u32)]| block.iter().map(|&(_, length)| length).max().unwrap_or(0);
        self.messages.iter_mut().for_each(Messages::index);
        self.highest = self.lengths.iter().map(|lengths| lengths.chunks(BLOCK).map(highest).collect()).collect();
        self.stretch_blocks = self.lanes.iter().map(|lane| starts(lane, |stretch| stretch.from_us)).collect();
        self.message_blocks = self.messages.iter().map(|of| starts(&of.all, |message| message.sent_us)).collect();
        self.length_blocks = self.lengths.iter().map(|lengths| starts(lengths, |&(us, _)| us)).collect();
    }

    /// The stretches of a lane that touch a window, each with its end in µs.
    pub fn stretches(&self, process: usize, from_us: f64, to_us: f64) -> impl Iterator<Item = (&Stretch, u64)> {
        let lane = &self.lanes[process];
        let first = self.stretches_until(process, from_us).saturating_sub(1);
        let in_window =
            lane[first..].iter().enumerate().take_while(move |(_, stretch)| stretch.from_us as f64 <= to_us);
        in_window.map(move |(offset, stretch)| {
            (stretch, lane.get(first + offset + 1).map_or(self.end_us, |next| next.from_us))
        })
    }

    /// The number of stretches of a lane that touch a window.
    pub fn stretch_count(&self, process: usize, from_us: f64, to_us: f64) -> usize {
        self.stretches_until(process, to_us) - self.stretches_until(process, from_us) + 1
    }

    /// The number of stretches of a lane that begin until `us`.
    pub fn stretches_until(&self, process: usize, us: f64) -> usize {
        count_until(&self.lanes[process], &self.stretch_blocks[process], us, |stretch| stretch.from_us)
    }

    /// The number of messages of a channel sent until `us`.
    pub fn sent_until(&self, channel: usize, us: f64) -> usize {
        count_until(&self.messages[channel].all, &self.message_blocks[channel], us, |message| message.sent_us)
    }

    /// The number of a channel's lengths that begin until `us`.
    pub fn lengths_until(&self, channel: usize, us: f64) -> usize {
        count_until(&self.lengths[channel], &self.length_blocks[channel], us, |&(us, _)| us)
    }

    /// The activity of a process after this many events.
    pub fn look_at(&self, process: usize, events: usize) -> Look {
        let lane = &self.lanes[process];
        let begun = lane[1..].partition_point(|stretch| stretch.event < events);
        lane[begun].look
    }

    /// The `work` that a process continues at an event, after it had waited for a core.
    pub fn work_before(&self, process: usize, event: usize) -> Option<usize> {
        let lane = &self.lanes[process];
        let begun = lane.partition_point(|stretch| stretch.event < event);
        let before = lane[..begun].iter().rev().filter(|stretch| stretch.look != Look::Ready);
        let mut works = before.take_while(|stretch| stretch.look == Look::Working);
        works.next().map(|stretch| stretch.event)
    }

    /// The event that began a process's activity after this many events; `None` before its first.
    pub fn since(&self, process: usize, events: usize) -> Option<usize> {
        let lane = &self.lanes[process];
        let begun = lane[1..].partition_point(|stretch| stretch.event < events);
        (begun > 0).then(|| lane[begun].event)
    }

    /// The activity of a process up to an event, and since when, µs.
    pub fn until(&self, process: usize, event: usize) -> (Look, u64) {
        let lane = &self.lanes[process];
        let begun = lane[1..].partition_point(|stretch| stretch.event < event);
        (lane[begun].look, lane[begun].from_us)
    }

    /// The indices of a process's operations in a window.
    pub fn acts_in(&self, run: &Run, process: usize, from_us: f64, to_us: f64) -> Range<usize> {
        let acts = &self.acts[process];
        let time = |act: &u32| run.events().get(*act as usize).map_or(0.0, |event| event.time_us() as f64);
        let first = acts.partition_point(|act| time(act) < from_us);
        first..acts.partition_point(|act| time(act) <= to_us).max(first)
    }

    /// The indices of a process's sections that begin in a window, and of those it is in before: outermost first.
    pub fn sections_in(&self, process: usize, from_us: f64, to_us: f64) -> Range<usize> {
        let sections = &self.sections[process];
        let begun = sections.partition_point(|section| (section.from_us as f64) < from_us);
        let outermost = sections[..begun].iter().rposition(|section| section.depth == 0).unwrap_or(begun);
        outermost..sections.partition_point(|section| section.from_us as f64 <= to_us).max(outermost)
    }

    /// The greatest length of a channel's queue.
    pub fn longest(&self, channel: usize) -> u32 {
        self.highest[channel].iter().copied().max().unwrap_or(0)
    }

    /// The greatest of a channel's lengths number `from` to `to`, without the latter.
    pub fn longest_of(&self, channel: usize, from: usize, to: usize) -> u32 {
        let highest = |from: usize, to: usize| self.lengths[channel][from..to].iter().map(|&(_, length)| length).max();
        let (first, last) = (from.div_ceil(BLOCK), to / BLOCK);
        let found = match first < last {
            true => {
                let whole = self.highest[channel][first..last].iter().copied().max();
                highest(from, first * BLOCK).max(whole).max(highest(last * BLOCK, to))
            }
            false => highest(from, to),
        };
        found.unwrap_or(0)
    }

    /// The end of a window that shows the whole run, µs: a little after its last event, so that its end is visible.
    pub fn whole_us(&self) -> f64 {
        let end = self.end_us as f64;
        if self.is_complete { end * 1.06 } else { end }
    }

    /// The same as [`Timeline::spent_until`], for increasing times: `at` is the stretch of the previous time, and is
    /// moved on.
    pub fn spent_on(&self, process: usize, time_us: f64, at: &mut usize) -> [f64; 4] {
        let lane = &self.lanes[process];
        let is_begun = |place: usize| lane.get(place).is_some_and(|stretch| stretch.from_us as f64 <= time_us);
        let mut reach = 1;
        while is_begun(*at + reach) {
            *at += reach;
            reach *= 2;
        }
        while reach > 1 {
            reach /= 2;
            if is_begun(*at + reach) {
                *at += reach;
            }
        }
        self.spent_in(process, time_us, *at)
    }

    /// µs before `time_us` in which a process was working, blocked, sleeping, or inactive.
    pub fn spent_until(&self, process: usize, time_us: f64) -> [f64; 4] {
        self.spent_in(process, time_us, self.stretches_until(process, time_us).saturating_sub(1))
    }

    fn spent_in(&self, process: usize, time_us: f64, at: usize) -> [f64; 4] {
        let lane = &self.lanes[process];
        let mut spent = lane[at].before.map(|us| us as f64);
        if let Some(column) = column(lane[at].look) {
            spent[column] += (time_us - lane[at].from_us as f64).max(0.0);
        }
        spent
    }

    /// The numbers of the messages of a channel that were in flight or waiting in a window; no more than `most + 1`.
    pub fn messages_in(&self, channel: usize, from_us: f64, to_us: f64, most: usize) -> Vec<usize> {
        self.messages[channel].there_after(self.sent_until(channel, to_us), from_us, most)
    }

    /// The numbers of the readings of a channel to all in a window.
    pub fn readings_in(&self, channel: usize, from_us: f64, to_us: f64) -> Range<usize> {
        let until = |bound: &dyn Fn(f64) -> bool| {
            self.messages[channel].readings.partition_point(|reading| bound(reading.received.1 as f64))
        };
        let first = until(&|us| us < from_us);
        first..until(&|us| us <= to_us).max(first)
    }

    /// A channel's length after this many events.
    pub fn length_at(&self, channel: usize, events: usize) -> u32 {
        let changes = &self.changes[channel];
        let before = changes.partition_point(|&(event, _)| (event as usize) < events);
        before.checked_sub(1).map_or(0, |last| changes[last].1)
    }
}

/// When each block of entries begins.
fn starts<T>(entries: &[T], time_us: impl Fn(&T) -> u64) -> Vec<u64> {
    entries.iter().step_by(BLOCK).map(time_us).collect()
}

/// The number of entries, sorted by time, at `us` or before.
fn count_until<T>(entries: &[T], blocks: &[u64], us: f64, time_us: impl Fn(&T) -> u64) -> usize {
    let begun = blocks.partition_point(|&block| block as f64 <= us);
    let from = begun.saturating_sub(1) * BLOCK;
    let to = (begun * BLOCK).min(entries.len());
    from + entries[from..to].partition_point(|entry| time_us(entry) as f64 <= us)
}

/// Its index in [`Stretch::before`].
fn column(look: Look) -> Option<usize> {
    match look {
        Look::Working => Some(0),
        Look::Blocked => Some(1),
        Look::Sleeping => Some(2),
        Look::New | Look::Ended | Look::Faulted => Some(3),
        Look::Running | Look::Ready => None,
    }
}
