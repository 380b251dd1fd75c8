//! A run as a trace for Perfetto and `chrome://tracing`: the Trace Event Format, as a JSON object.
//!
//! Each host is a process of the format, and each process a thread of it. The slices on a thread nest strictly:
//! sections, in them the phases of the process, and in those, with zero length, its acts: sends, receives, locks.
//! Arrows (flow events) lead from a cause to its effect in another process: from a send to its receives, from a signal
//! to the process that acquires the permit. The length of each queue is a counter of the host where its messages wait.
//!
//! Slices are pairs of `B` and `E`, in the order of time; a phase without duration, such as being ready while a core is
//! free, has no slice.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::fields;
use super::json::quoted;
use crate::trace::Run;
use crate::trace::event::{Event, Kind, Wait};
use crate::trace::metrics::{ChannelMetrics, Phase, Phases, Queues, cause_by_process, is_of_the_system, is_remark};
use crate::trace::words;

/// The whole trace.
pub fn run(run: &Run) -> String {
    let mut writer = Writer::new(run);
    writer.name_all();
    let phase_changes = phase_changes(run);
    let mut upcoming = phase_changes.iter().peekable();
    for (index, event) in run.events().iter_from(0) {
        let change = upcoming.next_if(|change| change.event == index);
        if change.is_some() {
            writer.end_state(event.process(), event.time_us());
        }
        writer.write_act(index, event);
        writer.nest(event);
        if let Some(change) = change.filter(|change| change.lasts) {
            writer.begin_state(event, change.phase);
        }
        writer.count(index, event);
    }
    writer.finish()
}

/// The event at which a process enters another phase.
struct PhaseChange {
    event: usize,
    phase: Phase,
    /// Whether the phase lasts longer than an instant.
    lasts: bool,
}

fn phase_changes(run: &Run) -> Vec<PhaseChange> {
    let mut phases = Phases::new(run.program().processes.len());
    let mut latest: Vec<Option<(usize, u64)>> = alloc::vec![None; run.program().processes.len()];
    let mut phase_changes: Vec<PhaseChange> = Vec::new();
    for (index, event) in run.events().iter_from(0) {
        let process = event.process();
        // Entering or leaving a section splits the current slice, so that slices nest.
        let is_edge = matches!(event.kind(), Kind::Enter | Kind::Leave);
        let Some(phase) = phases.take(event).or(is_edge.then(|| phases.of(process))) else { continue };
        if let Some((change, _)) = latest[process].filter(|&(_, since_us)| since_us == event.time_us()) {
            phase_changes[change].lasts = false;
        }
        latest[process] = Some((phase_changes.len(), event.time_us()));
        phase_changes.push(PhaseChange { event: index, phase, lasts: !matches!(phase, Phase::New | Phase::Ended) });
    }
    for (change, since_us) in latest.into_iter().flatten() {
        phase_changes[change].lasts &= since_us < run.last_us();
    }
    phase_changes
}

/// An arrow from an event to one it caused.
struct Flow {
    from: usize,
    to: usize,
    name: &'static str,
}

/// Sorted by their first event.
fn flows(run: &Run) -> Vec<Flow> {
    let flow = |(to, event): (usize, &Event)| {
        let is_shown = !is_of_the_system(event.kind()) && !is_remark(event.kind());
        let from = cause_by_process(run, to).filter(|_| is_shown && event.kind() != Kind::Block)?;
        let is_message = event.kind() == Kind::Receive;
        let is_across = run.events().get(from)?.process() != event.process();
        let name = if is_message { "message" } else { "wake" };
        (is_message || is_across).then_some(Flow { from, to, name })
    };
    let mut flows: Vec<Flow> = run.events().iter_from(0).filter_map(flow).collect();
    flows.sort_by_key(|flow| (flow.from, flow.to));
    flows
}

