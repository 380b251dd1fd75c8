//! All possible moves in a state.

use alloc::vec::Vec;

use super::{GIVE_UP, JOIN, Move, Ready, World};
use crate::event::Wait;
use crate::id::LockId;
use crate::program::{Op, Program, Target};

/// How a process can move by its operation, or by one arm of its `select`: moves that need no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The move `first`, and those that differ from it only in `with`, which goes from 0 to `last`.
    Own { first: Move, last: u64 },
    /// As the sender of a rendezvous: a move for each of the [meetings](World::meetings) with a receiver.
    Send { own: Move, channel: u16 },
    /// It waits. A wait for a sender can end by a rendezvous, which is the sender's move.
    Waits(Wait, u16),
    /// The system refuses it, so that it fails, or is no arm to choose.
    Refused,
}

impl World {
    /// All possible moves, by process, then by arm, then by partner or drawn value; those of the network last. A draw
    /// gives one move for each number, and at most `u32::MAX` moves.
    pub fn choices(&self, program: &Program) -> Vec<Move> {
        let mut moves = Vec::new();
        if self.failed.is_some() {
            return moves;
        }
        for process in 0..program.processes.len() {
            if let Some(op) = self.op(program, process) {
                self.choices_of(program, process, op, &mut moves);
            }
        }
        if program.hosts.len() > 1 {
            for channel in 0..program.channels.len() {
                self.network_choices(program, channel as u16, &mut moves);
            }
        }
        moves
    }

    /// The moves of one process, which is at `op`.
    pub(crate) fn choices_of(&self, program: &Program, process: usize, op: Op, moves: &mut Vec<Move>) {
        for arm in 0..program.count_arms(op) {
            match self.way(program, process, op, arm) {
                Way::Own { first, last } => {
                    moves.extend((0..=last.min(u64::from(u32::MAX))).map(|with| Move { with, ..first }));
                }
                Way::Send { own, channel } => {
                    for &receiver in &program.channels[usize::from(channel)].receivers {
                        moves.extend(self.meetings(program, own, channel, usize::from(receiver)));
                    }
                }
                Way::Waits(..) => moves.extend(self.joining(program, process, op, arm)),
                Way::Refused => {}
            }
        }
        if self.may_give_up(program, process, op) {
            moves.push(Move { arm: GIVE_UP, ..Move::of(process) });
        }
    }

    /// How a process can move by this arm of `op`, which it is at; an operation without arms has one, number 0. Giving
    /// up is apart: see [`may_give_up`](World::may_give_up).
    pub(crate) fn way(&self, program: &Program, process: usize, op: Op, arm: u16) -> Way {
        let own = Move { arm, ..Move::of(process) };
        match op {
            Op::Draw { range, .. } => {
                Way::Own { first: own, last: self.draw_width(program, process, range).unwrap_or(0) }
            }
            Op::Either { count, .. } => Way::Own { first: own, last: u64::from(count) - 1 },
            Op::Notify { condition, all: false } => {
                let sleepers = match self.resolve(program, process, condition, true) {
                    Ok(condition) => self.sleepers(program, LockId(condition)).len(),
                    Err(_) => 0,
                };
                Way::Own { first: own, last: sleepers.saturating_sub(1) as u64 }
            }
            op => {
                let act = program.act_of(op, arm);
                match self.ready(program, process, act) {
                    Ready::Go => Way::Own { first: own, last: 0 },
                    // With a `try` or a `within` it fails. A `select` has other arms, unless all are refused.
                    Ready::Never(..) if act.attempt().is_some() || !self.is_never(program, process, op) => Way::Refused,
                    Ready::Never(..) => Way::Own { first: own, last: 0 },
                    Ready::Wait(Wait::Receiver, channel) => Way::Send { own, channel },
                    Ready::Wait(wait, object) => Way::Waits(wait, object),
                }
            }
        }
    }

    /// The moves by which a sender, whose side of the move is `own`, meets a process that is at a receive from this
    /// channel: one for each such arm of the receiver. The mailbox's rule may exclude the receiver.
    pub(crate) fn meetings(
        &self,
        program: &Program,
        own: Move,
        channel: u16,
        receiver: usize,
    ) -> impl Iterator<Item = Move> {
        let sender = own.process.index();
        // No process meets itself, as in a `select` that both sends and receives.
        let op = self.op(program, receiver).filter(|_| receiver != sender);
        let op = op.filter(|_| self.is_preferred(program, sender, channel, receiver));
        let arms = op.into_iter().flat_map(|op| (0..program.count_arms(op)).map(move |arm| (arm, op)));
        let takes = move |&(arm, op): &(u16, Op)| self.takes_from(program, receiver, program.act_of(op, arm), channel);
        arms.filter(takes).map(move |(other_arm, _)| Move { other_arm, with: receiver as u64, ..own })
    }

    /// Whether the mailbox's rule lets this receiver meet a sender.
    fn is_preferred(&self, program: &Program, sender: usize, channel: u16, receiver: usize) -> bool {
        if !program.channels[usize::from(channel)].has_line() {
            return true;
        }
        let chosen = self.chosen(program, channel, Some(sender));
        chosen.is_empty() || chosen.contains(&(receiver as u16))
    }

