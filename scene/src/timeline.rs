//! What the lanes show, gathered from a run's events once: states over time, messages, lengths of queues.
//!
//! Everything is sorted by time, so that a window is found by bisection.

use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::{Event, Kind};

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
}

/// A stretch of a lane in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// µs.
    pub from_us: u64,
    /// What the process did.
    pub look: Look,
    /// The event that began it.
    pub event: usize,
    /// µs of the lane before this stretch in which the process was working, blocked, sleeping.
    pub before: [u64; 3],
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
    /// Its receive: event, µs, process; `None` while it waits.
    pub received: Option<(usize, u64, usize)>,
}

impl Timeline {
    /// Gathers it from the events that `run` has so far.
    pub fn new(run: &Run) -> Timeline {
        let program = run.program();
        let new = Stretch { from_us: 0, look: Look::New, event: 0, before: [0; 3] };
        let mut timeline = Timeline {
            lanes: vec![vec![new]; program.processes.len()],
            messages: vec![Vec::new(); program.channels.len()],
            lengths: vec![vec![(0, 0)]; program.channels.len()],
            marks: Vec::new(),
            end_us: run.last_us(),
        };
        let mut taken = vec![0; program.channels.len()];
        for (index, event) in run.events().iter_from(0) {
            timeline.add(index, event, &mut taken);
        }
        timeline
    }

    fn add(&mut self, index: usize, event: &Event, taken: &mut [usize]) {
        let time_us = event.time_us();
        match event.kind() {
            Kind::Start | Kind::Done | Kind::Wake => self.turn(index, event, Look::Running),
            Kind::Work => self.turn(index, event, Look::Working),
            Kind::Sleep => self.turn(index, event, Look::Sleeping),
            Kind::Block => self.turn(index, event, Look::Blocked),
            Kind::Send => {
                let channel = event.object().expect("a send has a channel");
                let sender = event.process();
                self.messages[channel].push(Message { sent_event: index, sent_us: time_us, sender, received: None });
                self.lengthen(channel, time_us, 1);
                self.turn(index, event, Look::Running);
            }
            Kind::Receive => {
                let channel = event.object().expect("a receive has a channel");
                self.messages[channel][taken[channel]].received = Some((index, time_us, event.process()));
                taken[channel] += 1;
                self.lengthen(channel, time_us, -1);
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
            Kind::Print | Kind::Say | Kind::Deadlock | Kind::Abandoned | Kind::Violated => self.marks.push(index),
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
        let first = lane.partition_point(|stretch| stretch.from_us as f64 <= from_us).saturating_sub(1);
        let in_window =
            lane[first..].iter().enumerate().take_while(move |(_, stretch)| stretch.from_us as f64 <= to_us);
        in_window.map(move |(offset, stretch)| {
            (stretch, lane.get(first + offset + 1).map_or(self.end_us, |next| next.from_us))
        })
    }

    /// How many stretches of a lane touch a window.
    pub fn stretch_count(&self, process: usize, from_us: f64, to_us: f64) -> usize {
        let lane = &self.lanes[process];
        let first = lane.partition_point(|stretch| (stretch.from_us as f64) <= from_us);
        let last = lane.partition_point(|stretch| (stretch.from_us as f64) <= to_us);
        last - first + 1
    }

    /// What a process does after so many events.
    pub fn look_at(&self, process: usize, events: usize) -> Look {
        let lane = &self.lanes[process];
        let begun = lane[1..].partition_point(|stretch| stretch.event < events);
        lane[begun].look
    }

    /// µs before `time_us` in which a process was working, blocked, sleeping.
    pub fn spent_until(&self, process: usize, time_us: f64) -> [f64; 3] {
        let lane = &self.lanes[process];
        let at = lane.partition_point(|stretch| stretch.from_us as f64 <= time_us).saturating_sub(1);
        let mut spent = lane[at].before.map(|us| us as f64);
        if let Some(column) = column(lane[at].look) {
            spent[column] += (time_us.min(self.end_us as f64) - lane[at].from_us as f64).max(0.0);
        }
        spent
    }

    /// The messages of a channel that were on their way or waiting in a window.
    pub fn messages_in(&self, channel: usize, from_us: f64, to_us: f64) -> &[Message] {
        let messages = &self.messages[channel];
        let first =
            messages.partition_point(|message| message.received.is_some_and(|(_, us, _)| (us as f64) < from_us));
        let last = messages.partition_point(|message| message.sent_us as f64 <= to_us);
        &messages[first.min(last)..last]
    }
}

/// Its place in [`Stretch::before`].
fn column(look: Look) -> Option<usize> {
    match look {
        Look::Working => Some(0),
        Look::Blocked => Some(1),
        Look::Sleeping => Some(2),
        _ => None,
    }
}
