//! Compiles expressions to postfix form. Moves in an expression are made before it, in order, into temporary variables.

use alloc::vec::Vec;

use super::super::{Op, Operand, Property, Term, is_skip};
use super::{Compiler, number, operand_of};
use crate::scenario::tree::{self, BinaryOp, Expr, ExprKind, UnaryOp};
use crate::value::Value;

/// Appends `expr` in postfix form; `leaf` gives the term of a part that is neither an operator nor a constant.
pub(super) fn postfix(expr: &Expr, terms: &mut Vec<Term>, leaf: &mut impl FnMut(&Expr) -> Option<Term>) {
    if let Some(term) = leaf(expr) {
        terms.push(term);
        return;
    }
    match &expr.kind {
        ExprKind::Number(number) | ExprKind::Constant(_, number) => {
            let value = Value::number(*number).expect("a literal has no minus sign, and a constant was calculated");
            terms.push(Term::Constant(value));
        }
        ExprKind::Truth(truth) => terms.push(Term::Constant(Value::truth(*truth))),
        ExprKind::Unary(op, inner) => {
            postfix(inner, terms, leaf);
            terms.push(match op {
                UnaryOp::Not => Term::Not,
                UnaryOp::Negate => Term::Negate,
            });
        }
        ExprKind::Binary(op, left, right) if is_skip(*op) => {
            postfix(left, terms, leaf);
            let at = terms.len();
            terms.push(Term::Truth);
            postfix(right, terms, leaf);
            terms.push(Term::Truth);
            let skip = (terms.len() - at - 1) as u32;
            terms[at] = match op {
                BinaryOp::And => Term::AndThen(skip),
                _ => Term::OrElse(skip),
            };
        }
        ExprKind::Binary(op, left, right) => {
            postfix(left, terms, leaf);
            postfix(right, terms, leaf);
            terms.push(Term::Binary(*op));
        }
        _ => unreachable!("the checker allows no other part here"),
    }
}

impl Compiler<'_> {
    pub(super) fn operand_list(&mut self, values: &[Expr]) -> (u8, u32) {
        let operands: Vec<Operand> = values.iter().map(|value| self.operand(value)).collect();
        let first = self.program.operands.len() as u32;
        self.program.operands.extend(operands);
        (values.len() as u8, first)
    }

    pub(super) fn keep(&mut self, operand: Operand) -> u32 {
        self.program.operands.push(operand);
        self.program.operands.len() as u32 - 1
    }

    pub(super) fn operand(&mut self, expr: &Expr) -> Operand {
        let terms = self.terms(expr);
        operand_of(&terms).unwrap_or_else(|| self.store(terms))
    }

    /// `expr` multiplied by `times`.
    pub(super) fn scaled(&mut self, expr: &Expr, times: u64) -> Operand {
        let mut terms = self.terms(expr);
        terms.push(Term::Constant(number(times)));
        terms.push(Term::Binary(BinaryOp::Multiply));
        self.store(terms)
    }

    pub(super) fn store(&mut self, mut terms: Vec<Term>) -> Operand {
        let (start, len) = (self.program.terms.len() as u32, terms.len() as u32);
        self.program.terms.append(&mut terms);
        Operand::Terms { start, len }
    }

    pub(super) fn terms(&mut self, expr: &Expr) -> Vec<Term> {
        let mut terms = Vec::new();
        postfix(expr, &mut terms, &mut |part| self.leaf(part));
        terms
    }

    fn leaf(&mut self, part: &Expr) -> Option<Term> {
        match &part.kind {
            ExprKind::Name(name) => Some(self.name_term(name)),
            ExprKind::One(target) => Some(self.process_term(target)),
            ExprKind::Me => Some(Term::Constant(number(u64::from(self.me.unwrap_or(0))))),
            ExprKind::Text(text) => Some(Term::Constant(Value::text(self.text(text)))),
            ExprKind::Torn(name) => Some(Term::Torn(self.local(&name.text))),
            ExprKind::Of(dotted) => Some(self.read(dotted)),
            ExprKind::Instruction(instruction, dotted, values) => Some(self.instruct(*instruction, dotted, values)),
            ExprKind::Length(channel) => Some(self.look(channel, Property::Length)),
            ExprKind::Room(channel) => Some(self.look(channel, Property::Room)),
            ExprKind::Random(low, high) => {
                let (low, high) = (self.operand(low), self.operand(high));
                let range = self.keep(low);
                self.keep(high);
                let into = self.borrow();
                self.emit(Op::Draw { into, range });
                Some(Term::Local(into))
            }
            ExprKind::Binary(op, left, right) if is_skip(*op) && makes_moves(right) => {
                Some(self.either_side(*op, left, right))
            }
            _ => None,
        }
    }

    fn look(&mut self, channel: &tree::Target, what: Property) -> Term {
        let channel = self.looked_at(channel);
        let into = self.borrow();
        self.emit(Op::Inspect { into, channel, what });
        Term::Local(into)
    }

    /// `left and right` where `right` contains moves: they are made only if `left` does not decide.
    fn either_side(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Term {
        let result = self.borrow();
        let mut terms = self.terms(left);
        terms.push(Term::Truth);
        self.set(result, terms);
        let decided = match op {
            BinaryOp::And => Operand::Local(result),
            _ => self.store([Term::Local(result), Term::Not].to_vec()),
        };
        let condition = self.keep(decided);
        let out = self.emit(Op::Unless { condition, target: 0 });
        let mut terms = self.terms(right);
        terms.push(Term::Truth);
        self.set(result, terms);
        self.land(out);
        Term::Local(result)
    }

    fn set(&mut self, local: u16, terms: Vec<Term>) {
        let value = self.store(terms);
        let value = self.keep(value);
        self.emit(Op::Set { local, value });
    }
}

/// Whether evaluating `expr` makes a move. The parser bounds its height, and so the recursion.
fn makes_moves(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Length(_)
        | ExprKind::Room(_)
        | ExprKind::Random(..)
        | ExprKind::Of(_)
        | ExprKind::Instruction(..)
        | ExprKind::One(_) => true,
        ExprKind::Unary(_, inner) => makes_moves(inner),
        ExprKind::Binary(_, left, right) => makes_moves(left) || makes_moves(right),
        _ => false,
    }
}
