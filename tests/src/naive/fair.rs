//! Fair runs that never end: whether there are any, who starves in them, and which are livelocks.
//!
//! A closed walk can go through all of a strongly connected component, again and again. Whether a cycle is fair, and
//! whether it answers a question, depends on some move or state being on it. So of all the cycles in a component the
//! one through all of it suffices, and each state of the component is on it. Where only some moves may be on the cycle,
//! components of these moves are meant; whether a mover can move in a state is decided by all moves.

use ipcscope_core::program::{Goal, Program};

use super::components::components;
use super::forever::Forever;
use super::graph::{Effect, Graph, Set, members, set};

/// For each question, the least number of moves to a state on a fair cycle that answers it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fair {
    /// Any fair cycle.
    pub endless: Option<usize>,
    /// One on which every process that moves tries in vain.
    pub livelock: Option<usize>,
    /// For each process, one on which it starves.
    pub starvation: Vec<Option<usize>>,
}

impl Fair {
    /// Computes it from all states.
    pub fn of(program: &Program, graph: &Graph, forever: &Forever) -> Fair {
        let soonest = |states: Vec<usize>| states.into_iter().map(|state| graph.depth[state]).min();
        let all = fair(graph, |_| true);
        if all.is_empty() {
            // If there is no fair cycle at all, there is none of fewer moves.
            return Fair { starvation: vec![None; graph.processes], ..Fair::default() };
        }
        let starves = |process: usize| {
            let components = fair(graph, |effect| !progresses(effect, process));
            let of = components.into_iter().filter(|inside| starves(program, graph, forever, inside, process));
            soonest(of.flat_map(|inside| inside.states).collect())
        };
        let in_vain =
            fair(graph, |effect| !effect.works).into_iter().filter(|inside| is_livelock(program, graph, inside));
        Fair {
            endless: soonest(all.into_iter().flat_map(|inside| inside.states).collect()),
            livelock: soonest(in_vain.flat_map(|inside| inside.states).collect()),
            starvation: (0..graph.processes).map(starves).collect(),
        }
    }
}

/// States and moves that one closed walk can go through.
#[derive(Clone, Debug, Default)]
pub struct ClosedWalk {
    /// The states.
    pub states: Vec<usize>,
    /// The moves: the state, and the index among its choices.
    pub moves: Vec<(usize, usize)>,
}

/// Whether a process makes progress by a move.
fn progresses(effect: &Effect, process: usize) -> bool {
    effect.progressed & set(process) != 0
}

/// Whether each mover has a move inside, or a state without one.
pub fn is_fair(graph: &Graph, inside: &ClosedWalk) -> bool {
    let effect = |&(state, number): &(usize, usize)| &graph.edges[state][number].effect;
    (0..=graph.processes).all(|mover| {
        inside.moves.iter().any(|at| effect(at).by & set(mover) != 0)
            || inside.states.iter().any(|&state| graph.movers(state) & set(mover) == 0)
    })
}

/// Whether a process starves on a fair cycle: it makes no progress although it could, and another does.
pub fn starves(program: &Program, graph: &Graph, forever: &Forever, inside: &ClosedWalk, process: usize) -> bool {
    let effect = |&(state, number): &(usize, usize)| &graph.edges[state][number].effect;
    let could = |&state: &usize| {
        let world = &graph.worlds[state];
        world.is_alive(process)
            && forever.blocked[state] & set(process) == 0
            && world.could_come_to(program, process, Goal::Ahead)
    };
    !program.processes[process].server
        && inside.moves.iter().all(|at| !progresses(effect(at), process))
        && inside.moves.iter().any(|at| effect(at).progressed != 0)
        && inside.states.iter().all(could)
}

/// Whether a fair cycle is a livelock: no process works, some process tries in vain, and one of those who move could
/// work.
pub fn is_livelock(program: &Program, graph: &Graph, inside: &ClosedWalk) -> bool {
    let effect = |&(state, number): &(usize, usize)| &graph.edges[state][number].effect;
    let could_work = |&(state, number): &(usize, usize)| {
        let movers = members(graph.edges[state][number].effect.by).into_iter().map(usize::from);
        movers
            .filter(|&mover| mover < graph.processes)
            .any(|mover| graph.worlds[state].could_come_to(program, mover, Goal::Works))
    };
    inside.moves.iter().all(|at| !effect(at).works)
        && inside.moves.iter().any(|at| effect(at).in_vain)
        && inside.moves.iter().any(could_work)
}

/// The fair components of those moves that `may` be on a cycle.
fn fair(graph: &Graph, may: impl Fn(&Effect) -> bool) -> Vec<ClosedWalk> {
    let components = components(graph, &may);
    let insides = components.into_iter().map(|states| {
        let mut inside = ClosedWalk::default();
        let is_inside: std::collections::HashSet<usize> = states.iter().copied().collect();
        for &state in &states {
            let moves = graph.edges[state].iter().enumerate();
            let stays = moves.filter(|(_, edge)| may(&edge.effect) && is_inside.contains(&edge.to));
            inside.moves.extend(stays.map(|(number, _)| (state, number)));
        }
        ClosedWalk { states, ..inside }
    });
    insides.filter(|inside| is_fair(graph, inside)).collect()
}

/// The same question as `endless`, by a fixpoint of Emerson and Lei (1986): the largest set of states from which every
/// mover either moves or has no move at some later state, on a path inside the set.
pub fn has_fair_run(graph: &Graph) -> bool {
    let mut remaining = vec![true; graph.worlds.len()];
    loop {
        let before = remaining.clone();
        for mover in 0..=graph.processes {
            remaining = leads_to(graph, &remaining, set(mover));
        }
        if remaining == before {
            return remaining.contains(&true);
        }
    }
}

/// The states from which a path inside the set leads to a move of the mover, or to a state without one and then any
/// move.
fn leads_to(graph: &Graph, remaining: &[bool], mover: Set) -> Vec<bool> {
    let mut good = vec![false; remaining.len()];
    let mut is_growing = true;
    while std::mem::take(&mut is_growing) {
        for state in (0..remaining.len()).rev().filter(|&state| remaining[state]) {
            let can = graph.movers(state) & mover != 0;
            let is_good = graph.edges[state]
                .iter()
                .any(|edge| good[edge.to] || remaining[edge.to] && (edge.effect.by & mover != 0 || !can));
            if is_good && !good[state] {
                good[state] = true;
                is_growing = true;
            }
        }
    }
    good
}
