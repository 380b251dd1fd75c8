//! Constants: their declarations, and their names in place of a number, a time or a size.
//!
//! A constant is declared before it is used, so the parser knows its value at each use. It keeps the name beside the
//! value, for the printer.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::diagnostic::Diagnostics;
use super::super::index::Index;
use super::super::lexer::{Kind, Symbol, Token, shorten};
use super::super::limits;
use super::super::nearest;
use super::super::tree::{
    Bytes, Constant, Duration, Expr, ExprKind, Fixed, Given, ItemKind, Literal, Size, SizeUnit, Span, Unit, Word,
    Written,
};
use super::super::values::{Known, Names, examine};
use super::expressions::{expression, in_parentheses};
use super::measures::{size_unit_of, unit_of};
use super::{
    Input, Mistake, Parsed, State, here, is_at_end, kind_after_next, mistake, name, peek, since, take, wrong_here,
};

/// Unread words that are looked through, so that a text full of mistakes takes no long time.
const MOST_UNREAD: usize = 1_000;

const EXAMPLES: &str = "write `const N = 3`, `const think = 5ms` or `const page = 4KB`";

/// The constants of a text: those declared so far, and those that come later.
#[derive(Debug, Default)]
pub(super) struct Constants<'t> {
    numbers: Index<'t>,
    all: Vec<Declared>,
}

/// One constant; of several with one name the first.
#[derive(Debug)]
struct Declared {
    /// The position of its name.
    span: Span,
    stage: Stage,
    is_used: bool,
}

/// How far the parser has come with the declaration of a constant.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Later,
    /// Its value is being read.
    Open,
    /// Its mistake was reported.
    Broken,
    Done(Fixed),
}

