//! Where questions are answered: keeps the run of the latest question, and what was gathered from it.

use std::sync::Arc;

use ipcscope_core::trace::{Cursor, Moment, Run};
use ipcscope_reader::program;
use ipcscope_scene::spacetime::Spacetime;
use ipcscope_scene::timeline::Timeline;

use crate::events::Filtered;
use crate::{Answer, Question, View, charts, events, spacetime, waitfor};

/// Bytes of the question's length, which stands before it.
const LENGTH: usize = 4;

/// Answers questions, one after the other.
#[derive(Debug, Default)]
pub struct Desk {
    open: Option<Open>,
}

/// A run, and what was gathered from it.
#[derive(Debug)]
pub(crate) struct Open {
    /// What it is a run of.
    of: (Vec<u8>, u64, usize),
    pub(crate) run: Run,
    cursor: Cursor,
    pub(crate) filtered: Option<Filtered>,
    pub(crate) spacetime: Option<Spacetime>,
    pub(crate) timeline: Option<Timeline>,
}

impl Desk {
    /// The answer to a question about the run of a program, given in bytes (see [`ipcscope_reader::program`]).
    ///
    /// # Errors
    /// Where the program or the seed makes no sense: in words for people.
    pub fn answer(&mut self, program: &[u8], question: Question) -> Answer {
        let Question { seed, events, at, width, view } = question;
        let seed = seed.parse().map_err(|_| NO_SENSE)?;
        if !self.open.as_ref().is_some_and(|open| open.of.0 == program && open.of.1 == seed && open.of.2 == events) {
            self.open = None;
            self.open = Some(Open::new((program.to_vec(), seed, events))?);
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
        })
    }

    /// The same, as the panel has it: the question's length in four bytes, low ones first, the question as JSON, the
    /// program. Bytes that are no question get an answer too: `{"Err": "…"}`.
    pub fn answer_bytes(&mut self, asked: &[u8]) -> Vec<u8> {
        let answer = match parts(asked) {
            Some((question, program)) => self.answer(program, question),
            None => Err(NO_SENSE.to_string()),
        };
        serde_json::to_vec(&answer).expect("every key is a text")
    }
}

const NO_SENSE: &str = "A part of the page arrived damaged.";

fn parts(asked: &[u8]) -> Option<(Question, &[u8])> {
    let (length, rest) = asked.split_first_chunk::<LENGTH>()?;
    let (question, program) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((serde_json::from_slice(question).ok()?, program))
}

impl Open {
    fn new(of: (Vec<u8>, u64, usize)) -> Result<Open, String> {
        let program = program(&of.0).ok_or(NO_SENSE)?;
        let mut run = Run::new(Arc::new(program), Some(of.1));
        run.advance(of.2, u64::MAX);
        Ok(Open { cursor: run.cursor(), of, run, filtered: None, spacetime: None, timeline: None })
    }

    fn moment(&mut self, at: usize) -> Moment {
        self.cursor.seek(&self.run, at);
        Moment::new(&self.run, &self.cursor)
    }
}
