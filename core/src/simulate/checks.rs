//! The checks that are looked at after each turn of a run.

use super::{Simulation, Sink};
use crate::program::{Program, Promise};
use crate::trace::event::Kind;

impl Simulation {
    /// Reports each check that the latest event has broken, or shown to be possible; each once.
    pub(super) fn look_at_checks(&mut self, program: &Program, sink: &mut dyn Sink) {
        let cause = self.events.checked_sub(1);
        let culprit = self.by;
        for (number, check) in program.checks.iter().enumerate() {
            if self.told[number] {
                continue;
            }
            let kind = match &check.promise {
                Promise::Always(condition) if self.world.holds(program, *condition) != Ok(true) => Kind::Violated,
                Promise::Possible(condition) if self.world.holds(program, *condition) == Ok(true) => Kind::Reached,
                Promise::AtMost { most, section } if self.world.in_section(program, *section) > *most as usize => {
                    Kind::Violated
                }
                _ => continue,
            };
            self.told[number] = true;
            self.remark(sink, usize::from(culprit), kind, number as u16, &[], cause);
        }
    }
}
