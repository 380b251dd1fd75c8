//! The verdict on each check, and whether a schedule shows it.

use ipcscope_core::program::{Program, Promise};
use ipcscope_core::simulate::End;

use super::fair::{ClosedWalk, is_fair, is_livelock, starves};
use super::forever::Forever;
use super::graph::{Effect, Graph, set};
use super::{Explored, prints};

/// How what a check forbids, or says to be possible, can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earliest {
    /// It can't.
    Never,
    /// After at least this many moves.
    After(usize),
    /// Only in a run that never ends: at least this many moves to a state on a fair cycle that shows it.
    Cycle(usize),
}

/// With reductions, repeating a cycle this often leads back to an earlier state.
const MOST_REPETITIONS: usize = 20;

/// How a run ends in a state without moves.
pub fn end_of(program: &Program, graph: &Graph, forever: &Forever, state: usize) -> End {
    let world = &graph.worlds[state];
    let any = |is: &dyn Fn(usize) -> bool| (0..program.processes.len()).any(is);
    match () {
        () if world.failed().is_some() => End::Assertion,
        () if !forever.reported(state).is_empty() => End::Deadlock,
        () if any(&|process| world.has_faulted(process)) => End::Fault,
        () if forever.orphaned[state] != 0 => End::Orphaned,
        () if any(&|process| world.is_alive(process)) => End::Quiet,
        () => End::Finished,
    }
}

impl Explored {
    /// How it can be shown, in the fewest moves.
    pub(super) fn shown(&self, program: &Program, promise: &Promise) -> Earliest {
        let after = match promise {
            Promise::Output(values) => prints::least_output(&self.graph, values, false),
            Promise::PossibleOutput(values) => prints::least_output(&self.graph, values, true),
            _ => {
                let in_state = self.graph.least(|state| self.is_seen_in(program, promise, state));
                let by_move = self.graph.least_move(|effect| is_seen_by(promise, effect));
                in_state.into_iter().chain(by_move).min()
            }
        };
        let cycle = match promise {
            Promise::AlwaysFinishes => self.fair.endless,
            Promise::NeverLivelock => self.fair.livelock,
            Promise::NeverStarvation => self.fair.starvation.iter().copied().flatten().min(),
            _ => None,
        };
        match (after, cycle) {
            (Some(moves), _) => Earliest::After(moves),
            (None, Some(moves)) => Earliest::Cycle(moves),
            (None, None) => Earliest::Never,
        }
    }

    /// Whether a state shows it.
    fn is_seen_in(&self, program: &Program, promise: &Promise, state: usize) -> bool {
        let world = &self.graph.worlds[state];
        let is_end = self.graph.is_end(state);
        match promise {
            Promise::Always(condition) => world.holds(program, *condition) != Ok(true),
            Promise::Possible(condition) => world.holds(program, *condition) == Ok(true),
            Promise::AtMost { most, section } => world.in_section(program, *section) > *most as usize,
            Promise::NeverDeadlock => !self.forever.reported(state).is_empty(),
            Promise::NeverStuck => self.forever.stuck(state) != 0,
            Promise::AlwaysFinishes => is_end && !self.end(program, state).is_good(),
            Promise::NeverAssertion => world.failed().is_some(),
            Promise::Finally(condition) => is_end && world.holds(program, *condition) != Ok(true),
            Promise::PossibleFinally(condition) => is_end && world.holds(program, *condition) == Ok(true),
            Promise::NeverFault
            | Promise::NeverTorn
            | Promise::NeverPrint(_)
            | Promise::PossiblePrint(_)
            | Promise::NeverStarvation
            | Promise::NeverLivelock
            | Promise::Output(_)
            | Promise::PossibleOutput(_) => false,
        }
    }

