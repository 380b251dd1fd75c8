//! Checks of `check` declarations: the values that their conditions may use.

use alloc::format;
use alloc::string::String;

use super::super::diagnostic::Diagnostics;
use super::super::nearest::nearest;
use super::super::tree::{Check, CheckKind, Dotted, Expr, ExprKind, Span, Target, Word};
use super::super::values::{Known, Names, constant, examine, number};
use super::Checker;
use super::objects::{INSPECT, Need, Object, ObjectKind, PROCESS, Reported, VALUE};

/// Checks one `check` declaration.
pub(super) fn check<'s>(checker: &mut Checker<'s>, check: &'s Check) {
    match &check.kind {
        CheckKind::Always(condition) => holds(checker, condition, "`always`"),
        CheckKind::Possible(condition) => holds(checker, condition, "`possible`"),
        CheckKind::Finally(condition) | CheckKind::PossibleFinally(condition) => {
            holds(checker, condition, "`finally`");
        }
        CheckKind::PossiblePrint(values)
        | CheckKind::NeverPrint(values)
        | CheckKind::Output(values)
        | CheckKind::PossibleOutput(values) => values.iter().for_each(|value| printed(checker, value)),
        CheckKind::AtMost { section, .. } => known_section(checker, section),
        CheckKind::NeverDeadlock
        | CheckKind::NeverStuck
        | CheckKind::NeverFault
        | CheckKind::NeverTorn
        | CheckKind::NeverAssertion
        | CheckKind::NeverStarvation
        | CheckKind::NeverLivelock
        | CheckKind::AlwaysFinishes => {}
    }
}

/// Checks an expected value of a print: a constant or a process.
fn printed<'s>(checker: &mut Checker<'s>, value: &'s Expr) {
    let name = match &value.kind {
        ExprKind::Name(name) => name,
        ExprKind::One(one) => &one.name.text,
        _ => "",
    };
    if let Some(Object::Process(_)) = checker.object(name) {
        examine(value, &mut CheckContext { checker, reported: Reported::default() });
    } else {
        constant(value, "a printed value must be constant here", &mut checker.diagnostics);
    }
}

fn holds<'s>(checker: &mut Checker<'s>, condition: &'s Expr, construct: &str) {
    let mut context = CheckContext { checker, reported: Reported::default() };
    let known = examine(condition, &mut context);
    number(condition, construct, known, &mut checker.diagnostics);
}

/// Reports a section name that no process has.
fn known_section(checker: &mut Checker<'_>, section: &Word) {
    let name = section.text.as_str();
    // The name may be in a section statement that could not be parsed.
    if checker.sections.has("", name) || checker.is_unread("section") {
        return;
    }
    let near = match checker.diagnostics.is_full() {
        true => None,
        false => nearest(name, checker.sections.names("")),
    };
    let help = match near {
        Some(near) => format!("write `\"{near}\"`"),
        None => format!("write `section \"{name}\" {{ … }}` in some process"),
    };
    checker.diagnostics.error(section.span, "no section has this name", help);
}

/// The context of a check, in which the names of the whole scenario are visible.
struct CheckContext<'c, 's> {
    checker: &'c mut Checker<'s>,
    /// Names reported so far.
    reported: Reported<'s>,
}

impl<'s> Names<'s> for CheckContext<'_, 's> {
    fn examine_name(&mut self, expr: &'s Expr) -> Known {
        match &expr.kind {
            ExprKind::Name(name) => return self.bare_name(name, expr.span),
            ExprKind::One(one) => {
                return self.one(one);
            }
            ExprKind::Of(place) => self.place(place, expr.span),
            ExprKind::Length(mailbox) | ExprKind::Room(mailbox) => self.target(mailbox, &INSPECT),
            ExprKind::Random(..) => self.cannot(expr, "a check cannot use random numbers"),
            ExprKind::Instruction(..) => self.cannot(expr, "a check cannot change the state"),
            ExprKind::Torn(_) => {
                self.diagnostics().error(expr.span, "`torn` is allowed only in processes", "write `check never torn`");
            }
            _ => self.cannot(expr, "`me` is allowed only in processes"),
        }
        Known::Nothing
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        &mut self.checker.diagnostics
    }
}

