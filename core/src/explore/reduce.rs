//! Fewer states for the same answers.
//!
//! **Ample sets.** Where all that one process can do next is independent of everything that the others could do before
//! it does, and nothing that is asked for shows it, only its moves are made (Peled, 1993). The conditions, and why they
//! suffice, are in `docs/exploring.md`.
//!
//! **Symmetry.** Where processes can change places (`symmetry`) one order of them stands for all.
//!
//! **Forgetting.** What makes no difference to anything that can still happen is forgotten, so that more states are one.

use alloc::vec::Vec;

use super::contents::Contents;
use super::footprint::Components;
use super::{Printing, Reduction, symmetry};
use crate::program::{Liveness, LockKind, NO_LOCAL, Next, Op, Program, Target, Term, Use};
use crate::world::{Part, World};

/// A component that a move changes, with its old and its new value.
pub(super) type Change = (u32, u32, u32);

/// What may be left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Reducer {
    /// Moves may be left out.
    is_ordering: bool,
    /// For each component the processes that may look at it or change it, as far as that can be told beforehand.
    users: Vec<Vec<u16>>,
    /// A check looks at it.
    is_visible: Vec<bool>,
    /// Who sends to each channel where everybody just sends and receives, and nothing more is to be known of it.
    plain_channels: Vec<bool>,
    /// Locks that are only waited for as long as it takes, in no promised order.
    plain_locks: Vec<bool>,
    /// What each process still needs; `None` where that is not known.
    liveness: Vec<Option<Liveness>>,
    /// Channels of which nobody learns who sent a message.
    nameless: Vec<bool>,
    /// Processes that can change places.
    pub groups: Vec<Vec<u16>>,
    /// The order of the prints of different processes is asked for: no print is put off.
    pub orders_prints: bool,
}

impl Reducer {
    pub fn new(program: &Program, components: &Components, reduction: Reduction, prints: Printing) -> Reducer {
        if reduction == Reduction::NONE || program.hosts.len() > 1 {
            return Reducer::default();
        }
        // An assertion that fails stops everybody: it can't change places with anything.
        let mut all = (0..program.processes.len()).flat_map(|process| program.acts(process));
        let has_assertions = all.any(|op| op.effects(program).uses.contains(&Some(Use::Abort)));
        let channels = 0..program.channels.len() as u16;
        let mut reducer = Reducer {
            is_ordering: reduction.order && !has_assertions,
            users: alloc::vec![Vec::new(); components.len()],
            is_visible: alloc::vec![false; components.len()],
            plain_channels: program.channels.iter().map(|channel| channel.is_plain() && is_simple(channel)).collect(),
            plain_locks: program.locks.iter().map(is_plain_lock).collect(),
            liveness: Vec::new(),
            nameless: channels
                .map(|channel| reduction.forgetting && is_nameless(program, components, channel))
                .collect(),
            groups: Vec::new(),
            orders_prints: prints == Printing::InOneOrder,
        };
        if reduction.forgetting {
            let liveness = |process| Liveness::new(program, process, &looked_at(program, process));
            reducer.liveness = (0..program.processes.len()).map(liveness).collect();
        }
        if reduction.symmetry {
            reducer.groups = symmetry::groups(program, components, &reducer.nameless, prints);
        }
        for process in 0..program.processes.len() {
            reducer.look_at(program, components, process);
        }
        for check in &program.checks {
            components.each_seen(program, check, &mut |component| reducer.is_visible[component as usize] = true);
        }
        reducer
    }

    /// Notes what the operations of a process use, and how.
    fn look_at(&mut self, program: &Program, components: &Components, process: usize) {
        for component in components.of_all(program, process) {
            self.users[component as usize].push(process as u16);
        }
        let has_blocks = program.processes[process].ops.iter().any(|op| matches!(op, Op::Atomic { .. }));
        for &op in &program.processes[process].ops {
            let is_arm = matches!(op, Op::Select { .. });
            program.each_act(op, &mut |act| {
                let is_tried = is_arm || has_blocks || act.attempt().is_some();
                for used in act.effects(program).uses.into_iter().flatten() {
                    self.look_at_use(program, process, used, is_tried);
                }
            });
        }
    }

