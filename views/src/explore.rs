//! Every schedule: a search in slices, and its results in words.
//!
//! It is kept for a program, not for a run: its results do not depend on the run shown. The moves possible at the
//! moment are in `scheduler`; the words are in `verdicts`.

use std::sync::Arc;

use ipcscope_core::explore::{Limits, Node, Progress, Report, Search, Stop, words};
use ipcscope_core::program::Program;
use serde::Serialize;

use crate::Drawn;
use crate::events::grouped;
use crate::scheduler::Scheduler;
use crate::verdicts::Verdicts;

/// Most bytes of a search: with what copying takes, a module has room for no more.
const MOST_BYTES: usize = 1 << 30;
/// Most states at first; each press on the button allows as many again.
const MOST_STATES: usize = 10_000_000;
/// Most states in a readable graph.
const MOST_NODES: u32 = 40;
/// The results over all schedules, and the moves possible now.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explored {
    /// The progress of the search; `None` before it begins.
    pub progress: Option<SearchProgress>,
    /// The checks.
    pub checks: Vec<Finding>,
    /// The troubles that can happen.
    pub troubles: Vec<Finding>,
    /// Those that can't, in a sentence.
    pub never: String,
    /// The number of outcomes, in a sentence.
    pub ends: String,
    /// Some of them.
    pub outcomes: Vec<Finding>,
    /// The graph of the states, if there are few.
    pub graph: Option<Drawn>,
    /// The moves possible at the moment.
    pub scheduler: Scheduler,
}

/// The progress of a search.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SearchProgress {
    /// States found.
    pub states: usize,
    /// Moves made.
    pub transitions: u64,
    /// Bytes of memory.
    pub bytes: usize,
    /// States still to be expanded.
    pub left: usize,
    /// Every question is answered.
    pub is_finished: bool,
    /// It has reached a limit.
    pub is_stopped: bool,
    /// It cannot continue.
    pub is_full: bool,
    /// What grows without bound, so that there is no end of states; or nothing.
    pub growth: String,
    /// What a run can depend on that exploring ignores; or nothing.
    pub ignored: String,
}

/// A result, and a run that shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Finding {
    /// `good`, `bad`, `open`, or nothing.
    pub mark: &'static str,
    /// Its subject.
    pub title: String,
    /// The result.
    pub words: String,
    /// Details, line by line.
    pub details: Vec<String>,
    /// The number of each move.
    pub schedule: Option<Vec<u32>>,
}

/// A search through the schedules of a program, and its last report.
#[derive(Debug)]
pub(crate) struct Exploration {
    program: Arc<Program>,
    search: Option<Search>,
    limits: Limits,
    last_report: Option<(Progress, Report)>,
    pub(crate) nodes: Option<Vec<Node>>,
}

impl Exploration {
    pub(crate) fn new(program: Arc<Program>) -> Exploration {
        let limits = Limits { states: MOST_STATES, bytes: MOST_BYTES, ..Limits::default() };
        Exploration { program, search: None, limits, last_report: None, nodes: None }
    }

    /// Continues for this many states, and returns the results.
    pub(crate) fn explored(&mut self, slice: usize) -> Explored {
        let Some(progress) = self.advance(slice) else { return Explored::default() };
        let search_progress = SearchProgress {
            states: progress.states,
            transitions: progress.transitions,
            bytes: progress.bytes,
            left: progress.states - progress.expanded,
            is_finished: progress.is_finished,
            is_stopped: progress.stopped.is_some(),
            is_full: progress.stopped == Some(Stop::Memory),
            growth: self
                .last_report
                .as_ref()
                .map_or(String::new(), |(_, report)| words::growth(&self.program, &report.growth)),
            ignored: words::ignored(&self.program).unwrap_or_default(),
        };
        let Some((_, report)) = &mut self.last_report else {
            return Explored { progress: Some(search_progress), ..Explored::default() };
        };
        // What was not found has not been found in the states added since.
        report.progress = progress;
        let verdicts = Verdicts { program: &self.program, report };
        let (ends, outcomes) = verdicts.outcomes();
        Explored {
            progress: Some(search_progress),
            checks: (0..report.checks.len()).map(|number| verdicts.check(number)).collect(),
            troubles: verdicts.troubles(),
            never: verdicts.never(),
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
        // A report takes a while: it is made less and less often, and when the search rests.
        let is_due = match &self.last_report {
            None => true,
            Some((before, _)) if progress.is_over() || slice == 0 => *before != progress,
            Some((before, _)) => {
                progress.transitions > 2 * before.transitions || progress.transitions < before.transitions
            }
        };
        if is_due {
            self.last_report = Some((progress, search.report()));
        }
        if progress.is_finished && self.nodes.is_none() {
            self.nodes = search.nodes(MOST_NODES);
        }
        Some(progress)
    }
}

impl Explored {
    /// All results in a sentence.
    pub(crate) fn summary(&self) -> String {
        let Some(SearchProgress { states, left, is_finished, is_stopped, growth, ignored, .. }) = &self.progress else {
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
        let note = if ignored.is_empty() { String::new() } else { format!(" Note: {ignored}.") };
        let verdict = match (wrong, self.checks.len()) {
            (_, 0) => "Every schedule was tried.".to_string(),
            (0, _) => "Every schedule was tried: every check is as expected.".to_string(),
            (1, _) => "Every schedule was tried: 1 check is not as expected.".to_string(),
            (wrong, _) => format!("Every schedule was tried: {wrong} checks are not as expected."),
        };
        verdict + &note
    }
}
