//! Growth without bound: a variable, a cell, a semaphore or a queue takes new values forever, so a search could never
//! visit every state.
//!
//! It is proved, not guessed. Some walks lead away from the initial state; wherever one comes back to a state of the
//! same form, `round` decides whether the moves between the two can be repeated forever, each time with the same steps
//! (`line` knows the values then). The walks find most of what grows, but not all: then the search meets its limits.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::reduce::checked_variables;
use crate::id::{ChannelId, LockId};
use crate::program::{Liveness, Op, Program, Term};
use crate::scenario::tree::BinaryOp;
use crate::world::{Apart, GIVE_UP, JOIN, Move, NETWORK, Queued, World};

mod line;
mod round;
#[cfg(test)]
mod tests;

/// Something that grows without bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// What.
    pub of: Growing,
    /// By how much in each round; below 0 it falls. Messages for a channel.
    pub step: i64,
}

/// Something that can grow without bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growing {
    /// The messages in a channel.
    Channel(ChannelId),
    /// A cell of shared memory.
    Cell(u32),
    /// A variable of a process.
    Variable {
        /// The process.
        process: u16,
        /// Its variable.
        local: u16,
    },
    /// The permits of a semaphore.
    Semaphore(LockId),
}

/// The most moves of a walk among all processes, and of one process alone.
const MOST_MOVES: usize = 1_024;
const MOST_ALONE: usize = 512;
/// The most words of the states of a walk, which are all kept.
const MOST_WORDS: usize = 1 << 21;
/// The most work, in choices listed times processes.
const MOST_WORK: usize = 1 << 22;
/// The most moves that are made again to see whether they can be repeated.
const MOST_REPEATED: usize = 1 << 17;
/// How many earlier states of the same form are compared with a state, and the moves from how many of them are repeated.
const MOST_COMPARED: usize = 256;
const MOST_TRIED: usize = 3;
/// Larger steps than this do not occur on a walk.
const MOST_MODULUS: i64 = 4_096;
/// The seeds of walks whose moves are drawn.
const SEEDS: [u64; 2] = [1, 2];

/// Larger steps need fewer than 2³⁰ rounds up to the largest value.
const FASTEST: u64 = 1 << 33;

/// Which move comes next on a walk.
#[derive(Clone, Copy, Debug)]
enum Pick {
    /// The first of the process whose turn it is.
    InTurn,
    /// The first of this process.
    Alone(usize),
    /// One that is drawn.
    Drawn(u64),
}

/// Everything that is found to grow on one walk; empty where nothing is found. `forgets`: variables that nobody reads
/// again are no part of a state.
pub(super) fn find(program: &Program, forgets: bool) -> Vec<Growth> {
    if !(0..program.processes.len()).any(|process| may_run_forever(program, process)) {
        return Vec::new();
    }
    let liveness = |process| Liveness::new(program, process, &checked_variables(program, process));
    let processes = program.processes.len();
    let mut finder = Finder {
        program,
        liveness: (0..if forgets { processes } else { 0 }).map(liveness).collect(),
        modulus: modulus(program),
        work: MOST_WORK,
        repeated: MOST_REPEATED,
    };
    let start = World::new(program, &mut ());
    let (walked, found) = finder.walk(&start, Pick::InTurn, MOST_MOVES);
    let alone = (0..5).filter_map(|part| walked.get(part * walked.len().saturating_sub(1) / 4));
    let alone = alone.flat_map(|world| (0..processes).map(move |process| (world, Pick::Alone(process), MOST_ALONE)));
    let drawn = SEEDS.map(|seed| (&start, Pick::Drawn(seed), MOST_MOVES));
    let mut walks = alone.chain(drawn);
    found.or_else(|| walks.find_map(|(from, pick, most)| finder.walk(from, pick, most).1)).unwrap_or_default()
}

/// Whether a process has a loop that is not counted.
fn may_run_forever(program: &Program, process: usize) -> bool {
    let ops = &program.processes[process].ops;
    let goes_back = |(place, &op): (usize, &Op)| {
        let mut found = false;
        let is_uncounted = |next: usize| next <= place && !matches!(ops[next], Op::Repeat { .. });
        program.each_next(place, op, &mut |next| found |= is_uncounted(next as usize));
        found
    };
    ops.iter().enumerate().any(goes_back)
}

struct Finder<'a> {
    program: &'a Program,
    /// The live variables of each process; empty if nothing is forgotten.
    liveness: Vec<Option<Liveness>>,
    /// Steps that this divides leave the remainders in the program's expressions as they are.
    modulus: i64,
    work: usize,
    repeated: usize,
}

