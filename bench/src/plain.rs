//! The producer and the consumer by hand: an agenda, two processes as two branches, a queue. Nothing is recorded, nothing
//! can be asked afterwards. What a loop costs that knows its scenario beforehand.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

const PRODUCE_US: u64 = 3_000;
const CONSUME_US: u64 = 5_000;
const CAPACITY: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Producer,
    Consumer,
}

/// What is left of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// When the last item was consumed, in µs.
    pub end_us: u64,
    /// The sum of all items: each must have come through.
    pub sum: u64,
}

/// Runs until so many items are consumed.
pub fn run(items: u64) -> Left {
    let mut agenda = BinaryHeap::from([Reverse((PRODUCE_US, 0, Who::Producer))]);
    let mut buffer = VecDeque::with_capacity(CAPACITY);
    let (mut order, mut produced, mut sum, mut end_us) = (1, 0, 0, 0);
    let (mut producer_waits, mut consumer_waits) = (false, true);
    while let Some(Reverse((now_us, _, who))) = agenda.pop() {
        let mut schedule = |after_us: u64, who| {
            agenda.push(Reverse((now_us + after_us, order, who)));
            order += 1;
        };
        match who {
            Who::Producer if buffer.len() == CAPACITY => producer_waits = true,
            Who::Producer => {
                buffer.push_back(produced);
                produced += 1;
                if produced < items {
                    schedule(PRODUCE_US, Who::Producer);
                }
            }
            Who::Consumer => {
                end_us = now_us;
                consumer_waits = true;
            }
        }
        if consumer_waits && let Some(item) = buffer.pop_front() {
            sum += item;
            consumer_waits = false;
            schedule(CONSUME_US, Who::Consumer);
            if producer_waits {
                producer_waits = false;
                buffer.push_back(produced);
                produced += 1;
                if produced < items {
                    schedule(PRODUCE_US, Who::Producer);
                }
            }
        }
    }
    Left { end_us, sum }
}
