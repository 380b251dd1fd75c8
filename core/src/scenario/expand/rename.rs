//! The names of a procedure in the process that calls it: `insert.x` for its variables, objects for its parameters.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::cell::Cell;

use super::super::tree::{
    Block, Expr, ExprKind, Part, Procedure, SEPARATOR, Span, Statement, StatementKind, Target, Word,
};
use super::{CONSTANT, Names, variables};

/// The names of one call.
pub(super) struct Scope<'p> {
    procedure: &'p str,
    /// Names of objects.
    globals: &'p Names,
    /// Its parameters, and the variables that it declares.
    own: Names,
    /// The objects that parameters stand for.
    given: BTreeMap<String, Target>,
    /// A parameter that stands for one element and has an index, and the index.
    pub misindexed: Cell<Option<(Span, Span)>>,
}

impl<'p> Scope<'p> {
    pub fn new(procedure: &'p Procedure, globals: &'p Names) -> Scope<'p> {
        let mut own = variables(&procedure.body);
        own.extend(procedure.parameters.iter().map(|word| (word.text.clone(), 0)));
        Scope { procedure: &procedure.name.text, globals, own, given: BTreeMap::new(), misindexed: Cell::new(None) }
    }

    /// The parameter stands for this object.
    pub fn give(&mut self, parameter: &str, target: Target) {
        self.given.insert(parameter.into(), target);
    }

    /// The variable of the process for a variable of the procedure. The name of a constant stays: the checker reports it.
    pub fn name_of(&self, name: &str) -> String {
        match self.globals.get(name) {
            Some(&CONSTANT) => name.into(),
            _ => [self.procedure, SEPARATOR, name].concat(),
        }
    }

    /// The assignment of an argument to its parameter.
    pub fn assignment(&self, parameter: &Word, value: Expr, span: Span) -> Statement {
        let name = Word { text: self.name_of(&parameter.text), span: value.span };
        Statement { kind: StatementKind::Let { name, value }, span }
    }

    /// Whether the name means a variable: one of the procedure's own, or none that is known.
    fn is_variable(&self, name: &str) -> bool {
        self.own.contains_key(name) || !self.globals.contains_key(name)
    }

    pub fn block(&self, block: &mut Block) {
        for statement in &mut block.statements {
            statement.kind.parts_mut(&mut |part| self.part(part));
            statement.kind.blocks_mut(&mut |block| self.block(block));
        }
    }

    fn part(&self, part: Part<'_>) {
        match part {
            Part::Variable(word) => self.variable(word),
            Part::Region(word) => self.object(word),
            Part::Target(target) => self.target(target),
            Part::Cell(place) => {
                self.target(&mut place.base);
                place.index.iter_mut().for_each(|index| self.expr(index));
            }
            Part::Value(value) => self.expr(value),
        }
    }

    /// A variable that a statement assigns to, or that `torn` asks about.
    fn variable(&self, word: &mut Word) {
        word.text = self.name_of(&word.text);
    }

    /// A region of memory.
    fn object(&self, word: &mut Word) {
        if let Some(given) = self.given.get(&word.text) {
            word.text.clone_from(&given.name.text);
        }
    }

    /// An object, or a variable that holds a process. The element of an array that was given replaces an index.
    fn target(&self, target: &mut Target) {
        target.index.iter_mut().for_each(|index| self.expr(index));
        match self.given.get(&target.name.text) {
            Some(given) => {
                target.name.text.clone_from(&given.name.text);
                if given.index.is_some() {
                    if let (Some(index), None) = (&target.index, self.misindexed.get()) {
                        self.misindexed.set(Some((target.name.span, index.span)));
                    }
                    target.index.clone_from(&given.index);
                }
            }
            None if self.is_variable(&target.name.text) => self.variable(&mut target.name),
            None => {}
        }
    }

    fn expr(&self, expr: &mut Expr) {
        let ExprKind::Name(name) = &mut expr.kind else { return expr.parts_mut(&mut |part| self.part(part)) };
        match self.given.get(name) {
            Some(Target { name: object, index: None }) => name.clone_from(&object.text),
            Some(target) => expr.kind = ExprKind::One(target.clone()),
            None if self.is_variable(name) => *name = self.name_of(name),
            None => {}
        }
    }
}

/// Nodes of an index that is evaluated wherever the parameter is used; a larger one is evaluated once.
const MOST_NODES: usize = 16;

/// Whether the value of an expression is the same at any time: only numbers and `me`, and few of them.
pub(super) fn is_constant(expr: &Expr) -> bool {
    nodes(expr).is_some_and(|nodes| nodes <= MOST_NODES)
}

/// The number of nodes of a constant expression.
fn nodes(expr: &Expr) -> Option<usize> {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Truth(_) | ExprKind::Constant(..) | ExprKind::Me => Some(1),
        ExprKind::Unary(_, inside) => Some(nodes(inside)? + 1),
        ExprKind::Binary(_, left, right) => Some(nodes(left)? + nodes(right)? + 1),
        ExprKind::Text(_)
        | ExprKind::Name(_)
        | ExprKind::One(_)
        | ExprKind::Of(_)
        | ExprKind::Torn(_)
        | ExprKind::Instruction(..)
        | ExprKind::Length(_)
        | ExprKind::Room(_)
        | ExprKind::Random(..) => None,
    }
}
