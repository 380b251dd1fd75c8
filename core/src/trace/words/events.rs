//! A sentence for each event.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::event::{Event, Kind, Wait};
use super::super::run::Run;
use super::faults::fault_reason;
use super::waiting::waits_for;
use super::{counted, fill, names, show_us, show_values};
use crate::program::{Field, Program};
use crate::scenario::tree::Instruction;
use crate::value::Value;
use crate::world::Fault;

/// A sentence for event number `index` of `run`, without the name of its process: "sends 3 to orders".
pub fn event(run: &Run, index: usize) -> String {
    let Some(event) = run.events().get(index) else { return String::new() };
    let (values, number) = (run.events().values(event), run.events().number(event));
    let sentence = EventSentence { run, event, program: run.program(), values, number };
    fill(sentence.sentence(), &|word| sentence.word(word))
}

/// An event with all that its sentence needs.
struct EventSentence<'r> {
    run: &'r Run,
    event: &'r Event,
    program: &'r Program,
    values: &'r [Value],
    number: i64,
}

impl EventSentence<'_> {
    /// The sentence, with words in braces that [`EventSentence::word`] fills in.
    fn sentence(&self) -> &'static str {
        let number = self.number;
        match self.event.kind() {
            Kind::Work if self.event.object().is_some() => "works for {time}: {text}",
            Kind::Ready if number == 1 => "is preempted: ready, waiting for a core{on host}",
            Kind::Fault if Fault::from_number(number).is_some() => "is terminated by a fault: {fault}",
            Kind::Deadlock if self.values.len() == 1 => "is deadlocked: it waits for itself",
            Kind::Orphaned if self.values.len() == 1 => "is blocked forever: no remaining process can unblock it",
            Kind::Block if Wait::from_number(number).is_some() => "is blocked: {wait}",
            Kind::Packets if self.count(1) == 1 => "its message fits into 1 packet ({bytes} B{padding})",
            Kind::Answer if number == 1 => "gets an acknowledgement from {to}: its message was received",
            Kind::Signal if self.values.len() > 1 => "signals {lock}: its value stays {number}, and the signal is lost",
            Kind::Attach if number == 1 => "attaches {memory} read-only",
            Kind::FallAsleep if self.parties().is_some() => "arrives at {lock}: {arrived}",
            Kind::Notify if self.parties().is_some() => "arrives at {lock} as the last{sleepers pass}",
            Kind::Awake if self.parties().is_some() => "passes {lock}",
            Kind::FallAsleep if number < 0 => "waits on {lock}",
            Kind::Notify if self.values.len() <= 1 => "notifies {lock}: no process waits, and the notification is lost",
            Kind::Awake if number < 0 => "wakes up{woken}",
            kind => kind.says(),
        }
    }

    fn word(&self, word: &str) -> String {
        let (program, object, number) = (self.program, self.event.object().unwrap_or(usize::MAX), self.number);
        let known = match word {
            "text" => program.texts.get(object),
            "check" => program.checks.get(object).map(|check| &check.text),
            "channel" => program.channels.get(object).map(|channel| &channel.name),
            "to" => self.end(|(_, to)| to),
            "from" => self.end(|(from, _)| from),
            "memory" => program.memories.get(object).map(|memory| &memory.name),
            "mutex" => usize::try_from(number).ok().and_then(|mutex| program.locks.get(mutex)).map(|lock| &lock.name),
            _ => return self.made_word(word),
        };
        known.cloned().unwrap_or_default()
    }

    /// The words that consist of several parts.
    fn made_word(&self, word: &str) -> String {
        let (program, object, number) = (self.program, self.event.object(), self.number);
        match word {
            "number" => number.to_string(),
            "time" => show_us(number as u64),
            "values" => show_values(program, self.values),
            "value" => self.value(2),
            "new value" => self.value(3),
            "names" => names(program, self.values),
            "sleepers" => names(program, self.values.get(1..).unwrap_or_default()),
            "arrived" => format!("{} of {}", self.count(1), self.parties().unwrap_or(0)),
            "sleepers pass" if self.values.len() <= 1 => String::new(),
            "sleepers pass" => format!(": {} can pass", names(program, self.values.get(1..).unwrap_or_default())),
            "on host" => self.of_host(),
            "question" => self.question().to_string(),
            "fault" => Fault::from_number(number).map_or(String::new(), |fault| fault_reason(program, fault, object)),
            "refusal" => self.refusal(),
            "wait" => self.wait(),
            "freed" => self.freed(),
            "sent" => self.sent(),
            "woken" => self.woken(),
            "bytes" => self.count(0).to_string(),
            "packets" => counted(self.count(1), "packet"),
            "padding" if self.count(2) == 0 => String::new(),
            "padding" => format!(", {} B of padding", self.count(2)),
            "buffers" => counted(number.max(0) as u64, "buffer"),
            "lock" => object.and_then(|lock| program.locks.get(lock)).map_or("it", |lock| &lock.name).to_string(),
            "instruction" => self.instruction().to_string(),
            "field" => self.field().map_or(String::new(), |field| self.field_name(field)),
            "item" => self.cell(None),
            "cell" => self.cell(self.values.get(1)),
            unknown => unknown.to_string(),
        }
    }

    fn count(&self, place: usize) -> u64 {
        self.values.get(place).and_then(|value| value.as_number()).unwrap_or(0) as u64
    }

    fn value(&self, place: usize) -> String {
        self.values.get(place).map(|value| value.show(&self.program.texts)).unwrap_or_default()
    }

    /// The number of processes that have to arrive, if its object is a barrier.
    fn parties(&self) -> Option<usize> {
        self.program.locks.get(self.event.object()?)?.kind.parties()
    }

    fn question(&self) -> &str {
        let question = self.event.object().and_then(|number| self.program.questions.get(number));
        question.map_or("", |texts| self.program.texts[texts[0] as usize].as_str())
    }

    fn of_host(&self) -> String {
        match self.event.object().map(|host| self.program.hosts[host].name.as_str()) {
            Some("") | None => String::new(),
            Some(name) => format!(" on {name}"),
        }
    }

    /// The name of a mailbox, or of the process at one end of a link.
    fn end(&self, end: fn((u16, u16)) -> u16) -> Option<&String> {
        let channel = self.program.channels.get(self.event.object()?)?;
        Some(match channel.direct {
            Some(both) => &self.program.processes[usize::from(end(both))].name,
            None => &channel.name,
        })
    }

    fn refusal(&self) -> String {
        match Fault::from_number(self.number) {
            Some(fault @ (Fault::WouldBlock | Fault::TimeIsOver)) => {
                let state = match self.event.kind() {
                    Kind::SendRefused => "no room",
                    Kind::ReceiveRefused => "no message",
                    Kind::ReceiptMissed => "not received",
                    Kind::AttachRefused => "not created",
                    Kind::LockRefused if fault == Fault::TimeIsOver => "not available",
                    _ => "not available",
                };
                let when = if fault == Fault::TimeIsOver { " before the timeout" } else { "" };
                [state, when].concat()
            }
            Some(fault) => fault_reason(self.program, fault, self.event.object()),
            None => String::new(),
        }
    }

    fn wait(&self) -> String {
        match Wait::from_number(self.number) {
            Some(Wait::Several) => {
                let pairs = self.values[1..].chunks_exact(2).filter_map(|pair| {
                    let wait = Wait::from_number(pair[0].as_number()?)?;
                    Some(waits_for(self.program, wait, pair[1].as_number()? as usize))
                });
                pairs.collect::<Vec<_>>().join(", and ")
            }
            Some(wait) => waits_for(self.program, wait, self.event.object().unwrap_or(0)),
            None => String::new(),
        }
    }

    fn cause_of(&self, event: &Event) -> Option<&Event> {
        event.cause().and_then(|cause| self.run.events().get(cause))
    }

    /// Appended to a send that was blocked: which process unblocked it.
    fn freed(&self) -> String {
        let Some(cause) = self.cause_of(self.event) else { return String::new() };
        let channel = self.event.object().and_then(|channel| self.program.channels.get(channel));
        let sentence = match cause.kind() {
            Kind::Receive if channel.is_none_or(|channel| !channel.is_rendezvous()) => ": {name} has made room",
            Kind::Answer | Kind::Lost => ": there is room again",
            Kind::Post => ": {name} has posted a buffer",
            _ => ": {name} is receiving",
        };
        fill(sentence, &|_| self.program.processes[cause.process()].name.clone())
    }

    /// Appended to a receive: which process sent the message, and when.
    fn sent(&self) -> String {
        let mut cause = self.cause_of(self.event);
        // The system's part has events of its own.
        while let Some(event) =
            cause.filter(|event| matches!(event.kind(), Kind::Deliver | Kind::Enqueue | Kind::Arrive))
        {
            cause = self.cause_of(event);
        }
        let Some(sent) = cause else { return String::new() };
        let is_direct = self.event.object().is_some_and(|channel| self.program.channels[channel].direct.is_some());
        let sentence = if is_direct { ", sent at {time}" } else { ", sent by {name} at {time}" };
        fill(sentence, &|word| match word {
            "name" => self.program.processes[sent.process()].name.clone(),
            _ => show_us(sent.time_us()),
        })
    }

    /// Appended to an event that was waited for: which process caused it.
    fn woken(&self) -> String {
        let Some(cause) = self.cause_of(self.event) else { return String::new() };
        let sentence = match cause.kind() {
            Kind::Signal => ", signalled by {name}",
            Kind::Unlock | Kind::FallAsleep => ", released by {name}",
            Kind::Notify => ", notified by {name}",
            _ => "",
        };
        fill(sentence, &|_| self.program.processes[cause.process()].name.clone())
    }

    fn instruction(&self) -> &'static str {
        Instruction::ALL.get(self.count(1) as usize).map_or("", |instruction| instruction.name())
    }

    fn field(&self) -> Option<&Field> {
        self.program.fields.get(self.event.object()?)
    }

    fn field_name(&self, field: &Field) -> String {
        format!("{}.{}", self.program.memories[usize::from(field.memory)].name, field.name)
    }

    /// `table.slots[2]`; for an item of several cells also which cell, if `number` says so.
    fn cell(&self, number: Option<&Value>) -> String {
        let Some(field) = self.field() else { return String::new() };
        let mut sentence = self.field_name(field);
        if field.slots.is_some() {
            sentence += &format!("[{}]", self.value(0));
        }
        if let Some(cell) = number.and_then(|value| value.as_number()).filter(|_| field.cells > 1) {
            sentence += &format!(", cell {} of {}", cell + 1, field.cells);
        }
        sentence
    }
}
