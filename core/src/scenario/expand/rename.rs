//! The names of a procedure in the process that calls it: `insert.x` for its variables, objects for its parameters.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use core::cell::Cell;

use super::super::tree::{
    Act, Attempt, Block, Condition, Dotted, Duration, Expr, ExprKind, Procedure, SEPARATOR, Size, Span, Statement,
    StatementKind, Target, Time, Timeout, Word,
};
use super::{CONSTANT, Names, visit};

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
        let mut own = visit::variables(&procedure.body);
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
            self.statement(&mut statement.kind);
            visit::blocks_mut(&mut statement.kind, &mut |block| self.block(block));
        }
    }

    /// Renames in a statement, but not in its blocks.
    fn statement(&self, kind: &mut StatementKind) {
        match kind {
            StatementKind::Work { time, label: _ } | StatementKind::Sleep(time) => self.time(time),
            StatementKind::Act(attempt) => self.attempt(attempt),
            StatementKind::Post { count, to } => {
                self.expr(count);
                self.target(to);
            }
            StatementKind::Select { arms, after } => {
                arms.iter_mut().for_each(|(act, _)| self.act(act));
                after.iter_mut().for_each(|(time, _)| self.duration(time));
            }
            StatementKind::Create(memory) | StatementKind::Detach(memory) => self.object(memory),
            StatementKind::Signal(target) | StatementKind::Unlock(target) => self.target(target),
            StatementKind::WaitCondition { condition, mutex } => {
                self.target(condition);
                mutex.iter_mut().for_each(|mutex| self.target(mutex));
            }
            StatementKind::Notify { condition, all: _ } => self.target(condition),
            StatementKind::Let { name, value } | StatementKind::Assign { name, value } => {
                self.variable(name);
                self.expr(value);
            }
            StatementKind::Write { place, value } => {
                self.dotted(place);
                self.expr(value);
            }
            StatementKind::Evaluate(value) | StatementKind::Return(Some(value)) => self.expr(value),
            StatementKind::Print(values) => values.iter_mut().for_each(|value| self.expr(value)),
            StatementKind::Assert { condition, message: _ } => self.expr(condition),
            StatementKind::Repeat { count, index, body: _ } => {
                self.expr(count);
                index.iter_mut().for_each(|word| self.variable(word));
            }
            StatementKind::While { condition, body: _ } => self.condition(condition),
            StatementKind::If { arms, otherwise: _ } => {
                arms.iter_mut().for_each(|(condition, _)| self.condition(condition));
            }
            StatementKind::Call(call) => {
                call.arguments.iter_mut().for_each(|argument| self.expr(argument));
                call.into.iter_mut().for_each(|(name, _)| self.variable(name));
            }
            StatementKind::Inlined { into, .. } => into.iter_mut().for_each(|(name, _)| self.variable(name)),
            StatementKind::Say(_)
            | StatementKind::Ask { .. }
            | StatementKind::Loop(_)
            | StatementKind::Atomic(_)
            | StatementKind::Either(_)
            | StatementKind::Section { .. }
            | StatementKind::Return(None)
            | StatementKind::Break
            | StatementKind::Continue
            | StatementKind::Stop => {}
        }
    }

    fn attempt(&self, attempt: &mut Attempt) {
        self.act(&mut attempt.act);
        if let Timeout::Within(time) = &mut attempt.timeout {
            self.duration(time);
        }
    }

    fn act(&self, act: &mut Act) {
        match act {
            Act::Send { values, size, priority, to, and_wait: _ } => {
                values.iter_mut().chain(priority).for_each(|value| self.expr(value));
                if let Some(Size::Computed(size, _)) = size {
                    self.expr(size);
                }
                self.target(to);
            }
            Act::Receive { into, from, who } => {
                into.iter_mut().chain(who).for_each(|word| self.variable(word));
                from.iter_mut().for_each(|from| self.target(from));
            }
            Act::Wait(target) | Act::Lock(target) => self.target(target),
            Act::Attach { memory, read_only: _ } => self.object(memory),
        }
    }

    fn condition(&self, condition: &mut Condition) {
        match condition {
            Condition::Holds(value) => self.expr(value),
            Condition::Succeeds(attempt, _) => self.attempt(attempt),
        }
    }

    fn time(&self, time: &mut Time) {
        match time {
            Time::Fixed(only) | Time::Exponential(only) => self.duration(only),
            Time::Range(low, high) => {
                self.duration(low);
                self.duration(high);
            }
        }
    }

    fn duration(&self, duration: &mut Duration) {
        match duration {
            Duration::Literal(_) => {}
            Duration::Computed(value, _) => self.expr(value),
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

    fn dotted(&self, dotted: &mut Dotted) {
        self.target(&mut dotted.base);
        dotted.index.iter_mut().for_each(|index| self.expr(index));
    }

    fn expr(&self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Number(_) | ExprKind::Truth(_) | ExprKind::Text(_) | ExprKind::Constant(..) | ExprKind::Me => {}
            ExprKind::Name(name) => match self.given.get(name) {
                Some(Target { name: object, index: None }) => name.clone_from(&object.text),
                Some(target) => expr.kind = ExprKind::One(target.clone()),
                None if self.is_variable(name) => *name = self.name_of(name),
                None => {}
            },
            ExprKind::One(target) | ExprKind::Length(target) | ExprKind::Room(target) => self.target(target),
            ExprKind::Of(dotted) => self.dotted(dotted),
            ExprKind::Torn(name) => self.variable(name),
            ExprKind::Instruction(_, place, values) => {
                self.dotted(place);
                values.iter_mut().for_each(|value| self.expr(value));
            }
            ExprKind::Unary(_, inside) => self.expr(inside),
            ExprKind::Random(left, right) | ExprKind::Binary(_, left, right) => {
                let sides: [&mut Box<Expr>; 2] = [left, right];
                sides.into_iter().for_each(|side| self.expr(side));
            }
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
