//! Operations of a single process: free operations, draws, termination and faults.

use super::{ENDED, FAULTED, Fault, LONGEST_US, Performed, Record, World};
use crate::event::{Kind, NOTHING};
use crate::program::{NO_LOCAL, Op, Pace, Program, Shown};
use crate::value::Value;

impl World {
    /// Continues after the current operation.
    pub(crate) fn pass(&mut self, program: &Program, process: usize, record: &mut impl Record) {
        self.words[process] += 1;
        self.go_on(program, process, record);
    }

    /// Continues at `place`.
    pub(super) fn go_to(&mut self, program: &Program, process: usize, place: u32, record: &mut impl Record) {
        self.words[process] = i64::from(place);
        self.go_on(program, process, record);
    }

    /// Executes free operations up to the next move; with a clock, or if a check observes the process, also up to a
    /// timed or recorded operation. Terminates: the compiler puts a move into every loop.
    pub(crate) fn go_on(&mut self, program: &Program, process: usize, record: &mut impl Record) {
        if self.in_atomic {
            return;
        }
        let stops = self.timed || program.processes[process].observed;
        while let Some(op) = self.op(program, process) {
            if op.is_move() || stops && op.is_told() {
                break;
            }
            record.performs(self, program, process, Performed(op));
            if let Err(fault) = self.do_free(program, process, op, record) {
                return self.fail(program, process, fault, NOTHING, record);
            }
            if self.failed.is_some() {
                break;
            }
        }
        self.drop_unneeded(program, process);
    }

    /// Sets temporary variables that are dead to 0: they are no part of a state.
    fn drop_unneeded(&mut self, program: &Program, process: usize) {
        let of = &program.processes[process];
        let place = self.place(process).unwrap_or(of.ops.len());
        for &local in of.unneeded.get(place).into_iter().flatten() {
            self.words[self.layout.locals + of.first_local + usize::from(local)] = 0;
        }
    }

    /// Terminates the process, and no other, by a fault.
    pub(crate) fn fail(
        &mut self,
        program: &Program,
        process: usize,
        fault: Fault,
        object: u16,
        record: &mut impl Record,
    ) {
        self.words[process] = FAULTED;
        let number = Value::number(fault.number()).expect("fault numbers are small");
        record.note(process as u16, Kind::Fault, object, &[number]);
        self.forget_reader(program, process, record);
        self.drop_unneeded(program, process);
    }

    /// Executes one operation that is not a move. `work` and `sleep` are only passed.
    pub(crate) fn do_free(
        &mut self,
        program: &Program,
        process: usize,
        op: Op,
        record: &mut impl Record,
    ) -> Result<(), Fault> {
        let mut next = self.words[process] + 1;
        match op {
            Op::Set { local, value } => {
                let value = self.evaluate(program, process, *self.operand(program, value))?;
                self.set_local(program, process, local, value);
            }
            Op::Jump { target } => next = i64::from(target),
            Op::Unless { condition, target } => {
                if self.number(program, process, condition)? == 0 {
                    next = i64::from(target);
                }
            }
            Op::Rounds { counter, count } => {
                let rounds = self.number(program, process, count)?.max(0);
                self.set_local(program, process, counter, Value::ZERO);
                self.set_local(program, process, counter + 1, Value::number(rounds).expect("at least 0"));
            }
            Op::Repeat { counter, index, exit } => {
                if !self.next_round(program, process, counter, index) {
                    next = i64::from(exit);
                }
            }
            Op::Print { count, first, shows: _ } => self.print(program, process, count, first, record)?,
            Op::Show { what } => show(process as u16, what, record),
            Op::Assert { condition, text } => {
                if self.number(program, process, condition)? == 0 {
                    self.failed = Some((process as u16, text));
                    record.note(process as u16, Kind::AssertFailed, NOTHING, &[Value::text(text)]);
                }
            }
            Op::Assemble { into, first, count, place } => {
                self.assemble(program, process, (into, first, count, place), record);
            }
            Op::Work { pace, time, label: _ } => {
                self.pass_time(program, process, pace, time)?;
                record.worked(process as u16);
            }
            Op::Sleep { pace, time } => self.pass_time(program, process, pace, time)?,
            Op::End { .. } => {
                self.words[process] = ENDED;
                record.note(process as u16, Kind::End, NOTHING, &[]);
                self.forget_reader(program, process, record);
                return Ok(());
            }
            Op::Send { .. }
            | Op::Receive { .. }
            | Op::Received { .. }
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
            | Op::Awake { .. }
            | Op::Notify { .. }
            | Op::Atomic { .. }
            | Op::Draw { .. }
            | Op::Inspect { .. }
            | Op::Either { .. }
            | Op::Again { .. } => unreachable!("moves are not free"),
        }
        self.words[process] = next;
        Ok(())
    }

