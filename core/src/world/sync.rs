//! Semaphores and mutexes.
//!
//! A semaphore is a counter of permits: `wait` takes one if there is one, and `signal` adds one (Dijkstra, 1965), unless the
//! semaphore is `binary` and has one. A
//! mutex has at most one holder, and only the holder may unlock it; a holder that locks it again waits for itself. The
//! order of waiting processes is not promised, unless the semaphore is `fifo`. A process that terminates keeps what it
//! holds.

use super::{Fault, Ready, Record, World};
use crate::event::{Kind, Wait};
use crate::id::{LockId, ProcessId};
use crate::program::{Lock, LockKind, Op, Program, Target};
use crate::value::{LARGEST, Value};

/// The holder of a mutex that is free.
pub(super) const FREE: i64 = -1;

impl Lock {
    /// First come, first served, even in the explorer.
    pub(crate) fn has_line(&self) -> bool {
        matches!(self.kind, LockKind::Semaphore { fifo: true, .. })
    }
}

impl Program {
    /// Whether a signal of the semaphore is lost while it has a permit.
    pub(crate) fn is_binary(&self, lock: u16) -> bool {
        matches!(self.locks[usize::from(lock)].kind, LockKind::Semaphore { binary: true, .. })
    }

    /// Whether the order of waiting matters anywhere.
    pub(crate) fn has_lines(&self) -> bool {
        self.channels.iter().any(|channel| channel.has_line()) || self.locks.iter().any(Lock::has_line)
    }
}

impl World {
    pub(super) fn set_locks(&mut self, program: &Program) {
        for (number, lock) in program.locks.iter().enumerate() {
            self.words[self.layout.locks + number] = match lock.kind {
                LockKind::Semaphore { initial, .. } => initial,
                LockKind::Mutex => FREE,
                // Who waits is known from the waiting processes.
                _ => 0,
            };
        }
    }

    /// The number of permits of a semaphore.
    pub fn permits(&self, lock: LockId) -> i64 {
        self.words[self.layout.locks + lock.index()]
    }

    /// The holder of a mutex.
    pub fn holder(&self, lock: LockId) -> Option<ProcessId> {
        u16::try_from(self.words[self.layout.locks + lock.index()]).ok().map(ProcessId)
    }

    pub(super) fn ready_to_take(&self, program: &Program, process: usize, lock: u16) -> Ready {
        let number = usize::from(lock);
        match program.locks[number].kind {
            LockKind::Mutex if self.holder(LockId(lock)).is_none() => Ready::Go,
            LockKind::Mutex => Ready::Wait(Wait::Mutex, lock),
            _ if self.permits(LockId(lock)) > 0 => {
                let line = match program.locks[number].has_line() {
                    true => self.lines[program.channels.len() + number].first().copied(),
                    false => None,
                };
                match line {
                    Some(first) if usize::from(first) != process => Ready::Wait(Wait::Semaphore, lock),
                    _ => Ready::Go,
                }
            }
            _ => Ready::Wait(Wait::Semaphore, lock),
        }
    }

    /// Performs `lock m` or `wait s`, which can proceed.
    pub(super) fn take_lock(
        &mut self,
        program: &Program,
        process: usize,
        lock: Target,
        op: Op,
        record: &mut impl Record,
    ) {
        let lock = match self.resolve(program, process, lock, true) {
            Ok(lock) => lock,
            Err((fault, object)) => return self.fail(program, process, fault, object, record),
        };
        let word = self.layout.locks + usize::from(lock);
        match program.locks[usize::from(lock)].kind {
            LockKind::Mutex => {
                self.words[word] = process as i64;
                record.note(process as u16, Kind::Lock, lock, &[]);
            }
            _ => {
                self.words[word] -= 1;
                record.note(process as u16, Kind::Wait, lock, &[Value::from_word(self.words[word])]);
            }
        }
        self.leave(program, process, op);
        self.succeed(program, process, op);
        self.pass(program, process, record);
    }

    pub(super) fn unlock(&mut self, program: &Program, process: usize, lock: Target, record: &mut impl Record) {
        let lock = match self.resolve(program, process, lock, true) {
            Ok(lock) => lock,
            Err((fault, object)) => return self.fail(program, process, fault, object, record),
        };
        if self.holder(LockId(lock)) != Some(ProcessId(process as u16)) {
            return self.fail(program, process, Fault::NotHolder, lock, record);
        }
        self.words[self.layout.locks + usize::from(lock)] = FREE;
        record.note(process as u16, Kind::Unlock, lock, &[]);
        self.pass(program, process, record);
    }

    pub(super) fn signal(&mut self, program: &Program, process: usize, lock: Target, record: &mut impl Record) {
        let lock = match self.resolve(program, process, lock, true) {
            Ok(lock) => lock,
            Err((fault, object)) => return self.fail(program, process, fault, object, record),
        };
        let word = self.layout.locks + usize::from(lock);
        if self.words[word] == LARGEST {
            return self.fail(program, process, Fault::Overflow, lock, record);
        }
        let one = Value::from_word(1);
        if program.is_binary(lock) && self.words[word] == 1 {
            // The second value says that it stays so.
            record.note(process as u16, Kind::Signal, lock, &[one, one]);
        } else {
            self.words[word] += 1;
            record.note(process as u16, Kind::Signal, lock, &[Value::from_word(self.words[word])]);
        }
        self.pass(program, process, record);
    }
}
