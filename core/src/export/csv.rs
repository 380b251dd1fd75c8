//! A run as CSV for spreadsheets: comma-separated values by RFC 4180, one row for each event.
//!
//! A cell that a spreadsheet could take for a formula gets an apostrophe in front; a number never does.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::fields;
use crate::trace::Run;

/// The columns.
const HEADER: &str = "event,time_us,process,kind,object,values,cause\r\n";

/// The header and all events of a run. Events are numbered from 1.
pub fn run(run: &Run) -> String {
    let mut out = String::from(HEADER);
    for (index, event) in run.events().iter_from(0) {
        let values: Vec<String> = fields::values(run, event).iter().map(fields::EventValue::show).collect();
        let cells = [
            (index + 1).to_string(),
            event.time_us().to_string(),
            run.program().processes[event.process()].name.clone(),
            event.kind().name().to_string(),
            fields::object(run, event).map(|(_, name)| name).unwrap_or_default(),
            values.join("; "),
            event.cause().map(|cause| (cause + 1).to_string()).unwrap_or_default(),
        ];
        for (column, cell) in cells.iter().enumerate() {
            if column > 0 {
                out.push(',');
            }
            push_cell(&mut out, cell);
        }
        out += "\r\n";
    }
    out
}

fn push_cell(out: &mut String, cell: &str) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<i64>().is_err();
    let mark = if is_formula { "'" } else { "" };
    if !cell.contains(['"', ',', '\r', '\n']) {
        *out += mark;
        *out += cell;
        return;
    }
    out.push('"');
    *out += mark;
    *out += &cell.replace('"', "\"\"");
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str) -> String {
        let mut out = String::new();
        push_cell(&mut out, cell);
        out
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(written("plain text"), "plain text");
        assert_eq!(written("a,b"), "\"a,b\"");
        assert_eq!(written("he said \"no\""), "\"he said \"\"no\"\"\"");
        assert_eq!(written("two\nlines"), "\"two\nlines\"");
    }

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay_numbers() {
        assert_eq!(written("=1+1"), "'=1+1");
        assert_eq!(written("@SUM(A1,A2)"), "\"'@SUM(A1,A2)\"");
        assert_eq!(written("-3"), "-3");
        assert_eq!(written("-3; 4"), "'-3; 4");
        assert_eq!(written("+3"), "+3");
    }
}
