//! The checks of a run: evaluated after each turn, and at the end.

use super::{Simulation, Sink};
use crate::event::Kind;
use crate::program::{Condition, Program, Promise};
use crate::value::Value;

/// The check was reported, or can no longer be satisfied.
const TOLD: u32 = u32::MAX;
/// The output differs from the one of a check; this is reported when the run ends.
const OTHER: u32 = u32::MAX - 1;

impl Simulation {
    /// Reports each check that the latest turn has violated or satisfied, once each. `is_end`: nothing more happens.
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
                // Reported by events of their own, or by the end of the run.
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

    /// Whether the printed output is the one of check `number`; decided at the end.
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
