//! Answers questions: keeps the run of the latest question, and the data gathered from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use ipcscope_core::explore::Taken;
use ipcscope_core::program::Program;
use ipcscope_core::trace::{Cursor, Moment, Run};
use ipcscope_reader::{Unreadable, program};
use ipcscope_scene::spacetime::Spacetime;
use ipcscope_scene::timeline::Timeline;

use crate::events::Filtered;
use crate::explore::Exploration;
use crate::scheduler::{self, PossibleMoves};
use crate::{Answer, Drawn, Question, Shown, View, charts, events, spacetime, waitfor};

/// Bytes of the question's length, which precedes it.
const LENGTH: usize = 4;

/// Answers questions, one after another.
#[derive(Debug, Default)]
pub struct Desk {
    open: Option<Open>,
    /// For the program with these bytes.
    exploration: Option<(Vec<u8>, Exploration)>,
}

/// A run, and the data gathered from it.
#[derive(Debug)]
pub(crate) struct Open {
    /// Identifies the run.
    of: Of,
    pub(crate) program: Arc<Program>,
    pub(crate) run: Run,
    pub(crate) cursor: Cursor,
    pub(crate) filtered: Option<Filtered>,
    pub(crate) spacetime: Option<Spacetime>,
    pub(crate) timeline: Option<Timeline>,
    pub(crate) taken: Option<Taken>,
    pub(crate) possible: Option<PossibleMoves>,
    /// The results of schedules.
    pub(crate) labels: BTreeMap<Vec<u32>, String>,
}

/// The program's bytes, the seed, the schedule, and the number of events of the page's run.
type Of = (Vec<u8>, u64, Option<Vec<u32>>, usize);

impl Desk {
    /// The answer to a question about the run of a program, given in bytes (see [`ipcscope_reader::program`]).
    ///
    /// # Errors
    ///
    /// If the program or the seed is invalid: in words for people.
    pub fn answer(&mut self, program: &[u8], question: Question) -> Answer {
        let Question { seed, schedule, events, at, width, view } = question;
        let seed = seed.parse().map_err(|_| damaged())?;
        let is_open =
            |open: &Open| open.of.0 == program && (open.of.1, &open.of.2, open.of.3) == (seed, &schedule, events);
        if !self.open.as_ref().is_some_and(is_open) {
            self.open = None;
            self.open = Some(Open::new((program.to_vec(), seed, schedule, events))?);
        }
        if self.exploration.as_ref().is_some_and(|(of, _)| of != program) {
            self.exploration = None;
        }
        let open = self.open.as_mut().expect("it was opened just now");
        Ok(match view {
            View::WaitFor => {
                let moment = open.moment(at);
                waitfor::shown(&open.run, &moment, width)
            }
            View::Charts => charts::shown(open, at, width),
            View::SpaceTime { zoom } => spacetime::shown(open, at, width, zoom),
            View::Events { first, process, kind } => events::shown(open, at, first, process, kind),
            View::Explore { slice, branches } => {
                let new = || (program.to_vec(), Exploration::new(Arc::clone(&open.program)));
                let (_, exploration) = self.exploration.get_or_insert_with(new);
                explored(open, exploration, (at, width), slice, branches)
            }
        })
    }

    /// The same, as the panel sends it: the question's length in four bytes, low ones first, the question as JSON, the
    /// program. Invalid bytes get an answer too: `{"Err": "…"}`.
    pub fn answer_bytes(&mut self, asked: &[u8]) -> Vec<u8> {
        let answer = match parts(asked) {
            Some((question, program)) => self.answer(program, question),
            None => Err(damaged()),
        };
        serde_json::to_vec(&answer).expect("every key is a text")
    }
}

fn damaged() -> String {
    Unreadable::Damaged.to_string()
}

/// Every schedule, and the scheduler at the moment.
fn explored(
    open: &mut Open,
    exploration: &mut Exploration,
    (at, width): (usize, f64),
    slice: usize,
    branches: Vec<Vec<u32>>,
) -> Shown {
    let mut explored = exploration.explored(slice);
    explored.scheduler = scheduler::scheduler(open, at, branches, width);
    if let Some(nodes) = &exploration.nodes {
        let now = explored.scheduler.made.as_ref().and_then(|made| scheduler::node_after(nodes, made));
        let picture = ipcscope_scene::states::picture(nodes, now, width);
        explored.graph = Some(Drawn::named(picture, |node| scheduler::name(&nodes[node].schedule)));
    }
    Shown { summary: explored.summary(), explored: Some(explored), ..Shown::default() }
}

fn parts(asked: &[u8]) -> Option<(Question, &[u8])> {
    let (length, rest) = asked.split_first_chunk::<LENGTH>()?;
    let (question, program) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((serde_json::from_slice(question).ok()?, program))
}

impl Open {
    fn new(of: Of) -> Result<Open, String> {
        let program = Arc::new(program(&of.0).map_err(|error| error.to_string())?);
        let mut run = match &of.2 {
            Some(schedule) => Run::scripted(Arc::clone(&program), schedule),
            None => Run::new(Arc::clone(&program), Some(of.1)),
        };
        run.advance(of.3, u64::MAX);
        Ok(Open {
            program,
            cursor: run.cursor(),
            of,
            run,
            filtered: None,
            spacetime: None,
            timeline: None,
            taken: None,
            possible: None,
            labels: BTreeMap::new(),
        })
    }

    pub(crate) fn moment(&mut self, at: usize) -> Moment {
        self.cursor.seek(&self.run, at);
        Moment::new(&self.run, &self.cursor)
    }
}
