//! States as bytes, for the explorer: equal states give equal bytes, and different states different bytes.
//!
//! A state is written [`Part`] by part. Nearly every word is a small number, which takes one byte. Facts that are the
//! same in all states of a program (the number of words, which channels have priorities) are not written;
//! [`World::decode`] knows them.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::World;
use super::channel::{More, Queue};
use super::memory::access_place;
use super::message::Head;
use super::network::Answer;
use crate::program::Program;
use crate::value::{SMALLEST, Value};

/// Numbers from −8 to 231 take a single byte.
const LOWEST: i64 = -8;
const HIGHEST: i64 = 231;
/// The first byte of a number of 2, 4 or 8 bytes, and of a text of 1, 2 or 4 bytes.
const NUMBER_2: u8 = 240;
const NUMBER_4: u8 = 241;
const NUMBER_8: u8 = 242;
const TEXT_1: u8 = 243;
const TEXT_2: u8 = 244;
const TEXT_4: u8 = 245;

/// Writes a word; small numbers and the first texts are short.
fn put(word: i64, out: &mut Vec<u8>) {
    if (LOWEST..=HIGHEST).contains(&word) {
        return out.push((word - LOWEST) as u8);
    }
    if word < SMALLEST {
        let text = (word - i64::MIN) as u32;
        match (u8::try_from(text), u16::try_from(text)) {
            (Ok(small), _) => out.extend([TEXT_1, small]),
            (_, Ok(middling)) => {
                out.push(TEXT_2);
                out.extend(middling.to_le_bytes());
            }
            _ => {
                out.push(TEXT_4);
                out.extend(text.to_le_bytes());
            }
        }
        return;
    }
    match (i16::try_from(word), i32::try_from(word)) {
        (Ok(small), _) => {
            out.push(NUMBER_2);
            out.extend(small.to_le_bytes());
        }
        (_, Ok(middling)) => {
            out.push(NUMBER_4);
            out.extend(middling.to_le_bytes());
        }
        _ => {
            out.push(NUMBER_8);
            out.extend(word.to_le_bytes());
        }
    }
}

/// Reads back what [`put`] wrote.
pub(crate) struct Taking<'a> {
    bytes: &'a [u8],
}

impl<'a> Taking<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Taking<'a> {
        Taking { bytes }
    }

    pub(crate) fn word(&mut self) -> i64 {
        match self.some::<1>()[0] {
            NUMBER_2 => i64::from(i16::from_le_bytes(self.some())),
            NUMBER_4 => i64::from(i32::from_le_bytes(self.some())),
            NUMBER_8 => i64::from_le_bytes(self.some()),
            TEXT_1 => i64::MIN + i64::from(self.some::<1>()[0]),
            TEXT_2 => i64::MIN + i64::from(u16::from_le_bytes(self.some())),
            TEXT_4 => i64::MIN + i64::from(u32::from_le_bytes(self.some())),
            single => i64::from(single) + LOWEST,
        }
    }

    fn some<const N: usize>(&mut self) -> [u8; N] {
        let (taken, rest) = self.bytes.split_first_chunk().expect("only what was written whole is read");
        self.bytes = rest;
        *taken
    }
}

/// A part of a state that changes as a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A process: its place, its variables, and its attached regions.
    Process(u16),
    /// A channel: its messages, and the waiting processes if their order matters.
    Channel(u16),
    /// A lock: likewise.
    Lock(u16),
    /// A cell of shared memory.
    Cell(u32),
    /// Whether a region exists.
    Region(u16),
    /// The order of arrival of messages for a process that receives from any.
    Arrivals(u16),
    /// The violated assertion.
    Failed,
}

impl Part {
    /// All parts of a program's states.
    pub(crate) fn all(program: &Program) -> Vec<Part> {
        let numbers = |count: usize| 0..count as u16;
        let takes_any = program.processes.iter().any(|process| process.takes_any);
        let mut parts = Vec::new();
        parts.extend(numbers(program.processes.len()).map(Part::Process));
        parts.extend(numbers(program.channels.len()).map(Part::Channel));
        parts.extend(numbers(program.locks.len()).map(Part::Lock));
        parts.extend((0..program.cells as u32).map(Part::Cell));
        parts.extend(numbers(program.memories.len()).map(Part::Region));
        parts.extend(numbers(if takes_any { program.processes.len() } else { 0 }).map(Part::Arrivals));
        parts.push(Part::Failed);
        parts
    }
}

