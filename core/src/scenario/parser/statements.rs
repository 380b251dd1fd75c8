//! Grammar of statements. Those with blocks are in `blocks.rs`, those that can block the process in `acts.rs`.
//!
//! Lookahead decides the kind of statement: a word before `=` is a variable, even if it is also a keyword.

use alloc::format;
use alloc::vec::Vec;

use winnow::Parser;
use winnow::combinator::opt;
use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Instruction, Statement, StatementKind};
use super::acts::{self, ACTS, needed, region};
use super::assignments::{assignment, begins_step, begins_value, comparison_as_statement, let_, no_new_value};
use super::blocks;
use super::calls;
use super::declarations::begins_declaration;
use super::expressions::{expression, expressions};
use super::measures::time;
use super::options::at_most;
use super::procedures;
use super::{
    Input, Mistake, Parsed, ends_statement, foreign, here, is_at_end, kind_after_next, leftover, peek, rest, shown,
    since, take_word, text, text_here, unwrapped, wrong_here,
};

/// Keywords that begin a statement.
pub(super) const STATEMENTS: [&str; 31] = [
    "work", "sleep", "send", "receive", "post", "select", "create", "attach", "detach", "wait", "signal", "lock",
    "unlock", "notify", "let", "print", "say", "ask", "assert", "repeat", "loop", "while", "if", "atomic", "either",
    "section", "break", "continue", "return", "stop", "try",
];

const EXPECTED_STATEMENTS: &str = "begin a statement with a word such as `work`, `send`, `receive`, `wait`, `print`, `if` or `repeat`, \
     or write `x = …`";

/// One statement, up to its end. A wrong one may be right in another language.
pub(super) fn statement(input: &mut Input<'_>) -> Parsed<Statement> {
    let start = input.checkpoint();
    statement_here(input).map_err(|mistake| {
        let reached = input.checkpoint();
        input.reset(&start);
        foreign::statement(input).unwrap_or_else(|| {
            input.reset(&reached);
            mistake
        })
    })
}

fn statement_here(input: &mut Input<'_>) -> Parsed<Statement> {
    let start = here(input);
    let kind = statement_kind(input)?;
    let span = since(input, start);
    let has_block = kind.blocks().next().is_some();
    match has_block || is_at_end(input) {
        true => Ok(Statement { kind, span }),
        false => Err(leftover(input)),
    }
}

/// Whether `word` is the keyword of a statement or begins the call of an instruction.
pub(super) fn begins_statement(input: &Input<'_>, word: &str) -> bool {
    STATEMENTS.contains(&word) || is_call(input) && calls::instruction(word).is_some()
}

/// Whether a `(` follows the next word.
fn is_call(input: &Input<'_>) -> bool {
    matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::OpenParenthesis)))
}

fn statement_kind(input: &mut Input<'_>) -> Parsed<StatementKind> {
    if begins_step(input) {
        return assignment(input);
    }
    let Kind::Word(word) = peek(input).kind else {
        return Err(no_statement(input));
    };
    if begins_value(input) {
        return assignment(input);
    }
    if procedures::begins_call(input) && (is_call(input) || !begins_statement(input, word)) {
        return procedures::call(input, None);
    }
    if !begins_statement(input, word) {
        return Err(unknown_statement(input, word));
    }
    if matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::Equal))) {
        return Err(comparison_as_statement(input, 1, word));
    }
    if ACTS.contains(&word) {
        return acts::act_statement(input, false);
    }
    if calls::instruction(word).is_some() {
        return Ok(StatementKind::Evaluate(calls::call(input, word)?.expr));
    }
    input.next_token();
    match word {
        "repeat" | "loop" | "while" | "if" | "atomic" | "either" | "section" | "select" => {
            blocks::with_blocks(input, word)
        }
        "try" => acts::act_statement(input, true),
        "work" => Ok(StatementKind::Work { time: time(input)?, label: opt(text_here).parse_next(input)? }),
        "sleep" => time(input).map(StatementKind::Sleep),
        "post" => acts::post(input),
        "create" => region(input, word).map(StatementKind::Create),
        "detach" => region(input, word).map(StatementKind::Detach),
        "signal" => needed(input, word).map(StatementKind::Signal),
        "unlock" => needed(input, word).map(StatementKind::Unlock),
        "notify" => acts::notify(input),
        "let" => let_(input),
        "print" => print(input),
        "say" => {
            let help = "write `say \"now it is full\"`";
            let note = |input: &mut Input<'_>| text(input, "expected a note in quotation marks", help);
            unwrapped(input, note).map(StatementKind::Say)
        }
        "ask" => ask(input),
        "assert" => assert(input),
        "break" => Ok(StatementKind::Break),
        "continue" => Ok(StatementKind::Continue),
        "return" => procedures::return_(input),
        _ => Ok(StatementKind::Stop),
    }
}

