//! Expressions as text, with only the necessary parentheses.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::parser::{COMPARISON, strength, unary_strength};
use super::super::tree::{Dotted, Expr, ExprKind, Target};
use super::quoted;

/// `expr` as text.
pub(super) fn written(expr: &Expr) -> String {
    let mut out = String::new();
    write(expr, 0, &mut out);
    out
}

/// Expressions separated by commas.
pub(super) fn list(values: &[Expr]) -> String {
    let values: Vec<String> = values.iter().map(written).collect();
    values.join(", ")
}

/// Prints `expr`, in parentheses if its precedence is below `loosest`.
fn write(expr: &Expr, loosest: u8, out: &mut String) {
    let own = match &expr.kind {
        ExprKind::Unary(op, _) => unary_strength(*op),
        ExprKind::Binary(op, ..) => strength(*op),
        _ => u8::MAX,
    };
    if own < loosest {
        out.push('(');
        write(expr, 0, out);
        out.push(')');
        return;
    }
    match &expr.kind {
        ExprKind::Number(number) => out.push_str(&number.to_string()),
        ExprKind::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        ExprKind::Text(text) => out.push_str(&quoted(text)),
        ExprKind::Name(name) | ExprKind::Constant(name, _) => out.push_str(name),
        ExprKind::One(one) => out.push_str(&target(one)),
        ExprKind::Me => out.push_str("me"),
        ExprKind::Of(place) => out.push_str(&dotted(place)),
        ExprKind::Torn(variable) => call("torn", &[variable.text.as_str()], out),
        ExprKind::Instruction(instruction, place, values) => {
            let cell = dotted(place);
            let separator = if values.is_empty() { "" } else { ", " };
            call(instruction.name(), &[&cell, separator, &list(values)], out);
        }
        ExprKind::Length(mailbox) => call("length", &[&target(mailbox)], out),
        ExprKind::Room(mailbox) => call("room", &[&target(mailbox)], out),
        ExprKind::Random(low, high) => call("random", &[&written(low), "..", &written(high)], out),
        ExprKind::Unary(op, inside) => {
            out.push_str(op.symbol());
            write(inside, own, out);
        }
        ExprKind::Binary(op, left, right) => {
            let chains = strength(*op) != COMPARISON;
            write(left, if chains { own } else { own + 1 }, out);
            out.extend([" ", op.symbol(), " "]);
            write(right, own + 1, out);
        }
    }
}

/// `name(parts)`
fn call(name: &str, parts: &[&str], out: &mut String) {
    out.extend([name, "("]);
    out.extend(parts.iter().copied());
    out.push(')');
}

/// `m`, `fork[me]`
pub(super) fn target(target: &Target) -> String {
    indexed(&target.name.text, target.index.as_deref())
}

/// `table.slots[i]`
pub(super) fn dotted(place: &Dotted) -> String {
    [target(&place.base), indexed(&place.field.text, place.index.as_ref())].join(".")
}

fn indexed(name: &str, index: Option<&Expr>) -> String {
    match index {
        Some(index) => [name, "[", &written(index), "]"].concat(),
        None => name.into(),
    }
}
