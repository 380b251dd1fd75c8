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
//! For both forms `parents` knows where each state came from, `label` what a move does; `look` answers the checks (`watch`: of
//! packed states). Once all states are known, `graph` is the graph of their moves: `forever` says who is blocked forever in
//! which state, `cycles` what goes on for ever, `outcomes` how it can end and with which prints. Where not all are known,
//! `certain` says who is blocked forever by control flow alone. `tell` makes the `report`; `drawing` tells the graph of the
//! states; `taken` finds the schedule of a run with a clock. `growth` proves that there is no end of states, since
//! something grows without bound.
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

use crate::program::{Goal, Program, Promise};
use crate::world::World;

mod certain;
mod contents;
mod cycles;
mod drawing;
mod footprint;
mod forever;
mod general;
mod graph;
mod growth;
mod label;
mod layout;
mod look;
mod machine;
mod moves;
mod outcomes;
mod packed;
mod parents;
mod queues;
mod reduce;
mod report;
mod sets;
mod space;
mod states;
mod store;
mod symmetry;
mod table;
mod taken;
mod tell;
mod watch;
mod way;
pub mod words;

pub use crate::world::{Stuck, WaitsFor};
use cycles::{Asks, Found};
pub use drawing::Node;
use forever::Forever;
use graph::{Edge, Graph};
pub use growth::{Growing, Growth};
use label::Prints;
use look::Seen;
use outcomes::{Asked, Ending, Pass};
pub use report::{
    Answer, CheckReport, Deadlock, Outcome, Outcomes, Progress, Report, Stop, Trouble, TroubleReport, Witness,
};
use states::States;
pub use taken::Taken;

/// How far a search may go, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// States.
    pub states: usize,
    /// Bytes of memory.
    pub bytes: usize,
    /// Which outcomes are listed.
    pub outcomes: Listing,
    /// What goes on for ever is looked for, and who waits for ever while others go on.
    pub endless: bool,
    /// When there are to be fewer states for the same answers.
    pub reduce: Reduce,
    /// By what, once that is so.
    pub reduction: Reduction,
    /// States are packed, where they fit: off to compare.
    pub packs: bool,
    /// It stops once there are many states and something is known to grow without bound.
    pub stops_at_growth: bool,
}

/// Which outcomes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// None.
    Nothing,
    /// Each with what every process printed: the order of prints of different processes is no part of it.
    ByProcess,
    /// Each with everything that was printed, in one order.
    InOneOrder,
}

/// What is asked of prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Printing {
    /// Nothing but single ones.
    Unasked,
    /// Those of each process, in its order.
    ByProcess,
    /// All, in one order.
    InOneOrder,
}

impl Limits {
    /// What is asked of prints, by the list of outcomes or by a check.
    fn prints(&self, program: &Program) -> Printing {
        match self.outcomes {
            _ if asks_for_output(program) => Printing::InOneOrder,
            Listing::InOneOrder => Printing::InOneOrder,
            Listing::ByProcess => Printing::ByProcess,
            Listing::Nothing => Printing::Unasked,
        }
    }
}

/// Whether a check is about everything that is printed.
fn asks_for_output(program: &Program) -> bool {
    let is_output = |promise: &Promise| matches!(promise, Promise::Output(_) | Promise::PossibleOutput(_));
    program.checks.iter().any(|check| is_output(&check.promise))
}

/// When moves are left out that lose no answer (see `docs/exploring.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduce {
    /// Never: every state is found, and every witness is a shortest one.
    Never,
    /// Once there are so many states that it pays; until then every state is found.
    WhenLarge,
    /// From the start.
    Always,
}

/// By what there are fewer states for the same answers (see `docs/exploring.md`); each also without the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// Moves are left out that only show in another order what is seen anyway.
    pub order: bool,
    /// Of processes that can change places one order stands for all.
    pub symmetry: bool,
    /// What makes no difference any more is forgotten.
    pub forgetting: bool,
}

impl Reduction {
    /// Every one of them.
    pub const ALL: Reduction = Reduction { order: true, symmetry: true, forgetting: true };
    /// None.
    pub const NONE: Reduction = Reduction { order: false, symmetry: false, forgetting: false };

    /// Those that keep also what goes on for ever: each state has every move that it had.
    fn that_keep_cycles(self) -> Reduction {
        Reduction { order: false, symmetry: false, ..self }
    }
}

