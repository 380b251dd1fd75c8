//! What can't stand in `atomic`: whatever may wait, take time, go on for ever, or go more than one way.

use super::super::limits;
use super::super::tree::{Act, Attempt, Block, Expr, ExprKind, Patience, Span, Statement, StatementKind};
use super::processes::Walk;

/// Why something can't stand there, and what to write.
const WAITS: (&str, &str) = ("nothing may wait in `atomic`", "write it before or behind the `atomic`");
const CAN_BE_TRIED: (&str, &str) = ("nothing may wait in `atomic`", "write `try` before it");
const BRANCHES: (&str, &str) = ("`atomic` goes one way only", "write it before the `atomic`");
const ROUNDS: (&str, &str) = ("`atomic` must come to its end", "write `repeat` with a constant number of rounds");
const NESTED: (&str, &str) = ("this stands in an `atomic` already", "remove the inner one");

impl<'s> Walk<'_, 's> {
    /// The body of an `atomic`.
    pub fn in_atomic(&mut self, body: &'s Block) {
        let outside = (self.loops, self.atomic);
        (self.loops, self.atomic) = (0, Some(1));
        self.block(body);
        (self.loops, self.atomic) = outside;
    }

    /// Reports a statement that can't stand in the `atomic` that we are in, if we are in one.
    pub fn may_stand_in_atomic(&mut self, statement: &'s Statement) {
        let why = match &statement.kind {
            StatementKind::Act(attempt) => return self.attempt_in_atomic(attempt, statement.span),
            StatementKind::Work { .. } | StatementKind::Sleep(_) | StatementKind::WaitCondition { .. } => WAITS,
            StatementKind::Select { .. } => WAITS,
            StatementKind::Either(_) | StatementKind::Ask { .. } => BRANCHES,
            StatementKind::Loop(_) | StatementKind::While { .. } => ROUNDS,
            StatementKind::Atomic(_) => NESTED,
            _ => return,
        };
        let block = statement.kind.blocks().next().map_or(statement.span.end, |block| block.span.start);
        self.not_in_atomic(Span { start: statement.span.start, end: block }, why);
    }

    /// The same of an act, also of one in a condition.
    pub fn attempt_in_atomic(&mut self, attempt: &Attempt, span: Span) {
        match (&attempt.patience, &attempt.act) {
            (Patience::Try, _) => {}
            (_, Act::Send { and_wait: true, .. }) | (Patience::Within(_), _) => self.not_in_atomic(span, WAITS),
            (Patience::Endless, _) => self.not_in_atomic(span, CAN_BE_TRIED),
        }
    }

    /// `random` in an expression.
    pub fn random_in_atomic(&mut self, expr: &Expr) {
        if matches!(expr.kind, ExprKind::Random(..)) {
            self.not_in_atomic(expr.span, BRANCHES);
        }
    }

    fn not_in_atomic(&mut self, span: Span, (message, help): (&str, &str)) {
        if self.atomic.is_some() {
            self.checker.diagnostics.error(span, message, help);
        }
    }

    /// A `repeat`: in `atomic` its number of rounds must be known, and not too large.
    pub fn rounds(&mut self, count: &Expr, rounds: Option<i64>, body: &'s Block) {
        let outside = self.atomic;
        if let Some(times) = outside {
            let times = rounds.map(|rounds| times.saturating_mul(rounds.max(0)));
            match times {
                None => self.not_in_atomic(count.span, ROUNDS),
                Some(times) if times > limits::ATOMIC_ROUNDS => {
                    let message = alloc::format!("`atomic` repeats at most {} times", limits::ATOMIC_ROUNDS);
                    let help = "write a smaller number; those of inner ones are multiplied";
                    self.checker.diagnostics.error(count.span, message, help);
                }
                _ => {}
            }
            // Too many are reported once, not for each inner one again.
            self.atomic = Some(times.filter(|&times| times <= limits::ATOMIC_ROUNDS).unwrap_or(0));
        }
        self.in_loop(body);
        self.atomic = outside;
    }
}
