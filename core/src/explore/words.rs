//! The results of a search in words, the same on the page and on the command line.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Answer, CheckReport, Growing, Growth, Outcome, Stuck, Trouble, TroubleReport, WaitObject, WaitsFor};
use crate::event::Wait;
use crate::id::ProcessId;
use crate::program::{Host, Process, Program};
use crate::trace::words::show_values;
use crate::value::Value;

/// The verdict on a check; `None` if the search has not decided it.
pub fn verdict(report: &CheckReport, expects_violation: bool) -> Option<String> {
    let says = match (report.holds?, &report.seen) {
        (true, Answer::Yes(_)) => "holds, in this schedule",
        (true, _) => "holds in every schedule",
        (false, Answer::Yes(_)) => "violated",
        (false, _) => "violated: it holds in no schedule",
    };
    Some(match (report.as_expected, expects_violation) {
        (Some(false), true) => format!("{says}, but it was expected to be violated"),
        (_, true) => format!("{says}, as expected"),
        _ => says.to_string(),
    })
}

/// A sentence if runs of the program depend on cores, which exploring ignores.
pub fn ignored(program: &Program) -> Option<String> {
    let is_scarce = |(number, host): (usize, &Host)| {
        let on_it = program.processes.iter().filter(|process| usize::from(process.host) == number).count();
        host.cores.is_some_and(|cores| (cores as usize) < on_it)
    };
    let host = program.hosts.iter().enumerate().find(|&of| is_scarce(of))?.1;
    Some(format!(
        "exploring ignores cores, priorities and times, and tries fair schedules only: on host {}, which has fewer cores \
         than processes, a run can differ",
        host.name
    ))
}

/// What grows or falls without bound: `m.x and variable n of P grow without bound`; empty if nothing does.
pub fn growth(program: &Program, growth: &[Growth]) -> String {
    let those = |grows: bool| {
        let names = growth.iter().filter(|growth| (growth.step > 0) == grows).map(|growth| growing(program, growth.of));
        let names: Vec<String> = names.collect();
        let (last, others) = names.split_last()?;
        let verb = match (grows, others.is_empty()) {
            (true, true) => "grows",
            (true, false) => "grow",
            (false, true) => "falls",
            (false, false) => "fall",
        };
        let and = if others.is_empty() { "" } else { " and " };
        Some(format!("{}{and}{last} {verb} without bound", others.join(", ")))
    };
    [true, false].into_iter().filter_map(those).collect::<Vec<_>>().join("; ")
}

/// The name of what can grow: `variable n of P`, `m.x`, `the queue of box`, `semaphore s`.
pub fn growing(program: &Program, of: Growing) -> String {
    match of {
        Growing::Channel(channel) => format!("the queue of {}", program.channels[channel.index()].name),
        Growing::Cell(cell) => cell_name(program, cell),
        Growing::Variable { process, local } => {
            let of = &program.processes[usize::from(process)];
            format!("variable {} of {}", of.locals[usize::from(local)], of.name)
        }
        Growing::Semaphore(lock) => format!("semaphore {}", program.locks[lock.index()].name),
    }
}

/// `m.x`, or `m.x[2]` where the field has several slots.
fn cell_name(program: &Program, cell: u32) -> String {
    let field = program.fields.iter().rfind(|field| field.first_cell <= cell).expect("each cell is in a field");
    let name = format!("{}.{}", program.memories[usize::from(field.memory)].name, field.name);
    match field.slots {
        Some(_) => format!("{name}[{}]", (cell - field.first_cell) / field.cells),
        None => name,
    }
}

/// A trouble in words.
pub fn title(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Deadlock => "deadlock",
        Trouble::Orphaned => "orphaned process",
        Trouble::Fault => "fault",
        Trouble::Torn => "torn read",
        Trouble::Assertion => "failed assertion",
        Trouble::Livelock => "livelock",
        Trouble::Starvation => "starvation",
    }
}

/// The processes a trouble concerns, different deadlocked sets separated by semicolons; empty if it concerns all.
pub fn who(program: &Program, report: &TroubleReport) -> String {
    match report.trouble {
        Trouble::Deadlock => {
            report.stuck.deadlocks.iter().map(|set| names(program, set)).collect::<Vec<_>>().join("; ")
        }
        Trouble::Orphaned => names(program, &report.stuck.orphaned),
        Trouble::Fault | Trouble::Torn | Trouble::Assertion | Trouble::Livelock | Trouble::Starvation => {
            report.process.map_or(String::new(), |process| names(program, &[process]))
        }
    }
}