/// So many states are found without reduction first.
const LARGE: usize = 200_000;
/// With so many states, or so many bytes for them, it is time to ask whether something grows without bound.
const MANY_STATES: usize = 100_000;
const MANY_BYTES: usize = 64 << 20;

impl Default for Limits {
    /// 10,000,000 states, 2 GiB, with outcomes, reduced when large.
    fn default() -> Limits {
        Limits {
            states: 10_000_000,
            bytes: 2 << 30,
            outcomes: Listing::ByProcess,
            endless: true,
            reduce: Reduce::WhenLarge,
            reduction: Reduction::ALL,
            packs: true,
            stops_at_growth: true,
        }
    }
}

/// What is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// States are found.
    Finding,
    /// All are known; every move is made once more, for the graph of them.
    Graph,
    /// What was printed on the way to each end is gone through.
    Outcomes,
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
    reduction: Reduction,
    graph: Graph,
    found: Found,
    /// Who is blocked forever in which states; `None` where that is known of the ends only.
    forever: Option<Forever>,
    /// What was printed before the first move.
    first_prints: Prints,
    /// From which states an end can be reached; empty before that is asked for.
    can_end: Vec<bool>,
    /// How it can end, for each thing that is asked of prints.
    passes: Vec<Pass>,
    /// A loop that can still end prints.
    is_unbounded: bool,
    stopped: Option<Stop>,
    /// Where it stopped before its end: who is blocked forever by control flow alone.
    certain: Certain,
    /// The state before which it is looked again how much memory is used.
    next_weighing: u32,
    /// What was known when it was begun anew in another way.
    before: Vec<Report>,
    /// What grows without bound; `None` before that is looked for.
    growth: Option<Vec<Growth>>,
}

