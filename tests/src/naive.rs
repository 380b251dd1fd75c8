//! Every state and every verdict by brute force, from the definitions alone (`docs/exploring.md`): what the explorer is held
//! against. It shares no code with it, leaves no move out, and is slow: for models of some thousand states.
//!
//! `graph` finds all states, breadth first, with what each move does. `forever` says who is blocked forever, deadlocked or
//! orphaned in each state, `fair` which fair runs never end, `verdict` what all that says of each check, and `prints` goes
//! through everything that can be printed on the way to each end.

mod components;
mod fair;
mod forever;
mod graph;
pub mod prints;
mod verdict;

use ipcscope_core::program::{Program, Promise};

pub use fair::{Fair, Inside, has_fair_run};
pub use forever::{Forever, Waited, waits_for};
pub use graph::{Did, Edge, Graph, Set, members, set};
pub use prints::{Ending, Printed, Prints, printed};
pub use verdict::{Shown, end_of};

/// What is known when all states have been seen.
pub struct Explored {
    /// Every state and every move.
    pub graph: Graph,
    /// Who is blocked forever in which state.
    pub forever: Forever,
    /// Which fair runs never end.
    pub fair: Fair,
    /// For each check how what it forbids, or says to be possible, can happen.
    pub seen: Vec<Shown>,
    /// Least number of moves to a reported deadlocked set.
    pub deadlock: Option<usize>,
    /// Least number of moves to a state with an orphaned process.
    pub orphaned: Option<usize>,
    /// Least number of moves, the one that is it included, to a fault.
    pub fault: Option<usize>,
    /// Likewise to a read that is pieced together.
    pub torn: Option<usize>,
    /// Likewise to a failed assertion.
    pub assertion: Option<usize>,
}

/// Every state that can be reached, and all verdicts; `None` where there are more than `most`.
pub fn explore(program: &Program, most: usize) -> Option<Explored> {
    let graph = Graph::of(program, most)?;
    let forever = Forever::of(program, &graph);
    let fair = Fair::of(program, &graph, &forever);
    let mut explored = Explored {
        deadlock: graph.least(|state| !forever.reported(state).is_empty()),
        orphaned: graph.least(|state| forever.orphaned[state] != 0),
        fault: graph.least_move(|did| did.faults),
        torn: graph.least_move(|did| did.tears),
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
    /// How many states there are.
    pub fn states(&self) -> usize {
        self.graph.worlds.len()
    }

    /// How many moves from any state to any.
    pub fn transitions(&self) -> usize {
        self.graph.edges.iter().map(Vec::len).sum()
    }

    /// Whether a check holds, in all schedules.
    pub fn holds(&self, number: usize, promise: &Promise) -> bool {
        let is_seen = self.seen[number] != Shown::Never;
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
