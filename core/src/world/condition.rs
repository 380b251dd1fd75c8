//! Condition variables with Mesa semantics (Lampson and Redell, 1980): a notification is a hint, not a promise.
//!
//! `wait c with m` releases `m` and starts to wait in one act. A notified process reacquires `m`, in competition with
//! others, before it continues; by then the condition may be false again. Without a mutex it is plain sleep and
//! wake-up, where a wake-up before the sleep is lost.

use alloc::vec::Vec;

use super::sync::FREE;
use super::{Fault, Ready, Record, World};
use crate::event::{Kind, Wait};
use crate::program::{Op, Program, Target};
use crate::value::Value;

/// The value of `asleep` while the process has not been notified.
const ASLEEP: i64 = 1;

impl World {
    /// The processes that wait on a condition variable, ascending.
    pub fn sleepers(&self, program: &Program, condition: u16) -> Vec<u16> {
        let takers = program.locks[usize::from(condition)].takers.iter().copied();
        takers.filter(|&process| self.sleeps_on(program, usize::from(process)) == Some(condition)).collect()
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
        if mutex != Target::Nothing {
            let mutex = match self.resolve(program, process, mutex, true) {
                Ok(mutex) => mutex,
                Err((fault, object)) => return self.fail(program, process, fault, object, record),
            };
            if self.holder(usize::from(mutex)) != Some(process) {
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
                Ok(condition) => Ready::Wait(Wait::Condition, condition),
                Err((fault, object)) => Ready::Never(fault, object),
            };
        }
        if mutex == Target::Nothing {
            return Ready::Go;
        }
        match self.resolve(program, process, mutex, true) {
            Ok(mutex) if self.holder(usize::from(mutex)).is_none() => Ready::Go,
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
        let mut woken = self.sleepers(program, condition);
        if !all {
            woken = woken.get(which).copied().into_iter().collect();
        }
        for &sleeper in &woken {
            if let Some(Op::Awake { asleep, .. }) = self.op(program, usize::from(sleeper)) {
                self.set_local(program, usize::from(sleeper), asleep, Value::ZERO);
            }
        }
        let mut told: Vec<Value> = [Value::truth(all)].to_vec();
        told.extend(woken.iter().map(|&sleeper| Value::from_word(i64::from(sleeper))));
        record.note(process as u16, Kind::Notify, condition, &told);
        self.pass(program, process, record);
    }
}
