//! What is measured of exploring: a model, explored to the end in one of four ways.

use std::sync::Arc;

use ipcscope_core::explore::{Limits, Listing, Reduce, Reduction, Search};
use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;

/// In which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Every move from every state, and nothing forgotten.
    Whole,
    /// Every move from every state; what makes no difference any more is forgotten.
    Every,
    /// Also with moves left out, and one order for all of processes that can change places.
    Reduced,
    /// Everything that is answered, as the command line does it.
    Verdict,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// States found.
    pub states: usize,
    /// Moves made.
    pub transitions: u64,
    /// Of memory, as the search counts them: states, table, parents, what is worked out of moves.
    pub bytes: usize,
    /// How many moves away from the start the farthest is.
    pub depth: usize,
}

/// So many states are opened at a time.
const SLICE: usize = 1 << 14;

impl How {
    /// By its name.
    pub fn of(name: &str) -> Option<How> {
        let known =
            [("whole", How::Whole), ("every", How::Every), ("reduced", How::Reduced), ("verdict", How::Verdict)];
        known.into_iter().find(|(known, _)| *known == name).map(|(_, how)| how)
    }

    fn limits(self) -> Limits {
        let all = Limits { states: 100_000_000, bytes: usize::MAX, ..Limits::default() };
        match self {
            How::Whole => Limits { reduce: Reduce::Never, outcomes: Listing::Nothing, endless: false, ..all },
            How::Every => Limits {
                reduce: Reduce::Always,
                reduction: Reduction { forgetting: true, ..Reduction::NONE },
                outcomes: Listing::Nothing,
                endless: false,
                ..all
            },
            How::Reduced => Limits { reduce: Reduce::Always, outcomes: Listing::Nothing, endless: false, ..all },
            How::Verdict => all,
        }
    }
}

/// Explores a text; `None` where it has a mistake, or more states than a search may have.
pub fn search(text: &str, how: How) -> Option<Measured> {
    let program = Arc::new(Program::new(&read(text).scenario?, text));
    let mut search = Search::new(program, how.limits());
    let progress = loop {
        let progress = search.advance(SLICE);
        if progress.is_over() {
            break progress;
        }
    };
    progress.is_finished.then_some(Measured {
        states: progress.states,
        transitions: progress.transitions,
        bytes: progress.bytes,
        depth: progress.depth,
    })
}
