//! The metrics of a run as text: tables of processes, channels and hosts. Quotients are rounded to the last digit
//! shown, halves away from 0.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::program::Program;
use crate::trace::metrics::{ChannelMetrics, Metrics, Phase, ProcessMetrics, Ratio};
use crate::trace::words::{end_as, show_us};
use crate::{simulate::End, trace::Run};

/// The metrics of a run that ended, or was stopped, with `end`.
pub fn run_as(run: &Run, end: End) -> String {
    let (program, metrics) = (run.program(), Metrics::new(run));
    let mut out = format!("end: {}\n", end_as(run, end));
    out += &format!(
        "makespan: {}, work: {}, speedup: {}, system calls: {}, copies: {}\n",
        show_us(metrics.makespan_us),
        show_wide_us(metrics.work_us()),
        show_ratio(metrics.speedup(), 2),
        metrics.calls(),
        metrics.copies(),
    );
    tables(program, &metrics).into_iter().for_each(|rows| out += &table(rows));
    out
}

/// Tables of the processes, of the channels if there are any, and of the hosts: a header row, then a row for each.
pub fn tables(program: &Program, metrics: &Metrics) -> Vec<Vec<Vec<String>>> {
    let channels = (!program.channels.is_empty()).then(|| channels(program, metrics));
    [Some(processes(program, metrics)), channels, Some(hosts(program, metrics))].into_iter().flatten().collect()
}

/// The same for the run as recorded.
pub fn run(run: &Run) -> String {
    run_as(run, run.end_or_cut())
}

fn heads(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| name.to_string()).collect()
}

fn processes(program: &Program, metrics: &Metrics) -> Vec<Vec<String>> {
    let mut head = heads(&["process"]);
    head.extend(Phase::ALL.map(|phase| phase.name().to_string()));
    head.extend(heads(&["waits", "longest", "calls", "sent", "received", "refused", "empty"]));
    let row = |(name, of): (&String, &ProcessMetrics)| {
        let mut row = alloc::vec![name.clone()];
        row.extend(of.in_phase_us.map(show_us));
        row.extend([of.waits.to_string(), show_us(of.longest_wait_us)]);
        row.extend(
            [of.calls, of.sent, of.received, of.refused_sends, of.empty_receives].map(|count| count.to_string()),
        );
        row
    };
    let names = program.processes.iter().map(|process| &process.name);
    core::iter::once(head).chain(names.zip(&metrics.processes).map(row)).collect()
}

fn channels(program: &Program, metrics: &Metrics) -> Vec<Vec<String>> {
    let head = heads(&[
        "channel",
        "sent",
        "received",
        "lost",
        "left",
        "per second",
        "longest",
        "mean",
        "mean wait",
        "longest wait",
        "copies",
        "calls",
    ]);
    let row = |(number, of): (usize, &ChannelMetrics)| {
        let mut row = alloc::vec![program.channels[number].name.clone()];
        row.extend([of.sent, of.received, of.lost, of.left].map(|count| count.to_string()));
        row.push(show_ratio(metrics.throughput(number), 2));
        row.push(of.longest_queue.to_string());
        row.push(show_ratio(metrics.mean_queue(number), 2));
        let mean = of.mean_waiting_us();
        let mean_ms = Ratio { denominator: mean.denominator * 1_000, ..mean };
        row.push(if mean.denominator == 0 { "-".to_string() } else { show_ratio(mean_ms, 3) + "ms" });
        row.push(show_us(of.longest_waiting_us));
        row.extend([of.copies, of.calls].map(|count| count.to_string()));
        row
    };
    core::iter::once(head).chain(metrics.channels.iter().enumerate().map(row)).collect()
}

fn hosts(program: &Program, metrics: &Metrics) -> Vec<Vec<String>> {
    let head = heads(&["host", "cores", "busy", "utilisation"]);
    let is_used = |&host: &usize| program.processes.iter().any(|process| usize::from(process.host) == host);
    let row = |host: usize| {
        let (name, of) = (&program.hosts[host].name, &metrics.hosts[host]);
        let percent = |ratio: Ratio| show_ratio(Ratio { numerator: ratio.numerator * 100, ..ratio }, 1) + "%";
        alloc::vec![
            if name.is_empty() { "-".to_string() } else { name.clone() },
            of.cores.map_or("enough".to_string(), |cores| cores.to_string()),
            show_wide_us(of.busy_us),
            metrics.utilisation(host).map_or("-".to_string(), percent),
        ]
    };
    core::iter::once(head).chain((0..program.hosts.len()).filter(is_used).map(row)).collect()
}

/// A blank line and the rows, each column as wide as its widest cell; the first left-aligned, all others right-aligned.
fn table(rows: Vec<Vec<String>>) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let mut out = String::from("\n");
    for row in &rows {
        let first = widths[0];
        out += &format!("{:<first$}", row[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            out += &format!("  {cell:>width$}");
        }
        out.push('\n');
    }
    out
}

/// A quotient in decimals, rounded to the last digit shown, halves away from 0; `-` if it is undefined.
pub fn show_ratio(ratio: Ratio, digits: u32) -> String {
    if ratio.denominator == 0 {
        return "-".to_string();
    }
    let unit = 10u128.pow(digits);
    let rounded = (ratio.numerator * unit + ratio.denominator / 2) / ratio.denominator;
    format!("{}.{:0width$}", rounded / unit, rounded % unit, width = digits as usize)
}

/// A sum of times of many processes.
fn show_wide_us(us: u128) -> String {
    match u64::try_from(us) {
        Ok(us) => show_us(us),
        Err(_) => format!("{}ms", us / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_rounded_once() {
        let ratio = |numerator: u128, denominator: u128| Ratio { numerator, denominator };
        assert_eq!(show_ratio(ratio(2, 3), 2), "0.67");
        assert_eq!(show_ratio(ratio(1, 200), 2), "0.01");
        assert_eq!(show_ratio(ratio(199, 100), 1), "2.0");
        assert_eq!(show_ratio(ratio(1, 0), 1), "-");
    }
}
