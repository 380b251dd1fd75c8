//! One process: a label for each place where others can come between, and the `atomic` that is the move from there.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::acts::{Alternative, Then};
use super::{Model, Refusal};
use crate::program::{Op, Program};
use crate::scenario::tree::Span;

/// Writes one process.
pub(super) struct Writer<'a, 'm> {
    pub model: &'a Model<'m>,
    /// The number of the process.
    pub number: usize,
    /// Lines, each with how far it stands in.
    lines: Vec<(usize, String)>,
    pub indent: usize,
    /// For each operation that others can come before: its label.
    labels: BTreeMap<u32, String>,
    /// For each operation whether it stands in an `atomic` of the scenario.
    pub inside: Vec<bool>,
    /// How many ways lead to each operation.
    pub ways: Vec<u16>,
    /// Free operations that several ways lead to, and that have been written, with whether a sender waits to go on.
    written: BTreeSet<(u32, bool)>,
    /// Those that have still to be written.
    pub waiting: Vec<(u32, bool)>,
    /// A label for the line to come.
    label: Option<String>,
    /// The label of what is written after this block.
    next_label: Option<String>,
    pub refusals: &'a mut Vec<Refusal>,
}

/// On the way from one move to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// A sender has been met, and is to be given back the right to go on.
    pub owes: bool,
    /// The sections around the place that it comes from, where that is known.
    pub nest: Option<u16>,
    /// How many branches it has gone into.
    pub depth: usize,
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
        ways: Vec::new(),
        written: BTreeSet::new(),
        waiting: Vec::new(),
        label: None,
        next_label: None,
        refusals,
    };
    let mut out = format!("/* line {}: {} */\n", model.line(of.span), model.written(of.span));
    out += &format!("active proctype {}() {{\n", model.names.processes[number]);
    let start = model.start.place(number);
    if let Some(start) = start {
        let reached = writer.reach(start as u32);
        out += &writer.variables(&reached);
        writer.give_labels(&reached);
        writer.blocks(start as u32);
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

    /// The declarations of those variables that only this process sees.
    fn variables(&self, reached: &BTreeSet<u32>) -> String {
        let model = self.model;
        let mut declared: Vec<String> = Vec::new();
        let used = self.used(reached);
        for local in (0..self.program().processes[self.number].locals.len() as u16).filter(|local| used.contains(local))
        {
            if !model.is_looked_at(self.number, local) {
                declared.push(model.declare_local(self.number, local));
            }
        }
        let takes = reached
            .iter()
            .any(|&at| matches!(self.op(at), Op::Receive { .. } | Op::Select { .. } | Op::Received { .. }));
        if takes && model.shapes.iter().any(|shape| shape.has_sender) {
            declared.push("byte from_".into());
        }
        if takes && model.shapes.iter().any(|shape| shape.has_awaited) {
            declared.push("bit awaited_".into());
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
        self.next_label = None;
        while let Some((at, owes)) = self.waiting.pop() {
            if !self.written.contains(&(at, owes)) {
                self.put("atomic {");
                self.indent += 1;
                self.put("false;");
                self.run(at, Way { owes, nest: None, depth: 0 });
                self.indent -= 1;
                self.put("}");
            }
        }
    }

    /// A label, and every move from there.
    fn block(&mut self, at: u32) {
        let written = self.model.written(self.span(at));
        self.indent = 0;
        self.lines.push((usize::MAX, format!("{}: /* {written} */", self.labels[&at])));
        let alternatives = self.alternatives(at);
        let nest = Some(self.program().processes[self.number].sections[at as usize]);
        let is_one = alternatives.len() == 1;
        if !is_one {
            self.put("if");
        }
        for alternative in &alternatives {
            self.put(if is_one { "atomic {" } else { ":: atomic {" });
            self.indent += 1;
            self.alternative(alternative, nest);
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

    fn alternative(&mut self, alternative: &Alternative, nest: Option<u16>) {
        if !alternative.guard.is_empty() {
            self.put(format!("{} ->", alternative.guard));
        }
        for line in &alternative.body {
            self.put(format!("{line};"));
        }
        if alternative.guard.is_empty() && alternative.body.is_empty() {
            self.put("skip;");
        }
        let way = Way { owes: alternative.owes, nest, depth: 0 };
        match alternative.then {
            Then::At(at) => self.run(at, way),
            Then::Fresh(at) => self.run_through(at, way),
            Then::Fault => self.fault(way),
            Then::Stop => self.put("false;"),
        }
        if let Some((_, last)) = self.lines.last_mut()
            && let Some(guard) = last.strip_suffix(" ->")
        {
            *last = format!("{guard};");
        }
    }

    /// Where several ways meet at `at`: true if it has been seen to.
    pub fn meets(&mut self, at: u32, way: &mut Way) -> bool {
        let is_deep = way.depth > 6;
        if self.ways[at as usize] < 2 && !is_deep {
            return false;
        }
        let name = self.join_name(at, way.owes);
        way.nest = None;
        if is_deep || self.written.contains(&(at, way.owes)) {
            if !self.written.contains(&(at, way.owes)) {
                self.waiting.push((at, way.owes));
            }
            self.put(format!("goto {name};"));
            return true;
        }
        if self.label.is_some() {
            self.put("skip;");
        }
        self.written.insert((at, way.owes));
        self.label = Some(name);
        false
    }

    fn join_name(&self, at: u32, owes: bool) -> String {
        format!("join{at}{}", if owes { "_met" } else { "" })
    }

    /// The end of a way: at the place of the next move.
    pub fn arrive(&mut self, at: u32, way: Way) -> bool {
        if !self.is_stop(at) {
            return false;
        }
        let nest = self.program().processes[self.number].sections[at as usize];
        for (section, name) in self.model.watched(self.number) {
            let is_in = |nest: u16| self.program().nests[usize::from(nest)].contains(&section);
            if way.nest.is_none_or(|from| is_in(from) != is_in(nest)) {
                let line = format!("{name} = {};", u8::from(is_in(nest)));
                self.put(line);
            }
        }
        self.give_back(way);
        let label = self.labels[&at].clone();
        if way.depth > 0 || self.next_label.as_ref() != Some(&label) || self.label.is_some() {
            self.put(format!("goto {label};"));
        }
        true
    }

    fn give_back(&mut self, way: Way) {
        if way.owes {
            self.put("back!0;");
        }
    }

    /// The process is at its end.
    pub fn over(&mut self, way: Way, how: &str) {
        let life = self.model.life(self.number);
        match self.model.noticed[self.number] {
            true => self.put(format!("{life} = {how};")),
            false => self.put(format!("record({life} = {how});")),
        }
        for (section, name) in self.model.watched(self.number) {
            let is_out = way.nest.is_some_and(|nest| !self.program().nests[usize::from(nest)].contains(&section));
            if !is_out {
                self.put(format!("{name} = 0;"));
            }
        }
        self.give_back(way);
        self.put("goto end_over;");
    }

    /// A mistake has ended it.
    pub fn fault(&mut self, way: Way) {
        for line in self.model.fault_checks() {
            self.put(line);
        }
        self.over(way, "faulted");
    }

    pub fn put(&mut self, line: impl ToString) {
        let line = line.to_string();
        match self.label.take() {
            Some(label) => self.lines.push((self.indent, format!("{label}: {line}"))),
            None => self.lines.push((self.indent, line)),
        }
    }

    pub fn refuse(&mut self, at: u32, message: impl ToString) {
        self.refusals.push(Refusal { span: self.span(at), message: message.to_string() });
    }
}

/// Puts a short `atomic` on one line, and labels at the margin.
fn compact(lines: Vec<(usize, String)>) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (indent, line) = &lines[at];
        if *indent == usize::MAX {
            out.push((0, line.clone()));
            at += 1;
            continue;
        }
        let opens = line.ends_with("atomic {");
        let end = lines[at + 1..].iter().position(|(inner, _)| inner <= indent).map(|offset| at + 1 + offset);
        if let Some(end) = end.filter(|_| opens) {
            let body = &lines[at + 1..end];
            let is_flat = body.iter().all(|(inner, _)| *inner == indent + 1);
            let joined: Vec<&str> = body.iter().map(|(_, line)| line.as_str()).collect();
            let joined = format!("{line} {} {}", joined.join(" "), lines[end].1);
            if is_flat && joined.len() <= 100 {
                out.push((indent + 1, joined));
                at = end + 1;
                continue;
            }
        }
        out.push((indent + 1, line.clone()));
        at += 1;
    }
    out
}
