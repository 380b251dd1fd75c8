//! What a process does between two moves: variables, branches, loops, prints. It stands in the `atomic` of the move before.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::acts::{Alternative, Then};
use super::conditions::Cond;
use super::expressions::Tree;
use super::process::{Way, Writer};
use crate::program::{NO_LOCAL, Op, Operand};

impl Writer<'_, '_> {
    /// From an operation on, up to the next place where others can come between.
    pub fn run(&mut self, at: u32, mut way: Way) {
        let at = self.follow(at);
        if self.arrive(at, way) || self.meets(at, &mut way) {
            return;
        }
        self.run_through(at, way);
    }

    /// The same, where the first operation is done here whatever it is.
    pub fn run_through(&mut self, at: u32, way: Way) {
        match self.op(at) {
            Op::Set { local, value } => {
                self.unless_fault(self.model.operand_fails(self.number, value), way);
                let line = format!("{} = {};", self.local(local), self.model.operand(self.number, value));
                self.put(line);
            }
            Op::Unless { condition, target } => {
                self.unless_fault(self.model.number_fails(self.number, condition), way);
                let condition = self.truth(condition);
                return self.branch(&condition, (at + 1, target), way, &[]);
            }
            Op::Rounds { counter, count } => self.rounds(counter, count, way),
            Op::Repeat { counter, index, exit } => {
                let (name, rounds) = (self.local(counter), self.rounds_of(counter));
                let mut lines = Vec::new();
                if index != NO_LOCAL {
                    lines.push(format!("{} = {name};", self.local(index)));
                }
                lines.push(format!("{name}++;"));
                return self.branch(&format!("{name} < {rounds}"), (at + 1, exit), way, &lines);
            }
            Op::Print { count, first } => self.print(count, first, way),
            Op::Assemble { into, first, count, .. } => self.assemble(into, first, count),
            Op::End { .. } => return self.over(way, "ended"),
            Op::Assert { condition, .. } => {
                self.unless_fault(self.model.number_fails(self.number, condition), way);
                let condition = self.truth(condition);
                self.put(format!("promise({condition});"));
            }
            Op::Jump { target } | Op::Again { target } => return self.run(target, way),
            op if self.inside[at as usize] && op.is_move() => return self.move_inside(at, way),
            _ => {}
        }
        self.run(at + 1, way);
    }

    /// A move in an `atomic` of the scenario.
    fn move_inside(&mut self, at: u32, way: Way) {
        let alternatives = self.alternatives(at);
        if let [only] = &alternatives[..]
            && only.guard.is_empty()
        {
            only.body.iter().for_each(|line| self.put(format!("{line};")));
            return self.then(only, way);
        }
        self.put("if");
        let inner = Way { depth: way.depth + 1, ..way };
        for alternative in &alternatives {
            let guard = if alternative.guard.is_empty() { "else" } else { &alternative.guard };
            self.put(format!(":: {guard} ->"));
            self.indent += 1;
            alternative.body.iter().for_each(|line| self.put(format!("{line};")));
            self.then(alternative, inner);
            self.indent -= 1;
        }
        self.put("fi;");
    }

    fn then(&mut self, alternative: &Alternative, way: Way) {
        match alternative.then {
            Then::At(at) | Then::Fresh(at) => self.run(at, way),
            Then::Fault => self.fault(way),
            Then::Stop => self.put("false;"),
        }
    }

    /// One of two ways; `lines` come first on the way where the condition holds.
    fn branch(&mut self, condition: &str, (yes, no): (u32, u32), way: Way, lines: &[String]) {
        let inner = Way { depth: way.depth + 1, ..way };
        self.put("if");
        self.put(format!(":: {condition} ->"));
        self.indent += 1;
        lines.iter().for_each(|line| self.put(line));
        self.run(yes, inner);
        self.indent -= 1;
        self.put(":: else ->");
        self.indent += 1;
        self.run(no, inner);
        self.indent -= 1;
        self.put("fi;");
    }

    /// Ends the process where this is so, which is a mistake.
    pub fn unless_fault(&mut self, fails: Cond, way: Way) {
        let fails = match fails {
            Cond::Never => return,
            fails => fails.written(),
        };
        self.put("if");
        self.put(format!(":: {fails} ->"));
        self.indent += 1;
        self.fault(Way { depth: way.depth + 1, ..way });
        self.indent -= 1;
        self.put(":: else -> skip;");
        self.put("fi;");
    }

    /// A condition, without what only makes 0 or 1 of it.
    pub fn truth(&self, operand: u32) -> String {
        self.model.expression(self.number, &self.model.tree_of(operand))
    }

    pub fn local(&self, local: u16) -> String {
        self.model.local(self.number, local)
    }

    fn rounds(&mut self, counter: u16, count: u32, way: Way) {
        self.unless_fault(self.model.number_fails(self.number, count), way);
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

    /// How many rounds a `repeat` has, as it stands in the model.
    fn rounds_of(&self, counter: u16) -> String {
        self.constant_rounds(counter).map_or_else(|| self.local(counter + 1), |rounds| format!("{rounds}"))
    }

    /// The number of rounds of a `repeat` that is known.
    fn constant_rounds(&self, counter: u16) -> Option<i64> {
        let mut found = self.program().processes[self.number].ops.iter().filter_map(|op| match *op {
            Op::Rounds { counter: other, count } if other == counter => Some(count),
            _ => None,
        });
        let count = found.next()?;
        match self.program().operands[count as usize] {
            Operand::Constant(value) if found.next().is_none() => value.as_number().map(|rounds| rounds.max(0)),
            _ => None,
        }
    }

    /// The variables that the written operations use.
    pub fn used(&self, _: &BTreeSet<u32>) -> BTreeSet<u16> {
        let of = &self.program().processes[self.number];
        let known = of.ops.iter().filter_map(|op| match *op {
            Op::Rounds { counter, .. } if self.constant_rounds(counter).is_some() => Some(counter + 1),
            _ => None,
        });
        let known: BTreeSet<u16> = known.collect();
        (0..of.locals.len() as u16).filter(|local| !known.contains(local)).collect()
    }

    /// Prints are kept where outcomes are asked for; a trail shows them else.
    fn print(&mut self, count: u8, first: u32, way: Way) {
        let operands: Vec<u32> = (first..first + u32::from(count)).collect();
        let fails = operands
            .iter()
            .fold(Cond::Never, |fails, &operand| fails.or(self.model.operand_fails(self.number, operand)));
        self.unless_fault(fails, way);
        let trees: Vec<Tree> = operands.iter().map(|&operand| self.model.tree_of(operand)).collect();
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

    /// An item that was read cell by cell.
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
