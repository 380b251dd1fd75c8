//! What happened, event by event.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::event::{Event, Kind, Wait};
use super::super::run::Run;
use super::faults::fault_reason;
use super::waiting::waits_for;
use super::{counted, names, show_us, show_values};
use crate::program::Program;
use crate::scenario::tree::Instruction;
use crate::value::Value;
use crate::world::Fault;

/// What event number `index` of `run` was, without the name of its process: "sends 3 to orders".
pub fn event(run: &Run, index: usize) -> String {
    let Some(event) = run.events().get(index) else { return String::new() };
    let told = Told { run, event, program: run.program(), values: run.events().values(event) };
    let number = run.events().number(event);
    match event.kind() {
        Kind::Start => "starts".to_string(),
        Kind::Work => match event.object() {
            Some(label) => format!("works {}: {}", show_us(number as u64), told.program.texts[label]),
            None => format!("works {}", show_us(number as u64)),
        },
        Kind::Done => "has done its work".to_string(),
        Kind::Sleep => format!("sleeps {}", show_us(number as u64)),
        Kind::Wake => "wakes up".to_string(),
        Kind::Ready if number == 1 => format!("loses its core{}: it waits for one", told.on_host()),
        Kind::Ready => format!("waits for a core{}", told.on_host()),
        Kind::Run => format!("gets a core{}", told.on_host()),
        Kind::Print => format!("prints {}", told.message()),
        Kind::Say => format!("says: {}", told.message()),
        Kind::Ask => format!("asks: {}", told.question()),
        Kind::Enter => format!("enters {}", told.text()),
        Kind::Leave => format!("leaves {}", told.text()),
        Kind::End => "ends".to_string(),
        Kind::Fault => match Fault::from_number(number) {
            Some(fault) => format!("is ended by a fault: {}", fault_reason(told.program, fault, event.object())),
            None => "is ended by a fault".to_string(),
        },
        Kind::AssertFailed => format!("finds an assertion broken: {}", told.message()),
        Kind::Deadlock => deadlock(told.program, told.values),
        Kind::Abandoned => match told.values {
            [_] => "waits for ever: nobody who is left can free it".to_string(),
            values => {
                format!("and others wait for ever: {}; nobody who is left can free them", names(told.program, values))
            }
        },
        Kind::Violated => format!("breaks a check: {}", told.program.checks[event.object().unwrap_or(0)].text),
        Kind::Reached => format!("shows a check to be so: {}", told.program.checks[event.object().unwrap_or(0)].text),
        Kind::Block => told.block(number),
        kind => told.memory_or_lock(kind, number).unwrap_or_else(|| told.of_message(kind, number)),
    }
}

/// An event with what its words need.
struct Told<'r> {
    run: &'r Run,
    event: &'r Event,
    program: &'r Program,
    values: &'r [Value],
}

