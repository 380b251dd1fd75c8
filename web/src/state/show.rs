//! A run that can be looked at, with what the pictures need of it.

use std::ops::Deref;
use std::rc::Rc;

use ipcscope_core::scenario::tree::Span;
use ipcscope_core::trace::{HORIZON, MOST_EVENTS, Run, Verdict};
use ipcscope_scene::timeline::Timeline;

use super::Ready;
use super::speed::Pace;

/// A run and what was gathered from it once.
#[derive(Debug)]
pub struct Show {
    /// The run.
    pub run: Run,
    /// For the lanes.
    pub timeline: Timeline,
    /// What it is a run of.
    pub ready: Rc<Ready>,
    /// How fast it plays.
    pub pace: Pace,
    /// What the whole run says of each check.
    pub verdicts: Vec<Verdict>,
    /// First byte of each line of the text.
    line_starts: Vec<u32>,
}

impl Show {
    /// Of a run of `ready`, and what was gathered from it.
    pub fn new(ready: Rc<Ready>, run: Run, timeline: Timeline) -> Show {
        let newlines = ready.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
        let verdicts = (0..run.program().checks.len()).map(|number| run.verdict(number)).collect();
        Show { timeline, pace: Pace::new(&run), verdicts, run, ready, line_starts }
    }

    /// How many events it has.
    pub fn steps(&self) -> usize {
        self.run.events().len()
    }

    /// By how many events it can be continued at once.
    pub fn more(&self) -> usize {
        self.steps().clamp(HORIZON, MOST_EVENTS)
    }

    /// Playing goes on beyond its end: it was only shown up to there.
    pub fn goes_on(&self) -> bool {
        self.run.end().is_none() && self.steps() < MOST_EVENTS
    }

    /// The line of the text, from 1, on which something begins.
    pub fn line(&self, span: Span) -> usize {
        self.line_starts.partition_point(|&start| start <= span.start)
    }
}

/// The one and the same thing, shared: equal to nothing but itself.
#[derive(Debug)]
pub struct Same<T>(pub Rc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Same<T> {
        Same(self.0.clone())
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
