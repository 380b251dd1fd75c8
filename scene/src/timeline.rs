//! What the lanes show, gathered from a run's events once: states over time, messages, lengths of queues.
//!
//! Everything is sorted by time, so that a window is found by bisection.

use std::ops::Range;

use ipcscope_core::simulate::End;
use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::{Event, Kind};
use ipcscope_core::trace::metrics::send_of;

use crate::look::Look;

/// The lanes' data of one run.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// For each process, without gaps.
    pub lanes: Vec<Vec<Stretch>>,
    /// For each channel, in the order of sending, which is that of receiving.
    pub messages: Vec<Vec<Message>>,
    /// For each channel its length from a time on: (µs, messages).
    pub lengths: Vec<Vec<(u64, u32)>>,
    /// What is marked on the lanes: prints, notes, ends, faults, deadlocks, broken checks, by event.
    pub marks: Vec<usize>,
    /// Up to where the run is known, µs.
    pub end_us: u64,
    /// The run has come to its end: what is there stays.
    pub is_complete: bool,
    /// For each process the event that found it in a deadlock.
    pub stuck: Vec<Option<usize>>,
    /// For each channel the greatest length in each block of [`BLOCK`] lengths.
    highest: Vec<Vec<u32>>,
    /// When each block begins: of stretches, of messages, of lengths. So that a search touches little memory.
    stretch_blocks: Vec<Vec<u64>>,
    message_blocks: Vec<Vec<u64>>,
    length_blocks: Vec<Vec<u64>>,
}

/// So many entries are looked at together.
const BLOCK: usize = 32;

/// A stretch of a lane in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// µs.
    pub from_us: u64,
    /// What the process did.
    pub look: Look,
    /// The event that began it.
    pub event: usize,
    /// µs of the lane before this stretch in which the process was working, blocked, sleeping, or not going on at all.
    pub before: [u64; 4],
}

/// A message from its send to its receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its send: event.
    pub sent_event: usize,
    /// µs.
    pub sent_us: u64,
    /// Process.
    pub sender: usize,
    /// Its first receive: event, µs, process; `None` while it waits.
    pub received: Option<(usize, u64, usize)>,
    /// How often it was read.
    pub reads: u32,
}

impl Timeline {
    /// Gathers it from the events that `run` has so far.
    pub fn new(run: &Run) -> Timeline {
        let program = run.program();
        let new = Stretch { from_us: 0, look: Look::New, event: 0, before: [0; 4] };
        let mut timeline = Timeline {
            lanes: vec![vec![new]; program.processes.len()],
            messages: vec![Vec::new(); program.channels.len()],
            lengths: vec![vec![(0, 0)]; program.channels.len()],
            marks: Vec::new(),
            end_us: run.last_us(),
            is_complete: !matches!(run.end(), None | Some(End::Cut(_))),
            stuck: vec![None; program.processes.len()],
            highest: Vec::new(),
            stretch_blocks: Vec::new(),
            message_blocks: Vec::new(),
            length_blocks: Vec::new(),
        };
        for (index, event) in run.events().iter_from(0) {
            timeline.add(run, index, event);
            if event.kind() == Kind::Deadlock {
                let members = run.events().values(event).iter().filter_map(|value| value.as_number());
                members.for_each(|member| timeline.stuck[member as usize] = Some(index));
            }
        }
        timeline.index();
        timeline
    }

    fn index(&mut self) {
        let highest = |block: &[(u64, u32)]| block.iter().map(|&(_, length)| length).max().unwrap_or(0);
        self.highest = self.lengths.iter().map(|lengths| lengths.chunks(BLOCK).map(highest).collect()).collect();
        self.stretch_blocks = self.lanes.iter().map(|lane| starts(lane, |stretch| stretch.from_us)).collect();
        self.message_blocks = self.messages.iter().map(|all| starts(all, |message| message.sent_us)).collect();
        self.length_blocks = self.lengths.iter().map(|lengths| starts(lengths, |&(us, _)| us)).collect();
    }

    fn add(&mut self, run: &Run, index: usize, event: &Event) {
        let time_us = event.time_us();
        match event.kind() {
            Kind::Start | Kind::Done | Kind::Wake => self.turn(index, event, Look::Running),
            Kind::Ready => self.turn(index, event, Look::Ready),
            Kind::Run => self.turn(index, event, self.before_ready(event.process())),
            Kind::Work => self.turn(index, event, Look::Working),
            Kind::Sleep => self.turn(index, event, Look::Sleeping),
            Kind::Block => self.turn(index, event, Look::Blocked),
            Kind::Send => {
                let channel = event.object().expect("a send has a channel");
                let sender = event.process();
                self.messages[channel].push(Message {
                    sent_event: index,
                    sent_us: time_us,
                    sender,
                    received: None,
                    reads: 0,
                });
                if !is_remote(run, channel, sender) {
                    self.lengthen(channel, time_us, 1);
                }
                self.turn(index, event, Look::Running);
            }
            Kind::Arrive => {
                if let Some(channel) = event.object() {
                    self.lengthen(channel, time_us, 1);
                }
            }
            Kind::Receive => {
                let channel = event.object().expect("a receive has a channel");
                self.take(run, index, event, channel);
                self.turn(index, event, Look::Running);
            }
            Kind::End => {
                self.turn(index, event, Look::Ended);
                self.marks.push(index);
            }
            Kind::Fault => {
                self.turn(index, event, Look::Faulted);
                self.marks.push(index);
            }
            Kind::Print
            | Kind::Say
            | Kind::Deadlock
            | Kind::Abandoned
            | Kind::Violated
            | Kind::AssertFailed
            | Kind::Torn => self.marks.push(index),
            Kind::Lost | Kind::Answer | Kind::Packets | Kind::Enqueue | Kind::Deliver | Kind::Reached => {}
            _ => self.turn(index, event, Look::Running),
        }
    }

