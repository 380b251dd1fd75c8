//! What a search has found, in words: on the page and on the command line the same.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Answer, CheckReport, Outcome, Trouble, TroubleReport};
use crate::program::Program;
use crate::trace::words::show_values;

/// What is known of a check; `None` where the search has not come to that.
pub fn verdict(told: &CheckReport, expects_violation: bool) -> Option<String> {
    let says = match (told.holds?, &told.seen) {
        (true, Answer::Yes(_)) => "holds, in this schedule",
        (true, _) => "holds in every schedule",
        (false, Answer::Yes(_)) => "violated",
        (false, _) => "violated: it holds in no schedule",
    };
    Some(match (told.as_expected, expects_violation) {
        (Some(false), true) => format!("{says}, but it was expected to be violated"),
        (_, true) => format!("{says}, as expected"),
        _ => says.to_string(),
    })
}

/// The processes that a trouble is about, those of a ring between semicolons; empty where it is about all.
pub fn who(program: &Program, told: &TroubleReport) -> String {
    match told.trouble {
        Trouble::Deadlock => told.stuck.rings.iter().map(|ring| names(program, ring)).collect::<Vec<_>>().join("; "),
        Trouble::Abandoned => names(program, &told.stuck.abandoned),
        _ => told.process.map_or(String::new(), |process| names(program, &[process])),
    }
}

/// Who waits for whom in it: a line for each process that waits for others.
pub fn waiting(program: &Program, told: &TroubleReport) -> Vec<String> {
    let waiting = told.stuck.waits_for.iter().filter(|(_, others)| !others.is_empty());
    waiting
        .map(|(process, others)| format!("{} waits for {}", names(program, &[*process]), names(program, others)))
        .collect()
}

/// What each process had printed in the end, and what each field of shared memory held: `Ann prints 1, then 2`, `counter.value = 2`.
pub fn outcome(program: &Program, outcome: &Outcome) -> Vec<String> {
    let prints = program.processes.iter().zip(&outcome.prints).filter(|(_, prints)| !prints.is_empty());
    let prints = prints.map(|(process, prints)| {
        let shown: Vec<String> = prints.iter().map(|values| show_values(program, values)).collect();
        format!("{} prints {}", process.name, shown.join(", then "))
    });
    let fields = program.fields.iter().map(|field| {
        let (first, count) = (field.first_cell as usize, field.slots.unwrap_or(1) * field.cells);
        let cells = &outcome.cells[first..first + count as usize];
        let shown: Vec<String> = cells.iter().map(|cell| cell.show(&program.texts)).collect();
        format!("{}.{} = {}", program.memories[usize::from(field.memory)].name, field.name, shown.join(" "))
    });
    prints.chain(fields).collect()
}

fn names(program: &Program, processes: &[u16]) -> String {
    let names: Vec<&str> = processes.iter().map(|&process| &*program.processes[usize::from(process)].name).collect();
    names.join(", ")
}