impl<'s> CheckContext<'_, 's> {
    fn cannot(&mut self, expr: &Expr, message: &str) {
        let help = "use state such as `length(m)`, `table.count` or `Producer.made`";
        self.diagnostics().error(expr.span, message, help);
    }

    /// Checks an object by kind and index.
    fn target(&mut self, target: &'s Target, need: &Need) {
        let index = target.index.as_deref().and_then(|index| self.checker.constant_index(index));
        if let Some(object) = self.checker.find(&target.name, need, &mut self.reported) {
            self.checker.which(target, object, index);
        }
    }

    /// `fork[2]`, `Worker[1]`
    fn one(&mut self, one: &'s Target) -> Known {
        match self.checker.object(&one.name.text) {
            Some(object @ Object::Lock(lock)) if !lock.kind.has_value() => {
                self.no_value(&one.name.text, object.kind(), one.name.span)
            }
            Some(Object::Lock(_)) => self.target(one, &VALUE),
            _ => {
                self.target(one, &PROCESS);
                return Known::Process;
            }
        }
        Known::Nothing
    }

    /// Reports a condition variable or a barrier: it has no value besides its waiting processes.
    fn no_value(&mut self, name: &str, kind: ObjectKind, span: Span) {
        let message = format!("`{name}` is a {}, which has no value", kind.noun());
        let help = "check the condition that the processes wait for, such as `table.count < 4`";
        self.diagnostics().error(span, message, help);
    }

    /// A name without a process before it: a process, a semaphore or a mutex; anything else is reported.
    fn bare_name(&mut self, name: &'s str, span: Span) -> Known {
        let checker = &mut *self.checker;
        if checker.is_unread(name) {
            return Known::Nothing;
        }
        let (message, help) = match checker.object(name) {
            Some(Object::Process(process)) => {
                return match checker.array_without_index(Object::Process(process), span) {
                    true => Known::Nothing,
                    false => Known::Process,
                };
            }
            Some(Object::Lock(lock)) => {
                let object = Object::Lock(lock);
                match lock.kind.has_value() {
                    false => self.no_value(name, object.kind(), span),
                    true => _ = checker.array_without_index(object, span),
                }
                return Known::Nothing;
            }
            Some(object) => {
                let help = match object {
                    Object::Mailbox(_) => format!("write `length({name})` or `room({name})`"),
                    Object::Memory(_) => format!("write `{name}.` and a field name"),
                    _ => String::new(),
                };
                (format!("`{name}` is a {}, not a value", object.kind().noun()), help)
            }
            None => match checker.objects.iter().find(|object| checker.variables.has(&object.name().text, name)) {
                Some(process) => {
                    let help = format!("write `{}.{name}`", process.name().text);
                    (format!("the variable `{name}` needs the name of its process"), help)
                }
                None => {
                    let help = "use `length(m)`, `table.count` or a variable such as `Producer.made`";
                    (format!("no process has a variable called `{name}`"), String::from(help))
                }
            },
        };
        checker.diagnostics.error(span, message, help);
        Known::Nothing
    }

    /// `P.x`, or a cell of shared memory.
    fn place(&mut self, place: &'s Dotted, span: Span) {
        let slot = place.index.as_ref().and_then(|index| self.checker.constant_index(index));
        let (base, field) = (place.base.name.text.as_str(), place.field.text.as_str());
        let (at, message, help) = match self.checker.object(base) {
            Some(Object::Memory(memory)) => {
                if let Some(field) = self.checker.field(memory, place, slot)
                    && *field.cells > 1
                {
                    let message = "a check can read only one cell, but this item has several";
                    self.diagnostics().error(span, message, "store the checked value in a field of one cell");
                }
                return;
            }
            Some(Object::Process(_)) => return self.variable_of(place),
            _ if self.checker.is_unread(base) || self.checker.is_unread(field) => return,
            Some(Object::Mailbox(_)) => {
                let help = format!("write `length({base})` or `room({base})`");
                (&place.base.name, format!("`{base}` is a mailbox, not a process"), help)
            }
            Some(object) => {
                let message = format!("`{base}` is a {}, not a process or a region of memory", object.kind().noun());
                (&place.base.name, message, String::new())
            }
            None => {
                let objects = self.checker.objects.iter();
                let names = objects.filter(|object| matches!(object, Object::Process(_) | Object::Memory(_)));
                let names = names.map(|object| object.name().text.as_str());
                let help = self.checker.nearest_or(base, names, String::new);
                (&place.base.name, format!("no process or region of memory is called `{base}`"), help)
            }
        };
        self.checker.diagnostics.error(at.span, message, help);
    }

    /// `P.x`, `P[2].x`
    fn variable_of(&mut self, place: &'s Dotted) {
        let (process, variable) = (place.base.name.text.as_str(), place.field.text.as_str());
        self.target(&place.base, &PROCESS);
        let checker = &mut *self.checker;
        if !checker.is_unread(variable) && !checker.variables.has(process, variable) {
            let help = checker.nearest_or(variable, checker.variables.names(process), String::new);
            let message = format!("`{process}` has no variable called `{variable}`");
            checker.diagnostics.error(place.field.span, message, help);
        } else if let Some(index) = &place.index {
            let message = format!("`{variable}` is a variable and has no slots");
            checker.diagnostics.error(index.span, message, format!("write `{process}.{variable}`"));
        }
    }
}
