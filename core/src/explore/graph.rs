//! The graph of all states: every move from each, and its strongly connected components.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::label::Label;

/// Every move between states.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    /// Where each state's edges begin.
    first: Vec<u32>,
    edges: Vec<Edge>,
    /// The distinct labels of the moves.
    pub labels: Vec<Label>,
    /// The components by all edges, once they are asked for.
    whole: Option<Whole>,
}

/// The strongly connected components by all edges, numbered so that no edge leads to a higher number.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    /// The component of each state.
    pub of: Vec<u32>,
    /// How many there are.
    pub count: u32,
    /// Those with an edge inside, each ascending.
    cyclic: Vec<Vec<u32>>,
    /// For each label: its edges count.
    counts: Vec<bool>,
}

/// A move from a state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub to: u32,
    /// An index into the labels.
    pub label: u32,
}

impl Graph {
    /// With capacity for this many.
    pub fn new(states: usize, edges: usize) -> Graph {
        Graph { first: Vec::with_capacity(states), edges: Vec::with_capacity(edges), ..Graph::default() }
    }

    /// Starts the next state; its edges follow.
    pub fn begin_state(&mut self) {
        self.first.push(self.edges.len() as u32);
    }

    /// Adds an edge to the current state.
    pub fn add_edge(&mut self, edge: Edge) {
        self.edges.push(edge);
    }

    /// Drops all but the labels.
    pub fn drop_edges(&mut self) {
        (self.first, self.edges, self.whole) = (Vec::new(), Vec::new(), None);
    }

    /// The number of states.
    pub fn len(&self) -> u32 {
        self.first.len() as u32
    }

    /// Bytes of memory; the analyses take up to forty more per state.
    pub fn bytes(&self) -> usize {
        self.first.capacity() * 4 + self.edges.capacity() * core::mem::size_of::<Edge>() + self.first.len() * 40
    }

    /// The moves of a state, in the order of its choices.
    pub fn edges_of(&self, state: u32) -> &[Edge] {
        &self.edges[self.range_of(state)]
    }

    fn range_of(&self, state: u32) -> core::ops::Range<usize> {
        let end = self.first.get(state as usize + 1).map_or(self.edges.len(), |&end| end as usize);
        self.first[state as usize] as usize..end
    }

    /// The label of a move.
    pub fn label(&self, edge: &Edge) -> &Label {
        &self.labels[edge.label as usize]
    }

    /// Whether a mover has a move in a state.
    pub fn can_move(&self, state: u32, mover: u16) -> bool {
        self.edges_of(state).iter().any(|edge| self.label(edge).is_by(mover))
    }

    /// Finds the components by all edges, for [`whole`](Graph::whole); call this once all edges are there.
    pub fn find_whole(&mut self) {
        let states: Vec<u32> = (0..self.len()).collect();
        let counts = alloc::vec![true; self.labels.len()];
        let Found { of, cyclic, count } = Tarjan::over(self, &states, &counts);
        self.whole = Some(Whole { of, count, cyclic, counts });
    }

    /// The components by all edges.
    pub fn whole(&self) -> &Whole {
        self.whole.as_ref().expect("they are found before they are asked for")
    }

    /// The same as [`components`](Graph::components) of all states by all edges.
    pub fn all_components(&self) -> Components<'_> {
        let Whole { of, cyclic, counts, .. } = self.whole();
        Components { graph: self, counts, of: Cow::Borrowed(of), all: Cow::Borrowed(cyclic) }
    }

    /// The components with an edge inside, among some states (ascending) and by the edges that count.
    pub fn components<'g>(&'g self, states: &[u32], counts: &'g [bool]) -> Components<'g> {
        let Found { of, cyclic, .. } = Tarjan::over(self, states, counts);
        Components { graph: self, counts, of: Cow::Owned(of), all: Cow::Owned(cyclic) }
    }
}

/// Strongly connected components, by the edges that count.
pub(super) struct Components<'g> {
    pub graph: &'g Graph,
    /// For each label, whether its edges count.
    counts: &'g [bool],
    /// The component of each state.
    of: Cow<'g, [u32]>,
    /// Those with an edge inside, each ascending.
    pub all: Cow<'g, [Vec<u32>]>,
}

impl Components<'_> {
    /// The counted edges from a component to itself.
    pub fn inside<'a>(&'a self, component: &'a [u32]) -> impl Iterator<Item = (u32, &'a Edge)> {
        component.iter().flat_map(move |&from| self.next(from).map(move |edge| (from, edge)))
    }

    /// The counted edges of a state that stay in its component.
    pub fn next(&self, from: u32) -> impl Iterator<Item = &Edge> {
        let own = self.of[from as usize];
        let inside = move |edge: &&Edge| self.counts[edge.label as usize] && self.of[edge.to as usize] == own;
        self.graph.edges_of(from).iter().filter(inside)
    }

    /// Extends the path to `to` by the shortest way inside the component.
    pub fn extend_path(&self, path: &mut Vec<Edge>, from: u32, to: u32) {
        if from == to {
            return;
        }
        let none = Edge { to: NONE, label: NONE };
        // The edge by which each state was reached, and its source.
        let mut before = alloc::vec![(NONE, none); self.of.len()];
        let mut open = alloc::vec![from];
        let mut at = 0;
        before[from as usize] = (from, none);
        while before[to as usize].0 == NONE {
            let state = open[at];
            at += 1;
            for &edge in self.next(state) {
                if before[edge.to as usize].0 == NONE {
                    before[edge.to as usize] = (state, edge);
                    open.push(edge.to);
                }
            }
        }
        let mut back = Vec::new();
        let mut state = to;
        while state != from {
            let (earlier, edge) = before[state as usize];
            back.push(edge);
            state = earlier;
        }
        path.extend(back.iter().rev());
    }
}

