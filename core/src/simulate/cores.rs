//! The cores of a host, and the scheduling policy that assigns them.
//!
//! A process needs a core for `work` and for the step of an operation. It keeps its core from one burst to the next,
//! until it blocks, sleeps or terminates; until its time slice ends while another process waits (round-robin); or until
//! a process of higher priority becomes ready (Silberschatz et al., § 5.3). On a host with at least as many cores as
//! processes no process ever waits.

use alloc::collections::VecDeque;

use super::{Plan, Simulation, Sink, State};
use crate::event::Kind;
use crate::program::{Host, Program};
use crate::scenario::tree::Schedule;
use crate::value::Value;

/// The cores of one host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cores {
    /// The number of free cores; `None`: one for each process.
    free: Option<u32>,
    /// The ready processes, the next first.
    ready: VecDeque<u16>,
}

impl Cores {
    pub(super) fn new(host: &Host) -> Cores {
        Cores { free: host.cores, ready: VecDeque::new() }
    }
}

impl Simulation {
    /// The processes that wait for a core of a host, the next first.
    pub fn waiting_for_core(&self, host: usize) -> impl Iterator<Item = u16> + '_ {
        self.cores[host].ready.iter().copied()
    }

    /// Whether the process has a core, new or kept; if not, it waits for one, and starts its operation again once
    /// dispatched.
    pub(super) fn has_core_or_waits(&mut self, program: &Program, process: usize, sink: &mut dyn Sink) -> bool {
        let host = usize::from(program.processes[process].host);
        let Some(free) = self.cores[host].free else { return true };
        if self.activities[process].has_core {
            let is_over = self.activities[process].slice_us == 0;
            if is_over && matches!(program.hosts[host].schedule, Schedule::RoundRobin(_)) {
                if self.cores[host].ready.is_empty() {
                    self.new_slice(program, process);
                    return true;
                }
                self.pass_core_on(program, process, None, sink);
                return false;
            }
            return true;
        }
        if free > 0 {
            self.cores[host].free = Some(free - 1);
            self.activities[process].has_core = true;
            self.new_slice(program, process);
            return true;
        }
        self.wait_for_core(program, process, None, false, sink);
        self.preempt(program, host, sink);
        false
    }

    /// Uses the core for some time, then follows the plan.
    pub(super) fn burst(&mut self, program: &Program, process: usize, us: u64, plan: Plan) {
        let host = &program.hosts[usize::from(program.processes[process].host)];
        let slice_us = self.activities[process].slice_us;
        match host.schedule {
            Schedule::RoundRobin(_) if host.cores.is_some() && us > slice_us => {
                self.activities[process].left_us = us - slice_us;
                self.activities[process].slice_us = 0;
                self.schedule(process, slice_us, Plan::Slice { acts: plan == Plan::Act });
            }
            Schedule::RoundRobin(_) => {
                self.activities[process].slice_us = slice_us.saturating_sub(us);
                self.schedule(process, us, plan);
            }
            Schedule::Fifo | Schedule::Priority => self.schedule(process, us, plan),
        }
    }

    /// The time slice ends during a burst.
    pub(super) fn end_slice(&mut self, program: &Program, process: usize, acts: bool, sink: &mut dyn Sink) {
        let host = usize::from(program.processes[process].host);
        if self.cores[host].ready.is_empty() {
            self.new_slice(program, process);
            self.resume_burst(program, process, acts);
        } else {
            self.pass_core_on(program, process, Some(acts), sink);
        }
    }

    /// A process that waited for a core is dispatched.
    pub(super) fn dispatched(
        &mut self,
        program: &Program,
        process: usize,
        interrupted: Option<bool>,
        cause: u32,
        sink: &mut dyn Sink,
    ) {
        self.activities[process].latest = Some(self.events);
        self.remark(sink, process, Kind::Run, program.processes[process].host, &[], Some(cause));
        self.set_state(process, State::Running);
        match interrupted {
            Some(acts) => self.resume_burst(program, process, acts),
            None => self.arrive(program, process, sink),
        }
    }

    fn resume_burst(&mut self, program: &Program, process: usize, acts: bool) {
        let left_us = self.activities[process].left_us;
        self.burst(program, process, left_us, if acts { Plan::Act } else { Plan::Finish });
    }

    /// Passes the core to the next process, and waits behind the others.
    fn pass_core_on(&mut self, program: &Program, process: usize, interrupted: Option<bool>, sink: &mut dyn Sink) {
        self.activities[process].has_core = false;
        self.wait_for_core(program, process, interrupted, true, sink);
        self.hand_out(program, usize::from(program.processes[process].host));
    }

    /// A process that blocks, sleeps or terminates needs no core.
    pub(super) fn give_core_back(&mut self, program: &Program, process: usize) {
        if core::mem::take(&mut self.activities[process].has_core) {
            self.hand_out(program, usize::from(program.processes[process].host));
        }
    }

    /// Assigns a core freed by the latest event to the next process, if any.
    fn hand_out(&mut self, program: &Program, host: usize) {
        match self.cores[host].ready.pop_front() {
            Some(next) => {
                self.activities[usize::from(next)].has_core = true;
                self.new_slice(program, usize::from(next));
                if let Plan::Dispatch(_, cause) = &mut self.activities[usize::from(next)].plan {
                    *cause = self.events.saturating_sub(1);
                }
                self.at_once.push_back(next);
            }
            None => self.cores[host].free = self.cores[host].free.map(|free| free + 1),
        }
    }

    /// Puts a process among those that wait for a core; `Some` if a burst was interrupted.
    fn wait_for_core(
        &mut self,
        program: &Program,
        process: usize,
        interrupted: Option<bool>,
        was_taken: bool,
        sink: &mut dyn Sink,
    ) {
        let host = program.processes[process].host;
        self.note(sink, process, Kind::Ready, host, &[Value::truth(was_taken)]);
        self.set_state(process, State::Ready);
        self.activities[process].plan = Plan::Dispatch(interrupted, 0);
        self.activities[process].due = 0;
        let cores = &mut self.cores[usize::from(host)];
        let place = match program.hosts[usize::from(host)].schedule {
            Schedule::Priority => {
                let own = program.processes[process].priority;
                let goes_before = |other: &u16| {
                    let theirs = program.processes[usize::from(*other)].priority;
                    // A preempted process comes first among those of its priority.
                    theirs < own || theirs == own && was_taken
                };
                cores.ready.iter().position(goes_before).unwrap_or(cores.ready.len())
            }
            _ => cores.ready.len(),
        };
        cores.ready.insert(place, process as u16);
    }

    /// By priority: the first waiting process preempts the running process of lowest priority, if that is lower.
    fn preempt(&mut self, program: &Program, host: usize, sink: &mut dyn Sink) {
        if program.hosts[host].schedule != Schedule::Priority {
            return;
        }
        let Some(&wanting) = self.cores[host].ready.front() else { return };
        let runs = |process: &usize| {
            usize::from(program.processes[*process].host) == host && self.activities[*process].has_core
        };
        let priority = |process: &usize| program.processes[*process].priority;
        // Among equals the one with the highest number, which is later in the text.
        let lowest = (0..self.activities.len()).filter(runs).rev().min_by_key(priority);
        let Some(lowest) = lowest.filter(|lowest| priority(lowest) < priority(&usize::from(wanting))) else { return };
        let acts = match self.activities[lowest].plan {
            Plan::Act => Some(true),
            Plan::Finish => Some(false),
            // It has not started its activity at this instant yet.
            _ => None,
        };
        if acts.is_none() {
            self.at_once.retain(|&turn| usize::from(turn) != lowest);
        }
        let until_us = self.activities[lowest].until_us.unwrap_or(self.now_us);
        self.activities[lowest].left_us = until_us.saturating_sub(self.now_us);
        self.pass_core_on(program, lowest, acts, sink);
    }

    fn new_slice(&mut self, program: &Program, process: usize) {
        let host = &program.hosts[usize::from(program.processes[process].host)];
        self.activities[process].slice_us = match host.schedule {
            Schedule::RoundRobin(slice) => slice.us,
            _ => u64::MAX,
        };
    }
}
