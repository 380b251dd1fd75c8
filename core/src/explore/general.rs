//! Expanding states of any program, by the same `choices` and `step` that a run uses.
//!
//! A state is that of the world and, where outcomes are asked for, what each process has printed.

use alloc::vec::Vec;

use super::history::{EMPTY, Histories};
use super::moves::NOBODY;
use super::parents::Parents;
use super::store::Store;
use crate::program::Program;
use crate::trace::event::Kind;
use crate::value::Value;
use crate::world::{Move, Part, Record, Taking, World, put};

/// What one move has done, as far as anybody asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Did {
    /// Whose, and the values.
    pub prints: Vec<(u16, Vec<Value>)>,
    pub faulted: bool,
    pub tore: bool,
    /// Who got on: received a message, worked, told something, came into a section, or came to its end.
    pub got_on: Vec<u16>,
}

impl Did {
    pub fn clear(&mut self) {
        self.prints.clear();
        self.got_on.clear();
        (self.faulted, self.tore) = (false, false);
    }
}

impl Record for Did {
    fn note(&mut self, process: u16, kind: Kind, _: u16, values: &[Value]) {
        match kind {
            Kind::Print => self.prints.push((process, values.to_vec())),
            Kind::Fault => self.faulted = true,
            Kind::Torn => self.tore = true,
            _ => {}
        }
        if matches!(kind, Kind::Receive | Kind::Print | Kind::Say | Kind::Ask | Kind::Enter | Kind::End) {
            self.worked(process);
        }
    }

    fn worked(&mut self, process: u16) {
        if !self.got_on.contains(&process) {
            self.got_on.push(process);
        }
    }
}

/// A state with what can happen in it.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub world: World,
    pub choices: Vec<Move>,
    /// What each process has printed; empty where that is not kept.
    pub printed: Vec<u32>,
}

/// All states found so far, and the one that is being expanded.
#[derive(Clone, Debug)]
pub(super) struct General {
    pub store: Store,
    pub parents: Parents,
    pub histories: Histories,
    keeps_prints: bool,
    parts: Vec<Part>,
    pub opened: Opened,
    /// What comes of a move from it, and what the move did.
    there: World,
    pub did: Did,
    bytes: Vec<u8>,
    next: Vec<u8>,
}

impl General {
    /// The first state is in the store; what led to it is in `did`.
    pub fn new(program: &Program, keeps_prints: bool) -> General {
        let mut did = Did::default();
        let here = World::new(program, &mut did);
        let mut general = General {
            store: Store::new(),
            parents: Parents::default(),
            histories: Histories::new(),
            keeps_prints,
            parts: Part::all(program),
            there: here.clone(),
            opened: Opened {
                world: here,
                choices: Vec::new(),
                printed: alloc::vec![EMPTY; if keeps_prints { program.processes.len() } else { 0 }],
            },
            did,
            bytes: Vec::new(),
            next: Vec::new(),
        };
        let printed = general.printed_next();
        general.parts.iter().for_each(|&part| general.there.encode(program, part, &mut general.next));
        printed.iter().for_each(|&history| put(i64::from(history), &mut general.next));
        general.store.intern(&general.next);
        general
    }

    /// Bytes of memory, all told.
    pub fn bytes(&self) -> usize {
        self.store.bytes() + self.parents.bytes() + self.histories.bytes()
    }

    /// Stands at a state, and finds its choices.
    pub fn open(&mut self, program: &Program, state: u32) {
        self.bytes.clear();
        self.bytes.extend_from_slice(self.store.get(state));
        let mut taking = Taking::new(&self.bytes);
        self.parts.iter().for_each(|&part| self.opened.world.decode(program, part, &mut taking));
        self.opened.printed.iter_mut().for_each(|history| *history = taking.word() as u32);
        self.opened.choices = self.opened.world.choices(program);
    }

    /// Makes choice `number` of the open state: the state that comes of it, and whether it is new.
    pub fn make(&mut self, program: &Program, number: usize) -> (u32, bool) {
        self.did.clear();
        let mut taking = Taking::new(&self.bytes);
        self.parts.iter().for_each(|&part| self.there.decode(program, part, &mut taking));
        self.there.step(program, self.opened.choices[number], &mut self.did);
        self.next.clear();
        self.parts.iter().for_each(|&part| self.there.encode(program, part, &mut self.next));
        if self.keeps_prints {
            for history in self.printed_next() {
                put(i64::from(history), &mut self.next);
            }
        }
        self.store.intern(&self.next)
    }

    /// What has been printed after what was done.
    fn printed_next(&mut self) -> Vec<u32> {
        let mut printed = self.opened.printed.clone();
        for (process, values) in &self.did.prints {
            if let Some(history) = printed.get_mut(usize::from(*process)) {
                *history = self.histories.print(*history, values);
            }
        }
        printed
    }

    /// Each move of the open state: where it leads, whose it is, and who gets on by it.
    pub fn edges(&mut self, program: &Program) -> Vec<(u32, u16, [u16; 2])> {
        let count = self.opened.choices.len();
        let edge = |number: usize| {
            let (to, _) = self.make(program, number);
            let who = |place: usize| self.did.got_on.get(place).copied().unwrap_or(NOBODY);
            (to, self.opened.choices[number].process, [who(0), who(1)])
        };
        (0..count).map(edge).collect()
    }

    /// The choice by which one state leads to another, the first of several.
    pub fn choice_to(&mut self, program: &Program, from: u32, to: u32) -> u32 {
        self.open(program, from);
        let found = (0..self.opened.choices.len()).find(|&number| self.make(program, number).0 == to);
        found.expect("a state leads to those that it has brought") as u32
    }
}
