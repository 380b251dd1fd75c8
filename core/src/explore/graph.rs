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
        let end = self.first.get(state as usize + 1).map_or(self.edges.len(), |&end| end as usize);
        &self.edges[self.first[state as usize] as usize..end]
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
        let search = Tarjan::over(self, &states, &counts);
        self.whole = Some(Whole { of: search.low, count: search.components, cyclic: search.cyclic, counts });
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
        let search = Tarjan::over(self, states, counts);
        Components { graph: self, counts, of: Cow::Owned(search.low), all: Cow::Owned(search.cyclic) }
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

/// Tarjan's algorithm (1972), without recursion. Numbers begin at 1; a finished state's is [`FINISHED`], and then `low`
/// is its component. Components are numbered as they are finished: no edge leads to one that is finished later.
struct Tarjan {
    number: Vec<u32>,
    low: Vec<u32>,
    count: u32,
    stack: Vec<u32>,
    components: u32,
    /// The components with an edge inside.
    cyclic: Vec<Vec<u32>>,
}

/// Also the number of a state that is left out.
const FINISHED: u32 = u32::MAX;
/// No component, no state.
const NONE: u32 = u32::MAX;

impl Tarjan {
    fn over(graph: &Graph, states: &[u32], counts: &[bool]) -> Tarjan {
        let count = graph.len() as usize;
        let mut search = Tarjan {
            number: alloc::vec![FINISHED; count],
            low: alloc::vec![NONE; count],
            count: 0,
            stack: Vec::new(),
            components: 0,
            cyclic: Vec::new(),
        };
        states.iter().for_each(|&state| search.number[state as usize] = 0);
        for &state in states {
            if search.number[state as usize] == 0 {
                search.from(graph, counts, state);
            }
        }
        search
    }

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
                // A finished state has the largest number, which lowers nothing.
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

    /// All successors of a state are known: if it is the root of its component, the component is taken off the stack.
    fn close(&mut self, graph: &Graph, counts: &[bool], state: u32) {
        if self.low[state as usize] != self.number[state as usize] {
            return;
        }
        let from = self.stack.iter().rposition(|&member| member == state).expect("it is still on the stack");
        let turns = |edge: &Edge| edge.to == state && counts[edge.label as usize];
        let is_round = self.stack.len() - from > 1 || graph.edges_of(state).iter().any(turns);
        for &member in &self.stack[from..] {
            self.number[member as usize] = FINISHED;
            self.low[member as usize] = self.components;
        }
        self.components += 1;
        if is_round {
            let mut component = self.stack.split_off(from);
            component.sort_unstable();
            self.cyclic.push(component);
        } else {
            self.stack.truncate(from);
        }
    }
}
