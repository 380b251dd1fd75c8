//! What stands at the top of a scenario: title, about, seed, step, mailboxes, processes, checks.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Capacity, Check, CheckKind, Item, ItemKind, Literal, Mailbox, Process, Span};
use super::blocks;
use super::statements::STATEMENTS;
use super::{
    Input, Mistake, Parsed, end_of_last, expressions, here, is_at_end, kind_after_next, leftover, mistake, name, note,
    peek, rest, shown, since, skip_separators, spoil, take_word, text, wrong_here,
};

/// The words that begin a declaration.
pub(super) const DECLARATIONS: [&str; 7] = ["title", "about", "seed", "step", "mailbox", "process", "check"];

/// All declarations up to the end of the text.
pub(super) fn items(input: &mut Input<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut outside_reported = false;
    loop {
        skip_separators(input);
        match peek(input).kind {
            Kind::End => return items,
            Kind::Symbol(Symbol::CloseBrace) => stray_brace(input),
            _ if is_statement(input) => {
                statement_outside(input, outside_reported);
                outside_reported = true;
            }
            _ => {
                items.extend(item(input));
                outside_reported = false;
            }
        }
    }
}

/// A `}` that closes nothing.
fn stray_brace(input: &mut Input<'_>) {
    if !input.state.braces_reported {
        note(input, wrong_here(input, "this `}` closes nothing", "remove it"));
        input.state.braces_reported = true;
    }
    input.next_token();
}

/// Statements where declarations stand, reported once for all that follow one another.
fn statement_outside(input: &mut Input<'_>, reported: bool) {
    let help = "write it between the `{` and the `}` of a process";
    let mistake = match reported {
        true => Mistake::Noted,
        false => wrong_here(input, format!("{} begins a statement, and stands in no process", shown(input)), help),
    };
    input.state.braces_reported = true;
    let start = rest(input);
    spoil(input, start, mistake);
}

fn is_statement(input: &Input<'_>) -> bool {
    match peek(input).kind {
        Kind::Word(word) if DECLARATIONS.contains(&word) => false,
        Kind::Word(word) => STATEMENTS.contains(&word) || word == "else" || begins_assignment(input),
        _ => false,
    }
}

/// `x = …`
pub(super) fn begins_assignment(input: &Input<'_>) -> bool {
    matches!(kind_after_next(input), Some(Kind::Symbol(Symbol::Gives)))
}

/// One declaration, if it could be understood.
fn item(input: &mut Input<'_>) -> Option<Item> {
    let start = rest(input);
    let first = here(input);
    let kind = match item_kind(input) {
        Ok(kind) => kind,
        Err(mistake) => {
            spoil(input, start, mistake);
            return None;
        }
    };
    let span = since(input, first);
    if !matches!(kind, ItemKind::Process(_)) && !is_at_end(input) {
        let mistake = leftover(input);
        spoil(input, start, mistake);
    }
    Some(Item { kind, span })
}

fn item_kind(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let Kind::Word(word) = peek(input).kind else {
        let message = format!("{} can't stand here", shown(input));
        return Err(wrong_here(input, message, what_can_stand_here()));
    };
    if !DECLARATIONS.contains(&word) {
        let message = format!("`{}` is not a declaration", shorten(word));
        let help = match nearest(word, DECLARATIONS) {
            Some(near) => format!("write `{near}`"),
            None => what_can_stand_here(),
        };
        return Err(wrong_here(input, message, help));
    }
    input.next_token();
    match word {
        "title" => text(input, "a title stands between quotation marks", "write `title \"Producer and consumer\"`")
            .map(ItemKind::Title),
        "about" => text(input, "this stands between quotation marks", "write `about \"Watch the producer wait.\"`")
            .map(ItemKind::About),
        "seed" => seed(input),
        "step" => step(input),
        "mailbox" => mailbox(input),
        "process" => process(input),
        _ => check(input),
    }
}

fn what_can_stand_here() -> String {
    "a declaration begins with `title`, `about`, `seed`, `step`, `mailbox`, `process` or `check`".into()
}

/// `seed 7`
fn seed(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let Kind::Number(seed) = peek(input).kind else {
        let message = format!("a seed is a whole number from 0 to {}", u64::MAX);
        return Err(wrong_here(input, message, "write `seed 7`"));
    };
    input.next_token();
    Ok(ItemKind::Seed(seed))
}

/// `step 1ms`
fn step(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let Kind::Time(us, unit) = peek(input).kind else {
        return Err(wrong_here(input, "a step is a time: a number with its unit", "write `step 1ms` or `step 0ms`"));
    };
    input.next_token();
    Ok(ItemKind::Step(Literal { us, unit }))
}

