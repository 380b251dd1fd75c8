//! Times and sizes as text, each in its original unit.

use alloc::string::String;

use super::super::tree::{Bytes, Duration, Given, Literal, Size, Time};
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

/// `3ms`, or the name of a constant
pub(super) fn literal(time: &Given<Literal>) -> String {
    given(time, Literal::written)
}

/// The name of the constant, if there is one; otherwise the value as `written` gives it.
pub(super) fn given<T>(value: &Given<T>, written: impl FnOnce(&T) -> String) -> String {
    match &value.name {
        Some(name) => name.text.clone(),
        None => written(value),
    }
}

/// `300B` or `(e) B`
pub(super) fn size(size: &Size) -> String {
    match size {
        Size::Literal(size) => given(size, Bytes::written),
        Size::Computed(value, unit) => computed(&written(value), unit.symbol()),
    }
}

fn computed(value: &str, unit: &str) -> String {
    ["(", value, ") ", unit].concat()
}
