//! Warnings of what a process holds: a mutex that it never locks, or still has at its end; a semaphore that it keeps while
//! it waits for another, which only those can signal who need the first.
//!
//! Only what is certain from the order of statements is reported: whatever a block may release is no longer held.

use alloc::format;
use alloc::vec::Vec;

use super::super::diagnostic::Diagnostics;
use super::super::index::Index;
use super::super::tree::{Act, Attempt, Block, LockKind, Process, Statement, StatementKind, Target, Timeout};
use super::super::values::{Known, constant};
use super::Checker;
use super::objects::Object;
use super::unreachable::why_never_continues;

/// The most mutexes or semaphores that are followed at once.
const MOST_HELD: usize = 16;

/// Adds the warnings of all processes.
pub(super) fn check(checker: &Checker<'_>, warnings: &mut Diagnostics) {
    let processes: Vec<&Process> = checker.objects.iter().filter_map(|object| object.process()).collect();
    let mut uses = Uses::default();
    processes.iter().for_each(|process| uses.note(&process.name.text, &process.body));
    for process in processes {
        let mut walk = Walk { process, uses: &uses, checker, needed: Index::default(), warnings };
        walk.unlocks(&process.body, &mut Index::default());
        let mut held = Vec::new();
        if walk.ends(&process.body, &mut held) {
            walk.ended(&held);
        }
        walk.waits(&process.body, false);
    }
}

/// The first place where each process locks a mutex, waits for a semaphore or signals it.
#[derive(Default)]
struct Uses<'s> {
    locks: Index<'s>,
    waits: Index<'s>,
    signals: Index<'s>,
}

impl<'s> Uses<'s> {
    fn note(&mut self, process: &'s str, block: &'s Block) {
        block.every(&mut |Statement { kind, span }| {
            if let StatementKind::Signal(target) = kind {
                self.signals.add(process, &target.name.text, span.start);
            }
            kind.acts().into_iter().for_each(|act| self.act(process, act, span.start));
        });
    }

    fn act(&mut self, process: &'s str, act: &'s Act, at: u32) {
        match act {
            Act::Lock(target) => _ = self.locks.add(process, &target.name.text, at),
            Act::Wait(target) => _ = self.waits.add(process, &target.name.text, at),
            _ => {}
        }
    }
}

struct Walk<'w, 's> {
    process: &'s Process,
    uses: &'w Uses<'s>,
    checker: &'w Checker<'s>,
    /// For two semaphores, 1 if the second is signalled only by those who need the first before, else 2.
    needed: Index<'s>,
    warnings: &'w mut Diagnostics,
}

