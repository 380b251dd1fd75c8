//! The views in the tabs: questions, and their answers as a picture and in words.
//!
//! They gather data over a whole run, lay out and draw, and most people never open one. So they are a wasm module of
//! their own (`main.rs`), in a worker, which is fetched when a tab is first opened. It computes the page's run again,
//! from the same program and seed. The panel (`panel/panel.js`) asks, and shows the answers: JSON both ways.

use serde::{Deserialize, Serialize};

mod charts;
mod desk;
mod drawn;
mod events;
mod explore;
mod scheduler;
mod spacetime;
mod verdicts;
mod waitfor;

pub use desk::Desk;
pub use drawn::Drawn;
pub use explore::{Explored, Finding, SearchProgress};
pub use scheduler::{Blocked, Scheduler, Step, TriedBranch};

/// A question: a view of a run at a moment. The program is sent with it: see [`Desk::answer_bytes`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Question {
    /// Replaces the program's own; in decimals, since 64 bits are more than a number of JavaScript holds.
    pub seed: String,
    /// The moves of the page's run, if they are given instead of the seed.
    #[serde(default)]
    pub schedule: Option<Vec<u32>>,
    /// The number of events of the page's run.
    pub events: usize,
    /// The moment: after this many of them.
    pub at: usize,
    /// Width of the picture, px.
    pub width: f64,
    /// Which view.
    #[serde(flatten)]
    pub view: View,
}

/// A view, and its options.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "view", rename_all = "lowercase")]
pub enum View {
    /// The wait-for graph.
    WaitFor,
    /// Figures over time.
    Charts,
    /// The events, line by line.
    Events {
        /// The first line wanted, of those that pass the filter; otherwise those around the moment.
        first: Option<usize>,
        /// Only of this process.
        process: Option<usize>,
        /// Only of this kind.
        kind: Option<usize>,
    },
    /// Causes and effects.
    SpaceTime {
        /// Zoom level, from 0, which shows the whole run at once, to 4.
        zoom: usize,
    },
    /// All schedules, and the moves possible at the moment.
    Explore {
        /// The search continues for this many states; 0 pauses it, or does not begin it.
        slice: usize,
        /// The schedules taken so far.
        branches: Vec<Vec<u32>>,
    },
}

/// The view; or why there is none, in words for people.
pub type Answer = Result<Shown, String>;

/// A view, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Shown {
    /// A summary in a sentence or two.
    pub summary: String,
    /// The picture, if there is something to draw.
    pub picture: Option<Drawn>,
    /// The same in words.
    pub tables: Vec<Table>,
    /// Of the events.
    pub lines: Option<Lines>,
    /// Of every schedule.
    pub explored: Option<Explored>,
}

/// About the events, besides the lines in this block.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Lines {
    /// The number of lines.
    pub total: usize,
    /// The number of the first line in this block, counted from 0.
    pub first: usize,
    /// That of the latest event, or of the last one before it that passes the filter.
    pub current: Option<usize>,
    /// The processes, by their numbers.
    pub processes: Vec<String>,
    /// The kinds in the run: number and name.
    pub kinds: Vec<(usize, String)>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// Its caption.
    pub caption: String,
    /// The headings of its columns.
    pub head: Vec<String>,
    /// Each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A line of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// Its event, counted from 0: a press on the line seeks the moment after it.
    pub event: Option<usize>,
    /// From the left.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// The event it names, counted from 0: a press on the cell seeks the moment after it.
    pub event: Option<usize>,
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell { text, event: None }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        text.to_string().into()
    }
}

/// An empty table.
fn table(caption: &str, head: &[&str]) -> Table {
    Table { caption: caption.to_string(), head: head.iter().map(ToString::to_string).collect(), rows: Vec::new() }
}
