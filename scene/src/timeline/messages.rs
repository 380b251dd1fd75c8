//! Each message over time: sent, enqueued or lost, received.
//!
//! The events of one message are linked by their causes. No order is assumed: priorities, loss, several networks and
//! mailboxes to all let one message overtake another.

use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::{Event, Kind};

use super::BLOCK;

/// A message from its send to its receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its send: event.
    pub sent_event: usize,
    /// µs.
    pub sent_us: u64,
    /// Process.
    pub sender: usize,
    /// When it reached the place where it waits, or was lost: event, µs. `None` while it is in flight.
    pub landed: Option<(usize, u64)>,
    /// The network has lost it.
    pub is_lost: bool,
    /// Its share of the capacity: its packets if it is split, else 1.
    pub units: u32,
    /// When it left: event, µs, process. Its receive; to all, that of the last reader. `None` while it waits.
    pub received: Option<(usize, u64, usize)>,
}

impl Message {
    /// When it is no longer visible, µs.
    pub fn over_us(&self) -> u64 {
        match (self.received, self.landed) {
            (Some((_, us, _)), _) => us,
            (None, Some((_, us))) if self.is_lost => us,
            _ => u64::MAX,
        }
    }

    /// It took time to reach the place where it waits.
    pub fn was_carried(&self) -> bool {
        self.landed.is_none_or(|(event, _)| event != self.sent_event)
    }
}

/// A reader's copy of a message to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The message: its index among those of its channel.
    pub message: usize,
    /// Event, µs, process.
    pub received: (usize, u64, usize),
}

/// The send of the message that an event belongs to, and the arrival in between, if any.
pub fn origin(run: &Run, index: usize) -> (usize, Option<usize>) {
    let (mut at, mut arrival) = (index, None);
    while let Some(event) = run.events().get(at) {
        let is_on_its_way =
            matches!(event.kind(), Kind::Receive | Kind::Deliver | Kind::Enqueue | Kind::Arrive | Kind::Lost);
        let Some(cause) = event.cause().filter(|_| is_on_its_way) else { break };
        if event.kind() == Kind::Arrive {
            arrival = Some(at);
        }
        at = cause;
    }
    (at, arrival)
}

/// The messages of one channel, in the order of sending.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// All of them; a duplicate made by the network follows its original.
    pub all: Vec<Message>,
    /// To all: every reading, by time.
    pub readings: Vec<Reading>,
    /// They come and leave in the order of sending.
    pub is_fifo: bool,
    /// Duplicates, by arrival, until gathering is finished.
    copies: Vec<Message>,
    /// When the last message of each block is over, µs.
    over: Vec<u64>,
}

impl Messages {
    pub(super) fn sent(&mut self, index: usize, event: &Event, is_remote: bool) -> usize {
        let landed = (!is_remote).then_some((index, event.time_us()));
        let (sent_us, sender) = (event.time_us(), event.process());
        self.all.push(Message { sent_event: index, sent_us, sender, landed, is_lost: false, units: 1, received: None });
        self.all.len() - 1
    }

    /// A message has arrived over a network, or is lost. Returns the index of one that arrived.
    pub(super) fn landed(&mut self, sent: usize, index: usize, event: &Event) {
        let Some(place) = self.place(sent) else { return };
        let own = &mut self.all[place];
        let (landed, is_lost) = (Some((index, event.time_us())), event.kind() == Kind::Lost);
        match own.landed {
            None => (own.landed, own.is_lost) = (landed, is_lost),
            Some(_) => {
                let copy = Message { landed, is_lost, received: None, ..*own };
                self.copies.push(copy);
            }
        }
    }

    /// The message that a receive took.
    pub(super) fn taken(&mut self, sent: usize, arrival: Option<usize>) -> Option<&mut Message> {
        let place = self.place(sent)?;
        let came = arrival.unwrap_or(sent);
        if self.all[place].landed.is_some_and(|(event, _)| event == came) {
            return self.all.get_mut(place);
        }
        let copy = self.copies.binary_search_by_key(&Some(came), |copy| copy.landed.map(|(event, _)| event)).ok()?;
        self.copies.get_mut(copy)
    }

    pub(super) fn place(&self, sent: usize) -> Option<usize> {
        self.all.binary_search_by_key(&sent, |message| message.sent_event).ok()
    }

    /// Puts each duplicate after its original.
    fn put_copies(&mut self) {
        let mut copies = vec![None; self.all.len()];
        for copy in std::mem::take(&mut self.copies) {
            if let Some(place) = self.place(copy.sent_event) {
                copies[place] = Some(copy);
            }
        }
        for (own, copy) in std::mem::take(&mut self.all).into_iter().zip(copies) {
            self.all.push(own);
            self.all.extend(copy);
        }
    }

    pub(super) fn index(&mut self) {
        self.put_copies();
        let over = |block: &[Message]| block.iter().map(Message::over_us).max().unwrap_or(0);
        self.over = self.all.chunks(BLOCK).map(over).collect();
        let mut came = self.all.iter().filter(|message| !message.is_lost);
        let mut last = (0, 0);
        self.is_fifo = came.all(|message| {
            let landed = message.landed.map_or(usize::MAX, |(event, _)| event);
            let left = message.received.map_or(usize::MAX, |(event, ..)| event);
            let follows = landed >= last.0 && left >= last.1;
            last = (landed, left);
            follows
        });
    }

    /// Those of the first `sent` that are not over before `us`; no more than `most + 1`.
    pub(super) fn there_after(&self, sent: usize, us: f64, most: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for (block, _) in self.over.iter().enumerate().filter(|&(_, &over)| over as f64 >= us) {
            let to = sent.min((block + 1) * BLOCK);
            let there = (block * BLOCK..to).filter(|&place| self.all[place].over_us() as f64 >= us);
            found.extend(there.take(most + 1 - found.len()));
            if to == sent || found.len() > most {
                break;
            }
        }
        found
    }
}
