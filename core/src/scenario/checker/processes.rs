//! Checks of processes: statements and where they are allowed. Sends, locks and the like are in `acts.rs`, the rules
//! for `atomic` in `atomic.rs`, and the meaning of names in `names.rs`.

use alloc::format;

use super::super::diagnostic::Diagnostics;
use super::super::index::Index;
use super::super::limits;
use super::super::tree::{Block, Condition, Duration, Expr, Process, Span, Statement, StatementKind, Time, Word};
use super::super::values::{Known, examine, number};
use super::Checker;
use super::objects::{Object, Reported};

/// Checks one process.
pub(super) fn check<'s>(checker: &mut Checker<'s>, process: &'s Process) {
    let mut walk = Walk {
        process,
        declared: Index::default(),
        reported: Reported::default(),
        loops: 0,
        tries: false,
        atomic: None,
        returns: None,
        checker,
    };
    walk.block(&process.body);
}

/// A walk over one process, in the order of the text.
pub(super) struct Walk<'c, 's> {
    pub checker: &'c mut Checker<'s>,
    pub process: &'s Process,
    /// Variables declared so far.
    pub declared: Index<'s>,
    /// Names reported so far.
    pub reported: Reported<'s>,
    /// The number of enclosing loops; inside `atomic` only the loops in it.
    pub loops: usize,
    /// The current act has `try` or `within`, so a refusal is expected.
    pub tries: bool,
    /// Inside `atomic`: how often the current statement is executed at most.
    pub atomic: Option<i64>,
    /// Inside a procedure that a `return` here would leave: whether its value is used.
    pub returns: Option<bool>,
}

