//! The state of a run at one moment, with names, ready to draw.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::event::Wait;
use super::metrics::send_of;
use super::run::{Cursor, Run};
use crate::id::{ChannelId, LockId, ProcessId, RegionId};
use crate::scenario::tree::Span;
use crate::simulate::State;
use crate::value::Value;
use crate::world::Access;

/// A run at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Number of events so far.
    pub at: usize,
    /// Time of the latest of them in µs; 0 before the first.
    pub time_us: u64,
    /// In the program's order.
    pub processes: Vec<ProcessNow>,
    /// In the program's order.
    pub channels: Vec<ChannelNow>,
    /// In the program's order.
    pub memories: Vec<MemoryNow>,
    /// In the program's order.
    pub locks: Vec<LockNow>,
    /// For each host the processes that wait for a core, the next first.
    pub waiting_for_core: Vec<Vec<usize>>,
}

/// A process at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessNow {
    /// Its state.
    pub state: State,
    /// Since when it has been in this state, in µs.
    pub since_us: u64,
    /// When its current activity ends, in µs, if that is certain.
    pub until_us: Option<u64>,
    /// When its wait times out, in µs, if it has a timeout.
    pub deadline_us: Option<u64>,
    /// The reason why it is blocked, with the number of the channel, lock, region or process.
    pub wait: Option<(Wait, usize)>,
    /// The reason for each arm of a `select`; otherwise the one of `wait`.
    pub waits: Vec<(Wait, usize)>,
    /// The living processes that could unblock it.
    pub could_free: Vec<usize>,
    /// Whether it is blocked forever in a cycle of processes that wait for each other.
    pub is_deadlocked: bool,
    /// Its current statement; `None` when it has terminated or faulted.
    pub statement: Option<Span>,
    /// The label of its current `work`.
    pub label: Option<String>,
    /// The sections that it is in, the outermost first.
    pub sections: Vec<String>,
    /// Its variables with their values.
    pub variables: Vec<(String, Value)>,
}

/// A mailbox, or one direction of a link, at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelNow {
    /// The next message first.
    pub messages: Vec<MessageNow>,
    /// Messages in flight from another host, in the order in which they were sent.
    pub in_flight: Vec<FlightNow>,
    /// Empty buffers that the receiver has posted, with explicit buffering.
    pub empty_buffers: Option<u32>,
    /// Its owner has terminated: no process can use it.
    pub is_gone: bool,
    /// Processes blocked on sending, in order of arrival.
    pub senders: Vec<usize>,
    /// Processes blocked on receiving, in order of arrival.
    pub receivers: Vec<usize>,
}

/// A message in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageNow {
    /// The number of the event that sent it: its identity.
    pub sent_by: usize,
    /// Its values.
    pub values: Vec<Value>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its priority, if the mailbox orders by it.
    pub priority: i64,
    /// For a mailbox to all: the processes that have not read it yet.
    pub unread_by: Vec<usize>,
}

/// A message in flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlightNow {
    /// The number of the event that sent it: its identity.
    pub sent_by: usize,
    /// Its values.
    pub values: Vec<Value>,
    /// When it was sent, in µs.
    pub since_us: u64,
    /// When it arrives, or is lost, in µs.
    pub until_us: u64,
}

/// A region of shared memory at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryNow {
    /// Whether it has been created.
    pub is_created: bool,
    /// The value of each cell of its fields, in the text's order.
    pub cells: Vec<Value>,
    /// Attached processes with their access; empty if it is open to all.
    pub attached: Vec<(usize, Access)>,
    /// Processes waiting for it to be created.
    pub waiting: Vec<usize>,
}

/// A semaphore, a mutex or a condition variable at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockNow {
    /// Permits of a semaphore.
    pub permits: i64,
    /// Holder of a mutex.
    pub holder: Option<usize>,
    /// Processes waiting for it, or on it, in order of arrival.
    pub waiting: Vec<usize>,
}

impl Moment {
    /// The moment of `run` at `cursor`.
    pub fn new(run: &Run, cursor: &Cursor) -> Moment {
        let latest = cursor.at().checked_sub(1).and_then(|last| run.events().get(last));
        let program = run.program();
        Moment {
            at: cursor.at(),
            time_us: latest.map_or(0, |event| event.time_us()),
            processes: (0..program.processes.len()).map(|number| process_now(run, cursor, number)).collect(),
            channels: (0..program.channels.len() as u16)
                .map(|number| channel_now(run, cursor, ChannelId(number)))
                .collect(),
            memories: (0..program.memories.len() as u16)
                .map(|number| memory_now(run, cursor, RegionId(number)))
                .collect(),
            locks: (0..program.locks.len() as u16).map(|number| lock_now(run, cursor, LockId(number))).collect(),
            waiting_for_core: (0..program.hosts.len())
                .map(|host| cursor.simulation().waiting_for_core(host).map(usize::from).collect())
                .collect(),
        }
    }
}

