//! A run as a log for ShiViz (Beschastnikh et al., *Debugging Distributed Systems*, CACM 59(8), 2016): each event of a
//! process with its vector clock (Fidge, 1988; Mattern, 1989).
//!
//! One event may have caused another exactly if its clock is less: no component is greater, and at least one is less.
//! The clocks follow from the order of events in each process and from the causes of events. Without a cause there is
//! no arrow: none for a read of shared memory that another process wrote, none for a lock that was free.
//!
//! Operations of the system and the network on a message are omitted, since no process knows of them; causes lead
//! through them. Facts detected about processes, such as a deadlock, are on a host of their own.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::json::quoted;
use crate::trace::metrics::{cause_by_process, is_of_the_system, is_remark};
use crate::trace::words::{self, show_us};
use crate::trace::{Run, event::Event};

/// The first line tells ShiViz how to read the rest, the second how to separate runs: this is its default pattern, and
/// a single run.
const HEADER: &str = "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)\n\n";

/// All events of a run, two lines each.
pub fn run(run: &Run) -> String {
    let hosts = hosts(run);
    let mut clocks = Clocks::new(run, hosts.len());
    let mut out = String::from(HEADER);
    for (index, event) in run.events().iter_from(0).filter(|(_, event)| !is_of_the_system(event.kind())) {
        let host = clocks.host_of(event);
        let components: Vec<String> = clocks
            .next(run, index, host)
            .iter()
            .zip(&hosts)
            .filter(|&(&ticks, _)| ticks > 0)
            .map(|(ticks, name)| format!("{}:{ticks}", quoted(name)))
            .collect();
        out += &format!("{} {{{}}}\n", hosts[host], components.join(","));
        let what = words::event(run, index).replace(|letter: char| letter.is_control(), " ");
        out += &match is_remark(event.kind()) {
            true => {
                format!("{} {what} ({})\n", run.program().processes[event.process()].name, show_us(event.time_us()))
            }
            false => format!("{what} ({})\n", show_us(event.time_us())),
        };
    }
    out
}

/// A name without blanks for each process, then one for the observer; all different.
fn hosts(run: &Run) -> Vec<String> {
    let given = run.program().processes.iter().map(|process| process.name.as_str());
    let mut hosts: Vec<String> = Vec::new();
    for name in given.chain(["observer"]) {
        let plain = name.replace(|letter: char| letter.is_whitespace() || letter.is_control(), "_");
        let mut unique = plain.clone();
        let mut number = 2;
        while hosts.contains(&unique) {
            unique = format!("{plain}_{number}");
            number += 1;
        }
        hosts.push(unique);
    }
    hosts
}

type Clock = Vec<u32>;

/// The clock of each host, and of those events that are causes of later ones.
struct Clocks {
    now: Vec<Clock>,
    /// The number of later events with each event as their cause.
    effects: Vec<u32>,
    causes: BTreeMap<usize, Clock>,
}

impl Clocks {
    fn new(run: &Run, hosts: usize) -> Clocks {
        let mut effects = alloc::vec![0; run.events().len()];
        for (index, event) in run.events().iter_from(0) {
            if let Some(cause) = cause_by_process(run, index).filter(|_| !is_of_the_system(event.kind())) {
                effects[cause] += 1;
            }
        }
        Clocks { now: alloc::vec![alloc::vec![0; hosts]; hosts], effects, causes: BTreeMap::new() }
    }

    fn host_of(&self, event: &Event) -> usize {
        if is_remark(event.kind()) { self.now.len() - 1 } else { event.process() }
    }

    /// The clock of event number `index`, which is the next event of its host.
    fn next(&mut self, run: &Run, index: usize, host: usize) -> &Clock {
        if let Some(cause) = cause_by_process(run, index) {
            if let Some(clock) = self.causes.get(&cause) {
                for (own, theirs) in self.now[host].iter_mut().zip(clock) {
                    *own = (*own).max(*theirs);
                }
            }
            self.effects[cause] -= 1;
            if self.effects[cause] == 0 {
                self.causes.remove(&cause);
            }
        }
        self.now[host][host] += 1;
        if self.effects[index] > 0 {
            self.causes.insert(index, self.now[host].clone());
        }
        &self.now[host]
    }
}
