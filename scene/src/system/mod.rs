//! The system at one moment: processes as boxes, and between them mailboxes, links, memory and locks with their
//! contents.
//!
//! The layout depends only on the program and the width, so nothing jumps during a run.

use ipcscope_core::trace::{Moment, Run};

use crate::pen::Pen;
use crate::shape::{About, Picture};

mod boxes;
mod cast;
mod chips;
mod connectors;
mod doing;
mod frames;
mod holders;
mod layout;
mod locks;
mod mailboxes;
mod memory;
mod messages;
mod paths;
mod ranks;
mod routes;
mod sizes;

use cast::Object;
use layout::Layout;

/// What is shown, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width of the picture in px; its height depends on the program.
    pub width: f64,
    /// Messages moved by the events from this one up to the moment are in motion …
    pub moved_since: usize,
    /// … and have come this far: 0 at their start, 1 at their destination.
    pub progress: f64,
    /// The object pointed at: it is highlighted.
    pub pointed: Option<About>,
}

/// The system at `moment`.
pub fn picture(run: &Run, moment: &Moment, view: &View) -> Picture {
    let layout = Layout::new(run.program(), view.width);
    let rings: Vec<bool> = moment.processes.iter().map(|process| process.is_deadlocked).collect();
    let holders = holders::holders(run, moment);
    let pen = Pen::new(view.width, layout.height);
    let mut canvas = Canvas { run, moment, view, layout: &layout, rings: &rings, holders: &holders, pen };
    frames::draw(&mut canvas);
    connectors::draw(&mut canvas);
    for object in &layout.cast.objects {
        match *object {
            Object::Process(_) => {}
            Object::Mailbox(channel) => mailboxes::draw(&mut canvas, channel),
            Object::Link(link) => mailboxes::draw_link(&mut canvas, &layout.cast.links[link].channels),
            Object::Memory(memory) => memory::draw(&mut canvas, memory),
            Object::Lock(lock) => locks::draw(&mut canvas, lock),
        }
    }
    // Before the boxes: a message comes out from behind its sender's.
    messages::draw(&mut canvas);
    for process in 0..moment.processes.len() {
        boxes::draw(&mut canvas, process);
    }
    canvas.pen.done()
}

/// The context in which the parts of the picture are drawn.
struct Canvas<'a> {
    run: &'a Run,
    moment: &'a Moment,
    view: &'a View,
    layout: &'a Layout,
    /// Whether each process is deadlocked.
    rings: &'a [bool],
    /// Locks, each with a process that holds it.
    holders: &'a [(usize, usize)],
    pen: Pen,
}

impl Canvas<'_> {
    fn is_pointed(&self, about: About) -> bool {
        self.view.pointed == Some(about)
    }
}
