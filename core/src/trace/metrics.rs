//! Metrics of a run, from its events alone: time in each state, messages, queues, copies, system calls, utilisation.
//!
//! Times are whole µs and counts are whole; quotients are kept as a [`Ratio`], so that nothing is rounded before it is
//! shown.
//!
//! Definitions:
//!
//! - A **system call** is each send, receive, post, create, attach, detach, wait, signal, lock, unlock, notify and
//!   `wait c` that succeeded or was refused, and each `select` that timed out; a call that never returns does not
//!   count. Reading and writing shared memory is no system call: after the attach the system takes no part in it
//!   (Silberschatz et al., § 3.4).
//! - A **copy** of a message is made into the system at its send, and out of the system at each receive: 2 copies for a
//!   message with one reader. At a rendezvous the system buffers nothing: 1 copy, from process to process. Shared
//!   memory: 0.
//! - A message **waits** from its send to its receive, including the time in the network.

use alloc::vec::Vec;

use super::event::{Event, Kind};
use super::run::Run;

mod causes;
mod phases;
mod queues;

use causes::back_to;
pub use causes::{cause_by_process, send_of};
pub use phases::{Phase, Phases, is_of_the_system, is_remark};
pub(crate) use queues::Queues;

/// A quotient that has not been divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Numerator.
    pub numerator: u128,
    /// Denominator; 0 if the quotient is undefined.
    pub denominator: u128,
}

impl Ratio {
    fn new(numerator: impl Into<u128>, denominator: impl Into<u128>) -> Ratio {
        Ratio { numerator: numerator.into(), denominator: denominator.into() }
    }

    /// For drawing; `None` if the quotient is undefined.
    pub fn value(self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }
}

/// The metrics of a run, up to one of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// The time of the last event, in µs.
    pub makespan_us: u64,
    /// In the program's order.
    pub processes: Vec<ProcessMetrics>,
    /// In the program's order.
    pub channels: Vec<ChannelMetrics>,
    /// In the program's order.
    pub hosts: Vec<HostMetrics>,
}

/// The metrics of a process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcessMetrics {
    /// µs in each [`Phase`], by its number. They add up to the makespan.
    pub in_phase_us: [u64; 7],
    /// Messages sent.
    pub sent: u64,
    /// Messages received.
    pub received: u64,
    /// Sends that failed.
    pub refused_sends: u64,
    /// Receives that failed.
    pub empty_receives: u64,
    /// How often it was blocked, including for 0 µs.
    pub waits: u64,
    /// The longest of these waits, in µs.
    pub longest_wait_us: u64,
    /// System calls.
    pub calls: u64,
}

impl ProcessMetrics {
    /// Time in a phase, in µs.
    pub fn us(&self, phase: Phase) -> u64 {
        self.in_phase_us[phase as usize]
    }

    /// Time in which it used a core, in µs.
    pub fn busy_us(&self) -> u64 {
        self.us(Phase::Running) + self.us(Phase::Working)
    }
}

/// The metrics of a mailbox, or of one direction of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelMetrics {
    /// Messages sent.
    pub sent: u64,
    /// Receives: several for each message of a mailbox to all.
    pub received: u64,
    /// Messages that the network lost.
    pub lost: u64,
    /// Messages in the queue after the last event, without those in flight.
    pub left: u64,
    /// The greatest queue length, even if only for an instant.
    pub longest_queue: u64,
    /// The integral of its length over time, in message·µs.
    pub queue_area: u128,
    /// The sum over all receives of the time from send to receive, in µs.
    pub waiting_us: u128,
    /// The longest of these times, in µs.
    pub longest_waiting_us: u64,
    /// Copies of its messages.
    pub copies: u64,
    /// System calls on it.
    pub calls: u64,
}

impl ChannelMetrics {
    /// The mean time from send to receive, in µs.
    pub fn mean_waiting_us(&self) -> Ratio {
        Ratio::new(self.waiting_us, self.received)
    }
}

/// The metrics of a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostMetrics {
    /// Number of cores; `None`: one for each process.
    pub cores: Option<u32>,
    /// The sum of the times in which its processes used cores, in µs.
    pub busy_us: u128,
}

impl Metrics {
    /// The metrics of all recorded events of `run`.
    pub fn new(run: &Run) -> Metrics {
        Metrics::until(run, run.events().len())
    }

    /// The metrics of the first `events` events of `run`.
    pub fn until(run: &Run, events: usize) -> Metrics {
        let mut counter = Counter::new(run);
        for (index, event) in run.events().iter_from(0).take(events) {
            counter.take(index, event);
        }
        counter.finish()
    }

    /// The sum of the times in which processes used cores, in µs.
    pub fn work_us(&self) -> u128 {
        self.processes.iter().map(|process| u128::from(process.busy_us())).sum()
    }

    /// The average number of busy cores: the speedup over all the work on one core.
    pub fn speedup(&self) -> Ratio {
        Ratio::new(self.work_us(), self.makespan_us)
    }

