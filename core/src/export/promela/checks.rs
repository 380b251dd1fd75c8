//! Checks as SPIN sees them: assertions in the processes, or in a monitor process that waits for a state that violates
//! the check. Deadlocks are SPIN's own invalid end states; `always finishes` is a formula.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Model;
use super::conditions::Cond;
use super::expressions::{Tree, tree};
use crate::program::{Check, Promise};
use crate::value::Value;

/// How a check appears in the model.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// SPIN checks it without being asked.
    Own,
    /// A formula.
    Formula,
    /// An assertion that fails where the check is violated.
    Assertion,
    /// An assertion that fails where the check is satisfied; active only on request.
    Possible,
    /// Not in the model.
    Absent,
}

impl How {
    fn of(promise: &Promise) -> How {
        match promise {
            Promise::NeverDeadlock | Promise::NeverStuck | Promise::NeverAssertion => How::Own,
            Promise::AlwaysFinishes => How::Formula,
            Promise::Always(_)
            | Promise::AtMost { .. }
            | Promise::NeverFault
            | Promise::NeverTorn
            | Promise::NeverPrint(_)
            | Promise::Finally(_) => How::Assertion,
            Promise::Possible(_) | Promise::PossiblePrint(_) | Promise::PossibleFinally(_) => How::Possible,
            Promise::NeverStarvation | Promise::NeverLivelock | Promise::Output(_) | Promise::PossibleOutput(_) => {
                How::Absent
            }
        }
    }

    /// Whether check `number` is active.
    fn condition(self, number: usize) -> String {
        match self {
            How::Possible => format!("CHECK == {number}"),
            _ => format!("CHECK == 0 || CHECK == {number}"),
        }
    }
}

