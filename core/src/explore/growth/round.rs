//! A round of moves that leads from a state to one of the same form: whether it can be repeated forever.
//!
//! The moves are made once more, and each operation is followed with values that are lines ([`Line`]): the number in
//! round 0, and its step. If every decision comes out the same for all of them, and every number has made its step by
//! the end, then by induction the next round is possible, too, and makes the same steps.

use alloc::vec::Vec;

use super::line::{Line, evaluate};
use crate::event::Kind;
use crate::id::ChannelId;
use crate::program::{NO_LOCAL, Op, Operand, Place, Program, Target, Use};
use crate::scenario::tree::Instruction;
use crate::value::Value;
use crate::world::{Apart, JOIN, Move, NETWORK, Performed, Queued, Record, World};

/// A message without its size: sender and values.
type Plain = (u16, Vec<Value>);

/// The steps while the moves of a round are made.
struct Round<'a> {
    program: &'a Program,
    apart: &'a Apart,
    locals: Vec<i64>,
    cells: Vec<i64>,
    queues: Vec<Vec<Vec<i64>>>,
    /// For each channel that gets longer, the message that all of its messages are like, if they are.
    alike: Vec<Option<Plain>>,
    /// Channels that get longer: a message was received.
    is_read: Vec<bool>,
    /// The steps of the message that is under way.
    message: Vec<i64>,
    /// The receiver of the message that is under way, and its variables.
    targets: (usize, Vec<u16>),
    /// Nothing has happened that could be different in a later round.
    holds: bool,
}

/// Whether `moves`, which lead from `earlier` to `later`, can be repeated forever, each time with the steps of `apart`.
pub(super) fn repeats(program: &Program, earlier: &World, moves: &[Move], later: &World, apart: &Apart) -> bool {
    let is_out_of_sight = |chosen: &Move| chosen.process == NETWORK || chosen.arm == JOIN;
    if moves.iter().any(is_out_of_sight) {
        return false;
    }
    let mut round = Round::new(program, earlier, later, apart);
    let mut world = earlier.clone();
    for &chosen in moves {
        world.step(program, chosen, &mut round);
        round.drop_unneeded(&world);
        if !round.holds {
            return false;
        }
    }
    round.is_complete() && repeats_once(program, later, moves, apart)
}

/// Makes the moves once more, as they are: a second look at what was concluded.
fn repeats_once(program: &Program, from: &World, moves: &[Move], apart: &Apart) -> bool {
    let mut world = from.clone();
    for &chosen in moves {
        if !world.choices(program).contains(&chosen) {
            return false;
        }
        world.step(program, chosen, &mut ());
    }
    from.apart(program, &world).as_ref() == Some(apart)
}

