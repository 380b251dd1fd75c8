//! The checks that are looked at after each turn of a run, and at its end.

use super::{Simulation, Sink};
use crate::event::Kind;
use crate::program::{Condition, Program, Promise};
use crate::value::Value;

/// A check was reported, or can't be reached any more.
const TOLD: u32 = u32::MAX;
/// Something else was printed than a check of the output asks for: that counts once the run ends.
const OTHER: u32 = u32::MAX - 1;

impl Simulation {
    /// Reports each check that the latest turn has violated, or reached; each once. `is_end`: nothing more happens.
    pub(super) fn look_at_checks(&mut self, program: &Program, is_end: bool, sink: &mut dyn Sink) {
        let cause = self.events.checked_sub(1);
        let culprit = self.by;
        let mut printed = core::mem::take(&mut self.printed);
        for (number, check) in program.checks.iter().enumerate() {
            if self.told[number] == TOLD {
                continue;
            }
            let holds = |condition: Condition| self.world.holds(program, condition) == Ok(true);
            let kind = match &check.promise {
                Promise::Always(condition) => (!holds(*condition)).then_some(Kind::Violated),
                Promise::Possible(condition) => holds(*condition).then_some(Kind::Reached),
                Promise::Finally(condition) => (is_end && !holds(*condition)).then_some(Kind::Violated),
                Promise::PossibleFinally(condition) => (is_end && holds(*condition)).then_some(Kind::Reached),
                Promise::AtMost { most, section } => {
                    (self.world.in_section(program, *section) > *most as usize).then_some(Kind::Violated)
                }
                Promise::Output(values) => {
                    let is_other = self.compare(number, values, &printed, is_end) == Some(false);
                    is_other.then_some(Kind::Violated)
                }
                Promise::PossibleOutput(values) => {
                    let is_same = self.compare(number, values, &printed, is_end) == Some(true);
                    is_same.then_some(Kind::Reached)
                }
                // Events of their own tell these, or how the run ends.
                Promise::NeverDeadlock
                | Promise::NeverStuck
                | Promise::NeverFault
                | Promise::NeverTorn
                | Promise::NeverAssertion
                | Promise::NeverStarvation
                | Promise::NeverLivelock
                | Promise::AlwaysFinishes
                | Promise::PossiblePrint(_)
                | Promise::NeverPrint(_) => None,
            };
            let Some(kind) = kind else { continue };
            self.told[number] = TOLD;
            self.remark(sink, usize::from(culprit), kind, number as u16, &[], cause);
        }
        printed.clear();
        self.printed = printed;
    }

    /// Whether what has been printed is the output that check `number` asks for: known at the end.
    fn compare(&mut self, number: usize, values: &[Value], printed: &[Value], is_end: bool) -> Option<bool> {
        let so_far = &mut self.told[number];
        let rest = values.get(*so_far as usize..).and_then(|rest| rest.strip_prefix(printed));
        match rest {
            Some(_) => *so_far += printed.len() as u32,
            None => *so_far = OTHER,
        }
        is_end.then_some(rest.is_some_and(<[Value]>::is_empty))
    }
}