fn process_now(run: &Run, cursor: &Cursor, number: usize) -> ProcessNow {
    let (program, simulation) = (run.program(), cursor.simulation());
    let (process, activity) = (&program.processes[number], &simulation.activities()[number]);
    let place = simulation.world().place(number);
    let could_free = simulation.could_free(program, number).into_iter().map(usize::from);
    let wait = activity.wait.map(|(wait, object)| (wait, usize::from(object)));
    // A procedure's variables exist only while they are needed.
    let is_over = |local: u16| {
        let at = place.unwrap_or(process.ops.len());
        process.unneeded.get(at).is_some_and(|unneeded| unneeded.contains(&local))
    };
    let nest = place.map_or(0, |place| usize::from(process.sections[place]));
    ProcessNow {
        state: activity.state,
        since_us: activity.since_us,
        until_us: activity.until_us,
        deadline_us: activity.deadline_us,
        wait,
        waits: simulation.waits_of(program, number).iter().map(|&(wait, object)| (wait, usize::from(object))).collect(),
        could_free: could_free.filter(|&other| simulation.activities()[other].state.is_alive()).collect(),
        is_deadlocked: simulation.is_deadlocked(number),
        statement: place.map(|place| process.spans[place]),
        label: place.and_then(|place| process.label_at(place)).map(|label| program.texts[label].clone()),
        sections: program.nests[nest].iter().map(|&text| program.texts[text as usize].to_string()).collect(),
        variables: process
            .locals
            .iter()
            .enumerate()
            .filter(|(local, name)| !name.is_empty() && !is_over(*local as u16))
            .map(|(local, name)| (name.clone(), simulation.world().local(program, number, local as u16)))
            .collect(),
    }
}

fn channel_now(run: &Run, cursor: &Cursor, channel: ChannelId) -> ChannelNow {
    let (program, simulation) = (run.program(), cursor.simulation());
    let world = simulation.world();
    let of = &program.channels[channel.index()];
    let messages = world.messages(program, channel).into_iter().zip(simulation.sent_by(channel)).enumerate();
    let flights = world.in_flight(channel).into_iter().zip(simulation.on_their_way(channel));
    ChannelNow {
        messages: messages
            .map(|(index, (message, sent_by))| MessageNow {
                sent_by: send_of(run, sent_by).unwrap_or(sent_by),
                values: message.values,
                bytes: message.bytes,
                priority: message.priority,
                unread_by: world.unread_by(program, channel, index).into_iter().map(usize::from).collect(),
            })
            .collect(),
        in_flight: flights
            .map(|(message, (sent_by, until_us))| FlightNow {
                sent_by,
                values: message.values,
                since_us: run.events().get(sent_by).map_or(0, |event| event.time_us()),
                until_us,
            })
            .collect(),
        empty_buffers: world.empty_buffers(channel).filter(|_| of.explicit_buffering),
        is_gone: of.owner.is_some_and(|owner| !world.is_alive(usize::from(owner))),
        senders: simulation.waiting_senders(channel).map(usize::from).collect(),
        receivers: simulation.waiting_receivers(channel).map(usize::from).collect(),
    }
}

fn memory_now(run: &Run, cursor: &Cursor, region: RegionId) -> MemoryNow {
    let (program, world) = (run.program(), cursor.simulation().world());
    let of = &program.memories[region.index()];
    let cells = of.fields.clone().flat_map(|field| {
        let field = &program.fields[usize::from(field)];
        let first = field.first_cell as usize;
        first..first + (field.slots.unwrap_or(1) * field.cells) as usize
    });
    let attached = (0..program.processes.len())
        .filter(|_| !of.is_open())
        .map(|process| (process, world.access(program, process, region)))
        .filter(|(_, access)| *access != Access::None);
    MemoryNow {
        is_created: world.is_created(region),
        cells: cells.map(|cell| world.cell(cell)).collect(),
        attached: attached.collect(),
        waiting: cursor.simulation().waiting_for_region(region).map(usize::from).collect(),
    }
}

fn lock_now(run: &Run, cursor: &Cursor, lock: LockId) -> LockNow {
    let (program, world) = (run.program(), cursor.simulation().world());
    let is_mutex = program.locks[lock.index()].kind == crate::program::LockKind::Mutex;
    LockNow {
        permits: if is_mutex { 0 } else { world.permits(lock) },
        holder: world.holder(lock).filter(|_| is_mutex).map(ProcessId::index),
        waiting: cursor.simulation().waiting_for_lock(lock).map(usize::from).collect(),
    }
}
