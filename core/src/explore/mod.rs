//! Explores every schedule of a program: every move from every state, breadth first.
//!
//! A simulation picks one move after another; a search makes them all. Each state is stored once and complete, so
//! verdicts are certain. States are expanded in order of distance from the start, so the first schedule found that
//! shows something is a shortest one.
//!
//! A [`Search`] advances by as many states as its caller asks for, and can report at any time: so a caller shows
//! progress, stops it, and resumes it. It reads no clock. "None so far" is never "never".
//!
//! States have one of two forms (`states`). As bytes: `store` keeps them, `general` expands one. Packed into a few
//! words, the usual form: `layout` says where each component is, `contents` which values it has had, `footprint` which
//! of them a move depends on, `moves` what it does, computed once (`queues`: with messages apart; `machine` holds all
//! these); `table` stores the states, `space` expands many at a time, `schedules` goes from states back to schedules,
//! and `packed` ties it together. `reduce` says which moves can be left out, with `liveness` and `symmetry`.
//!
//! For both forms `parents` records each state's predecessor, `label` what a move does; `observe` decides the checks
//! (`watch`: of packed states). Once all states are known, `graph` is the graph of their moves: `forever` finds who is
//! blocked forever in which state, `cycles` endless runs, `outcomes` the ways it can end and what is printed. If not
//! all are known, `certain` finds who is blocked forever by control flow alone. `answers` builds the `report`;
//! `drawing` gives the graph of the states; `taken` finds the schedule of a run with a clock. `growth` proves that
//! there is no end of states, since something grows without bound.
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

mod answers;
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
mod machine;
mod moves;
mod observe;
mod outcomes;
mod packed;
mod parents;
mod queues;
mod reduce;
mod report;
mod schedules;
mod sets;
mod space;
mod states;
mod store;
mod symmetry;
mod table;
mod taken;
mod watch;
pub mod words;

pub use crate::world::{Stuck, WaitObject, WaitsFor};
use cycles::{Found, Question};
pub use drawing::Node;
use forever::Forever;
use graph::{Edge, Graph};
pub use growth::{Growing, Growth};
use label::Prints;
use observe::Seen;
use outcomes::{Ending, Pass, PrintQuery};
pub use report::{
    Answer, CheckReport, Deadlock, Outcome, Outcomes, Progress, Report, Stop, Trouble, TroubleReport, Witness,
};
use states::States;
pub use taken::Taken;

/// How far a search may go, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most states.
    pub states: usize,
    /// Most bytes of memory.
    pub bytes: usize,
    /// Which outcomes are listed.
    pub outcomes: Listing,
    /// Endless runs are searched for, and starvation.
    pub endless: bool,
    /// When the search is reduced: fewer states for the same answers.
    pub reduce: Reduce,
    /// Which reductions are then used.
    pub reduction: Reduction,
    /// States are packed if they fit; off for comparison only.
    pub packs: bool,
    /// It stops once there are many states and something is known to grow without bound.
    pub stops_at_growth: bool,
}

/// Which outcomes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// None.
    Nothing,
    /// Each with the prints of every process; the order between processes is ignored.
    ByProcess,
    /// Each with everything printed, in one order.
    InOneOrder,
}

/// Which prints matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Printing {
    /// Single ones at most.
    Unasked,
    /// Those of each process, in its order.
    ByProcess,
    /// All, in one order.
    InOneOrder,
}

impl Limits {
    /// Which prints the list of outcomes or a check depends on.
    fn prints(&self, program: &Program) -> Printing {
        match self.outcomes {
            _ if asks_for_output(program) => Printing::InOneOrder,
            Listing::InOneOrder => Printing::InOneOrder,
            Listing::ByProcess => Printing::ByProcess,
            Listing::Nothing => Printing::Unasked,
        }
    }
}

/// Whether a check depends on everything printed.
fn asks_for_output(program: &Program) -> bool {
    let is_output = |promise: &Promise| matches!(promise, Promise::Output(_) | Promise::PossibleOutput(_));
    program.checks.iter().any(|check| is_output(&check.promise))
}

/// When a search is reduced (see `docs/exploring.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduce {
    /// Never: every state is found, and every witness is a shortest one.
    Never,
    /// Once there are so many states that it pays; until then every state is found.
    WhenLarge,
    /// From the start.
    Always,
}

/// Which reductions are used, each independent of the others (see `docs/exploring.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// Ample sets: moves are left out whose other orders show nothing new.
    pub order: bool,
    /// Of interchangeable processes, one order represents all.
    pub symmetry: bool,
    /// Whatever can no longer matter is forgotten.
    pub forgetting: bool,
}

impl Reduction {
    /// Every reduction.
    pub const ALL: Reduction = Reduction { order: true, symmetry: true, forgetting: true };
    /// No reduction.
    pub const NONE: Reduction = Reduction { order: false, symmetry: false, forgetting: false };

    /// Those that preserve endless runs: each state keeps every move.
    fn keeping_cycles(self) -> Reduction {
        Reduction { order: false, symmetry: false, ..self }
    }
}

/// States found before a reduction begins.
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

