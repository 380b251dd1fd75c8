//! Every outcome of a scenario, by an exhaustive search of all states without any reduction: the reference for other
//! searches. Outcomes have the format of the export to Promela.

use std::collections::BTreeSet;

use ipcscope_core::export::promela::plain;
use ipcscope_core::program::Program;
use ipcscope_core::value::Value;

use crate::naive::{self, State};

/// The result of the search.
#[derive(Debug, Default)]
pub struct Found {
    /// Visited states: the world and the output so far.
    pub states: usize,
    /// The end of the run, the output of each process that prints, and the value of each cell.
    pub outcomes: BTreeSet<String>,
    /// The possible ends of runs.
    pub ends: BTreeSet<&'static str>,
    /// For each check: a state or move was found that violates it, or that satisfies a `possible`.
    pub seen: Vec<bool>,
    /// The largest number of words that the prints of a process take: one for each value, and one for each print.
    pub longest: usize,
}

/// Visits every state; `None` if there are more than `most`.
pub fn all(program: &Program, most: usize) -> Option<Found> {
    let (explored, moves) = naive::states(program, most)?;
    let last = explored.known.iter().filter(|&(_, &number)| moves[number].is_empty()).map(|(state, _)| state);
    let words = |prints: &Vec<Vec<Value>>| prints.iter().map(|values| values.len() + 1).sum();
    Some(Found {
        states: explored.states(),
        outcomes: last.map(|state| outcome(state, program)).collect(),
        longest: explored.known.keys().flat_map(|state| state.printed.iter().map(words)).max().unwrap_or(0),
        ends: explored.ends,
        seen: explored.seen.iter().map(Option::is_some).collect(),
    })
}

fn outcome(state: &State, program: &Program) -> String {
    let show = |value: &Value| plain(&value.show(&program.texts));
    let mut parts = vec![state.end(program).to_string()];
    for (process, prints) in program.processes.iter().zip(&state.printed).filter(|(_, prints)| !prints.is_empty()) {
        let prints: Vec<String> = prints
            .iter()
            .map(|values| values.iter().map(|value| show(value) + ",").collect::<String>() + ";")
            .collect();
        parts.push(format!("{}: {}", plain(&process.name), prints.concat()));
    }
    let cells: u32 = program.fields.iter().map(|field| field.slots.unwrap_or(1) * field.cells).sum();
    parts.extend((0..cells as usize).map(|cell| show(&state.world.cell(cell))));
    parts.join(" | ")
}