    /// `is_tried`: it has a `try` or a `within`, or is an arm of a `select`, or in an `atomic` block: anything may become of it.
    fn look_at_use(&mut self, program: &Program, process: usize, used: Use, is_tried: bool) {
        match used {
            Use::Send(to) if is_tried => self.mark(program, process, to, true),
            Use::Receive(from) if is_tried || from == Target::Any => self.mark(program, process, from, false),
            Use::Inspect(to) | Use::Receipt(to) => self.mark(program, process, to, true),
            Use::Post(to) => self.mark(program, process, to, false),
            Use::Take(lock) | Use::Give(lock) if is_tried => {
                lock.numbers().for_each(|lock| self.plain_locks[usize::from(lock)] = false);
            }
            Use::Send(_)
            | Use::Receive(_)
            | Use::Take(_)
            | Use::Give(_)
            | Use::Create(_)
            | Use::Attach(_)
            | Use::Detach(_)
            | Use::Read(..)
            | Use::Write(..)
            | Use::Modify(_)
            | Use::Sleep(_)
            | Use::Wake(_)
            | Use::Notify(_)
            | Use::Abort => {}
        }
    }

    fn mark(&mut self, program: &Program, process: usize, to: Target, sends: bool) {
        for channel in program.channels_of(process, to, sends) {
            self.plain_channels[usize::from(channel)] = false;
        }
    }

    /// Whether it loses nothing to make only the moves that a process has in the world that is loaded.
    pub fn is_ample(
        &self,
        program: &Program,
        components: &Components,
        contents: &Contents,
        process: usize,
        others: &[u32],
        effects: &[&[Change]],
    ) -> bool {
        if !self.is_ordering || effects.is_empty() {
            return false;
        }
        // Others meet it, wake it or tell it something; or a check looks at it.
        if !self.users[process].is_empty() || program.processes[process].observed || self.is_visible[process] {
            return false;
        }
        let world = &contents.world;
        let Some(op) = world.op(program, process) else { return false };
        let is_independent = |&other: &u32| {
            if components.process_of(other).is_some() {
                return false;
            }
            let is_own = self.users[other as usize].iter().all(|&user| usize::from(user) == process);
            (is_own || self.is_commuting(program, components, world, process, op, other))
                && !self.is_visible[other as usize]
        };
        let changes = effects.iter().copied().flatten();
        // Nobody notices that it ends, if it does.
        let ends_unseen = changes.clone().all(|&(component, ..)| component != components.life(process));
        others.iter().all(is_independent) && ends_unseen && goes_forward(program, contents, process, effects)
    }

    /// Whether the operation can change places with all that others may do with the component before it.
    fn is_commuting(
        &self,
        program: &Program,
        components: &Components,
        world: &World,
        process: usize,
        op: Op,
        other: u32,
    ) -> bool {
        let effects = op.effects(program);
        let [Some(used), None] = effects.uses else { return false };
        match used {
            // Nobody else puts anything in, and room only grows; or nobody else takes anything out.
            Use::Send(to) => world.resolve(program, process, to, true).is_ok_and(|channel| {
                let is_it = components.channel(channel) == other && self.plain_channels[usize::from(channel)];
                is_it && is_only(&program.channels[usize::from(channel)].senders, process)
            }),
            Use::Receive(from) => world.resolve(program, process, from, false).is_ok_and(|channel| {
                let is_it = components.channel(channel) == other && self.plain_channels[usize::from(channel)];
                is_it && is_only(&program.channels[usize::from(channel)].receivers, process)
            }),
            // What is given can be taken later as well as now.
            Use::Give(lock) => world.resolve(program, process, lock, true).is_ok_and(|lock| {
                let is_semaphore = matches!(program.locks[usize::from(lock)].kind, LockKind::Semaphore { .. });
                let may_give = is_semaphore || world.holder(usize::from(lock)) == Some(process);
                self.plain_locks[usize::from(lock)] && may_give
            }),
            Use::Post(_)
            | Use::Receipt(_)
            | Use::Inspect(_)
            | Use::Create(_)
            | Use::Attach(_)
            | Use::Detach(_)
            | Use::Read(..)
            | Use::Write(..)
            | Use::Modify(_)
            | Use::Take(_)
            | Use::Sleep(_)
            | Use::Wake(_)
            | Use::Notify(_)
            | Use::Abort => false,
        }
    }

