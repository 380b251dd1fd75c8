//! Who stands before whom: processes and mailboxes by rank, senders before the mailboxes they fill, receivers after.
//!
//! A way back, as an answer's, does not count, so that every program has ranks; nothing here knows lengths.

use ipcscope_core::program::{Channel, Program};

/// A thing in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// By its number.
    Process(usize),
    /// By its channel's number.
    Mailbox(usize),
}

/// Everything by rank; within a rank beside those of the rank before that it is joined to.
pub fn ranked(program: &Program) -> Vec<Vec<Thing>> {
    let process_ranks = process_ranks(program);
    let mut ranks: Vec<Vec<Thing>> = Vec::new();
    let mut put = |rank: usize, thing| {
        if ranks.len() <= rank {
            ranks.resize(rank + 1, Vec::new());
        }
        ranks[rank].push(thing);
    };
    for (process, &rank) in process_ranks.iter().enumerate() {
        put(rank, Thing::Process(process));
    }
    for (number, channel) in program.channels.iter().enumerate() {
        put(mailbox_rank(channel, &process_ranks), Thing::Mailbox(number));
    }
    ranks.retain(|rank| !rank.is_empty());
    for rank in 1..ranks.len() {
        let (before, from) = ranks.split_at_mut(rank);
        let before = &before[rank - 1];
        let mut places: Vec<f64> = from[0].iter().map(|&thing| mean_place(program, before, thing)).collect();
        // By insertion: they are few, and mostly in order.
        for mut at in 1..places.len() {
            while at > 0 && places[at - 1] > places[at] {
                places.swap(at - 1, at);
                from[0].swap(at - 1, at);
                at -= 1;
            }
        }
    }
    ranks
}

/// Where in the rank before a thing's neighbours stand, on average, from 0 to 1; in the middle where it has none.
fn mean_place(program: &Program, before: &[Thing], thing: Thing) -> f64 {
    let places = before.iter().enumerate().filter(|&(_, &other)| are_joined(program, thing, other));
    let (sum, count) = places.fold((0.0, 0.0), |(sum, count), (place, _)| (sum + place as f64 + 0.5, count + 1.0));
    match count {
        0.0 => 0.5,
        _ => sum / count / before.len() as f64,
    }
}

fn are_joined(program: &Program, one: Thing, other: Thing) -> bool {
    let (Thing::Process(process), Thing::Mailbox(channel)) = (match one {
        Thing::Process(_) => (one, other),
        Thing::Mailbox(_) => (other, one),
    }) else {
        return false;
    };
    let (channel, process) = (&program.channels[channel], process as u16);
    channel.senders.binary_search(&process).is_ok() || channel.receivers.binary_search(&process).is_ok()
}

/// Always odd, as those of processes are even.
fn mailbox_rank(channel: &Channel, ranks: &[usize]) -> usize {
    let rank = |&process: &u16| ranks[usize::from(process)];
    let first = |users: &[u16]| users.iter().map(rank).min();
    match (first(&channel.senders), first(&channel.receivers)) {
        (Some(sender), Some(receiver)) if sender < receiver => receiver - 1,
        (Some(one), Some(other)) => one.min(other) + 1,
        (Some(only), None) => only + 1,
        (None, Some(only)) => only.max(2) - 1,
        (None, None) => 1,
    }
}

/// Twice the number of mailboxes that lie before a process on the longest way to it; ways back do not count.
fn process_ranks(program: &Program) -> Vec<usize> {
    let count = program.processes.len();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut is_fed = vec![false; count];
    for channel in &program.channels {
        for &sender in &channel.senders {
            for &receiver in channel.receivers.iter().filter(|&&receiver| receiver != sender) {
                next[usize::from(sender)].push(usize::from(receiver));
                is_fed[usize::from(receiver)] = true;
            }
        }
    }
    let order = finishing_order(&next, &is_fed);
    let mut place = vec![0; count];
    for (at, &process) in order.iter().enumerate() {
        place[process] = at;
    }
    let mut ranks = vec![0; count];
    for &process in order.iter().rev() {
        for &after in &next[process] {
            // In the order of finishing, a way back leads to one that finishes later.
            if place[after] < place[process] {
                ranks[after] = ranks[after].max(ranks[process] + 2);
            }
        }
    }
    ranks
}

/// Depth-first from those whom nobody sends to, then from the rest in order: who is left first comes first.
fn finishing_order(next: &[Vec<usize>], is_fed: &[bool]) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    let mut order = Vec::new();
    let starts = (0..next.len()).filter(|&process| !is_fed[process]).chain(0..next.len());
    for start in starts {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut open = vec![(start, 0)];
        while let Some((process, done)) = open.pop() {
            match next[process].get(done) {
                Some(&after) => {
                    open.push((process, done + 1));
                    if !std::mem::replace(&mut seen[after], true) {
                        open.push((after, 0));
                    }
                }
                None => order.push(process),
            }
        }
    }
    order
}
