//! Reductions: fewer states for the same answers.
//!
//! **Ample sets.** If all moves one process can make next are independent of everything the others could do before
//! them, and no check can see them, only its moves are made (Peled, 1993). The conditions, and why they suffice, are in
//! `docs/exploring.md`.
//!
//! **Symmetry.** Of interchangeable processes (`symmetry`) one order represents all.
//!
//! **Forgetting.** Whatever can no longer affect anything is forgotten, so that more states coincide.

use alloc::vec::Vec;

use super::contents::Contents;
use super::footprint::Components;
use super::{Printing, Reduction, symmetry};
use crate::id::{LockId, ProcessId};
use crate::program::{Liveness, LockKind, NO_LOCAL, Next, Op, Program, Target, Term, Use};
use crate::world::{Part, World};

/// A component that a move changes, with its old and new value.
pub(super) type Change = (u32, u32, u32);

/// The reductions that apply to a program.
#[derive(Clone, Debug, Default)]
pub(super) struct Reducer {
    /// Ample sets are on.
    is_ordering: bool,
    /// For each component, the processes that may read or change it, as far as can be said statically.
    users: Vec<Vec<u16>>,
    /// Components that a check reads.
    is_visible: Vec<bool>,
    /// Channels that every process only sends to and receives from.
    plain_channels: Vec<bool>,
    /// Locks that are acquired without a timeout or attempt, and granted in no promised order.
    plain_locks: Vec<bool>,
    /// The variables each process still needs; `None` if unknown.
    liveness: Vec<Option<Liveness>>,
    /// Channels where no process learns who sent a message.
    nameless: Vec<bool>,
    /// Groups of interchangeable processes.
    pub groups: Vec<Vec<u16>>,
    /// The order of prints of different processes matters: no print is postponed.
    pub orders_prints: bool,
}

impl Reducer {
    pub fn new(program: &Program, components: &Components, reduction: Reduction, prints: Printing) -> Reducer {
        if reduction == Reduction::NONE || program.hosts.len() > 1 {
            return Reducer::default();
        }
        // A failing assertion stops every process: it commutes with nothing.
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
            let liveness = |process| Liveness::new(program, process, &checked_variables(program, process));
            reducer.liveness = (0..program.processes.len()).map(liveness).collect();
        }
        if reduction.symmetry {
            reducer.groups = symmetry::groups(program, components, &reducer.nameless, prints);
        }
        for process in 0..program.processes.len() {
            reducer.scan(program, components, process);
        }
        for check in &program.checks {
            components.each_seen(program, check, &mut |component| reducer.is_visible[component as usize] = true);
        }
        reducer
    }

    /// Records what the operations of a process use, and how.
    fn scan(&mut self, program: &Program, components: &Components, process: usize) {
        for component in components.of_all(program, process) {
            self.users[component as usize].push(process as u16);
        }
        let has_blocks = program.processes[process].ops.iter().any(|op| matches!(op, Op::Atomic { .. }));
        for &op in &program.processes[process].ops {
            let is_arm = matches!(op, Op::Select { .. });
            program.each_act(op, &mut |act| {
                let is_tried = is_arm || has_blocks || act.attempt().is_some();
                for used in act.effects(program).uses.into_iter().flatten() {
                    self.scan_use(program, process, used, is_tried);
                }
            });
        }
    }

    /// `is_tried`: the operation has a `try` or a `within`, or is an arm of a `select` or in an `atomic` block, so that
    /// it may fail.
    fn scan_use(&mut self, program: &Program, process: usize, used: Use, is_tried: bool) {
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

    /// Whether the moves of a process in the loaded world are an ample set.
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
        // Others meet it, wake it or send it a receipt; or a check reads it.
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
        // No move ends the process where others could notice.
        let ends_unseen = changes.clone().all(|&(component, ..)| component != components.life(process));
        others.iter().all(is_independent) && ends_unseen && always_advances(program, contents, process, effects)
    }

    /// Whether the operation commutes with everything that others may do with the component before it.
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
            // Nobody else sends, and room only grows; or nobody else receives.
            Use::Send(to) => world.resolve(program, process, to, true).is_ok_and(|channel| {
                let is_match = components.channel(channel) == other && self.plain_channels[usize::from(channel)];
                is_match && is_only(&program.channels[usize::from(channel)].senders, process)
            }),
            Use::Receive(from) => world.resolve(program, process, from, false).is_ok_and(|channel| {
                let is_match = components.channel(channel) == other && self.plain_channels[usize::from(channel)];
                is_match && is_only(&program.channels[usize::from(channel)].receivers, process)
            }),
            // A released lock can be acquired later as well as now.
            Use::Give(lock) => world.resolve(program, process, lock, true).is_ok_and(|lock| {
                let is_semaphore = matches!(program.locks[usize::from(lock)].kind, LockKind::Semaphore { .. });
                let may_give = is_semaphore || world.holder(LockId(lock)) == Some(ProcessId(process as u16));
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

    /// Forgets what can no longer matter in a component: variables that are written before they are read again, and the
    /// sender of a message that anybody may have sent.
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

/// Whether no process learns who sent a message to the channel.
fn is_nameless(program: &Program, components: &Components, channel: u16) -> bool {
    let of = &program.channels[usize::from(channel)];
    let asks = |process: usize| {
        program.acts(process).into_iter().any(|op| {
            let effects = op.effects(program);
            let is_match = |used: &Use| {
                matches!(used, Use::Receive(from) if program.channels_of(process, *from, false).contains(&channel))
            };
            effects.receives.1 != NO_LOCAL && effects.uses.iter().flatten().any(is_match)
        })
    };
    of.direct.is_none()
        && !of.is_to_all()
        && !components.may_await_receipt(channel)
        && !(0..program.processes.len()).any(asks)
}

/// A mailbox with a capacity, open to every process, that is never closed.
fn is_simple(channel: &crate::program::Channel) -> bool {
    channel.direct.is_none() && channel.owner.is_none() && channel.users.is_none() && !channel.is_rendezvous()
}

/// In no promised order; so far from the largest number that no search reaches it; and no signal of it is lost.
fn is_plain_lock(lock: &crate::program::Lock) -> bool {
    !matches!(lock.kind, LockKind::Semaphore { initial, fifo, binary } if fifo || binary || initial > 1 << 62)
}

fn is_only(users: &[u16], process: usize) -> bool {
    users.iter().all(|&user| usize::from(user) == process)
}

/// Whether the process is further on after every move, or has terminated: then no cycle of moves leads back to a state.
fn always_advances(program: &Program, contents: &Contents, process: usize, effects: &[&[Change]]) -> bool {
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

/// How far a process has come, to be compared word by word: its place in the program, after a pair for each `repeat`
/// around it, outermost first: where that begins and its round.
fn advance(program: &Program, process: usize, place: usize, locals: &[i64]) -> Vec<i64> {
    let ops = &program.processes[process].ops;
    let mut words = Vec::new();
    for (head, op) in ops[..place.min(ops.len())].iter().enumerate() {
        let effects = op.effects(program);
        // Only a `repeat` has two successors and reads its counter first.
        if let Next::Either(exit) = effects.next
            && place < exit as usize
        {
            words.extend([head as i64, locals[usize::from(effects.reads.start)]]);
        }
    }
    words.push(place as i64);
    words
}

/// The variables of a process that a check reads.
pub(super) fn checked_variables(program: &Program, process: usize) -> Vec<u16> {
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