/// `mailbox m capacity 4`
fn mailbox(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let name = name(input, "a mailbox needs a name", "write `mailbox orders capacity 4`")?;
    if name.text == "capacity" && peek(input) != &"capacity" {
        let help = "write `mailbox orders capacity 4`";
        return Err(mistake(name.span, "a mailbox needs a name", help));
    }
    let forms = format!("write `mailbox {} capacity 4`, `capacity 0` or `capacity unbounded`", shorten(&name.text));
    if !take_word(input, "capacity") {
        let help = match peek(input).kind {
            Kind::Word("unbounded") => "write `capacity unbounded`".into(),
            Kind::Number(number) => format!("write `capacity {number}`"),
            Kind::Word(word) if nearest(word, ["capacity"]).is_some() => "write `capacity`".into(),
            _ => forms,
        };
        return Err(wrong_here(input, "a mailbox needs a capacity", help));
    }
    let capacity = match peek(input).kind {
        Kind::Word("unbounded") => Capacity::Unbounded,
        Kind::Number(messages) if messages <= limits::CAPACITY => Capacity::Messages(messages as u32),
        Kind::Number(_) => {
            let message = format!("a mailbox holds at most {} messages", limits::CAPACITY);
            return Err(wrong_here(input, message, "write a smaller capacity, or `capacity unbounded`"));
        }
        _ => {
            return Err(wrong_here(input, "a capacity is a number of messages, or `unbounded`", forms));
        }
    };
    input.next_token();
    Ok(ItemKind::Mailbox(Mailbox { name, capacity }))
}

/// `process P { … }`
fn process(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let header = |input: &mut Input<'_>| {
        let name = name(input, "a process needs a name", "write `process Producer { … }`")?;
        Ok((name, take_word(input, "server")))
    };
    let (header, body) = blocks::headed(input, header)?;
    let (name, server) = header.ok_or(Mistake::Noted)?;
    Ok(ItemKind::Process(Process { name, server, body }))
}

/// `check …`, or `check … expect violated`
fn check(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let kind = match peek(input).kind {
        Kind::Word("never") => never(input)?,
        Kind::Word("always") => always(input)?,
        _ => {
            let help = "write `check never deadlock`, `check never stuck`, `check never fault`, \
                        `check always finishes` or `check always length(orders) <= 4`";
            return Err(wrong_here(input, "a check says what must hold", help));
        }
    };
    let expect_violated = take_word(input, "expect");
    if expect_violated && !take_word(input, "violated") {
        return Err(wrong_here(
            input,
            "what may be expected of a check is that it is violated",
            "write `expect violated`",
        ));
    }
    Ok(ItemKind::Check(Check { kind, expect_violated }))
}

/// `never deadlock` and the like.
fn never(input: &mut Input<'_>) -> Parsed<CheckKind> {
    const WHAT: [&str; 3] = ["deadlock", "stuck", "fault"];
    input.next_token();
    let kind = match peek(input).kind {
        Kind::Word("deadlock") => CheckKind::NeverDeadlock,
        Kind::Word("stuck") => CheckKind::NeverStuck,
        Kind::Word("fault") => CheckKind::NeverFault,
        Kind::Word(word) => {
            let help = match nearest(word, WHAT) {
                Some(near) => format!("write `check never {near}`"),
                None => "write `deadlock`, `stuck` or `fault`".into(),
            };
            return Err(wrong_here(input, format!("`{}` can't be checked", shorten(word)), help));
        }
        _ => {
            let help = "write `check never deadlock`, `check never stuck` or `check never fault`";
            return Err(wrong_here(input, "it is not said what must never be", help));
        }
    };
    input.next_token();
    Ok(kind)
}

/// `always finishes`, or `always` and a condition.
fn always(input: &mut Input<'_>) -> Parsed<CheckKind> {
    input.next_token();
    let end = end_of_last(input);
    if peek(input) == &"finishes" {
        let start = input.checkpoint();
        input.next_token();
        if is_at_end(input) || peek(input) == &"expect" {
            return Ok(CheckKind::AlwaysFinishes);
        }
        input.reset(&start);
    }
    if is_at_end(input) {
        let span = Span { start: end - "always".len() as u32, end };
        let help = "write `check always length(orders) <= 4` or `check always finishes`";
        return Err(mistake(span, "`always` needs a condition", help));
    }
    expressions::expression(input).map(CheckKind::Always)
}
