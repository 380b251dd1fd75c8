//! Checks of `atomic`: its body must not block, take time, run forever, or make a choice.

use super::super::limits;
use super::super::tree::{Act, Attempt, Block, Expr, ExprKind, Span, Statement, StatementKind, Timeout};
use super::processes::Walk;

/// Messages and help for statements that are not allowed.
const WAITS: (&str, &str) = ("an `atomic` block cannot wait", "move it before or after the `atomic`");
const NEEDS_TRY: (&str, &str) = ("an `atomic` block cannot wait", "write `try` before it");
const BRANCHES: (&str, &str) = ("an `atomic` block cannot make a choice", "move it before the `atomic`");
const ROUNDS: (&str, &str) = ("an `atomic` block must terminate", "use `repeat` with a constant number of iterations");
const NESTED: (&str, &str) = ("this `atomic` is inside another one", "remove the inner one");

impl<'s> Walk<'_, 's> {
    /// Checks the body of an `atomic`.
    pub fn in_atomic(&mut self, body: &'s Block) {
        let outside = (self.loops, self.atomic, self.returns);
        (self.loops, self.atomic, self.returns) = (0, Some(1), None);
        self.block(body);
        (self.loops, self.atomic, self.returns) = outside;
    }

    /// Inside `atomic`, reports a statement that is not allowed there.
    pub fn check_in_atomic(&mut self, statement: &'s Statement) {
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

    /// The same for an act, including one in a condition.
    pub fn attempt_in_atomic(&mut self, attempt: &Attempt, span: Span) {
        match (&attempt.timeout, &attempt.act) {
            (Timeout::Try, _) => {}
            (_, Act::Send { and_wait: true, .. }) | (Timeout::Within(_), _) => self.not_in_atomic(span, WAITS),
            (Timeout::Endless, _) => self.not_in_atomic(span, NEEDS_TRY),
        }
    }

    /// The same for `random` in an expression.
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

    /// Checks a `repeat`; inside `atomic` its number of iterations must be constant and within the limit.
    pub fn rounds(&mut self, count: &Expr, rounds: Option<i64>, body: &'s Block) {
        let outside = self.atomic;
        if let Some(times) = outside {
            let times = rounds.map(|rounds| times.saturating_mul(rounds.max(0)));
            match times {
                None => self.not_in_atomic(count.span, ROUNDS),
                Some(times) if times > limits::ATOMIC_ROUNDS => {
                    let message = alloc::format!("an `atomic` block repeats at most {} times", limits::ATOMIC_ROUNDS);
                    let message = self.checker.with_value(&message, count, rounds.unwrap_or(0));
                    let help = "write a smaller number; the counts of nested loops are multiplied";
                    self.checker.diagnostics.error(count.span, message, help);
                }
                _ => {}
            }
            // Reported once, and not again for each inner loop.
            self.atomic = Some(times.filter(|&times| times <= limits::ATOMIC_ROUNDS).unwrap_or(0));
        }
        self.in_loop(body);
        self.atomic = outside;
    }
}
