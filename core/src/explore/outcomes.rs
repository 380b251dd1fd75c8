//! How the scenario can end, with what was printed: a second pass, over the graph of all states.
//!
//! What was printed is no part of the states by which verdicts are decided. It is gone through here, and only where an end can
//! still be reached: a pair of a state and what was printed on the way to it is a node. Where a loop that can still end prints
//! there are no bounds to that, and nothing is listed.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::graph::{Edge, Graph};
use super::label::Prints;
use crate::value::Value;

/// So many nodes are gone through before a list of outcomes is given up.
const MOST_NODES: usize = 4_000_000;
/// More outcomes than these are not listed.
pub(super) const MOST_OUTCOMES: usize = 10_000;

/// What is noted of prints.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// What each process has printed, in its order.
    ByProcess,
    /// Everything that was printed, in one order.
    InOneOrder,
    /// Whether all values that are printed are these, in one order: of check number `check`.
    Exactly { check: usize, values: Vec<Value>, is_wanted: bool },
}

/// One way through the graph with what was printed.
#[derive(Clone, Debug)]
pub(super) struct Pass {
    pub asked: Asked,
    histories: Histories,
    nodes: Vec<Node>,
    known: BTreeSet<(u32, u32)>,
    next: usize,
    /// Each outcome: the node where it was first seen, and the number of the end.
    pub found: Vec<(u32, u32)>,
    seen: BTreeSet<(u32, u32)>,
    /// There are too many.
    pub is_too_much: bool,
}

/// A state, with what was printed on the way to it.
#[derive(Clone, Copy, Debug)]
struct Node {
    state: u32,
    history: u32,
    /// The node before, and the move.
    before: u32,
    edge: Edge,
}

/// What the pass needs to know of each state.
pub(super) struct Ending {
    /// From which states an end can be reached.
    pub can_end: Vec<bool>,
    /// A loop that can still end prints.
    pub is_unbounded: bool,
}

impl Ending {
    pub fn of(graph: &Graph) -> Ending {
        let (of, components) = graph.all_components();
        // By component; each is known before those that lead to it, and all of its states count.
        let mut ends = alloc::vec![false; components as usize];
        let mut prints = alloc::vec![false; components as usize];
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
    pub fn new(asked: Asked, first: &Prints) -> Pass {
        let mut histories = Histories::default();
        let history = histories.after(&asked, 0, first);
        let none = Edge { to: 0, label: 0 };
        Pass {
            asked,
            histories,
            nodes: [Node { state: 0, history, before: 0, edge: none }].to_vec(),
            known: BTreeSet::from([(0, history)]),
            next: 0,
            found: Vec::new(),
            seen: BTreeSet::new(),
            is_too_much: false,
        }
    }

    /// Bytes of memory, about.
    pub fn bytes(&self) -> usize {
        self.nodes.capacity() * core::mem::size_of::<Node>() + self.known.len() * 16 + self.histories.bytes()
    }

    /// Goes through at most so many nodes more: how many they were, and whether that was all. `end_of` numbers the ends.
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
                    number => self.histories.memoized(&self.asked, history, number, &prints[number as usize]),
                };
                let is_hopeless = matches!(self.asked, Asked::Exactly { is_wanted: true, .. }) && history == OTHER;
                if !is_hopeless && self.known.insert((edge.to, history)) {
                    self.nodes.push(Node { state: edge.to, history, before: self.next as u32, edge });
                }
            }
            self.next += 1;
            if self.nodes.len() > MOST_NODES && !matches!(self.asked, Asked::Exactly { .. }) {
                self.is_too_much = true;
                return (done + 1, true);
            }
        }
        (most, false)
    }

    /// Notes an outcome; whether nothing more need be known.
    fn note_end(&mut self, history: u32, end: u32) -> bool {
        let node = self.next as u32;
        match &self.asked {
            Asked::Exactly { values, is_wanted, .. } => {
                let is_exactly = history as usize == values.len();
                if is_exactly == *is_wanted {
                    self.found.push((node, end));
                }
                is_exactly == *is_wanted
            }
            Asked::ByProcess | Asked::InOneOrder => {
                if self.seen.insert((history, end)) {
                    self.is_too_much = self.found.len() >= MOST_OUTCOMES;
                    self.found.push((node, end));
                }
                self.is_too_much
            }
        }
    }

    /// The moves that lead to a node.
    pub fn way_to(&self, node: u32) -> Vec<Edge> {
        let mut way = Vec::new();
        let mut at = node;
        while at != 0 {
            let Node { before, edge, .. } = self.nodes[at as usize];
            way.push(edge);
            at = before;
        }
        way.reverse();
        way
    }

    /// Every print on the way to a node: in one order, or those of one process after those of another.
    pub fn printed(&self, node: u32) -> Prints {
        self.histories.prints(&self.asked, self.nodes[node as usize].history)
    }
}

/// What was printed, as one number each. Of [`Asked::Exactly`] it is how many values were as asked, or [`OTHER`].
#[derive(Clone, Debug, Default)]
struct Histories {
    steps: BTreeMap<(u32, u32), u32>,
    /// In one order: the history before and the last print; the first is the empty one.
    prints: Vec<(u32, u16, Vec<Value>)>,
    longer: BTreeMap<(u32, u16, Vec<u64>), u32>,
    /// By process: the history of each one that has printed, by its number, ascending; the first is empty.
    vectors: Vec<Vec<(u16, u32)>>,
    numbers: BTreeMap<Vec<(u16, u32)>, u32>,
}

/// Something else was printed.
const OTHER: u32 = u32::MAX;

impl Histories {
    fn bytes(&self) -> usize {
        self.prints.len() * 120 + self.vectors.iter().map(|vector| 64 + 24 * vector.len()).sum::<usize>()
    }

    fn memoized(&mut self, asked: &Asked, history: u32, number: u32, prints: &Prints) -> u32 {
        if let Some(&known) = self.steps.get(&(history, number)) {
            return known;
        }
        let after = self.after(asked, history, prints);
        self.steps.insert((history, number), after);
        after
    }

    fn after(&mut self, asked: &Asked, history: u32, prints: &Prints) -> u32 {
        match asked {
            Asked::InOneOrder => prints.iter().fold(history, |history, print| self.print(history, print)),
            Asked::ByProcess => prints.iter().fold(history, |history, print| self.print_of_one(history, print)),
            Asked::Exactly { values, .. } => {
                let printed = prints.iter().flat_map(|(_, values)| values);
                printed.fold(history, |history, value| match values.get(history as usize) {
                    Some(wanted) if wanted == value => history + 1,
                    _ => OTHER,
                })
            }
        }
    }

    /// The history with one print more.
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

    fn prints(&self, asked: &Asked, history: u32) -> Prints {
        match asked {
            Asked::InOneOrder => self.in_order(history),
            Asked::ByProcess => {
                let vector = self.vectors.get(history as usize).into_iter().flatten();
                vector.flat_map(|&(_, own)| self.in_order(own)).collect()
            }
            Asked::Exactly { .. } => Vec::new(),
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