struct Writer<'r> {
    run: &'r Run,
    out: String,
    flows: Vec<Flow>,
    /// The number of the flow that ends at each event, from 1; 0 for none.
    ends_flow: Vec<u32>,
    /// The number of flows that have begun.
    begun: usize,
    /// Whether each process has an open slice for its phase.
    is_in_state: Vec<bool>,
    /// The sections that each process is in, the outermost first.
    sections: Vec<Vec<usize>>,
    /// The label of each process's latest `work`.
    labels: Vec<Option<usize>>,
    queues: Queues,
    lengths: Vec<u64>,
    channels: Vec<ChannelMetrics>,
}

impl<'r> Writer<'r> {
    fn new(run: &'r Run) -> Writer<'r> {
        let program = run.program();
        let (processes, channels) = (program.processes.len(), program.channels.len());
        let flows = flows(run);
        let mut ends_flow = alloc::vec![0; run.events().len()];
        for (number, flow) in flows.iter().enumerate() {
            ends_flow[flow.to] = number as u32 + 1;
        }
        Writer {
            run,
            out: String::from("{\"displayTimeUnit\":\"ms\",\"traceEvents\":["),
            flows,
            ends_flow,
            begun: 0,
            is_in_state: alloc::vec![false; processes],
            sections: alloc::vec![Vec::new(); processes],
            labels: alloc::vec![None; processes],
            queues: Queues::new(program),
            lengths: alloc::vec![0; channels],
            channels: alloc::vec![ChannelMetrics::default(); channels],
        }
    }

    /// Writes one event of the format. `rest` follows phase, time and thread.
    fn push(&mut self, phase: char, time_us: u64, process: usize, rest: &str) {
        let program = self.run.program();
        let pid = program.processes[process].host + 1;
        // Threads are numbered after the hosts: one with the number of its process would count as its main thread.
        let tid = program.hosts.len() + 1 + process;
        self.push_line(&format!("{{\"ph\":\"{phase}\",\"ts\":{time_us},\"pid\":{pid},\"tid\":{tid}{rest}}}"));
    }

    fn push_line(&mut self, line: &str) {
        self.out += if self.out.ends_with('[') { "\n" } else { ",\n" };
        self.out += line;
    }

    /// The names and the order of hosts and processes.
    fn name_all(&mut self) {
        let program = self.run.program();
        for (number, host) in program.hosts.iter().enumerate() {
            if program.processes.iter().any(|process| usize::from(process.host) == number) {
                let name = quoted(if host.name.is_empty() { "processes" } else { &host.name });
                let pid = number + 1;
                self.push_line(&format!(
                    "{{\"ph\":\"M\",\"pid\":{pid},\"name\":\"process_name\",\"args\":{{\"name\":{name}}}}}"
                ));
            }
        }
        for (number, process) in program.processes.iter().enumerate() {
            let name = quoted(&process.name);
            self.push('M', 0, number, &format!(",\"name\":\"thread_name\",\"args\":{{\"name\":{name}}}"));
            self.push('M', 0, number, &format!(",\"name\":\"thread_sort_index\",\"args\":{{\"sort_index\":{number}}}"));
        }
    }

    fn begin(&mut self, event: &Event, name: &str, category: &str) {
        let rest = format!(",\"name\":{},\"cat\":\"{category}\"", quoted(name));
        self.push('B', event.time_us(), event.process(), &rest);
    }

    fn end_state(&mut self, process: usize, time_us: u64) {
        if core::mem::take(&mut self.is_in_state[process]) {
            self.push('E', time_us, process, "");
        }
    }

    fn begin_state(&mut self, event: &Event, phase: Phase) {
        let (program, process) = (self.run.program(), event.process());
        let name = match phase {
            Phase::Working => self.labels[process].map_or("working", |label| &program.texts[label]).to_string(),
            Phase::Blocked => format!("blocked: {}", self.waits_for(event)),
            phase => phase.name().to_string(),
        };
        self.begin(event, &name, phase.name());
        self.is_in_state[process] = true;
    }

    fn waits_for(&self, event: &Event) -> String {
        let wait = Wait::from_number(self.run.events().number(event)).unwrap_or(Wait::Several);
        words::waits_for_short(self.run.program(), wait, event.object().unwrap_or(0))
    }

    /// Writes an event as a slice of zero length, with the flows that begin or end there.
    fn write_act(&mut self, index: usize, event: &Event) {
        let begins = self.flows[self.begun..].iter().take_while(|flow| flow.from == index).count();
        let is_end = self.ends_flow[index] > 0;
        if is_of_the_system(event.kind()) || !(is_act(event.kind()) || begins > 0 || is_end) {
            return;
        }
        let object = fields::object(self.run, event).map(|(_, name)| [" ", &name].concat()).unwrap_or_default();
        let name = quoted(&[event.kind().name(), &object].concat());
        let what = quoted(&words::event(self.run, index));
        let (time_us, process, number) = (event.time_us(), event.process(), index + 1);
        let rest = format!(",\"name\":{name},\"cat\":\"event\",\"args\":{{\"event\":{number},\"what\":{what}}}");
        self.push('B', time_us, process, &rest);
        if is_end {
            let id = self.ends_flow[index];
            let name = self.flows[id as usize - 1].name;
            self.push(
                'f',
                time_us,
                process,
                &format!(",\"bp\":\"e\",\"id\":{id},\"name\":\"{name}\",\"cat\":\"{name}\""),
            );
        }
        for flow in self.begun..self.begun + begins {
            let (id, name) = (flow + 1, self.flows[flow].name);
            self.push('s', time_us, process, &format!(",\"id\":{id},\"name\":\"{name}\",\"cat\":\"{name}\""));
        }
        self.begun += begins;
        self.push('E', time_us, process, "");
    }

    /// Opens and closes sections; those of a terminated process close with it.
    fn nest(&mut self, event: &Event) {
        let (process, section) = (event.process(), event.object());
        match (event.kind(), section) {
            (Kind::Work, label) => self.labels[process] = label,
            (Kind::Enter, Some(section)) => {
                self.sections[process].push(section);
                let name = &self.run.program().texts[section];
                self.begin(event, name, "section");
            }
            (Kind::Leave, section) if section.is_some() && self.sections[process].last() == section.as_ref() => {
                self.sections[process].pop();
                self.push('E', event.time_us(), process, "");
            }
            (Kind::End | Kind::Fault, _) => self.end_sections(process, event.time_us()),
            _ => {}
        }
    }

    fn end_sections(&mut self, process: usize, time_us: u64) {
        for _ in core::mem::take(&mut self.sections[process]) {
            self.push('E', time_us, process, "");
        }
    }

    /// Writes the lengths of queues that the event has changed.
    fn count(&mut self, index: usize, event: &Event) {
        self.queues.take(self.run, index, event, &mut self.channels);
        let all = 0..self.lengths.len();
        let touched = match (event.kind(), event.object()) {
            (Kind::End | Kind::Fault, _) => all,
            (Kind::Send | Kind::Arrive | Kind::Receive, Some(channel)) => channel..channel + 1,
            _ => return,
        };
        for channel in touched {
            let length = self.queues.length(channel);
            if core::mem::replace(&mut self.lengths[channel], length) != length {
                let of = &self.run.program().channels[channel];
                let (time_us, pid, name) = (event.time_us(), of.home + 1, quoted(&of.name));
                self.push_line(&format!(
                    "{{\"ph\":\"C\",\"ts\":{time_us},\"pid\":{pid},\"name\":{name},\"args\":{{\"messages\":{length}}}}}"
                ));
            }
        }
    }

    /// Closes every slice still open at the end of the run.
    fn finish(mut self) -> String {
        let last_us = self.run.last_us();
        for process in 0..self.is_in_state.len() {
            self.end_state(process, last_us);
            self.end_sections(process, last_us);
        }
        let (title, end) = (quoted(&self.run.program().title), quoted(&words::end(self.run)));
        self.out +=
            &format!("\n],\"otherData\":{{\"title\":{title},\"seed\":\"{}\",\"end\":{end}}}}}\n", self.run.seed());
        self.out
    }
}

/// Whether the event is shown as an instant: operations on channels, memory and locks, and remarks.
fn is_act(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Start
            | Kind::Work
            | Kind::Done
            | Kind::Sleep
            | Kind::Wake
            | Kind::Ready
            | Kind::Run
            | Kind::Block
            | Kind::Enter
            | Kind::Leave
            | Kind::End
    )
}
