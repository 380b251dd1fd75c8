//! All possible moves in a state.

use alloc::vec::Vec;

use super::{GIVE_UP, JOIN, Move, NETWORK, Ready, World};
use crate::event::Wait;
use crate::program::{Op, Program, Target, Timeout};

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
        let only = Move::of(process);
        match op {
            Op::Select { select } => {
                let spec = &program.selects[select as usize];
                let is_lost = self.is_never(program, process, op);
                for arm in 0..spec.count {
                    let op = program.arms[spec.first as usize + usize::from(arm)].op;
                    if is_lost || !self.is_never(program, process, op) {
                        self.acts(program, process, op, Move { arm, ..only }, moves);
                    }
                }
                let mut arms = program.arms[spec.first as usize..][..usize::from(spec.count)].iter();
                let can_go = arms.any(|arm| !self.may_come_too_early(program, process, arm.op, false));
                if !can_go && spec.after.is_some() {
                    moves.push(Move { arm: GIVE_UP, ..only });
                }
            }
            Op::Draw { range, .. } => {
                let width = self.draw_width(program, process, range).unwrap_or(0);
                moves.extend((0..=width.min(u64::from(u32::MAX))).map(|with| Move { with, ..only }));
            }
            Op::Either { count, .. } => moves.extend((0..u64::from(count)).map(|with| Move { with, ..only })),
            Op::Notify { condition, all: false } => {
                let sleepers = match self.resolve(program, process, condition, true) {
                    Ok(condition) => self.sleepers(program, condition).len().max(1),
                    Err(_) => 1,
                };
                moves.extend((0..sleepers as u64).map(|with| Move { with, ..only }));
            }
            op if op.is_move() => self.acts(program, process, op, only, moves),
            // Without a clock a process stops before these only if a check observes it.
            _ => moves.push(only),
        }
        if let Some(attempt) = op.attempt() {
            let is_try = program.attempts[usize::from(attempt)].timeout == Timeout::Try;
            if self.may_come_too_early(program, process, op, is_try) {
                moves.push(Move { arm: GIVE_UP, ..only });
            }
        }
    }

    /// Whether a process is at a random draw or an `either`.
    pub fn is_drawing(&self, program: &Program, process: usize) -> bool {
        matches!(self.op(program, process), Some(Op::Draw { .. } | Op::Either { .. }))
    }

    /// Whether a process is at a `select`.
    pub fn is_selecting(&self, program: &Program, process: usize) -> bool {
        matches!(self.op(program, process), Some(Op::Select { .. }))
    }

    /// Whether a move changes nothing that others can notice: without a clock a process stops before it only if a check
    /// observes the process.
    pub fn only_passes(&self, program: &Program, chosen: Move) -> bool {
        chosen.process != NETWORK && self.op(program, usize::from(chosen.process)).is_some_and(|op| !op.is_move())
    }

    /// Whether the system refuses an operation permanently; for a `select` without `after`, whether it refuses each
    /// arm.
    pub(crate) fn is_never(&self, program: &Program, process: usize, op: Op) -> bool {
        match op {
            Op::Select { select } => {
                let spec = &program.selects[select as usize];
                let mut arms = program.arms[spec.first as usize..][..usize::from(spec.count)].iter();
                spec.after.is_none() && arms.all(|arm| self.is_never(program, process, arm.op))
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

    /// The possible moves of an act; `own` gives the process and the arm.
    fn acts(&self, program: &Program, process: usize, op: Op, own: Move, moves: &mut Vec<Move>) {
        match (self.ready(program, process, op), op) {
            (Ready::Go, _) => moves.push(own),
            // With a `try` or a `within` it is refused, and fails.
            (Ready::Never(..), _) if op.attempt().is_some() => {}
            (Ready::Never(..), _) => moves.push(own),
            (Ready::Wait(Wait::Receiver, channel), _) => {
                let others = self.receivers_at(program, process, channel);
                for (receiver, other_arm) in others {
                    moves.push(Move { other_arm, with: receiver as u64, ..own });
                }
            }
            (Ready::Wait(..), _) => {
                if self.may_join(program, process, op) {
                    moves.push(Move { arm: JOIN, with: u64::from(own.arm), ..own });
                }
            }
        }
    }

    /// The processes at a receive that a send into this channel can meet, with the arm.
    pub(crate) fn receivers_at(&self, program: &Program, sender: usize, channel: u16) -> Vec<(usize, u16)> {
        let of = &program.channels[usize::from(channel)];
        let mut found = Vec::new();
        // No process meets itself, as in a `select` that both sends and receives.
        for process in of.receivers.iter().map(|&receiver| usize::from(receiver)).filter(|&other| other != sender) {
            match self.op(program, process) {
                Some(Op::Select { select }) => {
                    let spec = &program.selects[select as usize];
                    for arm in 0..spec.count {
                        let op = program.arms[spec.first as usize + usize::from(arm)].op;
                        if self.takes_from(program, process, op, channel) {
                            found.push((process, arm));
                        }
                    }
                }
                Some(op) if self.takes_from(program, process, op, channel) => found.push((process, 0)),
                _ => {}
            }
        }
        if program.channels[usize::from(channel)].has_line() {
            let chosen = self.chosen(program, channel, Some(sender));
            if !chosen.is_empty() {
                found.retain(|(process, _)| chosen.contains(&(*process as u16)));
            }
        }
        found
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

    /// Whether an act that cannot proceed can at least join the waiting processes.
    pub(crate) fn may_join(&self, program: &Program, process: usize, op: Op) -> bool {
        let is_try = op.attempt().is_some_and(|attempt| program.attempts[usize::from(attempt)].timeout == Timeout::Try);
        let line = self.line_of(program, process, op);
        !is_try && line.is_some_and(|line| !self.lines[line].contains(&(process as u16)))
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
    pub(crate) fn leave(&mut self, program: &Program, process: usize, op: Op) {
        if let Some(line) = self.line_of(program, process, op) {
            self.lines[line].retain(|&waiting| usize::from(waiting) != process);
        }
    }
}
