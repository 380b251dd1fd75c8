//! What a move does, as far as any verdict asks: whose it is, who gets ahead by it, what it prints.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::event::{Kind, Progress};
use crate::program::Program;
use crate::value::Value;
use crate::world::{Move, Record, World};

/// No other process: neither one nor the network.
pub(super) const NOBODY: u16 = u16::MAX - 1;

/// What one move has done, as far as anybody asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Did {
    /// Whose, and the values.
    pub prints: Vec<(u16, Vec<Value>)>,
    pub faulted: bool,
    pub tore: bool,
    /// Who got ahead: completed an act that can block, worked, printed, entered a section or terminated.
    ahead: Vec<u16>,
    /// Who terminated, by a fault too.
    ended: Vec<u16>,
    /// Somebody did what the program is for: worked, printed, sent, received, entered a section or terminated.
    works: bool,
    /// Somebody tried in vain, if it leads back: a failed attempt, an expired wait, a read, a look.
    vain: bool,
    /// Sleepers were notified.
    wakes: bool,
}

impl Did {
    pub fn clear(&mut self) {
        let Did { prints, ahead, ended, .. } = self;
        prints.clear();
        ahead.clear();
        ended.clear();
        let (prints, ahead, ended) = (core::mem::take(prints), core::mem::take(ahead), core::mem::take(ended));
        *self = Did { prints, ahead, ended, ..Did::default() };
    }

    /// Whether a check may ask for it.
    pub fn is_notable(&self) -> bool {
        self.faulted || self.tore || !self.prints.is_empty()
    }

    fn gets_ahead(&mut self, process: u16) {
        if !self.ahead.contains(&process) {
            self.ahead.push(process);
        }
    }
}

impl Record for Did {
    fn note(&mut self, process: u16, kind: Kind, _: u16, values: &[Value]) {
        match kind.progress() {
            Progress::Works => self.worked(process),
            Progress::Ahead => self.gets_ahead(process),
            Progress::Vain => self.vain = true,
            Progress::None => {}
        }
        match kind {
            Kind::Print => self.prints.push((process, values.to_vec())),
            Kind::Notify => self.wakes |= values.len() > 1,
            Kind::End => self.ended.push(process),
            Kind::Fault => {
                self.faulted = true;
                self.ended.push(process);
            }
            Kind::Torn => self.tore = true,
            _ => {}
        }
    }

    fn worked(&mut self, process: u16) {
        self.works = true;
        self.gets_ahead(process);
    }

    fn looked(&mut self, _: u16) {
        self.vain = true;
    }
}

/// What a move does, but for the state that it leads to. Of two processes the second is [`NOBODY`] where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label {
    /// Whose move it is: the process, or the network, and the receiver that it meets.
    pub by: [u16; 2],
    pub ahead: [u16; 2],
    pub ended: [u16; 2],
    pub works: bool,
    pub vain: bool,
    pub wakes: bool,
    /// An assertion fails: the run ends for all.
    pub aborts: bool,
    /// What it prints: a number among the lists of prints, 0 where it prints nothing.
    pub prints: u32,
}

impl Label {
    pub fn is_by(&self, mover: u16) -> bool {
        self.by.contains(&mover)
    }
}

/// The prints of a move, in order: whose, and the values.
pub(super) type Prints = Vec<(u16, Vec<Value>)>;

/// All labels that moves have, each once.
#[derive(Clone, Debug)]
pub(super) struct Labels {
    pub all: Vec<Label>,
    numbers: BTreeMap<Label, u32>,
    /// The first is empty.
    pub prints: Vec<Prints>,
    of_prints: BTreeMap<Vec<(u16, Vec<i64>)>, u32>,
}

impl Labels {
    pub fn new() -> Labels {
        Labels {
            all: Vec::new(),
            numbers: BTreeMap::new(),
            prints: alloc::vec![Vec::new()],
            of_prints: BTreeMap::from([(Vec::new(), 0)]),
        }
    }

    /// The label of a move out of the state `before`, which did `did` and led to `after`.
    pub fn of(&mut self, program: &Program, before: &World, chosen: Move, did: &Did, after: &World) -> u32 {
        let two = |of: &[u16]| [0, 1].map(|place| of.get(place).copied().unwrap_or(NOBODY));
        let label = Label {
            by: [chosen.process, before.partner(program, chosen).unwrap_or(NOBODY)],
            ahead: two(&did.ahead),
            ended: two(&did.ended),
            works: did.works,
            vain: did.vain,
            wakes: did.wakes,
            aborts: after.failed().is_some(),
            prints: self.number_of_prints(&did.prints),
        };
        *self.numbers.entry(label).or_insert_with(|| {
            self.all.push(label);
            self.all.len() as u32 - 1
        })
    }

    fn number_of_prints(&mut self, prints: &Prints) -> u32 {
        let words = |values: &Vec<Value>| values.iter().map(|value| value.word()).collect();
        let key = prints.iter().map(|(process, values)| (*process, words(values))).collect();
        *self.of_prints.entry(key).or_insert_with(|| {
            self.prints.push(prints.clone());
            self.prints.len() as u32 - 1
        })
    }
}
