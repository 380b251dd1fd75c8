//! Grammar of procedures: `procedure insert(item) { … return y }`, calls, and `return`.

use alloc::format;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, Token};
use super::super::limits;
use super::super::tree::{Block, Call, Expr, ItemKind, Procedure, StatementKind, Word};
use super::expressions::{close, expression};
use super::options::at_most;
use super::{
    Input, Mistake, Parsed, blocks, deeper, here, is_at_end, kind_after_next, leftover, name, peek, since, take,
    wrong_here,
};

const EXAMPLE: &str = "write `procedure insert(item) { … }`";

/// The names of the procedures in a text, of those that are broken, too.
pub(super) fn declared<'t>(tokens: &[Token<'t>]) -> Vec<&'t str> {
    let pairs = tokens.windows(2);
    pairs
        .filter_map(|pair| match (&pair[0].kind, &pair[1].kind) {
            (Kind::Word("procedure"), Kind::Word(name)) => Some(*name),
            _ => None,
        })
        .collect()
}

/// Whether a procedure is next, as a call or by its name alone.
pub(super) fn begins_call(input: &Input<'_>) -> bool {
    match peek(input).kind {
        Kind::Word(word) => input.state.procedures.contains(&word),
        _ => false,
    }
}

/// Whether a call of a procedure is next.
pub(super) fn is_call_next(input: &Input<'_>) -> bool {
    begins_call(input) && matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::OpenParenthesis)))
}

/// `insert(item, from) { … }`, after `procedure`
pub(super) fn procedure(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let (header, body) = blocks::headed(input, header)?;
    let procedure = header.ok_or(Mistake::Noted)?;
    Ok(ItemKind::Procedure(Procedure { body, ..procedure }))
}

fn header(input: &mut Input<'_>) -> Parsed<Procedure> {
    let name = name(input, "a procedure needs a name", EXAMPLE)?;
    let opening = here(input);
    if !take(input, Symbol::OpenParenthesis) {
        let help = format!("write `procedure {}()`", super::shorten(&name.text));
        return Err(wrong_here(input, "a procedure needs parentheses for its parameters", help));
    }
    let start = here(input);
    let mut parameters: Vec<Word> = Vec::new();
    while *peek(input) != Symbol::CloseParenthesis {
        let parameter = super::name(input, "expected a parameter", EXAMPLE)?;
        if let Some(mistake) = typed(input, &name, &parameter) {
            return Err(mistake);
        }
        if parameters.iter().any(|other| other.text == parameter.text) {
            let message = format!("there are two parameters called `{}`", super::shorten(&parameter.text));
            return Err(super::mistake(parameter.span, message, "choose another name"));
        }
        parameters.push(parameter);
        if !take(input, Symbol::Comma) {
            break;
        }
    }
    at_most(parameters.len(), limits::PARAMETERS, "a procedure", "parameters", since(input, start))?;
    close(input, opening)?;
    Ok(Procedure { name, parameters, body: Block::default() })
}

/// The mistake of `int value` or `void` as a parameter.
fn typed(input: &Input<'_>, procedure: &Word, first: &Word) -> Option<Mistake> {
    let parameter = match (&peek(input).kind, kind_after_next(input)) {
        (Kind::Word(name), _) | (Kind::Symbol(Symbol::Star), Some(Kind::Word(name))) => *name,
        _ if first.text == "void" => "",
        _ => return None,
    };
    let help = format!("write `procedure {}({parameter})`", super::shorten(&procedure.text));
    Some(super::mistake(first.span, "a parameter has no type", help))
}

/// `insert(3, m)`; the name of the procedure is next.
pub(super) fn call(input: &mut Input<'_>, into: Option<(Word, bool)>) -> Parsed<StatementKind> {
    let procedure = name(input, "", "")?;
    let opening = here(input);
    if *peek(input) != Symbol::OpenParenthesis {
        let name = super::shorten(&procedure.text);
        return Err(wrong_here(input, format!("`{name}` is a procedure"), format!("write `{name}(…)`")));
    }
    let arguments = deeper(input, |input| {
        input.next_token();
        arguments(input)
    })?;
    close(input, opening)?;
    if !is_at_end(input) && into.is_some() {
        return Err(match peek(input).kind {
            Kind::Word("and" | "or") | Kind::Symbol(_) => part_of_value(input, &procedure.text),
            _ => leftover(input),
        });
    }
    Ok(StatementKind::Call(Call { procedure, arguments, into }))
}

fn arguments(input: &mut Input<'_>) -> Parsed<Vec<Expr>> {
    let mut arguments = Vec::new();
    while *peek(input) != Symbol::CloseParenthesis {
        arguments.push(expression(input)?);
        if !take(input, Symbol::Comma) {
            break;
        }
    }
    Ok(arguments)
}

/// The mistake of a call inside an expression.
pub(super) fn part_of_value(input: &Input<'_>, procedure: &str) -> Mistake {
    let procedure = super::shorten(procedure);
    let message = format!("the call of the procedure `{procedure}` cannot be part of an expression");
    wrong_here(input, message, format!("write `let value = {procedure}(…)` before it, and use `value`"))
}

/// `return`, `return y`, after its keyword
pub(super) fn return_(input: &mut Input<'_>) -> Parsed<StatementKind> {
    match is_at_end(input) {
        true => Ok(StatementKind::Return(None)),
        false if is_call_next(input) => {
            let Kind::Word(word) = peek(input).kind else { return Err(Mistake::NotHere) };
            Err(part_of_value(input, word))
        }
        false => expression(input).map(|value| StatementKind::Return(Some(value))),
    }
}
