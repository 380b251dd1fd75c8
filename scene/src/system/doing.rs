//! The activity of a process at a moment, or the reason it is blocked, in a few words.

use ipcscope_core::simulate::State;
use ipcscope_core::trace::event::{Event, Kind, Wait};
use ipcscope_core::trace::words;
use ipcscope_core::world::Fault;

use super::Canvas;
use crate::acts;
use crate::look::Look;

/// The process's next event, if the run knows it; found quickly, since only events of others are in between.
pub fn next_event(canvas: &Canvas, number: usize) -> Option<Event> {
    const FAR: usize = 2_048;
    let events = canvas.run.events().iter_from(canvas.moment.at).take(FAR);
    events.map(|(_, event)| *event).find(|event| event.process() == number && !is_remark(event.kind()))
}

/// Detected about a process, or an event of its messages; not done by it.
fn is_remark(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Deadlock | Kind::Orphaned | Kind::Violated | Kind::Reached | Kind::Arrive | Kind::Lost | Kind::Answer
    )
}

pub fn look(canvas: &Canvas, number: usize, next: Option<&Event>) -> Look {
    let now = &canvas.moment.processes[number];
    let works = match next {
        // It may be preempted before it is done.
        Some(event) => event.kind() == Kind::Done || event.kind() == Kind::Ready && now.label.is_some(),
        None => now.label.is_some(),
    };
    match now.state {
        State::Running if works => Look::Working,
        state => Look::from(state),
    }
}

/// Its activity, or the reason it is blocked.
pub fn detail(canvas: &Canvas, number: usize, look: Look, next: Option<&Event>) -> String {
    let (program, now) = (canvas.run.program(), &canvas.moment.processes[number]);
    match (look, now.wait) {
        (Look::Blocked, Some((wait, object))) => match is_in_line(canvas, number, wait, object) {
            true => words::waits_for_short(program, wait, object),
            // What it waited for came at this very instant.
            false => "can go on".to_string(),
        },
        (Look::Ready, _) => "waits for a core".to_string(),
        (Look::Faulted, _) => fault(canvas, number),
        (Look::Working | Look::Running, _) => match (&now.label, next) {
            (Some(label), _) => label.clone(),
            (None, Some(event)) if look == Look::Running => act(canvas, event),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn is_in_line(canvas: &Canvas, number: usize, wait: Wait, object: usize) -> bool {
    let moment = canvas.moment;
    match wait {
        wait if wait.is_channel() => {
            let line = &moment.channels[object];
            line.senders.contains(&number) || line.receivers.contains(&number)
        }
        wait if wait.is_lock() => moment.locks[object].waiting.contains(&number),
        Wait::Created => moment.memories[object].waiting.contains(&number),
        _ => !moment.processes[number].waits.is_empty(),
    }
}

/// Why a process faulted.
fn fault(canvas: &Canvas, number: usize) -> String {
    let events = canvas.run.events();
    let since_us = canvas.moment.processes[number].since_us;
    let first = since_us.checked_sub(1).map_or(0, |before| events.count_until(before));
    let mut then = events.iter_from(first).take_while(|(_, event)| event.time_us() == since_us);
    let own = then.find(|(_, event)| event.kind() == Kind::Fault && event.process() == number);
    let named = own.and_then(|(_, event)| {
        let fault = Fault::from_number(events.number(event))?;
        Some(words::fault_reason(canvas.run.program(), fault, event.object()))
    });
    named.unwrap_or_default()
}

/// The operation that a running process is about to complete, by its next event.
fn act(canvas: &Canvas, event: &Event) -> String {
    let program = canvas.run.program();
    if let Some((verb, name)) = acts::act(program, event) {
        return format!("{verb} {name}");
    }
    let object = event.object().unwrap_or(usize::MAX);
    let wait = Wait::from_number(canvas.run.events().number(event)).filter(|_| event.kind() == Kind::Block);
    let operation = match wait {
        Some(wait) if wait.is_channel() => {
            let verb = if wait.is_send() { "sends to" } else { "receives from" };
            acts::channel(program, object, wait.is_send()).map(|name| (verb, name))
        }
        Some(Wait::Semaphore | Wait::Mutex) => program.locks.get(object).map(|lock| ("tries", lock.name.as_str())),
        _ => None,
    };
    operation.map(|(verb, name)| format!("{verb} {name}")).unwrap_or_default()
}
