//! The possible values of each variable, cell and message: a range of numbers, texts, something torn. A plain analysis
//! that ignores conditions: it decides how large a variable of the model is, and which faults can't happen.

use alloc::vec::Vec;

use super::expressions::{Tree, tree};
use super::kind::{Kind, LEAST, MOST, binary};
use super::subjects::{array, numbers_of};
use crate::program::{NO_LOCAL, Op, Operand, Program, Property, Room, Target, Term};
use crate::scenario::tree::Instruction;

/// The kinds of all variables, cells and messages.
pub(super) struct Kinds {
    /// The variables of all processes.
    pub locals: Vec<Kind>,
    pub fields: Vec<Kind>,
    /// For each channel, each of a message's values.
    pub messages: Vec<Vec<Kind>>,
    changed: bool,
    /// Whether a growing range is widened to the largest.
    widens: bool,
}

/// Rounds in which ranges grow step by step.
const STEPS: usize = 6;

impl Kinds {
    pub fn of(program: &Program) -> Kinds {
        let mut kinds = Kinds {
            locals: alloc::vec![Kind::numbers(0, 0); program.locals],
            fields: program.fields.iter().map(|field| Kind::of(program, field.initial)).collect(),
            messages: program
                .channels
                .iter()
                .map(|channel| alloc::vec![Kind::NONE; usize::from(channel.width)])
                .collect(),
            changed: true,
            widens: false,
        };
        for round in 0.. {
            kinds.widens = round >= STEPS;
            if !core::mem::take(&mut kinds.changed) {
                return kinds;
            }
            for number in 0..program.processes.len() {
                for &op in &program.processes[number].ops {
                    kinds.take(program, number, op);
                }
            }
            kinds.share_arrays(program);
        }
        kinds
    }

    pub fn local(&self, program: &Program, process: usize, local: u16) -> Kind {
        self.locals[program.processes[process].first_local + usize::from(local)]
    }

    fn grow(old: &mut Kind, by: Kind, widens: bool) -> bool {
        let mut joined = old.join(by.clamped());
        if joined == *old {
            return false;
        }
        if widens && old.has_numbers() {
            joined.low = if joined.low < old.low { LEAST } else { joined.low };
            joined.high = if joined.high > old.high { MOST } else { joined.high };
        }
        *old = joined;
        true
    }

    fn set(&mut self, program: &Program, process: usize, local: u16, kind: Kind) {
        if local != NO_LOCAL {
            let place = program.processes[process].first_local + usize::from(local);
            self.changed |= Kinds::grow(&mut self.locals[place], kind, self.widens);
        }
    }

    /// Adds what one operation can store anywhere.
    fn take(&mut self, program: &Program, process: usize, op: Op) {
        let of = |kinds: &Kinds, operand: u32| kinds.operand(program, process, program.operands[operand as usize]);
        if let Some(attempt) = op.attempt() {
            self.set(program, process, program.attempts[usize::from(attempt)].result, Kind::TRUTH);
        }
        match op {
            Op::Set { local, value } => {
                let kind = of(self, value);
                self.set(program, process, local, kind);
            }
            Op::Rounds { counter, count } => {
                let most = of(self, count).high.max(0);
                self.set(program, process, counter + 1, Kind::numbers(0, most));
            }
            Op::Repeat { counter, index, .. } => {
                let most = self.local(program, process, counter + 1).high;
                self.set(program, process, counter, Kind::numbers(0, most));
                self.set(program, process, index, Kind::numbers(0, (most - 1).max(0)));
            }
            Op::Draw { into, range } => {
                let (low, high) = (of(self, range), of(self, range + 1));
                self.set(program, process, into, Kind::numbers(low.low, high.high));
            }
            Op::Inspect { into, channel, what } => {
                let most = numbers_of(channel, program, process, true)
                    .iter()
                    .map(|&channel| property_kind(program, what, channel).high)
                    .max();
                self.set(program, process, into, Kind::numbers(0, most.unwrap_or(0)));
            }
            Op::Assemble { into, first, count, .. } => {
                let mut kind = self.local(program, process, first);
                kind.torn |= count > 1;
                self.set(program, process, into, kind);
            }
            Op::Read { into, place, .. } => {
                let kind = self.fields[usize::from(program.places[place as usize].field)];
                self.set(program, process, into, kind);
            }
            Op::Write { place, value, .. } => {
                let kind = of(self, value);
                self.write(program, place, kind);
            }
            Op::Instruct { into, place, instruction, first } => {
                let old = self.fields[usize::from(program.places[place as usize].field)];
                self.set(program, process, into, old);
                let new = match instruction {
                    Instruction::Swap => of(self, first),
                    Instruction::TestAndSet => Kind::numbers(1, 1),
                    Instruction::CompareAndSwap => of(self, first + 1),
                    Instruction::FetchAndAdd => {
                        let by = of(self, first);
                        Kind::numbers(old.low.saturating_add(by.low), old.high.saturating_add(by.high))
                    }
                };
                self.write(program, place, new);
            }
            Op::Send { to, message, .. } => self.send(program, process, to, message),
            Op::Receive { from, count, first, who, .. } => self.receive(program, process, (from, count, first, who)),
            Op::Select { select } => {
                let spec = &program.selects[select as usize];
                for arm in &program.arms[spec.first as usize..][..usize::from(spec.count)] {
                    self.take(program, process, arm.op);
                }
            }
            Op::Post { .. }
            | Op::Create { .. }
            | Op::Attach { .. }
            | Op::Detach { .. }
            | Op::Lock { .. }
            | Op::Unlock { .. }
            | Op::Wait { .. }
            | Op::Signal { .. }
            | Op::FallAsleep { .. }
            | Op::Notify { .. }
            | Op::Atomic { .. }
            | Op::Received { .. }
            | Op::Awake { .. }
            | Op::Either { .. }
            | Op::Assert { .. }
            | Op::Again { .. }
            | Op::Work { .. }
            | Op::Sleep { .. }
            | Op::Jump { .. }
            | Op::Unless { .. }
            | Op::Print { .. }
            | Op::Show { .. }
            | Op::End { .. } => {}
        }
    }

