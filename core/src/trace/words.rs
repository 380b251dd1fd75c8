//! What happened, and why a process can't move, in sentences.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::event::{Event, Kind, Wait};
use super::moment::Moment;
use super::run::Run;
use crate::program::Program;
use crate::scenario::tree::Capacity;
use crate::simulate::{Cut, End, State};
use crate::value::Value;
use crate::world::Fault;

/// A time in ms, exact: `52ms`, `0.25ms`.
pub fn show_us(us: u64) -> String {
    let (ms, rest) = (us / 1_000, us % 1_000);
    match rest {
        0 => format!("{ms}ms"),
        _ => format!("{ms}.{}ms", format!("{rest:03}").trim_end_matches('0')),
    }
}

/// The values of a message or of a `print`: `3, done`.
pub fn show_values(program: &Program, values: &[Value]) -> String {
    let shown: Vec<String> = values.iter().map(|value| value.show(&program.texts)).collect();
    shown.join(", ")
}

/// What event number `index` of `run` was, without the name of its process: "sends 3 to orders".
pub fn event(run: &Run, index: usize) -> String {
    let Some(event) = run.events().get(index) else { return String::new() };
    let program = run.program();
    let values = run.events().values(event);
    let number = run.events().number(event);
    let channel = || event.object().map_or("", |channel| program.channels[channel].name.as_str());
    match event.kind() {
        Kind::Start => "starts".to_string(),
        Kind::Work => match event.object() {
            Some(label) => format!("works {}: {}", show_us(number as u64), program.texts[label]),
            None => format!("works {}", show_us(number as u64)),
        },
        Kind::Done => "has done its work".to_string(),
        Kind::Sleep => format!("sleeps {}", show_us(number as u64)),
        Kind::Wake => "wakes up".to_string(),
        Kind::Send => format!("sends {} to {}{}", show_values(program, values), channel(), freed(run, event)),
        Kind::Receive => format!("receives {} from {}{}", show_values(program, values), channel(), sender(run, event)),
        Kind::Block => match Wait::from_number(number) {
            Some(wait) => format!("is blocked: {}", waits_for(program, wait, event.object().unwrap_or(0))),
            None => "is blocked".to_string(),
        },
        Kind::Print => format!("prints {}", show_values(program, values)),
        Kind::Say => format!("says: {}", show_values(program, values)),
        Kind::End => "ends".to_string(),
        Kind::Fault => match Fault::from_number(number) {
            Some(fault) => format!("is ended by a fault: {}", fault_reason(fault)),
            None => "is ended by a fault".to_string(),
        },
        Kind::Deadlock => deadlock(program, values),
        Kind::Abandoned => match values {
            [_] => "waits for ever: nobody who is left can free it".to_string(),
            _ => format!("and others wait for ever: {}; nobody who is left can free them", names(program, values)),
        },
        Kind::Violated => {
            let check = &program.checks[event.object().unwrap_or(0)];
            format!("breaks a check: {}", check.text)
        }
    }
}

fn deadlock(program: &Program, values: &[Value]) -> String {
    match values {
        [_] => "is in a deadlock: it waits for itself".to_string(),
        _ => format!("is in a deadlock: {} wait for each other", names(program, values)),
    }
}

/// Who waited for a send to take place, in words behind it.
fn freed(run: &Run, event: &Event) -> String {
    match event.cause().and_then(|cause| run.events().get(cause)) {
        Some(cause) if cause.kind() == Kind::Receive => {
            format!(": {} has made room", run.program().processes[cause.process()].name)
        }
        Some(cause) => format!(": {} has come to receive", run.program().processes[cause.process()].name),
        None => String::new(),
    }
}

fn sender(run: &Run, event: &Event) -> String {
    match event.cause().and_then(|cause| run.events().get(cause)) {
        Some(sent) => {
            format!(", sent by {} at {}", run.program().processes[sent.process()].name, show_us(sent.time_us()))
        }
        None => String::new(),
    }
}

fn names(program: &Program, values: &[Value]) -> String {
    let names: Vec<&str> = values
        .iter()
        .filter_map(|value| value.as_number())
        .map(|number| program.processes[number as usize].name.as_str())
        .collect();
    list(&names, "and")
}