impl<'s> Walk<'_, 's> {
    pub fn block(&mut self, block: &'s Block) {
        for statement in &block.statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'s Statement) {
        self.check_in_atomic(statement);
        match &statement.kind {
            StatementKind::Work { time, .. } | StatementKind::Sleep(time) => self.time(time, statement.span),
            StatementKind::Act(attempt) => self.attempt(attempt),
            StatementKind::Let { name, value } => {
                self.right_side(value);
                self.declare(name);
            }
            StatementKind::Assign { name, value } => {
                self.right_side(value);
                self.assigned(name);
            }
            StatementKind::Write { place, value } => {
                self.place(place);
                self.value(value);
            }
            StatementKind::Evaluate(value) => _ = self.value(value),
            StatementKind::Print(values) => self.values(values),
            StatementKind::Assert { condition, .. } => _ = self.number(condition, "`assert`"),
            StatementKind::Break => self.needs_loop("break", statement.span),
            StatementKind::Continue => self.needs_loop("continue", statement.span),
            StatementKind::Return(value) => self.return_(value.as_ref(), statement.span),
            StatementKind::Say(_) | StatementKind::Stop | StatementKind::Ask { .. } => {}
            other => match other.blocks().next().is_some() {
                true => self.with_blocks(other),
                false => self.synchronise(other),
            },
        }
    }

    fn with_blocks(&mut self, kind: &'s StatementKind) {
        match kind {
            StatementKind::Repeat { count, index, body } => {
                let rounds = self.number(count, "`repeat`");
                index.iter().for_each(|name| self.declare(name));
                self.rounds(count, rounds, body);
            }
            StatementKind::Loop(body) => self.in_loop(body),
            StatementKind::While { condition, body } => {
                self.condition(condition, "`while`");
                self.in_loop(body);
            }
            StatementKind::If { arms, otherwise } => {
                for (condition, body) in arms {
                    self.condition(condition, "`if`");
                    self.block(body);
                }
                otherwise.iter().for_each(|body| self.block(body));
            }
            StatementKind::Select { arms, after } => {
                for (act, body) in arms {
                    self.act(act);
                    self.block(body);
                }
                if let Some((time, body)) = after {
                    self.duration(time);
                    self.block(body);
                }
            }
            StatementKind::Atomic(body) => self.in_atomic(body),
            StatementKind::Inlined { procedure, into, body } => self.procedure(procedure, into.as_ref(), body),
            StatementKind::Section { name, body } => {
                self.section(name);
                self.block(body);
            }
            other => other.blocks().for_each(|body| self.block(body)),
        }
    }

    /// The body of a procedure in place of its call.
    fn procedure(&mut self, procedure: &'s Word, into: Option<&'s (Word, bool)>, body: &'s Block) {
        self.checker.uses(&procedure.text).first.get_or_insert(self.process);
        let outside = (self.loops, self.returns);
        (self.loops, self.returns) = (0, Some(into.is_some()));
        self.block(body);
        (self.loops, self.returns) = outside;
        match into {
            Some((name, true)) => self.declare(name),
            Some((name, false)) => self.assigned(name),
            None => {}
        }
    }

    fn return_(&mut self, value: Option<&'s Expr>, span: Span) {
        let (message, help) = match (self.returns, value) {
            (Some(true), Some(value)) => return self.right_side(value),
            (Some(false), value) => return value.into_iter().for_each(|value| _ = self.value(value)),
            (Some(true), None) => ("this `return` needs a value, because a call uses it", "write `return …`"),
            (None, _) if self.atomic.is_some() => {
                ("`return` cannot leave an `atomic` block", "set a variable in the `atomic`, and return afterwards")
            }
            (None, _) => ("`return` is outside a procedure", "write `stop` to end the process"),
        };
        self.checker.diagnostics.error(span, message, help);
    }

    /// Declares the variable `name` from here on.
    pub fn declare(&mut self, name: &'s Word) {
        self.is_no_constant(name, "choose another name for the variable");
        self.declared.add("", &name.text, 0);
    }

    /// Reports a constant where a variable gets a value; returns whether it is none.
    pub fn is_no_constant(&mut self, name: &'s Word, help: &str) -> bool {
        let Some(object @ Object::Constant(_)) = self.checker.object(&name.text) else {
            return true;
        };
        if self.reported.add(&name.text, "", 0) {
            let line = self.checker.line(object.name().span);
            let message = format!("`{}` is a constant, declared at line {line}: its value cannot change", name.text);
            self.checker.diagnostics.error(name.span, message, help);
        }
        false
    }

    fn condition(&mut self, condition: &'s Condition, construct: &str) {
        match condition {
            Condition::Holds(value) => _ = self.number(value, construct),
            Condition::Succeeds(attempt, span) => {
                self.attempt_in_atomic(attempt, *span);
                self.attempt(attempt);
            }
        }
    }

    fn section(&mut self, name: &'s Word) {
        let most = limits::NAME_CHARACTERS;
        if name.text.chars().nth(most).is_some() {
            let message = format!("a section name has at most {most} characters");
            self.checker.diagnostics.error(name.span, message, "shorten it");
        }
    }

    pub fn in_loop(&mut self, body: &'s Block) {
        self.loops += 1;
        self.block(body);
        self.loops -= 1;
    }

    fn needs_loop(&mut self, word: &str, span: Span) {
        if self.loops == 0 {
            let (message, help) = match self.atomic {
                Some(_) => ("cannot leave an `atomic` block", "set a variable in the `atomic`, and test it afterwards"),
                None => (
                    "is outside a loop",
                    "move it into a `loop`, `while` or `repeat`, or write `stop` to end the process",
                ),
            };
            self.checker.diagnostics.error(span, format!("`{word}` {message}"), help);
        }
    }

    fn time(&mut self, time: &'s Time, span: Span) {
        match time {
            Time::Fixed(only) | Time::Exponential(only) => self.duration(only),
            Time::Range(low, high) => {
                self.duration(low);
                self.duration(high);
            }
        }
        falling_range(time, span, &mut self.checker.diagnostics);
    }

    pub fn duration(&mut self, duration: &'s Duration) {
        if let Duration::Computed(value, unit) = duration
            && let Some(known) = self.number(value, &format!("`{}`", unit.symbol()))
        {
            self.checker.not_negative(value, known);
        }
    }

    pub fn values(&mut self, values: &'s [Expr]) {
        for value in values {
            self.value(value);
        }
    }

    pub fn number(&mut self, value: &'s Expr, construct: &str) -> Option<i64> {
        let known = self.value(value);
        number(value, construct, known, &mut self.checker.diagnostics)
    }

    pub fn value(&mut self, value: &'s Expr) -> Known {
        examine(value, self)
    }
}

/// `5ms..2ms`
pub(super) fn falling_range(time: &Time, span: Span, diagnostics: &mut Diagnostics) {
    if let Time::Range(Duration::Literal(low), Duration::Literal(high)) = time
        && low.us > high.us
    {
        let shown = [low, high].map(|end| end.name.as_ref().map_or(end.written(), |name| name.text.clone()));
        let [low, high] = [low, high].map(|end| end.written());
        let message = format!("this range goes from {low} down to {high}");
        diagnostics.error(span, message, format!("write `{}..{}`", shown[1], shown[0]));
    }
}
