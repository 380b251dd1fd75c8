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
//!
//! What goes on in fewer moves goes on in all of them too: where no component is fair there is nothing more to look for.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::moves::NOBODY;
use crate::program::Program;
use crate::world::NETWORK;

/// Whose move it is, and who gets on by it.
type Label = (u16, [u16; 2]);

/// Every move between states.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    /// Where each state's edges begin.
    first: Vec<u32>,
    edges: Vec<Edge>,
    labels: Vec<Label>,
    numbers: BTreeMap<Label, u32>,
}

/// A move from a state to another.
#[derive(Clone, Copy, Debug)]
struct Edge {
    to: u32,
    /// A number among the labels: there are few.
    label: u32,
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
    /// The first state of each component that no move leaves.
    pub last: Vec<u32>,
}

impl Graph {
    /// With room for so many.
    pub fn new(states: usize, edges: usize) -> Graph {
        Graph { first: Vec::with_capacity(states), edges: Vec::with_capacity(edges), ..Graph::default() }
    }

    /// The next state's edges follow.
    pub fn state(&mut self) {
        self.first.push(self.edges.len() as u32);
    }

    /// A move of the state.
    pub fn edge(&mut self, to: u32, by: u16, got_on: [u16; 2]) {
        let label = *self.numbers.entry((by, got_on)).or_insert_with(|| {
            self.labels.push((by, got_on));
            self.labels.len() as u32 - 1
        });
        self.edges.push(Edge { to, label });
    }

    /// Bytes of memory; looking for cycles takes sixteen a state more.
    pub fn bytes(&self) -> usize {
        self.first.capacity() * 4 + self.edges.capacity() * core::mem::size_of::<Edge>() + self.first.len() * 16
    }

    /// What goes on for ever. `may_starve` says of a process whether it is alive and not stuck in a state.
    pub fn look(&self, program: &Program, mut may_starve: impl FnMut(u32, u16) -> bool) -> Found {
        let movers: Vec<u16> = (0..program.processes.len() as u16).chain([NETWORK]).collect();
        let states: Vec<u32> = (0..self.first.len() as u32).collect();
        let mut round = Vec::new();
        let mut found = Found::default();
        let all = alloc::vec![true; self.labels.len()];
        let components = self.components(&states, &all);
        found.last = components.last().collect();
        for component in components.fair(&movers) {
            components.keep_first(component, &movers, None, &mut found.any);
            round.extend(component);
        }
        round.sort_unstable();
        let Some(&first) = round.first() else { return found };
        let nobody: Vec<bool> = self.labels.iter().map(|(_, got_on)| *got_on == [NOBODY; 2]).collect();
        let components = self.components(&round, &nobody);
        for component in components.fair(&movers) {
            components.keep_first(component, &movers, None, &mut found.livelock);
        }
        for process in (0..program.processes.len() as u16).filter(|&who| !program.processes[usize::from(who)].server) {
            // There is none before the first.
            if found.starvation.as_ref().is_some_and(|known| known.entry == first) {
                break;
            }
            let without: Vec<bool> = self.labels.iter().map(|(_, got_on)| !got_on.contains(&process)).collect();
            if without.iter().zip(&nobody).all(|(without, nobody)| !without || *nobody) {
                // Nobody gets on but this one, anywhere.
                continue;
            }
            let components = self.components(&round, &without);
            for component in components.fair(&movers) {
                let others_get_on = components.inside(component).any(|(_, edge)| !nobody[edge.label as usize]);
                if others_get_on && may_starve(component[0], process) {
                    components.keep_first(component, &movers, Some(process), &mut found.starvation);
                }
            }
        }
        found
    }

    fn edges_of(&self, state: u32) -> &[Edge] {
        let end = self.first.get(state as usize + 1).map_or(self.edges.len(), |&end| end as usize);
        &self.edges[self.first[state as usize] as usize..end]
    }

    fn by(&self, edge: &Edge) -> u16 {
        self.labels[edge.label as usize].0
    }

    fn can(&self, state: u32, mover: u16) -> bool {
        self.edges_of(state).iter().any(|edge| self.by(edge) == mover)
    }

    /// The strongly connected components with an edge inside, each ascending, of some states (ascending) and the edges
    /// between them that count.
    fn components<'g>(&'g self, states: &[u32], counts: &'g [bool]) -> Components<'g> {
        let count = self.first.len();
        let mut search = Tarjan {
            number: alloc::vec![FINISHED; count],
            low: alloc::vec![NONE; count],
            count: 0,
            stack: Vec::new(),
            found: Vec::new(),
        };
        states.iter().for_each(|&state| search.number[state as usize] = 0);
        for &state in states {
            if search.number[state as usize] == 0 {
                search.from(self, counts, state);
            }
        }
        Components { graph: self, counts, of: search.low, all: search.found }
    }
}

/// Strongly connected components, by the edges that count.
struct Components<'g> {
    graph: &'g Graph,
    /// Of each label.
    counts: &'g [bool],
    /// The component of each state.
    of: Vec<u32>,
    all: Vec<Vec<u32>>,
}