/// `A`, `A and B`, `A, B and C`.
fn list(names: &[&str], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.to_string(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// What a blocked process waits for: "orders is full (4 of 4)".
pub fn waits_for(program: &Program, wait: Wait, channel: usize) -> String {
    let channel = &program.channels[channel];
    let name = &channel.name;
    match (wait, channel.capacity) {
        (Wait::Room, Capacity::Messages(most)) => format!("{name} is full ({most} of {most})"),
        (Wait::Room, Capacity::Unbounded) => format!("{name} is full"),
        (Wait::Message, _) => format!("{name} is empty"),
        (Wait::Receiver, _) => format!("{name} has capacity 0, and nobody is there to receive"),
        (Wait::Sender, _) => format!("{name} has capacity 0, and nobody is there to send"),
    }
}

/// The same for a small place: "orders is full".
pub fn waits_for_short(program: &Program, wait: Wait, channel: usize) -> String {
    let name = &program.channels[channel].name;
    match wait {
        Wait::Room => format!("{name} is full"),
        Wait::Message => format!("{name} is empty"),
        Wait::Receiver => format!("{name}: nobody receives"),
        Wait::Sender => format!("{name}: nobody sends"),
    }
}

/// Why process `number` can't move at a moment and what would free it, or what it does: one or two sentences.
pub fn why(run: &Run, moment: &Moment, number: usize) -> String {
    let program = run.program();
    let process = &moment.processes[number];
    let until = process.until_us.map(|until| format!(" until {}", show_us(until))).unwrap_or_default();
    match process.state {
        State::New => "Has not started yet.".to_string(),
        State::Running => match process.statement {
            Some(_) => format!("Running{until}."),
            None => "Running.".to_string(),
        },
        State::Sleeping => format!("Sleeping{until}: it waits for the clock, and uses no core."),
        State::Ended => format!("Ended at {}.", show_us(process.since_us)),
        State::Faulted => format!("Ended by a fault at {}.", show_us(process.since_us)),
        State::Blocked => {
            let Some((wait, channel)) = process.wait else { return "Blocked.".to_string() };
            format!(
                "Blocked since {}: {}. {}",
                show_us(process.since_us),
                waits_for(program, wait, channel),
                what_would_free(program, process, wait, channel),
            )
        }
    }
}

fn what_would_free(program: &Program, process: &super::ProcessNow, wait: Wait, channel: usize) -> String {
    let others: Vec<&str> = process.could_free.iter().map(|&other| program.processes[other].name.as_str()).collect();
    let act = match wait.is_send() {
        true => "receive from",
        false => "send to",
    };
    let name = &program.channels[channel].name;
    match others[..] {
        [] => format!("Nobody who is left can {act} {name}."),
        _ => format!("It goes on when {} {} {name}.", list(&others, "or"), conjugate(act)),
    }
}

fn conjugate(act: &str) -> &str {
    match act {
        "receive from" => "receives from",
        _ => "sends to",
    }
}

/// What was wrong.
pub fn fault_reason(fault: Fault) -> String {
    match fault {
        Fault::Overflow => "the result is outside the 64-bit numbers".to_string(),
        Fault::DivisionByZero => "division by zero".to_string(),
        Fault::TextAsNumber => "a text where a number is needed".to_string(),
        Fault::WrongCount { got, wanted } => {
            format!("the message has {}, the receive takes {wanted}", counted(got, "value"))
        }
        Fault::EmptyRange => "the range's low end is above its high end".to_string(),
        Fault::BadDuration => "a duration below 0 or above 1,000,000 s".to_string(),
    }
}

fn counted(count: u8, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// The last line of a run: `finished at 52ms after 130 events`.
pub fn end(run: &Run) -> String {
    end_as(run, run.end_or_cut())
}

/// The same, where it was stopped for a reason of the caller's.
pub fn end_as(run: &Run, end: End) -> String {
    let (time, events) = (show_us(run.last_us()), run.events().len());
    let plural = if events == 1 { "" } else { "s" };
    format!("{} at {time} after {events} event{plural}", end.name())
}

/// What an end means, in a sentence for people.
pub fn end_meaning(end: End) -> &'static str {
    match end {
        End::Finished => "Every process has come to its end.",
        End::Quiet => "Only servers are left, waiting for work.",
        End::Deadlock => "Deadlock: some processes wait for each other, and none of them can ever go on.",
        End::Abandoned => "Abandoned: a process waits for what nobody who is left can give.",
        End::Livelock => "Livelock: the same state comes again and again, and no time passes.",
        End::Fault => "A process was ended by a mistake of its own.",
        End::Cut(Cut::Events) => "Cut here: there is more to come.",
        End::Cut(Cut::Time) => "Cut at the time that was asked for: there is more to come.",
        End::Cut(Cut::OneInstant) => "Cut after 1,000,000 moves at one instant: time does not go on.",
        End::Cut(Cut::Clock) => "Cut: the clock is full.",
    }
}
