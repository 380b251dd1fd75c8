//! What is pointed at, in a few words: what it is, its state, since when, and why.

use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, Run, words};
use ipcscope_scene::About;

/// A heading and a sentence about something in the pictures.
pub fn about(run: &Run, moment: &Moment, pointed: About) -> Option<(String, String)> {
    let program = run.program();
    match pointed {
        About::Process(number) => {
            let name = program.processes.get(number)?.name.clone();
            Some((format!("Process {name}"), words::why(run, moment, number)))
        }
        About::Channel(number) => {
            let channel = program.channels.get(number)?;
            Some((format!("Mailbox {}", channel.name), mailbox(run, moment, number)))
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

fn mailbox(run: &Run, moment: &Moment, number: usize) -> String {
    use ipcscope_core::program::Room;
    /// More than these are not named.
    const MOST: usize = 8;
    let messages = &moment.channels[number].messages;
    let waiting = messages.len();
    let mut told = match run.program().channels[number].capacity {
        Room::Messages(0) => return "Capacity 0: nothing ever waits in it. Sender and receiver meet.".to_string(),
        Room::Messages(most) => format!("{waiting} of {most} places taken."),
        Room::Bytes(_) | Room::Unbounded => format!("{waiting} waiting, and there is always room."),
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
