//! What can be wrong with a scenario whose text parses: names that nobody knows, or that two things have,
//! values that can't be, statements that stand where they mean nothing.
//!
//! Names that a spoilt statement may have declared are never complained about. What depends on the run,
//! such as how many values a message has when it is received, is left to the run, or warned of.

mod processes;
mod promises;
mod values;
mod warnings;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;

use super::diagnostic::{Diagnostics, place};
use super::limits;
use super::nearest::nearest;
use super::tree::{Item, ItemKind, Scenario, Span, Word};

/// What is known while a scenario is checked.
struct Checker<'s> {
    text: &'s str,
    /// Mailboxes, and where each is named.
    mailboxes: BTreeMap<&'s str, Span>,
    /// Processes, where each is named, and its variables.
    processes: BTreeMap<&'s str, (Span, BTreeSet<&'s str>)>,
    /// Names that may have been declared in what could not be parsed.
    unread: BTreeSet<&'s str>,
    diagnostics: Diagnostics,
}

/// Finds what is wrong with `scenario`, which was read from `text` as far as `parsed` went well.
pub(super) fn check<'s>(scenario: &'s Scenario, text: &'s str, unread: BTreeSet<&'s str>, parsed: &mut Diagnostics) {
    let is_whole = parsed.is_empty();
    let mut checker = Checker {
        text,
        mailboxes: BTreeMap::new(),
        processes: BTreeMap::new(),
        unread,
        diagnostics: Diagnostics::default(),
    };
    checker.one_of_each(scenario);
    checker.names(scenario);
    if is_whole && checker.processes.is_empty() {
        let help = "write one, such as `process Producer { work 3ms }`";
        checker.diagnostics.error(Span::default(), "a scenario needs a process", help);
    }
    for item in &scenario.items {
        match &item.kind {
            ItemKind::Process(process) => processes::check(&mut checker, process),
            ItemKind::Check(check) => promises::check(&mut checker, check),
            _ => {}
        }
    }
    if is_whole && checker.diagnostics.is_empty() {
        warnings::check(scenario, &mut checker.diagnostics);
    }
    parsed.append(checker.diagnostics);
}

impl<'s> Checker<'s> {
    /// Title, about, seed and step stand at most once.
    fn one_of_each(&mut self, scenario: &Scenario) {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for Item { kind, span } in &scenario.items {
            let what = match kind {
                ItemKind::Title(_) => "title",
                ItemKind::About(_) => "about",
                ItemKind::Seed(_) => "seed",
                ItemKind::Step(_) => "step",
                _ => continue,
            };
            match first.get(what) {
                Some(first) => {
                    let message = format!("`{what}` stands already at line {}", self.line(*first));
                    self.diagnostics.error(*span, message, "remove one of the two");
                }
                None => _ = first.insert(what, *span),
            }
        }
    }

    /// Collects the names of mailboxes and processes, each of which must be the only one.
    fn names(&mut self, scenario: &'s Scenario) {
        for item in &scenario.items {
            match &item.kind {
                ItemKind::Mailbox(mailbox) if self.is_free(&mailbox.name) => {
                    self.mailboxes.insert(&mailbox.name.text, mailbox.name.span);
                    self.is_one_too_many(self.mailboxes.len(), limits::MAILBOXES, "mailboxes", mailbox.name.span);
                }
                ItemKind::Process(process) if self.is_free(&process.name) => {
                    let variables = processes::variables(&process.body);
                    self.processes.insert(&process.name.text, (process.name.span, variables));
                    self.is_one_too_many(self.processes.len(), limits::PROCESSES, "processes", process.name.span);
                }
                _ => {}
            }
        }
    }

    /// Has nothing else this name? If something has, that is reported.
    fn is_free(&mut self, name: &Word) -> bool {
        let (what, first) = match (self.mailboxes.get(&*name.text), self.processes.get(&*name.text)) {
            (Some(first), _) => ("mailbox", *first),
            (None, Some((first, _))) => ("process", *first),
            (None, None) => return true,
        };
        let message = format!("a {what} is named `{}` already, at line {}", name.text, self.line(first));
        self.diagnostics.error(name.span, message, "choose another name");
        false
    }

    /// Reports the first one past the limit.
    fn is_one_too_many(&mut self, count: usize, most: usize, what: &str, span: Span) {
        if count == most + 1 {
            self.diagnostics.error(span, format!("a scenario has at most {most} {what}"), "remove some");
        }
    }

    /// The line of something, for a message; it is not worth counting once the report is full.
    fn line(&self, span: Span) -> usize {
        match self.diagnostics.is_full() {
            true => 0,
            false => place(self.text, span.start).line,
        }
    }

    /// Is there such a mailbox? If there is none, that is reported once for all the names `reported` with it.
    fn mailbox(&mut self, name: &'s Word, reported: &mut BTreeSet<&'s str>) {
        let text = name.text.as_str();
        if self.mailboxes.contains_key(text) || self.unread.contains(text) || !reported.insert(text) {
            return;
        }
        if self.processes.contains_key(text) {
            let help = match nearest(text, self.mailboxes.keys().copied()) {
                Some(near) => format!("write `{near}`"),
                None => "messages go through a mailbox: `mailbox orders capacity 4`".into(),
            };
            self.diagnostics.error(name.span, format!("`{text}` is a process, not a mailbox"), help);
            return;
        }
        let help = self
            .nearest_or(text, self.mailboxes.keys().copied(), || format!("declare it: `mailbox {text} capacity 4`"));
        self.diagnostics.error(name.span, format!("no mailbox is called `{text}`"), help);
    }

    /// "write `orders`", or what `otherwise` says. Once the report is full nobody reads it: then nothing is searched for.
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
