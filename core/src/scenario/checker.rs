//! Semantic checks of a parsed scenario: unknown and duplicate names, objects of the wrong kind, impossible values,
//! misplaced statements.
//!
//! Names that a broken statement may have declared are not reported. Mistakes that depend on the run, such as the
//! number of values of a received message, are left to the run or cause a warning.

mod acts;
mod atomic;
mod checks;
mod collect;
mod declarations;
mod held;
mod hosts;
mod memory;
mod names;
mod objects;
mod processes;
mod retest;
mod sizes;
mod unreachable;
mod uses;
mod warnings;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::diagnostic::{Diagnostics, place};
use super::index::Index;
use super::lexer::shorten;
use super::nearest::nearest;
use super::tree::{Expr, Field, Item, ItemKind, SEPARATOR, Scenario, Span};
use declarations::Counts;
use objects::Object;
use uses::{DeclaredLink, DeclaredNetwork, Message, Uses};

/// The state of the checker.
struct Checker<'s> {
    text: &'s str,
    /// Every named object by its name; the first of two with the same name.
    names: Index<'s>,
    objects: Vec<Object<'s>>,
    /// The uses of each object.
    uses: Vec<Uses<'s>>,
    /// Fields by region and name; the first of two with the same name.
    field_names: Index<'s>,
    fields: Vec<&'s Field>,
    /// Variables by process and name.
    variables: Index<'s>,
    /// Names of sections.
    sections: Index<'s>,
    /// Declared links by the names of their ends; the last of several.
    link_names: Index<'s>,
    links: Vec<DeclaredLink<'s>>,
    /// Networks by the names of their hosts.
    network_names: Index<'s>,
    networks: Vec<DeclaredNetwork>,
    /// Names that may have been declared in broken statements.
    unread: Index<'s>,
    sends: Vec<Message<'s>>,
    receives: Vec<Message<'s>>,
    diagnostics: Diagnostics,
    /// Reported only if there is no error.
    warnings: Diagnostics,
    /// Warnings of mistakes that a scenario may be there to show.
    doubts: Diagnostics,
}

/// Checks `scenario`, which was parsed from `text`, and adds the diagnostics to `parsed`, those of the parser. The words
/// of what could not be read, and the positions of the constants that are not used, are also from the parser; `is_whole`:
/// it found no mistake.
pub(super) fn check<'s>(
    scenario: &'s Scenario,
    text: &'s str,
    (unread, unused, is_whole): (Index<'s>, &[Span], bool),
    parsed: &mut Diagnostics,
) {
    let mut checker = Checker {
        text,
        names: Index::default(),
        objects: Vec::new(),
        uses: Vec::new(),
        field_names: Index::default(),
        fields: Vec::new(),
        variables: Index::default(),
        sections: Index::default(),
        link_names: Index::default(),
        links: Vec::new(),
        network_names: Index::default(),
        networks: Vec::new(),
        unread,
        sends: Vec::new(),
        receives: Vec::new(),
        diagnostics: Diagnostics::default(),
        warnings: Diagnostics::default(),
        doubts: Diagnostics::default(),
    };
    checker.one_of_each(scenario);
    checker.collect(&scenario.items, &mut Counts::default());
    let has_process = checker.objects.iter().any(|object| matches!(object, Object::Process(_)));
    if is_whole && !has_process {
        let help = "write one, such as `process Producer { work 3ms }`";
        checker.diagnostics.error(Span::default(), "a scenario needs a process", help);
    }
    checker.declarations(&scenario.items);
    checker.processes(&scenario.items);
    for item in &scenario.items {
        if let ItemKind::Check(check) = &item.kind {
            checks::check(&mut checker, check);
        }
    }
    hosts::check(&mut checker);
    if parsed.is_empty() && checker.diagnostics.is_empty() {
        warnings::constants(text, unused, &mut checker.warnings);
        warnings::check(scenario, &mut checker);
        checker.diagnostics.append(checker.warnings);
    }
    parsed.append(checker.diagnostics);
}

impl<'s> Checker<'s> {
    /// Reports a second title, about, seed, step, until or kernel.
    fn one_of_each(&mut self, scenario: &Scenario) {
        let mut first: [Option<Span>; 6] = [None; 6];
        for Item { kind, span } in &scenario.items {
            let (place, what) = match kind {
                ItemKind::Title(_) => (0, "title"),
                ItemKind::About(_) => (1, "about"),
                ItemKind::Seed(_) => (2, "seed"),
                ItemKind::Step(_) => (3, "step"),
                ItemKind::KernelVisible => (4, "kernel"),
                ItemKind::Until(_) => (5, "until"),
                _ => continue,
            };
            match first[place] {
                Some(first) => {
                    let message = format!("`{what}` is already given at line {}", self.line(first));
                    self.diagnostics.error(*span, message, "remove one of the two");
                }
                None => first[place] = Some(*span),
            }
        }
    }

    /// Checks every process, including those in groups.
    fn processes(&mut self, items: &'s [Item]) {
        for item in items {
            match &item.kind {
                ItemKind::Process(process) => processes::check(self, process),
                ItemKind::Group { items, .. } => self.processes(items),
                _ => {}
            }
        }
    }

    /// The line of `span`, for a message; not computed once the report is full.
    fn line(&self, span: Span) -> usize {
        match self.diagnostics.is_full() {
            true => 0,
            false => place(self.text, span.start).line,
        }
    }

    /// Whether `name` may have been declared in a broken statement.
    fn is_unread(&self, name: &str) -> bool {
        // A procedure's variable is `insert.x`.
        self.unread.has("", name.rsplit(SEPARATOR).next().unwrap_or(name))
    }

    /// `message`; if a constant is part of `expr`, also with its text and its value.
    fn with_value(&self, message: &str, expr: &Expr, value: i64) -> String {
        match expr.has_constant() {
            true => format!("{message}: `{}` is {value}", shorten(&self.text[expr.span.range()])),
            false => message.into(),
        }
    }

    /// "write `orders`", or `otherwise` if no candidate is near. Once the report is full, the search is skipped.
    fn nearest_or<'c>(
        &self,
        name: &str,
        candidates: impl Iterator<Item = &'c str>,
        otherwise: impl FnOnce() -> String,
    ) -> String {
        if self.diagnostics.is_full() {
            return String::new();
        }
        nearest(name, candidates).map_or_else(otherwise, |near| format!("write `{near}`"))
    }
}