    /// The move by which a process that has to wait at this arm joins those that wait already, where their order
    /// matters.
    pub(crate) fn joining(&self, program: &Program, process: usize, op: Op, arm: u16) -> Option<Move> {
        let act = program.act_of(op, arm);
        let may_join = self.has_lines()
            && matches!(self.ready(program, process, act), Ready::Wait(..))
            && self.may_join(program, process, act);
        may_join.then_some(Move { arm: JOIN, with: u64::from(arm), ..Move::of(process) })
    }

    /// Whether the `try`, the `within` or the `after` of an operation may fail.
    pub(crate) fn may_give_up(&self, program: &Program, process: usize, op: Op) -> bool {
        if let Op::Select { select } = op {
            let may_fail = |arm| self.may_come_too_early(program, process, program.act_of(op, arm), false);
            return program.selects[select as usize].after.is_some() && (0..program.count_arms(op)).all(may_fail);
        }
        op.attempt().is_some_and(|_| self.may_come_too_early(program, process, op, program.is_try(op)))
    }

    /// Whether a process that may give up does not wait first: a `try`, or what the system refuses permanently.
    pub(crate) fn gives_up_at_once(&self, program: &Program, process: usize, op: Op) -> bool {
        self.may_give_up(program, process, op) && (program.is_try(op) || self.is_never(program, process, op))
    }

    /// Whether a process is at a random draw or an `either`.
    pub fn is_drawing(&self, program: &Program, process: usize) -> bool {
        matches!(self.op(program, process), Some(Op::Draw { .. } | Op::Either { .. }))
    }

    /// Whether a process is at a `select`.
    pub fn is_selecting(&self, program: &Program, process: usize) -> bool {
        matches!(self.op(program, process), Some(Op::Select { .. }))
    }

    /// Whether the system refuses an operation permanently; for a `select` without `after`, whether it refuses each
    /// arm.
    pub(crate) fn is_never(&self, program: &Program, process: usize, op: Op) -> bool {
        match op {
            Op::Select { select } => {
                program.selects[select as usize].after.is_none()
                    && (0..program.count_arms(op)).all(|arm| self.is_never(program, process, program.act_of(op, arm)))
            }
            op => matches!(self.ready(program, process, op), Ready::Never(..)),
        }
    }

    /// Whether a `try` or a `within` may fail: it cannot proceed; or the partner of a rendezvous is there, but may not
    /// have arrived yet; or earlier processes have taken the room of a mailbox whose messages take unequal room.
    fn may_come_too_early(&self, program: &Program, process: usize, op: Op, is_try: bool) -> bool {
        match (self.ready(program, process, op), op) {
            (Ready::Go, Op::Send { to: Target::One(channel), .. }) => {
                let of = &program.channels[usize::from(channel)];
                of.takes_unequal_room() && (is_try || !of.is_rendezvous())
            }
            (Ready::Go, Op::Send { to: Target::OneOf { .. } | Target::Process { .. }, .. }) => true,
            (Ready::Go, _) => false,
            _ => true,
        }
    }

    /// Whether `op` of `process` is a receive from this channel.
    pub(crate) fn takes_from(&self, program: &Program, process: usize, op: Op, channel: u16) -> bool {
        match op {
            Op::Receive { from: Target::Any, .. } => {
                program.channels[usize::from(channel)].direct.is_some_and(|(_, to)| usize::from(to) == process)
            }
            Op::Receive { from, .. } => self.resolve(program, process, from, false) == Ok(channel),
            _ => false,
        }
    }

    /// The index in `lines` of the queue for an act, if the order of waiting matters there.
    pub(crate) fn line_of(&self, program: &Program, process: usize, op: Op) -> Option<usize> {
        match op {
            Op::Receive { from, .. } if from != Target::Any => {
                let channel = usize::from(self.resolve(program, process, from, false).ok()?);
                program.channels[channel].has_line().then_some(channel)
            }
            Op::Wait { lock, .. } => {
                let lock = usize::from(self.resolve(program, process, lock, true).ok()?);
                program.locks[lock].has_line().then_some(program.channels.len() + lock)
            }
            _ => None,
        }
    }

    /// Whether the order of waiting matters anywhere.
    pub(crate) fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Whether an act that cannot proceed can at least join the waiting processes.
    fn may_join(&self, program: &Program, process: usize, op: Op) -> bool {
        let line = self.line_of(program, process, op);
        !program.is_try(op) && line.is_some_and(|line| !self.lines[line].contains(&(process as u16)))
    }

    /// A process joins the waiting processes, if their order matters.
    pub(crate) fn join(&mut self, program: &Program, process: usize, op: Op) {
        if let Some(line) = self.line_of(program, process, op)
            && !self.lines[line].contains(&(process as u16))
        {
            self.lines[line].push(process as u16);
        }
    }

    /// A process has proceeded or given up, and leaves the waiting processes.
    pub(super) fn leave(&mut self, program: &Program, process: usize, op: Op) {
        if let Some(line) = self.line_of(program, process, op) {
            self.lines[line].retain(|&waiting| usize::from(waiting) != process);
        }
    }
}