    fn write(&mut self, program: &Program, place: u32, kind: Kind) {
        let field = usize::from(program.places[place as usize].field);
        self.changed |= Kinds::grow(&mut self.fields[field], kind, self.widens);
    }

    fn send(&mut self, program: &Program, process: usize, to: Target, message: u32) {
        let message = &program.messages[message as usize];
        for channel in numbers_of(to, program, process, true) {
            for offset in 0..u32::from(message.count) {
                let kind = self.operand(program, process, program.operands[(message.first + offset) as usize]);
                let old = &mut self.messages[usize::from(channel)][offset as usize];
                self.changed |= Kinds::grow(old, kind, self.widens);
            }
        }
    }

    fn receive(&mut self, program: &Program, process: usize, (from, count, first, who): (Target, u8, u32, u16)) {
        for channel in numbers_of(from, program, process, false) {
            for offset in 0..usize::from(count) {
                if let Some(&kind) = self.messages[usize::from(channel)].get(offset) {
                    self.set(program, process, program.targets[first as usize + offset], kind);
                }
            }
        }
        self.set(program, process, who, Kind { text: true, ..Kind::NONE });
    }

    /// The channels of an array share their kinds.
    fn share_arrays(&mut self, program: &Program) {
        for one in 0..program.channels.len() {
            for other in 0..program.channels.len() {
                if one != other && array(program, one).is_some_and(|array| array.contains(&other)) {
                    for value in 0..self.messages[one].len().min(self.messages[other].len()) {
                        let kind = self.messages[other][value];
                        self.changed |= Kinds::grow(&mut self.messages[one][value], kind, self.widens);
                    }
                }
            }
        }
    }

    pub fn operand(&self, program: &Program, process: usize, operand: Operand) -> Kind {
        self.of_tree(program, process, &tree(program, operand))
    }

    pub fn of_tree(&self, program: &Program, process: usize, tree: &Tree) -> Kind {
        match tree {
            Tree::Value(value) => Kind::of(program, *value),
            Tree::Local(local) => self.local(program, process, *local),
            Tree::Of(place) => self.locals[*place as usize],
            Tree::Cell(cell) => {
                let field = program.fields.iter().rposition(|field| field.first_cell <= *cell).unwrap_or(0);
                self.fields[field]
            }
            Tree::Inspect(what, channel) => property_kind(program, *what, *channel),
            Tree::Permits(_) => Kind::numbers(0, MOST),
            Tree::ProcessFrom(..) => Kind { text: true, ..Kind::NONE },
            Tree::Held(_) | Tree::Torn(_) | Tree::Not(_) | Tree::Truth(_) | Tree::And(..) | Tree::Or(..) => Kind::TRUTH,
            Tree::Negate(inner) => {
                let kind = self.of_tree(program, process, inner);
                Kind::numbers(-kind.high, -kind.low).clamped()
            }
            Tree::Binary(op, left, right) => {
                binary(*op, self.of_tree(program, process, left), self.of_tree(program, process, right))
            }
        }
    }
}

/// The possible values of a channel's property.
fn property_kind(program: &Program, _: Property, channel: u16) -> Kind {
    match program.channels[usize::from(channel)].capacity {
        Room::Messages(most) => Kind::numbers(0, i64::from(most)),
        _ => Kind::numbers(0, MOST),
    }
}

/// Whether a check reads a variable, by its index among all.
pub(super) fn is_checked(program: &Program, place: usize) -> bool {
    program.checks.iter().filter_map(|check| check.promise.condition()).any(|condition| {
        let mut is_seen = false;
        program.each_seen(condition, &mut |term| is_seen |= term == Term::Of(place as u32));
        is_seen
    })
}
