//! What goes round for ever: livelock, starvation, and whether every run ends.
//!
//! Only runs that are weakly fair count: on an endless way each mover moves again and again, or again and again can't. Such
//! a way ends up inside one strongly connected component (Tarjan, 1972) in which each mover makes a move, or which has a
//! state in which it can't. It need not get anybody on: a process gets on when it receives a message, works, tells
//! something, comes into a section or ends.
//!
//! - **goes on for ever**: there is any such component;
//! - **livelock**: there is one after leaving out every move by which anybody gets on;
//! - **starvation** of a process: there is one after leaving out the moves by which that process gets on, and others do.

use alloc::vec::Vec;

use super::moves::NOBODY;
use crate::program::Program;
use crate::world::NETWORK;

/// A move from a state to another.
#[derive(Clone, Copy, Debug)]
struct Edge {
    to: u32,
    by: u16,
    /// Who gets on by it.
    got_on: [u16; 2],
}

/// Every move between states.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    /// Where each state's edges begin.
    first: Vec<u32>,
    edges: Vec<Edge>,
}

/// A way that never ends: into the component by the state found first, then round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endless {
    pub entry: u32,
    /// The states of a round, from the entry back to it; the entry first and last.
    pub round: Vec<u32>,
    /// Whom it starves.
    pub process: Option<u16>,
}

/// What was found to go on for ever.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub any: Option<Endless>,
    pub livelock: Option<Endless>,
    pub starvation: Option<Endless>,
}

impl Graph {
    /// The next state's edges follow.
    pub fn state(&mut self) {
        self.first.push(self.edges.len() as u32);
    }

    /// A move of the state.
    pub fn edge(&mut self, to: u32, by: u16, got_on: [u16; 2]) {
        self.edges.push(Edge { to, by, got_on });
    }

    /// Bytes of memory; looking for cycles takes twelve a state more.
    pub fn bytes(&self) -> usize {
        self.first.capacity() * 4 + self.edges.capacity() * core::mem::size_of::<Edge>() + self.first.len() * 12
    }

    /// What goes on for ever. `may_starve` says of a process whether it is alive and not stuck in a state.
    pub fn look(&self, program: &Program, mut may_starve: impl FnMut(u32, u16) -> bool) -> Found {
        let movers: Vec<u16> = (0..program.processes.len() as u16).chain([NETWORK]).collect();
        let states: Vec<u32> = (0..self.first.len() as u32).collect();
        let mut round = Vec::new();
        let mut found = Found::default();
        for component in self.components(&states, &|_| true) {
            self.first_fair(&component, &movers, &|_| true, None, &mut found.any);
            round.extend(component);
        }
        round.sort_unstable();
        let nobody = |edge: &Edge| edge.got_on == [NOBODY; 2];
        for component in self.components(&round, &nobody) {
            self.first_fair(&component, &movers, &nobody, None, &mut found.livelock);
        }
        for process in (0..program.processes.len() as u16).filter(|&who| !program.processes[usize::from(who)].server) {
            let without = |edge: &Edge| !edge.got_on.contains(&process);
            for component in self.components(&round, &without) {
                let others_get_on = self.inside(&component, &without).any(|(_, edge)| !nobody(edge));
                if others_get_on && may_starve(component[0], process) {
                    self.first_fair(&component, &movers, &without, Some(process), &mut found.starvation);
                }
            }
        }
        found
    }

    fn edges_of(&self, state: u32) -> &[Edge] {
        let end = self.first.get(state as usize + 1).map_or(self.edges.len(), |&end| end as usize);
        &self.edges[self.first[state as usize] as usize..end]
    }

