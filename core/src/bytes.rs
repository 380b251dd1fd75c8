//! Serialization of values to bytes, from one part of the page to another; both parts were built together.
//!
//! A number is written in groups of 7 bits, the lowest first; the eighth bit says that more follow. A value with
//! several parts is the sequence of its parts. Reading never fails midway: the [`Source`] notices invalid bytes and
//! gives zeros from then on, and the caller discards the result. So the code for each type is a few calls.

use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt::{Display, Formatter};
use core::ops::Range;

pub use ipcscope_bytes::Bytes;

/// A type that can be written to bytes and read back. A unit value takes no bytes at all.
pub trait Bytes: Sized {
    /// Appends it.
    fn put(&self, to: &mut Sink);

    /// Reads it from the front.
    fn take(from: &mut Source) -> Self;
}

/// Bytes being written.
pub type Sink = Vec<u8>;

/// Bytes being read.
#[derive(Debug)]
pub struct Source<'b> {
    rest: &'b [u8],
    is_damaged: bool,
}

/// Appends `value` to `to`.
pub fn put(value: &impl Bytes, to: &mut Sink) {
    value.put(to);
}

/// Bytes that are not a value of the type wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

impl Display for Damaged {
    fn fmt(&self, to: &mut Formatter) -> core::fmt::Result {
        to.write_str("these bytes make no sense")
    }
}

impl Error for Damaged {}

/// The value at the front of `bytes`.
///
/// # Errors
/// The bytes are invalid.
pub fn take<T: Bytes>(bytes: &[u8]) -> Result<T, Damaged> {
    let mut source = Source { rest: bytes, is_damaged: false };
    let value = T::take(&mut source);
    if source.is_damaged { Err(Damaged) } else { Ok(value) }
}

/// Appends the number of a variant.
pub fn put_choice(number: usize, to: &mut Sink) {
    put_number(number as u64, to);
}

fn put_number(mut number: u64, to: &mut Sink) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