impl Finder<'_> {
    /// Walks from a state, until something is found to grow. The states of the walk, too.
    fn walk(&mut self, from: &World, pick: Pick, most: usize) -> (Vec<World>, Option<Vec<Growth>>) {
        let mut worlds = alloc::vec![from.clone()];
        let mut moves: Vec<Move> = Vec::new();
        let mut same: BTreeMap<Vec<i64>, Vec<usize>> = BTreeMap::new();
        same.insert(from.places().to_vec(), alloc::vec![0]);
        let (mut words, mut state) = (0, 0);
        while moves.len() < most && words < MOST_WORDS && self.work > 0 {
            let world = &worlds[moves.len()];
            let choices = world.choices(self.program);
            self.work = self.work.saturating_sub(choices.len() + self.program.processes.len());
            let Some(chosen) = self.choose(world, &choices, pick, &mut state) else { break };
            let mut next = world.clone();
            next.step(self.program, chosen, &mut ());
            words += next.size();
            moves.push(chosen);
            worlds.push(next);
            let now = moves.len();
            let before = same.entry(worlds[now].places().to_vec()).or_default();
            if before.iter().rev().take(MOST_COMPARED).any(|&earlier| worlds[earlier] == worlds[now]) {
                // A process alone goes round from here on.
                if matches!(pick, Pick::Alone(_)) {
                    break;
                }
                continue;
            }
            if let Some(found) = self.compare(&worlds, &moves, before) {
                return (worlds, Some(found));
            }
            before.push(now);
        }
        (worlds, None)
    }

    fn choose(&self, world: &World, choices: &[Move], pick: Pick, state: &mut u64) -> Option<Move> {
        // Waiting longer leads nowhere new, and what a network does is not followed.
        let may = |chosen: &&Move| chosen.process != NETWORK && chosen.arm != JOIN;
        let gives_up = |chosen: &&Move| chosen.arm == GIVE_UP;
        match pick {
            Pick::Alone(process) => {
                let own = |chosen: &&Move| chosen.process.index() == process;
                choices.iter().filter(own).filter(may).min_by_key(gives_up).copied()
            }
            Pick::InTurn => {
                let count = self.program.processes.len() as u64;
                let turn = |chosen: &&Move| (u64::from(chosen.process.0) + count - *state) % count;
                let chosen =
                    choices.iter().filter(may).min_by_key(|chosen| (turn(chosen), gives_up(chosen))).copied()?;
                let partner = world.partner(self.program, chosen);
                *state = (u64::from(partner.map_or(0, |partner| partner.0).max(chosen.process.0)) + 1) % count;
                Some(chosen)
            }
            Pick::Drawn(seed) => {
                *state = (*state ^ seed).wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
                let allowed: Vec<&Move> = choices.iter().filter(may).collect();
                let number = (*state >> 33) as usize % allowed.len().max(1);
                allowed.get(number).map(|&&chosen| chosen)
            }
        }
    }

    /// Compares the last state of a walk with earlier ones at the same places.
    fn compare(&mut self, worlds: &[World], moves: &[Move], before: &[usize]) -> Option<Vec<Growth>> {
        let later = worlds.last()?;
        let recent = before.iter().rev().take(MOST_COMPARED);
        let apart = |&earlier: &usize| {
            let apart = worlds[earlier].apart(self.program, later)?;
            let growing = self.growing(later, &apart);
            (!growing.is_empty()).then_some((earlier, apart, growing))
        };
        let mut candidates: Vec<(usize, Apart, Vec<Growth>)> = recent.filter_map(apart).collect();
        // The fewer numbers change, the more likely they always change so.
        candidates.sort_by_key(|(_, apart, _)| (!apart.is_divisible(self.modulus), apart.count()));
        for (earlier, apart, growing) in candidates.into_iter().take(MOST_TRIED) {
            let between = &moves[earlier..];
            if between.len() > self.repeated {
                return None;
            }
            self.repeated -= between.len();
            if round::repeats(self.program, &worlds[earlier], between, later, &apart) {
                return Some(growing);
            }
        }
        None
    }

    /// Everything with a name that grows if these steps repeat, except forgotten variables.
    fn growing(&self, world: &World, apart: &Apart) -> Vec<Growth> {
        let mut found = Vec::new();
        let mut steps = apart.cells.iter().chain(&apart.locals).chain(&apart.permits);
        if steps.any(|step| step.unsigned_abs() > FASTEST) {
            // It soon comes to its largest value, and to a fault.
            return found;
        }
        let mut add = |of, step| found.extend((step != 0).then_some(Growth { of, step }));
        for (channel, queued) in apart.queues.iter().enumerate() {
            if let &Queued::Longer(step) = queued {
                add(Growing::Channel(ChannelId(channel as u16)), i64::from(step));
            }
        }
        for (cell, &step) in apart.cells.iter().enumerate() {
            add(Growing::Cell(cell as u32), step);
        }
        for (number, process) in self.program.processes.iter().enumerate() {
            let place = world.place(number);
            let liveness = self.liveness.get(number).and_then(Option::as_ref);
            let dead: Vec<u16> = liveness.map_or(Vec::new(), |liveness| liveness.dead(place).collect());
            for (local, name) in process.locals.iter().enumerate() {
                if !name.is_empty() && !dead.contains(&(local as u16)) {
                    let of = Growing::Variable { process: number as u16, local: local as u16 };
                    add(of, apart.locals[process.first_local + local]);
                }
            }
        }
        for (lock, &step) in apart.permits.iter().enumerate() {
            add(Growing::Semaphore(LockId(lock as u16)), step);
        }
        found
    }
}

/// The least common multiple of the constants that the program divides by, up to a limit.
fn modulus(program: &Program) -> i64 {
    let divisor = |pair: &[Term]| match pair {
        [Term::Constant(by), Term::Binary(BinaryOp::Remainder | BinaryOp::Divide)] => by.as_number(),
        _ => None,
    };
    let divisors = program.terms.windows(2).filter_map(divisor).filter(|&by| by > 1);
    divisors.fold(1, |so_far, by| {
        let multiple = so_far / divisor_of_both(so_far, by) * by.min(MOST_MODULUS);
        if multiple > MOST_MODULUS { so_far } else { multiple }
    })
}

fn divisor_of_both(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { divisor_of_both(b, a % b) }
}
