//! What processes do: which variables and mailboxes they use, and where `break` and `continue` stand.
//!
//! A variable belongs to the whole process, from the statement that declares it to the end of the text of the process.

use alloc::collections::BTreeSet;
use alloc::format;

use super::super::diagnostic::Diagnostics;
use super::super::nearest::nearest;
use super::super::tree::{Block, Duration, Expr, ExprKind, Process, Span, Statement, StatementKind, Time, Word};
use super::Checker;
use super::values::{Known, Names, examine, number};

/// All variables that `body` declares.
pub(super) fn variables(body: &Block) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    collect_variables(body, &mut found);
    found
}

fn collect_variables<'s>(block: &'s Block, found: &mut BTreeSet<&'s str>) {
    for statement in &block.statements {
        match &statement.kind {
            StatementKind::Let { name, .. } => _ = found.insert(&name.text),
            StatementKind::Receive { into, .. } => found.extend(into.iter().map(|name| name.text.as_str())),
            StatementKind::Repeat { index, .. } => found.extend(index.iter().map(|name| name.text.as_str())),
            _ => {}
        }
        for inner in statement.kind.blocks() {
            collect_variables(inner, found);
        }
    }
}

/// Finds what is wrong with one process.
pub(super) fn check<'s>(checker: &mut Checker<'s>, process: &'s Process) {
    let mut walk = Walk {
        process,
        all: variables(&process.body),
        declared: BTreeSet::new(),
        unknown_variables: BTreeSet::new(),
        unknown_mailboxes: BTreeSet::new(),
        loops: 0,
        checker,
    };
    walk.block(&process.body);
}

/// The way through one process, in the text's order.
struct Walk<'c, 's> {
    checker: &'c mut Checker<'s>,
    process: &'s Process,
    /// Declared anywhere in the process.
    all: BTreeSet<&'s str>,
    /// Declared so far.
    declared: BTreeSet<&'s str>,
    /// Reported already.
    unknown_variables: BTreeSet<&'s str>,
    unknown_mailboxes: BTreeSet<&'s str>,
    /// How many loops we are in.
    loops: usize,
}

