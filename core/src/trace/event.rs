//! Recorded events: time, process, kind, object, values and cause.

use alloc::vec::Vec;

pub use crate::event::{EventData, Kind, LAST_INSTANT_US, NOTHING, Wait};
use crate::value::Value;

const NO_CAUSE: u32 = u32::MAX;
const MANY: u16 = 1 << 15;

/// One event, in 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    stamp: u64,
    payload: Value,
    cause: u32,
    process: u16,
    object: u16,
}

impl Event {
    /// Time in µs from the start of the run.
    pub fn time_us(&self) -> u64 {
        self.stamp >> 8
    }

    /// The kind of event.
    pub fn kind(&self) -> Kind {
        Kind::from_number(self.stamp as u8)
    }

    /// The number of its process.
    pub fn process(&self) -> usize {
        usize::from(self.process & !MANY)
    }

    /// The object, as the kind says.
    pub fn object(&self) -> Option<usize> {
        (self.object != NOTHING).then_some(usize::from(self.object))
    }

    /// The number of the event that caused it, from 0: always an earlier one.
    pub fn cause(&self) -> Option<usize> {
        (self.cause != NO_CAUSE).then_some(self.cause as usize)
    }
}

/// All events of a run, 24 bytes each; messages of several values are stored separately.
#[derive(Clone, Debug, Default)]
pub struct Events {
    chunks: Vec<Vec<Event>>,
    aside: Vec<Value>,
}

const CHUNK: usize = 1 << 14;

impl Events {
    /// Number of events.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    /// Whether there is no event yet.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Event number `index`, from 0.
    pub fn get(&self, index: usize) -> Option<&Event> {
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    /// All events, from the first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.chunks.iter().flatten()
    }

    /// The events from number `first`, with their numbers.
    pub fn iter_from(&self, first: usize) -> impl Iterator<Item = (usize, &Event)> {
        (first..self.len()).map(|index| (index, &self.chunks[index / CHUNK][index % CHUNK]))
    }

    /// The values of an event, as its kind says: at least one.
    pub fn values<'a>(&'a self, event: &'a Event) -> &'a [Value] {
        if event.process & MANY == 0 {
            core::slice::from_ref(&event.payload)
        } else {
            let packed = event.payload.word();
            let (start, len) = ((packed >> 16) as usize, (packed & 0xFFFF) as usize);
            &self.aside[start..start + len]
        }
    }

    /// The first value of an event as a number; 0 if it is a text.
    pub fn number(&self, event: &Event) -> i64 {
        self.values(event)[0].as_number().unwrap_or(0)
    }

    /// The number of events at `time_us` or before.
    pub fn count_until(&self, time_us: u64) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let event = &self.chunks[middle / CHUNK][middle % CHUNK];
            if event.time_us() <= time_us {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub(crate) fn push(&mut self, happening: EventData) {
        let (payload, many) = match happening.values {
            [] => (Value::ZERO, 0),
            [one] => (*one, 0),
            several => {
                let start = self.aside.len() as i64;
                self.aside.extend_from_slice(several);
                (Value::from_word(start << 16 | several.len() as i64), MANY)
            }
        };
        let event = Event {
            stamp: happening.time_us << 8 | happening.kind as u64,
            payload,
            cause: happening.cause.unwrap_or(NO_CAUSE),
            process: happening.process | many,
            object: happening.object,
        };
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => last.push(event),
            _ => {
                let mut chunk = Vec::with_capacity(if self.chunks.is_empty() { 256 } else { CHUNK });
                chunk.push(event);
                self.chunks.push(chunk);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_takes_24_bytes() {
        assert_eq!(core::mem::size_of::<Event>(), 24);
    }

    #[test]
    fn pushed_events_are_read_back() {
        let mut events = Events::default();
        let pair = [Value::text(3), Value::truth(true)];
        for time_us in 0..2 * CHUNK as u64 + 1 {
            events.push(EventData {
                time_us: time_us / 2,
                process: 1_023,
                kind: Kind::Send,
                object: 4_095,
                values: &pair[..1 + (time_us % 2) as usize],
                cause: (time_us > 0).then_some(0),
            });
        }
        assert_eq!(events.len(), 2 * CHUNK + 1);
        let last = events.get(2 * CHUNK).expect("it was pushed");
        assert_eq!((last.time_us(), last.process(), last.kind()), (CHUNK as u64, 1_023, Kind::Send));
        assert_eq!((last.object(), last.cause()), (Some(4_095), Some(0)));
        assert_eq!(events.values(last), &pair[..1]);
        assert_eq!(events.values(events.get(1).expect("it was pushed")), &pair);
        // Times are 0 0 1 1 2 2 …: 4 events up to 1.
        assert_eq!(events.count_until(1), 4);
        assert_eq!(events.count_until(u64::MAX >> 8), events.len());
    }
}
