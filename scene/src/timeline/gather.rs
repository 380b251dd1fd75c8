//! From a run's events to the lanes' data, in one pass.

use ipcscope_core::program::Program;
use ipcscope_core::simulate::End;
use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::{Event, Kind};

use super::messages::{Messages, Reading, origin};
use super::{Section, Stretch, Timeline, column};
use crate::look::Look;

/// A timeline being gathered: some events at a time, for long runs.
#[derive(Debug)]
pub struct Gathering {
    timeline: Timeline,
    /// The next event.
    next: usize,
    /// For each channel to all: the waiting messages in order, each with the readers that have still to read it.
    unread: Vec<Vec<(usize, Vec<u16>)>>,
    /// For each process the sections it is in: indices into all of its sections.
    open: Vec<Vec<usize>>,
}

impl Gathering {
    /// Before the first event of a run, which must not advance any more.
    pub fn new(run: &Run) -> Gathering {
        let program = run.program();
        let (processes, channels) = (program.processes.len(), program.channels.len());
        let new = Stretch { from_us: 0, look: Look::New, event: 0, before: [0; 4] };
        let timeline = Timeline {
            lanes: vec![vec![new]; processes],
            messages: vec![Messages::default(); channels],
            lengths: vec![vec![(0, 0)]; channels],
            changes: vec![Vec::new(); channels],
            sections: vec![Vec::new(); processes],
            acts: vec![Vec::new(); processes],
            end_us: run.last_us(),
            is_complete: run.repetition().is_none() && !matches!(run.end(), None | Some(End::Cut(_))),
            stuck: vec![None; processes],
            ..Timeline::default()
        };
        Gathering { timeline, next: 0, unread: vec![Vec::new(); channels], open: vec![Vec::new(); processes] }
    }

    /// Processes up to `events` more events of the run; returns whether these were the last.
    pub fn go_on(&mut self, run: &Run, events: usize) -> bool {
        for (index, event) in run.events().iter_from(self.next).take(events) {
            self.add(run, index, event);
            self.next = index + 1;
        }
        self.next == run.events().len()
    }

    /// The finished timeline.
    pub fn timeline(mut self) -> Timeline {
        self.timeline.index();
        self.timeline
    }

    fn add(&mut self, run: &Run, index: usize, event: &Event) {
        let process = event.process();
        match event.kind() {
            Kind::Ready => self.turn(index, event, Look::Ready),
            Kind::Run => self.turn(index, event, self.before_ready(process)),
            Kind::Work => self.turn(index, event, Look::Working),
            Kind::Sleep => self.turn(index, event, Look::Sleeping),
            Kind::Block => self.turn(index, event, Look::Blocked),
            Kind::Send => {
                self.turn(index, event, Look::Running);
                self.sent(run, index, event);
            }
            Kind::Arrive => self.arrived(run, index, event),
            Kind::Lost => {
                if let (Some(channel), Some(sent)) = (event.object(), event.cause()) {
                    self.timeline.messages[channel].landed(sent, index, event);
                }
            }
            Kind::Receive => {
                self.turn(index, event, Look::Running);
                self.received(run, index, event);
            }
            kind @ (Kind::End | Kind::Fault) => {
                self.turn(index, event, if kind == Kind::End { Look::Ended } else { Look::Faulted });
                self.ended(index, event);
                self.timeline.marks.push(index);
            }
            Kind::Deadlock | Kind::Orphaned => {
                if event.kind() == Kind::Deadlock {
                    let members = run.events().values(event).iter().filter_map(|value| value.as_number());
                    members.for_each(|member| self.timeline.stuck[member as usize] = Some(index));
                }
                self.timeline.marks.push(index);
            }
            Kind::Violated | Kind::AssertFailed => self.timeline.marks.push(index),
            kind if kind.is_shown() => self.timeline.marks.push(index),
            Kind::Packets => self.split(run, index, event),
            Kind::Answer | Kind::Enqueue | Kind::Deliver | Kind::Reached => {}
            Kind::Enter => self.entered(event),
            Kind::Leave => self.left(event),
            kind => {
                self.turn(index, event, Look::Running);
                match kind {
                    Kind::Torn
                    | Kind::SendRefused
                    | Kind::ReceiveRefused
                    | Kind::ReceiptMissed
                    | Kind::LockRefused
                    | Kind::AttachRefused
                    | Kind::TimeOut => self.timeline.marks.push(index),
                    Kind::Start | Kind::Done | Kind::Wake | Kind::Received | Kind::Ask => {}
                    _ => self.timeline.acts[process].push(index as u32),
                }
            }
        }
    }