    /// The share of its cores' time that a host used; `None` if its cores are unlimited.
    pub fn utilisation(&self, host: usize) -> Option<Ratio> {
        let of = &self.hosts[host];
        let all = |cores| u128::from(cores) * u128::from(self.makespan_us);
        of.cores.map(|cores: u32| Ratio::new(of.busy_us, all(cores)))
    }

    /// Receives from a channel per second.
    pub fn throughput(&self, channel: usize) -> Ratio {
        Ratio::new(u128::from(self.channels[channel].received) * 1_000_000, self.makespan_us)
    }

    /// The mean length of a channel's queue over time.
    pub fn mean_queue(&self, channel: usize) -> Ratio {
        Ratio::new(self.channels[channel].queue_area, self.makespan_us)
    }

    /// Copies of messages.
    pub fn copies(&self) -> u64 {
        self.channels.iter().map(|channel| channel.copies).sum()
    }

    /// System calls of all processes.
    pub fn calls(&self) -> u64 {
        self.processes.iter().map(|process| process.calls).sum()
    }
}

/// Counts event by event.
struct Counter<'r> {
    run: &'r Run,
    phases: Phases,
    /// Since when each process has been in its current phase.
    since_us: Vec<u64>,
    /// Since when each process has been blocked, across consecutive waits.
    blocked_us: Vec<u64>,
    queues: Queues,
    metrics: Metrics,
}

impl<'r> Counter<'r> {
    fn new(run: &'r Run) -> Counter<'r> {
        let program = run.program();
        let count = program.processes.len();
        let hosts = program.hosts.iter().map(|host| HostMetrics { cores: host.cores, busy_us: 0 });
        Counter {
            run,
            phases: Phases::new(count),
            since_us: alloc::vec![0; count],
            blocked_us: alloc::vec![0; count],
            queues: Queues::new(program),
            metrics: Metrics {
                makespan_us: 0,
                processes: alloc::vec![ProcessMetrics::default(); count],
                channels: alloc::vec![ChannelMetrics::default(); program.channels.len()],
                hosts: hosts.collect(),
            },
        }
    }

    fn take(&mut self, index: usize, event: &Event) {
        self.metrics.makespan_us = event.time_us();
        let process = event.process();
        let before = self.phases.of(process);
        if let Some(after) = self.phases.take(event) {
            self.leave(process, before, event.time_us());
            if before == Phase::Blocked && after != Phase::Blocked {
                self.end_wait(process);
            }
            if before != Phase::Blocked && after == Phase::Blocked {
                self.blocked_us[process] = event.time_us();
                self.metrics.processes[process].waits += 1;
            }
        }
        self.count(event);
        self.queues.take(self.run, index, event, &mut self.metrics.channels);
    }

    /// Adds the time of process number `process` in a phase that ends now.
    fn leave(&mut self, process: usize, phase: Phase, now_us: u64) {
        let since_us = core::mem::replace(&mut self.since_us[process], now_us);
        self.metrics.processes[process].in_phase_us[phase as usize] += now_us - since_us;
    }

    fn end_wait(&mut self, process: usize) {
        let waited_us = self.metrics.makespan_us - self.blocked_us[process];
        let longest = &mut self.metrics.processes[process].longest_wait_us;
        *longest = waited_us.max(*longest);
    }

    fn count(&mut self, event: &Event) {
        let of = &mut self.metrics.processes[event.process()];
        match event.kind() {
            Kind::Send => of.sent += 1,
            Kind::Receive => of.received += 1,
            Kind::SendRefused => of.refused_sends += 1,
            Kind::ReceiveRefused => of.empty_receives += 1,
            _ => {}
        }
        of.calls += u64::from(is_call(event.kind()));
    }

    fn finish(mut self) -> Metrics {
        let now_us = self.metrics.makespan_us;
        for process in 0..self.since_us.len() {
            let phase = self.phases.of(process);
            self.leave(process, phase, now_us);
            if phase == Phase::Blocked {
                self.end_wait(process);
            }
            let host = usize::from(self.run.program().processes[process].host);
            self.metrics.hosts[host].busy_us += u128::from(self.metrics.processes[process].busy_us());
        }
        self.queues.finish(now_us, &mut self.metrics.channels);
        self.metrics
    }
}

/// Whether the event is the return of a system call. A later effect of the same call, such as waking up on a condition
/// variable, is not another call.
fn is_call(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Send
            | Kind::SendRefused
            | Kind::Receive
            | Kind::ReceiveRefused
            | Kind::TimeOut
            | Kind::Post
            | Kind::Create
            | Kind::Attach
            | Kind::AttachRefused
            | Kind::Detach
            | Kind::Wait
            | Kind::Signal
            | Kind::Lock
            | Kind::Unlock
            | Kind::LockRefused
            | Kind::FallAsleep
            | Kind::Notify
    )
}
