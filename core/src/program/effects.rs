//! Effects: a single description of each operation for all analyses.
//!
//! Only [`Op::effects`] says whether an operation is a move, which shared objects it uses, which variables it reads and
//! writes, where the process continues, and whether the process makes progress. All analyses read it: the users of each
//! object (`links`), the goals that a process can still reach (`reach`), live variables (`liveness`), the part of a
//! state that a move depends on, the moves that can be omitted, and symmetric processes (`explore`). So an operation
//! described here is known to all analyses, and one that is not described does not compile.

use core::ops::Range;

use super::{NO_ATTEMPT, NO_LOCAL, Op, Operand, Pace, Program, Target};

/// The kind of time that an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timing {
    /// A move that uses a core for one step before its effect.
    Step,
    /// A move without a step of its own.
    Instant,
    /// Not a move; takes time if there is a clock.
    Timed,
    /// Not a move, but recorded as an event, so a run with a clock stops before it.
    Shown,
    /// Not a move: executed together with the move before it.
    Free,
}

/// A use of a shared object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Sends a message to a channel or to its receiver; may wait for room, a buffer or a receiver.
    Send(Target),
    /// Receives a message from a channel; may wait for one.
    Receive(Target),
    /// Posts buffers to a channel.
    Post(Target),
    /// Waits for the receipt of a message that was sent to the channel.
    Receipt(Target),
    /// Inspects a channel.
    Inspect(Target),
    /// Creates a region.
    Create(u16),
    /// Attaches a region; may wait for it to be created.
    Attach(u16),
    /// Detaches a region.
    Detach(u16),
    /// Reads a cell of a place.
    Read(u32, u16),
    /// Writes a cell of a place.
    Write(u32, u16),
    /// Reads and writes a cell of a place atomically.
    Modify(u32),
    /// Acquires a mutex or a permit of a semaphore; may wait for it.
    Take(Target),
    /// Releases it.
    Give(Target),
    /// Starts to wait on a condition variable.
    Sleep(Target),
    /// Wakes up on a condition variable; waits for a notification.
    Wake(Target),
    /// Notifies processes on a condition variable.
    Notify(Target),
    /// May end the run for all.
    Abort,
}

/// Where the process continues after an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// At the next operation.
    On,
    /// At this operation.
    To(u32),
    /// At the next operation; at this one if the operand is 0.
    Unless(u32, u32),
    /// At the next operation, or at this one.
    Either(u32),
    /// At one of these branches.
    Branches(Range<u32>),
    /// After one of the arms of this `select`, or after its timeout.
    Arms(u32),
    /// Nowhere: it has terminated.
    Ended,
}

/// The progress of a process that completes an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// None: this can be part of a busy wait.
    None,
    /// Some progress.
    Ahead,
    /// Useful work: it works, prints, sends, receives, enters a section or terminates.
    Works,
}

/// The effects of one operation.
#[derive(Clone, Debug)]
pub(crate) struct Effects {
    /// Shared objects that it uses. For the arms of a `select` see [`Program::acts`].
    pub uses: [Option<Use>; 2],
    /// Operands that it evaluates.
    pub inputs: [Range<u32>; 5],
    /// Variables that it reads besides those in its inputs.
    pub reads: Range<u16>,
    /// Variables that it always writes.
    pub writes: Range<u16>,
    /// Variables that it writes if its attempt succeeds: a range among the program's targets, and one more or
    /// [`NO_LOCAL`].
    pub receives: (Range<u32>, u16),
    pub next: Next,
    pub progress: Progress,
    /// It can never be a fault.
    pub is_safe: bool,
}

/// Continues at the next operation and does nothing else.
const NOTHING: Effects = Effects {
    uses: [None; 2],
    inputs: [0..0, 0..0, 0..0, 0..0, 0..0],
    reads: 0..0,
    writes: 0..0,
    receives: (0..0, NO_LOCAL),
    next: Next::On,
    progress: Progress::None,
    is_safe: false,
};

