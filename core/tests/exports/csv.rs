//! A run as CSV, read back as RFC 4180 says.

use ipcscope_core::export;

use crate::samples::{of_every_run, run};

/// Rows of cells. Strict: nothing stands behind a closing quotation mark, and rows end with CR LF.
fn parse(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut row = Vec::new();
        loop {
            let (cell, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted_cell(quoted),
                None => {
                    let end = rest.find([',', '\r']).expect("a row ends");
                    assert!(!rest[..end].contains(['"', '\n']), "{}", &rest[..end]);
                    (rest[..end].to_string(), &rest[end..])
                }
            };
            row.push(cell);
            match after.strip_prefix(',') {
                Some(more) => rest = more,
                None => {
                    rest = after.strip_prefix("\r\n").expect("a row ends with CR LF");
                    break;
                }
            }
        }
        rows.push(row);
    }
    rows
}

fn quoted_cell(text: &str) -> (String, &str) {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"').expect("a quoted cell is closed");
        cell.push_str(&rest[..end]);
        match rest[end + 1..].strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => return (cell, &rest[end + 1..]),
        }
    }
}

#[test]
fn every_row_has_its_seven_cells_and_no_formula() {
    of_every_run(|run| {
        let rows = parse(&export::csv::run(run));
        assert_eq!(rows[0].join(","), "event,time_us,process,kind,object,values,cause");
        assert_eq!(rows.len(), run.events().len() + 1);
        for ((index, event), row) in run.events().iter_from(0).zip(&rows[1..]) {
            assert_eq!(row.len(), 7, "{row:?}");
            assert_eq!(row[0], (index + 1).to_string());
            assert_eq!(row[1], event.time_us().to_string());
            assert_eq!(row[6], event.cause().map(|cause| (cause + 1).to_string()).unwrap_or_default());
            for cell in row {
                let is_number = cell.parse::<i64>().is_ok();
                assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell}");
            }
        }
    });
}

#[test]
fn texts_come_through() {
    let run = run("mailbox m capacity 1
        process P { send \"=1+1\" to m; print \"a,b\", \"c\\\"d\"; print -3; print -3, 4; print \"two\\nlines\" }
        process C { receive x from m }");
    let rows = parse(&export::csv::run(&run));
    let of_kind =
        |kind: &str| -> Vec<&str> { rows.iter().filter(|row| row[3] == kind).map(|row| row[5].as_str()).collect() };
    assert_eq!(of_kind("print"), ["a,b; c\"d", "-3", "'-3; 4", "two\nlines"]);
    assert_eq!(of_kind("receive"), ["'=1+1"]);
}

#[test]
fn objects_and_values_go_by_name() {
    let run = run("mutex door
        condition ready
        memory table { x = 0 }
        mailbox m capacity 1
        process A { lock door; wait ready with door; unlock door; table.x = 3; try receive y from m }
        process B { sleep 5ms; lock door; notify ready; unlock door; let old = swap(table.x, 4); unlock door }");
    let rows = parse(&export::csv::run(&run));
    let cells = |process: &str, kind: &str| {
        let row = rows.iter().find(|row| row[2] == process && row[3] == kind).expect("it happened");
        (row[4].clone(), row[5].clone())
    };
    let pair = |object: &str, values: &str| (object.to_string(), values.to_string());
    assert_eq!(cells("A", "lock"), pair("door", ""));
    assert_eq!(cells("A", "fall-asleep"), pair("ready", "door"));
    assert_eq!(cells("A", "block"), pair("ready", "condition"));
    assert_eq!(cells("B", "notify"), pair("ready", "A"));
    assert_eq!(cells("A", "write"), pair("table.x", "0; 0; 3"));
    assert_eq!(cells("B", "instruct"), pair("table.x", "0; swap; 0; 4"));
    assert_eq!(cells("A", "receive-refused"), pair("m", "it would block"));
    assert_eq!(cells("B", "fault"), pair("door", "door is released by a process that does not hold it"));
}