    /// The edges that `counts` allows from a component to itself.
    fn inside<'a>(
        &'a self,
        component: &'a [u32],
        counts: &'a impl Fn(&Edge) -> bool,
    ) -> impl Iterator<Item = (u32, &'a Edge)> {
        component.iter().flat_map(move |&from| {
            let inside = |edge: &&Edge| counts(edge) && component.binary_search(&edge.to).is_ok();
            self.edges_of(from).iter().filter(inside).map(move |edge| (from, edge))
        })
    }

    /// Keeps a component if a fair way stays in it and it is entered before the one that is known.
    fn first_fair(
        &self,
        component: &[u32],
        movers: &[u16],
        counts: &impl Fn(&Edge) -> bool,
        process: Option<u16>,
        known: &mut Option<Endless>,
    ) {
        let entry = component[0];
        if known.as_ref().is_some_and(|known| known.entry <= entry) {
            return;
        }
        let can = |state: u32, mover: u16| self.edges_of(state).iter().any(|edge| edge.by == mover);
        let mut round = alloc::vec![entry];
        for &mover in movers {
            let rests = component.iter().find(|&&state| !can(state, mover)).map(|&state| (state, None));
            let moves = || {
                self.inside(component, counts)
                    .find(|(_, edge)| edge.by == mover)
                    .map(|(from, edge)| (from, Some(edge.to)))
            };
            let Some((via, then)) = rests.or_else(moves) else { return };
            // Where it stands still on the way so far nothing need be added.
            if then.is_none() && round.iter().any(|&state| !can(state, mover)) {
                continue;
            }
            self.go(component, counts, &mut round, via);
            round.extend(then);
        }
        if round.len() == 1 {
            let on = self.inside(component, counts).find(|&(from, _)| from == entry).map(|(_, edge)| edge.to);
            round.extend(on);
        }
        self.go(component, counts, &mut round, entry);
        *known = Some(Endless { entry, round, process });
    }

    /// Goes on to `to` by the shortest way inside a component.
    fn go(&self, component: &[u32], counts: &impl Fn(&Edge) -> bool, way: &mut Vec<u32>, to: u32) {
        let from = way[way.len() - 1];
        if from == to {
            return;
        }
        let place = |state: u32| component.binary_search(&state).expect("inside the component");
        let mut before = alloc::vec![u32::MAX; component.len()];
        let mut open = alloc::vec![from];
        let mut at = 0;
        before[place(from)] = from;
        while before[place(to)] == u32::MAX {
            let state = open[at];
            at += 1;
            for edge in self.edges_of(state).iter().filter(|edge| counts(edge)) {
                if let Ok(next) = component.binary_search(&edge.to)
                    && before[next] == u32::MAX
                {
                    before[next] = state;
                    open.push(edge.to);
                }
            }
        }
        let mut back = Vec::new();
        let mut state = to;
        while state != from {
            back.push(state);
            state = before[place(state)];
        }
        way.extend(back.iter().rev());
    }

    /// The strongly connected components with an edge inside, each ascending, of some states (ascending) and the edges
    /// between them that count.
    fn components(&self, states: &[u32], counts: &dyn Fn(&Edge) -> bool) -> Vec<Vec<u32>> {
        let mut search = Tarjan {
            number: alloc::vec![0; states.len()],
            low: alloc::vec![0; states.len()],
            count: 0,
            stack: Vec::new(),
            found: Vec::new(),
        };
        for place in 0..states.len() {
            if search.number[place] == 0 {
                search.from(self, states, counts, place);
            }
        }
        search.found
    }
}

/// Tarjan's search, without recursion. Numbers begin at 1; a finished state's is [`FINISHED`].
struct Tarjan {
    number: Vec<u32>,
    low: Vec<u32>,
    count: u32,
    stack: Vec<u32>,
    found: Vec<Vec<u32>>,
}

const FINISHED: u32 = u32::MAX;

impl Tarjan {
    fn from(&mut self, graph: &Graph, states: &[u32], counts: &dyn Fn(&Edge) -> bool, start: usize) {
        let mut open = alloc::vec![(start, 0)];
        self.visit(start);
        while let Some((place, next)) = open.pop() {
            let edges = graph.edges_of(states[place]);
            let Some(edge) = edges.get(next) else {
                self.close(graph, states, counts, place);
                if let Some(&(before, _)) = open.last() {
                    self.low[before] = self.low[before].min(self.low[place]);
                }
                continue;
            };
            open.push((place, next + 1));
            let Ok(to) = states.binary_search(&edge.to) else { continue };
            if !counts(edge) {
                continue;
            }
            match self.number[to] {
                0 => {
                    self.visit(to);
                    open.push((to, 0));
                }
                FINISHED => {}
                number => self.low[place] = self.low[place].min(number),
            }
        }
    }

    fn visit(&mut self, place: usize) {
        self.count += 1;
        self.number[place] = self.count;
        self.low[place] = self.count;
        self.stack.push(place as u32);
    }

    /// Everything that a state leads to is known: if it is the first of its component, that is taken off the stack.
    fn close(&mut self, graph: &Graph, states: &[u32], counts: &dyn Fn(&Edge) -> bool, place: usize) {
        if self.low[place] != self.number[place] {
            return;
        }
        let from = self.stack.iter().rposition(|&member| member as usize == place).expect("it is still on the stack");
        let members = self.stack.split_off(from);
        for &member in &members {
            self.number[member as usize] = FINISHED;
            // What is finished must not lower what comes after.
            self.low[member as usize] = FINISHED;
        }
        let state = states[place];
        let turns = |edge: &Edge| edge.to == state && counts(edge);
        if members.len() > 1 || graph.edges_of(state).iter().any(turns) {
            let mut component: Vec<u32> = members.iter().map(|&member| states[member as usize]).collect();
            component.sort_unstable();
            self.found.push(component);
        }
    }
}