impl Op {
    /// The kind of time that it takes.
    pub(crate) fn timing(self) -> Timing {
        match self {
            Op::Send { .. }
            | Op::Receive { .. }
            | Op::Post { .. }
            | Op::Select { .. }
            | Op::Create { .. }
            | Op::Attach { .. }
            | Op::Detach { .. }
            | Op::Read { .. }
            | Op::Write { .. }
            | Op::Instruct { .. }
            | Op::Lock { .. }
            | Op::Unlock { .. }
            | Op::Wait { .. }
            | Op::Signal { .. }
            | Op::FallAsleep { .. }
            | Op::Notify { .. }
            | Op::Atomic { .. } => Timing::Step,
            Op::Received { .. }
            | Op::Awake { .. }
            | Op::Draw { .. }
            | Op::Inspect { .. }
            | Op::Either { .. }
            | Op::Assert { .. }
            | Op::Again { .. }
            | Op::Print { shows: true, .. }
            | Op::End { shows: true } => Timing::Instant,
            Op::Work { .. } | Op::Sleep { .. } => Timing::Timed,
            Op::Print { shows: false, .. } | Op::Show { .. } | Op::End { shows: false } => Timing::Shown,
            Op::Set { .. }
            | Op::Assemble { .. }
            | Op::Jump { .. }
            | Op::Unless { .. }
            | Op::Repeat { .. }
            | Op::Rounds { .. } => Timing::Free,
        }
    }