/// The mistake of a statement that does not begin with a word.
fn no_statement(input: &Input<'_>) -> Mistake {
    match peek(input).kind {
        Kind::Symbol(Symbol::OpenBrace) => wrong_here(
            input,
            "expected a statement before this block",
            "write `loop`, `repeat 10`, `while …` or `if …` before it",
        ),
        _ => wrong_here(input, format!("expected a statement, found {}", shown(input)), EXPECTED_STATEMENTS),
    }
}

fn unknown_statement(input: &Input<'_>, word: &str) -> Mistake {
    if begins_declaration(word) {
        let message = format!("`{word}` is a declaration and is not allowed in a process");
        let help = match word {
            "const" => "move it before the process, or write `let` for a variable",
            _ => "move it before or after the process",
        };
        return wrong_here(input, message, help);
    }
    match word {
        "else" => return wrong_here(input, "this `else` has no `if`", "write it after the `}` of an `if`"),
        "or" => return wrong_here(input, "this `or` has no `either`", "write it after the `}` of an `either`"),
        _ => {}
    }
    if let Some(mistake) = no_new_value(input, 1, word) {
        return mistake;
    }
    if kind_after_next(input) == Some(&Kind::Broken) {
        return Mistake::Noted;
    }
    let near = match is_call(input) {
        true => nearest(word, Instruction::ALL.map(Instruction::name)),
        false => nearest(word, STATEMENTS),
    };
    let help = match near {
        Some(near) => format!("write `{near}`"),
        None if is_call(input) && !calls::FUNCTIONS.contains(&word) => {
            let name = shorten(word);
            let help = format!("declare `procedure {name}(…) {{ … }}`, or write `work 1ms \"{name}\"`");
            return wrong_here(input, format!("no procedure is called `{name}`"), help);
        }
        None => EXPECTED_STATEMENTS.into(),
    };
    wrong_here(input, format!("`{}` is not a statement", shorten(word)), help)
}

/// `print a, b`
fn print(input: &mut Input<'_>) -> Parsed<StatementKind> {
    if is_at_end(input) {
        return Err(wrong_here(input, "`print` needs a value", "write `print item`"));
    }
    let start = here(input);
    let values = if is_list(input) { unwrapped(input, expressions)? } else { expressions(input)? };
    at_most(values.len(), limits::PRINT_VALUES, "a `print`", "values", since(input, start))?;
    Ok(StatementKind::Print(values))
}

/// Whether several values in parentheses are next, and nothing else: `(a, b)`
fn is_list(input: &Input<'_>) -> bool {
    let (mut depth, mut commas) = (0_u32, 0);
    for (number, token) in rest(input).iter().enumerate() {
        match token.kind {
            Kind::Symbol(Symbol::OpenParenthesis) => depth += 1,
            _ if depth == 0 => return false,
            Kind::Symbol(Symbol::CloseParenthesis) if depth == 1 => {
                return commas > 0 && input.get(number + 1).is_some_and(|next| ends_statement(&next.kind));
            }
            Kind::Symbol(Symbol::CloseParenthesis) => depth -= 1,
            Kind::Symbol(Symbol::Comma) if depth == 1 => commas += 1,
            Kind::NewLine | Kind::End => return false,
            Kind::Symbol(Symbol::Semicolon | Symbol::OpenBrace | Symbol::CloseBrace) => return false,
            _ => {}
        }
    }
    false
}

/// `ask "question" answer "text" or "text"`
fn ask(input: &mut Input<'_>) -> Parsed<StatementKind> {
    let help = "write `ask \"Who goes first?\" answer \"the reader\" or \"the writer\"`";
    let question = text(input, "expected a question in quotation marks", help)?;
    if !take_word(input, "answer") {
        return Err(wrong_here(input, "a question needs answers", help));
    }
    let start = here(input);
    let mut answers = Vec::new();
    loop {
        answers.push(text(input, "expected an answer in quotation marks", help)?);
        if !take_word(input, "or") {
            break;
        }
    }
    at_most(answers.len(), limits::ANSWERS, "a question", "answers", since(input, start))?;
    Ok(StatementKind::Ask { question, answers })
}

/// `assert e "message"`
fn assert(input: &mut Input<'_>) -> Parsed<StatementKind> {
    if is_at_end(input) {
        return Err(wrong_here(input, "`assert` needs a condition", "write `assert x > 0 \"x is not positive\"`"));
    }
    Ok(StatementKind::Assert { condition: expression(input)?, message: opt(text_here).parse_next(input)? })
}
