//! Times and sizes as text, each in its original unit.

use alloc::string::{String, ToString};

use super::super::tree::{Bytes, Duration, Literal, Size, Time};
use super::expressions::written;

/// The duration of `work` or `sleep`, or a latency.
pub(super) fn time(time: &Time) -> String {
    match time {
        Time::Fixed(only) => duration(only),
        Time::Range(low, high) => [duration(low), duration(high)].join(".."),
        Time::Exponential(mean) => ["~", &duration(mean)].concat(),
    }
}

/// `3ms` or `(e) ms`
pub(super) fn duration(duration: &Duration) -> String {
    match duration {
        Duration::Literal(time) => literal(time),
        Duration::Computed(value, unit) => computed(&written(value), unit.symbol()),
    }
}

/// `3ms`
pub(super) fn literal(time: &Literal) -> String {
    [&(time.us / time.unit.us()).to_string(), time.unit.symbol()].concat()
}

/// `300B` or `(e) B`
pub(super) fn size(size: &Size) -> String {
    match size {
        Size::Literal(size) => bytes(size),
        Size::Computed(value, unit) => computed(&written(value), unit.symbol()),
    }
}

/// `300B`
pub(super) fn bytes(size: &Bytes) -> String {
    [&(size.bytes / size.unit.bytes()).to_string(), size.unit.symbol()].concat()
}

fn computed(value: &str, unit: &str) -> String {
    ["(", value, ") ", unit].concat()
}
