//! The order of objects: blocks in layers, and within a block objects by rank, senders before what they send to,
//! receivers after it.
//!
//! A block is a host, a group, or everything in neither. Edges backwards, such as an answer's, do not count, so every
//! program has ranks; nothing here knows lengths.

use ipcscope_core::program::Program;

use super::cast::{Cast, Object, Role, Use};

/// The frame around a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A machine, by its number.
    Host(usize),
    /// A group, by its number.
    Group(usize),
}

/// Objects drawn together.
#[derive(Clone, Debug)]
pub struct Block {
    pub frame: Option<Frame>,
    /// Objects by rank; within a rank, near those of the previous rank that they are connected to.
    pub ranks: Vec<Vec<usize>>,
}

/// Blocks side by side, one layer after another.
pub type Layers = Vec<Vec<Block>>;

/// The layers of a program.
pub fn layers(program: &Program, cast: &Cast) -> Layers {
    let frames = frames(program, cast);
    let mut blocks: Vec<Option<Frame>> = Vec::new();
    for &frame in &frames {
        if !blocks.contains(&frame) {
            blocks.push(frame);
        }
    }
    let block_of = |object: usize| blocks.iter().position(|block| *block == frames[object]).expect("each has a block");
    let of: Vec<usize> = (0..frames.len()).map(block_of).collect();
    let mut layers: Vec<Vec<Block>> = Vec::new();
    for (number, rank) in block_ranks(cast, &of, blocks.len()).into_iter().enumerate() {
        if layers.len() <= rank {
            layers.resize_with(rank + 1, Vec::new);
        }
        layers[rank].push(Block { frame: blocks[number], ranks: ranked(program, cast, &of, number) });
    }
    layers.retain(|layer| !layer.is_empty());
    layers
}

/// The frame of each object.
fn frames(program: &Program, cast: &Cast) -> Vec<Option<Frame>> {
    let has_hosts = program.hosts.iter().any(|host| !host.name.is_empty());
    let host = |number: u16| {
        let number = usize::from(number);
        (!program.hosts[number].name.is_empty()).then_some(Frame::Host(number))
    };
    let of_process = |process: usize| match has_hosts {
        true => host(program.processes[process].host),
        false => program.processes[process].group.map(|group| Frame::Group(usize::from(group))),
    };
    let of_thing = |(number, object): (usize, &Object)| {
        let uses = |role: Option<Role>| {
            let mut uses = cast.users(number).iter().filter(move |own| role.is_none_or(|role| own.role == role));
            let first = uses.next().map(|own| of_process(own.process))?;
            uses.all(|own| of_process(own.process) == first).then_some(first)
        };
        match *object {
            Object::Process(process) => of_process(process),
            Object::Mailbox(channel) if has_hosts => host(program.channels[channel].home),
            // It belongs to its receivers, since others reach a group through it.
            Object::Mailbox(_) => uses(Some(Role::Takes)).flatten(),
            _ => uses(None).flatten(),
        }
    };
    cast.objects.iter().enumerate().map(of_thing).collect()
}

/// The layer of each block.
fn block_ranks(cast: &Cast, of: &[usize], count: usize) -> Vec<usize> {
    let mut next = vec![Vec::new(); count];
    for (giver, taker) in pairs(cast) {
        let (from, to) = (of[giver.process], of[taker.process]);
        let over = of[giver.object];
        for (from, to) in [(from, over), (over, to)].into_iter().filter(|(from, to)| from != to) {
            next[from].push(to);
        }
    }
    // An object shared without a direction is after its first users, and before the others.
    for own in cast.uses.iter().filter(|own| own.role == Role::Shares && of[own.process] != of[own.object]) {
        let (block, object) = (of[own.process], of[own.object]);
        let first = cast.uses.iter().filter(|other| of[other.object] == object).map(|other| of[other.process]).min();
        match first == Some(block) {
            true => next[block].push(object),
            false => next[object].push(block),
        }
    }
    ranks(&next)
}

/// Every use that gives, with every one that takes from the same object.
fn pairs(cast: &Cast) -> impl Iterator<Item = (&Use, &Use)> {
    let gives = cast.uses.iter().filter(|own| own.role == Role::Gives);
    gives.flat_map(|giver| {
        let takes = move |taker: &&Use| {
            taker.role == Role::Takes && taker.channel == giver.channel && taker.process != giver.process
        };
        cast.users(giver.object).iter().filter(takes).map(move |taker| (giver, taker))
    })
}

/// The objects of one block by rank.
fn ranked(program: &Program, cast: &Cast, of: &[usize], block: usize) -> Vec<Vec<usize>> {
    let processes: Vec<usize> = (0..program.processes.len()).filter(|&process| of[process] == block).collect();
    let process_ranks = process_ranks(cast, &processes);
    let mut ranks: Vec<Vec<usize>> = Vec::new();
    let mut put = |rank: usize, object| {
        if ranks.len() <= rank {
            ranks.resize(rank + 1, Vec::new());
        }
        ranks[rank].push(object);
    };
    // Ranks of processes are odd here, so that there is one before the first for what comes from outside.
    processes.iter().zip(&process_ranks).for_each(|(&process, &rank)| put(rank + 1, process));
    let last = process_ranks.iter().copied().max().unwrap_or(0) + 1;
    let rank_of = |process: usize| Some(process_ranks[processes.binary_search(&process).ok()?] + 1);
    for object in (program.processes.len()..cast.objects.len()).filter(|&object| of[object] == block) {
        put(object_rank(cast, object, &rank_of, last), object);
    }
    ranks.retain(|rank| !rank.is_empty());
    for rank in 1..ranks.len() {
        let (before, from) = ranks.split_at_mut(rank);
        sort_by_place(cast, &before[rank - 1], &mut from[0]);
    }
    ranks
}

