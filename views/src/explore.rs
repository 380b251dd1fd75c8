//! Every schedule: a search that goes on slice by slice, and what it knows, in words.
//!
//! It is kept for a program, not for a run: what it says does not depend on the run that is shown. What is possible at the
//! moment is `scheduler`'s; the words are those of `verdicts`.

use std::sync::Arc;

use ipcscope_core::explore::{Limits, Node, Progress, Report, Search, Stop, words};
use ipcscope_core::program::Program;
use serde::Serialize;

use crate::Drawn;
use crate::events::grouped;
use crate::scheduler::Scheduler;
use crate::verdicts::Told;

/// So many bytes a search may take at most: with what copying takes, a module has room for no more.
const MOST_BYTES: usize = 1 << 30;
/// So many states at first; for each press on “Go on” as many again.
const MOST_STATES: usize = 10_000_000;
/// With more states than this the graph is a thicket.
const MOST_NODES: u32 = 40;
/// What is known of all schedules, and the moves that are possible now.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explored {
    /// How far the search is; `None` before it is begun.
    pub progress: Option<Standing>,
    /// The checks.
    pub checks: Vec<Finding>,
    /// What can go wrong in any scenario, and can in this one.
    pub troubles: Vec<Finding>,
    /// What can't, in a sentence.
    pub never: String,
    /// How many outcomes there are, in a sentence.
    pub ends: String,
    /// Some of them.
    pub outcomes: Vec<Finding>,
    /// The graph of the states, where there are few.
    pub graph: Option<Drawn>,
    /// What is possible at the moment.
    pub scheduler: Scheduler,
}

/// How far a search is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Standing {
    /// States found.
    pub states: usize,
    /// Moves made.
    pub transitions: u64,
    /// Of memory.
    pub bytes: usize,
    /// States that are still to be opened.
    pub left: usize,
    /// Everything is known.
    pub is_finished: bool,
    /// It has come to a limit.
    pub is_stopped: bool,
    /// It can't go on from there.
    pub is_full: bool,
    /// What grows without bound, so that there is no end of states; or nothing.
    pub growth: String,
}

/// One thing that is known, and a run that shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Finding {
    /// `good`, `bad`, `open`, or nothing.
    pub mark: &'static str,
    /// What it is about.
    pub title: String,
    /// What is known of it.
    pub words: String,
    /// More of it, line by line.
    pub details: Vec<String>,
    /// The number of each move.
    pub schedule: Option<Vec<u32>>,
}

/// A search through the schedules of a program, and what it has told last.
#[derive(Debug)]
pub(crate) struct Exploration {
    program: Arc<Program>,
    search: Option<Search>,
    limits: Limits,
    told: Option<(Progress, Report)>,
    pub(crate) nodes: Option<Vec<Node>>,
}

impl Exploration {
    pub(crate) fn new(program: Arc<Program>) -> Exploration {
        let limits = Limits { states: MOST_STATES, bytes: MOST_BYTES, ..Limits::default() };
        Exploration { program, search: None, limits, told: None, nodes: None }
    }

    /// Goes on for so many states, and says what is known.
    pub(crate) fn explored(&mut self, slice: usize) -> Explored {
        let Some(progress) = self.advance(slice) else { return Explored::default() };
        let standing = Standing {
            states: progress.states,
            transitions: progress.transitions,
            bytes: progress.bytes,
            left: progress.states - progress.expanded,
            is_finished: progress.is_finished,
            is_stopped: progress.stopped.is_some(),
            is_full: progress.stopped == Some(Stop::Memory),
            growth: self
                .told
                .as_ref()
                .map_or(String::new(), |(_, report)| words::growth(&self.program, &report.growth)),
        };
        let Some((_, report)) = &mut self.told else {
            return Explored { progress: Some(standing), ..Explored::default() };
        };
        // What was not found was not found in more states by now.
        report.progress = progress;
        let told = Told { program: &self.program, report };
        let (ends, outcomes) = told.outcomes();
        Explored {
            progress: Some(standing),
            checks: (0..report.checks.len()).map(|number| told.check(number)).collect(),
            troubles: told.troubles(),
            never: told.never(),
            ends,
            outcomes,
            ..Explored::default()
        }
    }

    fn advance(&mut self, slice: usize) -> Option<Progress> {
        if self.search.is_none() && slice > 0 {
            self.search = Some(Search::new(Arc::clone(&self.program), self.limits));
        }
        let search = self.search.as_mut()?;
        let stopped = search.progress().stopped.filter(|_| slice > 0);
        if stopped == Some(Stop::States) {
            self.limits.states += MOST_STATES;
        }
        if matches!(stopped, Some(Stop::States | Stop::Growth)) {
            search.set_limits(self.limits.states, self.limits.bytes);
        }
        let progress = if slice > 0 { search.advance(slice) } else { search.progress() };
        // To tell all that is known takes a while: it is told more and more rarely, and when the search rests.
        let is_due = match &self.told {
            None => true,
            Some((before, _)) if progress.is_over() || slice == 0 => *before != progress,
            Some((before, _)) => {
                progress.transitions > 2 * before.transitions || progress.transitions < before.transitions
            }
        };
        if is_due {
            self.told = Some((progress, search.report()));
        }
        if progress.is_finished && self.nodes.is_none() {
            self.nodes = search.nodes(MOST_NODES);
        }
        Some(progress)
    }
}

impl Explored {
    /// All of it in a sentence.
    pub(crate) fn summary(&self) -> String {
        let Some(Standing { states, left, is_finished, is_stopped, growth, .. }) = &self.progress else {
            return "This is one run. Can it go wrong in others?".to_string();
        };
        let (states, left) = (*states, *left);
        if *is_stopped && !growth.is_empty() {
            return format!("Stopped after {} states: {growth}, so there is no end of states.", grouped(states));
        }
        if !*is_finished {
            return format!("{} states so far, {} still to be opened.", grouped(states), grouped(left));
        }
        let wrong = self.checks.iter().filter(|check| check.mark != "good").count();
        match (wrong, self.checks.len()) {
            (_, 0) => "Every schedule was tried.".to_string(),
            (0, _) => "Every schedule was tried: every check is as expected.".to_string(),
            (1, _) => "Every schedule was tried: 1 check is not as expected.".to_string(),
            (wrong, _) => format!("Every schedule was tried: {wrong} checks are not as expected."),
        }
    }
}
