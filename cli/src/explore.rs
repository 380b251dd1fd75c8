//! `ipcscope explore` and `ipcscope replay`: every schedule, and one that is given.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ipcscope_core::explore::{
    Answer, Limits, Outcomes, Progress, Report, Search, Stop, Stuck, Trouble, TroubleReport, Witness, words,
};
use ipcscope_core::id::ProcessId;
use ipcscope_core::program::Program;
use ipcscope_core::schedule;
use ipcscope_core::trace::{MOST_EVENTS, Run};

use crate::commands::{self, Done, MISTAKE, NOT_FINISHED, Source, Writer, counted};

/// Not every check is as the scenario says.
const NOT_AS_EXPECTED: u8 = 1;
/// Not everything has been looked at.
const UNFINISHED: u8 = 2;

/// So many states are opened between two looks at the clock and at Ctrl-C.
const AT_ONCE: usize = 4_096;

/// Somebody has pressed Ctrl-C.
static IS_STOPPED: AtomicBool = AtomicBool::new(false);

/// Puts a report into a form.
pub type Teller = fn(&Program, &Report) -> String;

pub fn explore(source: Source, limits: Limits, is_strict: bool, told: Teller) -> Done {
    let Some(program) = commands::program(source)? else { return Ok(ExitCode::from(MISTAKE)) };
    let program = Arc::new(program);
    // Where there is no signal to catch, Ctrl-C ends the command like any other.
    _ = ctrlc::set_handler(|| IS_STOPPED.store(true, Ordering::Relaxed));
    let mut search = Search::new(Arc::clone(&program), limits);
    let shows_progress = std::io::stderr().is_terminal();
    let mut states = 0;
    loop {
        let progress = search.advance(AT_ONCE);
        if progress.is_over() || IS_STOPPED.load(Ordering::Relaxed) {
            break;
        }
        if shows_progress && progress.expanded >= states {
            eprint!("\r{}", progress_line(&progress));
            states = progress.expanded + 50_000;
        }
    }
    if shows_progress && states > 0 {
        eprint!("\r{:79}\r", "");
    }
    let report = search.report();
    commands::print_all(&told(&program, &report))?;
    let is_all_decided = report.progress.is_finished || !program.checks.is_empty() && !is_strict;
    Ok(match (report.as_expected(), is_all_decided) {
        (Some(false), _) => ExitCode::from(NOT_AS_EXPECTED),
        _ if is_strict && report.unasked().next().is_some() => ExitCode::from(NOT_AS_EXPECTED),
        (Some(true), true) => ExitCode::SUCCESS,
        _ => ExitCode::from(UNFINISHED),
    })
}

fn progress_line(progress: &Progress) -> String {
    match progress.looks_for_cycles {
        true => format!("{} states: looking for cycles and outcomes", progress.states),
        false => format!("{} states, {} still to be opened", progress.states, progress.states - progress.expanded),
    }
}

pub fn replay(source: Source, moves: &[u32], written: Writer) -> Done {
    let Some(program) = commands::program(source)? else { return Ok(ExitCode::from(MISTAKE)) };
    schedule::check(&program, moves).map_err(|error| error.to_string())?;
    let mut run = Run::scripted(Arc::new(program), moves);
    run.advance(MOST_EVENTS, u64::MAX);
    let end = run.end_or_cut();
    commands::print_all(&written(&run, end))?;
    Ok(if end.is_good() { ExitCode::SUCCESS } else { ExitCode::from(NOT_FINISHED) })
}

/// For people.
pub fn text(program: &Program, report: &Report) -> String {
    let mut out = String::new();
    for (check, told) in program.checks.iter().zip(&report.checks) {
        let verdict = words::verdict(told, check.expect_violated).unwrap_or_else(|| so_far(report));
        out += &format!("check {}: {verdict}\n", check.text);
        out += &told.seen.witness().map_or(String::new(), witness);
    }
    for told in &report.troubles {
        out += &trouble(program, report, told);
    }
    out += &endless(report);
    out += &outcomes(program, report);
    let Progress { states, transitions, depth, is_reduced, .. } = report.progress;
    let reduced = if is_reduced { ", reduced" } else { "" };
    out += &growth(program, report);
    out += &format!("states: {states}, transitions: {transitions}, farthest: {}{reduced}\n", counted(depth, "move"));
    out += &words::ignored(program).map_or(String::new(), |says| format!("note: {says}\n"));
    out += match (report.as_expected(), report.progress.is_finished, program.checks.is_empty()) {
        (Some(false), ..) => "result: not as expected",
        (Some(true), true, true) => "result: every schedule explored; the scenario has no checks",
        (Some(true), _, false) => "result: all as expected",
        _ => "result: unfinished",
    };
    let unasked: Vec<&str> = report.unasked().map(words::title).collect();
    if !unasked.is_empty() {
        out += &format!("; no check asks about: {}", unasked.join(", "));
    }
    out + "\n"
}

