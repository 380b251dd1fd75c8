//! Grammar of hosts and networks.

use winnow::stream::Stream;

use super::super::lexer::{Symbol, UNITS};
use super::super::limits;
use super::super::tree::{Bandwidth, Given, Host, ItemKind, Network, Schedule};
use super::constants::with_value;
use super::measures::{bytes, time, time_literal, unit_of};
use super::options::{NO_NUMBER, choice, number_between, options, take_hyphenated};
use super::{Input, Parsed, here, mistake, name, peek, take, take_word, wrong_here};

/// `host alpha cores 2 schedule round-robin 4ms`
pub(super) fn host(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let name = name(input, "a host needs a name", "write `host alpha cores 2`")?;
    let (mut cores, mut schedule) = (None, None);
    options(input, &["cores", "schedule"], &mut |input, option| {
        match option {
            "cores" => {
                let range = "a host has 1 to 1024 cores";
                let number = number_between(input, [1, limits::CORES], range, NO_NUMBER, "write `cores 2`")?;
                cores = Some(number.map(|number| number as u32));
            }
            _ => schedule = Some(self::schedule(input)?),
        }
        Ok(())
    })?;
    Ok(ItemKind::Host(Host { name, cores, schedule }))
}

/// `fifo`, `priority` or `round-robin 4ms`
fn schedule(input: &mut Input<'_>) -> Parsed<Given<Schedule>> {
    if take_word(input, "fifo") {
        return Ok(Given::plain(Schedule::Fifo));
    }
    if take_word(input, "priority") {
        return Ok(Given::plain(Schedule::Priority));
    }
    let help = "write `schedule fifo`, `schedule priority` or `schedule round-robin 4ms`";
    if !take_hyphenated(input, ["round", "robin"]) {
        return Err(wrong_here(input, "expected a scheduling policy", help));
    }
    let message = "`round-robin` needs a time slice";
    let at = here(input);
    let slice = time_literal(input, message, "write `schedule round-robin 4ms`")?;
    if slice.us == 0 {
        let message = with_value("a time slice must be longer than 0", slice.name.as_ref(), &slice.written());
        return Err(mistake(at, message, help));
    }
    Ok(slice.map(Schedule::RoundRobin))
}

/// `network alpha beta latency 20ms..30ms bandwidth 1KB/ms loss 2% duplicate 1% reorder`
pub(super) fn network(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let help = "write `network alpha beta latency 20ms`";
    let host = |input: &mut Input<'_>| name(input, "a network joins two hosts", help);
    let hosts = [host(input)?, host(input)?];
    let (mut latency, mut bandwidth) = (None, None);
    let (mut loss, mut duplicate, mut reorder) = (Given::plain(0), Given::plain(0), false);
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
fn bandwidth(input: &mut Input<'_>) -> Parsed<Given<Bandwidth>> {
    let help = "write `bandwidth 1KB/ms`";
    let at = here(input);
    let size = bytes(input, help)?;
    if size.bytes == 0 {
        let message = with_value("a bandwidth must be greater than 0", size.name.as_ref(), &size.written());
        return Err(mistake(at, message, help));
    }
    if !take(input, Symbol::Slash) {
        return Err(wrong_here(input, "a bandwidth is a size per unit of time", help));
    }
    let Some(per) = unit_of(&peek(input).kind) else {
        return Err(wrong_here(input, "expected a unit of time", choice(&UNITS.map(|unit| unit.symbol()))));
    };
    input.next_token();
    Ok(size.map(|size| Bandwidth { size, per }))
}

/// `2%`
fn percent(input: &mut Input<'_>) -> Parsed<Given<u32>> {
    let help = "write a percentage such as `2%`";
    let number = number_between(input, [0, 100], "a percentage must be from 0 to 100", NO_NUMBER, help)?;
    match take(input, Symbol::Percent) {
        true => Ok(number.map(|number| number as u32)),
        false => Err(wrong_here(input, "expected `%`", help)),
    }
}
