//! Compiles checks.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::declare::{Named, Names, fold};
use super::super::{Check, Condition, LockKind, Operand, Program, Promise, Property, Term};
use super::expressions::postfix;
use crate::scenario::tree::{self, CheckKind, Dotted, Expr, ExprKind, Span};
use crate::value::Value;

pub(super) fn check(check: &tree::Check, span: Span, text: &str, program: &mut Program, names: &mut Names) -> Check {
    let promise = match &check.kind {
        CheckKind::Always(condition) => Promise::Always(self::condition(condition, program, names)),
        CheckKind::Possible(condition) => Promise::Possible(self::condition(condition, program, names)),
        CheckKind::NeverDeadlock => Promise::NeverDeadlock,
        CheckKind::NeverStuck => Promise::NeverStuck,
        CheckKind::NeverFault => Promise::NeverFault,
        CheckKind::NeverTorn => Promise::NeverTorn,
        CheckKind::AlwaysFinishes => Promise::AlwaysFinishes,
        CheckKind::AtMost { most, section } => {
            Promise::AtMost { most: **most, section: names.text(&section.text, &mut program.texts) }
        }
        CheckKind::PossiblePrint(values) => Promise::PossiblePrint(constants(values, program, names)),
        CheckKind::NeverPrint(values) => Promise::NeverPrint(constants(values, program, names)),
        CheckKind::NeverAssertion => Promise::NeverAssertion,
        CheckKind::NeverStarvation => Promise::NeverStarvation,
        CheckKind::NeverLivelock => Promise::NeverLivelock,
        CheckKind::Finally(condition) => Promise::Finally(self::condition(condition, program, names)),
        CheckKind::PossibleFinally(condition) => Promise::PossibleFinally(self::condition(condition, program, names)),
        CheckKind::Output(values) => Promise::Output(constants(values, program, names)),
        CheckKind::PossibleOutput(values) => Promise::PossibleOutput(constants(values, program, names)),
    };
    let written = text.get(span.range()).unwrap_or_default();
    let written = written.strip_prefix("check").unwrap_or(written).trim();
    let written = match check.expect_violated {
        true => written.trim_end_matches("violated").trim_end().trim_end_matches("expect").trim_end(),
        false => written,
    };
    Check { text: written.to_string(), promise, expect_violated: check.expect_violated, span }
}

/// The values that prints are compared with.
fn constants(values: &[Expr], program: &mut Program, names: &mut Names) -> Vec<Value> {
    let value = |expr: &Expr| match &expr.kind {
        ExprKind::Text(text) => Value::text(names.text(text, &mut program.texts)),
        ExprKind::Name(_) | ExprKind::One(_) => match named(expr, program, names) {
            Term::Constant(process) => process,
            _ => unreachable!("the checker allows only processes in prints"),
        },
        _ => fold(expr, None).and_then(Value::number).unwrap_or_default(),
    };
    values.iter().map(value).collect()
}

/// A check's condition inspects the whole state at once: no moves are hoisted out of it.
fn condition(condition: &Expr, program: &mut Program, names: &mut Names) -> Condition {
    let mut terms = Vec::new();
    postfix(condition, &mut terms, &mut |expr| match &expr.kind {
        ExprKind::Of(dotted) => Some(looked_at(dotted, program, names)),
        ExprKind::Length(channel) => Some(Term::Inspect(Property::Length, mailbox(channel, names))),
        ExprKind::Room(channel) => Some(Term::Inspect(Property::Room, mailbox(channel, names))),
        ExprKind::Text(text) => Some(Term::Constant(Value::text(names.text(text, &mut program.texts)))),
        ExprKind::Name(_) | ExprKind::One(_) => Some(named(expr, program, names)),
        _ => None,
    });
    let (start, len) = (program.terms.len() as u32, terms.len() as u32);
    program.terms.append(&mut terms);
    Condition(Operand::Terms { start, len })
}

/// A process, the permits of a semaphore, or whether a mutex is held.
fn named(expr: &Expr, program: &Program, names: &Names) -> Term {
    let (name, one) = match &expr.kind {
        ExprKind::Name(name) => (name, None),
        ExprKind::One(one) => (&one.name.text, Some(one)),
        _ => unreachable!("only what has a name is looked up"),
    };
    let number = |first, count| one.map_or(first, |one| one_of(first, count, one));
    match names.get(name) {
        Some(Named::Process(first, count, _)) => Term::Constant(program.value_of_process(number(first, count))),
        Some(Named::Lock(first, count)) => {
            let lock = number(first, count);
            match program.locks[usize::from(lock)].kind {
                LockKind::Semaphore { .. } => Term::Permits(lock),
                LockKind::Mutex => Term::Held(lock),
                kind => unreachable!("a {} has no value", kind.noun()),
            }
        }
        _ => unreachable!("the checker allows only processes, semaphores and mutexes here"),
    }
}

/// A cell of memory, or a variable of a process.
fn looked_at(dotted: &Dotted, program: &Program, names: &Names) -> Term {
    match names.get(&dotted.base.name.text) {
        Some(Named::Memory(memory)) => {
            let mut fields = program.memories[usize::from(memory)].fields.clone();
            let field = fields
                .find(|&field| program.fields[usize::from(field)].name == dotted.field.text)
                .expect("the checker knows every field");
            let slot = dotted.index.as_ref().and_then(|index| fold(index, None)).unwrap_or(0);
            Term::Cell(program.first_cell(field, slot as u32) as u32)
        }
        Some(Named::Process(first, count, _)) => {
            let process = &program.processes[usize::from(one_of(first, count, &dotted.base))];
            let local = process.locals.iter().position(|name| *name == dotted.field.text);
            Term::Of((process.first_local + local.expect("the checker knows every variable")) as u32)
        }
        _ => unreachable!("the checker allows only regions and processes here"),
    }
}

fn mailbox(target: &tree::Target, names: &Names) -> u16 {
    match names.get(&target.name.text) {
        Some(Named::Mailbox(first, count)) => one_of(first, count, target),
        _ => unreachable!("the checker allows only mailboxes here"),
    }
}

/// The element with a constant index that is known to be in range.
fn one_of(first: u16, count: u16, target: &tree::Target) -> u16 {
    let index = target.index.as_deref().and_then(|index| fold(index, None)).unwrap_or(0);
    first + (index.clamp(0, i64::from(count) - 1)) as u16
}
