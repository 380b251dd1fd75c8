//! Free operations, executed between two moves: variables, branches, loops, prints. They are part of the `atomic` of
//! the move before.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::alternative::{Alternative, Then};
use super::conditions::Cond;
use super::expressions::Tree;
use super::process::Writer;
use crate::program::{NO_LOCAL, Op, Operand, Shown};

impl Writer<'_, '_> {
    /// Writes an operation that is part of the current move, whatever it is, and everything after it.
    pub fn run_free(&mut self, at: u32) {
        match self.op(at) {
            Op::Set { local, value } => {
                self.fault_if(self.model.operand_fails(self.number, value));
                let line = format!("{} = {};", self.local(local), self.model.operand(self.number, value));
                self.put(line);
            }
            Op::Unless { condition, target } => {
                self.fault_if(self.model.number_fails(self.number, condition));
                let condition = self.truth(condition);
                return self.branch(&condition, (at + 1, target), &[]);
            }
            Op::Rounds { counter, count } => self.rounds(counter, count),
            Op::Repeat { counter, index, exit } => {
                let (name, rounds) = (self.local(counter), self.rounds_of(counter));
                let mut lines = Vec::new();
                if index != NO_LOCAL {
                    lines.push(format!("{} = {name};", self.local(index)));
                }
                lines.push(format!("{name}++;"));
                return self.branch(&format!("{name} < {rounds}"), (at + 1, exit), &lines);
            }
            Op::Print { count, first, shows: _ } => self.print(count, first),
            Op::Assemble { into, first, count, .. } => self.assemble(into, first, count),
            Op::End { .. } => return self.terminate("ended"),
            Op::Assert { condition, .. } => {
                self.fault_if(self.model.number_fails(self.number, condition));
                let condition = self.truth(condition);
                self.put(format!("promise({condition});"));
            }
            Op::Jump { target } | Op::Again { target } => return self.run(target),
            // None of these is in a model.
            Op::Work { .. } | Op::Sleep { .. } => {}
            // What is shown is not in a model, but a fault in calculating it is.
            Op::Show { what } => self.fault_if(self.shown_fails(what)),
            Op::Send { .. }
            | Op::Receive { .. }
            | Op::Post { .. }
            | Op::Select { .. }
            | Op::Create { .. }
            | Op::Attach { .. }
            | Op::Detach { .. }
            | Op::Read { .. }
            | Op::Write { .. }
            | Op::Instruct { .. }
            | Op::Lock { .. }
            | Op::Unlock { .. }
            | Op::Wait { .. }
            | Op::Signal { .. }
            | Op::FallAsleep { .. }
            | Op::Notify { .. }
            | Op::Atomic { .. }
            | Op::Received { .. }
            | Op::Awake { .. }
            | Op::Draw { .. }
            | Op::Inspect { .. }
            | Op::Either { .. } => return self.move_inside(at),
        }
        self.run(at + 1);
    }

    /// A move in an `atomic` of the scenario.
    fn move_inside(&mut self, at: u32) {
        let alternatives = self.alternatives(at);
        if let [only] = &alternatives[..]
            && only.guard.is_empty()
        {
            only.body.iter().for_each(|line| self.put(format!("{line};")));
            return self.then(only);
        }
        self.put("if");
        for alternative in &alternatives {
            let guard = if alternative.guard.is_empty() { "else" } else { &alternative.guard };
            self.put(format!(":: {guard} ->"));
            self.indent += 1;
            alternative.body.iter().for_each(|line| self.put(format!("{line};")));
            self.then(alternative);
            self.indent -= 1;
        }
        self.put("fi;");
    }

    fn then(&mut self, alternative: &Alternative) {
        match alternative.then {
            Then::At(at) | Then::Fresh(at) => self.run(at),
            Then::Fault => self.fault(),
            Then::Stop => self.put("false;"),
        }
    }

    /// One of two branches; `lines` come first on the one where the condition holds.
    fn branch(&mut self, condition: &str, (yes, no): (u32, u32), lines: &[String]) {
        self.put("if");
        self.put(format!(":: {condition} ->"));
        self.indent += 1;
        lines.iter().for_each(|line| self.put(line));
        self.run(yes);
        self.indent -= 1;
        self.put(":: else ->");
        self.indent += 1;
        self.run(no);
        self.indent -= 1;
        self.put("fi;");
    }

