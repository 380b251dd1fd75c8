//! Every outcome of a scenario by a plain search through all states, with nothing left out: what other searches are held
//! against. An outcome is written as the export to Promela writes it.

use std::collections::BTreeSet;

use ipcscope_core::export::promela::plain;
use ipcscope_core::program::Program;
use ipcscope_core::value::Value;

use crate::naive::{self, State};

/// What is known when all states have been seen.
#[derive(Debug, Default)]
pub struct Found {
    /// Of the world and what has been printed.
    pub states: usize,
    /// Those where nothing can move.
    pub last: usize,
    /// The end, what each process that prints has printed, what each cell holds.
    pub outcomes: BTreeSet<String>,
    /// How runs can end.
    pub ends: BTreeSet<&'static str>,
    /// For each check: a state or a move was seen that breaks it, or reaches what is possible.
    pub seen: Vec<bool>,
    /// The most words that a process's prints take: a value each, and one for each print.
    pub longest: usize,
}

/// Looks at every state; `None` where there are more than `most`.
pub fn all(program: &Program, most: usize) -> Option<Found> {
    let (explored, moves) = naive::states(program, most)?;
    let last = explored.known.iter().filter(|&(_, &number)| moves[number].is_empty()).map(|(state, _)| state);
    let words = |prints: &Vec<Vec<Value>>| prints.iter().map(|values| values.len() + 1).sum();
    Some(Found {
        states: explored.states(),
        last: moves.iter().filter(|moves| moves.is_empty()).count(),
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
