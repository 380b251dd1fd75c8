//! Condition variables with Mesa semantics (Lampson and Redell, 1980): a notification is a hint, not a promise. And
//! barriers: condition variables that the last process to arrive notifies.
//!
//! `wait c with m` releases `m` and starts to wait in one act. A notified process reacquires `m`, in competition with
//! others, before it continues; by then the condition may be false again. Without a mutex it is plain sleep and
//! wake-up, where a wake-up before the sleep is lost.

use alloc::vec::Vec;

use super::sync::FREE;
use super::{Fault, Ready, Record, World};
use crate::event::{Kind, Wait};
use crate::id::{LockId, ProcessId};
use crate::program::{Op, Program, Target};
use crate::value::Value;

/// The value of `asleep` while the process has not been notified.
const ASLEEP: i64 = 1;

impl World {
    /// The processes that wait on a condition variable, ascending.
    pub fn sleepers(&self, program: &Program, condition: LockId) -> Vec<u16> {
        let takers = program.locks[condition.index()].takers.iter().copied();
        takers.filter(|&process| self.sleeps_on(program, usize::from(process)) == Some(condition.0)).collect()
    }

    /// The condition variable that a process waits on.
    pub(crate) fn sleeps_on(&self, program: &Program, process: usize) -> Option<u16> {
        match self.op(program, process) {
            Some(Op::Awake { condition, asleep, .. }) if self.local(program, process, asleep).word() == ASLEEP => {
                self.resolve(program, process, condition, true).ok()
            }
            _ => None,
        }
    }

    pub(super) fn fall_asleep(
        &mut self,
        program: &Program,
        process: usize,
        (condition, mutex, asleep): (Target, Target, u16),
        record: &mut impl Record,
    ) {
        let condition = match self.resolve(program, process, condition, true) {
            Ok(condition) => condition,
            Err((fault, object)) => return self.fail(program, process, fault, object, record),
        };
        if let Some(parties) = program.locks[usize::from(condition)].kind.parties() {
            return self.arrive_at_barrier(program, process, (condition, parties, asleep), record);
        }
        if mutex != Target::Nothing {
            let mutex = match self.resolve(program, process, mutex, true) {
                Ok(mutex) => mutex,
                Err((fault, object)) => return self.fail(program, process, fault, object, record),
            };
            if self.holder(LockId(mutex)) != Some(ProcessId(process as u16)) {
                return self.fail(program, process, Fault::MutexNotHeld, mutex, record);
            }
            self.words[self.layout.locks + usize::from(mutex)] = FREE;
            record.note(process as u16, Kind::FallAsleep, condition, &[Value::from_word(i64::from(mutex))]);
        } else {
            record.note(process as u16, Kind::FallAsleep, condition, &[Value::from_word(-1)]);
        }
        self.set_local(program, process, asleep, Value::from_word(ASLEEP));
        self.pass(program, process, record);
    }

    /// A process arrives at a barrier: the last one wakes the others, so that the barrier is closed again for the next
    /// round. Values of the event: −1, then how many have arrived.
    fn arrive_at_barrier(
        &mut self,
        program: &Program,
        process: usize,
        (barrier, parties, asleep): (u16, usize, u16),
        record: &mut impl Record,
    ) {
        let arrived = self.sleepers(program, LockId(barrier)).len() + 1;
        let is_last = arrived >= parties;
        match is_last {
            true => self.wake_all(program, process, barrier, record),
            false => {
                let values = [-1, arrived as i64].map(Value::from_word);
                record.note(process as u16, Kind::FallAsleep, barrier, &values);
            }
        }
        self.set_local(program, process, asleep, Value::from_word(if is_last { 0 } else { ASLEEP }));
        self.pass(program, process, record);
    }

    /// Wakes all processes that wait on a condition variable or at a barrier.
    fn wake_all(&mut self, program: &Program, process: usize, condition: u16, record: &mut impl Record) {
        let woken = self.sleepers(program, LockId(condition));
        self.wake(program, process, (condition, true, &woken), record);
    }

    /// Wakes some of the processes that wait. Values of the event: 1 for all, then the processes.
    fn wake(
        &mut self,
        program: &Program,
        process: usize,
        (condition, all, woken): (u16, bool, &[u16]),
        record: &mut impl Record,
    ) {
        for &sleeper in woken {
            if let Some(Op::Awake { asleep, .. }) = self.op(program, usize::from(sleeper)) {
                self.set_local(program, usize::from(sleeper), asleep, Value::ZERO);
            }
        }
        let mut told: Vec<Value> = [Value::truth(all)].to_vec();
        told.extend(woken.iter().map(|&sleeper| Value::from_word(i64::from(sleeper))));
        record.note(process as u16, Kind::Notify, condition, &told);
    }

    pub(super) fn ready_to_wake(
        &self,
        program: &Program,
        process: usize,
        condition: Target,
        mutex: Target,
        asleep: u16,
    ) -> Ready {
        if self.local(program, process, asleep).word() == ASLEEP {
            return match self.resolve(program, process, condition, true) {
                Ok(lock) if program.locks[usize::from(lock)].kind.parties().is_some() => {
                    Ready::Wait(Wait::Barrier, lock)
                }
                Ok(condition) => Ready::Wait(Wait::Condition, condition),
                Err((fault, object)) => Ready::Never(fault, object),
            };
        }
        if mutex == Target::Nothing {
            return Ready::Go;
        }
        match self.resolve(program, process, mutex, true) {
            Ok(mutex) if self.holder(LockId(mutex)).is_none() => Ready::Go,
            Ok(mutex) => Ready::Wait(Wait::Mutex, mutex),
            Err((fault, object)) => Ready::Never(fault, object),
        }
    }

    pub(super) fn awake(
        &mut self,
        program: &Program,
        process: usize,
        (condition, mutex, _): (Target, Target, u16),
        record: &mut impl Record,
    ) {
        let condition = self.resolve(program, process, condition, true).unwrap_or(0);
        if mutex != Target::Nothing {
            let mutex = match self.resolve(program, process, mutex, true) {
                Ok(mutex) => mutex,
                Err((fault, object)) => return self.fail(program, process, fault, object, record),
            };
            self.words[self.layout.locks + usize::from(mutex)] = process as i64;
            record.note(process as u16, Kind::Awake, condition, &[Value::from_word(i64::from(mutex))]);
        } else {
            record.note(process as u16, Kind::Awake, condition, &[Value::from_word(-1)]);
        }
        self.pass(program, process, record);
    }

    /// `notify c`: notifies waiting process number `which`, or all, or none if none waits. Values of the event: who.
    pub(super) fn notify(
        &mut self,
        program: &Program,
        process: usize,
        condition: Target,
        (all, which): (bool, usize),
        record: &mut impl Record,
    ) {
        let condition = match self.resolve(program, process, condition, true) {
            Ok(condition) => condition,
            Err((fault, object)) => return self.fail(program, process, fault, object, record),
        };
        if all {
            self.wake_all(program, process, condition, record);
        } else {
            let woken: Vec<u16> = self.sleepers(program, LockId(condition)).get(which).copied().into_iter().collect();
            self.wake(program, process, (condition, false, &woken), record);
        }
        self.pass(program, process, record);
    }
}