    /// Whether a schedule, not necessarily a shortest one, shows it at its end or in its cycle.
    pub fn is_shown(&self, program: &Program, promise: &Promise, schedule: &[u32], repeats: Option<usize>) -> bool {
        let path = self.graph.path(schedule);
        if let Some(from) = repeats {
            let Some(cycle) = self.cycle(schedule, from) else { return false };
            return is_fair(&self.graph, &cycle)
                && match promise {
                    Promise::AlwaysFinishes => true,
                    Promise::NeverLivelock => is_livelock(program, &self.graph, &cycle),
                    Promise::NeverStarvation => {
                        (0..self.graph.processes).any(|process| self.is_starved(program, &cycle, process))
                    }
                    _ => false,
                };
        }
        let last = path[path.len() - 1];
        let effect = self.effects(schedule);
        match promise {
            Promise::Output(values) => self.graph.is_end(last) && !prints::are(&effect, values),
            Promise::PossibleOutput(values) => self.graph.is_end(last) && prints::are(&effect, values),
            _ => {
                self.is_seen_in(program, promise, last)
                    || effect.last().is_some_and(|effect| is_seen_by(promise, effect))
            }
        }
    }

    /// The effects before the first move, and of each move of a schedule.
    pub fn effects(&self, schedule: &[u32]) -> Vec<&Effect> {
        let moves = self.graph.path(schedule).into_iter().zip(schedule);
        let effect = moves.map(|(state, &number)| &self.graph.edges[state][number as usize].effect);
        [&self.graph.start].into_iter().chain(effect).collect()
    }

    /// The moves of a schedule from move `from` on, if they lead back to where they begin.
    pub fn cycle(&self, schedule: &[u32], from: usize) -> Option<ClosedWalk> {
        let path = self.graph.path(schedule);
        let states = path.get(from..schedule.len()).filter(|states| !states.is_empty())?;
        let moves = states.iter().zip(&schedule[from..]).map(|(&state, &number)| (state, number as usize)).collect();
        (path[schedule.len()] == path[from]).then(|| ClosedWalk { states: states.to_vec(), moves })
    }

    /// The schedule with its last moves repeated until they begin in a state where they have begun before, and the move
    /// from which it repeats.
    pub fn repeated(&self, schedule: &[u32], from: usize) -> Option<(Vec<u32>, usize)> {
        let mut repeated = schedule.to_vec();
        for _ in 0..MOST_REPETITIONS {
            let path = self.graph.path(&repeated);
            let starts = (from..repeated.len()).step_by(schedule.len() - from);
            if let Some(start) = starts.into_iter().find(|&start| path[start] == path[repeated.len()]) {
                return Some((repeated, start));
            }
            repeated.extend(&schedule[from..]);
        }
        None
    }

    /// Whether a cycle is fair and starves a process.
    pub fn is_starved(&self, program: &Program, cycle: &ClosedWalk, process: usize) -> bool {
        is_fair(&self.graph, cycle) && starves(program, &self.graph, &self.forever, cycle, process)
    }

    /// Whether a cycle is a fair livelock.
    pub fn is_livelock(&self, program: &Program, cycle: &ClosedWalk) -> bool {
        is_fair(&self.graph, cycle) && is_livelock(program, &self.graph, cycle)
    }

    /// Whether a cycle is fair.
    pub fn is_fair(&self, cycle: &ClosedWalk) -> bool {
        is_fair(&self.graph, cycle)
    }

    /// Whether a process can starve.
    pub fn can_starve(&self, process: usize) -> bool {
        self.fair.starvation[process].is_some()
    }

    /// The processes alive in a state.
    pub fn alive(&self, state: usize) -> super::Set {
        (0..self.graph.processes).filter(|&process| self.graph.worlds[state].is_alive(process)).map(set).sum()
    }
}

/// Whether a move shows it.
fn is_seen_by(promise: &Promise, effect: &Effect) -> bool {
    match promise {
        Promise::NeverFault => effect.faults,
        Promise::NeverTorn => effect.tears,
        Promise::NeverPrint(wanted) | Promise::PossiblePrint(wanted) => {
            effect.prints.iter().any(|(_, values)| values == wanted)
        }
        Promise::Always(_)
        | Promise::Possible(_)
        | Promise::AtMost { .. }
        | Promise::NeverDeadlock
        | Promise::NeverStuck
        | Promise::AlwaysFinishes
        | Promise::NeverAssertion
        | Promise::NeverStarvation
        | Promise::NeverLivelock
        | Promise::Finally(_)
        | Promise::PossibleFinally(_)
        | Promise::Output(_)
        | Promise::PossibleOutput(_) => false,
    }
}
