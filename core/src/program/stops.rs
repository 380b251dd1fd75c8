//! Where others can come between two operations of a process although neither is an act on a shared object: before a
//! print, before the end, before a fault that follows a pause, and where the process begins.
//!
//! Without a clock all operations between two moves happen together with the move before them. That is right as long as
//! nobody can tell. Here everything is marked that somebody can: other processes, or a check.

use super::reach::reached_without_a_move;
use super::{Condition, NO_LOCAL, Op, Operand, Program, Promise, Shown, Term};
use crate::value::Value;

/// Marks it in all processes. The channels and the checks are complete.
pub(super) fn mark(program: &mut Program) {
    mark_shared_output(program);
    mark_noticed_ends(program);
    mark_observed(program);
}

/// Marks all prints if several processes print, since they share the output, and the order there is up to the schedule;
/// or if a process prints and the `assert` of another can end the run before.
fn mark_shared_output(program: &mut Program) {
    let prints = |op: &Op| matches!(op, Op::Print { .. });
    let printing = |&process: &usize| program.processes[process].ops.iter().any(prints);
    let mut printing = (0..program.processes.len()).filter(printing);
    let (Some(first), second) = (printing.next(), printing.next()) else { return };
    if second.is_none() && !another_asserts(program, first) {
        return;
    }
    for op in program.processes.iter_mut().flat_map(|process| &mut process.ops) {
        if let Op::Print { shows, .. } = op {
            *shows = true;
        }
    }
}

/// Whether the `assert` of another process can end the run.
fn another_asserts(program: &Program, process: usize) -> bool {
    let asserts = |op: &Op| matches!(op, Op::Assert { .. });
    let mut others = program.processes.iter().enumerate().filter(|&(other, _)| other != process);
    others.any(|(_, other)| other.ops.iter().any(asserts))
}

/// Marks the processes whose termination others can notice: the partner on a link is refused, an owner's mailbox is
/// destroyed, a reader no longer counts. A fault ends a process as well: where one may come after a pause or a late
/// start, the process stops before that even without a clock.
fn mark_noticed_ends(program: &mut Program) {
    let mut noticed = alloc::vec![false; program.processes.len()];
    for channel in &program.channels {
        if let Some((from, to)) = channel.direct {
            noticed[usize::from(from)] |= !channel.receivers.is_empty();
            noticed[usize::from(to)] |= !channel.senders.is_empty();
        }
        if let Some(owner) = channel.owner {
            noticed[usize::from(owner)] = true;
        }
        if channel.is_to_all() {
            let readers = channel.receivers.iter().chain(channel.users.iter().flatten());
            readers.for_each(|&reader| noticed[usize::from(reader)] = true);
        }
    }
    for number in (0..noticed.len()).filter(|&number| noticed[number]) {
        let process = &program.processes[number];
        let faults = |op: Op| !op.effects(program).is_safe;
        let may_fault = |first: usize| comes_before_a_move(program, &process.ops, first, faults);
        // Processes that its last move has woken go on before it, too.
        let pauses = |at: usize| {
            let op = process.ops[at];
            op.is_told() && !op.is_move() && (faults(op) || may_fault(at + 1))
        };
        let pauses = (0..process.ops.len()).any(pauses);
        let starts_later = process.start_us > 0 && may_fault(0);
        let process = &mut program.processes[number];
        process.observed |= pauses;
        for op in &mut process.ops {
            if let Op::End { shows } = op {
                *shows = true;
            }
        }
        if starts_later {
            stop_at_the_start(program, number);
        }
    }
}

/// Marks the processes whose variables or sections a check reads in every state: even without a clock they must stop
/// before `work`, `print` and the like, and where they begin, if they assign to a variable before their first move. A
/// check of final states only (`finally`) needs that if the `assert` of another process can end the run: otherwise a
/// process that can make no move has done everything before the move that it waits for.
fn mark_observed(program: &mut Program) {
    for number in 0..program.checks.len() {
        match program.checks[number].promise {
            Promise::Always(Condition(operand)) | Promise::Possible(Condition(operand)) => {
                observe(program, operand, |_, _| true);
            }
            Promise::Finally(Condition(operand)) | Promise::PossibleFinally(Condition(operand)) => {
                observe(program, operand, another_asserts);
            }
            Promise::AtMost { section, .. } => {
                for process in &mut program.processes {
                    process.observed |= process.ops.contains(&Op::Show { what: Shown::Enter { section } });
                }
            }
            Promise::NeverDeadlock
            | Promise::NeverStuck
            | Promise::NeverFault
            | Promise::NeverTorn
            | Promise::NeverAssertion
            | Promise::NeverStarvation
            | Promise::NeverLivelock
            | Promise::AlwaysFinishes
            | Promise::PossiblePrint(_)
            | Promise::NeverPrint(_)
            | Promise::Output(_)
            | Promise::PossibleOutput(_) => {}
        }
    }
}

/// Marks the processes whose variables a condition reads, if that matters.
fn observe(program: &mut Program, operand: Operand, matters: fn(&Program, usize) -> bool) {
    let Operand::Terms { start, len } = operand else { return };
    for at in start..start + len {
        let Term::Of(place) = program.terms[at as usize] else { continue };
        let owner = program.processes.iter().rposition(|process| process.first_local <= place as usize);
        let owner = owner.expect("a variable belongs to a process");
        if !matters(program, owner) {
            continue;
        }
        program.processes[owner].observed = true;
        let process = &program.processes[owner];
        if comes_before_a_move(program, &process.ops, 0, |op| assigns(program, &process.locals, op)) {
            stop_at_the_start(program, owner);
        }
    }
}

/// Whether an operation gives a variable with a name another value than the 0 that it has at first.
fn assigns(program: &Program, names: &[alloc::string::String], op: Op) -> bool {
    let to_zero = |value: u32| program.operands[value as usize] == Operand::Constant(Value::ZERO);
    match op {
        Op::Set { value, .. } if to_zero(value) => false,
        Op::Repeat { index, .. } => index != NO_LOCAL,
        op => op.effects(program).writes.into_iter().any(|local| !names[usize::from(local)].is_empty()),
    }
}

/// Others can come before what the process does first. The compiler has put a jump there.
fn stop_at_the_start(program: &mut Program, process: usize) {
    let process = &mut program.processes[process];
    process.observed = true;
    process.ops[0] = Op::Show { what: Shown::Begin };
}

/// Whether a process at `first` may come to such an operation before its next move.
fn comes_before_a_move(program: &Program, ops: &[Op], first: usize, is_it: impl Fn(Op) -> bool) -> bool {
    let reached = reached_without_a_move(program, ops, first..ops.len());
    ops[first.min(ops.len())..].iter().zip(reached).any(|(&op, is_reached)| is_reached && !op.is_move() && is_it(op))
}
