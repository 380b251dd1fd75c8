//! The ways the scenario can end, with its prints: a second pass, over the graph of all states.
//!
//! The states by which verdicts are decided do not contain what was printed. This pass adds it, only where an end can
//! still be reached: a node is a pair of a state and what was printed on the way to it. Where a loop that can still end
//! prints, there is no bound to the nodes, and nothing is listed.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::graph::{Edge, Graph, Whole};
use super::label::Prints;
use crate::value::Value;

/// Nodes after which a list of outcomes is given up.
const MOST_NODES: usize = 4_000_000;
/// Most outcomes listed.
pub(super) const MOST_OUTCOMES: usize = 10_000;

/// The prints that a pass records.
#[derive(Clone, Debug)]
pub(super) enum PrintQuery {
    /// The prints of each process, in its order.
    ByProcess,
    /// All prints, in one order.
    InOneOrder,
    /// For check number `check`: whether all printed values are these, in one order.
    Exactly { check: usize, values: Vec<Value>, is_wanted: bool },
}

/// A search through the graph together with what was printed.
#[derive(Clone, Debug)]
pub(super) struct Pass {
    pub query: PrintQuery,
    histories: Histories,
    nodes: Vec<Node>,
    known: BTreeSet<(u32, u32)>,
    next: usize,
    /// Each outcome: the node where it was first seen, and the number of its end.
    pub found: Vec<(u32, u32)>,
    seen: BTreeSet<(u32, u32)>,
    /// There are too many.
    pub is_too_large: bool,
}

/// A state, and what was printed on the way to it.
#[derive(Clone, Copy, Debug)]
struct Node {
    state: u32,
    history: u32,
    /// The previous node, and the move.
    before: u32,
    edge: Edge,
}

/// The properties of states that the passes need.
pub(super) struct Ending {
    /// From which states an end can be reached.
    pub can_end: Vec<bool>,
    /// A loop that can still end prints.
    pub is_unbounded: bool,
}

impl Ending {
    pub fn of(graph: &Graph) -> Ending {
        let Whole { of, count, .. } = graph.whole();
        // By component: its successors are known before it, and all of its states are alike.
        let mut ends = alloc::vec![false; *count as usize];
        let mut prints = alloc::vec![false; *count as usize];
        let mut by_component: Vec<u32> = (0..graph.len()).collect();
        by_component.sort_unstable_by_key(|&state| of[state as usize]);
        for state in by_component {
            let own = of[state as usize] as usize;
            let edges = graph.edges_of(state);
            ends[own] |= edges.is_empty();
            for edge in edges {
                let to = of[edge.to as usize] as usize;
                ends[own] |= ends[to];
                prints[own] |= to == own && graph.label(edge).prints != 0;
            }
        }
        Ending {
            is_unbounded: ends.iter().zip(&prints).any(|(ends, prints)| *ends && *prints),
            can_end: of.iter().map(|&component| ends[component as usize]).collect(),
        }
    }
}

impl Pass {
    /// `first` is what was printed before the first move.
    pub fn new(query: PrintQuery, first: &Prints) -> Pass {
        let mut histories = Histories::default();
        let history = histories.after(&query, 0, first);
        let none = Edge { to: 0, label: 0 };
        Pass {
            query,
            histories,
            nodes: [Node { state: 0, history, before: 0, edge: none }].to_vec(),
            known: BTreeSet::from([(0, history)]),
            next: 0,
            found: Vec::new(),
            seen: BTreeSet::new(),
            is_too_large: false,
        }
    }

    /// Bytes of memory, approximately.
    pub fn bytes(&self) -> usize {
        self.nodes.capacity() * core::mem::size_of::<Node>() + self.known.len() * 16 + self.histories.bytes()
    }

    /// Visits at most `most` more nodes: returns how many, and whether the pass is over. `end_of` numbers the ends.
    pub fn advance(
        &mut self,
        graph: &Graph,
        (prints, can_end): (&[Prints], &[bool]),
        end_of: impl Fn(u32) -> u32,
        most: usize,
    ) -> (usize, bool) {
        for done in 0..most {
            let Some(&Node { state, history, .. }) = self.nodes.get(self.next) else { return (done, true) };
            let edges = graph.edges_of(state);
            if edges.is_empty() && self.note_end(history, end_of(state)) {
                return (done + 1, true);
            }
            for &edge in edges.iter().filter(|edge| can_end[edge.to as usize]) {
                let printed = graph.label(&edge).prints;
                let history = match printed {
                    0 => history,
                    number => self.histories.memoized(&self.query, history, number, &prints[number as usize]),
                };
                let is_hopeless = matches!(self.query, PrintQuery::Exactly { is_wanted: true, .. }) && history == OTHER;
                if !is_hopeless && self.known.insert((edge.to, history)) {
                    self.nodes.push(Node { state: edge.to, history, before: self.next as u32, edge });
                }
            }
            self.next += 1;
            if self.nodes.len() > MOST_NODES && !matches!(self.query, PrintQuery::Exactly { .. }) {
                self.is_too_large = true;
                return (done + 1, true);
            }
        }
        (most, false)
    }