    /// A message is taken: by its send, since not all leave in the order in which they came.
    fn take(&mut self, run: &Run, index: usize, event: &Event, channel: usize) {
        let Some(sent) = send_of(run, index) else { return };
        let messages = &mut self.messages[channel];
        let place = messages.partition_point(|message| message.sent_event < sent);
        let Some(message) = messages.get_mut(place).filter(|message| message.sent_event == sent) else { return };
        message.reads += 1;
        if message.received.is_none() {
            message.received = Some((index, event.time_us(), event.process()));
        }
        // To all: it leaves when the last reader has it.
        let of = &run.program().channels[channel];
        let readers = of.receivers.iter().filter(|&&reader| usize::from(reader) != message.sender).count();
        if !of.is_to_all() || message.reads as usize >= readers {
            self.lengthen(channel, event.time_us(), -1);
        }
    }

    fn turn(&mut self, index: usize, event: &Event, look: Look) {
        let lane = &mut self.lanes[event.process()];
        let last = lane.last_mut().expect("a lane begins with a stretch");
        if last.look == look && look == Look::Running {
            return;
        }
        let from_us = event.time_us();
        let mut before = last.before;
        if let Some(column) = column(last.look) {
            before[column] += from_us - last.from_us;
        }
        lane.push(Stretch { from_us, look, event: index, before });
    }

    /// What a process did before it had to wait for a core: a `work` goes on.
    fn before_ready(&self, process: usize) -> Look {
        let was_working = self.lanes[process].iter().rev().find(|stretch| stretch.look != Look::Ready);
        was_working.filter(|stretch| stretch.look == Look::Working).map_or(Look::Running, |_| Look::Working)
    }

    fn lengthen(&mut self, channel: usize, time_us: u64, by: i32) {
        let lengths = &mut self.lengths[channel];
        let (last_us, length) = *lengths.last().expect("it begins with 0");
        let length = length.saturating_add_signed(by);
        match last_us == time_us && lengths.len() > 1 {
            true => lengths.last_mut().expect("it begins with 0").1 = length,
            false => lengths.push((time_us, length)),
        }
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

    /// How many stretches of a lane touch a window.
    pub fn stretch_count(&self, process: usize, from_us: f64, to_us: f64) -> usize {
        self.stretches_until(process, to_us) - self.stretches_until(process, from_us) + 1
    }

    fn stretches_until(&self, process: usize, us: f64) -> usize {
        count_until(&self.lanes[process], &self.stretch_blocks[process], us, |stretch| stretch.from_us)
    }

    /// How many messages of a channel were sent until `us`.
    pub fn sent_until(&self, channel: usize, us: f64) -> usize {
        count_until(&self.messages[channel], &self.message_blocks[channel], us, |message| message.sent_us)
    }

    /// How many of a channel's lengths begin until `us`.
    pub fn lengths_until(&self, channel: usize, us: f64) -> usize {
        count_until(&self.lengths[channel], &self.length_blocks[channel], us, |&(us, _)| us)
    }

    /// What a process does after so many events.
    pub fn look_at(&self, process: usize, events: usize) -> Look {
        let lane = &self.lanes[process];
        let begun = lane[1..].partition_point(|stretch| stretch.event < events);
        lane[begun].look
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

    /// The end of a window that shows all of the run, µs: a little after its last event, so that how it ends is seen.
    pub fn whole_us(&self) -> f64 {
        let end = self.end_us as f64;
        if self.is_complete { end * 1.06 } else { end }
    }

    /// µs before `time_us` in which a process was working, blocked, sleeping, or not going on at all.
    pub fn spent_until(&self, process: usize, time_us: f64) -> [f64; 4] {
        let lane = &self.lanes[process];
        let at = self.stretches_until(process, time_us).saturating_sub(1);
        let mut spent = lane[at].before.map(|us| us as f64);
        if let Some(column) = column(lane[at].look) {
            spent[column] += (time_us - lane[at].from_us as f64).max(0.0);
        }
        spent
    }

    /// The numbers of the messages of a channel that were on their way or waiting in a window.
    pub fn messages_in(&self, channel: usize, from_us: f64, to_us: f64) -> Range<usize> {
        let messages = &self.messages[channel];
        let first =
            messages.partition_point(|message| message.received.is_some_and(|(_, us, _)| (us as f64) < from_us));
        let last = self.sent_until(channel, to_us);
        first.min(last)..last
    }
}

/// Whether a message goes over a network before it waits.
fn is_remote(run: &Run, channel: usize, sender: usize) -> bool {
    let program = run.program();
    program.hosts.len() > 1 && program.processes[sender].host != program.channels[channel].home
}

/// When each block of entries begins.
fn starts<T>(entries: &[T], time_us: impl Fn(&T) -> u64) -> Vec<u64> {
    entries.iter().step_by(BLOCK).map(time_us).collect()
}

/// How many entries, sorted by time, are at `us` or before.
fn count_until<T>(entries: &[T], blocks: &[u64], us: f64, time_us: impl Fn(&T) -> u64) -> usize {
    let begun = blocks.partition_point(|&block| block as f64 <= us);
    let from = begun.saturating_sub(1) * BLOCK;
    let to = (begun * BLOCK).min(entries.len());
    from + entries[from..to].partition_point(|entry| time_us(entry) as f64 <= us)
}

/// Its place in [`Stretch::before`].
fn column(look: Look) -> Option<usize> {
    match look {
        Look::Working => Some(0),
        Look::Blocked => Some(1),
        Look::Sleeping => Some(2),
        Look::New | Look::Ended | Look::Faulted => Some(3),
        Look::Running | Look::Ready => None,
    }
}
