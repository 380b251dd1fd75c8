//! What was wrong, or why the system refused.

use alloc::string::{String, ToString};

use super::{counted, fill};
use crate::program::Program;
use crate::world::Fault;

/// What was wrong; `object` is what the fault's event touched.
pub fn fault_reason(program: &Program, fault: Fault, object: Option<usize>) -> String {
    let sentence = match fault {
        Fault::Overflow => "the result is outside the 64-bit numbers",
        Fault::DivisionByZero => "division by zero",
        Fault::TextAsNumber => "a text where a number is needed",
        Fault::WrongCount { .. } => "the message has {got}, the receive takes {wanted}",
        Fault::EmptyRange => "the range's low end is above its high end",
        Fault::BadDuration => "a duration below 0 or above 1,000,000 s",
        Fault::NoSuchIndex => "an index below 0, or past the last",
        Fault::NotAProcess => "what stands for the other process is no process",
        Fault::ToItself => "a process can't send messages to itself",
        Fault::NoLink => "there is no link to {process}: no network joins the two hosts",
        Fault::PartnerEnded => "the other of the two, {ends}, has ended",
        Fault::OwnerEnded => "the mailbox {channel} is gone: its owner has ended",
        Fault::NotAUser => "it is not among the users of {channel}",
        Fault::TooLarge => "the message is larger than {channel} ever takes",
        Fault::BadSize => "a size below 0 or above 1 GiB",
        Fault::TooManyBuffers => "more buffers than the capacity of {channel}",
        Fault::CreatedTwice => "{memory} is there already",
        Fault::NotAttached => "{memory} is used without being attached to it: the system stops it",
        Fault::ReadOnly => "{memory} is written, and was attached for reading only: the system stops it",
        Fault::NotAllowed => "the system does not approve: it is not on {memory}'s list for that",
        Fault::NotHolder => "{lock} is unlocked by a process that does not hold it",
        Fault::MutexNotHeld => "{lock} is to be given back by a process that does not hold it",
        Fault::Torn => "a torn item can't be calculated with",
        Fault::EndlessAtomic => "an atomic block goes on for more than 100,000 operations",
        Fault::WouldBlock => "it would have had to wait",
        Fault::TimeIsOver => "its time is over",
    };
    let (got, wanted) = if let Fault::WrongCount { got, wanted } = fault { (got, wanted) } else { (0, 0) };
    fill(sentence, &|word| match word {
        "got" => counted(u64::from(got), "value"),
        "wanted" => wanted.to_string(),
        word => name(program, word, object.unwrap_or(usize::MAX)),
    })
}

/// The name of what a fault touched, or what it is.
fn name(program: &Program, what: &str, object: usize) -> String {
    let channel = program.channels.get(object);
    let (name, otherwise) = match what {
        "ends" => match channel.and_then(|channel| channel.direct) {
            Some((from, to)) => {
                let end = |process: u16| program.processes[usize::from(process)].name.as_str();
                return [end(from), " or ", end(to)].concat();
            }
            None => return self::name(program, "channel", object),
        },
        "channel" => (channel.map(|channel| &channel.name), "the channel"),
        "memory" => (program.memories.get(object).map(|memory| &memory.name), "the region"),
        "lock" => (program.locks.get(object).map(|lock| &lock.name), "the lock"),
        _ => (program.processes.get(object).map(|process| &process.name), "the other process"),
    };
    name.map_or(otherwise, |name| name).to_string()
}