impl Components<'_> {
    /// Those in which a fair way can stay.
    fn fair<'a>(&'a self, movers: &'a [u16]) -> impl Iterator<Item = &'a [u32]> {
        let is_fair = |component: &&[u32]| movers.iter().all(|&mover| self.satisfied(component, mover).is_some());
        self.all.iter().map(Vec::as_slice).filter(is_fair)
    }

    /// The first state of each that no move leaves.
    fn last(&self) -> impl Iterator<Item = u32> {
        let stays = |component: &&Vec<u32>| {
            let mut edges = component.iter().flat_map(|&from| self.graph.edges_of(from));
            edges.all(|edge| self.of[edge.to as usize] == self.of[component[0] as usize])
        };
        self.all.iter().filter(stays).map(|component| component[0])
    }

    /// A state of a component in which a mover can't move, or one from which it makes a move inside, and where to.
    fn satisfied(&self, component: &[u32], mover: u16) -> Option<(u32, Option<u32>)> {
        let rests = component.iter().find(|&&state| !self.graph.can(state, mover)).map(|&state| (state, None));
        rests.or_else(|| {
            let moves = self.inside(component).find(|(_, edge)| self.graph.by(edge) == mover);
            moves.map(|(from, edge)| (from, Some(edge.to)))
        })
    }

    /// The edges that count from a component to itself.
    fn inside<'a>(&'a self, component: &'a [u32]) -> impl Iterator<Item = (u32, &'a Edge)> {
        component.iter().flat_map(move |&from| self.next(from).map(move |edge| (from, edge)))
    }

    /// Those of a state.
    fn next(&self, from: u32) -> impl Iterator<Item = &Edge> {
        let own = self.of[from as usize];
        let inside = move |edge: &&Edge| self.counts[edge.label as usize] && self.of[edge.to as usize] == own;
        self.graph.edges_of(from).iter().filter(inside)
    }

    /// Keeps a fair component if it is entered before the one that is known.
    fn keep_first(&self, component: &[u32], movers: &[u16], process: Option<u16>, known: &mut Option<Endless>) {
        let entry = component[0];
        if known.as_ref().is_some_and(|known| known.entry <= entry) {
            return;
        }
        let mut round = alloc::vec![entry];
        for &mover in movers {
            let (via, then) = self.satisfied(component, mover).expect("it is fair");
            // Where it stands still on the way so far nothing need be added.
            if then.is_none() && round.iter().any(|&state| !self.graph.can(state, mover)) {
                continue;
            }
            self.go(&mut round, via);
            round.extend(then);
        }
        if round.len() == 1 {
            let on = self.inside(component).find(|&(from, _)| from == entry).map(|(_, edge)| edge.to);
            round.extend(on);
        }
        self.go(&mut round, entry);
        *known = Some(Endless { entry, round, process });
    }

    /// Goes on to `to` by the shortest way inside the component.
    fn go(&self, way: &mut Vec<u32>, to: u32) {
        let from = way[way.len() - 1];
        if from == to {
            return;
        }
        let mut before = alloc::vec![NONE; self.of.len()];
        let mut open = alloc::vec![from];
        let mut at = 0;
        before[from as usize] = from;
        while before[to as usize] == NONE {
            let state = open[at];
            at += 1;
            for edge in self.next(state) {
                if before[edge.to as usize] == NONE {
                    before[edge.to as usize] = state;
                    open.push(edge.to);
                }
            }
        }
        let mut back = Vec::new();
        let mut state = to;
        while state != from {
            back.push(state);
            state = before[state as usize];
        }
        way.extend(back.iter().rev());
    }
}

/// Tarjan's search, without recursion. Numbers begin at 1; a finished state's is [`FINISHED`], and then `low` is its
/// component.
struct Tarjan {
    number: Vec<u32>,
    low: Vec<u32>,
    count: u32,
    stack: Vec<u32>,
    found: Vec<Vec<u32>>,
}

/// Also of a state that is left out.
const FINISHED: u32 = u32::MAX;
/// No component, no state.
const NONE: u32 = u32::MAX;

impl Tarjan {
    fn from(&mut self, graph: &Graph, counts: &[bool], start: u32) {
        let mut open = alloc::vec![(start, 0)];
        self.visit(start);
        while let Some((state, next)) = open.pop() {
            let edges = &graph.edges_of(state)[next as usize..];
            let unknown = |edge: &&Edge| self.number[edge.to as usize] == 0;
            let mut seen = next;
            let mut low = self.low[state as usize];
            let mut new = None;
            for edge in edges {
                seen += 1;
                if !counts[edge.label as usize] {
                    continue;
                }
                if unknown(&edge) {
                    new = Some(edge.to);
                    break;
                }
                // What is finished has the largest number: it lowers nothing.
                low = low.min(self.number[edge.to as usize]);
            }
            self.low[state as usize] = low;
            if let Some(new) = new {
                open.push((state, seen));
                self.visit(new);
                open.push((new, 0));
                continue;
            }
            self.close(graph, counts, state);
            if let Some(&(before, _)) = open.last()
                && self.number[state as usize] != FINISHED
            {
                self.low[before as usize] = self.low[before as usize].min(low);
            }
        }
    }

    fn visit(&mut self, state: u32) {
        self.count += 1;
        self.number[state as usize] = self.count;
        self.low[state as usize] = self.count;
        self.stack.push(state);
    }

    /// Everything that a state leads to is known: if it is the first of its component, that is taken off the stack.
    fn close(&mut self, graph: &Graph, counts: &[bool], state: u32) {
        if self.low[state as usize] != self.number[state as usize] {
            return;
        }
        let from = self.stack.iter().rposition(|&member| member == state).expect("it is still on the stack");
        let turns = |edge: &Edge| edge.to == state && counts[edge.label as usize];
        let is_round = self.stack.len() - from > 1 || graph.edges_of(state).iter().any(turns);
        let number = if is_round { self.found.len() as u32 } else { NONE };
        for &member in &self.stack[from..] {
            self.number[member as usize] = FINISHED;
            self.low[member as usize] = number;
        }
        if is_round {
            let mut component = self.stack.split_off(from);
            component.sort_unstable();
            self.found.push(component);
        } else {
            self.stack.truncate(from);
        }
    }
}