    /// Records an outcome; returns whether the pass can stop.
    fn note_end(&mut self, history: u32, end: u32) -> bool {
        let node = self.next as u32;
        match &self.query {
            PrintQuery::Exactly { values, is_wanted, .. } => {
                let is_exactly = history as usize == values.len();
                if is_exactly == *is_wanted {
                    self.found.push((node, end));
                }
                is_exactly == *is_wanted
            }
            PrintQuery::ByProcess | PrintQuery::InOneOrder => {
                if self.seen.insert((history, end)) {
                    self.is_too_large = self.found.len() >= MOST_OUTCOMES;
                    self.found.push((node, end));
                }
                self.is_too_large
            }
        }
    }

    /// The moves to a node.
    pub fn path_to(&self, node: u32) -> Vec<Edge> {
        let mut path = Vec::new();
        let mut at = node;
        while at != 0 {
            let Node { before, edge, .. } = self.nodes[at as usize];
            path.push(edge);
            at = before;
        }
        path.reverse();
        path
    }

    /// Every print on the way to a node: in one order, or process by process.
    pub fn printed(&self, node: u32) -> Prints {
        self.histories.prints(&self.query, self.nodes[node as usize].history)
    }
}

/// What was printed, as one number for each history. Of [`PrintQuery::Exactly`] it is how many values were as expected,
/// or [`OTHER`].
#[derive(Clone, Debug, Default)]
struct Histories {
    steps: BTreeMap<(u32, u32), u32>,
    /// In one order: the previous history and the last print; the first is the empty one.
    prints: Vec<(u32, u16, Vec<Value>)>,
    longer: BTreeMap<(u32, u16, Vec<u64>), u32>,
    /// By process: the history of each process that has printed, ascending by process; the first is empty.
    vectors: Vec<Vec<(u16, u32)>>,
    numbers: BTreeMap<Vec<(u16, u32)>, u32>,
}

/// Something else was printed.
const OTHER: u32 = u32::MAX;

impl Histories {
    fn bytes(&self) -> usize {
        self.prints.len() * 120 + self.vectors.iter().map(|vector| 64 + 24 * vector.len()).sum::<usize>()
    }

    fn memoized(&mut self, query: &PrintQuery, history: u32, number: u32, prints: &Prints) -> u32 {
        if let Some(&known) = self.steps.get(&(history, number)) {
            return known;
        }
        let after = self.after(query, history, prints);
        self.steps.insert((history, number), after);
        after
    }

    fn after(&mut self, query: &PrintQuery, history: u32, prints: &Prints) -> u32 {
        match query {
            PrintQuery::InOneOrder => prints.iter().fold(history, |history, print| self.print(history, print)),
            PrintQuery::ByProcess => prints.iter().fold(history, |history, print| self.print_of_one(history, print)),
            PrintQuery::Exactly { values, .. } => {
                let printed = prints.iter().flat_map(|(_, values)| values);
                printed.fold(history, |history, value| match values.get(history as usize) {
                    Some(wanted) if wanted == value => history + 1,
                    _ => OTHER,
                })
            }
        }
    }

    /// The history with one more print.
    fn print(&mut self, before: u32, (process, values): &(u16, Vec<Value>)) -> u32 {
        if self.prints.is_empty() {
            self.prints.push((0, 0, Vec::new()));
        }
        let key = (before, *process, values.iter().map(|value| value.word().cast_unsigned()).collect());
        let next = self.prints.len() as u32;
        let number = *self.longer.entry(key).or_insert(next);
        if number == next {
            self.prints.push((before, *process, values.clone()));
        }
        number
    }

    fn print_of_one(&mut self, history: u32, print: &(u16, Vec<Value>)) -> u32 {
        if self.vectors.is_empty() {
            self.vectors.push(Vec::new());
            self.numbers.insert(Vec::new(), 0);
        }
        let mut vector = self.vectors[history as usize].clone();
        match vector.binary_search_by_key(&print.0, |&(process, _)| process) {
            Ok(place) => vector[place].1 = self.print(vector[place].1, print),
            Err(place) => vector.insert(place, (print.0, self.print(0, print))),
        }
        let next = self.vectors.len() as u32;
        let number = *self.numbers.entry(vector.clone()).or_insert(next);
        if number == next {
            self.vectors.push(vector);
        }
        number
    }

    fn prints(&self, query: &PrintQuery, history: u32) -> Prints {
        match query {
            PrintQuery::InOneOrder => self.in_order(history),
            PrintQuery::ByProcess => {
                let vector = self.vectors.get(history as usize).into_iter().flatten();
                vector.flat_map(|&(_, own)| self.in_order(own)).collect()
            }
            PrintQuery::Exactly { .. } => Vec::new(),
        }
    }

    fn in_order(&self, history: u32) -> Prints {
        let mut prints = Vec::new();
        let mut at = history;
        while at != 0 {
            let (before, process, values) = &self.prints[at as usize];
            prints.push((*process, values.clone()));
            at = *before;
        }
        prints.reverse();
        prints
    }
}
