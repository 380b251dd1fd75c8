//! The operation of an event and its object, in two words: for a process's box and for its lane.

use ipcscope_core::program::Program;
use ipcscope_core::trace::event::{Event, Kind};

/// The kind of an event's object.
#[derive(Clone, Copy)]
enum Object {
    Field,
    Memory,
    Lock,
    /// The mailbox, or the process at the other end of a link.
    To,
    From,
}

/// The verb, and the name of its object; none for other events.
pub fn act<'p>(program: &'p Program, event: &Event) -> Option<(&'static str, &'p str)> {
    let (verb, object) = match event.kind() {
        Kind::Send => ("sends to", Object::To),
        Kind::Receive => ("receives from", Object::From),
        Kind::Post => ("posts to", Object::From),
        Kind::Read => ("reads", Object::Field),
        Kind::Write => ("writes", Object::Field),
        Kind::Instruct => ("tests and sets", Object::Field),
        Kind::Create => ("creates", Object::Memory),
        Kind::Attach => ("attaches", Object::Memory),
        Kind::Detach => ("detaches", Object::Memory),
        Kind::Wait => ("takes", Object::Lock),
        Kind::Signal => ("signals", Object::Lock),
        Kind::Lock => ("locks", Object::Lock),
        Kind::Unlock => ("unlocks", Object::Lock),
        Kind::FallAsleep => (program.locks.get(event.object()?)?.kind.verbs().0, Object::Lock),
        Kind::Notify => (program.locks.get(event.object()?)?.kind.verbs().1, Object::Lock),
        Kind::Awake => (program.locks.get(event.object()?)?.kind.verbs().2, Object::Lock),
        _ => return None,
    };
    let number = event.object()?;
    let name = match object {
        Object::Field => &program.fields.get(number)?.name,
        Object::Memory => &program.memories.get(number)?.name,
        Object::Lock => &program.locks.get(number)?.name,
        Object::To => return Some((verb, channel(program, number, true)?)),
        Object::From => return Some((verb, channel(program, number, false)?)),
    };
    Some((verb, name))
}

/// A mailbox's name, or that of the process that a link leads to or comes from.
pub fn channel(program: &Program, number: usize, to: bool) -> Option<&str> {
    let channel = program.channels.get(number)?;
    let end = channel.direct.map(|ends| if to { ends.1 } else { ends.0 });
    Some(match end {
        Some(process) => &program.processes[usize::from(process)].name,
        None => &channel.name,
    })
}