/// The stage of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// States are being found.
    Finding,
    /// All are known; every move is made once more, to build their graph.
    Graph,
    /// The prints on the way to each end are being collected.
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
    /// The next state to expand.
    next: u32,
    transitions: u64,
    depth: usize,
    /// The first state one move further away.
    next_depth: u32,
    /// A move leads to a state that is no further away: there may be a cycle.
    may_have_cycles: bool,
    /// The reductions in use.
    reduction: Reduction,
    graph: Graph,
    found: Found,
    /// Who is blocked forever in which states; `None` if that is known only of the ends.
    forever: Option<Forever>,
    /// The prints before the first move.
    first_prints: Prints,
    /// The states from which an end can be reached; empty until needed.
    can_end: Vec<bool>,
    /// The passes over the graph, one for each question about prints.
    passes: Vec<Pass>,
    /// A loop that can still end prints.
    is_unbounded: bool,
    stopped: Option<Stop>,
    /// If it stopped early: who is blocked forever by control flow alone.
    certain: Certain,
    /// The state at which memory is measured next.
    next_memory_check: u32,
    /// The reports from before each restart.
    earlier: Vec<Report>,
    /// The growth found; `None` before the search for it.
    growth: Option<Vec<Growth>>,
}

/// The first states with a process that is certainly blocked forever.
#[derive(Clone, Copy, Debug, Default)]
struct Certain {
    deadlock: Option<u32>,
    orphaned: Option<u32>,
    /// Nobody is blocked forever in an earlier state.
    blocked: Option<u32>,
}