    fn turn(&mut self, index: usize, event: &Event, look: Look) {
        let lane = &mut self.timeline.lanes[event.process()];
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

    /// The activity of a process before it had to wait for a core: a `work` continues.
    fn before_ready(&self, process: usize) -> Look {
        let was = self.timeline.lanes[process].iter().rev().find(|stretch| stretch.look != Look::Ready);
        was.filter(|stretch| stretch.look == Look::Working).map_or(Look::Running, |_| Look::Working)
    }

    fn sent(&mut self, run: &Run, index: usize, event: &Event) {
        let Some(channel) = event.object() else { return };
        let is_remote = is_remote(run.program(), event.process(), channel);
        let place = self.timeline.messages[channel].sent(index, event, is_remote);
        if !is_remote {
            self.came(run, index, event, channel, place);
        }
    }

    /// The message just sent is split into several packets.
    fn split(&mut self, run: &Run, index: usize, event: &Event) {
        let (Some(channel), Some(sent)) = (event.object(), event.cause()) else { return };
        let splits = run.program().channels[channel].fixed.is_some_and(|(_, splits)| splits);
        let packets = run.events().values(event).get(1).and_then(|packets| packets.as_number()).unwrap_or(1) as u32;
        let messages = &mut self.timeline.messages[channel];
        if let Some(place) = messages.place(sent).filter(|_| splits && packets > 1) {
            messages.all[place].units = packets;
            if messages.all[place].landed.is_some() {
                self.lengthen(index, event, channel, packets as i32 - 1);
            }
        }
    }

    fn arrived(&mut self, run: &Run, index: usize, event: &Event) {
        let (Some(channel), Some(sent)) = (event.object(), event.cause()) else { return };
        self.timeline.messages[channel].landed(sent, index, event);
        if let Some(place) = self.timeline.messages[channel].place(sent) {
            self.came(run, index, event, channel, place);
        }
    }

    /// A message has reached the place where it waits.
    fn came(&mut self, run: &Run, index: usize, event: &Event, channel: usize, place: usize) {
        let units = self.timeline.messages[channel].all[place].units;
        self.lengthen(index, event, channel, units as i32);
        let declared = &run.program().channels[channel];
        if declared.is_to_all() {
            let is_alive = |&reader: &u16| {
                let look = self.timeline.lanes[usize::from(reader)].last().map(|stretch| stretch.look);
                usize::from(reader) != event.process() && !matches!(look, Some(Look::Ended | Look::Faulted))
            };
            let readers = declared.receivers.iter().copied().filter(is_alive).collect();
            self.unread[channel].push((place, readers));
            self.tidy(index, event, channel);
        }
    }

    fn received(&mut self, run: &Run, index: usize, event: &Event) {
        let Some(channel) = event.object() else { return };
        let (sent, arrival) = origin(run, index);
        let received = (index, event.time_us(), event.process());
        if run.program().channels[channel].is_to_all() {
            if let Some(message) = self.timeline.messages[channel].place(sent) {
                self.timeline.messages[channel].readings.push(Reading { message, received });
                let unread = self.unread[channel].iter_mut().find(|(waiting, _)| *waiting == message);
                unread
                    .into_iter()
                    .for_each(|(_, readers)| readers.retain(|&reader| usize::from(reader) != event.process()));
            }
            return self.tidy(index, event, channel);
        }
        if let Some(message) = self.timeline.messages[channel].taken(sent, arrival) {
            message.received = Some(received);
            let units = message.units;
            self.lengthen(index, event, channel, -(units as i32));
        }
    }

    /// To all: messages that every reader has read leave, in order.
    fn tidy(&mut self, index: usize, event: &Event, channel: usize) {
        while self.unread[channel].first().is_some_and(|(_, readers)| readers.is_empty()) {
            let (place, _) = self.unread[channel].remove(0);
            let message = &mut self.timeline.messages[channel].all[place];
            message.received = Some((index, event.time_us(), event.process()));
            let units = message.units;
            self.lengthen(index, event, channel, -(units as i32));
        }
    }

    /// A terminated process holds nothing back, and is in no section.
    fn ended(&mut self, index: usize, event: &Event) {
        for channel in 0..self.unread.len() {
            if !self.unread[channel].is_empty() {
                let ended = event.process() as u16;
                self.unread[channel].iter_mut().for_each(|(_, readers)| readers.retain(|&reader| reader != ended));
                self.tidy(index, event, channel);
            }
        }
        while !self.open[event.process()].is_empty() {
            self.left(event);
        }
    }

    fn entered(&mut self, event: &Event) {
        let (Some(text), process) = (event.object(), event.process()) else { return };
        let sections = &mut self.timeline.sections[process];
        let depth = self.open[process].len();
        self.open[process].push(sections.len());
        sections.push(Section { from_us: event.time_us(), to_us: u64::MAX, text, depth });
    }

    fn left(&mut self, event: &Event) {
        let process = event.process();
        if let Some(section) = self.open[process].pop() {
            self.timeline.sections[process][section].to_us = event.time_us();
        }
    }

    fn lengthen(&mut self, index: usize, event: &Event, channel: usize, by: i32) {
        let lengths = &mut self.timeline.lengths[channel];
        let (last_us, length) = *lengths.last().expect("it begins with 0");
        let length = length.saturating_add_signed(by);
        match last_us == event.time_us() && lengths.len() > 1 {
            true => lengths.last_mut().expect("it begins with 0").1 = length,
            false => lengths.push((event.time_us(), length)),
        }
        self.timeline.changes[channel].push((index as u32, length));
    }
}

/// Whether a message from `sender` to `channel` crosses a network.
pub fn is_remote(program: &Program, sender: usize, channel: usize) -> bool {
    program.hosts.len() > 1 && program.processes[sender].host != program.channels[channel].home
}