/// The first states of those that were found in which somebody is blocked forever for certain.
#[derive(Clone, Copy, Debug, Default)]
struct Certain {
    deadlock: Option<u32>,
    orphaned: Option<u32>,
    /// Nobody is blocked in a state before this one.
    blocked: Option<u32>,
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
        let reduction = if limits.reduce == Reduce::Always { limits.reduction } else { Reduction::NONE };
        let mut seen = Seen::new(&program);
        let states = States::new(&program, &limits, reduction, &mut seen);
        let mut did = label::Did::default();
        World::new(&program, &mut did);
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
            reduction,
            graph: Graph::default(),
            found: Found::default(),
            forever: None,
            first_prints: did.prints,
            can_end: Vec::new(),
            passes: Vec::new(),
            is_unbounded: false,
            stopped: None,
            certain: Certain::default(),
            next_weighing: 0,
            before: Vec::new(),
            growth: None,
        }
    }

    /// Allows it to go further than before, or less far; also where something grows without bound.
    pub fn set_limits(&mut self, states: usize, bytes: usize) {
        (self.limits.states, self.limits.bytes) = (states, bytes);
        self.limits.stops_at_growth &= self.stopped != Some(Stop::Growth);
        self.stopped = None;
    }

    /// Opens so many states more, or fewer where that is the end.
    pub fn advance(&mut self, states: usize) -> Progress {
        let program = Arc::clone(&self.program);
        let mut left = states;
        while left > 0 && self.phase != Phase::Finished && !self.is_at_a_limit() {
            left -= match self.phase {
                Phase::Finding => self.find(&program, left),
                Phase::Graph => self.make_graph(&program, left),
                Phase::Outcomes => self.look_for_outcomes(left),
                Phase::Finished => left,
            };
        }
        if self.stopped.is_some() {
            self.look_what_is_certain(&program);
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
            is_reduced: self.reduction != Reduction::NONE,
            looks_for_cycles: matches!(self.phase, Phase::Graph | Phase::Outcomes),
            is_finished: self.phase == Phase::Finished,
            stopped: self.stopped,
        }
    }

    fn bytes(&self) -> usize {
        let passes: usize = self.passes.iter().map(Pass::bytes).sum();
        self.states.bytes() + self.graph.bytes() + self.seen.bytes() + passes + self.can_end.len()
    }

    fn is_at_a_limit(&mut self) -> bool {
        let has_too_many = self.states.len() as usize > self.limits.states;
        // Adding up what everything takes is not for every state.
        let weighs = self.next >= self.next_weighing;
        let bytes = if weighs { self.bytes() } else { 0 };
        let has_too_much = weighs && bytes > self.limits.bytes;
        if weighs && !has_too_much {
            self.next_weighing = self.next + 1_024.min(self.next / 8);
        }
        let is_large = self.states.len() as usize > MANY_STATES || bytes > MANY_BYTES;
        if self.growth.is_none() && self.phase == Phase::Finding && (is_large || has_too_many || has_too_much) {
            self.growth = Some(growth::find(&self.program, self.forgets()));
        }
        let grows = self.growth.as_ref().is_some_and(|growth| !growth.is_empty());
        self.stopped = match () {
            () if grows && self.limits.stops_at_growth && self.phase == Phase::Finding => Some(Stop::Growth),
            () if has_too_many && self.phase == Phase::Finding => Some(Stop::States),
            () if has_too_much => Some(Stop::Memory),
            () => None,
        };
        self.stopped.is_some()
    }

    /// Whether variables that nobody reads again are forgotten, now or once there are many states.
    fn forgets(&self) -> bool {
        let is_reduced = self.limits.reduce != Reduce::Never && self.limits.reduction.forgetting;
        is_reduced && self.states.can_be_reduced(&self.program)
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
            self.begin_anew(program, Reduction::NONE);
            return 1;
        };
        self.next += expanded.states;
        self.transitions += expanded.transitions;
        self.may_go_round |= expanded.goes_back;
        if self.next == self.states.len() {
            (self.next, self.next_weighing) = (0, 0);
            let keeping = self.reduction.that_keep_cycles();
            if self.may_go_round && self.limits.endless && self.reduction != keeping {
                // What goes on for ever is not looked for where moves are left out.
                self.phase = Phase::Finished;
                self.keep_what_is_known();
                self.begin_anew(program, keeping);
            } else if self.needs_graph(program) {
                self.phase = Phase::Graph;
                self.graph = Graph::new(self.states.len() as usize, self.transitions as usize);
            } else {
                self.phase = Phase::Finished;
            }
        } else if self.limits.reduce == Reduce::WhenLarge
            && self.before.is_empty()
            && self.states.len() as usize > LARGE
            && self.limits.reduction != Reduction::NONE
            && self.states.can_be_reduced(program)
        {
            self.keep_what_is_known();
            self.begin_anew(program, self.limits.reduction);
        }
        expanded.states as usize
    }

    /// What is known now is known also after the search has begun anew.
    fn keep_what_is_known(&mut self) {
        let known = self.report_alone();
        self.before.push(known);
    }

    /// Begins from the first state again, in another way.
    fn begin_anew(&mut self, program: &Program, reduction: Reduction) {
        self.seen = Seen::new(program);
        self.states = States::new(program, &self.limits, reduction, &mut self.seen);
        (self.phase, self.next, self.transitions) = (Phase::Finding, 0, 0);
        (self.depth, self.next_depth, self.may_go_round, self.next_weighing) = (0, 1, false, 0);
        self.reduction = reduction;
        (self.graph, self.found, self.forever) = (Graph::default(), Found::default(), None);
    }

    /// Every move of every state was made, in an order that keeps whose move each is.
    fn keeps_moves(&self) -> bool {
        self.reduction == self.reduction.that_keep_cycles()
    }

    /// Whether anything is asked that only the graph answers.
    fn needs_graph(&self, program: &Program) -> bool {
        let prints = self.limits.prints(program);
        let prints_are_asked = asks_for_output(program) || prints != Printing::Unasked && self.seen.prints;
        self.may_go_round && self.limits.endless || self.seen.stuck.is_some() && self.keeps_moves() || prints_are_asked
    }

    /// Makes every move of the next states again, at most so many. How many there were.
    fn make_graph(&mut self, program: &Program, most: usize) -> usize {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let states = self.states.add_edges(program, self.next, most, &mut self.graph);
        self.next += states;
        if self.next == self.states.len() {
            self.graph.labels.clone_from(&self.states.labels().all);
            self.look_at_graph(program);
        }
        states as usize
    }

    fn look_at_graph(&mut self, program: &Program) {
        let graph = core::mem::take(&mut self.graph);
        let is_whole = self.keeps_moves() && (self.limits.endless || !self.may_go_round);
        if is_whole && (self.may_go_round || self.seen.stuck.is_some()) {
            let first = World::new(program, &mut ());
            let ended: Vec<u16> =
                (0..program.processes.len() as u16).filter(|&process| !first.is_alive(usize::from(process))).collect();
            let forever = Forever::find(&graph, program, &ended, |state, members| {
                self.states.open(program, state);
                Stuck::of(program, &self.states.opened().world, members).deadlocks
            });
            if self.may_go_round {
                self.found = cycles::look(&graph, program, |state, process, asks| {
                    self.states.open(program, state);
                    let world = &self.states.opened().world;
                    let could = |goal| world.could_come_to(program, usize::from(process), goal);
                    match asks {
                        Asks::CouldWork => could(Goal::Works),
                        Asks::CouldStarve => could(Goal::Ahead) && !forever.members(state).contains(&process),
                    }
                });
            }
            self.forever = Some(forever);
        }
        self.graph = graph;
        self.begin_passes(program);
    }

    /// What is asked of prints is gone through.
    fn begin_passes(&mut self, program: &Program) {
        let mut asked = Vec::new();
        for (check, of) in program.checks.iter().enumerate() {
            let is_wanted = matches!(of.promise, Promise::PossibleOutput(_));
            if let Promise::Output(values) | Promise::PossibleOutput(values) = &of.promise {
                asked.push(Asked::Exactly { check, values: values.clone(), is_wanted });
            }
        }
        match self.limits.outcomes {
            Listing::ByProcess if self.seen.prints => asked.push(Asked::ByProcess),
            Listing::InOneOrder if self.seen.prints => asked.push(Asked::InOneOrder),
            Listing::Nothing | Listing::ByProcess | Listing::InOneOrder => {}
        }
        if asked.is_empty() {
            return self.finish();
        }
        let Ending { can_end, is_unbounded } = Ending::of(&self.graph);
        (self.can_end, self.is_unbounded) = (can_end, is_unbounded);
        asked.retain(|asked| !is_unbounded || matches!(asked, Asked::Exactly { .. }));
        self.passes = asked.into_iter().map(|asked| Pass::new(asked, &self.first_prints)).collect();
        (self.next, self.phase) = (0, Phase::Outcomes);
        if self.passes.is_empty() {
            self.finish();
        }
    }

    /// Goes on with the first pass that is not over. How many nodes there were.
    fn look_for_outcomes(&mut self, most: usize) -> usize {
        let pass = &mut self.passes[self.next as usize];
        let prints = &self.states.labels().prints;
        let (done, is_over) = pass.advance(&self.graph, (prints, &self.can_end), |state| self.seen.end_in(state), most);
        self.next += u32::from(is_over);
        if self.next as usize == self.passes.len() {
            self.finish();
        }
        done
    }

    fn finish(&mut self) {
        // The labels are needed for schedules.
        self.graph.forget_moves();
        self.can_end = Vec::new();
        self.phase = Phase::Finished;
    }

    /// Looks at the states that were found first who is blocked forever whatever the others are like.
    fn look_what_is_certain(&mut self, program: &Program) {
        let mut certain = Certain::default();
        for state in 0..self.states.len().min(MOST_CERTAIN) {
            self.states.open(program, state);
            let opened = self.states.opened();
            let blocked = certain::blocked(program, &opened.world, &opened.choices);
            let is_server = |process: &u16| program.processes[usize::from(*process)].server;
            if blocked.iter().all(is_server) {
                continue;
            }
            certain.blocked.get_or_insert(state);
            let members = certain::forever(program, &opened.world, &blocked);
            let stuck = Stuck::certain(program, &opened.world, &members);
            if !stuck.deadlocks.is_empty() {
                certain.deadlock.get_or_insert(state);
            }
            if !stuck.orphaned.is_empty() {
                certain.orphaned.get_or_insert(state);
            }
            if certain.deadlock.is_some() && certain.orphaned.is_some() {
                break;
            }
        }
        self.certain = certain;
    }

    /// The schedule that leads to a state, and then makes a choice there.
    fn schedule_to(&mut self, program: &Program, state: u32, choice: Option<u32>) -> Vec<u32> {
        let way = self.states.parents().way_to(state);
        let any = |&to: &u32| Edge { to, label: u32::MAX };
        let way: Vec<Edge> = way[1..].iter().map(any).collect();
        self.states.schedule_along(program, (0, &way), choice, &[])
    }
}

/// So many states are looked at for who is blocked forever by control flow alone.
const MOST_CERTAIN: u32 = 200_000;
