//! What has to do with what was chosen: its cause, its effects, who could free it, what lies in it.

use ipcscope_core::trace::event::{Kind, Wait};
use ipcscope_core::trace::{Moment, Run, words};
use ipcscope_scene::About;

use crate::state::Show;

/// More effects, or messages, than these are not listed.
const MOST: usize = 6;

/// A way on from something.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// What it is, in words.
    pub words: String,
    /// Where it leads: an event is gone to, all else is chosen.
    pub about: About,
}

/// What has to do with `chosen` at a moment.
pub fn related(show: &Show, moment: &Moment, chosen: About) -> Vec<Related> {
    let mut found = Vec::new();
    match chosen {
        About::Process(number) => process(show, moment, number, &mut found),
        About::Channel(number) => {
            let Some(channel) = moment.channels.get(number) else { return found };
            for message in channel.messages.iter().take(MOST) {
                let values = words::show_values(show.run.program(), &message.values);
                found.push(Related { words: format!("Message {values}"), about: About::Message(message.sent_by) });
            }
            each(show, &mut found, "Waits to send", &channel.senders);
            each(show, &mut found, "Waits to receive", &channel.receivers);
        }
        About::Memory(number) => {
            let Some(memory) = moment.memories.get(number) else { return found };
            let attached: Vec<usize> = memory.attached.iter().map(|&(process, _)| process).collect();
            each(show, &mut found, "Attached", &attached);
            each(show, &mut found, "Waits for it to be created", &memory.waiting);
        }
        About::Lock(number) => {
            let Some(lock) = moment.locks.get(number) else { return found };
            each(show, &mut found, "Held by", lock.holder.as_slice());
            each(show, &mut found, "Waits", &lock.waiting);
        }
        About::Message(event) | About::Event(event) => around(&show.run, event, &mut found),
        About::Host(_) | About::Group(_) => {}
    }
    found
}

fn each(show: &Show, found: &mut Vec<Related>, word: &str, processes: &[usize]) {
    for &process in processes {
        let name = &show.run.program().processes[process].name;
        found.push(Related { words: format!("{word}: {name}"), about: About::Process(process) });
    }
}

fn process(show: &Show, moment: &Moment, number: usize, found: &mut Vec<Related>) {
    let Some(process) = moment.processes.get(number) else { return };
    for &(wait, object) in &process.waits {
        let about = match wait {
            wait if wait.is_channel() => About::Channel(object),
            wait if wait.is_lock() => About::Lock(object),
            Wait::Created => About::Memory(object),
            _ => continue,
        };
        found.push(Related {
            words: format!("What it waits for: {}", words::waits_for_short(show.run.program(), wait, object)),
            about,
        });
    }
    each(show, found, "Could free it", &process.could_free);
    let since = show.timeline.since(number, moment.at);
    found.extend(since.map(|since| event(&show.run, "It came to this by", since)));
    found
        .extend(next(&show.run, moment.at, 1, Like::Process(number)).map(|next| event(&show.run, "Its next is", next)));
}

/// Itself, what brought it about, and what it brought about.
fn around(run: &Run, number: usize, found: &mut Vec<Related>) {
    found.push(event(run, "This is", number));
    if let Some(cause) = run.events().get(number).and_then(|event| event.cause()) {
        found.push(event(run, "Because of", cause));
    }
    found.extend(effects(run, number).take(MOST).map(|effect| event(run, "It brought about", effect)));
    if let Some(this) = run.events().get(number) {
        let mut on = |like, word| found.extend(next(run, number + 1, 1, like).map(|next| event(run, word, next)));
        on(Like::Process(this.process()), "Next of this process:");
        on(Like::Kind(this.kind()), "Next of this kind:");
    }
}

/// What events are like that are gone along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Like {
    /// Of a process.
    Process(usize),
    /// Of a kind.
    Kind(Kind),
}

/// The first event from number `from` on that is like this, or with a step of -1 the last before.
pub fn next(run: &Run, from: usize, step: isize, like: Like) -> Option<usize> {
    let is_like = |number: &usize| {
        run.events().get(*number).is_some_and(|event| match like {
            Like::Process(process) => event.process() == process,
            Like::Kind(kind) => event.kind() == kind,
        })
    };
    match step {
        1.. => (from..run.events().len()).find(is_like),
        _ => (0..from).rev().find(is_like),
    }
}

/// The events that an event brought about.
pub fn effects(run: &Run, number: usize) -> impl Iterator<Item = usize> {
    run.events().iter_from(number + 1).filter(move |(_, event)| event.cause() == Some(number)).map(|(index, _)| index)
}

fn event(run: &Run, word: &str, number: usize) -> Related {
    let process = run.events().get(number).map_or(0, |event| event.process());
    let name = &run.program().processes[process].name;
    let words = format!("{word} event {}: {name} {}", number + 1, words::event(run, number));
    Related { words, about: About::Event(number) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ipcscope_scene::timeline::Timeline;

    use super::*;
    use crate::state::Ready;

    fn show() -> Show {
        let text = include_str!("../../scenarios/buffer-bounded.ipc");
        let simulated = ipcscope_core::simulate_text(text, None).expect("no mistakes");
        let program = Arc::new(simulated.run.program().clone());
        let ready =
            Ready { text: text.into(), tokens: Vec::new(), program, packed: [].into(), file_name: String::new() };
        let timeline = Timeline::new(&simulated.run);
        Show::new(ready.into(), simulated.run, timeline)
    }

    fn told(show: &Show, at: usize, about: About) -> Vec<String> {
        let mut cursor = show.run.cursor();
        cursor.seek(&show.run, at);
        let moment = Moment::new(&show.run, &cursor);
        related(show, &moment, about).into_iter().map(|related| related.words).collect()
    }

    /// Event 26, at 12 ms, is the producer's first block: see `tests/tests/bounded_buffer.rs`.
    #[test]
    fn from_a_blocked_process_to_what_it_waits_for_and_who_could_free_it() {
        let show = show();
        let told_then = told(&show, 26, About::Process(0));
        assert_eq!(told_then[1], "Could free it: Consumer");
        assert!(told_then[0].starts_with("What it waits for: "), "{told_then:?}");
        assert!(told_then[2].starts_with("It came to this by event 26: Producer is blocked"), "{told_then:?}");
        assert_eq!(told(&show, 26, About::Channel(0))[..3], ["Message 2", "Message 3", "Message 4"]);
    }

    /// A message is received because it was sent.
    #[test]
    fn causes_and_effects_lead_to_one_another() {
        let show = show();
        let sent = (0..show.steps()).find(|&index| effects(&show.run, index).next().is_some()).expect("one is");
        let effect = effects(&show.run, sent).next().expect("it has one");
        assert_eq!(show.run.events().get(effect).and_then(|event| event.cause()), Some(sent));
        let words = told(&show, show.steps(), About::Event(effect));
        assert!(words[1].starts_with(&format!("Because of event {}: Producer sends", sent + 1)), "{words:?}");
    }
}