impl<'b> Source<'b> {
    /// A number below `count`.
    pub fn choice(&mut self, count: usize) -> usize {
        match self.number() as usize {
            number if number < count => number,
            _ => self.give_up() as usize,
        }
    }

    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let Some((byte, rest)) = self.rest.split_first() else { break };
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return number;
            }
        }
        self.give_up()
    }

    fn stretch(&mut self, length: usize) -> &'b [u8] {
        let Some((stretch, rest)) = self.rest.split_at_checked(length) else {
            self.give_up();
            return &[];
        };
        self.rest = rest;
        stretch
    }

    fn give_up(&mut self) -> u64 {
        (self.rest, self.is_damaged) = (&[], true);
        0
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Bytes for $number {
            fn put(&self, to: &mut Sink) {
                put_number(*self as u64, to);
            }

            fn take(from: &mut Source) -> $number {
                let number = from.number();
                <$number>::try_from(number).unwrap_or_else(|_| from.give_up() as $number)
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, usize);

impl Bytes for i64 {
    fn put(&self, to: &mut Sink) {
        put_number(self.cast_unsigned(), to);
    }

    fn take(from: &mut Source) -> i64 {
        from.number().cast_signed()
    }
}

impl Bytes for i32 {
    fn put(&self, to: &mut Sink) {
        self.cast_unsigned().put(to);
    }

    fn take(from: &mut Source) -> i32 {
        u32::take(from).cast_signed()
    }
}

impl Bytes for bool {
    fn put(&self, to: &mut Sink) {
        put_choice(usize::from(*self), to);
    }

    fn take(from: &mut Source) -> bool {
        from.choice(2) == 1
    }
}

impl Bytes for String {
    fn put(&self, to: &mut Sink) {
        put_choice(self.len(), to);
        to.extend_from_slice(self.as_bytes());
    }

    fn take(from: &mut Source) -> String {
        let length = usize::take(from);
        let stretch = from.stretch(length).to_vec();
        String::from_utf8(stretch).unwrap_or_else(|_| {
            from.give_up();
            String::new()
        })
    }
}

impl<T: Bytes> Bytes for Vec<T> {
    fn put(&self, to: &mut Sink) {
        put_choice(self.len(), to);
        self.iter().for_each(|one| one.put(to));
    }

    fn take(from: &mut Source) -> Vec<T> {
        let mut all = Vec::new();
        let mut left = usize::take(from);
        // Each element takes at least one byte, so an invalid length ends the loop when the bytes run out.
        while left > 0 && !from.is_damaged {
            all.push(T::take(from));
            left -= 1;
        }
        all
    }
}

impl<T: Bytes, const N: usize> Bytes for [T; N] {
    fn put(&self, to: &mut Sink) {
        self.iter().for_each(|one| one.put(to));
    }

    fn take(from: &mut Source) -> [T; N] {
        core::array::from_fn(|_| T::take(from))
    }
}

impl<T: Bytes> Bytes for Option<T> {
    fn put(&self, to: &mut Sink) {
        put_choice(usize::from(self.is_some()), to);
        self.iter().for_each(|one| one.put(to));
    }

    fn take(from: &mut Source) -> Option<T> {
        (from.choice(2) == 1).then(|| T::take(from))
    }
}

impl<T: Bytes, E: Bytes> Bytes for Result<T, E> {
    fn put(&self, to: &mut Sink) {
        put_choice(usize::from(self.is_err()), to);
        match self {
            Ok(value) => value.put(to),
            Err(error) => error.put(to),
        }
    }

    fn take(from: &mut Source) -> Result<T, E> {
        match from.choice(2) {
            0 => Ok(T::take(from)),
            _ => Err(E::take(from)),
        }
    }
}

impl<A: Bytes, B: Bytes> Bytes for (A, B) {
    fn put(&self, to: &mut Sink) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut Source) -> (A, B) {
        (A::take(from), B::take(from))
    }
}

impl<T: Bytes> Bytes for Range<T> {
    fn put(&self, to: &mut Sink) {
        self.start.put(to);
        self.end.put(to);
    }

    fn take(from: &mut Source) -> Range<T> {
        T::take(from)..T::take(from)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::*;

    fn again<T: Bytes>(value: T) -> Result<T, Damaged> {
        let mut bytes = Vec::new();
        put(&value, &mut bytes);
        take(&bytes)
    }

    #[test]
    fn written_values_are_read_back() {
        assert_eq!([0, 1, 127, 128, u64::MAX].map(again), [0, 1, 127, 128, u64::MAX].map(Ok));
        assert_eq!([i64::MIN, -1, i64::MAX].map(again), [i64::MIN, -1, i64::MAX].map(Ok));
        assert_eq!([i32::MIN, -1, i32::MAX].map(again), [i32::MIN, -1, i32::MAX].map(Ok));
        let whole = (vec![(true, Some("Übung".to_string())), (false, None)], [Ok(7_u16), Err(String::new())]);
        assert_eq!(again(whole.clone()), Ok(whole));
    }

    #[test]
    fn a_number_takes_a_byte_for_each_seven_bits() {
        let mut bytes = Vec::new();
        put(&300_u16, &mut bytes);
        // 300 = 2 · 128 + 44.
        assert_eq!(bytes, [44 | 0x80, 2]);
    }

    #[test]
    fn invalid_bytes_are_rejected() {
        assert_eq!(take::<u8>(&[]), Err(Damaged));
        assert_eq!(take::<u8>(&[0x80, 2]), Err(Damaged), "256 is too large");
        assert_eq!(take::<u64>(&[0xff; 64]), Err(Damaged), "it does not end");
        assert_eq!(take::<bool>(&[2]), Err(Damaged));
        assert_eq!(take::<String>(&[2, b'a']), Err(Damaged), "it is cut off");
        assert_eq!(take::<String>(&[1, 0xff]), Err(Damaged), "it is no text");
        let many = [0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2];
        assert_eq!(take::<Vec<u8>>(&many), Err(Damaged), "4,294,967,295 of them are announced");
    }
}