    /// Its effects.
    pub(crate) fn effects(self, program: &Program) -> Effects {
        let uses = |used: Use| [Some(used), None];
        let times = self.times(program);
        match self {
            Op::Send { to, message, attempt: _ } => {
                let message = &program.messages[message as usize];
                let values = message.first..message.first + u32::from(message.count);
                // Receivers write this variable, too: it is live from here on.
                let reads = one_local(message.unread);
                let inputs = [to.input(), values, one(message.size), one(message.priority), times];
                Effects { uses: uses(Use::Send(to)), inputs, reads, progress: Progress::Works, ..NOTHING }
            }
            Op::Receive { from, count, first, who, attempt: _ } => Effects {
                uses: uses(Use::Receive(from)),
                inputs: inputs([from.input(), times]),
                receives: (first..first + u32::from(count), who),
                progress: Progress::Works,
                ..NOTHING
            },
            Op::Received { to, unread, attempt: _ } => Effects {
                uses: uses(Use::Receipt(to)),
                inputs: inputs([to.input(), times]),
                reads: one_local(unread),
                progress: Progress::Ahead,
                ..NOTHING
            },
            Op::Post { to, count } => {
                Effects { uses: uses(Use::Post(to)), inputs: inputs([to.input(), one(Some(count))]), ..NOTHING }
            }
            Op::Select { select } => Effects { inputs: inputs([times]), next: Next::Arms(select), ..NOTHING },
            Op::Create { memory } => Effects { uses: uses(Use::Create(memory)), ..NOTHING },
            Op::Attach { memory, read_only: _, attempt: _ } => Effects {
                uses: uses(Use::Attach(memory)),
                inputs: inputs([times]),
                progress: Progress::Ahead,
                ..NOTHING
            },
            Op::Detach { memory } => Effects { uses: uses(Use::Detach(memory)), ..NOTHING },
            Op::Read { into, place, cell } => Effects {
                uses: uses(Use::Read(place, cell)),
                inputs: inputs([one(program.places[place as usize].slot)]),
                writes: one_local(into),
                ..NOTHING
            },
            Op::Write { place, cell, value } => Effects {
                uses: uses(Use::Write(place, cell)),
                inputs: inputs([one(program.places[place as usize].slot), one(Some(value))]),
                ..NOTHING
            },
            Op::Instruct { into, place, instruction, first } => Effects {
                uses: uses(Use::Modify(place)),
                inputs: inputs([one(program.places[place as usize].slot), first..first + instruction.values() as u32]),
                writes: one_local(into),
                ..NOTHING
            },
            Op::Lock { lock, attempt: _ } | Op::Wait { lock, attempt: _ } => Effects {
                uses: uses(Use::Take(lock)),
                inputs: inputs([lock.input(), times]),
                progress: Progress::Ahead,
                ..NOTHING
            },
            Op::Unlock { lock } | Op::Signal { lock } => {
                Effects { uses: uses(Use::Give(lock)), inputs: inputs([lock.input()]), ..NOTHING }
            }
            Op::FallAsleep { condition, mutex, asleep } => Effects {
                // The last process to arrive at a barrier wakes the others.
                uses: match program.parties(condition) {
                    Some(_) => [Some(Use::Sleep(condition)), Some(Use::Notify(condition))],
                    None => [Some(Use::Sleep(condition)), Some(Use::Give(mutex))],
                },
                inputs: inputs([condition.input(), mutex.input()]),
                writes: one_local(asleep),
                ..NOTHING
            },
            Op::Awake { condition, mutex, asleep } => Effects {
                uses: [Some(Use::Wake(condition)), Some(Use::Take(mutex))],
                inputs: inputs([condition.input(), mutex.input()]),
                reads: one_local(asleep),
                progress: Progress::Ahead,
                ..NOTHING
            },
            Op::Notify { condition, all: _ } => {
                Effects { uses: uses(Use::Notify(condition)), inputs: inputs([condition.input()]), ..NOTHING }
            }
            // The operations of the block follow one by one.
            Op::Atomic { end: _ } => NOTHING,
            Op::Draw { into, range } => {
                let ends = [one(Some(range)), one(Some(range + 1))];
                Effects { inputs: inputs(ends), writes: one_local(into), ..NOTHING }
            }
            Op::Inspect { into, channel, what: _ } => Effects {
                uses: uses(Use::Inspect(channel)),
                inputs: inputs([channel.input()]),
                writes: one_local(into),
                ..NOTHING
            },
            Op::Either { count, first } => {
                Effects { next: Next::Branches(first..first + u32::from(count)), is_safe: true, ..NOTHING }
            }
            Op::Assert { condition, text: _ } => {
                Effects { uses: uses(Use::Abort), inputs: inputs([one(Some(condition))]), ..NOTHING }
            }
            Op::Again { target } | Op::Jump { target } => Effects { next: Next::To(target), is_safe: true, ..NOTHING },
            Op::Work { pace, time, label: _ } => Effects {
                inputs: inputs([times]),
                progress: Progress::Works,
                is_safe: is_constant(program, pace, time),
                ..NOTHING
            },
            Op::Sleep { pace, time } => {
                Effects { inputs: inputs([times]), is_safe: is_constant(program, pace, time), ..NOTHING }
            }
            Op::Set { local, value } => Effects {
                inputs: inputs([one(Some(value))]),
                writes: one_local(local),
                is_safe: is_ready(program, value),
                ..NOTHING
            },
            Op::Assemble { into, first, count, place: _ } => {
                Effects { reads: first..first + count, writes: one_local(into), is_safe: true, ..NOTHING }
            }
            Op::Unless { condition, target } => {
                Effects { inputs: inputs([one(Some(condition))]), next: Next::Unless(condition, target), ..NOTHING }
            }
            Op::Repeat { counter, index: _, exit } => {
                Effects { reads: counter..counter + 2, next: Next::Either(exit), is_safe: true, ..NOTHING }
            }
            Op::Rounds { counter, count } => {
                Effects { inputs: inputs([one(Some(count))]), writes: counter..counter + 2, ..NOTHING }
            }
            Op::Print { count, first, shows: _ } => {
                let values = first..first + u32::from(count);
                let is_safe = values.clone().all(|value| is_ready(program, value));
                Effects { inputs: inputs([values]), progress: Progress::Works, is_safe, ..NOTHING }
            }
            Op::Show { what } => {
                let is_safe = what.inputs().all(|value| is_ready(program, value));
                Effects { inputs: inputs([what.inputs()]), progress: what.progress(), is_safe, ..NOTHING }
            }
            Op::End { shows: _ } => Effects { next: Next::Ended, progress: Progress::Works, is_safe: true, ..NOTHING },
        }
    }

