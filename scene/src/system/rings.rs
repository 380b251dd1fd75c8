//! Who is in a deadlock at a moment: waits, directly or through others, for itself, and nobody outside can help.
//!
//! The events tell the same; here it is read from the moment alone, so that a picture need not search a run.

use ipcscope_core::program::Program;
use ipcscope_core::simulate::State;
use ipcscope_core::trace::Moment;

/// With more processes than this, no ring is looked for.
const MOST: usize = 128;

/// For each process whether it is in a ring of waiting that can never be left.
pub fn members(program: &Program, moment: &Moment) -> Vec<bool> {
    let count = moment.processes.len();
    if count > MOST || moment.processes.iter().all(|process| process.wait.is_none()) {
        return vec![false; count];
    }
    let stuck = stuck(moment);
    let reached: Vec<Vec<bool>> = (0..count).map(|process| reached(moment, process, &stuck)).collect();
    let is_in_ring = |process: usize| {
        let ring = (0..count).filter(|&other| reached[process][other] && reached[other][process]);
        // Servers that wait for each other only are at rest.
        reached[process][process] && ring.into_iter().any(|member| !program.processes[member].server)
    };
    (0..count).map(is_in_ring).collect()
}

/// The largest set of blocked processes that nobody outside it and alive could free.
fn stuck(moment: &Moment) -> Vec<bool> {
    let mut stuck: Vec<bool> = (0..moment.processes.len()).map(|process| is_held(moment, process)).collect();
    loop {
        let freed = moment
            .processes
            .iter()
            .enumerate()
            .position(|(number, process)| stuck[number] && process.could_free.iter().any(|&other| !stuck[other]));
        match freed {
            Some(freed) => stuck[freed] = false,
            None => return stuck,
        }
    }
}

/// Blocked, and still in line: what it waits for has not come at this very instant.
fn is_held(moment: &Moment, process: usize) -> bool {
    let now = &moment.processes[process];
    now.state == State::Blocked && !now.waits.is_empty() && now.deadline_us.is_none()
}

/// Everyone stuck whom `process` waits for, directly or through others.
fn reached(moment: &Moment, process: usize, stuck: &[bool]) -> Vec<bool> {
    let mut reached = vec![false; stuck.len()];
    let mut open = if stuck[process] { vec![process] } else { Vec::new() };
    while let Some(at) = open.pop() {
        for &next in &moment.processes[at].could_free {
            if stuck[next] && !std::mem::replace(&mut reached[next], true) {
                open.push(next);
            }
        }
    }
    reached
}