    /// Without a clock only a fault in the duration matters; with one, that was found when the time began.
    fn pass_time(&self, program: &Program, process: usize, pace: Pace, time: u32) -> Result<(), Fault> {
        match self.timed {
            true => Ok(()),
            false => self.duration(program, process, pace, time).map(|_| ()),
        }
    }

    /// The least and the greatest duration in µs; both are the mean if it is exponentially distributed.
    pub(crate) fn duration(
        &self,
        program: &Program,
        process: usize,
        pace: Pace,
        time: u32,
    ) -> Result<(u64, u64), Fault> {
        let low = self.span(program, process, time)?;
        match pace {
            Pace::Fixed | Pace::Exponential => Ok((low, low)),
            Pace::Range => match self.span(program, process, time + 1)? {
                high if high < low => Err(Fault::EmptyRange),
                high => Ok((low, high)),
            },
        }
    }

    /// The value of operand `number` as a time span in µs.
    pub(crate) fn span(&self, program: &Program, process: usize, number: u32) -> Result<u64, Fault> {
        match self.number(program, process, number)? {
            us @ 0.. if us as u64 <= LONGEST_US => Ok(us as u64),
            _ => Err(Fault::BadDuration),
        }
    }

    /// Increments the counter of a `repeat`; false when all iterations are done.
    fn next_round(&mut self, program: &Program, process: usize, counter: u16, index: u16) -> bool {
        let done = self.local(program, process, counter).word();
        if done >= self.local(program, process, counter + 1).word() {
            return false;
        }
        if index != NO_LOCAL {
            self.set_local(program, process, index, Value::from_word(done));
        }
        self.set_local(program, process, counter, Value::from_word(done + 1));
        true
    }

    fn print(
        &mut self,
        program: &Program,
        process: usize,
        count: u8,
        first: u32,
        record: &mut impl Record,
    ) -> Result<(), Fault> {
        let mut values = [Value::ZERO; super::message::MOST_VALUES];
        for offset in 0..u32::from(count) {
            values[offset as usize] = self.evaluate(program, process, *self.operand(program, first + offset))?;
        }
        record.note(process as u16, Kind::Print, NOTHING, &values[..usize::from(count)]);
        Ok(())
    }

    /// The difference between the highest and the lowest number of a draw.
    pub(crate) fn draw_width(&self, program: &Program, process: usize, range: u32) -> Result<u64, Fault> {
        let low = self.number(program, process, range)?;
        let high = self.number(program, process, range + 1)?;
        if low > high {
            return Err(Fault::EmptyRange);
        }
        Ok(high.wrapping_sub(low) as u64)
    }

    /// Draws `low + above`. An empty range is a fault.
    pub(super) fn draw(
        &mut self,
        program: &Program,
        process: usize,
        into: u16,
        range: u32,
        above: u64,
        record: &mut impl Record,
    ) {
        match self.draw_width(program, process, range) {
            Ok(_) => {
                let low = self.number(program, process, range).expect("it was a number a moment ago");
                let drawn = Value::number(low.wrapping_add(above as i64)).expect("between two numbers");
                self.set_local(program, process, into, drawn);
                self.pass(program, process, record);
            }
            Err(fault) => self.fail(program, process, fault, NOTHING, record),
        }
    }

    /// The value of operand `number` as a number.
    pub(crate) fn number(&self, program: &Program, process: usize, number: u32) -> Result<i64, Fault> {
        let value = self.evaluate(program, process, *self.operand(program, number))?;
        value.as_number().ok_or(if value == program.torn() { Fault::Torn } else { Fault::TextAsNumber })
    }
}

/// Records what a process shows.
fn show(process: u16, what: Shown, record: &mut impl Record) {
    match what {
        Shown::Begin => {}
        Shown::Say { text } => record.note(process, Kind::Say, NOTHING, &[Value::text(text)]),
        Shown::Ask { question } => record.note(process, Kind::Ask, question as u16, &[]),
        Shown::Enter { section } => record.note(process, Kind::Enter, section as u16, &[]),
        Shown::Leave { section } => record.note(process, Kind::Leave, section as u16, &[]),
    }
}
