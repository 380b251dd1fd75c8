//! Grammar of declarations: title, about, seed, step, processes, groups. The other declarations have their own files.

use alloc::format;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::nearest::nearest;
use super::super::tree::{Block, Item, ItemKind, LockKind, Process, Span};
use super::assignments::begins_value;
use super::options::{number_between, options, priority, several};
use super::statements::begins_statement;
use super::{
    Input, Mistake, Parsed, blocks, channels, checks, constants, foreign, here, is_at_end, kind_after_next, leftover,
    machines, measures, memory, mistake, name, note, peek, procedures, rest, shown, since, skip_separators, spoil,
    take, take_word, text, wrong_here,
};

/// Keywords that begin a declaration, besides those of locks.
const OTHERS: [&str; 16] = [
    "title",
    "about",
    "const",
    "seed",
    "step",
    "until",
    "kernel",
    "host",
    "network",
    "mailbox",
    "link",
    "memory",
    "group",
    "process",
    "procedure",
    "check",
];

/// Keywords that begin a declaration.
fn declarations() -> impl Iterator<Item = &'static str> {
    OTHERS.into_iter().chain(LockKind::WORDS)
}

/// Whether a word begins a declaration.
pub(super) fn begins_declaration(word: &str) -> bool {
    declarations().any(|other| other == word)
}

/// All declarations up to the end of the text.
pub(super) fn items(input: &mut Input<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut outside_reported = false;
    loop {
        skip_separators(input);
        match peek(input).kind {
            Kind::End => return items,
            Kind::Symbol(Symbol::CloseBrace) => stray_brace(input),
            _ if is_statement(input) => outside_reported = statement_outside(input, outside_reported),
            _ => {
                items.extend(item(input, item_kind));
                outside_reported = false;
            }
        }
    }
}

/// Reports a `}` without a matching `{`.
fn stray_brace(input: &mut Input<'_>) {
    if !input.state.braces_reported {
        note(input, wrong_here(input, "this `}` has no matching `{`", "remove it"));
        input.state.braces_reported = true;
    }
    input.next_token();
}

/// Skips a statement outside a process. A sequence of them is reported only once; returns whether it was. What declares
/// something in another language is reported as that.
fn statement_outside(input: &mut Input<'_>, reported: bool) -> bool {
    let start = rest(input);
    if let Some(mistake) = foreign::declaration(input) {
        spoil(input, start, mistake);
        return false;
    }
    let help = "move it between the `{` and the `}` of a process";
    let mistake = match reported {
        true => Mistake::Noted,
        false => wrong_here(input, format!("{} begins a statement outside any process", shown(input)), help),
    };
    input.state.braces_reported = true;
    spoil(input, start, mistake);
    true
}

fn is_statement(input: &Input<'_>) -> bool {
    match peek(input).kind {
        Kind::Word(word) if begins_declaration(word) => false,
        Kind::Word(word) => begins_statement(input, word) || word == "else" || begins_value(input),
        _ => false,
    }
}

/// One declaration; `None` if it could not be parsed.
fn item<'t>(input: &mut Input<'t>, parse: fn(&mut Input<'t>) -> Parsed<ItemKind>) -> Option<Item> {
    let start = rest(input);
    let first = here(input);
    let before = input.checkpoint();
    let kind = match parse(input) {
        Ok(kind) => kind,
        Err(mistake) => {
            let mistake = foreign_declaration(input, &before).unwrap_or(mistake);
            spoil(input, start, mistake);
            return None;
        }
    };
    let span = since(input, first);
    let has_block =
        matches!(kind, ItemKind::Process(_) | ItemKind::Procedure(_) | ItemKind::Group { .. } | ItemKind::Memory(_));
    if !has_block && !is_at_end(input) {
        let mistake = leftover(input);
        let foreign = foreign_declaration(input, &before);
        let is_foreign = foreign.is_some();
        spoil(input, start, foreign.unwrap_or(mistake));
        if is_foreign {
            return None;
        }
    }
    Some(Item { kind, span })
}

/// The mistake of a declaration of another language that began at `start`.
fn foreign_declaration<'t>(input: &mut Input<'t>, start: &<Input<'t> as Stream>::Checkpoint) -> Option<Mistake> {
    let reached = input.checkpoint();
    input.reset(start);
    let mistake = foreign::declaration(input);
    if mistake.is_none() {
        input.reset(&reached);
    }
    mistake
}

