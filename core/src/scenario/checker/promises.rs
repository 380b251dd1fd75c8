//! Checks: which values they may look at.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use super::super::diagnostic::Diagnostics;
use super::super::tree::{Check, CheckKind, Expr, ExprKind, Span, Word};
use super::Checker;
use super::values::{Names, examine, number};

/// Finds what is wrong with one check.
pub(super) fn check<'s>(checker: &mut Checker<'s>, check: &'s Check) {
    let CheckKind::Always(condition) = &check.kind else {
        return;
    };
    let mut promise = Promise { checker, unknown_mailboxes: BTreeSet::new() };
    let known = examine(condition, &mut promise);
    number(condition, "`always`", known, &mut checker.diagnostics);
}

/// Whose names may stand in a check: those of the whole scenario.
struct Promise<'c, 's> {
    checker: &'c mut Checker<'s>,
    /// Reported already.
    unknown_mailboxes: BTreeSet<&'s str>,
}

impl<'s> Names<'s> for Promise<'_, 's> {
    fn look_at(&mut self, expr: &'s Expr) {
        match &expr.kind {
            ExprKind::Name(name) => bare_name(self.checker, name, expr.span),
            ExprKind::Of(process, variable) => variable_of(self.checker, process, variable),
            ExprKind::Length(mailbox) | ExprKind::Room(mailbox) => {
                self.checker.mailbox(mailbox, &mut self.unknown_mailboxes);
            }
            ExprKind::Random(..) => {
                let help = "a check looks at what is: `length(m)`, `room(m)`, `Producer.made`";
                self.diagnostics().error(expr.span, "a check can't draw at random", help);
            }
            _ => {}
        }
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        &mut self.checker.diagnostics
    }
}

/// A name without a process before it.
fn bare_name(checker: &mut Checker<'_>, name: &str, span: Span) {
    if checker.unread.contains(name) {
        return;
    }
    let has_it = |(process, (_, variables)): (&&str, &(Span, BTreeSet<&str>))| {
        variables.contains(name).then(|| format!("write `{process}.{name}`"))
    };
    let (message, help) = if checker.mailboxes.contains_key(name) {
        (format!("`{name}` is a mailbox, not a value"), format!("write `length({name})` or `room({name})`"))
    } else if checker.processes.contains_key(name) {
        (format!("`{name}` is a process, not a value"), format!("write `{name}.` and one of its variables"))
    } else if let Some(help) = checker.processes.iter().find_map(has_it) {
        (format!("it is not said whose variable `{name}` is"), help)
    } else {
        let help = "a check looks at `length(m)`, `room(m)` and variables such as `Producer.made`";
        (format!("no process has a variable called `{name}`"), String::from(help))
    };
    checker.diagnostics.error(span, message, help);
}

/// `P.x`
fn variable_of(checker: &mut Checker<'_>, process: &Word, variable: &Word) {
    let unread = |name: &Word| checker.unread.contains(name.text.as_str());
    if unread(process) || unread(variable) {
        return;
    }
    let (process_name, name) = (process.text.as_str(), variable.text.as_str());
    let (span, message, help) = match checker.processes.get(process_name) {
        Some((_, variables)) if variables.contains(name) => return,
        Some((_, variables)) => {
            let help = checker.nearest_or(name, variables.iter().copied(), String::new);
            (variable.span, format!("`{process_name}` has no variable called `{name}`"), help)
        }
        None if checker.mailboxes.contains_key(process_name) => {
            let help = format!("write `length({process_name})` or `room({process_name})`");
            (process.span, format!("`{process_name}` is a mailbox, not a process"), help)
        }
        None => {
            let help = checker.nearest_or(process_name, checker.processes.keys().copied(), String::new);
            (process.span, format!("no process is called `{process_name}`"), help)
        }
    };
    checker.diagnostics.error(span, message, help);
}
