//! A run as a Mermaid sequence diagram: messages as arrows, in order, and notes where a process is blocked or reports
//! something.
//!
//! The vertical axis has no time scale, so each line shows its time. A message over a direct link is an arrow from
//! process to process; a mailbox is a participant of its own, with an arrow to it for the send and one from it for each
//! receive. Events of a process alone (`work`, `sleep`, waiting for a core) are omitted.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::simulate::End;
use crate::trace::Run;
use crate::trace::event::{Event, Kind};
use crate::trace::metrics::send_of;
use crate::trace::words::{self, show_us, show_values};

/// The largest number of arrows and notes, unless the caller says otherwise.
pub const MOST_LINES: usize = 500;

/// Mermaid draws at most 50,000 characters; the rest is reserved for the last two notes.
const MOST_CHARACTERS: usize = 49_000;

/// The diagram of a run, of up to [`MOST_LINES`] arrows and notes.
pub fn run(run: &Run) -> String {
    run_as(run, run.end_or_cut())
}

/// The same for a run that the caller stopped, with the caller's reason as `end`.
pub fn run_as(run: &Run, end: End) -> String {
    run_up_to(run, end, MOST_LINES)
}

/// The same with up to `most` arrows and notes; one more note says how many were omitted.
pub fn run_up_to(run: &Run, end: End, most: usize) -> String {
    let program = run.program();
    let diagram = Diagram { run, participants: participants(run) };
    let mut out = String::from("sequenceDiagram\n");
    if !program.title.is_empty() {
        out += &format!("title {}\n", escaped(&program.title));
    }
    for participant in &diagram.participants {
        out += &format!("participant {} as {}\n", id(*participant), escaped(&diagram.name(*participant)));
    }
    let (mut lines, mut left_out, mut characters) = (0, 0, out.chars().count());
    for (index, event) in run.events().iter_from(0) {
        let Some(line) = diagram.line(index, event) else { continue };
        characters += line.chars().count();
        if lines == most || left_out > 0 || characters > MOST_CHARACTERS {
            left_out += 1;
        } else {
            lines += 1;
            out += &line;
        }
    }
    if left_out > 0 {
        out += &diagram.note(&diagram.participants, &format!("{left_out} more arrows and notes are left out"));
    }
    out + &diagram.note(&diagram.participants, &words::end_as(run, end))
}

/// A process or a mailbox, by its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Participant {
    Process(usize),
    Mailbox(usize),
}

fn id(participant: Participant) -> String {
    match participant {
        Participant::Process(number) => format!("p{number}"),
        Participant::Mailbox(number) => format!("m{number}"),
    }
}

/// The processes in the text's order, each mailbox after the first process that sends to it.
fn participants(run: &Run) -> Vec<Participant> {
    let program = run.program();
    let mut participants = Vec::new();
    for process in 0..program.processes.len() {
        participants.push(Participant::Process(process));
        let mailboxes = program.channels.iter().enumerate().filter(|(_, channel)| {
            let first = channel.senders.first().or(channel.receivers.first());
            channel.direct.is_none() && first.is_some_and(|&first| usize::from(first) == process)
        });
        participants.extend(mailboxes.map(|(number, _)| Participant::Mailbox(number)));
    }
    participants
}

struct Diagram<'r> {
    run: &'r Run,
    participants: Vec<Participant>,
}

