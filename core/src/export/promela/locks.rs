//! Semaphores, mutexes, condition variables and barriers.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::alternative::{Act, Alternative, Then};
use super::conditions::Cond;
use super::messages::indexed;
use super::process::Writer;
use crate::program::{LockKind, Op, Target};

impl Writer<'_, '_> {
    /// A lock's name in the model, and when there is none.
    fn lock(&self, to: Target) -> (String, Cond) {
        let (index, outside) = self.index(to);
        match to {
            Target::One(lock) => (self.model.names.locks[usize::from(lock)].clone(), outside),
            Target::OneOf { first, .. } => (indexed(&self.model.names.locks[usize::from(first)], &index), outside),
            _ => unreachable!("an operation on a lock names it"),
        }
    }

    fn is_mutex(&self, to: Target) -> bool {
        match to {
            Target::One(lock) | Target::OneOf { first: lock, .. } => {
                self.program().locks[usize::from(lock)].kind == LockKind::Mutex
            }
            _ => false,
        }
    }

    /// `lock m` or `wait s`.
    pub fn take(&mut self, to: Target, next: u32) -> Act {
        let (name, outside) = self.lock(to);
        let (ready, body) = match self.is_mutex(to) {
            true => (Cond::when(format!("{name} == free")), format!("{name} = _pid")),
            false => (Cond::when(format!("{name} > 0")), format!("{name}--")),
        };
        let body = alloc::vec![body];
        let alternative = Alternative::new(outside.clone().not().and(ready.clone()), body, Then::At(next));
        let early = outside.clone().or(ready.not());
        Act { alternatives: alloc::vec![alternative], never: outside, early }
    }

    fn or_fault(fails: Cond, body: Vec<String>, at: u32) -> Vec<Alternative> {
        let mut alternatives = alloc::vec![Alternative::new(fails.clone().not(), body, Then::At(at + 1))];
        alternatives.extend((fails != Cond::Never).then(|| Alternative::new(fails, Vec::new(), Then::Fault)));
        alternatives
    }

    pub fn unlock(&mut self, at: u32, to: Target) -> Vec<Alternative> {
        let (name, outside) = self.lock(to);
        let fails = outside.or(Cond::when(format!("{name} != _pid")));
        Writer::or_fault(fails, alloc::vec![format!("{name} = free")], at)
    }

    pub fn signal(&mut self, at: u32, to: Target) -> Vec<Alternative> {
        let (name, outside) = self.lock(to);
        let is_binary = to.numbers().next().is_some_and(|lock| self.program().is_binary(lock));
        if is_binary {
            return Writer::or_fault(outside, alloc::vec![format!("{name} = 1")], at);
        }
        let mut body = alloc::vec![format!("{name}++")];
        if self.is_in_loop(at) {
            body.insert(0, format!("assert({name} < 255)"));
        }
        Writer::or_fault(outside, body, at)
    }

    /// Whether an operation can be reached from itself: one more permit each time.
    fn is_in_loop(&self, at: u32) -> bool {
        let ops = &self.program().processes[self.number].ops;
        ops.iter().enumerate().any(|(back, op)| {
            matches!(*op, Op::Jump { target } | Op::Again { target } if target <= at && at as usize <= back)
        })
    }

    /// The number of a condition variable as an expression.
    fn condition(&self, to: Target) -> (String, Cond) {
        let (index, outside) = self.index(to);
        match to {
            Target::OneOf { first, .. } => {
                let base = self.model.names.locks[usize::from(first)].split('[').next().unwrap_or_default();
                (format!("({base} + {index})"), outside)
            }
            Target::One(lock) => {
                let name = &self.model.names.locks[usize::from(lock)];
                let named =
                    name.split_once('[').map(|(base, rest)| format!("({base} + {})", rest.trim_end_matches(']')));
                (named.unwrap_or_else(|| name.clone()), outside)
            }
            _ => unreachable!("sleeping is on a condition variable"),
        }
    }

    fn asleep(&self, process: usize) -> String {
        format!("asleep_{}", self.model.names.processes[process])
    }