fn item_kind(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let help = "begin a declaration with a word such as `mailbox`, `semaphore`, `memory`, `process` or `check`";
    let Kind::Word(word) = peek(input).kind else {
        let message = format!("unexpected {}", shown(input));
        return Err(wrong_here(input, message, help));
    };
    if !begins_declaration(word) {
        let message = format!("`{}` is not a declaration", shorten(word));
        let help = nearest(word, declarations()).map_or_else(|| help.into(), |near| format!("write `{near}`"));
        return Err(wrong_here(input, message, help));
    }
    input.next_token();
    match word {
        "title" => text(input, "expected a title in quotation marks", "write `title \"Producer and consumer\"`")
            .map(ItemKind::Title),
        "about" => text(input, "expected a text in quotation marks", "write `about \"Watch the producer wait.\"`")
            .map(ItemKind::About),
        "const" => constants::constant(input),
        "seed" => seed(input),
        "step" => {
            let message = "a step is a time: a number with a unit";
            measures::time_literal(input, message, "write `step 1ms` or `step 0ms`").map(ItemKind::Step)
        }
        "until" => {
            let message = "`until` needs the time at which the run stops: a number with a unit";
            measures::time_literal(input, message, "write `until 2s`").map(ItemKind::Until)
        }
        "kernel" => match take_word(input, "visible") {
            true => Ok(ItemKind::KernelVisible),
            false => Err(wrong_here(input, "expected `visible`", "write `kernel visible`")),
        },
        "host" => machines::host(input),
        "network" => machines::network(input),
        "mailbox" => channels::mailbox(input),
        "link" => channels::link(input),
        "memory" => memory::memory(input),
        "group" => group(input),
        "process" => process(input),
        "procedure" => procedures::procedure(input),
        "check" => checks::check(input),
        _ => memory::lock(input, word),
    }
}

/// `seed 7`
fn seed(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let range = format!("a seed is a whole number from 0 to {}", u64::MAX);
    let help = "write `seed 7`";
    if matches!(peek(input).kind, Kind::Number(_) | Kind::Word(_)) {
        return number_between(input, [0, u64::MAX], &range, &range, help).map(ItemKind::Seed);
    }
    Err(wrong_here(input, range, help))
}

/// `group "Kitchen" { process … }`
fn group(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let title = text(input, "expected a group title in quotation marks", "write `group \"Kitchen\" { … }`")?;
    while peek(input).kind == Kind::NewLine {
        input.next_token();
    }
    let opening = here(input);
    if !take(input, Symbol::OpenBrace) {
        return Err(wrong_here(input, "expected the processes of the group", "write `{`, the processes, and `}`"));
    }
    let mut items = Vec::new();
    let mut are_all_whole = true;
    loop {
        skip_separators(input);
        if take(input, Symbol::CloseBrace) {
            break;
        }
        let is_over = blocks::is_at_declaration(input) && peek(input) != &"process";
        if is_over || peek(input).kind == Kind::End {
            return Err(not_closed(input, opening));
        }
        let item = item(input, grouped);
        are_all_whole &= item.is_some();
        items.extend(item);
    }
    let span = since(input, opening);
    if items.is_empty() && are_all_whole {
        note(input, mistake(opening, "a group needs at least one process", "write a process, or remove the group"));
    }
    Ok(ItemKind::Group { title, items, span })
}

fn not_closed(input: &mut Input<'_>, opening: Span) -> Mistake {
    match core::mem::replace(&mut input.state.braces_reported, true) {
        true => Mistake::Noted,
        false => mistake(opening, "this `{` is not closed", "write `}` where it ends"),
    }
}

/// A process in a group.
fn grouped(input: &mut Input<'_>) -> Parsed<ItemKind> {
    match take_word(input, "process") {
        true => process(input),
        false => {
            let message = format!("a group holds only processes, but this is {}", shown(input));
            Err(wrong_here(input, message, "move it before or after the group"))
        }
    }
}

/// `process Worker[4] on alpha priority 2 start 10ms server { … }`
fn process(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let (header, body) = blocks::headed(input, process_header)?;
    let process = header.ok_or(Mistake::Noted)?;
    Ok(ItemKind::Process(Process { body, ..process }))
}

/// A process without its body.
fn process_header(input: &mut Input<'_>) -> Parsed<Process> {
    let name = name(input, "a process needs a name", "write `process Producer { … }`")?;
    let count = several(input)?;
    if *peek(input) == Symbol::OpenParenthesis {
        let help = match kind_after_next(input) {
            Some(Kind::Symbol(Symbol::CloseParenthesis)) => format!("write `process {} {{ … }}`", shorten(&name.text)),
            _ => format!(
                "write `process {}[3] {{ … }}` for three processes, and `me` for the number of each",
                shorten(&name.text)
            ),
        };
        return Err(wrong_here(input, "a process has no parameters", help));
    }
    let body = Block::default();
    let mut process = Process { name, count, host: None, priority: None, start: None, server: false, body };
    options(input, &["on", "priority", "start", "server"], &mut |input, option| {
        match option {
            "on" => process.host = Some(super::name(input, "`on` needs the name of a host", "write `on alpha`")?),
            "priority" => process.priority = Some(priority(input)?),
            "start" => {
                let message = "a start time is a number with a unit";
                process.start = Some(measures::time_literal(input, message, "write `start 10ms`")?);
            }
            _ => process.server = true,
        }
        Ok(())
    })?;
    Ok(process)
}
