//! Each message's way in time: sent, come to its queue or lost, received.
//!
//! What belongs together is told by the events' causes. No order is taken for granted: priorities, loss, several networks
//! and mailboxes to all let one message overtake another.

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
    /// When it came to where it waits, or was lost: event, µs. `None` while a network carries it.
    pub landed: Option<(usize, u64)>,
    /// The network has lost it.
    pub is_lost: bool,
    /// How much of the capacity it takes: packets where it is split, else 1.
    pub units: u32,
    /// When it left: event, µs, process. Its receive; to all, that of the last reader. `None` while it waits.
    pub received: Option<(usize, u64, usize)>,
}

impl Message {
    /// When nothing is to be seen of it any more, µs.
    pub fn over_us(&self) -> u64 {
        match (self.received, self.landed) {
            (Some((_, us, _)), _) => us,
            (None, Some((_, us))) if self.is_lost => us,
            _ => u64::MAX,
        }
    }

    /// It took time to come to where it waits.
    pub fn was_carried(&self) -> bool {
        self.landed.is_none_or(|(event, _)| event != self.sent_event)
    }
}

/// A reader's copy of a message to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The message: its place among those of its channel.
    pub message: usize,
    /// Event, µs, process.
    pub received: (usize, u64, usize),
}

/// The send that an event of a message goes back to, and the arrival in between, where there is one.
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
    /// All of them; a network's second copy of one stands behind it.
    pub all: Vec<Message>,
    /// To all: every reading, by time.
    pub readings: Vec<Reading>,
    /// They come and leave in the order of sending.
    pub is_fifo: bool,
    /// Second copies, by arrival, until all are there.
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

    /// A network's message has come, or is lost. The place of what came.
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

    /// Each second copy behind its first.
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