    /// Terminates the process by a fault if this holds.
    pub fn fault_if(&mut self, fails: Cond) {
        let fails = match fails {
            Cond::Never => return,
            fails => fails.written(),
        };
        self.put("if");
        self.put(format!(":: {fails} ->"));
        self.indent += 1;
        self.fault();
        self.indent -= 1;
        self.put(":: else -> skip;");
        self.put("fi;");
    }

    /// A condition, without the conversion to 0 or 1.
    pub fn truth(&self, operand: u32) -> String {
        self.model.expression(self.number, &self.model.tree_of(operand))
    }

    pub fn local(&self, local: u16) -> String {
        self.model.local(self.number, local)
    }

    fn rounds(&mut self, counter: u16, count: u32) {
        self.fault_if(self.model.number_fails(self.number, count));
        if self.constant_rounds(counter).is_none() {
            let (rounds, count_of) = (self.local(counter + 1), self.model.operand(self.number, count));
            let kind = self.model.kinds.operand(self.program(), self.number, self.program().operands[count as usize]);
            let line = match kind.low < 0 {
                true => format!("{rounds} = ({count_of} < 0 -> 0 : {count_of});"),
                false => format!("{rounds} = {count_of};"),
            };
            self.put(line);
        }
        let line = format!("{} = 0;", self.local(counter));
        self.put(line);
    }

    /// The number of rounds of a `repeat`, as written in the model.
    fn rounds_of(&self, counter: u16) -> String {
        self.constant_rounds(counter).map_or_else(|| self.local(counter + 1), |rounds| format!("{rounds}"))
    }

    /// The number of rounds of a `repeat`, if it is constant.
    fn constant_rounds(&self, counter: u16) -> Option<i64> {
        let mut found = self.rounds_ops().filter(|&(other, _)| other == counter).map(|(_, count)| count);
        let count = found.next()?;
        match self.program().operands[count as usize] {
            Operand::Constant(value) if found.next().is_none() => value.as_number().map(|rounds| rounds.max(0)),
            _ => None,
        }
    }

    /// The start of each `repeat`: its counter, and its number of rounds as an operand.
    fn rounds_ops(&self) -> impl Iterator<Item = (u16, u32)> {
        let ops = self.program().processes[self.number].ops.iter();
        ops.filter_map(|op| if let Op::Rounds { counter, count } = *op { Some((counter, count)) } else { None })
    }

    /// The variables in the model: not a constant number of rounds of a `repeat`.
    pub fn used(&self) -> BTreeSet<u16> {
        let known = self.rounds_ops().filter(|&(counter, _)| self.constant_rounds(counter).is_some());
        let known: BTreeSet<u16> = known.map(|(counter, _)| counter + 1).collect();
        (0..self.program().processes[self.number].locals.len() as u16).filter(|local| !known.contains(local)).collect()
    }

    /// Prints are recorded if outcomes are requested; otherwise a trail shows them.
    fn print(&mut self, count: u8, first: u32) {
        let operands = first..first + u32::from(count);
        self.fault_if(self.some_fails(operands.clone()));
        let trees: Vec<Tree> = operands.map(|operand| self.model.tree_of(operand)).collect();
        for line in self.model.print_checks(self.number, &trees) {
            self.put(line);
        }
        let name = self.model.names.processes[self.number].clone();
        if self.model.counts_prints(self.number) {
            self.put(format!("record(keep_{name}({count}));"));
        }
        for tree in &trees {
            let value = self.model.expression(self.number, tree);
            self.put(format!("prints_{name}({value});"));
        }
    }

    /// When calculating what is shown is a fault.
    pub fn shown_fails(&self, what: Shown) -> Cond {
        self.some_fails(what.inputs())
    }

    /// When evaluating one of several operands is a fault.
    fn some_fails(&self, operands: Range<u32>) -> Cond {
        operands.fold(Cond::Never, |fails, operand| fails.or(self.model.operand_fails(self.number, operand)))
    }

    /// An item read cell by cell.
    fn assemble(&mut self, into: u16, first: u16, count: u16) {
        let cells: Vec<String> = (first..first + count).map(|cell| self.local(cell)).collect();
        let whole: Vec<String> = cells[1..].iter().map(|cell| format!("{} == {cell}", cells[0])).collect();
        let into = self.local(into);
        self.put("if");
        self.put(format!(":: {} -> {into} = {};", whole.join(" && "), cells[0]));
        self.put(":: else ->");
        self.indent += 1;
        for line in self.model.torn_checks() {
            self.put(line);
        }
        self.put(format!("{into} = torn;"));
        self.indent -= 1;
        self.put("fi;");
    }
}
