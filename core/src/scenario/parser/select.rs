//! Grammar of `select`.

use alloc::format;
use alloc::vec::Vec;

use super::super::lexer::{Kind, Symbol};
use super::super::limits;
use super::super::tree::{Act, Block, Duration, Span, StatementKind};
use super::acts::act;
use super::blocks::{headed, is_at_block, is_at_end_of_block, no_block};
use super::measures::duration;
use super::options::at_most;
use super::{
    Input, Mistake, Parsed, deeper, here, mistake, peek, rest, shown, since, skip_separators, spoil, take, take_word,
    wrong_here,
};
use winnow::stream::Stream;

/// `select { receive a from P { … } after 5ms { … } }`
pub(super) fn select(input: &mut Input<'_>) -> Parsed<StatementKind> {
    if !is_at_block(input) {
        return Err(no_block(input));
    }
    while peek(input).kind == Kind::NewLine {
        input.next_token();
    }
    let opening = here(input);
    let (arms, after) = deeper(input, |input| {
        input.next_token();
        arms(input, opening)
    })?;
    at_most(arms.len(), limits::SELECT_ARMS, "a `select`", "arms", since(input, opening))?;
    Ok(StatementKind::Select { arms, after })
}

type Arms = (Vec<(Act, Block)>, Option<(Duration, Block)>);

/// The arms of a `select` up to the `}` that closes the `{` at `opening`.
fn arms(input: &mut Input<'_>, opening: Span) -> Parsed<Arms> {
    let (mut arms, mut after, mut all_are_fine) = (Vec::new(), None, true);
    loop {
        skip_separators(input);
        if take(input, Symbol::CloseBrace) {
            break;
        }
        if is_at_end_of_block(input, opening) {
            return Err(Mistake::Noted);
        }
        let start = rest(input);
        if let Err(mistake) = arm(input, &mut arms, &mut after) {
            all_are_fine = false;
            spoil(input, start, mistake);
        }
    }
    match arms.is_empty() {
        true if all_are_fine => {
            let help = "write `receive item from orders { … }` in it, or use `sleep 5ms` to wait";
            Err(mistake(opening, "a `select` needs a `send` or a `receive`", help))
        }
        true => Err(Mistake::Noted),
        false => Ok((arms, after)),
    }
}

/// One arm, or `after`.
fn arm(input: &mut Input<'_>, arms: &mut Vec<(Act, Block)>, after: &mut Option<(Duration, Block)>) -> Parsed<()> {
    let start = here(input);
    if take_word(input, "after") {
        if after.is_some() {
            return Err(mistake(start, "a `select` has at most one `after`", "remove one of the two"));
        }
        let (time, block) = headed(input, duration)?;
        *after = Some((time.ok_or(Mistake::Noted)?, block));
        return Ok(());
    }
    let (act, block) = headed(input, |input| match peek(input).kind {
        Kind::Word("send" | "receive") => {
            let act = act(input, false)?;
            match peek(input) == &"within" {
                true => Err(wrong_here(
                    input,
                    "an arm cannot have its own timeout",
                    "write `after 5ms { … }` as the last arm",
                )),
                false => Ok(act),
            }
        }
        _ => {
            let message = format!("an arm of a `select` cannot begin with {}", shown(input));
            Err(wrong_here(input, message, "begin an arm with `send …`, `receive …` or `after 5ms`"))
        }
    })?;
    if let Act::Send { and_wait: true, .. } = act.as_ref().ok_or(Mistake::Noted)? {
        return Err(mistake(start, "a `send` in a `select` cannot have `and wait`", "remove it"));
    }
    arms.extend(act.map(|act| (act, block)));
    Ok(())
}