/// Tarjan's algorithm (1972) without recursion, with one number for each state (Pearce, 2016): 0 for a state not visited
/// yet; for one on the way the least visit, from 1, that it is known to lead back to; for a finished one [`LAST`] less
/// its component. So one comparison passes over edges that change nothing. Components are numbered as they are finished:
/// no edge leads to one that is finished later.
struct Tarjan<'g> {
    graph: &'g Graph,
    counts: &'g [bool],
    numbers: Vec<u32>,
    visits: u32,
    /// States of no component yet whose edges are done.
    stack: Vec<u32>,
    /// For each component: it has an edge inside.
    is_cyclic: Vec<bool>,
}

/// A state on the way.
struct Visit {
    state: u32,
    /// The number of the visit.
    number: u32,
    /// Its next edge, and the end of its edges.
    next: u32,
    end: u32,
    /// An edge leads from it to itself.
    turns: bool,
}

/// No component, no state; the number of a state that is left out.
const NONE: u32 = u32::MAX;
/// The number of a state in component 0. There are fewer than 2^31 states: no visit has such a number.
const LAST: u32 = u32::MAX - 1;

impl Tarjan<'_> {
    /// The component of each state, and the components with an edge inside, each ascending.
    fn over(graph: &Graph, states: &[u32], counts: &[bool]) -> Found {
        let mut numbers = alloc::vec![NONE; graph.len() as usize];
        states.iter().for_each(|&state| numbers[state as usize] = 0);
        let mut search = Tarjan { graph, counts, numbers, visits: 0, stack: Vec::new(), is_cyclic: Vec::new() };
        for &state in states {
            if search.numbers[state as usize] == 0 {
                search.from(state);
            }
        }
        let Tarjan { numbers: mut of, is_cyclic, .. } = search;
        let mut places = alloc::vec![NONE; is_cyclic.len()];
        let mut cyclic = Vec::new();
        for (component, _) in is_cyclic.iter().enumerate().filter(|&(_, is_cyclic)| *is_cyclic) {
            places[component] = cyclic.len() as u32;
            cyclic.push(Vec::new());
        }
        for &state in states {
            let component = LAST - of[state as usize];
            of[state as usize] = component;
            if places[component as usize] != NONE {
                cyclic[places[component as usize] as usize].push(state);
            }
        }
        Found { of, cyclic, count: is_cyclic.len() as u32 }
    }

    fn from(&mut self, start: u32) {
        let mut open = Vec::new();
        let mut at = self.visit(start);
        loop {
            match self.advance(&mut at) {
                Some(new) => {
                    let new = self.visit(new);
                    open.push(core::mem::replace(&mut at, new));
                }
                None => {
                    self.close(&at);
                    let Some(before) = open.pop() else { return };
                    let low = self.numbers[at.state as usize];
                    at = before;
                    let own = &mut self.numbers[at.state as usize];
                    *own = low.min(*own);
                }
            }
        }
    }

    fn visit(&mut self, state: u32) -> Visit {
        self.visits += 1;
        self.numbers[state as usize] = self.visits;
        let edges = self.graph.range_of(state);
        Visit { state, number: self.visits, next: edges.start as u32, end: edges.end as u32, turns: false }
    }

    /// Follows the edges up to one to a state not visited yet, and returns that; `None` after the last edge.
    fn advance(&mut self, at: &mut Visit) -> Option<u32> {
        let edges = &self.graph.edges[at.next as usize..at.end as usize];
        let mut low = self.numbers[at.state as usize];
        for (offset, edge) in edges.iter().enumerate() {
            let number = self.numbers[edge.to as usize];
            if number > low || !self.counts[edge.label as usize] {
                continue;
            }
            if number == 0 {
                self.numbers[at.state as usize] = low;
                at.next += offset as u32 + 1;
                return Some(edge.to);
            }
            at.turns |= edge.to == at.state;
            low = number;
        }
        self.numbers[at.state as usize] = low;
        None
    }

    /// All successors of a state are known: if it is the root of its component, the component is finished.
    fn close(&mut self, at: &Visit) {
        if self.numbers[at.state as usize] != at.number {
            return self.stack.push(at.state);
        }
        let finished = LAST - self.is_cyclic.len() as u32;
        let mut is_cyclic = at.turns;
        while let Some(member) = self.stack.pop_if(|&mut member| self.numbers[member as usize] >= at.number) {
            self.numbers[member as usize] = finished;
            is_cyclic = true;
        }
        self.numbers[at.state as usize] = finished;
        self.is_cyclic.push(is_cyclic);
    }
}

/// The strongly connected components found.
struct Found {
    /// The component of each state; [`NONE`] if it was left out.
    of: Vec<u32>,
    /// Those with an edge inside, each ascending.
    cyclic: Vec<Vec<u32>>,
    count: u32,
}
