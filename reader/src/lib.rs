//! Reading a text apart from the page: what the page asks, what it is told, and both as bytes.
//!
//! Lexer, parser, checker, compiler and link codec weigh more than the rest of the core together, and a scenario of the
//! gallery needs none of them: it comes [`Prepared`]. So they stand in a wasm module of their own (`main.rs`), which the
//! page fetches when there is a text to read. The page links this library for the types, and never calls [`answer`].

mod glue;

use std::error::Error;
use std::fmt::{Display, Formatter};

use ipcscope_core::bytes::{self, Bytes, Damaged};
use ipcscope_core::link;
use ipcscope_core::program::Program;
use ipcscope_core::scenario::diagnostic::Diagnostic;
use ipcscope_core::scenario::tree::Span;
use ipcscope_core::scenario::{self, TokenClass, limits};

/// Parts of the page with the same version understand each other's bytes.
pub const VERSION: &str = env!("IPCSCOPE_FORMAT");

/// A text, and all that is known of it without running it.
#[derive(Clone, Debug, Bytes)]
pub struct Prepared {
    /// The text.
    pub text: String,
    /// What carries it in a link.
    pub payload: String,
    /// What a file of it is called, without its ending; after its title.
    pub file_name: String,
    /// Errors and warnings, in the text's order.
    pub diagnostics: Vec<Diagnostic>,
    /// What each stretch of the text is, in its order.
    pub tokens: Vec<(Span, TokenClass)>,
    /// What it says, in bytes: see [`program`]. There exactly when no diagnostic is an error.
    pub program: Option<Vec<u8>>,
}

/// What the page can ask.
#[derive(Clone, Debug, PartialEq, Eq, Bytes)]
pub enum Request {
    /// To prepare this text.
    Text(String),
    /// To prepare the text that this payload of a link carries.
    Link(String),
}

/// What it is told; of a link that carries no scenario, why.
pub type Answer = Result<Prepared, String>;

/// Bytes that are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// They come from a part of the page that was built at another time.
    OtherVersion,
    /// They make no sense.
    Damaged,
}

/// Everything that there is to know of `text`.
pub fn prepare(text: String) -> Prepared {
    let reading = scenario::read(&text);
    let program = reading.scenario.map(|tree| Program::new(&tree, &text));
    let packed = program.as_ref().map(|program| {
        let mut packed = Vec::new();
        bytes::put(program, &mut packed);
        packed
    });
    // A text that is too long was not read either.
    let tokens = if text.len() > limits::TEXT_BYTES { Vec::new() } else { scenario::tokens(&text) };
    let file_name = slug(program.as_ref().map_or("", |program| &program.title));
    let payload = link::encode(&text);
    Prepared { payload, file_name, diagnostics: reading.diagnostics, tokens, program: packed, text }
}

/// The program that came as bytes: they go on as they are to whatever runs it too.
///
/// # Errors
/// The bytes make no sense.
pub fn program(packed: &[u8]) -> Result<Program, Unreadable> {
    Ok(bytes::take(packed)?)
}

/// Letters and digits in lower case, with hyphens between them.
fn slug(title: &str) -> String {
    let words = title.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug: Vec<String> = words.map(str::to_lowercase).collect();
    match slug.join("-").chars().take(60).collect::<String>() {
        empty if empty.is_empty() => "scenario".to_string(),
        slug => slug,
    }
}

/// The answer to a question.
pub fn answer(request: Request) -> Answer {
    match request {
        Request::Text(text) => Ok(prepare(text)),
        Request::Link(payload) => link::decode(&payload).map(prepare).map_err(|error| error.message().to_string()),
    }
}

/// The answer to a question in bytes; bytes that are no question get one too.
pub fn answer_bytes(request: &[u8]) -> Vec<u8> {
    to_bytes(&match from_bytes(request) {
        Ok(request) => answer(request),
        Err(unreadable) => Err(unreadable.message().to_string()),
    })
}

/// The version, and after it `value`.
pub fn to_bytes(value: &impl Bytes) -> Vec<u8> {
    let mut all = VERSION.as_bytes().to_vec();
    bytes::put(value, &mut all);
    all
}

/// What [`to_bytes`] has written.
///
/// # Errors
/// Where the bytes are of another version, or of none.
pub fn from_bytes<T: Bytes>(bytes: &[u8]) -> Result<T, Unreadable> {
    let value = bytes.strip_prefix(VERSION.as_bytes()).ok_or(Unreadable::OtherVersion)?;
    Ok(bytes::take(value)?)
}

impl From<Damaged> for Unreadable {
    fn from(Damaged: Damaged) -> Unreadable {
        Unreadable::Damaged
    }
}

impl Display for Unreadable {
    fn fmt(&self, to: &mut Formatter) -> std::fmt::Result {
        to.write_str(self.message())
    }
}

impl Error for Unreadable {}

impl Unreadable {
    /// What to tell people.
    pub fn message(self) -> &'static str {
        match self {
            Unreadable::OtherVersion => "The site has changed since this page was opened: reload it.",
            Unreadable::Damaged => "A part of the page arrived damaged.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_title_makes_a_file_name() {
        assert_eq!(slug("Dining philosophers: 5 forks!"), "dining-philosophers-5-forks");
        assert_eq!(slug("…"), "scenario");
        assert_eq!(slug("Übung 3"), "übung-3");
    }
}
