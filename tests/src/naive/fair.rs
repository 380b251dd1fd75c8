//! Fair runs that never end: which there are, who starves in them, and which are livelocks.
//!
//! A closed walk can go through all of a strongly connected component, again and again. What makes a cycle fair, and what is
//! asked of it besides, is that some move or some state is on it. So of all the cycles in a component the one through all of
//! it is enough, and each state of the component is on it. Where only some moves may be on the cycle, components of these
//! moves are meant; whether a mover can move in a state is asked of all moves.

use ipcscope_core::program::{Goal, Program};

use super::components::components;
use super::forever::Forever;
use super::graph::{Did, Graph, Set, members, set};

/// For each question the least number of moves to a state on a fair cycle that answers it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fair {
    /// Any fair cycle.
    pub endless: Option<usize>,
    /// One on which everybody who moves tries in vain.
    pub livelock: Option<usize>,
    /// For each process one on which it starves.
    pub starvation: Vec<Option<usize>>,
}

impl Fair {
    /// Of all states.
    pub fn of(program: &Program, graph: &Graph, forever: &Forever) -> Fair {
        let soonest = |states: Vec<usize>| states.into_iter().map(|state| graph.depth[state]).min();
        let all = fair(graph, |_| true);
        if all.is_empty() {
            // Without a fair cycle there is none of fewer moves.
            return Fair { starvation: vec![None; graph.processes], ..Fair::default() };
        }
        let starves = |process: usize| {
            let components = fair(graph, |did| !gets_ahead(did, process));
            let of = components.into_iter().filter(|inside| starves(program, graph, forever, inside, process));
            soonest(of.flat_map(|inside| inside.states).collect())
        };
        let in_vain = fair(graph, |did| !did.works).into_iter().filter(|inside| is_livelock(program, graph, inside));
        Fair {
            endless: soonest(all.into_iter().flat_map(|inside| inside.states).collect()),
            livelock: soonest(in_vain.flat_map(|inside| inside.states).collect()),
            starvation: (0..graph.processes).map(starves).collect(),
        }
    }
}

/// States and moves that one closed walk can go through.
#[derive(Clone, Debug, Default)]
pub struct Inside {
    /// The states.
    pub states: Vec<usize>,
    /// The moves: from which state, and their number among its choices.
    pub moves: Vec<(usize, usize)>,
}

/// Whether a process gets ahead by a move.
fn gets_ahead(did: &Did, process: usize) -> bool {
    did.ahead & set(process) != 0
}

/// Whether for each mover there is a move that belongs to it, or a state in which none does.
pub fn is_fair(graph: &Graph, inside: &Inside) -> bool {
    let did = |&(state, number): &(usize, usize)| &graph.edges[state][number].did;
    (0..=graph.processes).all(|mover| {
        inside.moves.iter().any(|at| did(at).by & set(mover) != 0)
            || inside.states.iter().any(|&state| graph.movers(state) & set(mover) == 0)
    })
}

/// Whether a process starves on a fair cycle: it does not get ahead, another does, and it could.
pub fn starves(program: &Program, graph: &Graph, forever: &Forever, inside: &Inside, process: usize) -> bool {
    let did = |&(state, number): &(usize, usize)| &graph.edges[state][number].did;
    let could = |&state: &usize| {
        let world = &graph.worlds[state];
        world.is_alive(process)
            && forever.blocked[state] & set(process) == 0
            && world.could_come_to(program, process, Goal::Ahead)
    };
    !program.processes[process].server
        && inside.moves.iter().all(|at| !gets_ahead(did(at), process))
        && inside.moves.iter().any(|at| did(at).ahead != 0)
        && inside.states.iter().all(could)
}

/// Whether a fair cycle is a livelock: nobody works, something is tried in vain, and somebody who moves could work.
pub fn is_livelock(program: &Program, graph: &Graph, inside: &Inside) -> bool {
    let did = |&(state, number): &(usize, usize)| &graph.edges[state][number].did;
    let could_work = |&(state, number): &(usize, usize)| {
        let movers = members(graph.edges[state][number].did.by).into_iter().map(usize::from);
        movers
            .filter(|&mover| mover < graph.processes)
            .any(|mover| graph.worlds[state].could_come_to(program, mover, Goal::Works))
    };
    inside.moves.iter().all(|at| !did(at).works)
        && inside.moves.iter().any(|at| did(at).in_vain)
        && inside.moves.iter().any(could_work)
}

/// The components of those moves that `may` be on a cycle, if they are fair.
fn fair(graph: &Graph, may: impl Fn(&Did) -> bool) -> Vec<Inside> {
    let components = components(graph, &may);
    let insides = components.into_iter().map(|states| {
        let mut inside = Inside::default();
        let is_inside: std::collections::HashSet<usize> = states.iter().copied().collect();
        for &state in &states {
            let moves = graph.edges[state].iter().enumerate();
            let stays = moves.filter(|(_, edge)| may(&edge.did) && is_inside.contains(&edge.to));
            inside.moves.extend(stays.map(|(number, _)| (state, number)));
        }
        Inside { states, ..inside }
    });
    insides.filter(|inside| is_fair(graph, inside)).collect()
}

/// The same question of `endless` by a fixpoint, as Emerson and Lei (1986) put it: what is left are the states from which, for
/// each mover, a move of its own or a state without one comes, on a way that stays in what is left.
pub fn has_fair_run(graph: &Graph) -> bool {
    let mut left = vec![true; graph.worlds.len()];
    loop {
        let before = left.clone();
        for mover in 0..=graph.processes {
            left = leads_to(graph, &left, set(mover));
        }
        if left == before {
            return left.contains(&true);
        }
    }
}

/// From which states a move comes that belongs to the mover, or a state without one and then any move.
fn leads_to(graph: &Graph, left: &[bool], mover: Set) -> Vec<bool> {
    let mut good = vec![false; left.len()];
    let mut is_growing = true;
    while std::mem::take(&mut is_growing) {
        for state in (0..left.len()).rev().filter(|&state| left[state]) {
            let can = graph.movers(state) & mover != 0;
            let is_good = graph.edges[state]
                .iter()
                .any(|edge| good[edge.to] || left[edge.to] && (edge.did.by & mover != 0 || !can));
            if is_good && !good[state] {
                good[state] = true;
                is_growing = true;
            }
        }
    }
    good
}
