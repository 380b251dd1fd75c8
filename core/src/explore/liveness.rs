//! Which variables of a process are still of use at each place of its program: read before they are written again.
//!
//! The usual backward analysis (Aho et al., § 9.2.5). Durations are never worked out in exploring, so that they read nothing.
//! Where it can't be told it is taken to be of use.

use alloc::vec::Vec;

use crate::program::{Check, NO_LOCAL, Op, Operand, Program, Promise, Term, To};

/// A process whose program and variables are more than this together is not analysed: the square is needed.
const MOST: usize = 1 << 20;

/// For each place of a process's program, and after its end, which of its variables are of use.
#[derive(Clone, Debug)]
pub(super) struct Liveness {
    variables: usize,
    live: Vec<bool>,
}

impl Liveness {
    /// `None` where the process is too large.
    pub fn new(program: &Program, process: usize) -> Option<Liveness> {
        let of = &program.processes[process];
        let (places, variables) = (of.ops.len() + 1, of.locals.len());
        if places * variables > MOST {
            return None;
        }
        let mut live = alloc::vec![false; places * variables];
        for variable in looked_at(program, process) {
            (0..places).for_each(|place| live[place * variables + variable] = true);
        }
        let mut liveness = Liveness { variables, live };
        while liveness.pass(program, process) {}
        Some(liveness)
    }

    /// The variables that are of no use at a place; `None` stands for after the end.
    pub fn dead(&self, place: Option<usize>) -> impl Iterator<Item = u16> + '_ {
        let first = place.map_or(self.live.len().saturating_sub(self.variables), |place| place * self.variables);
        (0..self.variables).filter(move |variable| !self.live[first + variable]).map(|variable| variable as u16)
    }

    /// From the last place to the first; whether anything was found.
    fn pass(&mut self, program: &Program, process: usize) -> bool {
        let ops = &program.processes[process].ops;
        let mut is_changing = false;
        for (place, &op) in ops.iter().enumerate().rev() {
            let mut live = alloc::vec![false; self.variables];
            for next in successors(program, place, op) {
                let first = next as usize * self.variables;
                live.iter_mut().zip(&self.live[first..]).for_each(|(live, &then)| *live |= then);
            }
            each_written(program, op, &mut |variable| live[usize::from(variable)] = false);
            each_read(program, op, &mut |variable| live[usize::from(variable)] = true);
            let first = place * self.variables;
            for (known, live) in self.live[first..first + self.variables].iter_mut().zip(live) {
                is_changing |= live && !*known;
                *known |= live;
            }
        }
        is_changing
    }
}

/// The process's variables that a check looks at.
fn looked_at(program: &Program, process: usize) -> Vec<usize> {
    let first = program.processes[process].first_local;
    let count = program.processes[process].locals.len();
    let mut found = Vec::new();
    for Check { promise, .. } in &program.checks {
        let (Promise::Always(condition) | Promise::Possible(condition)) = promise else { continue };
        program.each_seen(*condition, &mut |term| match term {
            Term::Of(place) if (first..first + count).contains(&(place as usize)) => found.push(place as usize - first),
            _ => {}
        });
    }
    found
}

/// Where a process can stand after an operation.
fn successors(program: &Program, place: usize, op: Op) -> Vec<u32> {
    let next = place as u32 + 1;
    match op {
        Op::End { .. } => Vec::new(),
        Op::Jump { target } | Op::Again { target } => [target].to_vec(),
        Op::Unless { target, .. } => [next, target].to_vec(),
        Op::Repeat { exit, .. } => [next, exit].to_vec(),
        Op::Either { count, first } => program.branches[first as usize..][..usize::from(count)].to_vec(),
        Op::Select { select } => {
            let spec = &program.selects[select as usize];
            let arms = &program.arms[spec.first as usize..][..usize::from(spec.count)];
            arms.iter().map(|arm| arm.target).chain(spec.after.map(|(_, target)| target)).collect()
        }
        _ => [next].to_vec(),
    }
}

