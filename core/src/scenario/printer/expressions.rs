//! Expressions as text, with no parentheses but those that their meaning needs.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::parser::{COMPARISON, strength, unary_strength};
use super::super::tree::{Expr, ExprKind};
use super::quoted;

/// `expr` as text.
pub(super) fn written(expr: &Expr) -> String {
    let mut out = String::new();
    write(expr, 0, &mut out);
    out
}

/// Several, with commas.
pub(super) fn list(values: &[Expr]) -> String {
    let values: Vec<String> = values.iter().map(written).collect();
    values.join(", ")
}

/// Writes `expr` where only what binds at least as strongly as `loosest` may stand without parentheses.
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
        ExprKind::Number(number) => out.push_str(&format!("{number}")),
        ExprKind::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        ExprKind::Text(text) => out.push_str(&quoted(text)),
        ExprKind::Name(name) => out.push_str(name),
        ExprKind::Of(process, variable) => out.push_str(&format!("{}.{}", process.text, variable.text)),
        ExprKind::Length(mailbox) => out.push_str(&format!("length({})", mailbox.text)),
        ExprKind::Room(mailbox) => out.push_str(&format!("room({})", mailbox.text)),
        ExprKind::Random(low, high) => out.push_str(&format!("random({}..{})", written(low), written(high))),
        ExprKind::Unary(op, inside) => {
            out.push_str(op.symbol());
            write(inside, own, out);
        }
        ExprKind::Binary(op, left, right) => {
            let chains = strength(*op) != COMPARISON;
            write(left, if chains { own } else { own + 1 }, out);
            out.push_str(&format!(" {} ", op.symbol()));
            write(right, own + 1, out);
        }
    }
}
