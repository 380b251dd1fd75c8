//! Diagnostics: errors and warnings with their position and a suggested correction.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::limits;
use super::tree::{SEPARATOR, Span};

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub enum Severity {
    /// The scenario cannot run.
    Error,
    /// The scenario can run but probably does not do what its author meant.
    Warning,
}

/// One error or warning.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bytes", derive(crate::bytes::Bytes))]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The position in the text.
    pub span: Span,
    /// One sentence without a full stop: "no mailbox is called `order`".
    pub message: String,
    /// A suggested correction, where one is known: "write `orders`".
    pub help: Option<String>,
}

/// The position of a byte for readers: lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// The place of byte `at` in `text`; past the end, the place after the last character.
pub fn place(text: &str, at: u32) -> Place {
    let mut at = (at as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// The `diagnostics` of `text` as shown in a terminal, each with its line underlined; `file` is the name of the text.
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

/// Appends the line in which `span` begins, with the part inside `span` underlined.
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

/// `text` for readers: variables of procedures by the names that they have in the text.
fn readable(text: &str) -> String {
    let mut readable = String::new();
    for part in safe(text).split_inclusive(SEPARATOR) {
        match part.strip_suffix(SEPARATOR) {
            Some(part) => readable.push_str(part.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_')),
            None => readable.push_str(part),
        }
    }
    readable
}

/// `text` with each control character replaced by a visible one.
fn safe(text: &str) -> String {
    quote(text, usize::MAX)
}

/// The first `most` characters of `text`, with control and direction characters replaced. A valid scenario contains
/// none, but text quoted from elsewhere may, and a terminal or browser would obey them.
pub fn quote(text: &str, most: usize) -> String {
    text.chars().take(most).map(|c| if is_control(c) { '\u{fffd}' } else { c }).collect()
}

/// The diagnostics of one stage; past [`limits::DIAGNOSTICS`] it records only that there are more.
#[derive(Debug, Default)]
pub(super) struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds an error.
    pub fn error(&mut self, span: Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.note(Diagnostic::new(Severity::Error, span, message.as_ref(), help.as_ref()));
    }

    /// Adds a warning.
    pub fn warn(&mut self, span: Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.note(Diagnostic::new(Severity::Warning, span, message.as_ref(), help.as_ref()));
    }

    /// Adds `diagnostic` unless the report is full.
    pub fn note(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() {
            self.found.push(diagnostic);
        }
    }

    /// Removes those inside `span`, where there is something better to say.
    pub fn forget(&mut self, span: Span) {
        self.found.retain(|found| found.span.start < span.start || found.span.end > span.end);
    }

    /// Whether further diagnostics are dropped.
    pub fn is_full(&self) -> bool {
        self.found.len() > limits::DIAGNOSTICS
    }

    /// Whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Adds all diagnostics of `other`.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.found.append(&mut other.found);
    }

    /// The diagnostics in the order of the text: at most [`limits::DIAGNOSTICS`], and one more if there are others.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        // They are few and almost sorted, so insertion from the end is cheap.
        let mut sorted: Vec<Diagnostic> = Vec::new();
        for diagnostic in self.found {
            let before = sorted.iter().rposition(|earlier| earlier.span <= diagnostic.span);
            sorted.insert(before.map_or(0, |before| before + 1), diagnostic);
        }
        // A procedure is checked with each of its calls.
        let mut unique: Vec<Diagnostic> = Vec::new();
        for diagnostic in sorted {
            let is_same = |other: &Diagnostic| {
                let is_warning = diagnostic.severity == Severity::Warning;
                other.span == diagnostic.span && (is_warning || other.message == diagnostic.message)
            };
            if !unique.iter().any(is_same) {
                unique.push(diagnostic);
            }
        }
        let mut sorted = unique;
        let hidden = sorted.split_off(sorted.len().min(limits::DIAGNOSTICS));
        if let (Some(first), Some(severity)) = (hidden.first(), hidden.iter().map(|d| d.severity).min()) {
            sorted.push(Diagnostic { severity, span: first.span, message: String::from("…and more"), help: None });
        }
        sorted
    }
}

impl Diagnostic {
    /// A diagnostic; an empty `help` means none.
    ///
    /// Not inlined, and it allocates the strings itself: it has many callers, and the page must stay small.
    #[inline(never)]
    pub(super) fn new(severity: Severity, span: Span, message: &str, help: &str) -> Diagnostic {
        let help = Some(readable(help)).filter(|help| !help.is_empty());
        Diagnostic { severity, span, message: readable(message), help }
    }
}

/// Whether `c` is a control character other than a tab, or one that changes the direction of the text.
pub(super) fn is_control(c: char) -> bool {
    c.is_control() && c != '\t' || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
