//! One process: a label for each place before which others can come, and the `atomic` of the move from there.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::alternative::{Alternative, Then};
use super::conditions::Cond;
use super::lines::compact;
use super::{Model, Refusal};
use crate::program::{Op, Program};
use crate::scenario::tree::Span;
use crate::world::LONGEST_US;

/// Writes one process.
pub(super) struct Writer<'a, 'm> {
    pub model: &'a Model<'m>,
    /// The number of the process.
    pub number: usize,
    /// Lines, each with its indentation.
    pub lines: Vec<(usize, String)>,
    pub indent: usize,
    /// The label of each operation that others can come before.
    pub labels: BTreeMap<u32, String>,
    /// For each operation, whether it is inside an `atomic` of the scenario.
    pub inside: Vec<bool>,
    /// The move being written.
    pub segment: Segment,
    /// The number of labels inside an `atomic` so far.
    pub joins: usize,
    /// The label of the block that is written next.
    pub next_label: Option<String>,
    pub refusals: &'a mut Vec<Refusal>,
}

/// A segment being written.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// It began with a rendezvous, and has to return control to the sender at the end.
    pub owes_control: bool,
    /// The sections around its first operation.
    pub nest: u16,
    /// Operations where several paths merge.
    pub merges: BTreeSet<u32>,
    /// Labels of operations that some path jumps to.
    pub names: BTreeMap<u32, String>,
    /// Those of them still to be written.
    pub open: BTreeSet<u32>,
}

/// The process as a `proctype`.
pub(super) fn proctype(model: &Model, number: usize, refusals: &mut Vec<Refusal>) -> String {
    let of = &model.program.processes[number];
    let mut writer = Writer {
        model,
        number,
        lines: Vec::new(),
        indent: 0,
        labels: BTreeMap::new(),
        inside: super::graph::inside(&of.ops),
        segment: Segment::default(),
        joins: 0,
        next_label: None,
        refusals,
    };
    let mut out = format!("/* line {}: {} */\n", model.line(of.span), model.written(of.span));
    out += &format!("active proctype {}() {{\n", model.names.processes[number]);
    if let Some(start) = model.start.place(number) {
        writer.refuse_times();
        let reached = writer.reach(start as u32);
        writer.give_labels(&reached);
        writer.blocks(start as u32);
        out += &writer.variables();
    }
    for (indent, line) in compact(writer.lines) {
        out += &"  ".repeat(indent + 1);
        out += &line;
        out.push('\n');
    }
    out += "end_over:\n  false\n}\n\n";
    out
}

impl<'m> Writer<'_, 'm> {
    pub fn program(&self) -> &'m Program {
        self.model.program
    }

    pub fn op(&self, at: u32) -> Op {
        self.program().processes[self.number].ops[at as usize]
    }

    pub fn span(&self, at: u32) -> Span {
        self.program().processes[self.number].spans[at as usize]
    }

    /// The number of the set of sections around an operation.
    pub fn nest(&self, at: u32) -> u16 {
        self.program().processes[self.number].sections[at as usize]
    }

    /// The declarations of the variables that only this process sees; after its lines are written.
    fn variables(&self) -> String {
        let model = self.model;
        let mut declared: Vec<String> = Vec::new();
        let used = self.used();
        for local in (0..self.program().processes[self.number].locals.len() as u16).filter(|local| used.contains(local))
        {
            if !model.is_checked(self.number, local) {
                declared.push(model.declare_local(self.number, local));
            }
        }
        let is_written = |name: &str| self.lines.iter().any(|(_, line)| line.contains(name));
        for (name, kind) in [("from_", "byte"), ("awaited_", "bit")] {
            if is_written(name) {
                declared.push(format!("{kind} {name}"));
            }
        }
        match declared.is_empty() {
            true => String::new(),
            false => format!("  {};\n", declared.join("; ")),
        }
    }

    fn give_labels(&mut self, reached: &BTreeSet<u32>) {
        let end = if self.program().processes[self.number].server { "end_" } else { "" };
        let mut given = BTreeMap::new();
        let stops: Vec<u32> = reached.iter().copied().filter(|&at| self.is_stop(at)).collect();
        for at in stops {
            let line = self.model.line(self.span(at));
            let count = given.entry(line).or_insert(0_u32);
            *count += 1;
            let suffix = if *count == 1 { String::new() } else { format!("_{count}") };
            self.labels.insert(at, format!("{end}line{line}{suffix}"));
        }
    }

    fn blocks(&mut self, start: u32) {
        let stops: Vec<u32> = self.labels.keys().copied().collect();
        if stops.first() != Some(&start) {
            self.put(format!("goto {};", self.labels[&start]));
        }
        for (place, &at) in stops.iter().enumerate() {
            self.next_label = stops.get(place + 1).map(|next| self.labels[next].clone());
            self.block(at);
        }
    }

    /// A label, and every move from there.
    fn block(&mut self, at: u32) {
        let written = self.model.written(self.span(at));
        self.indent = 0;
        self.lines.push((usize::MAX, format!("{}: /* {written} */", self.labels[&at])));
        let alternatives = self.alternatives(at);
        let is_one = alternatives.len() == 1;
        if !is_one {
            self.put("if");
        }
        for alternative in &alternatives {
            self.put(if is_one { "atomic {" } else { ":: atomic {" });
            self.indent += 1;
            self.alternative(at, alternative);
            self.indent -= 1;
            self.put("}");
        }
        match is_one {
            true => self.end_last(),
            false => self.put("fi;"),
        }
    }

    fn end_last(&mut self) {
        if let Some((_, last)) = self.lines.last_mut() {
            last.push(';');
        }
    }

    /// One move: its guard, its effect, and everything up to the next places.
    fn alternative(&mut self, at: u32, alternative: &Alternative) {
        self.segment = self.segment_from(at, alternative);
        let begins = self.lines.len();
        if !alternative.guard.is_empty() {
            self.put(format!("{} ->", alternative.guard));
        }
        for line in &alternative.body {
            self.put(format!("{line};"));
        }
        if alternative.guard.is_empty() && alternative.body.is_empty() {
            self.put("pass;");
        }
        match alternative.then {
            Then::At(at) => self.run(at),
            Then::Fresh(at) => self.run_free(at),
            Then::Fault => self.fault(),
            Then::Stop => self.put("false;"),
        }
        self.write_joins();
        if begins + 1 == self.lines.len()
            && let Some((_, only)) = self.lines.last_mut()
            && let Some(guard) = only.strip_suffix(" ->")
        {
            *only = format!("{guard};");
        }
    }

    pub fn put(&mut self, line: impl ToString) {
        self.lines.push((self.indent, line.to_string()));
    }

    /// A model has no times, so none of them may be a fault.
    fn refuse_times(&mut self) {
        for (at, &op) in self.program().processes[self.number].ops.iter().enumerate() {
            let may_fault = |operand: u32| {
                let kind =
                    self.model.kinds.operand(self.program(), self.number, self.program().operands[operand as usize]);
                let is_any = (0..=LONGEST_US as i64).contains(&kind.low) && kind.high <= LONGEST_US as i64;
                self.model.number_fails(self.number, operand) != Cond::Never || !is_any
            };
            if op.times(self.program()).any(may_fault) {
                self.refuse(at as u32, "a time that may be negative, too long, or a fault");
            }
        }
    }

    pub fn refuse(&mut self, at: u32, message: impl ToString) {
        self.refusals.push(Refusal { span: self.span(at), message: message.to_string() });
    }
}
