//! Compiles shared memory: each access to a cell is a step of its own.

use super::super::declare::Named;
use super::super::{Op, Operand, Place, Term};
use super::Compiler;
use crate::scenario::tree::{Dotted, Expr, ExprKind, Instruction};

impl Compiler<'_> {
    /// `x = e`; if `e` is an item of several cells, each cell is read in a step.
    pub(super) fn assign(&mut self, local: u16, value: &Expr) {
        if let ExprKind::Of(dotted) = &value.kind {
            let (place, cells) = self.place(dotted, true);
            if cells == 1 {
                self.emit(Op::Read { into: local, place, cell: 0 });
                return;
            }
            let first = self.local_names.len() as u16;
            for cell in 0..cells {
                let into = self.fresh();
                self.emit(Op::Read { into, place, cell });
            }
            self.emit(Op::Assemble { into: local, first, count: cells, place });
            return;
        }
        let value = self.operand(value);
        let value = self.keep(value);
        self.emit(Op::Set { local, value });
    }

    /// `table.slots[i] = e`: the slot and the value are evaluated once, then the cells are written one by one.
    pub(super) fn write(&mut self, dotted: &Dotted, value: &Expr) {
        let value = self.operand(value);
        let (place, cells) = self.place(dotted, true);
        let value = if cells > 1 { self.held(value) } else { value };
        let value = self.keep(value);
        for cell in 0..cells {
            self.emit(Op::Write { place, cell, value });
        }
    }

    /// A cell in an expression: read before it, into a temporary variable.
    pub(super) fn read(&mut self, dotted: &Dotted) -> Term {
        let (place, _) = self.place(dotted, false);
        let into = self.borrow();
        self.emit(Op::Read { into, place, cell: 0 });
        Term::Local(into)
    }

    /// A hardware instruction in an expression.
    pub(super) fn instruct(&mut self, instruction: Instruction, dotted: &Dotted, values: &[Expr]) -> Term {
        let (_, first) = self.operand_list(values);
        let (place, _) = self.place(dotted, false);
        let into = self.borrow();
        self.emit(Op::Instruct { into, place, instruction, first });
        Term::Local(into)
    }

    /// An item, and its number of cells. `held`: its slot does not change while its cells are accessed.
    fn place(&mut self, dotted: &Dotted, held: bool) -> (u32, u16) {
        let Some(Named::Memory(memory)) = self.names.get(&dotted.base.name.text) else {
            unreachable!("the checker allows only regions here")
        };
        let mut fields = self.program.memories[usize::from(memory)].fields.clone();
        let field = fields
            .find(|&field| self.program.fields[usize::from(field)].name == dotted.field.text)
            .expect("the checker knows every field");
        let cells = self.program.fields[usize::from(field)].cells as u16;
        let slot = dotted.index.as_ref().map(|index| {
            let index = match self.fold(index) {
                Some(index) => {
                    Operand::Constant(crate::value::Value::number(index).expect("it was folded to a number"))
                }
                None => self.operand(index),
            };
            let index = if held && cells > 1 { self.held(index) } else { index };
            self.keep(index)
        });
        self.program.places.push(Place { field, slot });
        (self.program.places.len() as u32 - 1, cells)
    }

    /// The current value of the operand, in a temporary variable.
    fn held(&mut self, operand: Operand) -> Operand {
        if let Operand::Constant(_) = operand {
            return operand;
        }
        let local = self.borrow();
        let value = self.keep(operand);
        self.emit(Op::Set { local, value });
        Operand::Local(local)
    }
}
