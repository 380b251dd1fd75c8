//! Who is in a deadlock at a moment: waits, directly or through others, for itself, and nobody outside can help.
//!
//! The events tell the same; here it is read from the moment alone, so that a picture need not search a run.

use ipcscope_core::simulate::State;
use ipcscope_core::trace::event::{Kind, Wait};
use ipcscope_core::trace::{Moment, Run};

use crate::timeline::is_remote;

/// With more processes than this, no ring is looked for.
const MOST: usize = 128;
/// So many events are looked through for answers that are on their way.
const FAR: usize = 4_096;

/// For each process whether it is in a ring of waiting that can never be left.
pub fn members(run: &Run, moment: &Moment) -> Vec<bool> {
    let program = run.program();
    let count = moment.processes.len();
    if count > MOST || moment.processes.iter().all(|process| process.wait.is_none()) {
        return vec![false; count];
    }
    let stuck = stuck(run, moment);
    let reached: Vec<Vec<bool>> = (0..count).map(|process| reached(moment, process, &stuck)).collect();
    let is_in_ring = |process: usize| {
        let ring = (0..count).filter(|&other| reached[process][other] && reached[other][process]);
        // Servers that wait for each other only are at rest.
        reached[process][process] && ring.into_iter().any(|member| !program.processes[member].server)
    };
    (0..count).map(is_in_ring).collect()
}

/// The largest set of blocked processes that nobody outside it and alive could free.
fn stuck(run: &Run, moment: &Moment) -> Vec<bool> {
    let mut stuck: Vec<bool> = (0..moment.processes.len()).map(|process| is_held(run, moment, process)).collect();
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

/// Blocked, and still in line: what it waits for has not come at this very instant, and no network can still bring it.
fn is_held(run: &Run, moment: &Moment, process: usize) -> bool {
    let now = &moment.processes[process];
    if now.state != State::Blocked || now.waits.is_empty() || now.deadline_us.is_some() {
        return false;
    }
    let program = run.program();
    let may_come = |channel: usize, is_send: bool| {
        let is_far = program.channels[channel].senders.iter().any(|&sender| is_remote(program, sender.into(), channel));
        let is_coming = || !moment.channels[channel].in_flight.is_empty();
        is_far && (is_coming() || is_send && has_answers(run, moment, channel))
    };
    !now.waits.iter().any(|&(wait, object)| match wait {
        Wait::AnyMessage => {
            let to =
                |number: &usize| program.channels[*number].direct.is_some_and(|(_, to)| usize::from(to) == process);
            (0..program.channels.len()).filter(to).any(|channel| may_come(channel, false))
        }
        wait => wait.is_channel() && may_come(object, wait.is_send()),
    })
}

/// The network has an answer to bring: more messages were received or lost than answers have come.
fn has_answers(run: &Run, moment: &Moment, channel: usize) -> bool {
    let mut open = 0;
    for at in (moment.at.saturating_sub(FAR)..moment.at).rev() {
        let Some(event) = run.events().get(at).filter(|event| event.object() == Some(channel)) else { continue };
        open += match event.kind() {
            Kind::Receive | Kind::Lost => 1,
            Kind::Answer => -1,
            _ => 0,
        };
    }
    open > 0
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
