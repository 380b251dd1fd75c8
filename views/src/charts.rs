//! The charts, and their figures as tables.

use ipcscope_core::export::metrics::{show_ratio, tables};
use ipcscope_core::trace::metrics::Metrics;
use ipcscope_core::trace::words::show_us;
use ipcscope_scene::charts::{View, picture};
use ipcscope_scene::timeline::Timeline;

use crate::desk::Open;
use crate::{Row, Shown, Table};

const CAPTIONS: [&str; 3] = ["Processes: time in each state, and what they did", "Mailboxes and links", "Hosts"];

pub(crate) fn shown(open: &mut Open, at: usize, width: f64) -> Shown {
    let run = &open.run;
    let timeline = open.timeline.get_or_insert_with(|| Timeline::new(run));
    let metrics = Metrics::until(run, at);
    let view = View { width, now_us: metrics.makespan_us };
    let received: u64 = metrics.channels.iter().map(|channel| channel.received).sum();
    let busy = match metrics.makespan_us {
        0 => String::new(),
        _ => format!("{} cores busy on the average, ", show_ratio(metrics.speedup(), 2)),
    };
    let summary = format!(
        "Until {}: {received} {} received, {busy}{} system calls.",
        show_us(metrics.makespan_us),
        if received == 1 { "message" } else { "messages" },
        metrics.calls(),
    );
    let captions = match run.program().channels.is_empty() {
        true => vec![CAPTIONS[0], CAPTIONS[2]],
        false => CAPTIONS.to_vec(),
    };
    // A single host with unlimited cores needs no table.
    let is_told =
        |table: &Table| table.caption != CAPTIONS[2] || run.program().hosts.iter().any(|host| host.cores.is_some());
    let tables = captions.into_iter().zip(tables(run.program(), &metrics)).map(|(caption, mut rows)| {
        let head = rows.remove(0);
        let row = |cells: Vec<String>| Row { event: None, cells: cells.into_iter().map(Into::into).collect() };
        Table { caption: caption.to_string(), head, rows: rows.into_iter().map(row).collect() }
    });
    let tables = tables.filter(is_told).collect();
    Shown { summary, picture: Some(picture(run, timeline, &metrics, &view).into()), tables, ..Shown::default() }
}
