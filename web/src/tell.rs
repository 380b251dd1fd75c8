//! What is pointed at, in a few words: what it is, its state, since when, and why.

use ipcscope_core::program::LockKind;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, Run, words};
use ipcscope_scene::About;

/// A heading and a sentence about something in the pictures.
pub fn about(run: &Run, moment: &Moment, pointed: About) -> Option<(String, String)> {
    let program = run.program();
    match pointed {
        About::Process(number) => {
            let name = program.processes.get(number)?.name.clone();
            Some((format!("Process {name}"), format!("{} {}", words::why(run, moment, number), shares(run, number))))
        }
        About::Channel(number) => {
            let channel = program.channels.get(number)?;
            let what = if channel.direct.is_some() { "Link" } else { "Mailbox" };
            Some((format!("{what} {}", channel.name), mailbox(run, moment, number)))
        }
        About::Memory(number) => {
            let (of, now) = (program.memories.get(number)?, moment.memories.get(number)?);
            let attached: Vec<&str> =
                now.attached.iter().map(|&(process, _)| program.processes[process].name.as_str()).collect();
            let told = match (now.is_created, of.is_open()) {
                (false, _) => "It has not been created yet.".to_string(),
                (true, true) => format!("{} Every process may use it.", cells(run, moment, number)),
                (true, false) => format!("{} Attached: {}.", cells(run, moment, number), attached.join(", ")),
            };
            Some((format!("Shared memory {}", of.name), told))
        }
        About::Lock(number) => {
            let (of, now) = (program.locks.get(number)?, moment.locks.get(number)?);
            let name = |&process: &usize| program.processes[process].name.as_str();
            let state = match of.kind {
                LockKind::Semaphore { .. } => format!("It stands at {}.", now.permits),
                LockKind::Mutex => {
                    let held = now.holder.as_ref().map(|holder| format!("Held by {}.", name(holder)));
                    held.unwrap_or("Nobody holds it.".to_string())
                }
                _ => String::new(),
            };
            let waiting: Vec<&str> = now.waiting.iter().map(name).collect();
            let line = if waiting.is_empty() { "nobody".to_string() } else { waiting.join(", ") };
            Some((format!("{} {}", of.kind.noun(), of.name), format!("{state} Waiting: {line}.")))
        }
        About::Host(number) => {
            let host = program.hosts.get(number)?;
            let cores = host.cores.map_or("a core for each process".to_string(), |cores| format!("cores: {cores}"));
            Some((format!("Host {}", host.name), format!("A machine with {cores}.")))
        }
        About::Group(number) => {
            let group = program.groups.get(number)?;
            let names: Vec<&str> =
                group.processes.iter().map(|&process| program.processes[usize::from(process)].name.as_str()).collect();
            Some((group.title.clone(), format!("Processes: {}.", names.join(", "))))
        }
        About::Message(sent) => {
            let event = run.events().get(sent)?;
            let values = words::show_values(program, run.events().values(event));
            let heading = format!("Message {values}");
            let from = &program.processes[event.process()].name;
            let channel = event.object().map_or("", |channel| program.channels[channel].name.as_str());
            Some((heading, format!("Sent by {from} to {channel} at {}.", words::show_us(event.time_us()))))
        }
        About::Event(number) => {
            let event = run.events().get(number)?;
            let name = &program.processes[event.process()].name;
            let heading = match event.kind() {
                Kind::Work => format!("{name}: working"),
                Kind::Block => format!("{name}: blocked"),
                Kind::Sleep => format!("{name}: sleeping"),
                _ => name.clone(),
            };
            let sentence = format!("From {}: {}.", words::show_us(event.time_us()), words::event(run, number));
            Some((heading, sentence))
        }
    }
}

/// What each field of a region holds: "in = 2, slot = 0 · 1 · 2."
fn cells(run: &Run, moment: &Moment, number: usize) -> String {
    let program = run.program();
    let mut told = String::new();
    let mut rest = moment.memories[number].cells.as_slice();
    for field in program.memories[number].fields.clone() {
        let field = &program.fields[usize::from(field)];
        let count = (field.slots.unwrap_or(1) * field.cells) as usize;
        let (own, others) = rest.split_at(count.min(rest.len()));
        rest = others;
        if !told.is_empty() {
            told += ", ";
        }
        told += &field.name;
        told += " = ";
        for (place, &value) in own.iter().enumerate() {
            told += if place > 0 { " · " } else { "" };
            told += &words::show_values(program, &[value]);
        }
    }
    told + "."
}

/// Whom a process cooperates with.
fn shares(run: &Run, number: usize) -> String {
    let shared: Vec<String> = run.program().shared_by(number).into_iter().map(|sharing| sharing.name).collect();
    match shared.is_empty() {
        true => "Independent: it shares nothing.".to_string(),
        false => format!("Cooperates through {}.", shared.join(", ")),
    }
}

fn mailbox(run: &Run, moment: &Moment, number: usize) -> String {
    use ipcscope_core::program::Room;
    /// More than these are not named.
    const MOST: usize = 8;
    let messages = &moment.channels[number].messages;
    let waiting = messages.len();
    let mut told = match run.program().channels[number].capacity {
        Room::Messages(0) => return "Capacity 0: nothing ever waits in it. Sender and receiver meet.".to_string(),
        Room::Messages(most) => format!("{waiting} of {most} places taken."),
        Room::Bytes(most) => format!("{waiting} waiting, in at most {most} bytes."),
        Room::Unbounded => format!("{waiting} waiting, and there is always room."),
    };
    for (place, message) in messages.iter().take(MOST).enumerate() {
        told += if place == 0 { " Oldest first: " } else { " · " };
        told += &words::show_values(run.program(), &message.values);
    }
    if waiting > MOST {
        told += " …";
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_its_words() {
        let text = include_str!("../../scenarios/buffer-bounded.ipc");
        let run = ipcscope_core::simulate_text(text, None).expect("no mistakes").run;
        let mut cursor = run.cursor();
        cursor.seek(&run, 26);
        let moment = Moment::new(&run, &cursor);
        let told = |pointed| about(&run, &moment, pointed).expect("it is there");
        assert!(told(About::Process(0)).1.starts_with("Blocked since 12ms: buffer is full (3 of 3)."));
        assert_eq!(told(About::Channel(0)).1, "3 of 3 places taken. Oldest first: 2 · 3 · 4");
        // Event 14, counted from 1, sends item 2 at 6 ms.
        assert_eq!(told(About::Message(13)), ("Message 2".into(), "Sent by Producer to buffer at 6ms.".into()));
        assert_eq!(told(About::Event(25)).0, "Producer: blocked");
        assert_eq!(about(&run, &moment, About::Event(999)), None);
    }
}
