//! Expands states of any program, by the same `choices` and `step` that a run uses.

use alloc::vec::Vec;

use super::graph::Edge;
use super::label::{Label, Labels, MoveLog};
use super::parents::Parents;
use super::store::Store;
use crate::program::Program;
use crate::world::{Move, Part, Taking, World};

/// A state with its choices.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub world: World,
    pub choices: Vec<Move>,
}

/// All states found so far, and the one being expanded.
#[derive(Clone, Debug)]
pub(super) struct General {
    pub store: Store,
    pub parents: Parents,
    labels: Labels,
    parts: Vec<Part>,
    pub opened: Opened,
    /// The state after a move from it, and the log of the move.
    there: World,
    pub log: MoveLog,
    bytes: Vec<u8>,
    next: Vec<u8>,
}

impl General {
    /// The first state is in the store; what happened before it is in `log`.
    pub fn new(program: &Program) -> General {
        let mut log = MoveLog::default();
        let here = World::new(program, &mut log);
        let mut general = General {
            store: Store::new(),
            parents: Parents::default(),
            labels: Labels::new(),
            parts: Part::all(program),
            there: here.clone(),
            opened: Opened { world: here, choices: Vec::new() },
            log,
            bytes: Vec::new(),
            next: Vec::new(),
        };
        general.parts.iter().for_each(|&part| general.there.encode(program, part, &mut general.next));
        general.store.intern(&general.next);
        general
    }

    /// Bytes of memory in all.
    pub fn bytes(&self) -> usize {
        self.store.bytes() + self.parents.bytes()
    }

    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Loads a state and finds its choices.
    pub fn open(&mut self, program: &Program, state: u32) {
        self.bytes.clear();
        self.bytes.extend_from_slice(self.store.get(state));
        let mut taking = Taking::new(&self.bytes);
        self.parts.iter().for_each(|&part| self.opened.world.decode(program, part, &mut taking));
        self.opened.choices = self.opened.world.choices(program);
    }

    /// Makes choice `number` of the open state: returns the next state and whether it is new.
    pub fn make(&mut self, program: &Program, number: usize) -> (u32, bool) {
        self.log.clear();
        let mut taking = Taking::new(&self.bytes);
        self.parts.iter().for_each(|&part| self.there.decode(program, part, &mut taking));
        self.there.step(program, self.opened.choices[number], &mut self.log);
        self.next.clear();
        self.parts.iter().for_each(|&part| self.there.encode(program, part, &mut self.next));
        self.store.intern(&self.next)
    }

    /// Every move of the open state.
    pub fn edges(&mut self, program: &Program) -> Vec<Edge> {
        (0..self.opened.choices.len()).map(|number| self.edge(program, number)).collect()
    }

    fn edge(&mut self, program: &Program, number: usize) -> Edge {
        let (to, _) = self.make(program, number);
        let chosen = self.opened.choices[number];
        let label = self.labels.of(program, &self.opened.world, chosen, &self.log, &self.there);
        Edge { to, label }
    }

    /// The first choice by which one state leads to another; by a move with this label, if one is given.
    pub fn choice_to(&mut self, program: &Program, from: u32, to: u32, wanted: Option<&Label>) -> u32 {
        self.open(program, from);
        let is_match = |general: &mut General, number: usize| {
            let edge = general.edge(program, number);
            edge.to == to && wanted.is_none_or(|wanted| general.labels.all[edge.label as usize] == *wanted)
        };
        let found = (0..self.opened.choices.len()).find(|&number| is_match(self, number));
        found.expect("a move leads to every known successor") as u32
    }
}
