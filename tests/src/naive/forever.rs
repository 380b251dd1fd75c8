//! Who is blocked forever in each state, who waits for whom, and who is deadlocked or orphaned.

use std::collections::BTreeMap;

use ipcscope_core::explore::WaitObject;
use ipcscope_core::id::{ChannelId, LockId, ProcessId, RegionId};
use ipcscope_core::program::{Goal, Program};
use ipcscope_core::trace::event::Wait;
use ipcscope_core::world::World;

use super::graph::{Graph, Set, members, set};

/// An object that a process waits for, and the processes that could provide it.
pub type Waited = (Wait, WaitObject, Set);

/// The results for each state.
pub struct Forever {
    /// Who is blocked forever.
    pub blocked: Vec<Set>,
    /// The deadlocked sets, including those of servers only.
    pub deadlocks: Vec<Vec<Set>>,
    /// Who is orphaned.
    pub orphaned: Vec<Set>,
    /// The lasting deadlocked sets, each with the least number of moves to a state where it is one.
    pub lasting: BTreeMap<Set, usize>,
    servers: Set,
}

impl Forever {
    /// Computes it from all states.
    pub fn of(program: &Program, graph: &Graph) -> Forever {
        let blocked = blocked_forever(graph);
        let deadlocks: Vec<Vec<Set>> = (0..graph.worlds.len())
            .map(|state| deadlocked_sets(program, &graph.worlds[state], blocked[state]))
            .collect();
        let later = graph.gathered(|state| deadlocks[state].iter().fold(0, |all, one| all | one));
        let servers: Set = (0..graph.processes).filter(|&process| program.processes[process].server).map(set).sum();
        let orphaned = blocked.iter().zip(&later).map(|(blocked, later)| blocked & !servers & !later).collect();
        let mut forever = Forever { blocked, deadlocks, orphaned, lasting: BTreeMap::new(), servers };
        forever.lasting = forever.lasting_sets(graph);
        forever
    }

    /// The deadlocked sets that are reported: all but those of servers only.
    pub fn reported(&self, state: usize) -> Vec<Set> {
        self.deadlocks[state].iter().copied().filter(|members| members & !self.servers != 0).collect()
    }

    /// Who is blocked forever in a state, servers aside.
    pub fn stuck(&self, state: usize) -> Set {
        self.blocked[state] & !self.servers
    }

    /// The deadlocked sets of states that no move leaves, and the least number of moves to each.
    fn lasting_sets(&self, graph: &Graph) -> BTreeMap<Set, usize> {
        let mut last: Vec<Set> = Vec::new();
        if self.blocked.iter().any(|&blocked| blocked != 0) {
            let is_bottom = in_bottom_components(graph);
            last = (0..graph.worlds.len())
                .filter(|&state| is_bottom[state])
                .flat_map(|state| self.reported(state))
                .collect();
        }
        last.sort();
        last.dedup();
        let soonest = |one| graph.least(|state| self.deadlocks[state].contains(&one)).expect("it was seen");
        last.into_iter().map(|one| (one, soonest(one))).collect()
    }
}

/// All processes that are neither terminated nor faulted; none if an assertion has ended the run.
fn alive(graph: &Graph, state: usize) -> Set {
    let world = &graph.worlds[state];
    if world.failed().is_some() {
        return 0;
    }
    (0..graph.processes).filter(|&process| world.is_alive(process)).map(set).sum()
}

/// Alive, and no move on any path belongs to it. A move by which an assertion fails ends every process, so it belongs
/// to all.
fn blocked_forever(graph: &Graph) -> Vec<Set> {
    let everybody = (1 << graph.processes) - 1;
    let can_move = graph.gathered(|state| match graph.worlds[state].failed() {
        Some(_) => everybody,
        None => graph.movers(state),
    });
    (0..graph.worlds.len()).map(|state| alive(graph, state) & !can_move[state]).collect()
}

/// The strongly connected components, with at least one edge inside, of the waits-for graph of the processes blocked
/// forever.
fn deadlocked_sets(program: &Program, world: &World, blocked: Set) -> Vec<Set> {
    let mut progressed = vec![0; program.processes.len()];
    for process in members(blocked).into_iter().map(usize::from) {
        progressed[process] = waits_for(program, world, process).iter().fold(0, |all, waited| all | waited.2) & blocked;
    }
    let mut is_changing = true;
    while std::mem::take(&mut is_changing) {
        for process in 0..progressed.len() {
            let more = members(progressed[process])
                .into_iter()
                .fold(progressed[process], |all, on| all | progressed[usize::from(on)]);
            is_changing |= more != progressed[process];
            progressed[process] = more;
        }
    }
    let mut sets: Vec<Set> = (0..progressed.len())
        .map(|process| {
            let both = members(progressed[process]).into_iter().map(usize::from);
            both.filter(|&other| progressed[other] & set(process) != 0).map(set).sum()
        })
        .filter(|&found| found != 0)
        .collect();
    sets.sort();
    sets.dedup();
    sets
}