impl<'a> Round<'a> {
    fn new(program: &'a Program, earlier: &World, later: &World, apart: &'a Apart) -> Round<'a> {
        let steps = |queued: &Queued| match queued {
            Queued::Same(messages) => messages.clone(),
            Queued::Longer(_) => Vec::new(),
        };
        let channels = 0..program.channels.len() as u16;
        let alike = channels.map(|channel| alike(program, [earlier, later], channel));
        Round {
            program,
            apart,
            locals: apart.locals.clone(),
            cells: apart.cells.clone(),
            queues: apart.queues.iter().map(steps).collect(),
            alike: alike.collect(),
            is_read: alloc::vec![false; program.channels.len()],
            message: Vec::new(),
            targets: (0, Vec::new()),
            holds: true,
        }
    }

    /// Whether every number has made its step by now, as at the start.
    fn is_complete(&self) -> bool {
        let mut queues = self.apart.queues.iter().zip(&self.queues).zip(self.alike.iter().zip(&self.is_read));
        self.locals == self.apart.locals
            && self.cells == self.apart.cells
            && queues.all(|((queued, queue), (alike, &is_read))| match queued {
                Queued::Same(messages) => messages == queue,
                // Which message comes next is known only if all are alike.
                Queued::Longer(_) => !is_read || alike.is_some(),
            })
    }

    /// The world drops variables that nobody needs: they are 0 in every round.
    fn drop_unneeded(&mut self, world: &World) {
        for (number, process) in self.program.processes.iter().enumerate() {
            let place = world.place(number).unwrap_or(process.ops.len());
            for &local in process.unneeded.get(place).into_iter().flatten() {
                self.set(number, local, 0);
            }
        }
    }

    fn set(&mut self, process: usize, local: u16, step: i64) {
        if local != NO_LOCAL {
            self.locals[self.program.processes[process].first_local + usize::from(local)] = step;
        }
    }

    fn line(&self, world: &World, process: usize, operand: Operand) -> Option<Line> {
        let first_local = self.program.processes[process].first_local;
        let local = |number: u16| Line {
            first: world.local(self.program, process, number),
            step: self.locals[first_local + usize::from(number)],
        };
        evaluate(self.program, operand, &local)
    }

    /// The line of operand `number`; if it has none, the round does not hold.
    fn operand(&mut self, world: &World, process: usize, number: u32) -> Line {
        let line = self.line(world, process, self.program.operands[number as usize]);
        self.holds &= line.is_some();
        line.unwrap_or(Line::fixed(Value::ZERO))
    }

    /// The value of operand `number` has to be the same in every round.
    fn fixed(&mut self, world: &World, process: usize, number: u32) {
        self.holds &= self.operand(world, process, number).step == 0;
    }

    fn fixed_locals(&mut self, process: usize, locals: core::ops::Range<u16>) {
        let first = self.program.processes[process].first_local;
        self.holds &= locals.clone().all(|local| self.locals[first + usize::from(local)] == 0);
    }

    /// All that an operation reads has to be the same in every round, and so is what it writes.
    fn is_fixed(&mut self, world: &World, process: usize, op: Op) {
        let effects = op.effects(self.program);
        effects.inputs.into_iter().flatten().for_each(|operand| self.fixed(world, process, operand));
        self.fixed_locals(process, effects.reads);
        effects.writes.for_each(|local| self.set(process, local, 0));
    }

    /// The index of the cell at a place; `None` if the process has no access.
    fn cell(&mut self, world: &World, process: usize, place: u32) -> Option<usize> {
        let place: &Place = &self.program.places[place as usize];
        place.slot.into_iter().for_each(|slot| self.fixed(world, process, slot));
        let slot = world.slot(self.program, process, place, false).ok()?;
        Some(self.program.first_cell(place.field, slot))
    }

    fn instruct(
        &mut self,
        world: &World,
        process: usize,
        (into, place, instruction, first): (u16, u32, Instruction, u32),
    ) {
        let Some(cell) = self.cell(world, process, place) else { return self.holds = false };
        let values: Vec<Line> =
            (first..first + instruction.values() as u32).map(|value| self.operand(world, process, value)).collect();
        let old = Line { first: world.cell(cell), step: self.cells[cell] };
        let new = match instruction {
            Instruction::Swap => Some(values[0].step),
            Instruction::TestAndSet => Some(0),
            Instruction::FetchAndAdd => old.step.checked_add(values[0].step),
            Instruction::CompareAndSwap => {
                old.is_equal(self.program, values[0]).map(|equal| if equal { values[1].step } else { old.step })
            }
        };
        self.set(process, into, old.step);
        self.holds &= new.is_some();
        self.cells[cell] = new.unwrap_or(0);
    }

    /// Whether something is asked of a channel or a semaphore that changes from round to round.
    fn asks_about_growing(&self, world: &World, process: usize, act: Op) -> bool {
        let channel = |to: Target, sends| {
            let known = world.resolve(self.program, process, to, sends);
            known.is_ok_and(|channel| self.apart.is_longer(channel))
        };
        act.effects(self.program).uses.into_iter().flatten().any(|used| match used {
            Use::Send(to) | Use::Inspect(to) | Use::Receipt(to) => channel(to, true),
            Use::Receive(Target::Any) => {
                self.program.processes[process].incoming.iter().any(|&channel| self.apart.is_longer(channel))
            }
            Use::Receive(from) | Use::Post(from) => channel(from, false),
            Use::Take(lock) | Use::Give(lock) | Use::Sleep(lock) | Use::Wake(lock) | Use::Notify(lock) => {
                lock.numbers().any(|lock| self.apart.permits[usize::from(lock)] != 0)
            }
            Use::Create(_)
            | Use::Attach(_)
            | Use::Detach(_)
            | Use::Read(..)
            | Use::Write(..)
            | Use::Modify(_)
            | Use::Abort => false,
        })
    }
}

