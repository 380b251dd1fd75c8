//! Times, sizes and rates, as they are written and in µs and bytes.

use super::{Expr, Given};
use alloc::boxed::Box;
use alloc::string::{String, ToString};

/// `1KB/ms`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bandwidth {
    /// Bytes transferred in one `per`.
    pub size: Bytes,
    /// The unit of time.
    pub per: Unit,
}

/// A literal size: its bytes, and its unit for the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// Bytes.
    pub bytes: u64,
    /// The unit in the text.
    pub unit: SizeUnit,
}

impl Bytes {
    /// `300B`
    pub fn written(&self) -> String {
        [&(self.bytes / self.unit.bytes()).to_string(), self.unit.symbol()].concat()
    }
}

/// A unit of size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeUnit {
    /// `B`
    B,
    /// `KB`, 1,024 bytes.
    Kb,
    /// `MB`, 1,048,576 bytes.
    Mb,
}

impl SizeUnit {
    /// Bytes in this unit.
    pub fn bytes(self) -> u64 {
        match self {
            SizeUnit::B => 1,
            SizeUnit::Kb => 1_024,
            SizeUnit::Mb => 1_024 * 1_024,
        }
    }

    /// Its spelling.
    pub fn symbol(self) -> &'static str {
        match self {
            SizeUnit::B => "B",
            SizeUnit::Kb => "KB",
            SizeUnit::Mb => "MB",
        }
    }
}

/// A literal duration: its µs, and its unit for the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Literal {
    /// µs.
    pub us: u64,
    /// The unit in the text.
    pub unit: Unit,
}

impl Literal {
    /// `3ms`
    pub fn written(&self) -> String {
        [&(self.us / self.unit.us()).to_string(), self.unit.symbol()].concat()
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Unit {
    /// `us`, microseconds.
    Us,
    /// `ms`, 1,000 µs.
    Ms,
    /// `s`, 1,000,000 µs.
    S,
}

impl Unit {
    /// µs in this unit.
    pub fn us(self) -> u64 {
        match self {
            Unit::Us => 1,
            Unit::Ms => 1_000,
            Unit::S => 1_000_000,
        }
    }

    /// Its spelling.
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::Us => "us",
            Unit::Ms => "ms",
            Unit::S => "s",
        }
    }
}

/// The size of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// `300B`
    Literal(Given<Bytes>),
    /// `(n * 10) B`
    Computed(Box<Expr>, SizeUnit),
}

/// The duration of `work` or `sleep`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// `3ms` or `(n * 2) ms`
    Fixed(Duration),
    /// `2ms..5ms`: uniform between the two, both included, in whole µs.
    Range(Duration, Duration),
    /// `~4ms`: exponential with that mean.
    Exponential(Duration),
}

/// One duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duration {
    /// `3ms`
    Literal(Given<Literal>),
    /// `(expression) ms`
    Computed(Expr, Unit),
}
