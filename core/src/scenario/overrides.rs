//! Other values for the constants of a text: `--set N=5`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::lexer::{Kind, Symbol, lex, shorten};
use super::nearest::nearest;
use super::parser;
use super::tree::{Constant, Fixed, ItemKind};
use super::{diagnostic, limits};

/// `text` with other values for its constants: pairs of a name and a value as the language writes it, `3`, `5ms` or
/// `4KB`. Only the values in the declarations are replaced; the last of several for one constant counts.
///
/// # Errors
///
/// A sentence about the first pair that names no constant, or whose value is of another kind.
///
/// ```
/// use ipcscope_core::scenario::with_constants;
///
/// let text = "const N = 3  # workers\nprocess P[N] { work 1ms }";
/// let five = with_constants(text, &[("N", "5")]);
/// assert_eq!(five.unwrap(), "const N = 5  # workers\nprocess P[N] { work 1ms }");
/// let wrong = with_constants(text, &[("M", "5")]);
/// assert_eq!(wrong.unwrap_err(), "no constant is called `M`: write `N`");
/// ```
pub fn with_constants(text: &str, values: &[(&str, &str)]) -> Result<String, String> {
    if text.len() > limits::TEXT_BYTES {
        return Ok(text.into());
    }
    let scenario = parser::parse(text).scenario;
    let constants: Vec<&Constant> = scenario
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Constant(constant) => Some(constant),
            _ => None,
        })
        .collect();
    let mut changes: Vec<(&Constant, String)> = Vec::new();
    for (name, value) in values {
        let found = constants.iter().find(|constant| constant.name.text == *name);
        let constant = found.ok_or_else(|| unknown(name, &constants))?;
        let value = replacement(constant, value)?;
        changes.retain(|(other, _)| other.span != constant.span);
        changes.push((constant, value));
    }
    changes.sort_by_key(|(constant, _)| core::cmp::Reverse(constant.span.start));
    let mut changed: String = text.into();
    for (constant, value) in changes {
        changed.replace_range(constant.span.range(), &value);
    }
    Ok(changed)
}

/// The sentence about a name that no constant has.
fn unknown(name: &str, constants: &[&Constant]) -> String {
    let names = constants.iter().map(|constant| constant.name.text.as_str());
    let shown = diagnostic::quote(&shorten(name), usize::MAX);
    let rest = match (nearest(name, names.clone()), constants) {
        (_, []) => "the text declares none".into(),
        (Some(near), _) => format!("write `{near}`"),
        (None, [only]) => format!("write `{}`", only.name.text),
        (None, _) => {
            let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            format!("write one of {}", names.join(", "))
        }
    };
    format!("no constant is called `{shown}`: {rest}")
}

/// The new value of a constant as the language writes it.
fn replacement(constant: &Constant, value: &str) -> Result<String, String> {
    let name = &constant.name.text;
    let lexed = lex(value);
    if let [first, ..] = &*lexed.diagnostics.into_sorted() {
        return Err(format!("`{name}` cannot be `{}`: {}", shown(value), first.message));
    }
    let kinds: Vec<&Kind<'_>> = lexed.tokens.iter().map(|token| &token.kind).collect();
    let fits = matches!(
        (constant.value, &kinds[..]),
        (Fixed::Number(_), [Kind::Number(_) | Kind::Word("true" | "false"), Kind::End])
            | (Fixed::Number(_), [Kind::Symbol(Symbol::Minus), Kind::Number(_), Kind::End])
            | (Fixed::Time(_), [Kind::Time(..), Kind::End])
            | (Fixed::Size(_), [Kind::Size(..), Kind::End])
    );
    let (noun, old) = (constant.value.noun(), constant.value.written());
    match fits && lexed.comments.is_empty() {
        true => Ok(value.trim().into()),
        false => Err(format!("`{name}` is {noun}, not `{}`: write a value such as `{name}={old}`", shown(value))),
    }
}

/// The beginning of a value that somebody gave, without control characters.
fn shown(value: &str) -> String {
    diagnostic::quote(value, limits::NAME_CHARACTERS)
}
