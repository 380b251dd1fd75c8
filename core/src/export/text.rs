//! A run as plain text: one line for each event, with exact times, and how the run ended.

use alloc::format;
use alloc::string::String;

use crate::simulate::End;
use crate::trace::{Run, words};

/// All events of a run, then `end: …`. Events are numbered from 1.
pub fn run(run: &Run) -> String {
    run_as(run, run.end_or_cut())
}

/// The same for a run that the caller stopped, with the caller's reason as `end`.
pub fn run_as(run: &Run, end: End) -> String {
    let width = run.program().processes.iter().map(|process| process.name.chars().count()).max().unwrap_or(0);
    let times = words::show_us(run.last_us()).len();
    let digits = format!("{}", run.events().len()).len();
    let mut out = String::new();
    for (index, event) in run.events().iter_from(0) {
        let process = &run.program().processes[event.process()].name;
        let time = words::show_us(event.time_us());
        let what = words::event(run, index);
        out += &format!("{:>digits$}  {time:>times$}  {process:<width$}  {what}\n", index + 1);
    }
    out += &format!("end: {}\n", words::end_as(run, end));
    out
}
