//! The outcomes: how a run ends, what each process prints, the contents of memory. With `-DOUTCOMES` prints are part of
//! a state, and a process of its own waits until nothing else can move, or a check is violated, and prints a line.
//!
//! A line: `outcome`, the end, then after `|` each process that prints, with `,` after each value and `;` after each
//! print, and last each cell.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Model;
use super::names::plain;
use crate::program::Op;
use crate::value::Value;

impl Model<'_> {
    /// The numbers of values in the prints of a process.
    fn print_sizes(&self, process: usize) -> BTreeSet<u8> {
        let ops = self.program.processes[process].ops.iter();
        ops.filter_map(|op| if let Op::Print { count, .. } = *op { Some(count) } else { None }).collect()
    }

    /// Whether a print is recorded with its number of values.
    pub fn counts_prints(&self, process: usize) -> bool {
        self.print_sizes(process).len() > 1
    }

    fn has_texts(&self) -> bool {
        self.declarations_use_texts()
    }

    /// The variables that record prints, and the macro of a print.
    pub fn recording(&self) -> String {
        let mut out = String::from(
            "#ifdef OUTCOMES\n#ifndef PRINTS\n#define PRINTS 64 /* the most values that a process prints */\n#endif\n",
        );
        let printers: Vec<&String> =
            self.printers().into_iter().map(|process| &self.names.processes[process]).collect();
        out += "#define record(statement) statement\nbit over;\nchan fail = [0] of { bit };\n";
        for name in &printers {
            out += &format!("int said_{name}[PRINTS]; byte many_{name};\n");
            out += &format!(
                "#define keep_{name}(value) assert(many_{name} < PRINTS); said_{name}[many_{name}] = value; many_{name}++\n"
            );
            out += &format!("#define prints_{name}(value) keep_{name}(value)\n");
        }
        out += "#define promise(holds) if :: holds -> skip :: else -> if :: !over -> over = 1; fail!0 :: else -> skip fi; false fi\n";
        out += "#else\n#define record(statement) skip\n#define promise(holds) assert(holds)\n";
        for name in &printers {
            out += &format!("#define prints_{name}(value) printf(\"{name} prints %d\\n\", value)\n");
        }
        out += "#endif\n\n";
        out
    }

    fn printers(&self) -> Vec<usize> {
        (0..self.program.processes.len()).filter(|&process| !self.print_sizes(process).is_empty()).collect()
    }

    /// The process that prints an outcome.
    pub fn reporter(&self) -> String {
        let mut out = String::from("#ifdef OUTCOMES\n");
        out += &self.outcome_line();
        out += "active proctype Outcome() {\n  byte i_, n_;\nend_watch:\n  atomic {\n    if\n";
        out += "    :: fail?_ -> printf(\"outcome assertion\")\n";
        out += "    :: timeout && !over -> printf(\"outcome \");\n";
        out += &self.end();
        out += "    fi;\n";
        for process in self.printers() {
            out += &self.report_prints(process);
        }
        let cells: u32 = self.program.fields.iter().map(|field| field.slots.unwrap_or(1) * field.cells).sum();
        for cell in 0..cells {
            let name = self.cell_named(cell);
            out += &format!("    printf(\" | {name} = \"); tell({name});\n");
        }
        out += "    printf(\"\\n\")\n  }\nend_over:\n  false\n}\n#endif\n";
        out
    }

    fn outcome_line(&self) -> String {
        let mut out = String::from("inline tell(value) {\n  if\n");
        if self.has_texts() {
            for (&text, (name, _)) in &self.names.texts {
                out += &format!("  :: value == {name} -> printf(\"{}\")\n", plain(&self.program.texts[text as usize]));
            }
            out += "  :: value == torn -> printf(\"torn\")\n";
        } else {
            out += "  :: value == 0 -> printf(\"0\")\n";
        }
        out += "  :: else -> printf(\"%d\", value)\n  fi\n}\n\n";
        out
    }

    /// The kind of end, where nothing can move.
    fn end(&self) -> String {
        let (servers, others): (Vec<usize>, Vec<usize>) =
            (0..self.program.processes.len()).partition(|&process| self.program.processes[process].server);
        let any = |processes: &[usize], how: &str| {
            let parts: Vec<String> =
                processes.iter().map(|&process| format!("{} == {how}", self.life(process))).collect();
            if parts.is_empty() { "false".to_string() } else { parts.join(" || ") }
        };
        let all: Vec<usize> = (0..self.program.processes.len()).collect();
        let cases =
            [(any(&others, "alive"), "stuck"), (any(&all, "faulted"), "fault"), (any(&servers, "alive"), "quiet")];
        let mut out = String::new();
        for (case, name) in &cases {
            out += &format!("      if :: {case} -> printf(\"{name}\") :: else ->\n");
        }
        out += "      printf(\"finished\") fi fi fi;\n";
        out
    }

    fn report_prints(&self, process: usize) -> String {
        let name = &self.names.processes[process];
        let mut out = format!("    printf(\" | {}: ", plain(&self.program.processes[process].name));
        for values in &self.printed[process] {
            for &value in values {
                out += &format!("{},", self.shown(value));
            }
            out.push(';');
        }
        out += "\");\n";
        let many = format!("many_{name}");
        let size = match self.counts_prints(process) {
            true => format!("n_ = said_{name}[i_]; i_++;"),
            false => format!("n_ = {};", self.print_sizes(process).first().copied().unwrap_or(1)),
        };
        out += &format!("    i_ = 0;\n    do\n    :: i_ < {many} -> {size}\n      do\n");
        out += &format!(
            "      :: n_ > 0 -> tell(said_{name}[i_]); printf(\",\"); i_++; n_--\n      :: else -> break\n      od;\n"
        );
        out += "      printf(\";\")\n    :: else -> break\n    od;\n";
        out
    }

    fn shown(&self, value: Value) -> String {
        match value == self.program.torn() {
            true => "torn".into(),
            false => plain(&value.show(&self.program.texts)),
        }
    }
}
