//! What a process waits for, and who could free it: the rules of *who could free it*, which do not depend on a clock.
//!
//! The living processes whose program contains the act that it waits for; of a mutex only its holder.

use alloc::vec::Vec;

use super::{Ready, World};
use crate::program::{Op, Program, To};
use crate::trace::event::Wait;

impl World {
    /// Everything that a process which can't go waits for, each with its object: one, or one for each arm of a `select`.
    pub(crate) fn waits(&self, program: &Program, process: usize) -> Vec<(Wait, u16)> {
        match self.op(program, process) {
            Some(op @ Op::Select { .. }) => self.arms_waits(program, process, op),
            Some(op) => match self.ready(program, process, op) {
                Ready::Wait(wait, object) => [(wait, object)].to_vec(),
                _ => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    /// All that the arms of a `select` can wait for.
    pub(crate) fn arms_waits(&self, program: &Program, process: usize, op: Op) -> Vec<(Wait, u16)> {
        let Op::Select { select } = op else { return Vec::new() };
        let spec = &program.selects[select as usize];
        let mut waits = Vec::new();
        for arm in &program.arms[spec.first as usize..][..usize::from(spec.count)] {
            // An arm that can never go waits for nothing, and stands in nobody's way.
            if self.is_never(program, process, arm.op) {
                continue;
            }
            let (to, sends) = match arm.op {
                Op::Send { to, .. } => (to, true),
                Op::Receive { from, .. } => (from, false),
                _ => continue,
            };
            if to == To::Any {
                waits.push((Wait::AnyMessage, process as u16));
            } else if let Ok(channel) = self.resolve(program, process, to, sends) {
                let wait = match (sends, program.channels[usize::from(channel)].is_rendezvous()) {
                    (true, true) => Wait::Receiver,
                    (true, false) => Wait::Room,
                    (false, true) => Wait::Sender,
                    (false, false) => Wait::Message,
                };
                waits.push((wait, channel));
            }
        }
        waits
    }

    /// Tells `helper` who could free a process from one of its waits, alive or not; some may come more than once. Of a
    /// mutex that nobody holds: nobody, since who waits for it is not part of the state.
    pub(crate) fn each_helper(
        &self,
        program: &Program,
        process: usize,
        (wait, object): (Wait, u16),
        helper: &mut dyn FnMut(u16),
    ) {
        let number = usize::from(object);
        let others = |processes: &[u16], helper: &mut dyn FnMut(u16)| {
            processes.iter().filter(|&&other| usize::from(other) != process).for_each(|&other| helper(other));
        };
        match wait {
            Wait::Room | Wait::Receiver | Wait::Buffer | Wait::Receipt => {
                others(&program.channels[number].receivers, helper);
            }
            Wait::Message | Wait::Sender => others(&program.channels[number].senders, helper),
            Wait::AnyMessage => {
                for &channel in &program.processes[process].incoming {
                    program.channels[usize::from(channel)].senders.iter().for_each(|&other| helper(other));
                }
            }
            Wait::Mutex => self.holder(number).into_iter().for_each(|holder| helper(holder as u16)),
            Wait::Semaphore | Wait::Condition => others(&program.locks[number].givers, helper),
            Wait::Created => program.memories[number].owner.into_iter().for_each(helper),
            Wait::Several => {}
        }
    }
}
