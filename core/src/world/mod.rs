//! What can happen next: the whole state of a scenario as one value, the moves that are possible in it, and making one.
//!
//! There is no time here and no seed: [`choices`](World::choices) lists every move, [`step`](World::step) makes one.
//! Simulating picks one with a clock and a seed; exploring tries them all. Both call the same `step`.
//!
//! The state is flat: one word for each process's place in its program, one for each variable, and a queue for each
//! channel. Copy, compare and hash are block operations.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::program::{Op, Operand, Program};
use crate::trace::event::Kind;
use crate::value::Value;

mod channel;
mod evaluate;
mod process;

pub use evaluate::{Fault, LONGEST_US};

/// The state of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// First the place of each process in its program, then the variables of all.
    words: Vec<i64>,
    /// For each channel the values of its messages, oldest first; each message begins with how many it has.
    queues: Vec<VecDeque<i64>>,
    /// For each channel, how many messages.
    lengths: Vec<u32>,
    processes: usize,
    /// Whether there is a clock, so that a process stops before what takes time or is told.
    timed: bool,
}

/// What one process can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// Whose.
    pub process: u16,
    /// At a rendezvous the receiver; where a number is drawn, how far above the lowest; else 0.
    pub with: u64,
}

/// Takes note of what a move does. Exploring passes `()`, and pays nothing.
pub trait Record {
    /// `process` did `kind` to `object` with `values`: see [`Kind`].
    fn note(&mut self, process: u16, kind: Kind, object: u16, values: &[Value]);
}

impl Record for () {
    fn note(&mut self, _: u16, _: Kind, _: u16, _: &[Value]) {}
}

/// Where a process stands that has ended.
const ENDED: i64 = -1;
/// Where a process stands that has faulted.
const FAULTED: i64 = -2;

impl World {
    /// The state before anything has happened, for exploring: no clock.
    pub fn new(program: &Program, record: &mut impl Record) -> World {
        let mut world = World::unstarted(program, false);
        for process in 0..program.processes.len() {
            world.go_on(program, process, record);
        }
        world
    }

    /// The same for a run with a clock, before any process has started.
    pub(crate) fn unstarted(program: &Program, timed: bool) -> World {
        World {
            words: alloc::vec![0; program.processes.len() + program.locals],
            queues: alloc::vec![VecDeque::new(); program.channels.len()],
            lengths: alloc::vec![0; program.channels.len()],
            processes: program.processes.len(),
            timed,
        }
    }

    /// Every move that is possible now, by process, then by whom or what it takes. Draws count one move a number, and
    /// more than `u32::MAX` numbers only as many.
    pub fn choices(&self, program: &Program) -> Vec<Move> {
        let mut moves = Vec::new();
        for process in 0..self.processes {
            let Some(op) = self.op(program, process) else { continue };
            let only = Move { process: process as u16, with: 0 };
            match op {
                Op::Send { channel, .. } if program.channels[usize::from(channel)].is_rendezvous() => {
                    let receivers = self.receivers_at(program, channel);
                    moves.extend(receivers.map(|with| Move { with: with as u64, ..only }));
                }
                Op::Send { channel, .. } if self.has_room(program, channel) => moves.push(only),
                Op::Receive { channel, .. } if self.length(channel) > 0 => moves.push(only),
                Op::Draw { range, .. } => {
                    let width = self.draw_width(program, process, range).unwrap_or(0);
                    moves.extend((0..=width.min(u64::from(u32::MAX))).map(|with| Move { with, ..only }));
                }
                Op::Look { .. } | Op::Again { .. } => moves.push(only),
                _ => {}
            }
        }
        moves
    }

    /// Makes a move that [`choices`](World::choices) lists, and all that follows from it without another move.
    pub fn step(&mut self, program: &Program, chosen: Move, record: &mut impl Record) {
        let process = usize::from(chosen.process);
        match self.op(program, process).expect("only a process that can move is chosen") {
            Op::Send { channel, count, first } => {
                let values = (count, first);
                if program.channels[usize::from(channel)].is_rendezvous() {
                    self.meet(program, process, chosen.with as usize, channel, values, record);
                } else {
                    self.send(program, process, channel, values, record);
                }
            }
            Op::Receive { channel, count, first } => self.receive(program, process, channel, (count, first), record),
            Op::Draw { into, range } => self.draw(program, process, into, range, chosen.with, record),
            Op::Look { into, channel, what } => {
                let value = self.look(program, what, channel);
                self.set_local(program, process, into, value);
                self.pass(program, process, record);
            }
            Op::Again { target } => {
                self.words[process] = i64::from(target);
                self.go_on(program, process, record);
            }
            _ => unreachable!("only moves are chosen"),
        }
    }

    /// Messages waiting in a channel.
    pub fn length(&self, channel: u16) -> usize {
        self.lengths[usize::from(channel)] as usize
    }

    /// Whether one more message may wait in a channel.
    pub(crate) fn has_room(&self, program: &Program, channel: u16) -> bool {
        self.lengths[usize::from(channel)] < program.channels[usize::from(channel)].capacity.most()
    }

    /// The value of variable `local` of `process`.
    pub fn local(&self, program: &Program, process: usize, local: u16) -> Value {
        Value::from_word(self.words[self.processes + program.processes[process].first_local + usize::from(local)])
    }

    /// Whether a process has ended of itself.
    pub fn has_ended(&self, process: usize) -> bool {
        self.words[process] == ENDED
    }

    /// Whether a mistake has ended it.
    pub fn has_faulted(&self, process: usize) -> bool {
        self.words[process] == FAULTED
    }

    /// The messages waiting in a channel, oldest first.
    pub fn messages(&self, channel: u16) -> Vec<Vec<Value>> {
        let mut words = self.queues[usize::from(channel)].iter().copied();
        let mut messages = Vec::new();
        while let Some(count) = words.next() {
            messages.push(words.by_ref().take(count as usize).map(Value::from_word).collect());
        }
        messages
    }

    /// The operation that a process stands before; `None` when it has ended or faulted.
    pub(crate) fn op(&self, program: &Program, process: usize) -> Option<Op> {
        let at = usize::try_from(self.words[process]).ok()?;
        Some(program.processes[process].ops[at])
    }

    /// Its number in the process's program; `None` when it has ended or faulted.
    pub(crate) fn place(&self, process: usize) -> Option<usize> {
        usize::try_from(self.words[process]).ok()
    }

    fn set_local(&mut self, program: &Program, process: usize, local: u16, value: Value) {
        let at = self.processes + program.processes[process].first_local + usize::from(local);
        self.words[at] = value.word();
    }

    fn operand<'a>(&self, program: &'a Program, number: u32) -> &'a Operand {
        &program.operands[number as usize]
    }
}