impl Progress {
    /// Whether it is finished, or cannot continue within its limits.
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
        let mut log = label::MoveLog::default();
        World::new(&program, &mut log);
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
            may_have_cycles: false,
            reduction,
            graph: Graph::default(),
            found: Found::default(),
            forever: None,
            first_prints: log.prints,
            can_end: Vec::new(),
            passes: Vec::new(),
            is_unbounded: false,
            stopped: None,
            certain: Certain::default(),
            next_memory_check: 0,
            earlier: Vec::new(),
            growth: None,
        }
    }

    /// Raises or lowers its limits; it may then continue, also where something grows without bound.
    pub fn set_limits(&mut self, states: usize, bytes: usize) {
        (self.limits.states, self.limits.bytes) = (states, bytes);
        self.limits.stops_at_growth &= self.stopped != Some(Stop::Growth);
        self.stopped = None;
    }

    /// Expands up to this many more states.
    pub fn advance(&mut self, states: usize) -> Progress {
        let program = Arc::clone(&self.program);
        let mut left = states;
        while left > 0 && self.phase != Phase::Finished && !self.is_at_limit() {
            left -= match self.phase {
                Phase::Finding => self.find(&program, left),
                Phase::Graph => self.make_graph(&program, left),
                Phase::Outcomes => self.collect_outcomes(left),
                Phase::Finished => left,
            };
        }
        if self.stopped.is_some() {
            self.find_certain(&program);
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

    fn is_at_limit(&mut self) -> bool {
        let has_too_many = self.states.len() as usize > self.limits.states;
        // Measuring memory at every state would be slow.
        let checks_memory = self.next >= self.next_memory_check;
        let bytes = if checks_memory { self.bytes() } else { 0 };
        let has_too_much = checks_memory && bytes > self.limits.bytes;
        if checks_memory && !has_too_much {
            self.next_memory_check = self.next + 1_024.min(self.next / 8);
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

    /// Expands the next states, at most `most`. Returns how many.
    fn find(&mut self, program: &Program, most: usize) -> usize {
        if self.next == self.next_depth {
            self.depth += 1;
            self.next_depth = self.states.len();
        }
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let Some(expanded) = self.states.expand(program, self.next, most, self.next_depth, &mut self.seen) else {
            // Reductions depend on packed states.
            self.limits.packs = false;
            self.restart(program, Reduction::NONE);
            return 1;
        };
        self.next += expanded.states;
        self.transitions += expanded.transitions;
        self.may_have_cycles |= expanded.goes_back;
        if self.next == self.states.len() {
            (self.next, self.next_memory_check) = (0, 0);
            let keeping = self.reduction.keeping_cycles();
            if self.may_have_cycles && self.limits.endless && self.reduction != keeping {
                // With moves left out, endless runs cannot be found: restart with the reductions that keep them.
                self.phase = Phase::Finished;
                self.save_report();
                self.restart(program, keeping);
            } else if self.needs_graph(program) {
                self.phase = Phase::Graph;
                self.graph = Graph::new(self.states.len() as usize, self.transitions as usize);
            } else {
                self.phase = Phase::Finished;
            }
        } else if self.limits.reduce == Reduce::WhenLarge
            && self.earlier.is_empty()
            && self.states.len() as usize > LARGE
            && self.limits.reduction != Reduction::NONE
            && self.states.can_be_reduced(program)
        {
            self.save_report();
            self.restart(program, self.limits.reduction);
        }
        expanded.states as usize
    }

    /// Saves the report, to be combined with that of the search after a restart.
    fn save_report(&mut self) {
        let known = self.report_alone();
        self.earlier.push(known);
    }

    /// Restarts from the first state with other reductions.
    fn restart(&mut self, program: &Program, reduction: Reduction) {
        self.seen = Seen::new(program);
        self.states = States::new(program, &self.limits, reduction, &mut self.seen);
        (self.phase, self.next, self.transitions) = (Phase::Finding, 0, 0);
        (self.depth, self.next_depth, self.may_have_cycles, self.next_memory_check) = (0, 1, false, 0);
        self.reduction = reduction;
        (self.graph, self.found, self.forever) = (Graph::default(), Found::default(), None);
    }

    /// Every move of every state was made, in an order that keeps track of who moves.
    fn keeps_moves(&self) -> bool {
        self.reduction == self.reduction.keeping_cycles()
    }

    /// Whether a question needs the graph.
    fn needs_graph(&self, program: &Program) -> bool {
        let prints = self.limits.prints(program);
        let prints_are_asked = asks_for_output(program) || prints != Printing::Unasked && self.seen.prints;
        self.may_have_cycles && self.limits.endless
            || self.seen.stuck.is_some() && self.decides_forever()
            || prints_are_asked
    }

    /// Whether the graph decides who is blocked forever.
    fn decides_forever(&self) -> bool {
        self.keeps_moves() && (self.limits.endless || !self.may_have_cycles)
    }

    /// Adds the moves of the next states to the graph, at most `most` states. Returns how many.
    fn make_graph(&mut self, program: &Program, most: usize) -> usize {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let states = self.states.add_edges(program, self.next, most, &mut self.graph);
        self.next += states;
        if self.next == self.states.len() {
            self.graph.labels.clone_from(&self.states.labels().all);
            self.analyse_graph(program);
        }
        states as usize
    }

    fn analyse_graph(&mut self, program: &Program) {
        let mut graph = core::mem::take(&mut self.graph);
        graph.find_whole();
        if self.decides_forever() && (self.may_have_cycles || self.seen.stuck.is_some()) {
            let first = World::new(program, &mut ());
            let ended: Vec<u16> =
                (0..program.processes.len() as u16).filter(|&process| !first.is_alive(usize::from(process))).collect();
            let forever = Forever::find(&graph, program, &ended, |state, members| {
                self.states.open(program, state);
                Stuck::of(program, &self.states.opened().world, members).deadlocks
            });
            if self.may_have_cycles {
                self.found = cycles::find(&graph, program, |state, process, asks| {
                    self.states.open(program, state);
                    let world = &self.states.opened().world;
                    let could = |goal| world.could_come_to(program, usize::from(process), goal);
                    match asks {
                        Question::CouldWork => could(Goal::Works),
                        Question::CouldStarve => could(Goal::Ahead) && !forever.members(state).contains(&process),
                    }
                });
            }
            self.forever = Some(forever);
        }
        self.graph = graph;
        self.begin_passes(program);
    }

    /// Starts a pass for each question about prints.
    fn begin_passes(&mut self, program: &Program) {
        let mut queries = Vec::new();
        for (check, of) in program.checks.iter().enumerate() {
            let is_wanted = matches!(of.promise, Promise::PossibleOutput(_));
            if let Promise::Output(values) | Promise::PossibleOutput(values) = &of.promise {
                queries.push(PrintQuery::Exactly { check, values: values.clone(), is_wanted });
            }
        }
        match self.limits.outcomes {
            Listing::ByProcess if self.seen.prints => queries.push(PrintQuery::ByProcess),
            Listing::InOneOrder if self.seen.prints => queries.push(PrintQuery::InOneOrder),
            Listing::Nothing | Listing::ByProcess | Listing::InOneOrder => {}
        }
        if queries.is_empty() {
            return self.finish();
        }
        let Ending { can_end, is_unbounded } = Ending::of(&self.graph);
        (self.can_end, self.is_unbounded) = (can_end, is_unbounded);
        queries.retain(|query| !is_unbounded || matches!(query, PrintQuery::Exactly { .. }));
        self.passes = queries.into_iter().map(|query| Pass::new(query, &self.first_prints)).collect();
        (self.next, self.phase) = (0, Phase::Outcomes);
        if self.passes.is_empty() {
            self.finish();
        }
    }

    /// Continues the first unfinished pass. Returns the number of nodes visited.
    fn collect_outcomes(&mut self, most: usize) -> usize {
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
        // Only the labels are needed later, for schedules.
        self.graph.drop_edges();
        self.can_end = Vec::new();
        self.phase = Phase::Finished;
    }

    /// Finds states in which a process is blocked forever whatever the unknown states are like.
    fn find_certain(&mut self, program: &Program) {
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

    /// The schedule to a state, followed by a choice there.
    fn schedule_to(&mut self, program: &Program, state: u32, choice: Option<u32>) -> Vec<u32> {
        let path = self.states.parents().path_to(state);
        let any = |&to: &u32| Edge { to, label: u32::MAX };
        let path: Vec<Edge> = path[1..].iter().map(any).collect();
        self.states.schedule_along(program, (0, &path), choice, &[])
    }
}

/// States checked for processes blocked forever by control flow alone.
const MOST_CERTAIN: u32 = 200_000;