/// What each process that is blocked forever waits for, a line each: `P waits for b, held by Q`.
pub fn waiting(program: &Program, stuck: &Stuck) -> Vec<String> {
    stuck.waits.iter().map(|waits| waits_for(program, waits)).collect()
}

fn waits_for(program: &Program, waits: &WaitsFor) -> String {
    let process = names(program, &[waits.process]);
    let object = name_of(program, waits.object);
    let (what, does) = waits.wait.wants();
    let what = what.replace("{object}", object);
    let by = names(program, &waits.by);
    let able: Vec<ProcessId> = waits.by.iter().copied().filter(|other| !waits.enders.contains(other)).collect();
    match (waits.by.is_empty(), waits.wait) {
        (true, _) => format!("{process} waits for {what}, and no process will ever end that wait"),
        (false, Wait::Mutex) => format!("{process} waits for {what}, {does} {by}"),
        (false, _) if able.is_empty() => {
            format!("{process} waits for {what}, and only the termination of {by} could end that wait")
        }
        (false, _) => format!("{process} waits for {what}, which {} {does}", names(program, &able)),
    }
}

/// The name of what is waited for; empty if it is no single object.
pub fn name_of(program: &Program, object: WaitObject) -> &str {
    match object {
        WaitObject::Channel(channel) => &program.channels[channel.index()].name,
        WaitObject::Lock(lock) => &program.locks[lock.index()].name,
        WaitObject::Region(region) => &program.memories[region.index()].name,
        WaitObject::None => "",
    }
}

/// What each process has printed, the fields of shared memory, and who is blocked forever: `Ann prints 1, then 2`,
/// `counter.value = 2`.
pub fn outcome(program: &Program, outcome: &Outcome) -> Vec<String> {
    let prints = match outcome.order.is_empty() {
        true => printed_by_process(program, outcome),
        false => printed_in_order(program, outcome),
    };
    let fields = program.fields.iter().map(|field| {
        let (first, count) = (field.first_cell as usize, field.slots.unwrap_or(1) * field.cells);
        let cells = &outcome.cells[first..first + count as usize];
        let shown: Vec<String> = cells.iter().map(|cell| cell.show(&program.texts)).collect();
        format!("{}.{} = {}", program.memories[usize::from(field.memory)].name, field.name, shown.join(" "))
    });
    let blocked = match outcome.blocked.is_empty() {
        true => None,
        false => Some(format!("blocked forever: {}", names(program, &outcome.blocked))),
    };
    prints.into_iter().chain(fields).chain(blocked).collect()
}

fn printed_by_process(program: &Program, outcome: &Outcome) -> Vec<String> {
    let prints = program.processes.iter().zip(&outcome.prints).filter(|(_, prints)| !prints.is_empty());
    let printed = |(process, prints): (&Process, &Vec<Vec<Value>>)| {
        let shown: Vec<String> = prints.iter().map(|values| show_values(program, values)).collect();
        format!("{} prints {}", process.name, shown.join(", then "))
    };
    prints.map(printed).collect()
}

/// `Zero prints 0, Odd 1, Zero 0, Even 2`.
fn printed_in_order(program: &Program, outcome: &Outcome) -> Vec<String> {
    let mut next = alloc::vec![0; outcome.prints.len()];
    let shown = outcome.order.iter().enumerate().map(|(number, &process)| {
        let place = &mut next[process.index()];
        *place += 1;
        let verb = if number == 0 { " prints" } else { "" };
        let values = show_values(program, &outcome.prints[process.index()][*place - 1]);
        format!("{}{verb} {values}", program.processes[process.index()].name)
    });
    [shown.collect::<Vec<_>>().join(", ")].to_vec()
}

/// The names of processes, separated by commas.
pub fn names(program: &Program, processes: &[ProcessId]) -> String {
    let names: Vec<&str> = processes.iter().map(|&process| &*program.processes[process.index()].name).collect();
    names.join(", ")
}
