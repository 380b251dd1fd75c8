//! Grammar of hosts and networks.

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, UNITS};
use super::super::limits;
use super::super::tree::{Bandwidth, Host, ItemKind, Network, Schedule};
use super::measures::{bytes, time, time_literal, unit_of};
use super::options::{choice, number_between, options, take_hyphenated};
use super::{Input, Parsed, name, peek, take, take_word, wrong_here};

/// `host alpha cores 2 schedule round-robin 4ms`
pub(super) fn host(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let name = name(input, "a host needs a name", "write `host alpha cores 2`")?;
    let (mut cores, mut schedule) = (None, None);
    options(input, &["cores", "schedule"], &mut |input, option| {
        match option {
            "cores" => {
                cores =
                    Some(number_between(input, 1, limits::CORES, "a host has 1 to 1024 cores", "write `cores 2`")?
                        as u32);
            }
            _ => schedule = Some(self::schedule(input)?),
        }
        Ok(())
    })?;
    Ok(ItemKind::Host(Host { name, cores, schedule }))
}

/// `fifo`, `priority` or `round-robin 4ms`
fn schedule(input: &mut Input<'_>) -> Parsed<Schedule> {
    if take_word(input, "fifo") {
        return Ok(Schedule::Fifo);
    }
    if take_word(input, "priority") {
        return Ok(Schedule::Priority);
    }
    let help = "write `schedule fifo`, `schedule priority` or `schedule round-robin 4ms`";
    if !take_hyphenated(input, ["round", "robin"]) {
        return Err(wrong_here(input, "expected a scheduling policy", help));
    }
    let message = "`round-robin` needs a time slice";
    if let Kind::Time(0, _) = peek(input).kind {
        return Err(wrong_here(input, "a time slice must be longer than 0", help));
    }
    let slice = time_literal(input, message, "write `schedule round-robin 4ms`")?;
    Ok(Schedule::RoundRobin(slice))
}

/// `network alpha beta latency 20ms..30ms bandwidth 1KB/ms loss 2% duplicate 1% reorder`
pub(super) fn network(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let help = "write `network alpha beta latency 20ms`";
    let host = |input: &mut Input<'_>| name(input, "a network joins two hosts", help);
    let hosts = [host(input)?, host(input)?];
    let (mut latency, mut bandwidth) = (None, None);
    let (mut loss, mut duplicate, mut reorder) = (0, 0, false);
    let known = ["latency", "bandwidth", "loss", "duplicate", "reorder"];
    options(input, &known, &mut |input, option| {
        match option {
            "latency" => latency = Some(time(input)?),
            "bandwidth" => bandwidth = Some(self::bandwidth(input)?),
            "loss" => loss = percent(input)?,
            "duplicate" => duplicate = percent(input)?,
            _ => reorder = true,
        }
        Ok(())
    })?;
    match latency {
        Some(latency) => Ok(ItemKind::Network(Network { hosts, latency, bandwidth, loss, duplicate, reorder })),
        None => Err(wrong_here(input, "a network needs a latency", help)),
    }
}

/// `1KB/ms`
fn bandwidth(input: &mut Input<'_>) -> Parsed<Bandwidth> {
    let help = "write `bandwidth 1KB/ms`";
    if let Kind::Size(0, _) = peek(input).kind {
        return Err(wrong_here(input, "a bandwidth must be greater than 0", help));
    }
    let size = bytes(input, help)?;
    if !take(input, Symbol::Slash) {
        return Err(wrong_here(input, "a bandwidth is a size per unit of time", help));
    }
    let Some(per) = unit_of(&peek(input).kind) else {
        return Err(wrong_here(input, "expected a unit of time", choice(&UNITS.map(|unit| unit.symbol()))));
    };
    input.next_token();
    Ok(Bandwidth { size, per })
}

/// `2%`
fn percent(input: &mut Input<'_>) -> Parsed<u32> {
    let help = "write a percentage such as `2%`";
    let number = number_between(input, 0, 100, "a percentage must be from 0 to 100", help)?;
    match take(input, Symbol::Percent) {
        true => Ok(number as u32),
        false => Err(wrong_here(input, "expected `%`", help)),
    }
}
