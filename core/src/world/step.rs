//! The transition: makes a move.

use super::{Fault, GIVE_UP, JOIN, Move, NETWORK, Performed, Ready, Record, World};
use crate::event::{Kind, NOTHING};
use crate::program::{NO_LOCAL, Op, Program, Target};
use crate::value::Value;

/// The largest number of operations in one `atomic` block; more are a fault.
const MOST_IN_ATOMIC: u32 = 100_000;

impl World {
    /// Makes a move from [`choices`](World::choices), and executes all that follows without another move.
    pub fn step(&mut self, program: &Program, chosen: Move, record: &mut impl Record) {
        if chosen.process == NETWORK {
            return self.carry(program, chosen, record);
        }
        let process = chosen.process.index();
        let op = self.op(program, process).expect("only a process that can move is chosen");
        if chosen.arm == GIVE_UP {
            return self.give_up(program, process, op, record);
        }
        let next = self.words[process] as u32 + 1;
        let (act, next) = match op {
            Op::Select { select } => {
                let spec = &program.selects[select as usize];
                let number = if chosen.arm == JOIN { chosen.with as u16 } else { chosen.arm };
                let arm = &program.arms[spec.first as usize + usize::from(number)];
                (arm.op, arm.target)
            }
            _ => (op, next),
        };
        if chosen.arm == JOIN {
            return self.join(program, process, act);
        }
        if matches!(op, Op::Select { .. }) {
            self.leave_all(program, process, op);
        }
        self.act(program, process, act, next, chosen, record);
    }

    /// Performs the operation of a move; the process continues at `next`.
    fn act(&mut self, program: &Program, process: usize, op: Op, next: u32, chosen: Move, record: &mut impl Record) {
        record.performs(self, program, process, Performed(op));
        match op {
            Op::Send { .. } | Op::Receive { .. } => self.pass_message(program, process, op, next, chosen, record),
            Op::Post { to, count } => match self.resolve(program, process, to, false) {
                Ok(channel) => self.post(program, process, channel, count, record),
                Err((fault, object)) => self.fail(program, process, fault, object, record),
            },
            Op::Create { memory } => self.create(program, process, memory, record),
            Op::Attach { memory, read_only, .. } => self.attach(program, process, memory, read_only, op, record),
            Op::Detach { memory } => self.detach(program, process, memory, record),
            Op::Read { into, place, cell } => self.read(program, process, (into, place, cell), record),
            Op::Write { place, cell, value } => self.write(program, process, (place, cell, value), record),
            Op::Instruct { into, place, instruction, first } => {
                self.instruct(program, process, (into, place, instruction, first), record);
            }
            Op::Lock { lock, .. } | Op::Wait { lock, .. } => self.take_lock(program, process, lock, op, record),
            Op::Unlock { lock } => self.unlock(program, process, lock, record),
            Op::Signal { lock } => self.signal(program, process, lock, record),
            Op::FallAsleep { condition, mutex, asleep } => {
                self.fall_asleep(program, process, (condition, mutex, asleep), record);
            }
            Op::Awake { condition, mutex, asleep } => self.awake(program, process, (condition, mutex, asleep), record),
            Op::Notify { condition, all } => {
                self.notify(program, process, condition, (all, chosen.with as usize), record);
            }
            Op::Atomic { end } => self.atomic(program, process, end, record),
            Op::Received { to, unread, .. } => {
                let was_awaited = self.local(program, process, unread).word() == 2;
                if was_awaited {
                    let channel = self.resolve(program, process, to, true).unwrap_or(NOTHING);
                    record.note(process as u16, Kind::Received, channel, &[]);
                    self.set_local(program, process, unread, Value::ZERO);
                }
                self.pass(program, process, record);
            }
            Op::Draw { into, range } => self.draw(program, process, into, range, chosen.with, record),
            Op::Inspect { into, channel, what } => match self.resolve(program, process, channel, true) {
                Ok(channel) => {
                    let value = self.look(program, what, channel);
                    self.set_local(program, process, into, value);
                    record.looked(process as u16);
                    self.pass(program, process, record);
                }
                Err((fault, object)) => self.fail(program, process, fault, object, record),
            },
            Op::Either { first, .. } => {
                let target = program.branches[first as usize + chosen.with as usize];
                self.go_to(program, process, target, record);
            }
            Op::Again { target } => self.go_to(program, process, target, record),
            Op::Select { .. } => unreachable!("a select makes the move of an arm"),
            Op::Assert { .. }
            | Op::Work { .. }
            | Op::Sleep { .. }
            | Op::Set { .. }
            | Op::Assemble { .. }
            | Op::Jump { .. }
            | Op::Unless { .. }
            | Op::Repeat { .. }
            | Op::Rounds { .. }
            | Op::Print { .. }
            | Op::Show { .. }
            | Op::End { .. } => match self.do_free(program, process, op, record) {
                Ok(()) => self.go_on(program, process, record),
                Err(fault) => self.fail(program, process, fault, NOTHING, record),
            },
        }
    }