impl<'s> Walk<'_, 's> {
    /// Warns of each mutex that the process unlocks but never locks.
    fn unlocks(&mut self, block: &'s Block, reported: &mut Index<'s>) {
        for statement in &block.statements {
            if let StatementKind::Unlock(Target { name, .. }) = &statement.kind
                && !self.uses.locks.has(&self.process.name.text, &name.text)
                && reported.add("", &name.text, 0)
            {
                let message = format!("`{}` never locks `{}`", self.process.name.text, name.text);
                self.warnings.warn(name.span, message, format!("write `lock {}` before it", name.text));
            }
            statement.kind.blocks().for_each(|block| self.unlocks(block, reported));
        }
    }

    /// Warns of each mutex that is held where the process ends; returns whether it goes on after this block.
    fn ends(&mut self, block: &'s Block, held: &mut Vec<&'s Target>) -> bool {
        for statement in &block.statements {
            match &statement.kind {
                StatementKind::Act(Attempt { act: Act::Lock(target), timeout: Timeout::Endless }) => hold(held, target),
                StatementKind::Unlock(target) => release(held, target),
                StatementKind::Stop => {
                    self.ended(held);
                    return false;
                }
                StatementKind::Break | StatementKind::Continue => return false,
                StatementKind::Section { body, .. } => {
                    if !self.ends(body, held) {
                        return false;
                    }
                }
                kind => {
                    let before = held.clone();
                    held.retain(|target| !kind.blocks().any(|block| releases(block, target)));
                    let is_loop = matches!(
                        kind,
                        StatementKind::Loop(_) | StatementKind::While { .. } | StatementKind::Repeat { .. }
                    );
                    for block in kind.blocks() {
                        self.ends(block, &mut if is_loop { held.clone() } else { before.clone() });
                    }
                    if why_never_continues(statement).is_some() {
                        return false;
                    }
                }
            }
        }
        true
    }

    fn ended(&mut self, held: &[&'s Target]) {
        for Target { name, .. } in held {
            let message = format!("`{}` can end while it holds `{}`", self.process.name.text, name.text);
            self.warnings.warn(name.span, message, format!("write `unlock {}` before its end", name.text));
        }
    }

    /// Warns of each wait for a semaphore with another in hand that those who signal it need before. After a wait for a
    /// third, or for a message, those may have come further already; and outside a loop a semaphore that starts above 0
    /// may be enough.
    fn waits(&mut self, block: &'s Block, in_loop: bool) {
        let mut held: Vec<&'s Target> = Vec::new();
        let mut has_waited = false;
        for statement in &block.statements {
            match &statement.kind {
                StatementKind::Act(Attempt { act: Act::Wait(target), timeout: Timeout::Endless }) => {
                    let can_run_out = in_loop || self.starts_at(target) == Some(Known::Number(0));
                    let first = held.iter().copied().find(|first| self.is_needed_for(first, target));
                    if can_run_out
                        && !has_waited
                        && let Some(first) = first
                    {
                        let (first, second) = (&first.name.text, &target.name.text);
                        let message = format!(
                            "`{}` waits for `{second}` while it holds `{first}`, without which no process signals `{second}`",
                            self.process.name.text
                        );
                        self.warnings.warn(
                            target.name.span,
                            message,
                            format!("write `wait {second}` before `wait {first}`"),
                        );
                    }
                    match self.is_lock(target) {
                        true => hold(&mut held, target),
                        false => has_waited = true,
                    }
                }
                StatementKind::Act(_) | StatementKind::Select { .. } | StatementKind::WaitCondition { .. } => {
                    has_waited = true;
                }
                StatementKind::Signal(target) => release(&mut held, target),
                kind => held.retain(|target| !kind.blocks().any(|block| releases(block, target))),
            }
            let is_loop = matches!(
                statement.kind,
                StatementKind::Loop(_) | StatementKind::While { .. } | StatementKind::Repeat { .. }
            );
            statement.kind.blocks().for_each(|block| self.waits(block, in_loop || is_loop));
        }
    }

    /// Whether a semaphore is used as a lock: it starts at 1, and this process signals it, too.
    fn is_lock(&self, target: &Target) -> bool {
        self.starts_at(target) == Some(Known::Number(1))
            && target.index.is_none()
            && self.uses.signals.has(&self.process.name.text, &target.name.text)
    }

    /// The initial value of a semaphore.
    fn starts_at(&self, target: &Target) -> Option<Known> {
        let Some(Object::Lock(lock)) = self.checker.object(&target.name.text) else { return None };
        match &lock.kind {
            LockKind::Semaphore { initial: Some(initial), .. } => constant(initial, "", &mut Diagnostics::default()),
            LockKind::Semaphore { initial: None, .. } => Some(Known::Number(0)),
            LockKind::Mutex | LockKind::Condition | LockKind::Barrier { .. } => None,
        }
    }

    /// Whether every process that signals `second` waits for `first` before, and this one does not signal it.
    fn is_needed_for(&mut self, first: &'s Target, second: &'s Target) -> bool {
        let (first, second) = (first.name.text.as_str(), second.name.text.as_str());
        let known = self.needed.get(first, second);
        let is_needed = known.map_or_else(|| self.find_needed(first, second), |known| known == 1);
        self.needed.add(first, second, if is_needed { 1 } else { 2 });
        is_needed
    }

    fn find_needed(&self, first: &str, second: &str) -> bool {
        let processes = self.checker.objects.iter().filter_map(|object| object.process());
        let mut signalling = processes
            .filter_map(|process| Some((&process.name.text, self.uses.signals.get(&process.name.text, second)?)))
            .peekable();
        signalling.peek().is_some()
            && signalling.all(|(process, signal)| {
                let wait = self.uses.waits.get(process, first);
                *process != self.process.name.text && wait.is_some_and(|wait| wait < signal)
            })
    }
}

fn hold<'s>(held: &mut Vec<&'s Target>, target: &'s Target) {
    if target.index.is_none() && held.len() < MOST_HELD {
        held.push(target);
    }
}

fn release(held: &mut Vec<&Target>, released: &Target) {
    held.retain(|target| target.name.text != released.name.text);
}

/// Whether some statement of `block` unlocks or signals `target`.
fn releases(block: &Block, target: &Target) -> bool {
    block.statements.iter().any(|statement| match &statement.kind {
        StatementKind::Unlock(released) | StatementKind::Signal(released) => released.name.text == target.name.text,
        kind => kind.blocks().any(|block| releases(block, target)),
    })
}