impl Record for Round<'_> {
    fn performs(&mut self, world: &World, program: &Program, process: usize, Performed(op): Performed) {
        // It might notice which messages have arrived.
        self.holds &= !self.apart.arrivals.contains(&(process as u16));
        if let Some(attempt) = op.attempt() {
            self.set(process, program.attempts[usize::from(attempt)].result, 0);
        }
        match op {
            Op::Set { local, value } => {
                let line = self.operand(world, process, value);
                self.set(process, local, line.step);
            }
            Op::Read { into, place, cell } => match self.cell(world, process, place) {
                Some(first) => self.set(process, into, self.cells[first + usize::from(cell)]),
                None => self.holds = false,
            },
            Op::Write { place, cell, value } => {
                let line = self.operand(world, process, value);
                match self.cell(world, process, place) {
                    Some(first) => self.cells[first + usize::from(cell)] = line.step,
                    None => self.holds = false,
                }
            }
            Op::Instruct { into, place, instruction, first } => {
                self.instruct(world, process, (into, place, instruction, first));
            }
            Op::Send { to, message, attempt: _ } => {
                let message = &program.messages[message as usize];
                let others = [to.input().next(), message.size, message.priority];
                others.into_iter().flatten().for_each(|operand| self.fixed(world, process, operand));
                let values = message.first..message.first + u32::from(message.count);
                self.message = values.map(|value| self.operand(world, process, value).step).collect();
                self.set(process, message.unread, 0);
            }
            Op::Receive { from, count, first, who, attempt: _ } => {
                from.input().for_each(|operand| self.fixed(world, process, operand));
                let targets = first as usize..first as usize + usize::from(count);
                self.targets = (process, program.targets[targets].to_vec());
                self.set(process, who, 0);
            }
            Op::Repeat { counter, index, exit: _ } => {
                self.is_fixed(world, process, op);
                let [done, count] =
                    [counter, counter + 1].map(|local| world.local(program, process, local).as_number());
                if done < count {
                    self.set(process, index, 0);
                }
            }
            // What is printed or shown is no part of a state.
            Op::Print { count, first, shows: _ } => {
                (first..first + u32::from(count)).for_each(|value| _ = self.operand(world, process, value));
            }
            Op::Show { what } => what.inputs().for_each(|value| _ = self.operand(world, process, value)),
            Op::Inspect { .. } => {
                self.holds &= !self.asks_about_growing(world, process, op);
                self.is_fixed(world, process, op);
            }
            Op::Post { .. }
            | Op::Received { .. }
            | Op::Select { .. }
            | Op::Create { .. }
            | Op::Attach { .. }
            | Op::Detach { .. }
            | Op::Lock { .. }
            | Op::Unlock { .. }
            | Op::Wait { .. }
            | Op::Signal { .. }
            | Op::FallAsleep { .. }
            | Op::Awake { .. }
            | Op::Notify { .. }
            | Op::Atomic { .. }
            | Op::Draw { .. }
            | Op::Either { .. }
            | Op::Assert { .. }
            | Op::Again { .. }
            | Op::Work { .. }
            | Op::Sleep { .. }
            | Op::Assemble { .. }
            | Op::Jump { .. }
            | Op::Unless { .. }
            | Op::Rounds { .. }
            | Op::End { .. } => self.is_fixed(world, process, op),
        }
    }

    fn gives_up(&mut self, world: &World, program: &Program, process: usize, Performed(op): Performed) {
        self.holds &= !self.apart.arrivals.contains(&(process as u16));
        if let Some(attempt) = op.attempt() {
            self.set(process, program.attempts[usize::from(attempt)].result, 0);
        }
        program.each_act(op, &mut |act| {
            self.holds &= !self.asks_about_growing(world, process, act);
            let inputs = act.effects(program).inputs;
            inputs.into_iter().flatten().for_each(|operand| self.fixed(world, process, operand));
        });
        self.fixed_locals(process, op.effects(program).reads);
    }

    fn note(&mut self, process: u16, kind: Kind, object: u16, values: &[Value]) {
        match kind {
            Kind::Send if self.apart.is_longer(object) => {
                let is_alike = self.message.iter().all(|&step| step == 0)
                    && self.alike[usize::from(object)]
                        .as_ref()
                        .is_some_and(|alike| (alike.0, &*alike.1) == (process, values));
                if !is_alike {
                    self.alike[usize::from(object)] = None;
                }
            }
            Kind::Receive => {
                let (receiver, targets) = core::mem::take(&mut self.targets);
                let steps = core::mem::take(&mut self.message);
                targets.iter().zip(steps).for_each(|(&local, step)| self.set(receiver, local, step));
            }
            _ => {}
        }
    }

    fn put(&mut self, channel: u16, before: usize) {
        if !self.apart.is_longer(channel) {
            self.queues[usize::from(channel)].insert(before, self.message.clone());
        }
    }

    fn takes(&mut self, channel: u16, before: usize) {
        match self.apart.is_longer(channel) {
            true => {
                self.is_read[usize::from(channel)] = true;
                // A reader skips its own messages, so it matters where the last one is.
                self.holds &= !self.program.channels[usize::from(channel)].is_to_all();
                self.message = Vec::new();
            }
            false => self.message.clone_from(&self.queues[usize::from(channel)][before]),
        }
    }

    fn removed(&mut self, channel: u16, before: usize) {
        if !self.apart.is_longer(channel) {
            self.queues[usize::from(channel)].remove(before);
        }
    }
}

/// The message that all waiting messages of a channel are like, in both states.
fn alike(program: &Program, worlds: [&World; 2], channel: u16) -> Option<Plain> {
    let mut messages = worlds.into_iter().flat_map(|world| world.messages(program, ChannelId(channel)));
    let first = messages.next().map(|message| (message.sender, message.values))?;
    messages.all(|message| (message.sender, message.values) == first).then_some(first)
}
