//! What happens between two moves: the stretch from a move's effect to the next places, all of it in the `atomic` of that
//! move. Where several ways meet in it there is a `skip` with a label, and each of them ends by a `goto` to that; every other
//! `goto` leads to a place, which is outside of every `atomic`. No `goto` leads into another `atomic`.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::alternative::{Alternative, Then};
use super::process::{Stretch, Writer};

/// Branches that stand deeper in each other than this go on below, after a `goto`.
const MOST_DEPTH: usize = 7;

impl Writer<'_, '_> {
    /// The stretch of a move from `at`, with nothing written.
    pub fn stretch_from(&mut self, at: u32, alternative: &Alternative) -> Stretch {
        let first = match alternative.then {
            Then::At(at) => [at].to_vec(),
            Then::Fresh(at) => self.targets(at),
            Then::Fault | Then::Stop => Vec::new(),
        };
        Stretch { owes: alternative.owes, nest: self.nest(at), meetings: self.meetings(first), ..Stretch::default() }
    }

    /// The operations between a move and the next places that several ways lead to.
    fn meetings(&mut self, mut open: Vec<u32>) -> BTreeSet<u32> {
        let (mut reached, mut meetings) = (BTreeSet::new(), BTreeSet::new());
        while let Some(at) = open.pop() {
            let at = self.follow(at);
            if self.is_stop(at) {
                continue;
            }
            match reached.insert(at) {
                true => open.extend(self.targets(at)),
                false => _ = meetings.insert(at),
            }
        }
        meetings
    }

    /// From an operation on, up to the next places.
    pub fn run(&mut self, at: u32) {
        let at = self.follow(at);
        if self.is_stop(at) {
            self.arrive(at);
        } else if self.stretch.meetings.contains(&at) || self.indent > MOST_DEPTH {
            let name = self.join(at);
            self.put(format!("goto {name};"));
        } else {
            self.run_through(at);
        }
    }

    /// The label of an operation in this stretch.
    fn join(&mut self, at: u32) -> String {
        if let Some(name) = self.stretch.names.get(&at) {
            return name.clone();
        }
        self.joins += 1;
        let name = format!("join{}", self.joins);
        self.stretch.names.insert(at, name.clone());
        self.stretch.open.insert(at);
        name
    }

    /// What has been jumped to, each once, in the program's order. Whatever stands before it ends by a `goto`.
    pub fn write_joins(&mut self) {
        while let Some(at) = self.stretch.open.pop_first() {
            let name = self.stretch.names[&at].clone();
            // A jump to the next line.
            if self
                .lines
                .last()
                .is_some_and(|(indent, line)| *indent == self.indent && *line == format!("goto {name};"))
            {
                self.lines.pop();
            }
            self.put(format!("{name}: skip;"));
            self.run_through(at);
        }
    }

    /// The end of a way: at the place of the next move.
    fn arrive(&mut self, at: u32) {
        let nest = self.nest(at);
        for (section, name) in self.model.watched(self.number) {
            let is_in = |nest: u16| self.program().nests[usize::from(nest)].contains(&section);
            if is_in(self.stretch.nest) != is_in(nest) {
                self.put(format!("{name} = {};", u8::from(is_in(nest))));
            }
        }
        self.give_back();
        let label = &self.labels[&at];
        let is_last = self.indent == 1 && self.stretch.open.is_empty();
        if !is_last || self.next_label.as_ref() != Some(label) {
            self.put(format!("goto {label};"));
        }
    }

    fn give_back(&mut self) {
        if self.stretch.owes {
            self.put("back!0;");
        }
    }

    /// The process is at its end.
    pub fn over(&mut self, how: &str) {
        let life = self.model.life(self.number);
        match self.model.noticed[self.number] {
            true => self.put(format!("{life} = {how};")),
            false => self.put(format!("record({life} = {how});")),
        }
        for (section, name) in self.model.watched(self.number) {
            if self.program().nests[usize::from(self.stretch.nest)].contains(&section) {
                self.put(format!("{name} = 0;"));
            }
        }
        self.give_back();
        self.put("goto end_over;");
    }

    /// A mistake has ended it.
    pub fn fault(&mut self) {
        for line in self.model.fault_checks() {
            self.put(line);
        }
        self.over("faulted");
    }
}