impl World {
    /// Appends a part of a state between two moves, without a clock.
    pub(crate) fn encode(&self, program: &Program, part: Part, out: &mut Vec<u8>) {
        match part {
            Part::Process(process) => self.encode_process(program, usize::from(process), out),
            Part::Channel(channel) => {
                let number = usize::from(channel);
                let (queue, of) = (&self.queues[number], &program.channels[number]);
                let is_counted = queue.taken == u64::from(queue.count);
                put(i64::from(queue.count) << 1 | i64::from(!is_counted), out);
                if !is_counted {
                    put(queue.taken as i64, out);
                }
                put_messages(&queue.words, of.by_message_priority, out);
                if let Some(more) = &queue.more {
                    put_more(more, out);
                }
                self.encode_line(number, out);
            }
            Part::Lock(lock) => {
                put(self.words[self.layout.locks + usize::from(lock)], out);
                self.encode_line(program.channels.len() + usize::from(lock), out);
            }
            Part::Cell(cell) => put(self.words[self.layout.cells + cell as usize], out),
            Part::Region(region) => put(self.words[self.layout.regions + usize::from(region)], out),
            Part::Arrivals(process) => {
                let arrivals = &self.arrivals[usize::from(process)];
                put(arrivals.len() as i64, out);
                arrivals.iter().for_each(|&channel| put(i64::from(channel), out));
            }
            Part::Failed => match self.failed {
                Some((process, text)) => {
                    put(i64::from(process) + 1, out);
                    put(i64::from(text), out);
                }
                None => put(0, out),
            },
        }
    }

    fn encode_process(&self, program: &Program, process: usize, out: &mut Vec<u8>) {
        put(self.words[process], out);
        let first = self.layout.locals + program.processes[process].first_local;
        let count = program.processes[process].locals.len();
        self.words[first..first + count].iter().for_each(|&word| put(word, out));
        each_access(program, process, |place| put(self.words[self.layout.accesses + place], out));
    }

    fn encode_line(&self, number: usize, out: &mut Vec<u8>) {
        if let Some(line) = self.lines.get(number) {
            put(line.len() as i64, out);
            line.iter().for_each(|&process| put(i64::from(process), out));
        }
    }

    /// Replaces a part by an encoded one; `self` is any state of the same program.
    pub(crate) fn decode(&mut self, program: &Program, part: Part, taking: &mut Taking) {
        match part {
            Part::Process(process) => self.decode_process(program, usize::from(process), taking),
            Part::Channel(channel) => {
                let number = usize::from(channel);
                let (queue, of) = (&mut self.queues[number], &program.channels[number]);
                let counted = taking.word();
                queue.count = (counted >> 1) as u32;
                queue.taken = if counted & 1 == 0 { u64::from(queue.count) } else { taking.word() as u64 };
                take_messages(&mut queue.words, queue.count, of.by_message_priority, taking);
                if let Some(more) = &mut queue.more {
                    take_more(more, taking);
                }
                self.decode_line(number, taking);
            }
            Part::Lock(lock) => {
                self.words[self.layout.locks + usize::from(lock)] = taking.word();
                self.decode_line(program.channels.len() + usize::from(lock), taking);
            }
            Part::Cell(cell) => self.words[self.layout.cells + cell as usize] = taking.word(),
            Part::Region(region) => self.words[self.layout.regions + usize::from(region)] = taking.word(),
            Part::Arrivals(process) => {
                let arrivals = &mut self.arrivals[usize::from(process)];
                arrivals.clear();
                arrivals.extend((0..taking.word()).map(|_| taking.word() as u16));
            }
            Part::Failed => {
                self.failed = match taking.word() {
                    0 => None,
                    process => Some(((process - 1) as u16, taking.word() as u32)),
                };
            }
        }
    }

    fn decode_process(&mut self, program: &Program, process: usize, taking: &mut Taking) {
        self.words[process] = taking.word();
        let first = self.layout.locals + program.processes[process].first_local;
        let count = program.processes[process].locals.len();
        self.words[first..first + count].iter_mut().for_each(|word| *word = taking.word());
        each_access(program, process, |place| self.words[self.layout.accesses + place] = taking.word());
    }

    /// Clears a variable that makes no difference any more.
    pub(crate) fn forget(&mut self, program: &Program, process: usize, variable: u16) {
        self.set_local(program, process, variable, Value::ZERO);
    }

