//! All that could happen: every move from every state, breadth first.
//!
//! Simulating picks one move after the other; a search makes them all. States are kept once each and complete, so that
//! what it says is certain. The first run found that shows something is a shortest one, since states are looked at in
//! the order of their distance from the start.
//!
//! A [`Search`] goes on for as many states as it is told and can be asked at any time what it knows: so a caller shows
//! progress, stops it, and lets it go on. It reads no clock. "None so far" is never "never".
//!
//! States have one of two forms (`states`). As bytes: `store` keeps them, `general` expands one. Packed into a few words,
//! which is the usual one: `layout` says where each component is, `contents` which values it has had, `footprint` on which
//! of them a move depends, `moves` what it does, worked out once (`queues`: with messages apart; `machine` has all that together); `table` keeps the
//! states, `space` expands many at a time, `way` goes from states back to schedules, and `packed` puts it together. `reduce`
//! says which moves can be left out, with `liveness` and `symmetry`.
//!
//! For both forms `parents` knows where each state came from, `history` what was printed; `look` answers the checks
//! (`watch`: of packed states); `cycles` finds what goes on for ever, `stuck` who waits for ever; `tell` makes the `report`. `drawing` tells the graph of the
//! states; `taken` finds the schedule of a run with a clock.
//!
//! ```
//! use ipcscope_core::explore::{Limits, Search};
//! use ipcscope_core::{program::Program, scenario};
//! use std::sync::Arc;
//!
//! let text = "memory t { x = 0 }
//! process P[2] { t.x = t.x + 1 }
//! check always t.x <= 1 expect violated
//! check possible t.x == 1";
//! let program = Program::new(&scenario::read(text).scenario.expect("no mistakes"), text);
//! let mut search = Search::new(Arc::new(program), Limits::default());
//! while !search.advance(1_000).is_over() {}
//! let report = search.report();
//! assert_eq!(report.as_expected(), Some(true));
//! // Read, write, read, write is the shortest way to 2.
//! assert_eq!(report.checks[0].seen.witness().expect("2 can be reached").schedule.len(), 4);
//! ```

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::program::Program;

mod contents;
mod cycles;
mod drawing;
mod footprint;
mod general;
mod history;
mod layout;
mod liveness;
mod look;
mod machine;
mod moves;
mod packed;
mod parents;
mod queues;
mod reduce;
mod report;
mod space;
mod states;
mod store;
mod stuck;
mod symmetry;
mod table;
mod taken;
mod tell;
mod watch;
mod way;
pub mod words;

use cycles::{Found, Graph};
pub use drawing::Node;
use look::Seen;
pub use report::{Answer, CheckReport, Outcome, Outcomes, Progress, Report, Stop, Trouble, TroubleReport, Witness};
use states::States;
pub use stuck::Stuck;
pub use taken::Taken;

/// How far a search may go, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// States.
    pub states: usize,
    /// Bytes of memory.
    pub bytes: usize,
    /// Outcomes are listed: then what has been printed is part of a state.
    pub outcomes: bool,
    /// What goes on for ever is looked for, and who waits for ever while others go on.
    pub endless: bool,
    /// When there are to be fewer states for the same answers.
    pub reduction: Reduction,
    /// By what, once that is so.
    pub ways: Ways,
    /// States are packed, where they fit: off to compare.
    pub packs: bool,
}

/// When moves are left out that lose no answer (see `docs/exploring.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Never: every state is found, and every witness is a shortest one.
    Never,
    /// Once there are so many states that it pays; until then every state is found.
    WhenLarge,
    /// From the start.
    Always,
}

/// By what there are fewer states for the same answers (see `docs/exploring.md`); each also without the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// Moves are left out that only show in another order what is seen anyway.
    pub order: bool,
    /// Of processes that can change places one order stands for all.
    pub symmetry: bool,
    /// What makes no difference any more is forgotten.
    pub forgetting: bool,
}

impl Ways {
    /// Every one of them.
    pub const ALL: Ways = Ways { order: true, symmetry: true, forgetting: true };
    /// None.
    pub const NONE: Ways = Ways { order: false, symmetry: false, forgetting: false };