    /// Forgets what of a component makes no difference any more: variables that are written before they are read again, and
    /// who sent a message that anybody may have sent.
    pub fn forget(&self, program: &Program, components: &Components, component: u32, world: &mut World) {
        match components.parts.get(component as usize) {
            Some(&Part::Process(process)) => {
                let process = usize::from(process);
                let Some(Some(liveness)) = self.liveness.get(process) else { return };
                liveness.dead(world.place(process)).for_each(|variable| world.forget(program, process, variable));
            }
            Some(&Part::Channel(channel)) if self.nameless.get(usize::from(channel)) == Some(&true) => {
                world.forget_senders(program, channel);
            }
            _ => {}
        }
    }
}

/// Whether nobody learns who sent a message.
fn is_nameless(program: &Program, components: &Components, channel: u16) -> bool {
    let of = &program.channels[usize::from(channel)];
    let asks = |process: usize| {
        program.acts(process).into_iter().any(|op| {
            let effects = op.effects(program);
            let is_it = |used: &Use| {
                matches!(used, Use::Receive(from) if program.channels_of(process, *from, false).contains(&channel))
            };
            effects.receives.1 != NO_LOCAL && effects.uses.iter().flatten().any(is_it)
        })
    };
    of.direct.is_none() && !of.is_to_all() && !components.is_told(channel) && !(0..program.processes.len()).any(asks)
}

/// A mailbox of a capacity, for everybody, that stays.
fn is_simple(channel: &crate::program::Channel) -> bool {
    channel.direct.is_none() && channel.owner.is_none() && channel.users.is_none() && !channel.is_rendezvous()
}

/// In no promised order; and so far from the largest number that no search gives so many permits.
fn is_plain_lock(lock: &crate::program::Lock) -> bool {
    !matches!(lock.kind, LockKind::Semaphore { initial, fifo } if fifo || initial > 1 << 62)
}

fn is_only(users: &[u16], process: usize) -> bool {
    users.iter().all(|&user| usize::from(user) == process)
}

/// Whether the process is further on after every move, or has ended: no round of moves leads back to a state, then.
fn goes_forward(program: &Program, contents: &Contents, process: usize, effects: &[&[Change]]) -> bool {
    let variables = program.processes[process].locals.len();
    let advance_at = |number| {
        let (place, locals) = contents.place_and_variables(process as u32, number, variables)?;
        Some(advance(program, process, place, &locals))
    };
    effects.iter().all(|effect| {
        let own = effect.iter().find(|&&(component, ..)| component as usize == process);
        own.is_some_and(|&(_, before, after)| {
            advance_at(after).is_none_or(|after| advance_at(before).is_some_and(|before| after > before))
        })
    })
}

/// How far a process has come, to be compared word by word: where it is in the program, with the rounds of each `repeat` around
/// it, the outermost first, after the place where that begins.
fn advance(program: &Program, process: usize, place: usize, locals: &[i64]) -> Vec<i64> {
    let ops = &program.processes[process].ops;
    let mut words = Vec::new();
    for (head, op) in ops[..place.min(ops.len())].iter().enumerate() {
        let effects = op.effects(program);
        // Only a `repeat` goes on or out, and reads its counter first.
        if let Next::Either(exit) = effects.next
            && place < exit as usize
        {
            words.extend([head as i64, locals[usize::from(effects.reads.start)]]);
        }
    }
    words.push(place as i64);
    words
}

/// The process's variables that a check looks at.
pub(super) fn looked_at(program: &Program, process: usize) -> Vec<u16> {
    let first = program.processes[process].first_local;
    let count = program.processes[process].locals.len();
    let mut found = Vec::new();
    for check in &program.checks {
        let Some(condition) = check.promise.condition() else { continue };
        program.each_seen(condition, &mut |term| match term {
            Term::Of(place) if (first..first + count).contains(&(place as usize)) => {
                found.push((place as usize - first) as u16);
            }
            _ => {}
        });
    }
    found
}
