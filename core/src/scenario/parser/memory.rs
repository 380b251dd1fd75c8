//! Grammar of the objects that processes on one host share: regions of memory, semaphores, mutexes, condition
//! variables, barriers.

use alloc::format;
use alloc::vec::Vec;

use winnow::stream::Stream;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::tree::{Field, Given, ItemKind, Lock, LockKind, Memory};
use super::channels::owning;
use super::expressions::expression;
use super::options::{NO_NUMBER, number_between, options, several, take_hyphenated};
use super::{
    Input, Parsed, here, is_at_end, kind_after_next, leftover, mistake, name, note, peek, rest, skip_separators, spoil,
    take, take_word, wrong_here,
};

/// `memory table owner Producer allow Consumer read-only { … }`
pub(super) fn memory(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let name = name(input, "a region of memory needs a name", "write `memory table { count = 0 }`")?;
    let (mut owner, mut allow) = (None, Vec::new());
    options(input, &["owner", "allow"], &mut |input, option| {
        match option {
            "owner" => owner = Some(owning(input)?),
            _ => allow = allowed(input)?,
        }
        Ok(())
    })?;
    while peek(input).kind == Kind::NewLine {
        input.next_token();
    }
    let opening = here(input);
    if !take(input, Symbol::OpenBrace) {
        return Err(wrong_here(input, "a region of memory needs fields", "write `memory table { count = 0 }`"));
    }
    let (fields, all_are_fine) = fields(input);
    if fields.is_empty() && all_are_fine {
        note(input, mistake(opening, "a region of memory needs at least one field", "write `{ count = 0 }`"));
    }
    if !take(input, Symbol::CloseBrace) {
        return Err(mistake(opening, "this `{` is not closed", "write `}` where it ends"));
    }
    Ok(ItemKind::Memory(Memory { name, owner, allow, fields }))
}

/// `Consumer, Reader read-only`
fn allowed(input: &mut Input<'_>) -> Parsed<Vec<(super::Word, bool)>> {
    let mut allowed = Vec::new();
    loop {
        let process = name(input, "expected the name of a process", "write `allow Consumer, Reader read-only`")?;
        allowed.push((process, take_hyphenated(input, ["read", "only"])));
        if !take(input, Symbol::Comma) {
            return Ok(allowed);
        }
    }
}

/// Fields up to the closing brace, which is not taken, and whether all of them are correct.
fn fields(input: &mut Input<'_>) -> (Vec<Field>, bool) {
    let (mut fields, mut all_are_fine) = (Vec::new(), true);
    loop {
        while {
            skip_separators(input);
            take(input, Symbol::Comma)
        } {}
        if matches!(peek(input).kind, Kind::End | Kind::Symbol(Symbol::CloseBrace)) {
            return (fields, all_are_fine);
        }
        let start = rest(input);
        let field = field(input).and_then(|field| match is_at_end(input) || *peek(input) == Symbol::Comma {
            true => Ok(field),
            false => Err(leftover(input)),
        });
        match field {
            Ok(field) => fields.push(field),
            Err(mistake) => {
                all_are_fine = false;
                spoil(input, start, mistake);
            }
        }
    }
}

/// `count = 0`, `slots[4] of 3`
fn field(input: &mut Input<'_>) -> Parsed<Field> {
    let name = name(input, "a field needs a name", "write `count = 0`")?;
    let slots = several(input)?;
    let cells = match take_word(input, "of") {
        true => {
            let range = "an item has 1 to 16 cells";
            number_between(input, [1, limits::ITEM_CELLS], range, NO_NUMBER, "write `item of 3`")?
        }
        false => Given::plain(1),
    };
    let initial = match take(input, Symbol::Gives) {
        true => Some(expression(input)?),
        false => None,
    };
    Ok(Field { name, slots, cells: cells.map(|cells| cells as u32), initial })
}

/// `semaphore empty = 4`, `mutex door`, `condition notfull`, after its `word`.
pub(super) fn lock(input: &mut Input<'_>, word: &str) -> Parsed<ItemKind> {
    let (message, help) = match word {
        "semaphore" => ("a semaphore needs a name", "write `semaphore empty = 4`"),
        "mutex" => ("a mutex needs a name", "write `mutex door`"),
        "barrier" => ("a barrier needs a name", "write `barrier gate = 3`"),
        _ => ("a condition variable needs a name", "write `condition notfull`"),
    };
    let name = name(input, message, help)?;
    let count = several(input)?;
    let kind = match word {
        "semaphore" => {
            let initial = match take(input, Symbol::Gives) {
                true => Some(expression(input)?),
                false => None,
            };
            let (mut fifo, mut binary) = (false, false);
            options(input, &["fifo", "binary"], &mut |_, option| {
                *(if option == "fifo" { &mut fifo } else { &mut binary }) = true;
                Ok(())
            })?;
            LockKind::Semaphore { initial, fifo, binary }
        }
        "barrier" => match take(input, Symbol::Gives) {
            true => LockKind::Barrier { parties: expression(input)? },
            false => {
                let message = "a barrier needs the number of processes that have to arrive";
                return Err(wrong_here(input, message, ["write `barrier ", &name.text, " = 3`"].concat()));
            }
        },
        _ if *peek(input) == Symbol::Gives => {
            let help = match (word, kind_after_next(input)) {
                ("mutex", Some(Kind::Number(value))) => {
                    format!("write `mutex {0}`, or `semaphore {0} = {value}`", shorten(&name.text))
                }
                _ => "remove it".into(),
            };
            return Err(wrong_here(input, "only a semaphore has an initial value", help));
        }
        "mutex" => LockKind::Mutex,
        _ => LockKind::Condition,
    };
    Ok(ItemKind::Lock(Lock { name, count, kind }))
}
