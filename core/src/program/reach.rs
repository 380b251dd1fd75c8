//! Reachable goals: the acts that a process can still come to from each place of its program, by control flow alone.
//!
//! All branches count, except those with a constant condition. So some processes are known to be blocked forever
//! without trying every schedule: no process can still come to the act that would unblock them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::ops::Range;

use super::{Next, Op, Operand, Program, Progress, Timeout, Use};

/// An act that a process may still come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A send to this channel.
    Send(u16),
    /// A receive from it.
    Receive(u16),
    /// A post of buffers to it.
    Post(u16),
    /// Releasing this mutex (also by waiting on a condition variable with it), or signalling this semaphore.
    Release(u16),
    /// Notifying this condition variable.
    Notify(u16),
    /// Creating this region.
    Create(u16),
    /// An act that makes progress: send, receive, wait, lock, attach, wake up, work, print, say, ask, enter a section,
    /// terminate.
    Ahead,
    /// Useful work: work, print, send, receive, enter a section, terminate.
    Works,
    /// Its termination.
    End,
    /// Its termination, or an operation that may be a fault.
    EndOrFault,
    /// An assertion, which may fail and end the run for all.
    Abort,
}

impl Goal {
    fn code(self) -> u32 {
        let (sort, number) = match self {
            Goal::Send(channel) => (0, channel),
            Goal::Receive(channel) => (1, channel),
            Goal::Post(channel) => (2, channel),
            Goal::Release(lock) => (3, lock),
            Goal::Notify(condition) => (4, condition),
            Goal::Create(region) => (5, region),
            Goal::Ahead => (6, 0),
            Goal::Works => (6, 1),
            Goal::End => (6, 2),
            Goal::EndOrFault => (6, 3),
            Goal::Abort => (6, 4),
        };
        sort << 16 | u32::from(number)
    }
}

impl Program {
    /// Whether a process at a place of its program can still come to a goal, including by the operation at that place.
    pub(crate) fn could_come_to(&self, process: usize, place: usize, goal: Goal) -> bool {
        let set = self.processes[process].reach[place];
        self.reaches[set as usize].binary_search(&goal.code()).is_ok()
    }

    /// Calls `next` for each operation that may follow `op` at `place`.
    pub(crate) fn each_next(&self, place: usize, op: Op, next: &mut dyn FnMut(u32)) {
        let on = place as u32 + 1;
        match op.effects(self).next {
            Next::On => next(on),
            Next::To(target) => next(target),
            Next::Unless(condition, target) => match self.operands[condition as usize] {
                Operand::Constant(value) if value.as_number() == Some(0) => next(target),
                Operand::Constant(value) if value.as_number().is_some() => next(on),
                Operand::Constant(_) | Operand::Local(_) | Operand::Terms { .. } => {
                    [on, target].into_iter().for_each(next)
                }
            },
            Next::Either(target) => [on, target].into_iter().for_each(next),
            Next::Branches(range) => {
                self.branches[range.start as usize..range.end as usize].iter().copied().for_each(next);
            }
            Next::Arms(select) => {
                let spec = &self.selects[select as usize];
                let arms = &self.arms[spec.first as usize..][..usize::from(spec.count)];
                arms.iter().map(|arm| arm.target).chain(spec.after.map(|(_, target)| target)).for_each(next);
            }
            Next::Ended => {}
        }
    }

    /// Calls `act` for the operation, or for each arm of a `select`.
    pub(crate) fn each_act(&self, op: Op, act: &mut dyn FnMut(Op)) {
        (0..self.count_arms(op)).for_each(|arm| act(self.act_of(op, arm)));
    }

    /// The number of arms of a `select`; an operation without arms counts as one.
    pub(crate) fn count_arms(&self, op: Op) -> u16 {
        match op {
            Op::Select { select } => self.selects[select as usize].count,
            _ => 1,
        }
    }

    /// The act of a move: the operation, or this arm of its `select`.
    pub(crate) fn act_of(&self, op: Op, arm: u16) -> Op {
        match op {
            Op::Select { select } => self.arms[self.selects[select as usize].first as usize + usize::from(arm)].op,
            op => op,
        }
    }

    /// The operand of its timeout, if it has one.
    pub(crate) fn timeout_of(&self, op: Op) -> Option<u32> {
        match (op, op.attempt().map(|attempt| self.attempts[usize::from(attempt)].timeout)) {
            (Op::Select { select }, _) => self.selects[select as usize].after.map(|(operand, _)| operand),
            (_, Some(Timeout::Within(operand))) => Some(operand),
            _ => None,
        }
    }