    /// The operands that are times: its duration, or its timeout.
    pub(crate) fn times(self, program: &Program) -> Range<u32> {
        match self {
            Op::Work { pace, time, label: _ } | Op::Sleep { pace, time } => span(pace, time),
            op => one(program.timeout_of(op)),
        }
    }

    /// Whether it is a move, which schedules order.
    pub(crate) fn is_move(self) -> bool {
        self.takes_a_step() || self.timing() == Timing::Instant
    }

    /// Whether the process uses a core for a step before its effect.
    pub(crate) fn takes_a_step(self) -> bool {
        self.timing() == Timing::Step
    }

    /// Whether a run with a clock stops before it although it is not a move: it takes time, or is recorded.
    pub(crate) fn is_told(self) -> bool {
        matches!(self.timing(), Timing::Timed | Timing::Shown)
    }

    /// Its `try` or `within`, if any.
    pub(crate) fn attempt(self) -> Option<u16> {
        match self {
            Op::Send { attempt, .. }
            | Op::Receive { attempt, .. }
            | Op::Attach { attempt, .. }
            | Op::Lock { attempt, .. }
            | Op::Wait { attempt, .. }
            | Op::Received { attempt, .. } => (attempt != NO_ATTEMPT).then_some(attempt),
            Op::Post { .. }
            | Op::Select { .. }
            | Op::Create { .. }
            | Op::Detach { .. }
            | Op::Read { .. }
            | Op::Write { .. }
            | Op::Instruct { .. }
            | Op::Unlock { .. }
            | Op::Signal { .. }
            | Op::FallAsleep { .. }
            | Op::Notify { .. }
            | Op::Atomic { .. }
            | Op::Awake { .. }
            | Op::Draw { .. }
            | Op::Inspect { .. }
            | Op::Either { .. }
            | Op::Assert { .. }
            | Op::Again { .. }
            | Op::Work { .. }
            | Op::Sleep { .. }
            | Op::Set { .. }
            | Op::Assemble { .. }
            | Op::Jump { .. }
            | Op::Unless { .. }
            | Op::Repeat { .. }
            | Op::Rounds { .. }
            | Op::Print { .. }
            | Op::Show { .. }
            | Op::End { .. } => None,
        }
    }
}

impl Target {
    /// The operand that chooses the target, if any.
    pub(crate) fn input(self) -> Range<u32> {
        match self {
            Target::OneOf { index: operand, .. } | Target::Process { who: operand } => operand..operand + 1,
            Target::Nothing | Target::One(_) | Target::Any => 0..0,
        }
    }

    /// All mailboxes or locks that it may be.
    pub(crate) fn numbers(self) -> Range<u16> {
        match self {
            Target::One(number) => number..number + 1,
            Target::OneOf { first, count, .. } => first..first + count,
            Target::Nothing | Target::Process { .. } | Target::Any => 0..0,
        }
    }
}

fn inputs<const N: usize>(ranges: [Range<u32>; N]) -> [Range<u32>; 5] {
    let mut inputs = NOTHING.inputs;
    for (input, range) in inputs.iter_mut().zip(ranges) {
        *input = range;
    }
    inputs
}

fn one(operand: Option<u32>) -> Range<u32> {
    operand.map_or(0..0, |operand| operand..operand + 1)
}

fn one_local(local: u16) -> Range<u16> {
    match local {
        NO_LOCAL => 0..0,
        local => local..local + 1,
    }
}

/// Whether the operand needs no calculation.
fn is_ready(program: &Program, operand: u32) -> bool {
    matches!(program.operands[operand as usize], Operand::Constant(_) | Operand::Local(_))
}

/// The operands of a duration.
fn span(pace: Pace, time: u32) -> Range<u32> {
    match pace {
        Pace::Fixed | Pace::Exponential => time..time + 1,
        Pace::Range => time..time + 2,
    }
}

fn is_constant(program: &Program, pace: Pace, time: u32) -> bool {
    span(pace, time).all(|operand| matches!(program.operands[operand as usize], Operand::Constant(_)))
}
