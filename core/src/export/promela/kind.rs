//! The possible values of a variable: a range of numbers, texts, something torn.

use crate::program::Program;
use crate::scenario::tree::BinaryOp;
use crate::value::Value;

/// The code of the first text; numbers this small are out of a model's range.
pub(super) const FIRST_TEXT: i64 = -(1 << 31) + 2;
/// The code of a torn value.
pub(super) const TORN: i64 = -(1 << 31) + 1;
pub(super) const LEAST: i64 = -(1 << 31) + (1 << 20);
pub(super) const MOST: i64 = (1 << 31) - 1;

/// The set of values something can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Numbers from here …
    pub low: i64,
    /// … to here; none if that is less.
    pub high: i64,
    pub text: bool,
    pub torn: bool,
}

impl Kind {
    pub const NONE: Kind = Kind { low: 1, high: 0, text: false, torn: false };
    pub const TRUTH: Kind = Kind::numbers(0, 1);

    pub const fn numbers(low: i64, high: i64) -> Kind {
        Kind { low, high, text: false, torn: false }
    }

    pub fn of(program: &Program, value: Value) -> Kind {
        match value.as_number() {
            _ if value == program.torn() => Kind { torn: true, ..Kind::NONE },
            Some(number) => Kind::numbers(number, number).clamped(),
            None => Kind { text: true, ..Kind::NONE },
        }
    }

    pub fn clamped(self) -> Kind {
        Kind { low: self.low.max(LEAST), high: self.high.min(MOST), ..self }
    }

    pub fn has_numbers(self) -> bool {
        self.low <= self.high
    }

    pub fn join(self, other: Kind) -> Kind {
        let (text, torn) = (self.text || other.text, self.torn || other.torn);
        match (self.has_numbers(), other.has_numbers()) {
            (true, true) => Kind { low: self.low.min(other.low), high: self.high.max(other.high), text, torn },
            (true, false) => Kind { text, torn, ..self },
            _ => Kind { text, torn, ..other },
        }
    }

    /// Whether it can be something other than a number.
    pub fn strays(self) -> bool {
        self.text || self.torn
    }

    pub fn is_truth(self) -> bool {
        !self.strays() && self.low >= 0 && self.high <= 1
    }

    /// Promela's type for it.
    pub fn name(self) -> &'static str {
        match () {
            () if self.strays() => "int",
            () if self.low >= 0 && self.high <= 255 => "byte",
            () if self.low >= -32_768 && self.high <= 32_767 => "short",
            () => "int",
        }
    }
}

/// The kind of the result of an operator.
pub(super) fn binary(op: BinaryOp, left: Kind, right: Kind) -> Kind {
    if !left.has_numbers() || !right.has_numbers() {
        return Kind::TRUTH;
    }
    let all = |of: fn(i64, i64) -> i64| {
        let corners = [(left.low, right.low), (left.low, right.high), (left.high, right.low), (left.high, right.high)];
        let results = corners.map(|(a, b)| of(a, b));
        let low = results.iter().copied().min().unwrap_or(LEAST);
        let high = results.iter().copied().max().unwrap_or(MOST);
        Kind::numbers(low, high).clamped()
    };
    match op {
        BinaryOp::Add => all(i64::saturating_add),
        BinaryOp::Subtract => all(i64::saturating_sub),
        BinaryOp::Multiply => all(i64::saturating_mul),
        BinaryOp::Divide => {
            let most = left.low.abs().max(left.high.abs());
            Kind::numbers(if left.low >= 0 && right.low >= 0 { 0 } else { -most }, most)
        }
        BinaryOp::Remainder => {
            let most = (right.low.abs().max(right.high.abs()) - 1).max(0);
            let (below, above) = (left.low.min(0).max(-most), left.high.max(0).min(most));
            Kind::numbers(below, above)
        }
        _ => Kind::TRUTH,
    }
}
