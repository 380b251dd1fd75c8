//! Sentences for the reason why a process is blocked, and for the processes that can unblock it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::event::Wait;
use super::super::moment::{Moment, ProcessNow};
use super::super::run::Run;
use super::{fill, list, show_us};
use crate::program::{LockKind, Program, Room};
use crate::simulate::State;

/// The reason why a process is blocked: "orders is full (4 of 4)". `object` is as [`Wait`] says.
pub fn waits_for(program: &Program, wait: Wait, object: usize) -> String {
    let channel = program.channels.get(object).filter(|_| wait.is_channel());
    let is_direct = channel.is_some_and(|channel| channel.direct.is_some());
    let most = channel.and_then(|channel| match channel.capacity {
        Room::Messages(most) if most > 0 => Some(most),
        _ => None,
    });
    let sentence = match wait {
        Wait::Room if most.is_some() => "{channel} is full ({most} of {most})",
        Wait::Message if is_direct => "no message from {from}",
        Wait::Receiver if is_direct => "{to} is not receiving",
        Wait::Sender if is_direct => "{from} is not sending",
        Wait::Receipt if is_direct => "{to} has not received its message yet",
        wait => wait.is().0,
    };
    fill(sentence, &|word| match word {
        "most" => most.unwrap_or(0).to_string(),
        "channel" if is_direct => ["the link to ", name(program, "to", object)].concat(),
        word => name(program, word, object).to_string(),
    })
}

/// The same, shorter, for pictures: "orders is full".
pub fn waits_for_short(program: &Program, wait: Wait, object: usize) -> String {
    let channel = program.channels.get(object).filter(|_| wait.is_channel());
    let is_direct = channel.is_some_and(|channel| channel.direct.is_some());
    let sentence = match wait {
        Wait::Room if is_direct => "link to {to} is full",
        Wait::Message if is_direct => "no message from {from}",
        Wait::Receiver if is_direct => "waits for {to}",
        Wait::Sender if is_direct => "waits for {from}",
        wait => wait.is().1,
    };
    fill(sentence, &|word| name(program, word, object).to_string())
}

/// The name of an object of a given kind (`lock`, `memory`, `channel`). For a link, the process that messages come
/// `from` or go `to`; for a mailbox, its own name.
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

/// One or two sentences about process `number` at a moment: its state; if it is blocked, the reason and which processes
/// can unblock it.
pub fn why(run: &Run, moment: &Moment, number: usize) -> String {
    let program = run.program();
    let process = &moment.processes[number];
    let sentence = match process.state {
        State::New => "Not started yet.",
        State::Ready => "Ready since {since}, waiting for a core.",
        State::Running if process.statement.is_some() && process.until_us.is_some() => "Running until {until}.",
        State::Running => "Running.",
        State::Sleeping if process.until_us.is_some() => "Sleeping until {until}, without using a core.",
        State::Sleeping => "Sleeping, without using a core.",
        State::Ended => "Terminated at {since}.",
        State::Faulted => "Terminated by a fault at {since}.",
        State::Blocked if process.wait.is_none() => "Blocked.",
        State::Blocked if process.deadline_us.is_some() => {
            "Blocked since {since}: {reasons}. {remedy} Times out at {deadline}."
        }
        State::Blocked => "Blocked since {since}: {reasons}. {remedy}",
    };
    fill(sentence, &|word| match word {
        "since" => show_us(process.since_us),
        "until" => show_us(process.until_us.unwrap_or(0)),
        "deadline" => show_us(process.deadline_us.unwrap_or(0)),
        "reasons" => reasons(program, moment, process),
        _ => unblocking_act(program, moment, process),
    })
}

fn reasons(program: &Program, moment: &Moment, process: &ProcessNow) -> String {
    match process.wait {
        Some((Wait::Barrier, barrier)) => {
            let arrived = moment.locks[barrier].waiting.len() as u32;
            let (has, parties) = (if arrived == 1 { "has" } else { "have" }, parties(program, barrier));
            fill("{arrived} of {parties} {has} arrived at {lock}", &|word| match word {
                "arrived" => arrived.to_string(),
                "parties" => parties.to_string(),
                "has" => has.to_string(),
                word => name(program, word, barrier).to_string(),
            })
        }
        Some((wait, object)) if wait != Wait::Several => waits_for(program, wait, object),
        _ => {
            let each = process.waits.iter().map(|&(wait, object)| waits_for(program, wait, object));
            each.collect::<Vec<_>>().join(", and ")
        }
    }
}

fn parties(program: &Program, barrier: usize) -> u32 {
    match program.locks[barrier].kind {
        LockKind::Barrier { parties } => parties,
        LockKind::Semaphore { .. } | LockKind::Mutex | LockKind::Condition => 0,
    }
}

fn unblocking_act(program: &Program, moment: &Moment, process: &ProcessNow) -> String {
    let named = |other: usize| program.processes[other].name.as_str();
    let (wait, object) = process.waits.first().copied().unwrap_or((Wait::Several, 0));
    if wait == Wait::Barrier {
        let arrived = &moment.locks[object].waiting;
        let others = process.could_free.iter().filter(|other| !arrived.contains(other));
        return still_to_arrive(program, object, arrived.len(), &others.map(|&other| named(other)).collect::<Vec<_>>());
    }
    let others: Vec<&str> = process.could_free.iter().map(|&other| named(other)).collect();
    let sentence = match (others.is_empty(), process.waits.len()) {
        (true, 0 | 1) => "No remaining process can {act}.",
        (true, _) => "No remaining process can unblock it.",
        (false, 0 | 1) => "Resumes when {others} {acts}.",
        (false, _) => "Resumes when {others} enables one of them.",
    };
    fill(sentence, &|word| match word {
        "others" => list(&others, "or"),
        word => act(program, wait, object, word == "acts"),
    })
}

/// How many processes have to arrive at a barrier, and which ones can.
fn still_to_arrive(program: &Program, barrier: usize, arrived: usize, others: &[&str]) -> String {
    let missing = (parties(program, barrier) as usize).saturating_sub(arrived);
    let sentence = match (others.len(), missing) {
        (0, _) => "No remaining process can arrive at {lock}.",
        (can, _) if can < missing => "{missing} more are needed, and only {all} can arrive at {lock}.",
        (_, 1) => "Resumes when {any} arrives at {lock}.",
        (can, _) if can == missing => "Resumes when {all} arrive at {lock}.",
        _ => "Resumes when {missing} more processes arrive at {lock}: {any}.",
    };
    fill(sentence, &|word| match word {
        "missing" => missing.to_string(),
        "any" => list(others, "or"),
        "all" => list(others, "and"),
        word => name(program, word, barrier).to_string(),
    })
}

/// The act that unblocks a process: "send to orders", or with one process as its subject "sends to orders".
fn act(program: &Program, wait: Wait, object: usize, is_one: bool) -> String {
    let (plural, singular) = wait.acts();
    let sentence = if is_one { singular } else { plural };
    fill(sentence, &|word| name(program, word, object).to_string())
}
