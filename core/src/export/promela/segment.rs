//! The segment between two moves: from a move's effect to the next places, all of it in the `atomic` of that move.
//! Where several paths merge in it there is a `skip` with a label, and each of them ends by a `goto` to that; every
//! other `goto` leads to a place, which is outside of every `atomic`. No `goto` leads into another `atomic`.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::alternative::{Alternative, Then};
use super::process::{Segment, Writer};

/// Branches nested deeper than this continue below, after a `goto`.
const MOST_DEPTH: usize = 7;

impl Writer<'_, '_> {
    /// The segment of a move from `at`, with nothing written.
    pub fn segment_from(&mut self, at: u32, alternative: &Alternative) -> Segment {
        let first = match alternative.then {
            Then::At(at) => [at].to_vec(),
            Then::Fresh(at) => self.targets(at),
            Then::Fault | Then::Stop => Vec::new(),
        };
        Segment {
            owes_control: alternative.owes_control,
            nest: self.nest(at),
            merges: self.merges(first),
            ..Segment::default()
        }
    }

    /// The operations between a move and the next places where several paths merge.
    fn merges(&mut self, mut open: Vec<u32>) -> BTreeSet<u32> {
        let (mut reached, mut merges) = (BTreeSet::new(), BTreeSet::new());
        while let Some(at) = open.pop() {
            let at = self.follow(at);
            if self.is_stop(at) {
                continue;
            }
            match reached.insert(at) {
                true => open.extend(self.targets(at)),
                false => _ = merges.insert(at),
            }
        }
        merges
    }

    /// From an operation on, up to the next places.
    pub fn run(&mut self, at: u32) {
        let at = self.follow(at);
        if self.is_stop(at) {
            self.arrive(at);
        } else if self.segment.merges.contains(&at) || self.indent > MOST_DEPTH {
            let name = self.join(at);
            self.put(format!("goto {name};"));
        } else {
            self.run_free(at);
        }
    }

    /// The label of an operation in this segment.
    fn join(&mut self, at: u32) -> String {
        if let Some(name) = self.segment.names.get(&at) {
            return name.clone();
        }
        self.joins += 1;
        let name = format!("join{}", self.joins);
        self.segment.names.insert(at, name.clone());
        self.segment.open.insert(at);
        name
    }

    /// Writes the merge points jumped to, each once, in the program's order. What precedes one ends by a `goto`.
    pub fn write_joins(&mut self) {
        while let Some(at) = self.segment.open.pop_first() {
            let name = self.segment.names[&at].clone();
            // A jump to the next line.
            if self
                .lines
                .last()
                .is_some_and(|(indent, line)| *indent == self.indent && *line == format!("goto {name};"))
            {
                self.lines.pop();
            }
            self.put(format!("{name}: skip;"));
            self.run_free(at);
        }
    }

    /// The end of a path: at the place of the next move.
    fn arrive(&mut self, at: u32) {
        let nest = self.nest(at);
        for (section, name) in self.model.watched(self.number) {
            let is_in = |nest: u16| self.program().nests[usize::from(nest)].contains(&section);
            if is_in(self.segment.nest) != is_in(nest) {
                self.put(format!("{name} = {};", u8::from(is_in(nest))));
            }
        }
        self.give_back();
        let label = &self.labels[&at];
        let is_last = self.indent == 1 && self.segment.open.is_empty();
        if !is_last || self.next_label.as_ref() != Some(label) {
            self.put(format!("goto {label};"));
        }
    }

    fn give_back(&mut self) {
        if self.segment.owes_control {
            self.put("back!0;");
        }
    }

    /// The process terminates.
    pub fn terminate(&mut self, how: &str) {
        let life = self.model.life(self.number);
        match self.model.noticed[self.number] {
            true => self.put(format!("{life} = {how};")),
            false => self.put(format!("record({life} = {how});")),
        }
        for (section, name) in self.model.watched(self.number) {
            if self.program().nests[usize::from(self.segment.nest)].contains(&section) {
                self.put(format!("{name} = 0;"));
            }
        }
        self.give_back();
        self.put("goto end_over;");
    }

    /// The process terminates by a fault.
    pub fn fault(&mut self) {
        for line in self.model.fault_checks() {
            self.put(line);
        }
        self.terminate("faulted");
    }
}