fn so_far(report: &Report) -> String {
    let why = match report.progress.stopped {
        Some(Stop::States) => "stopped at the limit of states",
        Some(Stop::Memory) => "stopped at the limit of memory",
        Some(Stop::Growth) => "stopped: the number of states is unbounded",
        None => "stopped",
    };
    format!("not finished: none so far in {} ({why})", counted(report.progress.states, "state"))
}

/// Why there is no end of states, and what to do about it.
fn growth(program: &Program, report: &Report) -> String {
    match report.growth.is_empty() {
        true => String::new(),
        false => format!(
            "growth: {}; with a bound, such as `% 10` or a capacity, every schedule can be explored\n",
            words::growth(program, &report.growth)
        ),
    }
}

fn witness(witness: &Witness) -> String {
    let round = match witness.repeats_from {
        Some(0) => ", all of which can be repeated forever".to_string(),
        Some(from) => format!(", of which those after the first {from} can be repeated forever"),
        None => String::new(),
    };
    format!("  after {}{round}: --schedule {}\n", counted(witness.schedule.len(), "move"), schedule(&witness.schedule))
}

fn trouble(program: &Program, report: &Report, told: &TroubleReport) -> String {
    let name = words::title(told.trouble);
    let Answer::Yes(shown) = &told.answer else {
        let says = if told.answer == Answer::Never { "never".to_string() } else { so_far(report) };
        return format!("{name}: {says}\n");
    };
    let who = words::who(program, told);
    let mut out = format!("{name}: possible{}{who}\n", if who.is_empty() { "" } else { ": " });
    out += &waiting(program, &told.stuck);
    out += &witness(shown);
    let others: Vec<ProcessId> = match told.trouble {
        Trouble::Orphaned => report.orphans.iter().copied().filter(|who| !told.stuck.orphaned.contains(who)).collect(),
        _ => Vec::new(),
    };
    if !others.is_empty() {
        out += &format!("  in other schedules also: {}\n", words::names(program, &others));
    }
    if told.trouble == Trouble::Deadlock {
        for deadlock in report.deadlocks.iter().filter(|other| !told.stuck.deadlocks.contains(&other.members)) {
            out += &format!("{name}: possible: {}\n", words::names(program, &deadlock.members));
            out += &waiting(program, &deadlock.stuck);
            out += &witness(&deadlock.witness);
        }
    }
    out
}

fn waiting(program: &Program, stuck: &Stuck) -> String {
    words::waiting(program, stuck).iter().map(|line| format!("  {line}\n")).collect()
}

fn endless(report: &Report) -> String {
    match &report.endless {
        Answer::Never => "endless: never, every fair run ends\n".to_string(),
        Answer::NoneSoFar => format!("endless: {}\n", so_far(report)),
        Answer::Yes(shown) => format!("endless: a fair run can go on for ever\n{}", witness(shown)),
    }
}

fn outcomes(program: &Program, report: &Report) -> String {
    let listed = match &report.outcomes {
        Outcomes::NotAsked => return "outcomes: not asked for\n".into(),
        Outcomes::NotListed => return "outcomes: not listed, there are too many\n".into(),
        Outcomes::Unbounded => return "outcomes: unbounded, a loop that can still end prints\n".into(),
        Outcomes::Listed(listed) => listed,
    };
    let so_far = if report.progress.is_finished { "" } else { " so far" };
    let mut out = format!("outcomes: {}{so_far}\n", listed.len());
    for outcome in listed {
        let details = words::outcome(program, outcome).iter().map(|detail| format!("; {detail}")).collect::<String>();
        out += &format!("  {}{details}\n", outcome.end.name());
        out +=
            &format!("    {}: --schedule {}\n", counted(outcome.schedule.len(), "move"), schedule(&outcome.schedule));
    }
    out
}

fn schedule(numbers: &[u32]) -> String {
    let shown: Vec<String> = numbers.iter().map(u32::to_string).collect();
    if shown.is_empty() { "\"\"".into() } else { shown.join(",") }
}