impl Told<'_> {
    fn message(&self) -> String {
        show_values(self.program, self.values)
    }

    fn text(&self) -> &str {
        self.event.object().map_or("", |text| self.program.texts[text].as_str())
    }

    fn question(&self) -> &str {
        let question = self.event.object().and_then(|number| self.program.questions.get(number));
        question.map_or("", |texts| self.program.texts[texts[0] as usize].as_str())
    }

    fn on_host(&self) -> String {
        match self.event.object().map(|host| self.program.hosts[host].name.as_str()) {
            Some("") | None => String::new(),
            Some(name) => format!(" of {name}"),
        }
    }

    /// A mailbox's name, or that of the process at the other end of a link.
    fn to(&self) -> &str {
        self.end(|(_, to)| to)
    }

    fn from(&self) -> &str {
        self.end(|(from, _)| from)
    }

    fn end(&self, end: fn((u16, u16)) -> u16) -> &str {
        let Some(channel) = self.event.object().and_then(|channel| self.program.channels.get(channel)) else {
            return "";
        };
        match channel.direct {
            Some(both) => &self.program.processes[usize::from(end(both))].name,
            None => &channel.name,
        }
    }

    /// What stands between the messages and the mailboxes.
    fn of_message(&self, kind: Kind, number: i64) -> String {
        match kind {
            Kind::Send => format!("sends {} to {}{}", self.message(), self.to(), self.freed()),
            Kind::Packets => {
                let number =
                    |place: usize| self.values.get(place).map_or(0, |value| value.as_number().unwrap_or(0) as u64);
                let padding = match number(2) {
                    0 => String::new(),
                    bytes => format!(", {bytes} B of them padding"),
                };
                format!("its {} B go in {}{padding}", number(0), counted(number(1), "packet"))
            }
            Kind::Enqueue => format!("the system puts {} into {}", self.message(), self.queue()),
            Kind::Deliver => format!("the system hands over {} from {}", self.message(), self.queue()),
            Kind::Arrive => format!("its message {} arrives at {}", self.message(), self.to()),
            Kind::Lost => format!("its message {} to {} is lost on the way", self.message(), self.to()),
            Kind::Receive => format!("receives {} from {}{}", self.message(), self.from(), self.sender()),
            Kind::Answer if number == 1 => format!("hears from {}: its message was received", self.to()),
            Kind::Answer => format!("has room again at {}", self.to()),
            Kind::Received => format!("goes on: its message to {} was received", self.to()),
            Kind::Post => format!("posts {} to {}", counted(number.max(0) as u64, "buffer"), self.from()),
            Kind::SendRefused => format!("does not send to {}: {}", self.to(), self.refusal(number)),
            Kind::ReceiveRefused => format!("receives nothing: {}", self.refusal(number)),
            Kind::ReceiptMissed => format!("waits no longer for {} to receive: {}", self.to(), self.refusal(number)),
            Kind::TimeOut => "waits no longer: none of what it selects from came in time".to_string(),
            other => other.name().to_string(),
        }
    }

    fn queue(&self) -> &str {
        self.event.object().map_or("", |channel| self.program.channels[channel].name.as_str())
    }

    fn refusal(&self, number: i64) -> String {
        match Fault::from_number(number) {
            Some(fault @ (Fault::WouldBlock | Fault::TimeIsOver)) => {
                let state = match self.event.kind() {
                    Kind::SendRefused => "there is no room",
                    Kind::ReceiveRefused => "there is nothing",
                    Kind::ReceiptMissed => "it was not received",
                    Kind::AttachRefused => "it has not been created",
                    Kind::LockRefused if fault == Fault::TimeIsOver => "it did not become free",
                    _ => "it is taken",
                };
                let when = if fault == Fault::TimeIsOver { " in time" } else { "" };
                format!("{state}{when}")
            }
            Some(fault) => fault_reason(self.program, fault, self.event.object()),
            None => String::new(),
        }
    }

    /// Who waited for a send to take place, in words behind it.
    fn freed(&self) -> String {
        let Some(cause) = self.event.cause().and_then(|cause| self.run.events().get(cause)) else {
            return String::new();
        };
        let name = &self.program.processes[cause.process()].name;
        let channel = self.event.object().and_then(|channel| self.program.channels.get(channel));
        match cause.kind() {
            Kind::Receive if channel.is_none_or(|channel| !channel.is_rendezvous()) => {
                format!(": {name} has made room")
            }
            Kind::Answer | Kind::Lost => ": there is room again".to_string(),
            Kind::Post => format!(": {name} has posted a buffer"),
            _ => format!(": {name} has come to receive"),
        }
    }

    fn sender(&self) -> String {
        let mut cause = self.event.cause().and_then(|cause| self.run.events().get(cause));
        // What the system did in between is told for itself.
        while let Some(event) =
            cause.filter(|event| matches!(event.kind(), Kind::Deliver | Kind::Enqueue | Kind::Arrive))
        {
            cause = event.cause().and_then(|cause| self.run.events().get(cause));
        }
        let is_direct = self.event.object().is_some_and(|channel| self.program.channels[channel].direct.is_some());
        match cause {
            Some(sent) if is_direct => format!(", sent at {}", show_us(sent.time_us())),
            Some(sent) => {
                format!(", sent by {} at {}", self.program.processes[sent.process()].name, show_us(sent.time_us()))
            }
            None => String::new(),
        }
    }

    fn block(&self, number: i64) -> String {
        let object = self.event.object().unwrap_or(0);
        match Wait::from_number(number) {
            Some(Wait::Several) => {
                let pairs = self.values[1..].chunks_exact(2).filter_map(|pair| {
                    let wait = Wait::from_number(pair[0].as_number()?)?;
                    Some(waits_for(self.program, wait, pair[1].as_number()? as usize))
                });
                format!("is blocked: {}", pairs.collect::<Vec<_>>().join(", and "))
            }
            Some(wait) => format!("is blocked: {}", waits_for(self.program, wait, object)),
            None => "is blocked".to_string(),
        }
    }

    /// What concerns shared memory and locks; none for other events.
    fn memory_or_lock(&self, kind: Kind, number: i64) -> Option<String> {
        let object = self.event.object().unwrap_or(0);
        let memory = || self.program.memories[object].name.as_str();
        let lock = || self.program.locks[object].name.as_str();
        let mutex = || match usize::try_from(number) {
            Ok(mutex) => self.program.locks.get(mutex).map_or("", |lock| lock.name.as_str()),
            Err(_) => "",
        };
        Some(match kind {
            Kind::Create => format!("creates {}", memory()),
            Kind::Attach if number == 1 => format!("attaches {} for reading", memory()),
            Kind::Attach => format!("attaches {}", memory()),
            Kind::AttachRefused => format!("does not attach {}: {}", memory(), self.refusal(number)),
            Kind::Detach => format!("detaches {}", memory()),
            Kind::Read => format!("reads {} from {}", self.value(2), self.cell(1)),
            Kind::Write => format!("writes {} to {}", self.value(2), self.cell(1)),
            Kind::Instruct => format!(
                "{} on {}: it was {}, and is {}",
                self.instruction(),
                self.cell(usize::MAX),
                self.value(2),
                self.value(3)
            ),
            Kind::Torn => {
                let cells: Vec<String> = self.values.iter().map(|value| value.show(&self.program.texts)).collect();
                format!("has read a torn item from {}: its cells hold {}", self.field(), cells.join(", "))
            }
            Kind::Wait => format!("takes a permit of {}: {number} left{}", lock(), self.woken()),
            Kind::Signal => format!("signals {}: it is {number} now", lock()),
            Kind::Lock => format!("locks {}{}", lock(), self.woken()),
            Kind::Unlock => format!("unlocks {}", lock()),
            Kind::LockRefused => format!("does not get {}: {}", self.lock_name(), self.refusal(number)),
            Kind::FallAsleep if number < 0 => format!("falls asleep on {}", lock()),
            Kind::FallAsleep => format!("unlocks {} and falls asleep on {}", mutex(), lock()),
            Kind::Notify => match &self.values[1..] {
                [] => format!("notifies {}: nobody sleeps there, and the wake-up is lost", lock()),
                sleepers => format!("notifies {}: {} may go on", lock(), names(self.program, sleepers)),
            },
            Kind::Awake if number < 0 => format!("is awake again{}", self.woken()),
            Kind::Awake => format!("is awake again, and locks {}{}", mutex(), self.woken()),
            _ => return None,
        })
    }

    fn lock_name(&self) -> &str {
        self.event.object().and_then(|lock| self.program.locks.get(lock)).map_or("it", |lock| lock.name.as_str())
    }

    /// Who let it go on, in words behind it.
    fn woken(&self) -> String {
        let Some(cause) = self.event.cause().and_then(|cause| self.run.events().get(cause)) else {
            return String::new();
        };
        let name = &self.program.processes[cause.process()].name;
        match cause.kind() {
            Kind::Signal => format!(", after the signal of {name}"),
            Kind::Unlock | Kind::FallAsleep => format!(", which {name} has given back"),
            Kind::Notify => format!(", notified by {name}"),
            _ => String::new(),
        }
    }

    fn value(&self, place: usize) -> String {
        self.values.get(place).map(|value| value.show(&self.program.texts)).unwrap_or_default()
    }

    fn instruction(&self) -> &'static str {
        let number = self.values.get(1).and_then(|value| value.as_number()).unwrap_or(0);
        Instruction::ALL.get(number as usize).map_or("", |instruction| instruction.name())
    }

    fn field(&self) -> String {
        let field = &self.program.fields[self.event.object().unwrap_or(0)];
        format!("{}.{}", self.program.memories[usize::from(field.memory)].name, field.name)
    }

    /// `table.slots[2]`, and which cell of an item of several; `place` is that of the cell's number among the values.
    fn cell(&self, place: usize) -> String {
        let field = &self.program.fields[self.event.object().unwrap_or(0)];
        let slot = field.slots.map(|_| format!("[{}]", self.value(0))).unwrap_or_default();
        let cell = match self.values.get(place).and_then(|value| value.as_number()) {
            Some(cell) if field.cells > 1 => format!(", cell {} of {}", cell + 1, field.cells),
            _ => String::new(),
        };
        format!("{}{slot}{cell}", self.field())
    }
}

fn deadlock(program: &Program, values: &[Value]) -> String {
    match values {
        [_] => "is in a deadlock: it waits for itself".to_string(),
        _ => format!("is in a deadlock: {} wait for each other", names(program, values)),
    }
}
