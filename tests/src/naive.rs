//! Every state and every verdict by brute force, from the definitions alone (`docs/exploring.md`): the reference for
//! the explorer. It shares no code with it, leaves no move out, and is slow: for models of some thousand states.
//!
//! `graph` finds all states, breadth first, with the effect of each move. `forever` determines who is blocked forever,
//! deadlocked or orphaned in each state, `fair` which fair runs never end, `verdict` the verdict on each check, and
//! `prints` collects everything that can be printed on the way to each end.

mod components;
mod fair;
mod forever;
mod graph;
pub mod prints;
mod verdict;

use ipcscope_core::program::{Program, Promise};

pub use fair::{ClosedWalk, Fair, has_fair_run};
pub use forever::{Forever, Waited, waits_for};
pub use graph::{Edge, Effect, Graph, Set, members, set};
pub use prints::{Ending, Printed, Prints, printed};
pub use verdict::{Earliest, end_of};

/// The results once all states are known.
pub struct Explored {
    /// Every state and every move.
    pub graph: Graph,
    /// Who is blocked forever in which state.
    pub forever: Forever,
    /// The fair runs that never end.
    pub fair: Fair,
    /// For each check, how what it forbids, or says to be possible, can happen.
    pub seen: Vec<Earliest>,
    /// The least number of moves to a reported deadlocked set.
    pub deadlock: Option<usize>,
    /// The least number of moves to a state with an orphaned process.
    pub orphaned: Option<usize>,
    /// The least number of moves up to and including a fault.
    pub fault: Option<usize>,
    /// Likewise for a torn read.
    pub torn: Option<usize>,
    /// Likewise for a failed assertion.
    pub assertion: Option<usize>,
}

/// Every reachable state, and all verdicts; `None` if there are more than `most`.
pub fn explore(program: &Program, most: usize) -> Option<Explored> {
    let graph = Graph::of(program, most)?;
    let forever = Forever::of(program, &graph);
    let fair = Fair::of(program, &graph, &forever);
    let mut explored = Explored {
        deadlock: graph.least(|state| !forever.reported(state).is_empty()),
        orphaned: graph.least(|state| forever.orphaned[state] != 0),
        fault: graph.least_move(|effect| effect.faults),
        torn: graph.least_move(|effect| effect.tears),
        assertion: graph.least(|state| graph.worlds[state].failed().is_some()),
        seen: Vec::new(),
        graph,
        forever,
        fair,
    };
    explored.seen = program.checks.iter().map(|check| explored.shown(program, &check.promise)).collect();
    Some(explored)
}

impl Explored {
    /// The number of states.
    pub fn states(&self) -> usize {
        self.graph.worlds.len()
    }

    /// The number of moves between states.
    pub fn transitions(&self) -> usize {
        self.graph.edges.iter().map(Vec::len).sum()
    }

    /// Whether a check holds in all schedules.
    pub fn holds(&self, number: usize, promise: &Promise) -> bool {
        let is_seen = self.seen[number] != Earliest::Never;
        match promise {
            Promise::Possible(_)
            | Promise::PossiblePrint(_)
            | Promise::PossibleFinally(_)
            | Promise::PossibleOutput(_) => is_seen,
            Promise::Always(_)
            | Promise::NeverDeadlock
            | Promise::NeverStuck
            | Promise::NeverFault
            | Promise::NeverTorn
            | Promise::AlwaysFinishes
            | Promise::AtMost { .. }
            | Promise::NeverPrint(_)
            | Promise::NeverAssertion
            | Promise::NeverStarvation
            | Promise::NeverLivelock
            | Promise::Finally(_)
            | Promise::Output(_) => !is_seen,
        }
    }

    /// How a run ends in a state without moves.
    pub fn end(&self, program: &Program, state: usize) -> ipcscope_core::simulate::End {
        end_of(program, &self.graph, &self.forever, state)
    }
}