impl Model<'_> {
    /// How to check it with SPIN, in words.
    pub fn how_to_check(&self, number: usize, check: &Check) -> String {
        let alone = format!("-DCHECK={}", number + 1);
        match How::of(&check.promise) {
            How::Own if matches!(check.promise, Promise::NeverAssertion) => {
                "a violated assertion of a process breaks it".into()
            }
            How::Own => "an invalid end state breaks it".into(),
            How::Formula => {
                format!("spin {alone} -a FILE && gcc -O2 -DNOREDUCE -o pan pan.c && ./pan -a -f")
            }
            How::Possible => format!("spin {alone}: the assertion fails where it comes about"),
            How::Assertion => format!("an assertion; spin {alone} for it alone"),
            How::Absent => "not in this model: `ipcscope explore` decides it".into(),
        }
    }

    /// One assertion for each check, which can be switched off; and how a move begins that neither waits nor has an
    /// effect.
    pub fn check_macros(&self) -> String {
        let mut out = String::from("#ifndef CHECK\n#define CHECK 0 /* all, but what is only possible */\n#endif\n");
        for (number, check) in (1..).zip(&self.program.checks) {
            let how = How::of(&check.promise);
            if !matches!(how, How::Assertion | How::Possible) {
                continue;
            }
            out += &format!("#if {}\n#define check_{number}(promise) assert(promise)\n", how.condition(number));
            out += &format!("#else\n#define check_{number}(promise) skip\n#endif\n");
        }
        out += "#define pass _pid >= 0 /* waits for nothing and changes nothing; `pan` refuses a `skip` that leads to itself */\n";
        out.push('\n');
        out
    }

    /// Monitors: processes that wait until a check of the whole state is violated; also for what happens before the
    /// first move and belongs to no process any more.
    pub fn monitors(&self) -> String {
        let mut out = String::new();
        for (number, check) in (1..).zip(&self.program.checks) {
            let text = super::comment(&check.text);
            let at_the_end = Cond::when("timeout");
            let broken = match &check.promise {
                Promise::Always(condition) => self.broken(condition.0),
                Promise::Possible(condition) => self.broken(condition.0).not(),
                // When nothing else can move.
                Promise::Finally(condition) => at_the_end.and(self.broken(condition.0)),
                Promise::PossibleFinally(condition) => at_the_end.and(self.broken(condition.0).not()),
                Promise::AtMost { most, section } => self.too_many(*most, *section),
                Promise::AlwaysFinishes => {
                    out += &self.finishes(number);
                    continue;
                }
                Promise::NeverPrint(values) | Promise::PossiblePrint(values) if self.is_printed_first(values) => {
                    Cond::Always
                }
                Promise::NeverFault if self.has_fault_first() => Cond::Always,
                Promise::NeverDeadlock
                | Promise::NeverStuck
                | Promise::NeverFault
                | Promise::NeverTorn
                | Promise::NeverAssertion
                | Promise::NeverStarvation
                | Promise::NeverLivelock
                | Promise::PossiblePrint(_)
                | Promise::NeverPrint(_)
                | Promise::Output(_)
                | Promise::PossibleOutput(_) => continue,
            };
            if broken == Cond::Never {
                out += &format!("/* check {text}: always so */\n\n");
                continue;
            }
            let broken = broken.written();
            let broken = super::conditions::inner(&broken);
            let condition = How::of(&check.promise).condition(number);
            out += &format!("/* check {text} */\n#if {condition}\nactive proctype check{number}() {{\n");
            out += &format!("end_watch:\n  atomic {{ {broken} -> check_{number}(false) }}\n}}\n#endif\n\n");
        }
        out
    }

    /// Whether these values are printed before the first move.
    fn is_printed_first(&self, values: &[Value]) -> bool {
        self.printed.iter().flatten().any(|printed| printed == values)
    }

    /// Whether a process faults before its first move.
    fn has_fault_first(&self) -> bool {
        (0..self.program.processes.len()).any(|process| self.start.has_faulted(process))
    }

    /// When a condition over the whole state is false.
    fn broken(&self, condition: crate::program::Operand) -> Cond {
        let tree = tree(self.program, condition);
        let fails = self.is_no_number(0, &tree);
        let holds = match &tree {
            Tree::Value(value) if *value != Value::ZERO => Cond::Always,
            Tree::Value(_) => Cond::Never,
            tree => Cond::when(self.expression(0, tree)),
        };
        fails.or(holds.not())
    }

    fn too_many(&self, most: u32, section: u32) -> Cond {
        let inside: Vec<String> = (0..self.program.processes.len())
            .flat_map(|process| {
                self.watched(process).into_iter().filter(|&(known, _)| known == section).map(|(_, name)| name)
            })
            .collect();
        if inside.len() <= most as usize {
            return Cond::Never;
        }
        Cond::when(format!("{} > {most}", inside.join(" + ")))
    }

    fn finishes(&self, number: usize) -> String {
        let ends: Vec<String> = (0..self.program.processes.len())
            .filter(|&process| !self.program.processes[process].server)
            .map(|process| format!("{} == ended", self.life(process)))
            .collect();
        let ends = if ends.is_empty() { "true".to_string() } else { ends.join(" && ") };
        format!("#if !defined(OUTCOMES) && CHECK == {number}\nltl finishes {{ <> ({ends}) }}\n#endif\n\n")
    }

    /// The assertions about a print, at the print.
    pub fn print_checks(&self, process: usize, printed: &[Tree]) -> Vec<String> {
        let mut lines = Vec::new();
        for (number, check) in self.program.checks.iter().enumerate() {
            let (Promise::NeverPrint(values) | Promise::PossiblePrint(values)) = &check.promise else { continue };
            if values.len() != printed.len() {
                continue;
            }
            let differs = printed.iter().zip(values).map(|(tree, &value)| match tree {
                Tree::Value(known) if *known == value => Cond::Never,
                Tree::Value(_) => Cond::Always,
                tree => {
                    let equal = Tree::Binary(
                        crate::scenario::tree::BinaryOp::NotEqual,
                        tree.clone().into(),
                        Tree::Value(value).into(),
                    );
                    Cond::when(self.expression(process, &equal))
                }
            });
            match differs.fold(Cond::Never, Cond::or) {
                Cond::Always => {}
                differs => {
                    lines.push(format!("check_{}({});", number + 1, super::conditions::inner(&differs.written())))
                }
            }
        }
        lines
    }

    /// The assertions where a process faults.
    pub fn fault_checks(&self) -> Vec<String> {
        self.assertions_about(|promise| matches!(promise, Promise::NeverFault))
    }

    /// The assertions where a read is torn.
    pub fn torn_checks(&self) -> Vec<String> {
        self.assertions_about(|promise| matches!(promise, Promise::NeverTorn))
    }

    fn assertions_about(&self, is: fn(&Promise) -> bool) -> Vec<String> {
        let numbers = (1..).zip(&self.program.checks).filter(|(_, check)| is(&check.promise)).map(|(number, _)| number);
        numbers.map(|number: usize| format!("check_{number}(false);")).collect()
    }
}
