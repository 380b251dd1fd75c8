//! Compiles control flow to jumps: loops, branches, sections, and the bodies of procedures.

use alloc::vec::Vec;

use super::super::{NO_ATTEMPT, NO_LOCAL, Op, Operand, SelectSpec, Shown};
use super::Compiler;
use crate::scenario::tree::{Act, Block, Condition, Duration, Expr, Word};

/// The jumps of a loop: out of it, and back to its head.
pub(super) struct Loop {
    pub head: u32,
    pub breaks: Vec<usize>,
    /// Number of sections around it.
    pub sections: usize,
}

/// The body of a procedure in place of a call.
pub(super) struct Inlined {
    /// The variable for the returned value.
    pub into: Option<u16>,
    pub returns: Vec<usize>,
    /// Number of sections around it.
    pub sections: usize,
}

impl Compiler<'_> {
    pub(super) fn repeat(&mut self, count: &Expr, index: Option<&Word>, body: &Block) {
        let count = self.operand(count);
        let count = self.keep(count);
        let counter = self.fresh();
        let rounds = self.fresh();
        debug_assert_eq!(rounds, counter + 1);
        let index = index.map_or(NO_LOCAL, |word| self.local(&word.text));
        self.emit(Op::Rounds { counter, count });
        let head = self.here();
        self.enter(head);
        self.emit(Op::Repeat { counter, index, exit: 0 });
        self.block(body);
        self.leave();
        let after = self.here();
        if let Op::Repeat { exit, .. } = &mut self.ops[head as usize] {
            *exit = after;
        }
    }

    pub(super) fn if_(&mut self, arms: &[(Condition, Block)], otherwise: Option<&Block>) {
        let mut ends = Vec::new();
        for (condition, block) in arms {
            let next = self.unless(condition);
            self.block(block);
            ends.push(self.emit(Op::Jump { target: 0 }));
            self.land(next);
        }
        if let Some(block) = otherwise {
            self.block(block);
        }
        for end in ends {
            self.land(end);
        }
    }

    /// A jump, to be landed later, that is taken if the condition is false.
    pub(super) fn unless(&mut self, condition: &Condition) -> usize {
        let borrowed = self.borrowed.len();
        let operand = match condition {
            Condition::Holds(expr) => {
                self.span = expr.span;
                self.operand(expr)
            }
            Condition::Succeeds(attempt, span) => {
                self.span = *span;
                let result = self.attempt(attempt).expect("in a condition an act has a `try` or a `within`");
                Operand::Local(result)
            }
        };
        let condition = self.keep(operand);
        let jump = self.emit(Op::Unless { condition, target: 0 });
        self.give_back(borrowed);
        jump
    }

    pub(super) fn either(&mut self, blocks: &[Block]) {
        let first = self.program.branches.len() as u32;
        self.program.branches.extend(blocks.iter().map(|_| 0));
        self.emit(Op::Either { count: blocks.len() as u16, first });
        let mut ends = Vec::new();
        for (number, block) in blocks.iter().enumerate() {
            self.program.branches[first as usize + number] = self.here();
            self.block(block);
            ends.push(self.emit(Op::Jump { target: 0 }));
        }
        for end in ends {
            self.land(end);
        }
    }

    pub(super) fn select(&mut self, arms: &[(Act, Block)], after: Option<&(Duration, Block)>) {
        let compiled: Vec<Op> = arms.iter().map(|(act, _)| self.act(act, NO_ATTEMPT)).collect();
        let limit = after.map(|(duration, _)| {
            let operand = self.duration(duration);
            self.keep(operand)
        });
        let first = self.program.arms.len() as u32;
        self.program.arms.extend(compiled.iter().map(|&op| super::super::Arm { op, target: 0 }));
        let select = self.program.selects.len() as u32;
        let count = arms.len() as u16;
        self.program.selects.push(SelectSpec { first, count, after: limit.map(|limit| (limit, 0)) });
        self.emit(Op::Select { select });
        let mut ends = Vec::new();
        for (number, (act, block)) in arms.iter().enumerate() {
            self.program.arms[first as usize + number].target = self.here();
            self.receipt(compiled[number], act, NO_ATTEMPT);
            self.block(block);
            ends.push(self.emit(Op::Jump { target: 0 }));
        }
        if let Some((_, block)) = after {
            let here = self.here();
            let spec = &mut self.program.selects[select as usize];
            spec.after = spec.after.map(|(limit, _)| (limit, here));
            self.block(block);
        }
        for end in ends {
            self.land(end);
        }
    }

    pub(super) fn section(&mut self, name: &Word, body: &Block) {
        let section = self.text(&name.text);
        self.emit(Op::Show { what: Shown::Enter { section } });
        self.nest.push(section);
        self.block(body);
        self.emit(Op::Show { what: Shown::Leave { section } });
        self.nest.pop();
    }

    pub(super) fn return_(&mut self, value: Option<&Expr>) {
        let procedure = self.procedures.last().expect("the checker allows no return outside a procedure");
        let (into, sections) = (procedure.into, procedure.sections);
        match (into, value) {
            (Some(into), Some(value)) => self.assign(into, value),
            (None, Some(value)) => _ = self.operand(value),
            (_, None) => {}
        }
        self.leave_sections(sections);
        let at = self.emit(Op::Jump { target: 0 });
        self.procedures.last_mut().expect("it is still there").returns.push(at);
    }

    /// Leaves all sections but the outermost `keep` before a jump.
    pub(super) fn leave_sections(&mut self, keep: usize) {
        for place in (keep..self.nest.len()).rev() {
            let section = self.nest[place];
            self.emit(Op::Show { what: Shown::Leave { section } });
        }
    }

    pub(super) fn enter(&mut self, head: u32) {
        self.loops.push(Loop { head, breaks: Vec::new(), sections: self.nest.len() });
    }

    pub(super) fn leave(&mut self) {
        let done = self.loops.pop().expect("every loop that is entered is left once");
        self.emit(Op::Jump { target: done.head });
        for at in done.breaks {
            self.land(at);
        }
    }

    pub(super) fn innermost(&mut self) -> &mut Loop {
        self.loops.last_mut().expect("the checker allows no break outside a loop")
    }

    /// Sets the target of the jump at `at` to the next operation.
    pub(super) fn land(&mut self, at: usize) {
        let here = self.here();
        match &mut self.ops[at] {
            Op::Jump { target } | Op::Unless { target, .. } | Op::Atomic { end: target } => *target = here,
            _ => unreachable!("only jumps are noted to be landed"),
        }
    }

    /// The body of a procedure in place of a call.
    pub(super) fn procedure(&mut self, into: Option<&(Word, bool)>, body: &Block) {
        let into = into.map(|(name, _)| self.local(&name.text));
        self.procedures.push(Inlined { into, returns: Vec::new(), sections: self.nest.len() });
        self.block(body);
        let done = self.procedures.pop().expect("it was pushed above");
        done.returns.into_iter().for_each(|at| self.land(at));
    }
}
