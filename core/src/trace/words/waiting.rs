//! What a process waits for, and what would free it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::event::Wait;
use super::super::moment::{Moment, ProcessNow};
use super::super::run::Run;
use super::{fill, list, show_us};
use crate::program::{Program, Room};
use crate::simulate::State;

/// What a blocked process waits for: "orders is full (4 of 4)". `object` is what [`Wait`] says.
pub fn waits_for(program: &Program, wait: Wait, object: usize) -> String {
    let channel = program.channels.get(object).filter(|_| wait.is_channel());
    let is_direct = channel.is_some_and(|channel| channel.direct.is_some());
    let most = channel.and_then(|channel| match channel.capacity {
        Room::Messages(most) if most > 0 => Some(most),
        _ => None,
    });
    let sentence = match wait {
        Wait::Room if most.is_some() => "{channel} is full ({most} of {most})",
        Wait::Room => "{channel} is full",
        Wait::Message if is_direct => "there is no message from {from}",
        Wait::Message => "{channel} is empty",
        Wait::Receiver if is_direct => "{to} is not there to receive",
        Wait::Receiver => "{channel} has capacity 0, and nobody is there to receive",
        Wait::Sender if is_direct => "{from} is not there to send",
        Wait::Sender => "{channel} has capacity 0, and nobody is there to send",
        Wait::Buffer => "{channel} has no buffer that is empty",
        Wait::Receipt if is_direct => "{to} has not received its message yet",
        Wait::Receipt => "nobody has received its message from {channel} yet",
        Wait::AnyMessage => "nobody has sent it a message",
        Wait::Semaphore => "{lock} has no permit left",
        Wait::Mutex => "{lock} is held",
        Wait::Condition => "it sleeps on {lock}",
        Wait::Created => "{memory} has not been created yet",
        Wait::Several => "none of what it selects from can go",
    };
    fill(sentence, &|word| match word {
        "most" => most.unwrap_or(0).to_string(),
        "channel" if is_direct => ["the link to ", name(program, "to", object)].concat(),
        word => name(program, word, object).to_string(),
    })
}

/// The same for a small place: "orders is full".
pub fn waits_for_short(program: &Program, wait: Wait, object: usize) -> String {
    let channel = program.channels.get(object).filter(|_| wait.is_channel());
    let is_direct = channel.is_some_and(|channel| channel.direct.is_some());
    let sentence = match wait {
        Wait::Room if is_direct => "link to {to} is full",
        Wait::Room => "{channel} is full",
        Wait::Message if is_direct => "nothing from {from}",
        Wait::Message => "{channel} is empty",
        Wait::Receiver if is_direct => "waits for {to}",
        Wait::Receiver => "{channel}: nobody receives",
        Wait::Sender if is_direct => "waits for {from}",
        Wait::Sender => "{channel}: nobody sends",
        Wait::AnyMessage => "no message",
        Wait::Buffer => "no empty buffer",
        Wait::Receipt => "not received yet",
        Wait::Semaphore => "{lock} is 0",
        Wait::Mutex => "{lock} is held",
        Wait::Condition => "sleeps on {lock}",
        Wait::Created => "{memory} is not there",
        Wait::Several => "waits for one of several",
    };
    fill(sentence, &|word| name(program, word, object).to_string())
}

/// The name of an object, by what it is: a `lock`, a `memory`, a `channel`; of a link the process that messages come
/// `from` or go `to`, of a mailbox itself.
fn name<'p>(program: &'p Program, what: &str, object: usize) -> &'p str {
    match what {
        "lock" => &program.locks[object].name,
        "memory" => &program.memories[object].name,
        _ => {
            let channel = &program.channels[object];
            match channel.direct {
                Some((from, _)) if what == "from" => &program.processes[usize::from(from)].name,
                Some((_, to)) if what == "to" => &program.processes[usize::from(to)].name,
                _ => &channel.name,
            }
        }
    }
}

/// Why process `number` can't move at a moment and what would free it, or what it does: one or two sentences.
pub fn why(run: &Run, moment: &Moment, number: usize) -> String {
    let program = run.program();
    let process = &moment.processes[number];
    let sentence = match process.state {
        State::New => "Has not started yet.",
        State::Ready => "Ready since {since}: it waits for a core.",
        State::Running if process.statement.is_some() && process.until_us.is_some() => "Running until {until}.",
        State::Running => "Running.",
        State::Sleeping if process.until_us.is_some() => {
            "Sleeping until {until}: it waits for the clock, and uses no core."
        }
        State::Sleeping => "Sleeping: it waits for the clock, and uses no core.",
        State::Ended => "Ended at {since}.",
        State::Faulted => "Ended by a fault at {since}.",
        State::Blocked if process.wait.is_none() => "Blocked.",
        State::Blocked if process.deadline_us.is_some() => {
            "Blocked since {since}: {reasons}. {remedy} It waits until {deadline} at most."
        }
        State::Blocked => "Blocked since {since}: {reasons}. {remedy}",
    };
    fill(sentence, &|word| match word {
        "since" => show_us(process.since_us),
        "until" => show_us(process.until_us.unwrap_or(0)),
        "deadline" => show_us(process.deadline_us.unwrap_or(0)),
        "reasons" => reasons(program, process),
        _ => what_would_free(program, process),
    })
}

fn reasons(program: &Program, process: &ProcessNow) -> String {
    match process.wait {
        Some((wait, object)) if wait != Wait::Several => waits_for(program, wait, object),
        _ => {
            let each = process.waits.iter().map(|&(wait, object)| waits_for(program, wait, object));
            each.collect::<Vec<_>>().join(", and ")
        }
    }
}

fn what_would_free(program: &Program, process: &ProcessNow) -> String {
    let others: Vec<&str> = process.could_free.iter().map(|&other| program.processes[other].name.as_str()).collect();
    let (wait, object) = process.waits.first().copied().unwrap_or((Wait::Several, 0));
    let sentence = match (others.is_empty(), process.waits.len()) {
        (true, 0 | 1) => "Nobody who is left can {act}.",
        (true, _) => "Nobody who is left can free it.",
        (false, 0 | 1) => "It goes on when {others} {acts}.",
        (false, _) => "It goes on when {others} comes to one of them.",
    };
    fill(sentence, &|word| match word {
        "others" => list(&others, "or"),
        word => act(program, wait, object, word == "acts"),
    })
}

/// What others have to do: "send to orders"; of one of them, "sends to orders".
fn act(program: &Program, wait: Wait, object: usize, is_one: bool) -> String {
    let (plural, singular) = match wait {
        Wait::Room | Wait::Receiver | Wait::Receipt => ("receive from {from}", "receives from {from}"),
        Wait::Message | Wait::Sender => ("send to {to}", "sends to {to}"),
        Wait::Buffer => ("post a buffer to {from}", "posts a buffer to {from}"),
        Wait::AnyMessage => ("send it a message", "sends it a message"),
        Wait::Semaphore => ("signal {lock}", "signals {lock}"),
        Wait::Mutex => ("unlock {lock}", "unlocks {lock}"),
        Wait::Condition => ("notify {lock}", "notifies {lock}"),
        Wait::Created => ("create {memory}", "creates {memory}"),
        Wait::Several => ("free it", "frees it"),
    };
    let sentence = if is_one { singular } else { plural };
    fill(sentence, &|word| name(program, word, object).to_string())
}
