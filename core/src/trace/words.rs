//! Sentences for events, for the states of processes and for the end of a run.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::run::Run;
use crate::program::Program;
use crate::simulate::{Cut, End, Repetition};
use crate::value::Value;

mod events;
mod faults;
mod waiting;

pub use events::event;
pub use faults::fault_reason;
pub use waiting::{waits_for, waits_for_short, why};

/// A time in ms, exact: `52ms`, `0.25ms`.
pub fn show_us(us: u64) -> String {
    let (ms, rest) = (us / 1_000, us % 1_000);
    match rest {
        0 => format!("{ms}ms"),
        _ => format!("{ms}.{}ms", format!("{rest:03}").trim_end_matches('0')),
    }
}

/// Fills in a sentence: `word` gives the text for each word in braces.
///
/// All sentences are in tables; they are put together only here.
fn fill(sentence: &str, word: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    for (place, piece) in sentence.split(['{', '}']).enumerate() {
        match place % 2 {
            0 => out += piece,
            _ => isolate(&word(piece), &mut out),
        }
    }
    out
}

/// Isolates right-to-left text between invisible marks (U+2068, U+2069): otherwise it would reorder the numbers and
/// punctuation beside it, and change what the sentence says.
fn isolate(word: &str, out: &mut String) {
    // Hebrew, Arabic, Syriac, Thaana, N'Ko: the first bytes of U+0580 to U+07FF.
    let is_from_the_right = word.bytes().any(|byte| matches!(byte, 0xd6..=0xdf));
    if is_from_the_right {
        out.push('\u{2068}');
    }
    out.push_str(word);
    if is_from_the_right {
        out.push('\u{2069}');
    }
}

/// The values of a message or of a `print`: `3, done`.
pub fn show_values(program: &Program, values: &[Value]) -> String {
    let shown: Vec<String> = values.iter().map(|value| value.show(&program.texts)).collect();
    shown.join(", ")
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

fn counted(count: u64, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// The last line of a run: `finished at 52ms after 130 events`, `repeats every 12ms from 31ms on, after 40 events`.
pub fn end(run: &Run) -> String {
    end_as(run, run.end_or_cut())
}

/// The same for a run that the caller stopped, with the caller's reason as `end`.
pub fn end_as(run: &Run, end: End) -> String {
    let until_us = run.program().until_us.filter(|_| end == End::Cut(Cut::Horizon)).unwrap_or(0);
    let (time, events) = (show_us(run.last_us().max(until_us)), run.events().len());
    let plural = if events == 1 { "" } else { "s" };
    if let (End::Repeats, Some(Repetition { from_us, every_us, idle, .. })) = (end, run.repetition()) {
        let names: Vec<&str> =
            idle.iter().map(|process| run.program().processes[process.index()].name.as_str()).collect();
        let idle = if names.is_empty() { String::new() } else { format!("; no progress: {}", names.join(", ")) };
        let (every, from) = (show_us(*every_us), show_us(*from_us));
        return format!("repeats every {every} from {from} on, after {events} event{plural}{idle}");
    }
    format!("{} at {time} after {events} event{plural}", end.name())
}

/// A sentence for people about how a run ended.
pub fn end_meaning(end: End) -> &'static str {
    match end {
        End::Finished => "All processes have terminated.",
        End::Quiet => "Only servers remain, waiting for work.",
        End::Deadlock => "Deadlock: some processes wait for each other, and none of them can ever proceed.",
        End::Orphaned => "Orphaned: a process is blocked forever; no remaining process can unblock it.",
        End::Livelock => "Livelock: the run repeats itself forever, and no process makes progress.",
        End::Repeats => "The run repeats itself forever.",
        End::Fault => "A process was terminated by a fault.",
        End::Assertion => "An assertion was violated: the run ends here.",
        End::Cut(Cut::Events) => "Stopped here: the run could continue.",
        End::Cut(Cut::Time) => "Stopped at the time limit: the run could continue.",
        End::Cut(Cut::Horizon) => "Shown up to here: the run continues.",
        End::Cut(Cut::OneInstant) => "Stopped: moves keep occurring at one instant, and time does not advance.",
        End::Cut(Cut::Silence) => "Stopped: time passes without any event.",
        End::Cut(Cut::Clock) => "Stopped: the clock has reached its maximum.",
        End::Cut(Cut::Schedule) => "Stopped at the end of the schedule: the run could continue.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_to_left_text_is_isolated() {
        let out = |values: &'static str| {
            fill("sends {values} to {name}", &|word| if word == "name" { "m" } else { values }.to_string())
        };
        assert_eq!(out("3, done"), "sends 3, done to m");
        assert_eq!(out("שלום, 3"), "sends \u{2068}שלום, 3\u{2069} to m");
        assert_eq!(out("邮箱, é"), "sends 邮箱, é to m");
    }
}