/// The objects a blocked process waits for, each with the processes that could provide it.
pub fn waits_for(program: &Program, world: &World, process: usize) -> Vec<Waited> {
    let waits = world.waits(program, process);
    let is_alone = waits.len() == 1 && !world.is_selecting(program, process);
    waits
        .into_iter()
        .map(|(wait, object)| {
            let may = |&other: &usize| {
                unblocks(program, world, process, (wait, object), other)
                    || is_alone && ends_it(program, world, process, (wait, object), other)
            };
            let of = (0..program.processes.len()).filter(|&other| world.is_alive(other)).filter(may).map(set).sum();
            (wait, object_of(wait, object), of)
        })
        .collect()
}

/// The object with this number, of the kind that the wait is for.
fn object_of(wait: Wait, number: u16) -> WaitObject {
    match wait {
        Wait::Room | Wait::Message | Wait::Receiver | Wait::Sender | Wait::Buffer | Wait::Receipt => {
            WaitObject::Channel(ChannelId(number))
        }
        Wait::Semaphore | Wait::Mutex | Wait::Condition | Wait::Barrier => WaitObject::Lock(LockId(number)),
        Wait::Created => WaitObject::Region(RegionId(number)),
        Wait::AnyMessage | Wait::Several => WaitObject::None,
    }
}

/// Whether another process can still reach an operation that would unblock it; the holder of a mutex always counts.
fn unblocks(program: &Program, world: &World, process: usize, (wait, object): (Wait, u16), other: usize) -> bool {
    let comes_to = |goal| other != process && world.could_come_to(program, other, goal);
    match wait {
        Wait::Room | Wait::Receiver | Wait::Receipt => comes_to(Goal::Receive(object)),
        Wait::Buffer => comes_to(Goal::Post(object)),
        Wait::Message | Wait::Sender => comes_to(Goal::Send(object)),
        Wait::AnyMessage => (0..program.channels.len()).any(|channel| {
            program.channels[channel].direct == Some((other as u16, process as u16))
                && comes_to(Goal::Send(channel as u16))
        }),
        Wait::Semaphore => comes_to(Goal::Release(object)),
        Wait::Condition | Wait::Barrier => comes_to(Goal::Notify(object)),
        Wait::Created => {
            program.memories[usize::from(object)].owner == Some(other as u16) && comes_to(Goal::Create(object))
        }
        Wait::Mutex => world.holder(LockId(object)) == Some(ProcessId(other as u16)),
        Wait::Several => false,
    }
}

/// Whether the end of another process, which is still possible, would end its wait.
fn ends_it(program: &Program, world: &World, process: usize, (wait, object): (Wait, u16), other: usize) -> bool {
    if other == process || !wait.is_channel() || !world.could_come_to(program, other, Goal::End) {
        return false;
    }
    let channel = &program.channels[usize::from(object)];
    let number = other as u16;
    let is_of_link = channel.direct.is_some_and(|(from, to)| {
        let is_local = program.processes[usize::from(from)].host == channel.home;
        let is_end = match wait {
            Wait::Message | Wait::Sender => from == number,
            Wait::Room | Wait::Receiver | Wait::Buffer => to == number,
            _ => false,
        };
        is_local && is_end
    });
    let is_owner = matches!(wait, Wait::Room | Wait::Receiver | Wait::Buffer) && channel.owner == Some(number);
    let is_reader =
        matches!(wait, Wait::Room | Wait::Receipt) && channel.is_to_all() && channel.receivers.contains(&number);
    is_of_link || is_owner || is_reader
}

/// States in a strongly connected component that no move leaves: every later state leads back to them.
fn in_bottom_components(graph: &Graph) -> Vec<bool> {
    let count = graph.worlds.len();
    let mut before = vec![Vec::new(); count];
    for (state, edges) in graph.edges.iter().enumerate() {
        edges.iter().for_each(|edge| before[edge.to].push(state));
    }
    let (mut is_bottom, mut is_decided) = (vec![false; count], vec![false; count]);
    // The states found last are most likely ends, and decide much of what leads to them.
    for state in (0..count).rev() {
        if is_decided[state] {
            continue;
        }
        let after = reached(count, state, |at| graph.edges[at].iter().map(|edge| edge.to));
        let back = reached(count, state, |at| before[at].iter().copied());
        let comes_back = (0..count).all(|other| !after[other] || back[other]);
        for other in (0..count).filter(|&other| back[other]) {
            is_decided[other] = true;
            is_bottom[other] = comes_back && after[other];
        }
    }
    is_bottom
}

fn reached<I: Iterator<Item = usize>>(count: usize, from: usize, next: impl Fn(usize) -> I) -> Vec<bool> {
    let mut reached = vec![false; count];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut reached[at], true) {
            open.extend(next(at));
        }
    }
    reached
}
