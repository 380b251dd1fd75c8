//! Tests of reading, checking and formatting; diagnostics are compared word for word.

mod characters;
mod constants;
mod declarations;
mod expressions;
mod foreign;
mod forms;
mod golden;
mod hostile;
mod layout;
mod limits;
mod mistakes;
mod procedures;
mod statements;
mod taken;
mod warnings;
mod whole;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::diagnostic::{Severity, place};
use super::read;
use super::tree::{ItemKind, Scenario, Statement};

/// Asserts that `text` gives exactly these diagnostics, each as "line:column+width message | help"; the width is the
/// number of underlined characters.
fn says(text: &str, expected: &[&str]) {
    assert_eq!(diagnostics_of(text), expected, "of the text:\n{text}");
}

fn diagnostics_of(text: &str) -> Vec<String> {
    let reading = read(text);
    let has_error = reading.diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(reading.scenario.is_none(), has_error);
    let line = |d: &super::Diagnostic| {
        let place = place(text, d.span.start);
        let width = text[d.span.range()].chars().count();
        let warning = if d.severity == Severity::Warning { "warning: " } else { "" };
        let help = d.help.as_ref().map_or(String::new(), |help| format!(" | {help}"));
        format!("{}:{}+{width} {warning}{}{help}", place.line, place.column, d.message)
    };
    reading.diagnostics.iter().map(line).collect()
}

/// The scenario of a correct text.
fn scenario(text: &str) -> Scenario {
    says(text, &[]);
    read(text).scenario.expect("nothing is wrong with it")
}

/// The statements of the first process.
fn body(text: &str) -> Vec<Statement> {
    let process = |kind| match kind {
        ItemKind::Process(process) => Some(process.body.statements),
        _ => None,
    };
    scenario(text).items.into_iter().find_map(|item| process(item.kind)).expect("there is a process")
}
