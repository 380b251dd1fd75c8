//! What was wrong, or why the system refused.

use alloc::format;
use alloc::string::{String, ToString};

use super::counted;
use crate::program::Program;
use crate::world::Fault;

/// What was wrong; `object` is what the fault's event touched.
pub fn fault_reason(program: &Program, fault: Fault, object: Option<usize>) -> String {
    let object = object.unwrap_or(usize::MAX);
    let channel = || program.channels.get(object).map_or("the channel", |channel| channel.name.as_str());
    let memory = || program.memories.get(object).map_or("the region", |memory| memory.name.as_str());
    let lock = || program.locks.get(object).map_or("the lock", |lock| lock.name.as_str());
    let process = || program.processes.get(object).map_or("the other process", |process| process.name.as_str());
    let other_end = || match program.channels.get(object).and_then(|channel| channel.direct) {
        Some((from, to)) => {
            format!("{} or {}", program.processes[usize::from(from)].name, program.processes[usize::from(to)].name)
        }
        None => channel().to_string(),
    };
    match fault {
        Fault::Overflow => "the result is outside the 64-bit numbers".to_string(),
        Fault::DivisionByZero => "division by zero".to_string(),
        Fault::TextAsNumber => "a text where a number is needed".to_string(),
        Fault::WrongCount { got, wanted } => {
            format!("the message has {}, the receive takes {wanted}", counted(u64::from(got), "value"))
        }
        Fault::EmptyRange => "the range's low end is above its high end".to_string(),
        Fault::BadDuration => "a duration below 0 or above 1,000,000 s".to_string(),
        Fault::NoSuchIndex => "an index below 0, or past the last".to_string(),
        Fault::NotAProcess => "what stands for the other process is no process".to_string(),
        Fault::ToItself => "a process can't send messages to itself".to_string(),
        Fault::NoLink => format!("there is no link to {}: no network joins the two hosts", process()),
        Fault::PartnerEnded => format!("the other of the two, {}, has ended", other_end()),
        Fault::OwnerEnded => format!("the mailbox {} is gone: its owner has ended", channel()),
        Fault::NotAUser => format!("it is not among the users of {}", channel()),
        Fault::TooLarge => format!("the message is larger than {} ever takes", channel()),
        Fault::BadSize => "a size below 0 or above 1 GiB".to_string(),
        Fault::TooManyBuffers => format!("more buffers than the capacity of {}", channel()),
        Fault::CreatedTwice => format!("{} is there already", memory()),
        Fault::NotAttached => format!("{} is used without being attached to it: the system stops it", memory()),
        Fault::ReadOnly => format!("{} is written, and was attached for reading only: the system stops it", memory()),
        Fault::NotAllowed => format!("the system does not approve: it is not on {}'s list for that", memory()),
        Fault::NotHolder => format!("{} is unlocked by a process that does not hold it", lock()),
        Fault::MutexNotHeld => format!("{} is to be given back by a process that does not hold it", lock()),
        Fault::Torn => "a torn item can't be calculated with".to_string(),
        Fault::EndlessAtomic => "an atomic block goes on for more than 100,000 operations".to_string(),
        Fault::WouldBlock => "it would have had to wait".to_string(),
        Fault::TimeIsOver => "its time is over".to_string(),
    }
}
