//! The views in the tabs: what is asked, and what is to be seen of the answer: a picture, and the same in words.
//!
//! They gather over a whole run, lay out and draw, and most people never open one. So they stand in a wasm module of their
//! own (`main.rs`), in a worker, which is fetched when a tab is first opened. It makes the page's run once more, by
//! itself, from the same program and seed. The panel (`panel/panel.js`) asks, and shows what comes: JSON both ways.

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
pub use explore::{Explored, Finding, Standing};
pub use scheduler::{Blocked, Scheduler, Step, Taking};

/// What is asked: a view of a run at a moment. The program comes beside it: see [`Desk::answer_bytes`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Question {
    /// In place of the program's own; in decimals, since 64 bits are more than a number of JavaScript holds.
    pub seed: String,
    /// The moves of the page's run, where they are given in place of the seed.
    #[serde(default)]
    pub schedule: Option<Vec<u32>>,
    /// So many events the page's run has.
    pub events: usize,
    /// After so many of them.
    pub at: usize,
    /// Width of the picture, px.
    pub width: f64,
    /// Which view.
    #[serde(flatten)]
    pub view: View,
}

/// A view, and what can be chosen in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "view", rename_all = "lowercase")]
pub enum View {
    /// Who waits for whom.
    WaitFor,
    /// Figures over time.
    Charts,
    /// What happened, line by line.
    Events {
        /// The first line wanted, of those that the filter leaves; else those around the moment.
        first: Option<usize>,
        /// Of this process only: its number.
        process: Option<usize>,
        /// Of this kind only: its number.
        kind: Option<usize>,
    },
    /// What came of what.
    SpaceTime {
        /// How close, from 0, which shows all of the run at once, to 4.
        zoom: usize,
    },
    /// All that could happen, and what could at the moment.
    Explore {
        /// The search goes on for so many states; with none at all it rests, or is not begun.
        slice: usize,
        /// The schedules taken so far.
        branches: Vec<Vec<u32>>,
    },
}

/// What there is to show; or why there is nothing, in words for people.
pub type Answer = Result<Shown, String>;

/// A view, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Shown {
    /// All of it in a sentence or two.
    pub summary: String,
    /// There is something to draw.
    pub picture: Option<Drawn>,
    /// The same in words.
    pub tables: Vec<Table>,
    /// Of the events.
    pub lines: Option<Lines>,
    /// Of every schedule.
    pub explored: Option<Explored>,
}

/// What there is to know of the events beside the lines that came along.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Lines {
    /// How many lines there are.
    pub total: usize,
    /// The number of the first of those that came along, counted from 0.
    pub first: usize,
    /// That of the latest event's, or where its filter leaves that out of the last one before.
    pub current: Option<usize>,
    /// The processes, by their numbers.
    pub processes: Vec<String>,
    /// The kinds that there are: number and name.
    pub kinds: Vec<(usize, String)>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// What it is a table of.
    pub caption: String,
    /// Over its columns.
    pub head: Vec<String>,
    /// Each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A line of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// Its event, counted from 0: a press on the line goes to the moment after it.
    pub event: Option<usize>,
    /// From the left.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// The event that it names, counted from 0: a press on the cell goes to the moment after it.
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
