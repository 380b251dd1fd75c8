//! Labels of moves: who moves, who makes progress, what is printed, as far as any verdict depends on it.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::event::{Kind, Progress};
use crate::program::Program;
use crate::value::Value;
use crate::world::{Move, Record, World};

/// Neither a process nor the network.
pub(super) const NOBODY: u16 = u16::MAX - 1;

/// A record of one move, as far as any verdict depends on it.
#[derive(Clone, Debug, Default)]
pub(super) struct MoveLog {
    /// The process, and the values.
    pub prints: Vec<(u16, Vec<Value>)>,
    pub faulted: bool,
    pub tore: bool,
    /// Processes that made progress: completed an operation that can block, worked, printed, entered a section or
    /// terminated.
    progressed: Vec<u16>,
    /// Processes that terminated, also by a fault.
    ended: Vec<u16>,
    /// A process did what the program is for: worked, printed, sent, received, entered a section or terminated.
    works: bool,
    /// A process tried in vain, if the move leads back: a failed attempt, an expired timeout, a read, an inspection.
    vain: bool,
    /// Sleepers were notified.
    wakes: bool,
}

impl MoveLog {
    pub fn clear(&mut self) {
        let MoveLog { prints, progressed, ended, .. } = self;
        prints.clear();
        progressed.clear();
        ended.clear();
        let (prints, progressed, ended) =
            (core::mem::take(prints), core::mem::take(progressed), core::mem::take(ended));
        *self = MoveLog { prints, progressed, ended, ..MoveLog::default() };
    }

    /// Whether a check may depend on it.
    pub fn is_notable(&self) -> bool {
        self.faulted || self.tore || !self.prints.is_empty()
    }

    fn add_progress(&mut self, process: u16) {
        if !self.progressed.contains(&process) {
            self.progressed.push(process);
        }
    }
}

impl Record for MoveLog {
    fn note(&mut self, process: u16, kind: Kind, _: u16, values: &[Value]) {
        match kind.progress() {
            Progress::Works => self.worked(process),
            Progress::Ahead => self.add_progress(process),
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
        self.add_progress(process);
    }

    fn looked(&mut self, _: u16) {
        self.vain = true;
    }
}

/// A move without the state it leads to. In a pair, an absent process is [`NOBODY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label {
    /// Who moves: the process or the network, and the receiver in a rendezvous.
    pub by: [u16; 2],
    pub progressed: [u16; 2],
    pub ended: [u16; 2],
    pub works: bool,
    pub vain: bool,
    pub wakes: bool,
    /// An assertion fails: the run ends for every process.
    pub aborts: bool,
    /// An index into the lists of prints; 0 if it prints nothing.
    pub prints: u32,
}

impl Label {
    pub fn is_by(&self, mover: u16) -> bool {
        self.by.contains(&mover)
    }
}

/// The prints of a move, in order: the process, and the values.
pub(super) type Prints = Vec<(u16, Vec<Value>)>;

/// The distinct labels of all moves.
#[derive(Clone, Debug)]
pub(super) struct Labels {
    pub all: Vec<Label>,
    numbers: BTreeMap<Label, u32>,
    /// The first list is empty.
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

    /// The label of a move from the state `before` to `after`.
    pub fn of(&mut self, program: &Program, before: &World, chosen: Move, log: &MoveLog, after: &World) -> u32 {
        let two = |of: &[u16]| [0, 1].map(|place| of.get(place).copied().unwrap_or(NOBODY));
        let label = Label {
            by: [chosen.process.0, before.partner(program, chosen).map_or(NOBODY, |partner| partner.0)],
            progressed: two(&log.progressed),
            ended: two(&log.ended),
            works: log.works,
            vain: log.vain,
            wakes: log.wakes,
            aborts: after.failed().is_some(),
            prints: self.number_of_prints(&log.prints),
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