    /// Those that keep also what goes on for ever: each state has every move that it had.
    fn that_keep_cycles(self) -> Ways {
        Ways { order: false, symmetry: false, ..self }
    }
}

/// So many states are found without reduction first.
const LARGE: usize = 200_000;

impl Default for Limits {
    /// 10,000,000 states, 2 GiB, with outcomes, reduced when large.
    fn default() -> Limits {
        Limits {
            states: 10_000_000,
            bytes: 2 << 30,
            outcomes: true,
            endless: true,
            reduction: Reduction::WhenLarge,
            ways: Ways::ALL,
            packs: true,
        }
    }
}

/// What is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// States are found.
    Finding,
    /// All are known; every move is made once more, to see what goes on for ever.
    Cycles,
    /// Somebody waits for ever in the end; each state is opened again, to see when that first is so.
    Stuck,
    Finished,
}

/// A search through all states of a program.
#[derive(Clone, Debug)]
pub struct Search {
    program: Arc<Program>,
    limits: Limits,
    states: States,
    seen: Seen,
    phase: Phase,
    /// The next state to open.
    next: u32,
    transitions: u64,
    depth: usize,
    /// The first state that is one move further away.
    next_depth: u32,
    /// A move leads to a state that is no further away: there may be a cycle.
    may_go_round: bool,
    /// By what there are fewer states at present.
    ways: Ways,
    graph: Graph,
    found: Found,
    stopped: Option<Stop>,
    /// The state before which it is looked again how much memory is used.
    next_weighing: u32,
    /// What was known when it was begun anew in another way.
    before: Vec<Report>,
}

impl Progress {
    /// It has come to its end, or can't go on within its limits.
    pub fn is_over(&self) -> bool {
        self.is_finished || self.stopped.is_some()
    }
}

impl Search {
    /// A search that has found the first state.
    pub fn new(program: Arc<Program>, limits: Limits) -> Search {
        let ways = if limits.reduction == Reduction::Always { limits.ways } else { Ways::NONE };
        let mut seen = Seen::new(&program);
        let states = States::new(&program, &limits, ways, &mut seen);
        Search {
            program,
            limits,
            states,
            seen,
            phase: Phase::Finding,
            next: 0,
            transitions: 0,
            depth: 0,
            next_depth: 1,
            may_go_round: false,
            ways,
            graph: Graph::default(),
            found: Found::default(),
            stopped: None,
            next_weighing: 0,
            before: Vec::new(),
        }
    }

    /// Allows it to go further than before, or less far.
    pub fn set_limits(&mut self, states: usize, bytes: usize) {
        (self.limits.states, self.limits.bytes) = (states, bytes);
        self.stopped = None;
    }

    /// Opens so many states more, or fewer where that is the end.
    pub fn advance(&mut self, states: usize) -> Progress {
        let program = Arc::clone(&self.program);
        let mut left = states;
        while left > 0 && self.phase != Phase::Finished && !self.is_at_a_limit() {
            left -= match self.phase {
                Phase::Finding => self.find(&program, left),
                Phase::Cycles => self.look_for_cycles(&program, left),
                Phase::Stuck | Phase::Finished => self.look_who_is_stuck(&program),
            };
        }
        self.progress()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let all = self.states.len() as usize;
        Progress {
            states: all,
            expanded: if self.phase == Phase::Finding { self.next as usize } else { all },
            transitions: self.transitions,
            depth: self.depth,
            bytes: self.bytes(),
            is_reduced: self.ways != Ways::NONE,
            looks_for_cycles: matches!(self.phase, Phase::Cycles | Phase::Stuck),
            is_finished: self.phase == Phase::Finished,
            stopped: self.stopped,
        }
    }

    fn bytes(&self) -> usize {
        self.states.bytes() + self.graph.bytes() + self.seen.bytes()
    }

    fn is_at_a_limit(&mut self) -> bool {
        let has_too_many = self.states.len() as usize > self.limits.states;
        // Adding up what everything takes is not for every state.
        let weighs = self.next >= self.next_weighing;
        let has_too_much = weighs && self.bytes() > self.limits.bytes;
        if weighs && !has_too_much {
            self.next_weighing = self.next + 1_024.min(self.next / 8);
        }
        self.stopped = match () {
            () if has_too_many && self.phase == Phase::Finding => Some(Stop::States),
            () if has_too_much => Some(Stop::Memory),
            () => None,
        };
        self.stopped.is_some()
    }

