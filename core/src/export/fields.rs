//! Objects and values of events, by name: shared by all machine-readable formats.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use crate::event::ObjectKind;
use crate::program::Program;
use crate::scenario::tree::Instruction;
use crate::trace::Run;
use crate::trace::event::{Event, Kind, Wait};
use crate::trace::words::fault_reason;
use crate::value::Value;
use crate::world::Fault;

/// A value of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventValue {
    /// A number.
    Number(i64),
    /// A text, a name or a word from this module.
    Text(String),
}

impl EventValue {
    /// As text.
    pub fn show(&self) -> String {
        match self {
            EventValue::Number(number) => number.to_string(),
            EventValue::Text(text) => text.clone(),
        }
    }
}

/// The object of an event; `None` if it has none, or if the event does not determine the kind of its object.
pub fn object(run: &Run, event: &Event) -> Option<(ObjectKind, String)> {
    let program = run.program();
    let number = event.object()?;
    let object_kind = object_kind(run, event)?;
    let name = match object_kind {
        ObjectKind::Channel => program.channels.get(number)?.name.clone(),
        ObjectKind::Memory => program.memories.get(number)?.name.clone(),
        ObjectKind::Field => {
            let field = program.fields.get(number)?;
            [&program.memories[usize::from(field.memory)].name, ".", &field.name].concat()
        }
        ObjectKind::Lock => program.locks.get(number)?.name.clone(),
        ObjectKind::Host => program.hosts.get(number)?.name.clone(),
        ObjectKind::Process => program.processes.get(number)?.name.clone(),
        ObjectKind::Section | ObjectKind::Label => program.texts.get(number)?.clone(),
        ObjectKind::Question => program.texts[program.questions.get(number)?[0] as usize].clone(),
        ObjectKind::Check => program.checks.get(number)?.text.clone(),
    };
    // An unnamed host has no name.
    (!name.is_empty()).then_some((object_kind, name))
}

fn object_kind(run: &Run, event: &Event) -> Option<ObjectKind> {
    let number = run.events().number(event);
    match event.kind() {
        Kind::Block => wait_kind(Wait::from_number(number)?),
        Kind::Fault => fault_kind(Fault::from_number(number)?),
        kind @ (Kind::SendRefused | Kind::ReceiveRefused) => match Fault::from_number(number).and_then(fault_kind) {
            Some(object_kind) => Some(object_kind),
            // The object of a receive from any is the process itself; only the program shows that it is such a receive.
            None if is_from_any(run, event) => None,
            None => kind.object(),
        },
        kind => kind.object(),
    }
}

fn is_from_any(run: &Run, event: &Event) -> bool {
    let receives = |channel: usize| {
        run.program()
            .channels
            .get(channel)
            .is_some_and(|channel| channel.receivers.binary_search(&(event.process() as u16)).is_ok())
    };
    event.kind() == Kind::ReceiveRefused && event.object().is_some_and(|object| !receives(object))
}

/// The kind of a block's object.
fn wait_kind(wait: Wait) -> Option<ObjectKind> {
    match wait {
        wait if wait.is_channel() => Some(ObjectKind::Channel),
        wait if wait.is_lock() => Some(ObjectKind::Lock),
        Wait::Created => Some(ObjectKind::Memory),
        _ => None,
    }
}

/// The kind of a fault's object, if the fault determines it.
fn fault_kind(fault: Fault) -> Option<ObjectKind> {
    match fault {
        Fault::NoLink => Some(ObjectKind::Process),
        Fault::WrongCount { .. }
        | Fault::PartnerEnded
        | Fault::OwnerEnded
        | Fault::NotAUser
        | Fault::TooLarge
        | Fault::TooManyBuffers => Some(ObjectKind::Channel),
        Fault::CreatedTwice | Fault::NotAttached | Fault::ReadOnly | Fault::NotAllowed => Some(ObjectKind::Memory),
        Fault::NotHolder | Fault::MutexNotHeld => Some(ObjectKind::Lock),
        _ => None,
    }
}

/// The values of an event, in the order of its kind; indices are replaced by names.
pub fn values(run: &Run, event: &Event) -> Vec<EventValue> {
    let program = run.program();
    let values = run.events().values(event);
    let plain = |value: &Value| match value.as_number() {
        Some(number) => EventValue::Number(number),
        None => EventValue::Text(value.show(&program.texts)),
    };
    let text = |text: &str| EventValue::Text(text.to_string());
    let names = |numbers: &[Value]| -> Vec<EventValue> {
        let name =
            |number: i64| program.processes.get(usize::try_from(number).ok()?).map(|process| text(&process.name));
        numbers.iter().filter_map(|number| name(number.as_number()?)).collect()
    };
    match event.kind() {
        Kind::Start
        | Kind::Done
        | Kind::Wake
        | Kind::Run
        | Kind::Received
        | Kind::TimeOut
        | Kind::Create
        | Kind::Detach
        | Kind::Lock
        | Kind::Unlock
        | Kind::Enter
        | Kind::Leave
        | Kind::Ask
        | Kind::End
        | Kind::Violated
        | Kind::Reached => Vec::new(),
        Kind::SendRefused
        | Kind::ReceiveRefused
        | Kind::ReceiptMissed
        | Kind::AttachRefused
        | Kind::LockRefused
        | Kind::Fault => reason(run, event).into_iter().map(EventValue::Text).collect(),
        Kind::Block => waits(program, values).iter().map(|word| text(word)).collect(),
        Kind::Instruct => {
            let number = values[1].as_number().unwrap_or(0) as usize;
            let instruction = Instruction::ALL.get(number).map_or("", |instruction| instruction.name());
            [plain(&values[0]), text(instruction), plain(&values[2]), plain(&values[3])].to_vec()
        }
        Kind::FallAsleep | Kind::Awake => mutex(program, values).into_iter().map(text).collect(),
        Kind::Notify => names(&values[1..]),
        Kind::Deadlock | Kind::Orphaned => names(values),
        _ => values.iter().map(plain).collect(),
    }
}

/// The reason for a refusal or a fault.
fn reason(run: &Run, event: &Event) -> Option<String> {
    let fault = Fault::from_number(run.events().number(event))?;
    Some(fault_reason(run.program(), fault, event.object()))
}

fn mutex<'p>(program: &'p Program, values: &[Value]) -> Option<&'p str> {
    let number = usize::try_from(values[0].as_number()?).ok()?;
    Some(&program.locks.get(number)?.name)
}

/// The reason for a block; for a `select`, then the reason and the channel of each arm.
fn waits<'p>(program: &'p Program, values: &[Value]) -> Vec<&'p str> {
    let wait = |value: &Value| Wait::from_number(value.as_number()?);
    let mut words: Vec<&str> = values.iter().take(1).filter_map(wait).map(Wait::name).collect();
    for arm in values[1..].chunks_exact(2) {
        let Some((wait, object)) = wait(&arm[0]).zip(arm[1].as_number()) else { continue };
        let channel = program.channels.get(object as usize).filter(|_| wait.is_channel());
        words.push(wait.name());
        words.extend(channel.map(|channel| channel.name.as_str()));
    }
    words
}