    /// Clears the senders of the messages in a channel, when no process will ask for them.
    pub(crate) fn forget_senders(&mut self, program: &Program, channel: u16) {
        let has_priority = program.channels[usize::from(channel)].by_message_priority;
        let words = &mut self.queues[usize::from(channel)].words;
        let mut at = 0;
        while at < words.len() {
            words[at] = Head { sender: 0, ..Head::from_word(words[at]) }.word();
            at += super::message::length(words[at], has_priority);
        }
    }

    fn decode_line(&mut self, number: usize, taking: &mut Taking) {
        if let Some(line) = self.lines.get_mut(number) {
            line.clear();
            line.extend((0..taking.word()).map(|_| taking.word() as u16));
        }
    }
}

/// Calls `each` with the words for a process's access to regions.
fn each_access(program: &Program, process: usize, mut each: impl FnMut(usize)) {
    if program.accesses > 0 {
        let memories = 0..program.memories.len();
        memories.filter_map(|memory| access_place(program, process, memory)).for_each(&mut each);
    }
}

/// A head is nearly always only its sender and its number of values.
fn put_messages(words: &VecDeque<i64>, has_priority: bool, out: &mut Vec<u8>) {
    let mut at = 0;
    while at < words.len() {
        let head = Head::from_word(words[at]);
        let usual = Head { awaited: false, doubled: false, bytes: 8 * u64::from(head.count), ..head };
        put(i64::from(head.count) << 1 | i64::from(head != usual), out);
        if head != usual {
            put(words[at], out);
        } else {
            put(i64::from(head.sender), out);
        }
        let end = at + super::message::length(words[at], has_priority);
        words.range(at + 1..end).for_each(|&word| put(word, out));
        at = end;
    }
}

fn take_messages(words: &mut VecDeque<i64>, count: u32, has_priority: bool, taking: &mut Taking) {
    words.clear();
    for _ in 0..count {
        let begins = taking.word();
        let count = (begins >> 1) as u8;
        let head = match begins & 1 {
            1 => taking.word(),
            _ => {
                let sender = taking.word() as u16;
                Head { count, sender, awaited: false, bytes: 8 * u64::from(count), doubled: false }.word()
            }
        };
        words.push_back(head);
        let rest = usize::from(count) + usize::from(has_priority);
        words.extend((0..rest).map(|_| taking.word()));
    }
}

fn put_more(more: &More, out: &mut Vec<u8>) {
    put(i64::from(more.posted), out);
    put(i64::from(more.turn), out);
    more.read.iter().for_each(|&read| put(i64::from(read), out));
    put(i64::from(more.wire.flying), out);
    put_messages(&more.wire.flights, true, out);
    put(more.wire.answers.len() as i64, out);
    for answer in &more.wire.answers {
        put(answer.room as i64, out);
        put(i64::from(answer.sender) << 1 | i64::from(answer.is_receipt), out);
    }
}

fn take_more(more: &mut More, taking: &mut Taking) {
    more.posted = taking.word() as u32;
    more.turn = taking.word() as u16;
    more.read.iter_mut().for_each(|read| *read = taking.word() as u32);
    more.wire.flying = taking.word() as u32;
    take_messages(&mut more.wire.flights, more.wire.flying, true, taking);
    more.wire.answers.clear();
    for _ in 0..taking.word() {
        let room = taking.word() as u64;
        let whose = taking.word();
        more.wire.answers.push(Answer { room, sender: (whose >> 1) as u16, is_receipt: whose & 1 == 1 });
    }
}

impl Queue {
    /// Allocates the state between hosts from the start, so that equal states have one form.
    pub(super) fn between_hosts(mut self) -> Queue {
        self.more();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::LARGEST;

    #[test]
    fn every_word_comes_back_and_small_ones_are_short() {
        let words = [0, -8, 231, -9, 232, 32_767, 32_768, -40_000, 1 << 31, SMALLEST, LARGEST];
        let texts = [0, 255, 256, 65_535, 65_536, i64::from(u32::MAX)].map(|text| i64::MIN + text);
        let lengths = [1, 1, 1, 3, 3, 3, 5, 5, 9, 9, 9, 2, 2, 3, 3, 5, 5];
        for (&word, length) in words.iter().chain(&texts).zip(lengths) {
            let mut out = Vec::new();
            put(word, &mut out);
            assert_eq!(out.len(), length, "{word}");
            assert_eq!(Taking::new(&out).word(), word);
        }
    }
}
