//! Scenario texts: parsing, checking, formatting.
//!
//! [`read`] is the entry point: it turns a text into a tree and reports every mistake that can be found before a run.
//! [`format`] formats a text in the standard layout; [`print`] does the same for a tree.

mod checker;
pub mod diagnostic;
mod expand;
mod index;
mod lexer;
pub mod limits;
mod nearest;
mod overrides;
mod parser;
mod printer;
mod resolve;
#[cfg(test)]
mod tests;
pub mod tree;
mod values;

use alloc::string::String;
use alloc::vec::Vec;

use diagnostic::{Diagnostic, Diagnostics, Severity};
use tree::{Scenario, Span};

pub use lexer::{TokenClass, tokens};
pub use overrides::with_constants;
pub use printer::print;

/// The result of reading a text: its scenario and its diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The scenario; `Some` exactly when no diagnostic is an error.
    pub scenario: Option<Scenario>,
    /// Errors and warnings, in the order of the text: at most [`limits::DIAGNOSTICS`], and one more if there are
    /// others.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the text of a scenario. Any text is accepted; mistakes are returned as diagnostics.
///
/// ```
/// use ipcscope_core::scenario::read;
///
/// let reading = read("mailbox orders capacity 4\nprocess P { send 1 to order }");
/// assert!(reading.scenario.is_none());
/// assert_eq!(reading.diagnostics[0].message, "no mailbox or process is called `order`");
/// assert_eq!(reading.diagnostics[0].help.as_deref(), Some("write `orders`"));
/// ```
pub fn read(text: &str) -> Reading {
    if text.len() > limits::TEXT_BYTES {
        let diagnostics = alloc::vec![too_long(text)];
        return Reading { scenario: None, diagnostics };
    }
    let parser::Tree { scenario, mut diagnostics, unread, unused } = parser::parse(text);
    let is_whole = diagnostics.is_empty();
    let plain = plain_with(&scenario, &mut diagnostics);
    checker::check(&plain, text, (unread, &unused, is_whole), &mut diagnostics);
    let diagnostics = diagnostics.into_sorted();
    let is_fine = diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Warning);
    Reading { scenario: is_fine.then_some(scenario), diagnostics }
}

/// Formats `text` in the standard layout. The text must parse; its names need not be declared.
///
/// # Errors
///
/// The syntax errors of the text, or one error if the formatted text would exceed [`limits::TEXT_BYTES`].
///
/// ```
/// use ipcscope_core::scenario::format;
///
/// let text = "process P{let n=2;\n\n\n while (n)>0 {n=n-1 # down\n}}";
/// let expected = "process P {
///   let n = 2
///
///   while n > 0 {
///     n = n - 1  # down
///   }
/// }
/// ";
/// assert_eq!(format(text).unwrap(), expected);
/// ```
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    if text.len() > limits::TEXT_BYTES {
        return Err(alloc::vec![too_long(text)]);
    }
    let parser::Tree { scenario, diagnostics, .. } = parser::parse(text);
    if !diagnostics.is_empty() {
        return Err(diagnostics.into_sorted());
    }
    let laid_out = print(&scenario);
    match laid_out.len() > limits::TEXT_BYTES {
        true => Err(alloc::vec![too_long(&laid_out)]),
        false => Ok(laid_out),
    }
}

/// The same scenario in fewer kinds of statement: without calls of procedures, and with each `wait` for what it waits for.
pub(crate) fn plain(scenario: &Scenario) -> Scenario {
    plain_with(scenario, &mut Diagnostics::default())
}

fn plain_with(scenario: &Scenario, found: &mut Diagnostics) -> Scenario {
    let mut plain = expand::expand(scenario, found);
    resolve::resolve(&mut plain.items);
    plain
}

fn too_long(text: &str) -> Diagnostic {
    let mut found = Diagnostics::default();
    let message = alloc::format!("a text has at most {} bytes; this one has {}", limits::TEXT_BYTES, text.len());
    found.error(Span::new(0, 0), message, "split it into several scenarios");
    found.into_sorted().remove(0)
}
