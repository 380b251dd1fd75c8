//! Processes blocked forever, from the graph of all states.
//!
//! A process is blocked forever in a state if it is alive and makes no move on any path from there. So each component
//! of the graph records who moves in it or in any component it leads to (components are numbered so that those come
//! first), and each state records who has terminated on the way to it. A process in neither set is blocked forever. A
//! move by which an assertion fails ends every process.
//!
//! The deadlocked sets are computed only where they can change: where a process has become blocked forever, or a
//! sleeper was notified. Once deadlocked, a process stays deadlocked; a process blocked forever is orphaned if it is in
//! no deadlocked set, now or later.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::graph::Graph;
use super::label::{Label, NOBODY};
use super::sets::{EMPTY, Sets};
use crate::id::ProcessId;
use crate::program::Program;
use crate::world::NETWORK;

/// Who is blocked forever in which states.
#[derive(Clone, Debug, Default)]
pub(super) struct Forever {
    /// The first state with a process blocked forever, servers aside.
    pub first: Option<u32>,
    /// The first state with a deadlocked set.
    pub deadlock: Option<u32>,
    /// The first state with an orphaned process.
    pub orphaned: Option<u32>,
    /// Each deadlocked set that never changes again, and the first state with it; in the order of those states.
    pub deadlocks: Vec<(Vec<ProcessId>, u32)>,
    /// Each process that can be orphaned, and the first state in which it is; ascending.
    pub orphans: Vec<(ProcessId, u32)>,
    /// For each state an index into `members`.
    blocked: Vec<u32>,
    /// Sets of processes blocked forever, each ascending.
    members: Vec<Vec<u16>>,
    /// Who is in a deadlocked set, now or later; `None` if nobody is ever blocked forever.
    eventual: Option<Eventual>,
}

/// For each component, who is in a deadlocked set in it or in any component it leads to; and the component of each
/// state.
#[derive(Clone, Debug)]
struct Eventual {
    sets: Sets,
    of_components: Vec<u32>,
    components: Vec<u32>,
}

impl Eventual {
    fn contains(&self, state: u32, process: u16) -> bool {
        self.sets.contains(self.of_components[self.components[state as usize] as usize], process)
    }
}

/// Deadlocked sets, each ascending.
type Deadlocks = Vec<Vec<ProcessId>>;

impl Forever {
    /// Computes it. `ended` are the processes terminated in the first state; `deadlocks` returns the deadlocked sets of
    /// a state, given who is blocked forever there.
    pub fn find(
        graph: &Graph,
        program: &Program,
        ended: &[u16],
        deadlocks: impl FnMut(u32, &[u16]) -> Deadlocks,
    ) -> Forever {
        let count = program.processes.len();
        let mut sets = Sets::new(count);
        let (of, components) = (graph.whole().of.as_slice(), graph.whole().count);
        let order = by_component(of, components);
        let movable = movable(graph, count, &mut sets, of, &order);
        let ended = ended_in(graph, &mut sets, ended);
        let mut forever = Forever::default();
        let mut known: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for state in 0..graph.len() as usize {
            let key = (ended[state], movable[of[state] as usize]);
            let number = *known.entry(key).or_insert_with(|| {
                forever.members.push(sets.outside(count, key.0, key.1));
                forever.members.len() as u32 - 1
            });
            forever.blocked.push(number);
        }
        if forever.members.iter().all(Vec::is_empty) {
            return forever;
        }
        let (deadlocked, all) = forever.deadlocked(graph, deadlocks);
        forever.summarize(graph, program, (of, &order), (&deadlocked, &all));
        forever
    }

    /// The processes blocked forever in a state, ascending.
    pub fn members(&self, state: u32) -> &[u16] {
        &self.members[self.blocked[state as usize] as usize]
    }

    /// Whether a process is in a deadlocked set in a state, or may be later.
    pub fn may_be_deadlocked(&self, state: u32, process: ProcessId) -> bool {
        self.eventual.as_ref().is_some_and(|eventual| eventual.contains(state, process.0))
    }

    /// The deadlocked sets of each state, as an index into the distinct ones.
    fn deadlocked(
        &self,
        graph: &Graph,
        mut deadlocks: impl FnMut(u32, &[u16]) -> Deadlocks,
    ) -> (Vec<u32>, Vec<Deadlocks>) {
        let mut all: Vec<Deadlocks> = alloc::vec![Vec::new()];
        let mut numbers: BTreeMap<Deadlocks, u32> = BTreeMap::from([(Vec::new(), 0)]);
        let mut index_of = |state: u32| {
            let found = deadlocks(state, self.members(state));
            *numbers.entry(found.clone()).or_insert_with(|| {
                all.push(found);
                all.len() as u32 - 1
            })
        };
        let mut deadlocked = alloc::vec![UNKNOWN; graph.len() as usize];
        deadlocked[0] = index_of(0);
        for state in 0..graph.len() {
            for edge in graph.edges_of(state) {
                let is_other = self.blocked[state as usize] != self.blocked[edge.to as usize];
                if (is_other || graph.label(edge).wakes) && deadlocked[edge.to as usize] == UNKNOWN {
                    deadlocked[edge.to as usize] = match self.members(edge.to).is_empty() {
                        true => 0,
                        false => index_of(edge.to),
                    };
                }
            }
        }
        // The other states inherit theirs: nothing changed on the way to them, and each has a predecessor with a
        // smaller number.
        for state in 0..graph.len() {
            for edge in graph.edges_of(state) {
                if deadlocked[edge.to as usize] == UNKNOWN {
                    deadlocked[edge.to as usize] = deadlocked[state as usize];
                }
            }
        }
        (deadlocked, all)
    }

