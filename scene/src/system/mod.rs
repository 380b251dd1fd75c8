//! The system at one moment: processes as boxes, and between them mailboxes, links, memory and locks with what they hold.
//!
//! Where things stand depends on the program and the width only, so that nothing jumps while a run goes on.

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
mod ranks;
mod routes;
mod sizes;
mod ways;

use cast::Thing;
use layout::Layout;

/// How the moment is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width of the picture in px; its height follows from what there is to show.
    pub width: f64,
    /// Messages that the events from this one up to the moment moved are on their way…
    pub moved_since: usize,
    /// …and have come so far: 0 where they set out, 1 where they arrive.
    pub progress: f64,
    /// What is pointed at: it is lit up.
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
    for thing in &layout.cast.things {
        match *thing {
            Thing::Process(_) => {}
            Thing::Mailbox(channel) => mailboxes::draw(&mut canvas, channel),
            Thing::Link(link) => mailboxes::draw_link(&mut canvas, &layout.cast.links[link].channels),
            Thing::Memory(memory) => memory::draw(&mut canvas, memory),
            Thing::Lock(lock) => locks::draw(&mut canvas, lock),
        }
    }
    // Before the boxes: a message comes out from behind its sender's.
    messages::draw(&mut canvas);
    for process in 0..moment.processes.len() {
        boxes::draw(&mut canvas, process);
    }
    canvas.pen.done()
}

/// What the parts of the picture are drawn with.
struct Canvas<'a> {
    run: &'a Run,
    moment: &'a Moment,
    view: &'a View,
    layout: &'a Layout,
    /// Who is in a deadlock.
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
