//! Everything there is to see at one moment of a run, named and ready to draw.

use alloc::string::String;
use alloc::vec::Vec;

use super::event::Wait;
use super::run::{Cursor, Run};
use crate::scenario::tree::Span;
use crate::simulate::State;
use crate::value::Value;

/// A run at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// After how many events.
    pub at: usize,
    /// When the latest of them happened, in µs; 0 before the first.
    pub time_us: u64,
    /// In the program's order.
    pub processes: Vec<ProcessNow>,
    /// In the program's order.
    pub channels: Vec<ChannelNow>,
}

/// A process at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessNow {
    /// What it is.
    pub state: State,
    /// Since when, in µs.
    pub since_us: u64,
    /// When what it does is over, in µs, where that is certain.
    pub until_us: Option<u64>,
    /// What it waits for, and the number of the channel.
    pub wait: Option<(Wait, usize)>,
    /// Who could free it from that and is alive.
    pub could_free: Vec<usize>,
    /// The statement that it stands at; `None` when it has ended or faulted.
    pub statement: Option<Span>,
    /// The label of the `work` that it stands at.
    pub label: Option<String>,
    /// Its variables and what they hold.
    pub variables: Vec<(String, Value)>,
}

/// A mailbox at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelNow {
    /// Oldest first.
    pub messages: Vec<MessageNow>,
    /// Blocked on sending, first come first.
    pub senders: Vec<usize>,
    /// Blocked on receiving, first come first.
    pub receivers: Vec<usize>,
}

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageNow {
    /// The event that sent it: its identity.
    pub sent_by: usize,
    /// What it carries.
    pub values: Vec<Value>,
}

impl Moment {
    /// The moment at which `cursor` stands in `run`.
    pub fn new(run: &Run, cursor: &Cursor) -> Moment {
        let latest = cursor.at().checked_sub(1).and_then(|last| run.events().get(last));
        Moment {
            at: cursor.at(),
            time_us: latest.map_or(0, |event| event.time_us()),
            processes: (0..run.program().processes.len()).map(|number| process_now(run, cursor, number)).collect(),
            channels: (0..run.program().channels.len()).map(|number| channel_now(cursor, number as u16)).collect(),
        }
    }
}

fn process_now(run: &Run, cursor: &Cursor, number: usize) -> ProcessNow {
    let (program, simulation) = (run.program(), cursor.simulation());
    let (process, activity) = (&program.processes[number], &simulation.activities()[number]);
    let place = simulation.world().place(number);
    let could_free = simulation.could_free(program, number).iter().map(|&other| usize::from(other));
    ProcessNow {
        state: activity.state,
        since_us: activity.since_us,
        until_us: activity.until_us,
        wait: activity.wait.map(|(wait, channel)| (wait, usize::from(channel))),
        could_free: could_free.filter(|&other| simulation.activities()[other].state.is_alive()).collect(),
        statement: place.map(|place| process.spans[place]),
        label: place.and_then(|place| process.label_at(place)).map(|label| program.texts[label].clone()),
        variables: process
            .locals
            .iter()
            .enumerate()
            .filter(|(_, name)| !name.is_empty())
            .map(|(local, name)| (name.clone(), simulation.world().local(program, number, local as u16)))
            .collect(),
    }
}

fn channel_now(cursor: &Cursor, number: u16) -> ChannelNow {
    let simulation = cursor.simulation();
    let messages = simulation.world().messages(number).into_iter();
    ChannelNow {
        messages: messages
            .zip(simulation.sent_by(number))
            .map(|(values, sent_by)| MessageNow { sent_by, values })
            .collect(),
        senders: simulation.waiting_senders(number).map(usize::from).collect(),
        receivers: simulation.waiting_receivers(number).map(usize::from).collect(),
    }
}
