//! A sentence for each fault, and for each reason why the system refuses a request.

use alloc::string::{String, ToString};

use super::{counted, fill};
use crate::program::Program;
use crate::world::Fault;

/// A sentence for a fault; `object` is the object of its event.
pub fn fault_reason(program: &Program, fault: Fault, object: Option<usize>) -> String {
    let sentence = match fault {
        Fault::Overflow => "the result is outside the 64-bit range",
        Fault::DivisionByZero => "division by zero",
        Fault::TextAsNumber => "a text is used as a number",
        Fault::WrongCount { .. } => "the message has {got}, the receive expects {wanted}",
        Fault::EmptyRange => "the lower bound of the range exceeds the upper bound",
        Fault::BadDuration => "the duration is negative or exceeds 1,000,000 s",
        Fault::NoSuchIndex => "the index is out of bounds",
        Fault::NotAProcess => "the value given as the other process is not a process",
        Fault::ToItself => "a process cannot send messages to itself",
        Fault::NoLink => "there is no link to {process}: no network connects the two hosts",
        Fault::PartnerEnded => "the other process ({ends}) has terminated",
        Fault::OwnerEnded => "the mailbox {channel} no longer exists: its owner has terminated",
        Fault::NotAUser => "the process is not among the users of {channel}",
        Fault::TooLarge => "the message is too large for {channel}",
        Fault::BadSize => "the size is negative or exceeds 1 GiB",
        Fault::TooManyBuffers => "the buffers exceed the capacity of {channel}",
        Fault::CreatedTwice => "{memory} already exists",
        Fault::NotAttached => "protection fault: {memory} is not attached",
        Fault::ReadOnly => "protection fault: {memory} is attached read-only",
        Fault::NotAllowed => "permission denied: the access list of {memory} does not allow it",
        Fault::NotHolder => "{lock} is released by a process that does not hold it",
        Fault::MutexNotHeld => "the wait would release {lock}, which the process does not hold",
        Fault::Torn => "a torn item is used in a calculation",
        Fault::EndlessAtomic => "an atomic block exceeds 100,000 operations",
        Fault::WouldBlock => "it would block",
        Fault::TimeIsOver => "the timeout expired",
    };
    let (got, wanted) = if let Fault::WrongCount { got, wanted } = fault { (got, wanted) } else { (0, 0) };
    fill(sentence, &|word| match word {
        "got" => counted(u64::from(got), "value"),
        "wanted" => wanted.to_string(),
        word => name(program, word, object.unwrap_or(usize::MAX)),
    })
}

/// The name of what a fault touched; without an object, the general word for it.
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
