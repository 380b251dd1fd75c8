//! Shared memory: regions, access rights, and one cell per move.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Model;
use super::alternative::{Act, Alternative, Then};
use super::conditions::Cond;
use super::process::Writer;
use crate::program::Place;
use crate::scenario::tree::Instruction;

impl Model<'_> {
    /// A cell by its index among all.
    pub fn cell_named(&self, cell: u32) -> String {
        let number =
            self.program.fields.iter().rposition(|field| field.first_cell <= cell).expect("a cell belongs to a field");
        let field = &self.program.fields[number];
        match (field.slots, field.cells) {
            (None, 1) => self.names.fields[number].clone(),
            _ => format!("{}[{}]", self.names.fields[number], cell - field.first_cell),
        }
    }

    /// The variable that says how a process is attached to a region; `None` if it can't be.
    fn access(&self, process: usize, memory: u16) -> Option<String> {
        let of = &self.program.memories[usize::from(memory)];
        let may = of
            .owner
            .iter()
            .chain(of.allow.iter().map(|(process, _)| process))
            .any(|&other| usize::from(other) == process);
        may.then(|| format!("{}_at_{}", self.names.processes[process], self.names.memories[usize::from(memory)]))
    }
}

impl Writer<'_, '_> {
    fn or_end(fails: Cond, body: Vec<String>, at: u32) -> Vec<Alternative> {
        let mut alternatives = alloc::vec![Alternative::new(fails.clone().not(), body, Then::At(at + 1))];
        alternatives.extend((fails != Cond::Never).then(|| Alternative::new(fails, Vec::new(), Then::Fault)));
        alternatives
    }

    /// A cell of an item, and when this use of it is refused.
    fn cell(&self, place: u32, cell: u16, writes: bool) -> (String, Cond) {
        let Place { field, slot } = self.program().places[place as usize];
        let of = &self.program().fields[usize::from(field)];
        let memory = &self.program().memories[usize::from(of.memory)];
        let denied = match (memory.is_open(), self.model.access(self.number, of.memory)) {
            (true, _) => Cond::Never,
            (_, None) => Cond::Always,
            (_, Some(access)) if writes => Cond::when(format!("{access} != 2")),
            (_, Some(access)) => Cond::when(format!("{access} == 0")),
        };
        let name = &self.model.names.fields[usize::from(field)];
        let Some(slot) = slot else {
            return match of.cells {
                1 => (name.clone(), denied),
                _ => (format!("{name}[{cell}]"), denied),
            };
        };
        let tree = self.model.tree_of(slot);
        let outside = self.model.is_no_number(self.number, &tree).or(self.model.is_outside(
            self.number,
            &tree,
            of.slots.unwrap_or(1),
        ));
        let index = self.model.expression(self.number, &tree);
        let index = match of.cells {
            1 => index,
            cells => format!("({index}) * {cells} + {cell}"),
        };
        (format!("{name}[{index}]"), denied.or(outside))
    }

    pub fn read(&mut self, at: u32, (into, place, cell): (u16, u32, u16)) -> Vec<Alternative> {
        let (cell, fails) = self.cell(place, cell, false);
        Writer::or_end(fails, alloc::vec![format!("{} = {cell}", self.local(into))], at)
    }

    pub fn write(&mut self, at: u32, (place, cell, value): (u32, u16, u32)) -> Vec<Alternative> {
        let (cell, fails) = self.cell(place, cell, true);
        let fails = fails.or(self.model.operand_fails(self.number, value));
        Writer::or_end(fails, alloc::vec![format!("{cell} = {}", self.model.operand(self.number, value))], at)
    }

    /// A hardware instruction: the old value goes into a variable.
    pub fn instruct(
        &mut self,
        at: u32,
        (into, place, instruction, first): (u16, u32, Instruction, u32),
    ) -> Vec<Alternative> {
        let (cell, mut fails) = self.cell(place, 0, true);
        for operand in first..first + instruction.values() as u32 {
            fails = fails.or(self.model.operand_fails(self.number, operand));
        }
        let into = self.local(into);
        let value = |offset: u32| self.model.operand(self.number, first + offset);
        // The new value may contain the variable that receives the old one: it is evaluated first.
        let body = match instruction {
            Instruction::TestAndSet => alloc::vec![format!("{into} = {cell}"), format!("{cell} = 1")],
            Instruction::Swap => alloc::vec![format!("{into} = {cell}"), format!("{cell} = {}", value(0))],
            Instruction::FetchAndAdd => {
                let field = self.program().places[place as usize].field;
                if self.model.kinds.fields[usize::from(field)].strays() {
                    fails = fails.or(Cond::when(format!("is_text({cell})")));
                }
                fails = fails.or(self.model.number_fails(self.number, first));
                alloc::vec![format!("{into} = {cell}"), format!("{cell} = {cell} + {}", paren(&value(0)))]
            }
            Instruction::CompareAndSwap => {
                let (expected, new) = (value(0), value(1));
                alloc::vec![
                    format!("{into} = {cell}"),
                    format!("if :: {cell} == {} -> {cell} = {new} :: else -> skip fi", paren(&expected)),
                ]
            }
        };
        Writer::or_end(fails, body, at)
    }

    pub fn create(&mut self, at: u32, memory: u16) -> Vec<Alternative> {
        let name = &self.model.names.memories[usize::from(memory)];
        let mut body = alloc::vec![format!("created_{name} = 1")];
        body.extend(self.model.access(self.number, memory).map(|access| format!("{access} = 2")));
        Writer::or_end(Cond::when(format!("created_{name}")), body, at)
    }

    pub fn attach(&mut self, memory: u16, read_only: bool, next: u32) -> Act {
        let of = &self.program().memories[usize::from(memory)];
        let name = &self.model.names.memories[usize::from(memory)];
        let created = if of.owner.is_some() { Cond::when(format!("created_{name}")) } else { Cond::Always };
        let is_allowed = of.is_open()
            || of.owner == Some(self.number as u16)
            || of.allow.iter().any(|&(allowed, only)| usize::from(allowed) == self.number && (read_only || !only));
        let access = self.model.access(self.number, memory).filter(|_| !of.is_open());
        let body: Vec<String> =
            access.map(|access| format!("{access} = {}", if read_only { 1 } else { 2 })).into_iter().collect();
        match is_allowed {
            true => {
                let alternative = Alternative::new(created.clone(), body, Then::At(next));
                Act { alternatives: alloc::vec![alternative], never: Cond::Never, early: created.not() }
            }
            false => Act { alternatives: Vec::new(), never: created, early: Cond::Always },
        }
    }

    pub fn detach(&mut self, at: u32, memory: u16) -> Vec<Alternative> {
        let of = &self.program().memories[usize::from(memory)];
        match self.model.access(self.number, memory) {
            _ if of.is_open() => Writer::or_end(Cond::Never, Vec::new(), at),
            None => Writer::or_end(Cond::Always, Vec::new(), at),
            Some(access) => {
                Writer::or_end(Cond::when(format!("{access} == 0")), alloc::vec![format!("{access} = 0")], at)
            }
        }
    }
}

/// In parentheses unless it is a single word.
fn paren(expression: &str) -> String {
    if expression.contains(' ') { format!("({expression})") } else { String::from(expression) }
}