    pub fn fall_asleep(&mut self, at: u32, condition: Target, mutex: Target) -> Vec<Alternative> {
        if let Some(parties) = self.program().parties(condition) {
            return self.arrive_at_barrier(at, condition, parties);
        }
        let (condition, outside) = self.condition(condition);
        let mut fails = outside;
        let mut body = alloc::vec![format!("{} = {condition}", self.asleep(self.number))];
        if mutex != Target::Nothing {
            let (name, outside) = self.lock(mutex);
            fails = fails.or(outside).or(Cond::when(format!("{name} != _pid")));
            body.insert(0, format!("{name} = free"));
        }
        Writer::or_fault(fails, body, at)
    }

    /// Arrives at a barrier: the last process wakes the others.
    fn arrive_at_barrier(&mut self, at: u32, barrier: Target, parties: usize) -> Vec<Alternative> {
        let (barrier, outside) = self.condition(barrier);
        let others = self.other_sleepers();
        let waiting: Vec<String> = others.iter().map(|name| format!("({name} == {barrier})")).collect();
        let waiting = if waiting.is_empty() { "0".into() } else { waiting.join(" + ") };
        let is_last = Cond::when(format!("{waiting} >= {}", parties - 1));
        let exists = outside.clone().not();
        let wake = |name: &String| format!("if :: {name} == {barrier} -> {name} = 0 :: else -> skip fi");
        let sleep = alloc::vec![format!("{} = {barrier}", self.asleep(self.number))];
        let mut alternatives = alloc::vec![
            Alternative::new(exists.clone().and(is_last.clone()), others.iter().map(wake).collect(), Then::At(at + 1)),
            Alternative::new(exists.and(is_last.not()), sleep, Then::At(at + 1)),
        ];
        alternatives.extend((outside != Cond::Never).then(|| Alternative::new(outside, Vec::new(), Then::Fault)));
        alternatives
    }

    /// The variables that say where each other process waits to be woken.
    fn other_sleepers(&self) -> Vec<String> {
        (0..self.program().processes.len())
            .filter(|&process| process != self.number && self.model.sleeps(process))
            .map(|process| self.asleep(process))
            .collect()
    }

    pub fn awake(&mut self, at: u32, mutex: Target) -> Vec<Alternative> {
        let woken = Cond::when(format!("{} == 0", self.asleep(self.number)));
        if mutex == Target::Nothing {
            return [Alternative::new(woken, Vec::new(), Then::At(at + 1))].to_vec();
        }
        let (name, outside) = self.lock(mutex);
        let ready = woken.clone().and(outside.clone().not()).and(Cond::when(format!("{name} == free")));
        let mut alternatives =
            alloc::vec![Alternative::new(ready, alloc::vec![format!("{name} = _pid")], Then::At(at + 1))];
        alternatives
            .extend((outside != Cond::Never).then(|| Alternative::new(woken.and(outside), Vec::new(), Then::Fault)));
        alternatives
    }

    /// Wakes one of the sleepers, any of them, or all; nobody if nobody sleeps.
    pub fn notify(&mut self, at: u32, to: Target, all: bool) -> Vec<Alternative> {
        let (condition, outside) = self.condition(to);
        let sleepers = self.other_sleepers();
        if all {
            let wake = |name: &String| format!("if :: {name} == {condition} -> {name} = 0 :: else -> skip fi");
            return Writer::or_fault(outside, sleepers.iter().map(wake).collect(), at);
        }
        let exists = outside.clone().not();
        let mut none_asleep = exists.clone();
        let mut alternatives = Vec::new();
        for name in &sleepers {
            let sleeps = Cond::when(format!("{name} == {condition}"));
            // In an `atomic` of the scenario the first one wakes up.
            let before = if self.inside[at as usize] { none_asleep.clone() } else { exists.clone() };
            alternatives.push(Alternative::new(
                before.and(sleeps),
                alloc::vec![format!("{name} = 0")],
                Then::At(at + 1),
            ));
            none_asleep = none_asleep.and(Cond::when(format!("{name} != {condition}")));
        }
        alternatives.push(Alternative::new(none_asleep, Vec::new(), Then::At(at + 1)));
        alternatives.extend((outside != Cond::Never).then(|| Alternative::new(outside, Vec::new(), Then::Fault)));
        alternatives
    }
}
