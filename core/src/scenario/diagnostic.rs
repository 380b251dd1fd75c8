//! What is wrong with a text, where, and what to write instead.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::limits;
use super::tree::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Severity {
    /// The scenario can't run.
    Error,
    /// It can run, and is probably not what was meant.
    Warning,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What is wrong, in one sentence without a full stop: "no mailbox is called `order`".
    pub message: String,
    /// What to write instead, where we know: "write `orders`".
    pub help: Option<String>,
}

/// Where a byte stands, as people count: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// The place of byte `at` of `text`; past the end, the place after the last character.
pub fn place(text: &str, at: u32) -> Place {
    let mut at = (at as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// `diagnostics` of `text` as a terminal shows them, each with its line underlined; `file` is what the text is called.
///
/// ```
/// use ipcscope_core::scenario::{diagnostic::report, read};
///
/// let text = "process P {\n  wrok 3ms\n}\n";
/// let expected = "\
/// p.ipc:2:3: error: `wrok` is not a statement
///   wrok 3ms
///   ^~~~
/// help: write `work`
/// ";
/// assert_eq!(report(text, "p.ipc", &read(text).diagnostics), expected);
/// ```
pub fn report(text: &str, file: &str, diagnostics: &[Diagnostic]) -> String {
    let mut report = String::new();
    for Diagnostic { severity, span, message, help } in diagnostics {
        let Place { line, column } = place(text, span.start);
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        report.push_str(&format!("{}:{line}:{column}: {severity}: {}\n", safe(file), safe(message)));
        underline(text, *span, &mut report);
        if let Some(help) = help {
            report.push_str(&format!("help: {}\n", safe(help)));
        }
    }
    report
}

/// The line in which `span` begins, and what of it lies in `span` marked below.
fn underline(text: &str, span: Span, report: &mut String) {
    let start = (span.start as usize).min(text.len());
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let line = text[line_start..line_end].trim_end();
    let marked_end = (span.end as usize).clamp(start, line_start + line.len().max(start - line_start));
    let before = &text[line_start..start];
    report.push_str(&safe(line));
    report.push('\n');
    report.extend(before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }));
    report.push('^');
    let width = text[start..marked_end].chars().count();
    report.extend(core::iter::repeat_n('~', width.saturating_sub(1)));
    report.push('\n');
}

/// `text` with each character that a terminal might obey replaced by one that it shows.
fn safe(text: &str) -> String {
    quote(text, usize::MAX)
}

/// The beginning of `text`, at most so many characters, without any that a terminal or a browser might obey, such as one
/// that turns the direction of what stands beside it: a scenario has none; what is quoted of something else may.
pub fn quote(text: &str, most: usize) -> String {
    text.chars().take(most).map(|c| if is_control(c) { '\u{fffd}' } else { c }).collect()
}

/// What a stage has found so far; past [`limits::DIAGNOSTICS`] it only remembers that there was more.
#[derive(Debug, Default)]
pub(super) struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Notes a mistake.
    pub fn error(&mut self, span: Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.note(Diagnostic::new(Severity::Error, span, message.as_ref(), help.as_ref()));
    }

    /// Notes what is probably a mistake.
    pub fn warn(&mut self, span: Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.note(Diagnostic::new(Severity::Warning, span, message.as_ref(), help.as_ref()));
    }

    /// Notes `diagnostic`.
    pub fn note(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() {
            self.found.push(diagnostic);
        }
    }

    /// No more are kept.
    pub fn is_full(&self) -> bool {
        self.found.len() > limits::DIAGNOSTICS
    }

    /// Nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Notes everything that `other` did.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.found.append(&mut other.found);
    }

    /// In the text's order, at most [`limits::DIAGNOSTICS`], and one that says if there are more.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        // They come almost in order, and are few: each goes to its place from the end.
        let mut sorted: Vec<Diagnostic> = Vec::new();
        for diagnostic in self.found {
            let before = sorted.iter().rposition(|earlier| earlier.span <= diagnostic.span);
            sorted.insert(before.map_or(0, |before| before + 1), diagnostic);
        }
        sorted.dedup();
        let hidden = sorted.split_off(sorted.len().min(limits::DIAGNOSTICS));
        if let (Some(first), Some(severity)) = (hidden.first(), hidden.iter().map(|d| d.severity).min()) {
            sorted.push(Diagnostic { severity, span: first.span, message: String::from("…and more"), help: None });
        }
        sorted
    }
}

impl Diagnostic {
    /// With its help; none if that is empty.
    ///
    /// Many places make one, and the page is to be small: they give what they have, and the strings are made here.
    #[inline(never)]
    pub(super) fn new(severity: Severity, span: Span, message: &str, help: &str) -> Diagnostic {
        let help = Some(safe(help)).filter(|help| !help.is_empty());
        Diagnostic { severity, span, message: safe(message), help }
    }
}

/// A control character other than a tab, or one that turns the direction of the text after it.
pub(super) fn is_control(c: char) -> bool {
    c.is_control() && c != '\t' || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