    /// Whether an operation is tried once, without waiting.
    pub(crate) fn is_try(&self, op: Op) -> bool {
        op.attempt().is_some_and(|attempt| self.attempts[usize::from(attempt)].timeout == Timeout::Try)
    }

    /// All operations of a process, each `select` replaced by its arms.
    pub(crate) fn acts(&self, process: usize) -> Vec<Op> {
        let mut acts = Vec::new();
        self.processes[process].ops.iter().for_each(|&op| self.each_act(op, &mut |act| acts.push(act)));
        acts
    }

    /// All channels that a use by a process may be about. `sends`: a process means the link to it.
    pub(crate) fn channels_of(&self, process: usize, to: super::Target, sends: bool) -> Vec<u16> {
        super::links::channels(self, to, process, sends)
    }
}

/// For each operation in this stretch whether the process can come to it from the first without a move, staying in the
/// stretch.
pub(super) fn reached_without_a_move(program: &Program, ops: &[Op], stretch: Range<usize>) -> Vec<bool> {
    let mut reached = alloc::vec![false; stretch.len()];
    let mut open = alloc::vec![stretch.start];
    while let Some(at) = open.pop() {
        if !stretch.contains(&at) || core::mem::replace(&mut reached[at - stretch.start], true) {
            continue;
        }
        if !ops[at].is_move() {
            program.each_next(at, ops[at], &mut |next| open.push(next as usize));
        }
    }
    reached
}

/// Computes the goals that every process can still reach.
pub(super) fn find_reach(program: &mut Program) {
    let mut known: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    for number in 0..program.processes.len() {
        let sets = of_process(program, number);
        let mut reach = Vec::with_capacity(sets.len());
        for set in sets {
            let set: Vec<u32> = set.into_iter().collect();
            let next = known.len() as u32;
            reach.push(*known.entry(set).or_insert(next));
        }
        program.processes[number].reach = reach;
    }
    program.reaches = alloc::vec![Vec::new(); known.len()];
    for (set, number) in known {
        program.reaches[number as usize] = set;
    }
}

/// The goals that can be reached from each place.
fn of_process(program: &Program, process: usize) -> Vec<BTreeSet<u32>> {
    let ops = &program.processes[process].ops;
    let mut sets: Vec<BTreeSet<u32>> = ops.iter().map(|&op| at(program, process, op)).collect();
    let mut is_changing = true;
    while core::mem::take(&mut is_changing) {
        for (place, &op) in ops.iter().enumerate().rev() {
            let mut set = core::mem::take(&mut sets[place]);
            let before = set.len();
            program.each_next(place, op, &mut |next| {
                if next as usize != place {
                    set.extend(sets[next as usize].iter().copied());
                }
            });
            is_changing |= set.len() > before;
            sets[place] = set;
        }
    }
    sets
}

/// The goals that an operation itself is.
fn at(program: &Program, process: usize, op: Op) -> BTreeSet<u32> {
    let mut codes = BTreeSet::new();
    let mut add = |goal: Goal| _ = codes.insert(goal.code());
    program.each_act(op, &mut |act| {
        let effects = act.effects(program);
        for used in effects.uses.into_iter().flatten() {
            let channels = |to, sends| program.channels_of(process, to, sends).into_iter();
            match used {
                Use::Send(to) => channels(to, true).map(Goal::Send).for_each(&mut add),
                Use::Receive(to) => channels(to, false).map(Goal::Receive).for_each(&mut add),
                Use::Post(to) => channels(to, false).map(Goal::Post).for_each(&mut add),
                Use::Give(to) => to.numbers().map(Goal::Release).for_each(&mut add),
                Use::Notify(to) => to.numbers().map(Goal::Notify).for_each(&mut add),
                Use::Create(region) => add(Goal::Create(region)),
                Use::Abort => add(Goal::Abort),
                Use::Receipt(_)
                | Use::Inspect(_)
                | Use::Attach(_)
                | Use::Detach(_)
                | Use::Read(..)
                | Use::Write(..)
                | Use::Modify(_)
                | Use::Take(_)
                | Use::Sleep(_)
                | Use::Wake(_) => {}
            }
        }
        match effects.progress {
            Progress::None => {}
            Progress::Ahead => add(Goal::Ahead),
            Progress::Works => [Goal::Ahead, Goal::Works].into_iter().for_each(&mut add),
        }
        if effects.next == Next::Ended {
            add(Goal::End);
        }
        if effects.next == Next::Ended || !effects.is_safe {
            add(Goal::EndOrFault);
        }
    });
    codes
}
