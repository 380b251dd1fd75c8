//! What a process waits for, and what would free it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::event::Wait;
use super::super::moment::{Moment, ProcessNow};
use super::super::run::Run;
use super::{list, show_us};
use crate::program::{Program, Room};
use crate::simulate::State;

/// What a blocked process waits for: "orders is full (4 of 4)". `object` is what [`Wait`] says.
pub fn waits_for(program: &Program, wait: Wait, object: usize) -> String {
    if wait.is_channel() {
        return waits_for_channel(program, wait, object);
    }
    let lock = || program.locks[object].name.as_str();
    match wait {
        Wait::AnyMessage => "nobody has sent it a message".to_string(),
        Wait::Semaphore => format!("{} has no permit left", lock()),
        Wait::Mutex => format!("{} is held", lock()),
        Wait::Condition => format!("it sleeps on {}", lock()),
        Wait::Created => format!("{} has not been created yet", program.memories[object].name),
        _ => "none of what it selects from can go".to_string(),
    }
}

fn waits_for_channel(program: &Program, wait: Wait, object: usize) -> String {
    let channel = &program.channels[object];
    let (from, to) = ends(program, object);
    let name = match channel.direct {
        Some(_) => format!("the link to {to}"),
        None => channel.name.clone(),
    };
    match (wait, channel.capacity, channel.direct) {
        (Wait::Room, Room::Messages(most), _) if most > 0 => format!("{name} is full ({most} of {most})"),
        (Wait::Room, ..) => format!("{name} is full"),
        (Wait::Message, _, Some(_)) => format!("there is no message from {from}"),
        (Wait::Message, ..) => format!("{name} is empty"),
        (Wait::Receiver, _, Some(_)) => format!("{to} is not there to receive"),
        (Wait::Receiver, ..) => format!("{name} has capacity 0, and nobody is there to receive"),
        (Wait::Sender, _, Some(_)) => format!("{from} is not there to send"),
        (Wait::Sender, ..) => format!("{name} has capacity 0, and nobody is there to send"),
        (Wait::Buffer, ..) => format!("{name} has no buffer that is empty"),
        _ => match channel.direct {
            Some(_) => format!("{to} has not received its message yet"),
            None => format!("nobody has received its message from {name} yet"),
        },
    }
}

/// The names of the two processes of a link; empty for a mailbox.
fn ends(program: &Program, channel: usize) -> (&str, &str) {
    match program.channels[channel].direct {
        Some((from, to)) => {
            (program.processes[usize::from(from)].name.as_str(), program.processes[usize::from(to)].name.as_str())
        }
        None => ("", ""),
    }
}

/// The same for a small place: "orders is full".
pub fn waits_for_short(program: &Program, wait: Wait, object: usize) -> String {
    let (from, to) = if wait.is_channel() { ends(program, object) } else { ("", "") };
    let is_direct = !to.is_empty();
    let name = || match wait {
        wait if wait.is_lock() => program.locks[object].name.as_str(),
        Wait::Created => program.memories[object].name.as_str(),
        wait if wait.is_channel() => program.channels[object].name.as_str(),
        _ => "",
    };
    match wait {
        Wait::Room if is_direct => format!("link to {to} is full"),
        Wait::Room => format!("{} is full", name()),
        Wait::Message if is_direct => format!("nothing from {from}"),
        Wait::Message => format!("{} is empty", name()),
        Wait::Receiver if is_direct => format!("waits for {to}"),
        Wait::Receiver => format!("{}: nobody receives", name()),
        Wait::Sender if is_direct => format!("waits for {from}"),
        Wait::Sender => format!("{}: nobody sends", name()),
        Wait::AnyMessage => "no message".to_string(),
        Wait::Buffer => "no empty buffer".to_string(),
        Wait::Receipt => "not received yet".to_string(),
        Wait::Semaphore => format!("{} is 0", name()),
        Wait::Mutex => format!("{} is held", name()),
        Wait::Condition => format!("sleeps on {}", name()),
        Wait::Created => format!("{} is not there", name()),
        Wait::Several => "waits for one of several".to_string(),
    }
}

/// Why process `number` can't move at a moment and what would free it, or what it does: one or two sentences.
pub fn why(run: &Run, moment: &Moment, number: usize) -> String {
    let program = run.program();
    let process = &moment.processes[number];
    let until = process.until_us.map(|until| format!(" until {}", show_us(until))).unwrap_or_default();
    match process.state {
        State::New => "Has not started yet.".to_string(),
        State::Ready => format!("Ready since {}: it waits for a core.", show_us(process.since_us)),
        State::Running => match process.statement {
            Some(_) => format!("Running{until}."),
            None => "Running.".to_string(),
        },
        State::Sleeping => format!("Sleeping{until}: it waits for the clock, and uses no core."),
        State::Ended => format!("Ended at {}.", show_us(process.since_us)),
        State::Faulted => format!("Ended by a fault at {}.", show_us(process.since_us)),
        State::Blocked => {
            let Some((wait, object)) = process.wait else { return "Blocked.".to_string() };
            let reasons = match wait {
                Wait::Several => {
                    let each: Vec<String> =
                        process.waits.iter().map(|&(wait, object)| waits_for(program, wait, object)).collect();
                    each.join(", and ")
                }
                _ => waits_for(program, wait, object),
            };
            let limit = process.deadline_us.map(|us| format!(" It waits until {} at most.", show_us(us)));
            format!(
                "Blocked since {}: {reasons}. {}{}",
                show_us(process.since_us),
                what_would_free(program, process),
                limit.unwrap_or_default(),
            )
        }
    }
}

fn what_would_free(program: &Program, process: &ProcessNow) -> String {
    let others: Vec<&str> = process.could_free.iter().map(|&other| program.processes[other].name.as_str()).collect();
    let (wait, object) = process.waits.first().copied().unwrap_or((Wait::Several, 0));
    let acts = acts(program, wait, object);
    match (&others[..], process.waits.len()) {
        ([], 0 | 1) => format!("Nobody who is left can {}.", acts[0]),
        ([], _) => "Nobody who is left can free it.".to_string(),
        (others, 0 | 1) => format!("It goes on when {} {}.", list(others, "or"), acts[1]),
        (others, _) => format!("It goes on when {} comes to one of them.", list(others, "or")),
    }
}

/// What others have to do: "send to orders", "sends to orders".
fn acts(program: &Program, wait: Wait, object: usize) -> [String; 2] {
    let verb = |one: &str, many: &str, what: &str| [format!("{one} {what}"), format!("{many} {what}")];
    let lock = || program.locks[object].name.as_str();
    let channel = || match program.channels[object].direct {
        Some(_) => ends(program, object),
        None => (program.channels[object].name.as_str(), program.channels[object].name.as_str()),
    };
    match wait {
        Wait::Room | Wait::Receiver | Wait::Receipt => verb("receive from", "receives from", channel().0),
        Wait::Message | Wait::Sender => verb("send to", "sends to", channel().1),
        Wait::Buffer => verb("post a buffer to", "posts a buffer to", channel().0),
        Wait::AnyMessage => verb("send it", "sends it", "a message"),
        Wait::Semaphore => verb("signal", "signals", lock()),
        Wait::Mutex => verb("unlock", "unlocks", lock()),
        Wait::Condition => verb("notify", "notifies", lock()),
        Wait::Created => verb("create", "creates", &program.memories[object].name),
        Wait::Several => verb("free", "frees", "it"),
    }
}