    /// A send or a receive.
    fn pass_message(
        &mut self,
        program: &Program,
        process: usize,
        op: Op,
        next: u32,
        chosen: Move,
        record: &mut impl Record,
    ) {
        self.succeed(program, process, op);
        match (self.ready(program, process, op), op) {
            (Ready::Never(fault, object), _) => self.fail(program, process, fault, object, record),
            (Ready::Wait(_, channel), Op::Send { message, .. }) => {
                let receiver = chosen.with as usize;
                let standing = self.op(program, receiver).expect("only a process at its receive is met");
                let (standing, after) = match standing {
                    Op::Select { select } => {
                        let spec = &program.selects[select as usize];
                        let arm = &program.arms[spec.first as usize + usize::from(chosen.other_arm)];
                        (arm.op, arm.target)
                    }
                    op => (op, self.words[receiver] as u32 + 1),
                };
                if let Some(op) = self.op(program, receiver) {
                    self.leave_all(program, receiver, op);
                }
                record.performs(self, program, receiver, Performed(standing));
                self.succeed(program, receiver, standing);
                self.meet(program, (process, message, next), (receiver, standing, after), channel, record);
            }
            (_, Op::Send { to, message, .. }) => {
                let channel = self.resolve(program, process, to, true).expect("it is ready");
                self.send(program, process, (channel, message), next, record);
            }
            (_, Op::Receive { from, count, first, who, .. }) => {
                let channel = match from {
                    Target::Any => self.first_arrival(process).expect("it is ready"),
                    from => self.resolve(program, process, from, false).expect("it is ready"),
                };
                self.receive(program, process, (channel, (count, first), who), next, record);
            }
            _ => unreachable!("only sends and receives pass messages"),
        }
    }

    /// Marks a `try` or a `within` as successful.
    pub(super) fn succeed(&mut self, program: &Program, process: usize, op: Op) {
        if let Some(attempt) = op.attempt() {
            self.set_local(program, process, program.attempts[usize::from(attempt)].result, Value::truth(true));
        }
    }

    /// A `try`, a `within` or an `after` fails.
    fn give_up(&mut self, program: &Program, process: usize, op: Op, record: &mut impl Record) {
        record.gives_up(self, program, process, Performed(op));
        self.leave_all(program, process, op);
        // What the system refuses permanently does not wait, so its timeout is not evaluated.
        if let Some(operand) = program.timeout_of(op).filter(|_| !self.is_never(program, process, op))
            && let Err(fault) = self.span(program, process, operand)
        {
            return self.fail(program, process, fault, NOTHING, record);
        }
        if let Op::Select { select } = op {
            let spec = &program.selects[select as usize];
            let (_, target) = spec.after.expect("only an `after` lets a select give up");
            record.note(process as u16, Kind::TimeOut, NOTHING, &[]);
            return self.go_to(program, process, target, record);
        }
        let (fault, object) = match self.ready(program, process, op) {
            Ready::Never(fault, object) => (fault, object),
            Ready::Wait(_, object) => (Fault::WouldBlock, object),
            Ready::Go => (Fault::WouldBlock, NOTHING),
        };
        let attempt = op.attempt().expect("only a `try` or a `within` gives up");
        let attempt = &program.attempts[usize::from(attempt)];
        let is_try = matches!(attempt.timeout, crate::program::Timeout::Try);
        let reason = if fault == Fault::WouldBlock && !is_try { Fault::TimeIsOver } else { fault };
        record.note(process as u16, refusal_of(op), object, &[Value::from_word(reason.number())]);
        self.set_local(program, process, attempt.result, Value::ZERO);
        match op {
            // Nothing was sent, so no receipt is expected.
            Op::Send { message, .. } => {
                let unread = program.messages[message as usize].unread;
                if unread != NO_LOCAL {
                    self.set_local(program, process, unread, Value::ZERO);
                }
            }
            Op::Received { to, unread, .. } => {
                self.set_local(program, process, unread, Value::ZERO);
                if let Ok(channel) = self.resolve(program, process, to, true) {
                    self.forget_receipt(program, channel, process);
                }
            }
            _ => {}
        }
        self.pass(program, process, record);
    }

    /// Leaves all queues that the operation has joined.
    fn leave_all(&mut self, program: &Program, process: usize, op: Op) {
        if !self.has_lines() {
            return;
        }
        program.each_act(op, &mut |act| self.leave(program, process, act));
    }

    /// Executes everything up to `end` as one move.
    fn atomic(&mut self, program: &Program, process: usize, end: u32, record: &mut impl Record) {
        self.words[process] += 1;
        self.in_atomic = true;
        let is_over = self.all_at_once(program, process, end, record);
        self.in_atomic = false;
        match is_over {
            true => self.go_on(program, process, record),
            false => self.fail(program, process, Fault::EndlessAtomic, NOTHING, record),
        }
    }

    /// Whether the block reaches its end.
    fn all_at_once(&mut self, program: &Program, process: usize, end: u32, record: &mut impl Record) -> bool {
        for _ in 0..MOST_IN_ATOMIC {
            let is_over = self.words[process] == i64::from(end) || self.failed.is_some();
            let Some(op) = self.op(program, process).filter(|_| !is_over) else { return true };
            let next = self.words[process] as u32 + 1;
            if !op.is_move() {
                record.performs(self, program, process, Performed(op));
                if let Err(fault) = self.do_free(program, process, op, record) {
                    self.fail(program, process, fault, NOTHING, record);
                }
                continue;
            }
            match (op.attempt(), self.ready(program, process, op)) {
                (Some(_), Ready::Wait(..) | Ready::Never(..)) => self.give_up(program, process, op, record),
                _ => self.act(program, process, op, next, Move::of(process), record),
            }
        }
        false
    }
}

/// The event of an act that failed.
fn refusal_of(op: Op) -> Kind {
    match op {
        Op::Send { .. } => Kind::SendRefused,
        Op::Receive { .. } => Kind::ReceiveRefused,
        Op::Received { .. } => Kind::ReceiptMissed,
        Op::Attach { .. } => Kind::AttachRefused,
        _ => Kind::LockRefused,
    }
}
