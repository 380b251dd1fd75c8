//! Where in a run the page stands.

use std::cell::RefCell;
use std::rc::Rc;

use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Cursor, Moment, Run};

/// A place in a run, and what there is to see at it.
#[derive(Clone, Debug)]
pub struct Position {
    /// Shared by all copies, since it is heavy: each finds its place again by `moment`.
    cursor: Rc<RefCell<Cursor>>,
    /// What there is to see.
    pub moment: Rc<Moment>,
    /// The playhead, µs: between two events while time goes on.
    pub clock_us: f64,
    /// Messages on their way.
    pub glide: Option<Glide>,
}

/// Messages that move in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glide {
    /// The first event of those that moved them.
    pub since: usize,
    /// How far they have come, 0 to 1.
    pub progress: f64,
    /// How long they take, ms.
    pub lasts_ms: f64,
}

impl Position {
    /// At the start.
    pub fn new(run: &Run) -> Position {
        let cursor = run.cursor();
        let moment = Rc::new(Moment::new(run, &cursor));
        Position { cursor: Rc::new(RefCell::new(cursor)), moment, clock_us: 0.0, glide: None }
    }

    /// After how many events.
    pub fn at(&self) -> usize {
        self.moment.at
    }

    /// To after `at` events, with the playhead at the last of them.
    pub fn seek(&mut self, run: &Run, at: usize) {
        if at.min(run.events().len()) != self.at() {
            let mut cursor = self.cursor.borrow_mut();
            cursor.seek(run, at);
            self.moment = Rc::new(Moment::new(run, &cursor));
        }
        self.clock_us = self.moment.time_us as f64;
        self.glide = None;
    }

    /// Lets what the events since `since` have moved be seen moving, for `lasts_ms`.
    pub fn begin_glide(&mut self, run: &Run, since: usize, lasts_ms: f64) {
        let moves_something = (since..self.at())
            .filter_map(|index| run.events().get(index))
            .any(|event| matches!(event.kind(), Kind::Send | Kind::Receive));
        self.glide = moves_something.then_some(Glide { since, progress: 0.0, lasts_ms });
    }

    /// Lets `ms` go by for what glides.
    pub fn glide_on(&mut self, ms: f64) {
        self.glide = self.glide.and_then(|glide| {
            let progress = glide.progress + ms / glide.lasts_ms.max(1.0);
            (progress < 1.0).then_some(Glide { progress, ..glide })
        });
    }
}