impl<'s> Walk<'_, 's> {
    fn block(&mut self, block: &'s Block) {
        for statement in &block.statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'s Statement) {
        match &statement.kind {
            StatementKind::Work { time, .. } | StatementKind::Sleep(time) => self.time(time, statement.span),
            StatementKind::Send { values, to } => {
                self.values(values);
                self.mailbox(to);
            }
            StatementKind::Receive { into, from } => {
                self.mailbox(from);
                self.declared.extend(into.iter().map(|name| name.text.as_str()));
            }
            StatementKind::Let { name, value } => {
                self.value(value);
                self.declared.insert(&name.text);
            }
            StatementKind::Assign { name, value } => {
                self.value(value);
                self.assigned(name);
            }
            StatementKind::Print(values) => self.values(values),
            StatementKind::Repeat { count, index, body } => {
                self.number(count, "`repeat`");
                self.declared.extend(index.iter().map(|name| name.text.as_str()));
                self.in_loop(body);
            }
            StatementKind::Loop(body) => self.in_loop(body),
            StatementKind::While { condition, body } => {
                self.number(condition, "`while`");
                self.in_loop(body);
            }
            StatementKind::If { arms, otherwise } => {
                for (condition, body) in arms {
                    self.number(condition, "`if`");
                    self.block(body);
                }
                otherwise.iter().for_each(|body| self.block(body));
            }
            StatementKind::Break => self.needs_loop("break", statement.span),
            StatementKind::Continue => self.needs_loop("continue", statement.span),
            StatementKind::Say(_) | StatementKind::Stop => {}
        }
    }

    fn in_loop(&mut self, body: &'s Block) {
        self.loops += 1;
        self.block(body);
        self.loops -= 1;
    }

    fn needs_loop(&mut self, word: &str, span: Span) {
        if self.loops == 0 {
            let help = "`loop`, `while` and `repeat` are loops; `stop` ends the process";
            self.checker.diagnostics.error(span, format!("`{word}` stands in no loop"), help);
        }
    }

    fn time(&mut self, time: &'s Time, span: Span) {
        match time {
            Time::Fixed(only) | Time::Exponential(only) => self.duration(only),
            Time::Range(low, high) => {
                self.duration(low);
                self.duration(high);
                if let (Duration::Literal(low), Duration::Literal(high)) = (low, high)
                    && low.us > high.us
                {
                    let [low, high] = [low, high].map(|end| format!("{}{}", end.us / end.unit.us(), end.unit.symbol()));
                    let message = format!("this range goes from {low} down to {high}");
                    self.checker.diagnostics.error(span, message, format!("write `{high}..{low}`"));
                }
            }
        }
    }

    fn duration(&mut self, duration: &'s Duration) {
        if let Duration::Computed(value, unit) = duration
            && self.number(value, &format!("`{}`", unit.symbol())).is_some_and(|number| number < 0)
        {
            self.checker.diagnostics.error(value.span, "a time can't be below 0", "");
        }
    }

    fn values(&mut self, values: &'s [Expr]) {
        for value in values {
            self.value(value);
        }
    }

    fn number(&mut self, value: &'s Expr, taker: &str) -> Option<i64> {
        let known = self.value(value);
        number(value, taker, known, &mut self.checker.diagnostics)
    }

    fn value(&mut self, value: &'s Expr) -> Known {
        examine(value, self)
    }

    fn mailbox(&mut self, name: &'s Word) {
        self.checker.mailbox(name, &mut self.unknown_mailboxes);
    }

    /// A variable whose value is used.
    fn variable(&mut self, name: &'s str, span: Span) {
        let is_known = self.declared.contains(name) || self.checker.unread.contains(name);
        if is_known || !self.unknown_variables.insert(name) {
            return;
        }
        let (message, help) = if self.all.contains(name) {
            (format!("`{name}` is used before it has a value"), format!("write `let {name} = …` before"))
        } else if self.checker.mailboxes.contains_key(name) {
            let help = format!("write `length({name})` for how many messages wait in it");
            (format!("`{name}` is a mailbox, not a variable"), help)
        } else if self.checker.processes.contains_key(name) {
            (format!("`{name}` is a process, not a variable"), "".into())
        } else {
            let help = self.checker.nearest_or(name, self.declared.iter().copied(), || {
                format!("give it a value before: `let {name} = …`")
            });
            (format!("no variable of `{}` is called `{name}`", self.process.name.text), help)
        };
        self.checker.diagnostics.error(span, message, help);
    }

    /// A variable that gets a value, which must not be its first.
    fn assigned(&mut self, name: &'s Word) {
        let text = name.text.as_str();
        let is_known = self.declared.contains(text) || self.checker.unread.contains(text);
        if !is_known && self.unknown_variables.insert(text) {
            let near = match self.checker.diagnostics.is_full() {
                true => None,
                false => nearest(text, self.declared.iter().copied()),
            };
            let help = match near {
                Some(near) => format!("write `{near} = …`; or `let {text} = …` for a new one"),
                None => format!("write `let {text} = …`"),
            };
            let message = format!("no variable of `{}` is called `{text}` yet", self.process.name.text);
            self.checker.diagnostics.error(name.span, message, help);
        }
        self.declared.insert(text);
    }
}

impl<'s> Names<'s> for Walk<'_, 's> {
    fn look_at(&mut self, expr: &'s Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.variable(name, expr.span),
            ExprKind::Length(mailbox) | ExprKind::Room(mailbox) => self.mailbox(mailbox),
            ExprKind::Of(process, variable) => {
                let help = match process.text == self.process.name.text {
                    true => format!("write `{}`", variable.text),
                    false => format!("let `{}` send it; checks may look at it", process.text),
                };
                let message = "`P.x` stands in checks only: a process sees its own variables alone";
                self.diagnostics().error(expr.span, message, help);
            }
            _ => {}
        }
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        &mut self.checker.diagnostics
    }
}
