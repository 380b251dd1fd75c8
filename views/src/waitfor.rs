//! The wait-for graph, and as a table who waits, for what, and who could unblock it.

use ipcscope_core::simulate::State;
use ipcscope_core::trace::words::{show_us, waits_for};
use ipcscope_core::trace::{Moment, Run};
use ipcscope_scene::graph;

use crate::{Row, Shown, table};

pub(crate) fn shown(run: &Run, moment: &Moment, width: f64) -> Shown {
    let picture = graph::picture(run, moment, width);
    let ring = graph::deadlocked(moment);
    let name = |process: usize| run.program().processes[process].name.as_str();
    let is_blocked = |&process: &usize| moment.processes[process].state == State::Blocked;
    let blocked: Vec<usize> = (0..ring.len()).filter(is_blocked).collect();
    let members: Vec<&str> = (0..ring.len()).filter(|&process| ring[process]).map(name).collect();
    let when = show_us(moment.time_us);
    let summary = match (&blocked[..], &members[..]) {
        ([], _) => format!("At {when} nobody waits for anybody."),
        (_, [one]) => format!("Deadlock at {when}: {one} waits for itself."),
        (_, [_, ..]) => format!("Deadlock at {when}: {} wait for each other in a ring.", list(&members)),
        ([_], []) => format!("At {when} 1 process waits."),
        (several, []) => format!("At {when} {} processes wait; there is no ring.", several.len()),
    };
    let mut waits = table("Who waits for whom", &["Process", "since", "because", "can be freed by"]);
    for process in blocked {
        let now = &moment.processes[process];
        let reasons: Vec<String> =
            now.waits.iter().map(|&(wait, object)| waits_for(run.program(), wait, object)).collect();
        let others: Vec<&str> = now.could_free.iter().map(|&other| name(other)).collect();
        let freed = if others.is_empty() { "nobody who is left".to_string() } else { others.join(", ") };
        let cells =
            vec![name(process).into(), show_us(now.since_us).into(), reasons.join(", and ").into(), freed.into()];
        waits.rows.push(Row { event: None, cells });
    }
    let tables = if waits.rows.is_empty() { Vec::new() } else { vec![waits] };
    Shown { summary, picture: Some(picture.into()), tables, ..Shown::default() }
}

/// `A`, `A and B`, `A, B and C`.
fn list(names: &[&str]) -> String {
    match names {
        [first @ .., end] if !first.is_empty() => format!("{} and {end}", first.join(", ")),
        _ => names.concat(),
    }
}