impl Diagram<'_> {
    fn name(&self, participant: Participant) -> String {
        let program = self.run.program();
        match participant {
            Participant::Mailbox(number) => format!("mailbox {}", program.channels[number].name),
            Participant::Process(number) => {
                let process = &program.processes[number];
                match program.hosts[usize::from(process.host)].name.as_str() {
                    "" => process.name.clone(),
                    host => format!("{} on {host}", process.name),
                }
            }
        }
    }

    /// The line of an event; `None` if it is omitted.
    fn line(&self, index: usize, event: &Event) -> Option<String> {
        self.arrow(index, event).or_else(|| {
            let over: Vec<Participant> = match event.kind() {
                Kind::Deadlock | Kind::Orphaned => self.members(event),
                Kind::Arrive => [self.end_of(event)?].to_vec(),
                kind if is_noted(kind) => [Participant::Process(event.process())].to_vec(),
                _ => return None,
            };
            let what = match event.kind() {
                Kind::Arrive => format!("{} arrives", self.message(event)),
                _ => words::event(self.run, index),
            };
            Some(self.note(&over, &format!("{} · {what}", show_us(event.time_us()))))
        })
    }

    /// A note across some participants.
    fn note(&self, over: &[Participant], text: &str) -> String {
        let places =
            over.iter().filter_map(|participant| self.participants.iter().position(|other| other == participant));
        let Some(first) = places.clone().min().map(|place| self.participants[place]) else { return String::new() };
        match places.max().map(|place| self.participants[place]) {
            Some(last) if last != first => format!("Note over {},{}: {}\n", id(first), id(last), escaped(text)),
            _ => format!("Note over {}: {}\n", id(first), escaped(text)),
        }
    }

    /// An arrow for a message between processes and mailboxes.
    fn arrow(&self, index: usize, event: &Event) -> Option<String> {
        let program = self.run.program();
        let number = event.object()?;
        let from = Participant::Process(event.process());
        let message = || self.message(event);
        let (from, arrow, to, what) = match event.kind() {
            Kind::Send if self.is_direct_meeting(number, event.process()) => return None,
            Kind::Send
                if program.channels[number].direct.is_some() || program.is_remote(event.process(), number as u16) =>
            {
                (from, "-)", self.end_of(event)?, message())
            }
            Kind::Send => (from, "->>", self.end_of(event)?, message()),
            Kind::Lost => (from, "--x", self.end_of(event)?, format!("{} is lost", message())),
            Kind::Receive => {
                let sender = send_of(self.run, index).and_then(|send| self.run.events().get(send))?.process();
                match program.channels[number].direct {
                    None => (Participant::Mailbox(number), "->>", from, message()),
                    Some(_) if self.is_direct_meeting(number, sender) => {
                        (Participant::Process(sender), "->>", from, message())
                    }
                    // Its arrow was drawn at the send.
                    Some(_) => return Some(self.note(&[from], &self.at(event, &words::event(self.run, index)))),
                }
            }
            Kind::Received => (self.end_of(event)?, "-->>", from, String::from("was received")),
            _ => return None,
        };
        Some(format!("{}{arrow}{}: {}\n", id(from), id(to), escaped(&self.at(event, &what))))
    }

    fn at(&self, event: &Event, what: &str) -> String {
        format!("{} · {what}", show_us(event.time_us()))
    }

    /// The destination of a message to the channel of an event: the mailbox, or the process at the end of the link.
    fn end_of(&self, event: &Event) -> Option<Participant> {
        let number = event.object()?;
        let direct = self.run.program().channels.get(number)?.direct;
        Some(direct.map_or(Participant::Mailbox(number), |(_, to)| Participant::Process(usize::from(to))))
    }

    /// A link of capacity 0 within one host: the send and the receive are one arrow.
    fn is_direct_meeting(&self, channel: usize, sender: usize) -> bool {
        let program = self.run.program();
        let of = &program.channels[channel];
        of.direct.is_some() && of.is_rendezvous() && !program.is_remote(sender, channel as u16)
    }

    fn message(&self, event: &Event) -> String {
        show_values(self.run.program(), self.run.events().values(event))
    }

    fn members(&self, event: &Event) -> Vec<Participant> {
        let numbers = self.run.events().values(event).iter().filter_map(|value| value.as_number());
        numbers.map(|number| Participant::Process(number as usize)).collect()
    }
}

/// Whether the event is a note over its process.
fn is_noted(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Start
            | Kind::Work
            | Kind::Done
            | Kind::Sleep
            | Kind::Wake
            | Kind::Ready
            | Kind::Run
            | Kind::Send
            | Kind::Packets
            | Kind::Enqueue
            | Kind::Deliver
            | Kind::Answer
            | Kind::End
    )
}

/// A text without any Mermaid syntax: all but letters, digits and plain punctuation as `#NUMBER;`, and likewise the
/// first letter of the word `end`. Control characters become blanks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match letter {
            letter if letter.is_control() => out.push(' '),
            'e' | 'E' if !before.is_alphanumeric() && begins_with_end(&text[at..]) => out += &as_number(letter),
            // Mermaid uses these two internally, for escapes it has read.
            'ß' | 'ﬂ' => out += &as_number(letter),
            // Before the first blank Mermaid could read it as a keyword, such as `wrap:`.
            ':' if text[at + 1..].starts_with(' ') && out.contains(' ') => out.push(':'),
            letter if letter.is_alphanumeric() || " .,()[]/!?'=+-_|·→".contains(letter) => out.push(letter),
            letter => out += &as_number(letter),
        }
        before = letter;
    }
    out
}

fn as_number(letter: char) -> String {
    format!("#{};", u32::from(letter))
}

/// Whether the text starts with the word `end`, in upper or lower case.
fn begins_with_end(text: &str) -> bool {
    let (word, rest) = text.split_at_checked(3).unwrap_or(("", ""));
    word.eq_ignore_ascii_case("end") && !rest.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_read_as_mermaid_syntax() {
        assert_eq!(escaped("a; b: #1 <br> %%{x}%%"), "a#59; b: #35;1 #60;br#62; #37;#37;#123;x#125;#37;#37;");
        assert_eq!(escaped("the end, Ending, bend, END"), "the #101;nd, Ending, bend, #69;ND");
        assert_eq!(escaped("two\nlines\ttab"), "two lines tab");
        assert_eq!(escaped("Größe 3 → é 漢 \u{1F600}"), "Grö#223;e 3 → é 漢 #128512;");
        assert_eq!(escaped("wrap: x, y:z, u: v"), "wrap#58; x, y#58;z, u: v");
    }
}
