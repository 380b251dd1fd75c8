//! Values of variables and messages: a number or a text in one 64-bit word.
//!
//! Numbers are 64-bit integers. The 2³² smallest of them represent texts instead, so that a value needs no tag:
//! a calculation whose result would be among those is an overflow, as is one beyond the largest number.

use alloc::string::{String, ToString};

/// A number or a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Value(i64);

/// The smallest number a scenario can hold: −(2⁶³ − 2³²).
pub const SMALLEST: i64 = i64::MIN + (1 << 32);

/// The largest: 2⁶³ − 1.
pub const LARGEST: i64 = i64::MAX;

impl Value {
    /// 0, which is also `false` and the initial value of variables.
    pub const ZERO: Value = Value(0);

    /// A number; `None` if it is smaller than [`SMALLEST`].
    pub fn number(n: i64) -> Option<Value> {
        (n >= SMALLEST).then_some(Value(n))
    }

    /// 1 or 0.
    pub fn truth(truth: bool) -> Value {
        Value(i64::from(truth))
    }

    /// Text `id` of the program's texts.
    pub fn text(id: u32) -> Value {
        Value(i64::MIN + i64::from(id))
    }

    /// The number; `None` for a text.
    pub fn as_number(self) -> Option<i64> {
        (self.0 >= SMALLEST).then_some(self.0)
    }

    /// The index among the program's texts; `None` for a number.
    pub fn as_text(self) -> Option<u32> {
        (self.0 < SMALLEST).then(|| (self.0 - i64::MIN) as u32)
    }

    /// As `print` and the page show it.
    pub fn show(self, texts: &[String]) -> String {
        match self.as_text() {
            Some(id) => texts[id as usize].clone(),
            None => self.0.to_string(),
        }
    }

    pub(crate) fn word(self) -> i64 {
        self.0
    }

    pub(crate) fn from_word(word: i64) -> Value {
        Value(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_share_one_word() {
        assert_eq!(Value::number(SMALLEST).and_then(Value::as_number), Some(SMALLEST));
        assert_eq!(Value::number(SMALLEST - 1), None);
        assert_eq!(Value::number(LARGEST).and_then(Value::as_number), Some(LARGEST));
        assert_eq!(Value::text(0).as_text(), Some(0));
        assert_eq!(Value::text(u32::MAX).as_text(), Some(u32::MAX));
        assert_eq!(Value::text(7).as_number(), None);
        assert_eq!(Value::truth(true).show(&[]), "1");
    }
}
