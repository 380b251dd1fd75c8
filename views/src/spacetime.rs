//! The space-time diagram, and its visible arrows as a table.

use ipcscope_core::trace::words;
use ipcscope_scene::spacetime::{Spacetime, View, picture, seen};

use crate::desk::Open;
use crate::events::grouped;
use crate::{Cell, Row, Shown, table};

/// Least distances of columns, px; from the whole run at once, closer at each step.
const SPACINGS: [f64; 5] = [0.0, 10.0, 26.0, 38.0, 52.0];
/// More arrows are not listed.
const MOST_ROWS: usize = 200;

pub(crate) fn shown(open: &mut Open, at: usize, width: f64, zoom: usize) -> Shown {
    let run = &open.run;
    let spacetime = open.spacetime.get_or_insert_with(|| Spacetime::new(run));
    let at = at.min(run.events().len());
    let view = View { width, at, spacing: SPACINGS[zoom.min(SPACINGS.len() - 1)] };
    let there = spacetime.arrows().partition_point(|arrow| (arrow.effect as usize) < at);
    let summary = format!(
        "After event {} of {}: clock {} of {}, {} of {} arrows.",
        grouped(at),
        grouped(run.events().len()),
        grouped(spacetime.clock_at(at) as usize),
        grouped(spacetime.last() as usize),
        grouped(there),
        grouped(spacetime.arrows().len()),
    );
    let mut arrows = table("The arrows that are seen, until now", &["Clock", "Cause", "Clock", "Effect"]);
    let now = seen(spacetime, &view).into_iter().filter(|arrow| (arrow.effect as usize) < at);
    let now: Vec<_> = now.collect();
    for arrow in now.iter().skip(now.len().saturating_sub(MOST_ROWS)) {
        let ends = [arrow.cause as usize, arrow.effect as usize];
        let cells = ends.into_iter().flat_map(|end| {
            let clock = spacetime.clock(end).map_or(String::new(), |clock| grouped(clock as usize));
            let name = run.events().get(end).map_or("", |event| &run.program().processes[event.process()].name);
            let text = format!("{}: {name} {}", grouped(end + 1), words::event(run, end));
            [clock.into(), Cell { text, event: Some(end) }]
        });
        arrows.rows.push(Row { event: None, cells: cells.collect() });
    }
    let tables = if arrows.rows.is_empty() { Vec::new() } else { vec![arrows] };
    Shown { summary, picture: Some(picture(run, spacetime, &view).into()), tables, ..Shown::default() }
}