/// Every variable that an operation writes, whatever becomes of it.
fn each_written(program: &Program, op: Op, written: &mut dyn FnMut(u16)) {
    if let Some(attempt) = op.attempt() {
        written(program.attempts[usize::from(attempt)].result);
    }
    match op {
        // With a `try` or a `within` nothing may have been received.
        Op::Receive { count, first, who, .. } if op.attempt().is_none() => {
            program.targets[first as usize..][..usize::from(count)].iter().for_each(|&target| written(target));
            if who != NO_LOCAL {
                written(who);
            }
        }
        Op::Read { into, .. } | Op::Instruct { into, .. } | Op::Draw { into, .. } | Op::Look { into, .. } => {
            written(into)
        }
        Op::Assemble { into, .. } | Op::Set { local: into, .. } | Op::FallAsleep { asleep: into, .. } => written(into),
        Op::Rounds { counter, .. } => {
            written(counter);
            written(counter + 1);
        }
        _ => {}
    }
}

/// Every variable that an operation may read.
fn each_read(program: &Program, op: Op, read: &mut dyn FnMut(u16)) {
    let mut operands = Vec::new();
    let about = |to: To| match to {
        To::OneOf { index, .. } => Some(index),
        To::Process { who } => Some(who),
        To::Nothing | To::One(_) | To::Any => None,
    };
    match op {
        Op::Send { to, message, .. } => {
            let message = &program.messages[message as usize];
            operands.extend(about(to));
            operands.extend(message.first..message.first + u32::from(message.count));
            operands.extend(message.size.into_iter().chain(message.priority));
            // It is written by others too.
            if message.unread != NO_LOCAL {
                read(message.unread);
            }
        }
        Op::Receive { from, .. } => operands.extend(about(from)),
        Op::Received { to, unread, .. } => {
            operands.extend(about(to));
            read(unread);
        }
        Op::Post { to, count } => operands.extend(about(to).into_iter().chain([count])),
        Op::Look { channel, .. } => operands.extend(about(channel)),
        Op::Select { select } => {
            let spec = &program.selects[select as usize];
            let arms = &program.arms[spec.first as usize..][..usize::from(spec.count)];
            arms.iter().for_each(|arm| each_read(program, arm.op, read));
        }
        Op::Read { place, .. } => operands.extend(program.places[place as usize].slot),
        Op::Write { place, value, .. } => {
            operands.extend(program.places[place as usize].slot.into_iter().chain([value]));
        }
        Op::Instruct { place, instruction, first, .. } => {
            operands.extend(program.places[place as usize].slot);
            operands.extend(first..first + instruction.values() as u32);
        }
        Op::Lock { lock, .. } | Op::Unlock { lock } | Op::Wait { lock, .. } | Op::Signal { lock } => {
            operands.extend(about(lock));
        }
        Op::FallAsleep { condition, mutex, .. } => operands.extend(about(condition).into_iter().chain(about(mutex))),
        Op::Awake { condition, mutex, asleep } => {
            operands.extend(about(condition).into_iter().chain(about(mutex)));
            read(asleep);
        }
        Op::Notify { condition, .. } => operands.extend(about(condition)),
        Op::Draw { range, .. } => operands.extend([range, range + 1]),
        Op::Assert { condition, .. } | Op::Unless { condition, .. } => operands.push(condition),
        Op::Set { value, .. } => operands.push(value),
        Op::Rounds { count, .. } => operands.push(count),
        Op::Assemble { first, count, .. } => (first..first + count).for_each(&mut *read),
        Op::Repeat { counter, .. } => [counter, counter + 1].into_iter().for_each(&mut *read),
        Op::Print { count, first } => operands.extend(first..first + u32::from(count)),
        _ => {}
    }
    for operand in operands {
        match program.operands[operand as usize] {
            Operand::Constant(_) => {}
            Operand::Local(local) => read(local),
            Operand::Terms { start, len } => {
                for term in &program.terms[start as usize..(start + len) as usize] {
                    if let Term::Local(local) | Term::Torn(local) = *term {
                        read(local);
                    }
                }
            }
        }
    }
}
