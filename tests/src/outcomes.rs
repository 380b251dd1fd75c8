//! Every outcome of a scenario by a plain search through all states with their prints, with nothing left out: the
//! reference for other searches. An outcome is written as the export to Promela writes it.

use std::collections::BTreeSet;

use ipcscope_core::export::promela::plain;
use ipcscope_core::program::Program;
use ipcscope_core::value::Value;
use ipcscope_core::world::World;

use crate::naive::prints::all as all_printed;
use crate::naive::{self, Earliest, Prints};

/// The results once all states are known.
#[derive(Debug, Default)]
pub struct Found {
    /// The number of pairs of a state and its prints.
    pub states: usize,
    /// Those without a move.
    pub last: usize,
    /// The end, the prints of each process that prints, the value of each cell.
    pub outcomes: BTreeSet<String>,
    /// The kinds of end.
    pub ends: BTreeSet<&'static str>,
    /// For each check: whether a state or a move violates it, or shows what it says to be possible.
    pub seen: Vec<bool>,
    /// The most words in the prints of a process: one for each value, and one for each print.
    pub longest: usize,
}

/// Visits every state; `None` if there are more than `most`.
pub fn all(program: &Program, most: usize) -> Option<Found> {
    let explored = naive::explore(program, most)?;
    let printed = all_printed(&explored.graph, false, |_| true, most)?;
    let words = |prints: &Prints| {
        let of = |process| prints.iter().filter(move |(by, _)| *by == process).map(|(_, values)| values.len() + 1);
        (0..program.processes.len() as u16).map(|process| of(process).sum()).max()
    };
    let last = || printed.keys().filter(|(state, _)| explored.graph.is_end(*state));
    let world = |state: usize| &explored.graph.worlds[state];
    Some(Found {
        states: printed.len(),
        last: last().count(),
        outcomes: last().map(|(state, prints)| outcome(world(*state), prints, program)).collect(),
        longest: printed.keys().filter_map(|(_, prints)| words(prints)).max().unwrap_or(0),
        ends: last().map(|(state, _)| end(world(*state), program)).collect(),
        seen: explored.seen.iter().map(|shown| matches!(shown, Earliest::After(_))).collect(),
    })
}

/// How a run ends in a state without a move. A deadlock, an orphaned process, and either with a fault beside it are one
/// kind.
fn end(world: &World, program: &Program) -> &'static str {
    let any = |is: &dyn Fn(usize) -> bool| (0..program.processes.len()).any(is);
    match () {
        () if world.failed().is_some() => "assertion",
        () if any(&|process| world.is_alive(process) && !program.processes[process].server) => "stuck",
        () if any(&|process| world.has_faulted(process)) => "fault",
        () if any(&|process| world.is_alive(process)) => "quiet",
        () => "finished",
    }
}

fn outcome(world: &World, prints: &Prints, program: &Program) -> String {
    let show = |value: &Value| plain(&value.show(&program.texts));
    let mut parts = vec![end(world, program).to_string()];
    for (number, process) in program.processes.iter().enumerate() {
        let of = prints.iter().filter(|(by, _)| usize::from(*by) == number).map(|(_, values)| values);
        let of: Vec<String> =
            of.map(|values| values.iter().map(|value| show(value) + ",").collect::<String>() + ";").collect();
        if !of.is_empty() {
            parts.push(format!("{}: {}", plain(&process.name), of.concat()));
        }
    }
    let cells: u32 = program.fields.iter().map(|field| field.slots.unwrap_or(1) * field.cells).sum();
    parts.extend((0..cells as usize).map(|cell| show(&world.cell(cell))));
    parts.join(" | ")
}
