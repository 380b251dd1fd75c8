//! Reasons why a process is blocked, and the processes that could unblock it: rules that do not depend on a clock.

use alloc::vec::Vec;

use super::ready::{wait_to_receive, wait_to_send};
use super::{Ready, World};
use crate::event::{NOTHING, Wait};
use crate::id::LockId;
use crate::program::{Goal, Op, Program, Target};

impl World {
    /// All reasons why a process is blocked, each with its object: one, or one for each arm of a `select`.
    pub fn waits(&self, program: &Program, process: usize) -> Vec<(Wait, u16)> {
        match self.op(program, process) {
            Some(op @ Op::Select { .. }) => self.arms_waits(program, process, op),
            Some(op) => match self.ready(program, process, op) {
                Ready::Wait(wait, object) => [(wait, object)].to_vec(),
                _ => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    /// The reason why a process that is blocked at `op` is, even where there is room, but for those before it.
    pub(crate) fn reason(&self, program: &Program, process: usize, op: Op) -> (Wait, u16) {
        match (op, self.ready(program, process, op)) {
            (Op::Select { .. }, _) => (Wait::Several, NOTHING),
            (_, Ready::Wait(wait, object)) => (wait, object),
            (op, Ready::Go | Ready::Never(..)) => {
                self.wait_of_message(program, process, op).unwrap_or((Wait::Several, NOTHING))
            }
        }
    }

    /// All reasons why the arms of a `select` are blocked. A permanently refused arm waits for nothing.
    fn arms_waits(&self, program: &Program, process: usize, op: Op) -> Vec<(Wait, u16)> {
        let mut waits = Vec::new();
        program.each_act(op, &mut |act| {
            if !self.is_never(program, process, act) {
                waits.extend(self.wait_of_message(program, process, act));
            }
        });
        waits
    }

    /// The reason why a send or a receive is blocked, if it is.
    fn wait_of_message(&self, program: &Program, process: usize, op: Op) -> Option<(Wait, u16)> {
        match op {
            Op::Receive { from: Target::Any, .. } => Some((Wait::AnyMessage, process as u16)),
            Op::Send { to, .. } => {
                let channel = self.resolve(program, process, to, true).ok()?;
                Some((wait_to_send(&program.channels[usize::from(channel)]), channel))
            }
            Op::Receive { from, .. } => {
                let channel = self.resolve(program, process, from, false).ok()?;
                Some((wait_to_receive(program, channel), channel))
            }
            _ => None,
        }
    }

    /// Whether a living process can still come to a goal from its place in its program, including its current
    /// operation.
    pub fn could_come_to(&self, program: &Program, process: usize, goal: Goal) -> bool {
        self.place(process).is_some_and(|place| program.could_come_to(process, place, goal))
    }

    /// Calls `found` with the processes that could unblock a process from one of its waits: the living processes that
    /// can still come to an act that would; some may be repeated. For a held mutex only its holder; for a free mutex
    /// none, since the processes that wait for it are no part of the state.
    pub(crate) fn each_rescuer(
        &self,
        program: &Program,
        process: usize,
        (wait, object): (Wait, u16),
        found: &mut dyn FnMut(u16),
    ) {
        let number = usize::from(object);
        let mut each = |processes: &[u16], goal: Goal| {
            for &other in processes.iter().filter(|&&other| usize::from(other) != process) {
                if self.could_come_to(program, usize::from(other), goal) {
                    found(other);
                }
            }
        };
        match wait {
            Wait::Room | Wait::Receiver | Wait::Receipt => {
                each(&program.channels[number].receivers, Goal::Receive(object));
            }
            Wait::Buffer => {
                for other in 0..program.processes.len() as u16 {
                    each(&[other], Goal::Post(object));
                }
            }
            Wait::Message | Wait::Sender => each(&program.channels[number].senders, Goal::Send(object)),
            Wait::AnyMessage => {
                for &channel in &program.processes[process].incoming {
                    each(&program.channels[usize::from(channel)].senders, Goal::Send(channel));
                }
            }
            Wait::Mutex => {
                if let Some(holder) = self.holder(LockId(object)) {
                    each(&[holder.0], Goal::Release(object));
                }
            }
            Wait::Semaphore => each(&program.locks[number].givers, Goal::Release(object)),
            Wait::Condition | Wait::Barrier => each(&program.locks[number].givers, Goal::Notify(object)),
            Wait::Created => {
                program.memories[number].owner.iter().for_each(|&owner| each(&[owner], Goal::Create(object)));
            }
            Wait::Several => {}
        }
    }

    /// Calls `found` with the processes whose termination would end a wait, alive or not: the partner on a link, which
    /// is then refused; the owner of a mailbox; and a reader of a mailbox to all, which then holds no message back.
    pub(crate) fn each_ender(
        &self,
        program: &Program,
        process: usize,
        (wait, object): (Wait, u16),
        found: &mut dyn FnMut(u16),
    ) {
        if !wait.is_channel() {
            return;
        }
        let channel = &program.channels[usize::from(object)];
        let is_local = |process: u16| program.processes[usize::from(process)].host == channel.home;
        if let Some((from, to)) = channel.direct.filter(|&(from, _)| is_local(from)) {
            match wait {
                Wait::Message | Wait::Sender => found(from),
                Wait::Room | Wait::Receiver | Wait::Buffer => found(to),
                _ => {}
            }
        }
        if matches!(wait, Wait::Room | Wait::Receiver | Wait::Buffer) {
            channel.owner.into_iter().for_each(&mut *found);
        }
        if channel.is_to_all() && matches!(wait, Wait::Room | Wait::Receipt) {
            channel
                .receivers
                .iter()
                .filter(|&&reader| usize::from(reader) != process)
                .for_each(|&reader| found(reader));
        }
    }

    /// Calls `found` with the processes that a blocked process waits for: those that could unblock it; the holder of
    /// the mutex that it wants, even itself; and, unless it is in a `select`, those whose termination, which can still
    /// come, would end its wait.
    pub(crate) fn each_waited_for(
        &self,
        program: &Program,
        process: usize,
        wait: (Wait, u16),
        found: &mut dyn FnMut(u16),
    ) {
        if wait.0 == Wait::Mutex {
            let holder = self.holder(LockId(wait.1)).filter(|holder| self.is_alive(holder.index()));
            return holder.into_iter().for_each(|holder| found(holder.0));
        }
        self.each_rescuer(program, process, wait, found);
        if !matches!(self.op(program, process), Some(Op::Select { .. })) {
            self.each_ender(program, process, wait, &mut |other| {
                if usize::from(other) != process && self.could_come_to(program, usize::from(other), Goal::End) {
                    found(other);
                }
            });
        }
    }
}