impl<'t> Constants<'t> {
    /// The constants that `tokens` declare, none of them read yet.
    pub(super) fn new(tokens: &[Token<'t>]) -> Constants<'t> {
        let mut constants = Constants::default();
        let begins =
            |at: usize| at == 0 || matches!(tokens[at - 1].kind, Kind::NewLine | Kind::Symbol(Symbol::Semicolon));
        for (at, token) in tokens.iter().enumerate() {
            if *token == "const"
                && begins(at)
                && let Some(Token { kind: Kind::Word(name), span }) = tokens.get(at + 1)
                && constants.numbers.add("", name, constants.all.len() as u32)
            {
                constants.all.push(Declared { span: *span, stage: Stage::Later, is_used: false });
            }
        }
        constants
    }

    /// The positions of the names of those that nothing uses.
    pub(super) fn unused(&self) -> Vec<Span> {
        self.all.iter().filter(|constant| !constant.is_used).map(|constant| constant.span).collect()
    }

    fn get(&mut self, name: &str) -> Option<&mut Declared> {
        let number = self.numbers.get("", name)?;
        self.all.get_mut(number as usize)
    }

    /// "write `N`", if the name of a constant declared so far is near.
    fn near(&self, name: &str) -> Option<String> {
        let is_done = |name: &&str| {
            let number = self.numbers.get("", name).unwrap_or_default();
            matches!(self.all.get(number as usize), Some(Declared { stage: Stage::Done(_), .. }))
        };
        let near = nearest::nearest(name, self.numbers.names("").filter(is_done))?;
        Some(format!("write `{near}`"))
    }
}

/// `const N = 3`, after its keyword.
pub(super) fn constant(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let name = name(input, "a constant needs a name", EXAMPLES)?;
    let shown = shorten(&name.text);
    if *peek(input) == Symbol::Equal {
        return Err(wrong_here(input, "`==` compares; `=` assigns", format!("write `const {shown} = …`")));
    }
    // The first of several with one name counts; the checker reports the others.
    let is_first = |constant: &&mut Declared| constant.span == name.span;
    let enter = |input: &mut Input<'_>, stage| {
        if let Some(constant) = input.state.constants.get(&name.text).filter(is_first) {
            constant.stage = stage;
        }
    };
    enter(input, Stage::Open);
    let value = match take(input, Symbol::Gives) && !is_at_end(input) {
        true => value(input),
        false => Err(wrong_here(input, "a constant needs a value", format!("write `const {shown} = 3`"))),
    };
    enter(input, value.as_ref().map_or(Stage::Broken, |(_, value, _)| Stage::Done(*value)));
    let (written, value, span) = value?;
    Ok(ItemKind::Constant(Constant { name, written, value, span }))
}

/// The value of a constant: as it is written, what it is, and its position.
fn value(input: &mut Input<'_>) -> Parsed<(Written, Fixed, Span)> {
    let start = here(input);
    let (written, value) = match peek(input).kind {
        Kind::Time(..) => of_time(Duration::Literal(time(input)?.ok_or(Mistake::NotHere)?), input)?,
        Kind::Size(..) => of_size(Size::Literal(size(input)?.ok_or(Mistake::NotHere)?), input)?,
        Kind::Word(word) if ends_after_next(input) && input.state.constants.numbers.has("", word) => another(input)?,
        Kind::Symbol(Symbol::OpenParenthesis) => match with_unit(input)? {
            Some(measured) => measured,
            None => number(input)?,
        },
        _ => number(input)?,
    };
    Ok((written, value, since(input, start)))
}

/// Whether the declaration ends after the next token.
fn ends_after_next(input: &Input<'_>) -> bool {
    matches!(kind_after_next(input), Some(Kind::NewLine | Kind::End | Kind::Symbol(Symbol::Semicolon)))
}

/// The name of another constant.
fn another(input: &mut Input<'_>) -> Parsed<(Written, Fixed)> {
    let (name, value) = next(input)?.ok_or(Mistake::NotHere)?;
    let written = match value {
        Fixed::Number(number) => Written::Number(Expr { span: name.span, kind: ExprKind::Constant(name.text, number) }),
        Fixed::Time(time) => Written::Time(Duration::Literal(Given { value: time, name: Some(name) })),
        Fixed::Size(size) => Written::Size(Size::Literal(Given { value: size, name: Some(name) })),
    };
    Ok((written, value))
}

/// `(N * 2) ms`, `(N) KB`; without a unit nothing is taken.
fn with_unit(input: &mut Input<'_>) -> Parsed<Option<(Written, Fixed)>> {
    let start = input.checkpoint();
    let value = in_parentheses(input)?;
    let (time, size) = (unit_of(&peek(input).kind), size_unit_of(&peek(input).kind));
    let measured = match (time, size) {
        (Some(unit), _) => of_time(Duration::Computed(value, unit), input)?,
        (_, Some(unit)) => of_size(Size::Computed(Box::new(value), unit), input)?,
        _ => {
            input.reset(&start);
            return Ok(None);
        }
    };
    input.next_token();
    Ok(Some(measured))
}

fn of_time(written: Duration, input: &mut Input<'_>) -> Parsed<(Written, Fixed)> {
    let time = match &written {
        Duration::Literal(time) => **time,
        Duration::Computed(value, unit) => {
            let us = amount(value, unit.us(), limits::TIME_US, input)?.ok_or_else(|| {
                let help = format!("write a time of at most {}s", limits::TIME_US / Unit::S.us());
                mistake(value.span, "this time is too long", help)
            })?;
            Literal { us, unit: *unit }
        }
    };
    Ok((Written::Time(written), Fixed::Time(time)))
}

fn of_size(written: Size, input: &mut Input<'_>) -> Parsed<(Written, Fixed)> {
    let size = match &written {
        Size::Literal(size) => **size,
        Size::Computed(value, unit) => {
            let bytes = amount(value, unit.bytes(), limits::SIZE_BYTES, input)?.ok_or_else(|| {
                let help = format!("write a size of at most {}MB", limits::SIZE_BYTES / SizeUnit::Mb.bytes());
                mistake(value.span, "this size is too large", help)
            })?;
            Bytes { bytes, unit: *unit }
        }
    };
    Ok((Written::Size(written), Fixed::Size(size)))
}

/// The value in µs or bytes; `None` if it is above `most`.
fn amount(value: &Expr, unit: u64, most: u64, input: &mut Input<'_>) -> Parsed<Option<u64>> {
    let number = evaluated(value, input)?;
    let Ok(number) = u64::try_from(number) else {
        let message = format!("a time or a size must not be negative, but this is {number}");
        return Err(mistake(value.span, message, ""));
    };
    Ok(number.checked_mul(unit).filter(|&amount| amount <= most))
}

/// A number: an expression of numbers and constants.
fn number(input: &mut Input<'_>) -> Parsed<(Written, Fixed)> {
    let written = expression(input)?;
    if let Some(unit) =
        unit_of(&peek(input).kind).map(Unit::symbol).or(size_unit_of(&peek(input).kind).map(SizeUnit::symbol))
    {
        let expr = &input.state.text[written.span.range()];
        return Err(match written.kind {
            ExprKind::Number(number) => {
                let message = "a number and its unit must not be separated";
                wrong_here(input, message, format!("write `{number}{unit}`"))
            }
            _ => wrong_here(input, "a unit needs parentheses before it", format!("write `({}) {unit}`", shorten(expr))),
        });
    }
    let value = evaluated(&written, input)?;
    Ok((Written::Number(written), Fixed::Number(value)))
}

/// The value of an expression of numbers and constants.
fn evaluated(expr: &Expr, input: &mut Input<'_>) -> Parsed<i64> {
    let State { constants, diagnostics, .. } = &input.state;
    let mut known = KnownEarly { constants, is_full: diagnostics.is_full(), diagnostics: Diagnostics::default() };
    let value = examine(expr, &mut known);
    let KnownEarly { mut diagnostics, .. } = known;
    match value {
        Known::Number(number) => return Ok(number),
        Known::Text => {
            diagnostics.error(expr.span, "a constant is a number, a time or a size, not a text", EXAMPLES);
        }
        _ if diagnostics.is_empty() => diagnostics.error(expr.span, NOT_KNOWN.0, NOT_KNOWN.1),
        _ => {}
    }
    diagnostics.into_sorted().into_iter().for_each(|diagnostic| input.state.diagnostics.note(diagnostic));
    Err(Mistake::Noted)
}

/// Message and help for a value that depends on the run.
const NOT_KNOWN: (&str, &str) = (
    "the value of a constant must be known before the run",
    "write a number, or an expression of numbers and constants",
);

/// The names in the value of a constant: only other constants are allowed.
struct KnownEarly<'c, 't> {
    constants: &'c Constants<'t>,
    /// The report is full: no help is looked for.
    is_full: bool,
    diagnostics: Diagnostics,
}

impl<'s> Names<'s> for KnownEarly<'_, '_> {
    fn examine_name(&mut self, expr: &'s Expr) -> Known {
        // One report is enough.
        if !self.diagnostics.is_empty() {
            return Known::Nothing;
        }
        match &expr.kind {
            ExprKind::Name(name) => {
                let help = if self.is_full { None } else { self.constants.near(name) };
                let help = help.unwrap_or_else(|| format!("declare it above: `const {} = 3`", shorten(name)));
                self.diagnostics.error(expr.span, format!("no constant is called `{}`", shorten(name)), help);
            }
            _ => self.diagnostics.error(expr.span, NOT_KNOWN.0, NOT_KNOWN.1),
        }
        Known::Nothing
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        &mut self.diagnostics
    }
}

/// The value of the constant with this name, if there is one; it is used at `span`.
fn used(input: &mut Input<'_>, name: &str, span: Span) -> Parsed<Option<Fixed>> {
    let Some(constant) = input.state.constants.get(name) else {
        return Ok(None);
    };
    constant.is_used = true;
    match constant.stage {
        Stage::Done(value) => Ok(Some(value)),
        Stage::Broken => Err(Mistake::Noted),
        Stage::Open => {
            let message = format!("`{name}` cannot be part of its own value");
            Err(mistake(span, message, "write a number, or a constant declared above"))
        }
        Stage::Later => Err(mistake(span, format!("`{name}` is declared only later"), declare_first(name))),
    }
}

fn declare_first(name: &str) -> String {
    format!("declare `{name}` before it is used: move it up")
}

/// Whether `word` is the name of a time.
pub(super) fn is_time(input: &Input<'_>, word: &str) -> bool {
    let constants = &input.state.constants;
    let declared = constants.numbers.get("", word).and_then(|number| constants.all.get(number as usize));
    matches!(declared, Some(Declared { stage: Stage::Done(Fixed::Time(..)), .. }))
}

/// Takes the name of a constant, if one is next.
pub(super) fn next(input: &mut Input<'_>) -> Parsed<Option<(Word, Fixed)>> {
    let Kind::Word(word) = peek(input).kind else {
        return Ok(None);
    };
    let span = here(input);
    Ok(used(input, word, span)?.map(|value| {
        input.next_token();
        (Word { text: word.into(), span }, value)
    }))
}

/// The number of the constant called `name` in an expression, if there is one.
pub(super) fn number_named(input: &mut Input<'_>, name: &Word) -> Parsed<Option<i64>> {
    match used(input, &name.text, name.span)? {
        None => Ok(None),
        Some(value) => as_number(name, value).map(Some),
    }
}

/// The value of a constant where a number is needed.
pub(super) fn as_number(name: &Word, value: Fixed) -> Parsed<i64> {
    let (number, unit) = match value {
        Fixed::Number(number) => return Ok(number),
        Fixed::Time(time) => (time.us / time.unit.us(), time.unit.symbol()),
        Fixed::Size(size) => (size.bytes / size.unit.bytes(), size.unit.symbol()),
    };
    let help = format!("declare a number, such as `const n = {number}`; `(n) {unit}` is then {}", value.noun());
    Err(another_kind(name, value, "a number", &help))
}

/// A time, or the name of one, if one is next.
pub(super) fn time(input: &mut Input<'_>) -> Parsed<Option<Given<Literal>>> {
    if let Kind::Time(us, unit) = peek(input).kind {
        input.next_token();
        return Ok(Some(Given::plain(Literal { us, unit })));
    }
    match next(input)? {
        None => Ok(None),
        Some((name, Fixed::Time(time))) => Ok(Some(Given { value: time, name: Some(name) })),
        Some((name, value)) => Err(no_measure(&name, value, "a time", "ms")),
    }
}

/// A size, or the name of one, if one is next.
pub(super) fn size(input: &mut Input<'_>) -> Parsed<Option<Given<Bytes>>> {
    if let Kind::Size(bytes, unit) = peek(input).kind {
        input.next_token();
        return Ok(Some(Given::plain(Bytes { bytes, unit })));
    }
    match next(input)? {
        None => Ok(None),
        Some((name, Fixed::Size(size))) => Ok(Some(Given { value: size, name: Some(name) })),
        Some((name, value)) => Err(no_measure(&name, value, "a size", "B")),
    }
}

/// The mistake of a word that names no constant, where a number, a time or a size is needed: with the nearest constant as
/// its help, or else with `help`. A word of a broken declaration is not reported.
pub(super) fn unknown(input: &Input<'_>, word: &str, message: &str, help: &str) -> Mistake {
    let state = &input.state;
    if state.unread.iter().take(MOST_UNREAD).any(|unread| state.text[unread.range()] == *word) {
        return Mistake::Noted;
    }
    // Once the report is full, the search is skipped.
    let near = if state.diagnostics.is_full() { None } else { state.constants.near(word) };
    wrong_here(input, message, near.as_deref().unwrap_or(help))
}

/// Whether a size or the name of one is next.
pub(super) fn is_size(input: &mut Input<'_>) -> bool {
    match peek(input).kind {
        Kind::Size(..) => true,
        Kind::Word(word) => {
            let constant = input.state.constants.get(word);
            matches!(constant, Some(Declared { stage: Stage::Done(Fixed::Size(_)), .. }))
        }
        _ => false,
    }
}

/// The mistake of a constant that is no time, or no size.
fn no_measure(name: &Word, value: Fixed, needed: &str, unit: &str) -> Mistake {
    let help = match value {
        Fixed::Number(number) => format!("declare it with a unit: `const {} = {}{unit}`", name.text, number.max(0)),
        _ => format!("declare another constant for it, such as `const {} = 4{unit}`", &needed[2..]),
    };
    another_kind(name, value, needed, &help)
}

fn another_kind(name: &Word, value: Fixed, needed: &str, help: &str) -> Mistake {
    let message = format!("`{}` is {}, {}, but {needed} is needed here", name.text, value.noun(), value.written());
    mistake(name.span, message, help)
}

/// `message`, with the constant and its value if one is the cause.
pub(super) fn with_value(message: &str, name: Option<&Word>, value: &str) -> String {
    match name {
        Some(name) => format!("{message}: `{}` is {value}", name.text),
        None => message.into(),
    }
}
