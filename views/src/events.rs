//! The events as a table, one block of it at a time: some lines around the moment, or from a line on.

use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::words;

use crate::desk::Open;
use crate::{Cell, Lines, Row, Shown, Table, table};

/// Lines in a block.
pub const BLOCK: usize = 60;

/// The lines that pass the filter.
#[derive(Debug)]
pub(crate) struct Filtered {
    process: Option<usize>,
    kind: Option<usize>,
    /// Their events; not listed if all pass.
    events: Option<Vec<u32>>,
    /// The kinds in the whole run.
    kinds: Vec<(usize, String)>,
}

pub(crate) fn shown(
    open: &mut Open,
    at: usize,
    first: Option<usize>,
    process: Option<usize>,
    kind: Option<usize>,
) -> Shown {
    if open.filtered.as_ref().is_none_or(|filtered| (filtered.process, filtered.kind) != (process, kind)) {
        open.filtered = Some(Filtered::new(open, process, kind));
    }
    let filtered = open.filtered.as_ref().expect("it was made just now");
    let count = open.run.events().len();
    let at = at.min(count);
    let (total, until) = match &filtered.events {
        Some(events) => (events.len(), events.partition_point(|&event| (event as usize) < at)),
        None => (count, at),
    };
    let current = until.checked_sub(1);
    let around = current.unwrap_or(0).saturating_sub(BLOCK / 2);
    let first = first.unwrap_or(around).min(total.saturating_sub(BLOCK));
    let event = |line: usize| filtered.events.as_ref().map_or(line, |events| events[line] as usize);
    let rows = (first..(first + BLOCK).min(total)).map(|line| row(open, event(line))).collect();
    let tables = vec![Table { rows, ..table("Events", &["No.", "Time", "Process", "What", "Cause"]) }];
    let summary = match total {
        0 => "There is no such event in this run.".to_string(),
        1 => "1 event.".to_string(),
        _ => format!("{} events.", grouped(total)),
    };
    let processes = open.run.program().processes.iter().map(|process| process.name.clone()).collect();
    let lines = Some(Lines { total, first, current, processes, kinds: filtered.kinds.clone() });
    Shown { summary, tables, lines, ..Shown::default() }
}

impl Filtered {
    fn new(open: &Open, process: Option<usize>, kind: Option<usize>) -> Filtered {
        let events = open.run.events();
        let kinds = match &open.filtered {
            Some(before) => before.kinds.clone(),
            None => {
                let mut is_there = [false; 256];
                events.iter().for_each(|event| is_there[event.kind() as usize] = true);
                Kind::all()
                    .map(|kind| (kind as usize, kind.name().to_string()))
                    .filter(|&(kind, _)| is_there[kind])
                    .collect()
            }
        };
        let is_left = |event: &ipcscope_core::trace::event::Event| {
            process.is_none_or(|process| event.process() == process)
                && kind.is_none_or(|kind| event.kind() as usize == kind)
        };
        let listed = || {
            let left = events.iter().enumerate().filter(|(_, event)| is_left(event));
            left.map(|(index, _)| index as u32).collect()
        };
        let events = (process.is_some() || kind.is_some()).then(listed);
        Filtered { process, kind, events, kinds }
    }
}

fn row(open: &Open, index: usize) -> Row {
    let run = &open.run;
    let Some(event) = run.events().get(index) else { return Row::default() };
    let cause = match event.cause() {
        Some(cause) => Cell { text: grouped(cause + 1), event: Some(cause) },
        None => Cell::default(),
    };
    let cells = vec![
        grouped(index + 1).into(),
        words::show_us(event.time_us()).into(),
        run.program().processes[event.process()].name.as_str().into(),
        words::event(run, index).into(),
        cause,
    ];
    Row { event: Some(index), cells }
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
