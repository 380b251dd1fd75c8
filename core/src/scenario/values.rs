//! Static evaluation of expressions: constant values and certain faults.

use super::diagnostic::Diagnostics;
use super::tree::{BinaryOp, Expr, ExprKind, Span, UnaryOp};
use crate::value::SMALLEST;

use alloc::format;

/// Static knowledge about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Nothing,
    Number(i64),
    Text,
    /// A process.
    Process,
}

/// The meaning of names in the context of an expression.
pub(super) trait Names<'s> {
    /// Checks a name, a call, a cell or `P.x`.
    fn examine_name(&mut self, expr: &'s Expr) -> Known;
    /// The collected diagnostics.
    fn diagnostics(&mut self) -> &mut Diagnostics;
}

/// Evaluates `expr` as far as possible: checks each name in it and reports certain faults.
pub(super) fn examine<'s>(expr: &'s Expr, names: &mut dyn Names<'s>) -> Known {
    match &expr.kind {
        ExprKind::Number(number) | ExprKind::Constant(_, number) => Known::Number(*number),
        ExprKind::Truth(truth) => Known::Number(i64::from(*truth)),
        ExprKind::Text(_) => Known::Text,
        ExprKind::Random(low, high) => {
            names.examine_name(expr);
            random([low, high], expr.span, names);
            Known::Nothing
        }
        ExprKind::Name(_)
        | ExprKind::One(_)
        | ExprKind::Me
        | ExprKind::Of(_)
        | ExprKind::Torn(_)
        | ExprKind::Instruction(..)
        | ExprKind::Length(_)
        | ExprKind::Room(_) => names.examine_name(expr),
        ExprKind::Unary(op, inside) => {
            let known = examine(inside, names);
            let construct = format!("`{}`", op.symbol().trim());
            let diagnostics = names.diagnostics();
            match (op, number(inside, &construct, known, diagnostics)) {
                (_, None) => Known::Nothing,
                (UnaryOp::Not, Some(inside)) => Known::Number(i64::from(inside == 0)),
                (UnaryOp::Negate, Some(inside)) => in_64_bits(inside.checked_neg(), expr.span, diagnostics),
            }
        }
        ExprKind::Binary(op, left, right) => {
            let known = [left, right].map(|side| examine(side, names));
            match is_comparison(*op) {
                true => compared(*op, known, expr.span, names.diagnostics()),
                false => computed(*op, [left, right], known, expr.span, names.diagnostics()),
            }
        }
    }
}

/// The value of an expression without names; a name in it is reported with the message `what`.
pub(super) fn constant(expr: &Expr, what: &'static str, diagnostics: &mut Diagnostics) -> Option<Known> {
    let mut names = NoNames { what, reported: false, diagnostics };
    let known = examine(expr, &mut names);
    (!names.reported).then_some(known)
}

/// A context in which no names are allowed.
struct NoNames<'d> {
    what: &'static str,
    reported: bool,
    diagnostics: &'d mut Diagnostics,
}

impl<'s> Names<'s> for NoNames<'_> {
    fn examine_name(&mut self, expr: &'s Expr) -> Known {
        if !core::mem::replace(&mut self.reported, true) {
            self.diagnostics.error(expr.span, self.what, "write a number, or an expression with only numbers");
        }
        Known::Nothing
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }
}

/// Checks the ends of `random(low..high)`.
fn random<'s>(ends: [&'s Expr; 2], span: Span, names: &mut dyn Names<'s>) {
    let ends = ends.map(|end| {
        let known = examine(end, names);
        number(end, "`random`", known, names.diagnostics())
    });
    if let [Some(low), Some(high)] = ends
        && low > high
    {
        let message = format!("this range goes from {low} down to {high}");
        let help = format!("write `random({high}..{low})`");
        names.diagnostics().error(span, message, help);
    }
}

/// The value if it is a known number; reports a text or a process, which `construct` does not accept.
pub(super) fn number(expr: &Expr, construct: &str, known: Known, diagnostics: &mut Diagnostics) -> Option<i64> {
    let what = match known {
        Known::Nothing => return None,
        Known::Number(number) => return Some(number),
        Known::Text => "text",
        Known::Process => "process",
    };
    diagnostics.error(expr.span, format!("{construct} needs a number, not a {what}"), "");
    None
}

fn is_comparison(op: BinaryOp) -> bool {
    use BinaryOp::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    matches!(op, Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual)
}

fn compared(op: BinaryOp, known: [Known; 2], span: Span, diagnostics: &mut Diagnostics) -> Known {
    if known.contains(&Known::Process) && !matches!(op, BinaryOp::Equal | BinaryOp::NotEqual) {
        diagnostics.error(span, "processes cannot be ordered", "compare them with `==` or `!=`");
    }
    let [Known::Number(left), Known::Number(right)] = known else {
        return Known::Nothing;
    };
    Known::Number(i64::from(match op {
        BinaryOp::Equal => left == right,
        BinaryOp::NotEqual => left != right,
        BinaryOp::Less => left < right,
        BinaryOp::LessOrEqual => left <= right,
        BinaryOp::Greater => left > right,
        _ => left >= right,
    }))
}

fn computed(op: BinaryOp, sides: [&Expr; 2], known: [Known; 2], span: Span, diagnostics: &mut Diagnostics) -> Known {
    let construct = format!("`{}`", op.symbol());
    let left = number(sides[0], &construct, known[0], diagnostics);
    let right = number(sides[1], &construct, known[1], diagnostics);
    if right == Some(0) && matches!(op, BinaryOp::Divide | BinaryOp::Remainder) {
        diagnostics.error(sides[1].span, "this divides by zero", "");
        return Known::Nothing;
    }
    let (Some(left), Some(right)) = (left, right) else {
        return Known::Nothing;
    };
    let result = match op {
        BinaryOp::Or => Some(i64::from(left != 0 || right != 0)),
        BinaryOp::And => Some(i64::from(left != 0 && right != 0)),
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Subtract => left.checked_sub(right),
        BinaryOp::Multiply => left.checked_mul(right),
        BinaryOp::Divide => left.checked_div(right),
        _ => left.checked_rem(right),
    };
    in_64_bits(result, span, diagnostics)
}

fn in_64_bits(result: Option<i64>, span: Span, diagnostics: &mut Diagnostics) -> Known {
    match result.filter(|&result| result >= SMALLEST) {
        Some(result) => Known::Number(result),
        None => {
            let help = "numbers range from -9223372032559808512 to 9223372036854775807";
            diagnostics.error(span, "the result does not fit in 64 bits", help);
            Known::Nothing
        }
    }
}