    /// Makes every move of the next states, at most so many. How many there were.
    fn find(&mut self, program: &Program, most: usize) -> usize {
        if self.next == self.next_depth {
            self.depth += 1;
            self.next_depth = self.states.len();
        }
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let Some(expanded) = self.states.expand(program, self.next, most, self.next_depth, &mut self.seen) else {
            // What is left out depends on packed states.
            self.limits.packs = false;
            self.begin_anew(program, Ways::NONE);
            return 1;
        };
        self.next += expanded.states;
        self.transitions += expanded.transitions;
        self.may_go_round |= expanded.goes_back;
        if self.next == self.states.len() {
            (self.next, self.next_weighing) = (0, 0);
            let keeping = self.ways.that_keep_cycles();
            if !self.limits.endless {
                self.phase = Phase::Finished;
            } else if self.may_go_round && self.ways != keeping {
                // What goes on for ever is not looked for where moves are left out.
                self.phase = Phase::Finished;
                self.keep_what_is_known();
                self.begin_anew(program, keeping);
            } else if self.may_go_round {
                self.phase = Phase::Cycles;
                self.graph = Graph::new(self.states.len() as usize, self.transitions as usize);
            } else {
                self.go_on_to_stuck();
            }
        } else if self.limits.reduction == Reduction::WhenLarge
            && self.before.is_empty()
            && self.states.len() as usize > LARGE
            && self.limits.ways != Ways::NONE
            && self.states.can_be_reduced(program)
        {
            self.keep_what_is_known();
            self.begin_anew(program, self.limits.ways);
        }
        expanded.states as usize
    }

    /// What is known now is known also after the search has begun anew.
    fn keep_what_is_known(&mut self) {
        let known = self.report_alone();
        self.before.push(known);
    }

    /// Begins from the first state again, in another way.
    fn begin_anew(&mut self, program: &Program, ways: Ways) {
        self.seen = Seen::new(program);
        self.states = States::new(program, &self.limits, ways, &mut self.seen);
        (self.phase, self.next, self.transitions) = (Phase::Finding, 0, 0);
        (self.depth, self.next_depth, self.may_go_round, self.next_weighing) = (0, 1, false, 0);
        self.ways = ways;
    }

    /// Makes every move of the next states again, at most so many. How many there were.
    fn look_for_cycles(&mut self, program: &Program, most: usize) -> usize {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let states = self.states.add_edges(program, self.next, most, &mut self.graph);
        self.next += states;
        if self.next == self.states.len() {
            let graph = core::mem::take(&mut self.graph);
            self.found = graph.look(program, |state, process| {
                self.states.open(program, state);
                let opened = self.states.opened();
                let stuck = Stuck::find(program, &opened.world, &opened.choices);
                opened.world.is_alive(usize::from(process)) && !stuck.waits_for.iter().any(|&(who, _)| who == process)
            });
            // Who waits for ever does so still where the others go round: one look at each such place finds out.
            for state in core::mem::take(&mut self.found.last) {
                self.states.open(program, state);
                self.seen.look_who_is_stuck(program, state, self.states.opened());
            }
            self.go_on_to_stuck();
        }
        states as usize
    }

    fn go_on_to_stuck(&mut self) {
        self.next = 0;
        self.phase = if self.seen.someone_is_stuck() { Phase::Stuck } else { Phase::Finished };
    }

    /// Opens a state once more.
    fn look_who_is_stuck(&mut self, program: &Program) -> usize {
        let state = self.next;
        self.states.open(program, state);
        self.seen.look_who_is_stuck(program, state, self.states.opened());
        self.next += 1;
        if self.next == self.states.len() || self.seen.knows_who_is_stuck_first(state) {
            self.phase = Phase::Finished;
        }
        1
    }

    /// The schedule that leads to a state, and then makes a choice there.
    fn schedule_to(&mut self, program: &Program, state: u32, choice: Option<u32>) -> Vec<u32> {
        let way = self.states.parents().way_to(state);
        self.states.schedule_along(program, &way, choice)
    }
}
