//! Conditions of the model, simplified as they are combined.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// When something holds: never, always, or where an expression of Promela is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cond {
    Never,
    Always,
    /// An expression that can be an operand of `&&` and `||` without parentheses.
    If(String),
}

impl Cond {
    /// An expression as a condition.
    pub fn when(expression: impl ToString) -> Cond {
        Cond::If(expression.to_string())
    }

    pub fn and(self, other: Cond) -> Cond {
        match (self, other) {
            (Cond::Never, _) | (_, Cond::Never) => Cond::Never,
            (Cond::Always, other) | (other, Cond::Always) => other,
            (Cond::If(one), Cond::If(other)) => Cond::If(format!("{} && {}", grouped(one), grouped(other))),
        }
    }

    pub fn or(self, other: Cond) -> Cond {
        match (self, other) {
            (Cond::Always, _) | (_, Cond::Always) => Cond::Always,
            (Cond::Never, other) | (other, Cond::Never) => other,
            (Cond::If(one), Cond::If(other)) => Cond::If(format!("({one} || {other})")),
        }
    }

    pub fn not(self) -> Cond {
        match self {
            Cond::Never => Cond::Always,
            Cond::Always => Cond::Never,
            Cond::If(expression) => Cond::If(opposite(inner(&expression))),
        }
    }

    /// As an expression.
    pub fn written(&self) -> String {
        match self {
            Cond::Never => "false".into(),
            Cond::Always => "true".into(),
            Cond::If(expression) => expression.clone(),
        }
    }
}

/// The negation; of a single comparison, the opposite comparison.
fn opposite(expression: &str) -> String {
    const PAIRS: [(&str, &str); 6] =
        [(" == ", " != "), (" != ", " == "), (" < ", " >= "), (" >= ", " < "), (" > ", " <= "), (" <= ", " > ")];
    let is_name = |word: &str| word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if let Some(inside) = expression.strip_prefix('!').filter(|inside| is_name(inside)) {
        return inside.into();
    }
    let found: Vec<&(&str, &str)> = PAIRS.iter().filter(|(symbol, _)| expression.contains(symbol)).collect();
    let is_one = !expression.contains("&&") && !expression.contains("||") && !expression.contains("->");
    match found[..] {
        [(symbol, other)] if is_one && expression.matches(symbol).count() == 1 && !expression.starts_with('!') => {
            expression.replace(symbol, other)
        }
        _ if is_name(expression) => format!("!{expression}"),
        _ => match expression.strip_prefix("empty(") {
            Some(rest) if is_one && rest.ends_with(')') && rest.matches(')').count() == 1 => format!("nempty({rest}"),
            _ => format!("!({expression})"),
        },
    }
}

/// Puts `a || b` in parentheses, unless it is already.
fn grouped(expression: String) -> String {
    if expression.contains("||") && inner(&expression) == expression { format!("({expression})") } else { expression }
}

/// Without the parentheses around the whole, if there are any.
pub(super) fn inner(expression: &str) -> &str {
    let Some(inside) = expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return expression };
    let mut depth = 0_i32;
    for letter in inside.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return expression;
        }
    }
    inside
}