    fn summarize(
        &mut self,
        graph: &Graph,
        program: &Program,
        (of, order): (&[u32], &[Vec<u32>]),
        (deadlocked, all): (&[u32], &[Deadlocks]),
    ) {
        let mut sets = Sets::new(program.processes.len());
        let in_sets: Vec<u32> =
            all.iter().map(|found| sets.of(found.iter().flatten().map(|member| member.0))).collect();
        // For each component, who is in a deadlocked set now or later; `last` collects the components that no move
        // leaves.
        let mut eventually_in: Vec<u32> = Vec::with_capacity(order.len());
        let mut last = Vec::new();
        for (number, states) in order.iter().enumerate() {
            let mut set = EMPTY;
            let mut has_exit = false;
            for &state in states {
                set = sets.union(set, in_sets[deadlocked[state as usize] as usize]);
                for edge in graph.edges_of(state) {
                    let to = of[edge.to as usize];
                    if to as usize != number {
                        has_exit = true;
                        set = sets.union(set, eventually_in[to as usize]);
                    }
                }
            }
            eventually_in.push(set);
            if !has_exit {
                last.push(states[0]);
            }
        }
        let eventual = Eventual { sets, of_components: eventually_in, components: of.to_vec() };
        let is_server = |process: u16| program.processes[usize::from(process)].server;
        for state in 0..graph.len() {
            if !all[deadlocked[state as usize] as usize].is_empty() {
                self.deadlock.get_or_insert(state);
            }
            let mut members = self.members(state).to_vec();
            members.retain(|&process| !is_server(process));
            if !members.is_empty() {
                self.first.get_or_insert(state);
            }
            members.retain(|&process| !eventual.contains(state, process));
            for process in members.iter().copied().map(ProcessId) {
                if let Err(place) = self.orphans.binary_search_by_key(&process, |&(known, _)| known) {
                    self.orphans.insert(place, (process, state));
                }
            }
            if !members.is_empty() {
                self.orphaned.get_or_insert(state);
            }
        }
        self.eventual = Some(eventual);
        let mut lasting: Deadlocks =
            last.iter().flat_map(|&state| all[deadlocked[state as usize] as usize].iter().cloned()).collect();
        lasting.sort_unstable();
        lasting.dedup();
        let first = |set: &Vec<ProcessId>| {
            let has = |&state: &u32| all[deadlocked[state as usize] as usize].contains(set);
            (0..graph.len()).find(has).expect("it was seen")
        };
        self.deadlocks = lasting.iter().map(|set| (set.clone(), first(set))).collect();
        self.deadlocks.sort_by_key(|&(_, state)| state);
    }
}

const UNKNOWN: u32 = u32::MAX;

/// The states of each component, ascending.
fn by_component(of: &[u32], components: u32) -> Vec<Vec<u32>> {
    let mut order = alloc::vec![Vec::new(); components as usize];
    for (state, &component) in of.iter().enumerate() {
        order[component as usize].push(state as u32);
    }
    order
}

/// For each component, who moves in it or in any component it leads to.
fn movable(graph: &Graph, count: usize, sets: &mut Sets, of: &[u32], order: &[Vec<u32>]) -> Vec<u32> {
    let everybody = sets.of(0..count as u16);
    let movers = |label: &Label| label.by.into_iter().filter(|&by| by != NETWORK.0 && by != NOBODY);
    let by: Vec<u32> =
        graph.labels.iter().map(|label| if label.aborts { everybody } else { sets.of(movers(label)) }).collect();
    let mut movable: Vec<u32> = Vec::with_capacity(order.len());
    for (number, states) in order.iter().enumerate() {
        let mut set = EMPTY;
        for edge in states.iter().flat_map(|&state| graph.edges_of(state)) {
            set = sets.union(set, by[edge.label as usize]);
            let to = of[edge.to as usize] as usize;
            if to != number {
                set = sets.union(set, movable[to]);
            }
        }
        movable.push(set);
    }
    movable
}

/// For each state, who has terminated on the way to it: every process if an assertion has failed.
fn ended_in(graph: &Graph, sets: &mut Sets, first: &[u16]) -> Vec<u32> {
    let everybody = sets.of(0..sets.most());
    let ends: Vec<u32> = graph
        .labels
        .iter()
        .map(|label| match label.aborts {
            true => everybody,
            false => sets.of(label.ended.into_iter().filter(|&process| process != NOBODY)),
        })
        .collect();
    let mut ended = alloc::vec![UNKNOWN; graph.len() as usize];
    ended[0] = sets.of(first.iter().copied());
    for state in 0..graph.len() {
        for edge in graph.edges_of(state) {
            if ended[edge.to as usize] == UNKNOWN {
                ended[edge.to as usize] = sets.union(ended[state as usize], ends[edge.label as usize]);
            }
        }
    }
    ended
}
