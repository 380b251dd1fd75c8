//! Uses as lines between boxes: arrows where something moves along them; in the colour of waiting if the process waits,
//! and in that of running if it holds the object.

use ipcscope_core::simulate::State;
use ipcscope_core::trace::event::{Kind, Wait};
use ipcscope_core::world::Access;

use super::Canvas;
use super::cast::{Object, Role, Use};
use super::routes::Connector;
use crate::pen::{thick, thin};
use crate::shape::{About, Paint, Stroke};

/// The look of a connector.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    /// Not drawn: a region that is not attached.
    Absent,
    /// Inactive.
    Quiet(Stroke),
    /// Active.
    Loud(Stroke),
}

pub fn draw(canvas: &mut Canvas) {
    let layout = canvas.layout;
    let lines: Vec<Line> = layout.connectors.iter().map(|connector| line(canvas, &connector.own)).collect();
    // Active ones are painted over the others.
    for loud in [false, true] {
        for (connector, line) in layout.connectors.iter().zip(&lines) {
            match *line {
                Line::Quiet(stroke) if !loud => draw_one(canvas, connector, stroke),
                Line::Loud(stroke) if loud => draw_one(canvas, connector, stroke),
                _ => {}
            }
        }
    }
}

fn draw_one(canvas: &mut Canvas, connector: &Connector, stroke: Stroke) {
    let own = &connector.own;
    let arrow = match own.role {
        Role::Shares => waits_here(canvas, own),
        // At capacity 0 a link is one arrow: its head is at the receiver.
        Role::Gives => own.channel.is_none_or(|channel| {
            let channel = &canvas.run.program().channels[channel];
            channel.direct.is_none() || !channel.is_rendezvous()
        }),
        Role::Takes => true,
    };
    canvas.pen.line(&connector.points, stroke, arrow, None);
    if own.role == Role::Shares && holds(canvas, own) {
        // From the lock to its holder.
        let backwards: Vec<(f64, f64)> = connector.points.iter().rev().copied().collect();
        canvas.pen.line(&backwards, stroke, true, None);
    }
}

fn line(canvas: &Canvas, own: &Use) -> Line {
    let state = canvas.moment.processes[own.process].state;
    let is_over = matches!(state, State::Ended | State::Faulted);
    let is_lit = canvas.is_pointed(About::Process(own.process)) || pointed_object(canvas, own);
    let is_in_ring = canvas.rings[own.process];
    if waits_here(canvas, own) {
        return Line::Loud(match is_in_ring {
            true => Stroke { dashed: true, ..thick(Paint::Fault, 3.0) },
            false => Stroke { dashed: true, ..thick(Paint::Blocked, 2.5) },
        });
    }
    if holds(canvas, own) {
        return Line::Loud(match is_in_ring {
            true => thick(Paint::Fault, 3.0),
            false => thick(Paint::Running, 2.5),
        });
    }
    match canvas.layout.cast.objects[own.object] {
        Object::Memory(number) => memory(canvas, own, number, is_lit),
        _ if is_lit => Line::Loud(thick(Paint::Accent, 2.0)),
        _ if is_over => Line::Quiet(Stroke { dashed: true, ..thick(Paint::Hairline, 1.5) }),
        Object::Lock(_) => Line::Quiet(thick(Paint::Hairline, 1.5)),
        _ => Line::Quiet(thick(Paint::Ended, 1.5)),
    }
}

/// Solid for reading and writing, dashed for reading; none if not attached.
fn memory(canvas: &Canvas, own: &Use, number: usize, is_lit: bool) -> Line {
    let now = &canvas.moment.memories[number];
    let is_open = canvas.run.program().memories[number].is_open();
    let access = now.attached.iter().find(|(process, _)| *process == own.process).map(|&(_, access)| access);
    let dashed = match access {
        Some(Access::ReadOnly) => true,
        Some(Access::ReadWrite) => false,
        _ if is_open => false,
        _ => return Line::Absent,
    };
    match (is_lit, was_touched(canvas, own.process, number)) {
        (true, _) => Line::Loud(Stroke { dashed, ..thick(Paint::Accent, 2.0) }),
        (false, true) => Line::Loud(Stroke { dashed, ..thick(Paint::Message, 2.0) }),
        (false, false) => Line::Quiet(Stroke { dashed, ..thin(Paint::Ended) }),
    }
}

/// The latest event was this process's at that region.
fn was_touched(canvas: &Canvas, process: usize, region: usize) -> bool {
    let Some(event) = canvas.moment.at.checked_sub(1).and_then(|last| canvas.run.events().get(last)) else {
        return false;
    };
    let is_access = matches!(event.kind(), Kind::Read | Kind::Write | Kind::Instruct);
    let field = event.object().filter(|_| is_access && event.process() == process);
    field.is_some_and(|field| usize::from(canvas.run.program().fields[field].memory) == region)
}

fn pointed_object(canvas: &Canvas, own: &Use) -> bool {
    match canvas.layout.cast.objects[own.object] {
        Object::Memory(number) => canvas.is_pointed(About::Memory(number)),
        Object::Lock(number) => canvas.is_pointed(About::Lock(number)),
        _ => own.channel.is_some_and(|channel| canvas.is_pointed(About::Channel(channel))),
    }
}

/// Whether its process waits for this object, or for one of several including it.
fn waits_here(canvas: &Canvas, own: &Use) -> bool {
    let cast = &canvas.layout.cast;
    let is_here = |&(wait, object): &(Wait, usize)| match wait {
        Wait::AnyMessage => own.role == Role::Takes && matches!(cast.objects[own.object], Object::Link(_)),
        Wait::Created => cast.memory(object) == own.object,
        wait if wait.is_channel() => own.channel == Some(object) && wait.is_send() == (own.role == Role::Gives),
        wait if wait.is_lock() => cast.lock(object) == own.object && own.role != Role::Gives,
        _ => false,
    };
    canvas.moment.processes[own.process].waits.iter().any(is_here)
}

fn holds(canvas: &Canvas, own: &Use) -> bool {
    matches!(canvas.layout.cast.objects[own.object], Object::Lock(lock) if canvas.holders.contains(&(lock, own.process)))
}