/// By insertion: they are few, and mostly in order.
fn sort_by_place(cast: &Cast, before: &[usize], rank: &mut [usize]) {
    let mut places: Vec<f64> = rank.iter().map(|&object| mean_place(cast, before, object)).collect();
    for mut at in 1..places.len() {
        while at > 0 && places[at - 1] > places[at] {
            places.swap(at - 1, at);
            rank.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// The average place of an object's neighbours in the previous rank, from 0 to 1; the middle if it has none.
fn mean_place(cast: &Cast, before: &[usize], object: usize) -> f64 {
    // Of the two, the process has the lower number.
    let are_joined = |other: usize| cast.users(object.max(other)).iter().any(|own| own.process == object.min(other));
    let places = before.iter().enumerate().filter(|&(_, &other)| are_joined(other));
    let (sum, count) = places.fold((0.0, 0.0), |(sum, count), (place, _)| (sum + place as f64 + 0.5, count + 1.0));
    match count {
        0.0 => 0.5,
        _ => sum / count / before.len() as f64,
    }
}

/// Always even, as those of processes are odd.
fn object_rank(cast: &Cast, object: usize, rank_of: &dyn Fn(usize) -> Option<usize>, last: usize) -> usize {
    let uses = |wanted: fn(Role) -> bool| cast.users(object).iter().filter(move |own| wanted(own.role));
    let first = |wanted: fn(Role) -> bool| uses(wanted).filter_map(|own| rank_of(own.process)).min();
    let comes_from_outside = uses(|role| role == Role::Gives).any(|own| rank_of(own.process).is_none());
    match (first(|role| role == Role::Gives), first(|role| role == Role::Takes)) {
        (Some(giver), Some(taker)) if giver < taker => taker - 1,
        (Some(one), Some(other)) => one.min(other) + 1,
        (Some(only), None) => only + 1,
        (None, Some(only)) if comes_from_outside => only - 1,
        (None, Some(only)) => only.max(3) - 1,
        (None, None) => {
            let all = uses(|_| true).filter_map(|own| rank_of(own.process));
            let (least, most) = all.fold((usize::MAX, 0), |(least, most), rank| (least.min(rank), most.max(rank)));
            match least == most && most == last && last > 1 {
                true => most - 1,
                false => least.min(most).max(1) + 1 + (most.saturating_sub(least) / 4) * 2,
            }
        }
    }
}

/// Twice the number of objects before a process on the longest path to it. If nothing has a direction, half of the
/// processes are on either side.
fn process_ranks(cast: &Cast, processes: &[usize]) -> Vec<usize> {
    let place = |process: usize| processes.binary_search(&process).ok();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); processes.len()];
    let mut is_joined = vec![false; processes.len()];
    for (giver, taker) in pairs(cast) {
        let (from, to) = (place(giver.process), place(taker.process));
        from.into_iter().chain(to).for_each(|process| is_joined[process] = true);
        if let (Some(from), Some(to)) = (from, to) {
            next[from].push(to);
        }
    }
    let mut ranks: Vec<usize> = ranks(&next).into_iter().map(|rank| 2 * rank).collect();
    let loose: Vec<usize> = (0..ranks.len()).filter(|&process| !is_joined[process]).collect();
    let is_all = loose.len() == ranks.len();
    for (number, &process) in loose.iter().enumerate() {
        ranks[process] = if is_all && number >= loose.len().div_ceil(2) { 2 } else { 0 };
    }
    ranks
}

/// The number of others on the longest path to each; edges backwards do not count.
fn ranks(next: &[Vec<usize>]) -> Vec<usize> {
    let count = next.len();
    let mut is_fed = vec![false; count];
    next.iter().flatten().for_each(|&fed| is_fed[fed] = true);
    let order = finishing_order(next, &is_fed);
    let mut place = vec![0; count];
    for (at, &node) in order.iter().enumerate() {
        place[node] = at;
    }
    let mut ranks = vec![0; count];
    for &node in order.iter().rev() {
        for &after in &next[node] {
            // In the order of finishing, an edge backwards leads to a node that finishes later.
            if place[after] < place[node] {
                ranks[after] = ranks[after].max(ranks[node] + 1);
            }
        }
    }
    ranks
}

/// Depth-first from the nodes without a predecessor, then from the rest in order: the node left first comes first.
fn finishing_order(next: &[Vec<usize>], is_fed: &[bool]) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    let mut order = Vec::new();
    let starts = (0..next.len()).filter(|&node| !is_fed[node]).chain(0..next.len());
    for start in starts {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut open = vec![(start, 0)];
        while let Some((node, done)) = open.pop() {
            match next[node].get(done) {
                Some(&after) => {
                    open.push((node, done + 1));
                    if !std::mem::replace(&mut seen[after], true) {
                        open.push((after, 0));
                    }
                }
                None => order.push(node),
            }
        }
    }
    order
}
