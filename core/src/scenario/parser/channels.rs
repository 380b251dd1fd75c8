//! Grammar of mailboxes and links.

use alloc::format;
use alloc::vec::Vec;

use super::super::lexer::{Kind, Symbol, shorten};
use super::super::limits;
use super::super::nearest::nearest;
use super::super::tree::{Capacity, ChannelOptions, Delivery, Given, ItemKind, Link, Mailbox, Messages};
use super::acts::target;
use super::constants::{self, with_value};
use super::measures::bytes;
use super::options::{choice, names, number_between, one_of, options, several};
use super::{Input, Mistake, Parsed, here, mistake, name, peek, take_word, wrong_here};

/// The options of mailboxes; those of links are the first four.
const OPTIONS: [&str; 7] = ["capacity", "messages", "buffering", "order", "to", "owner", "users"];

const NO_OPTIONS: ChannelOptions = ChannelOptions {
    capacity: Given::plain(Capacity::Messages(0)),
    messages: Given::plain(Messages::Any),
    explicit_buffering: false,
    by_message_priority: false,
};

/// `mailbox m capacity 4`
pub(super) fn mailbox(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let name = name(input, "a mailbox needs a name", "write `mailbox orders capacity 4`")?;
    if name.text == "capacity" && matches!(peek(input).kind, Kind::Number(_) | Kind::Size(..)) {
        return Err(mistake(name.span, "a mailbox needs a name", "write `mailbox orders capacity 4`"));
    }
    let count = several(input)?;
    let (mut channel, mut has_capacity) = (NO_OPTIONS, false);
    let (mut delivery, mut owner, mut users) = (Delivery::ToOne, None, Vec::new());
    let mut option = |input: &mut Input<'_>, option: &'static str| {
        match option {
            "to" => delivery = self::delivery(input)?,
            "owner" => owner = Some(owning(input)?),
            "users" => users = names(input, "expected the name of a process", "write `users Producer, Consumer`")?,
            _ => channel_option(input, option, &mut channel)?,
        }
        has_capacity |= option == "capacity";
        Ok(())
    };
    if !is_capacity_misspelt(input) {
        options(input, &OPTIONS, &mut option)?;
    }
    match has_capacity {
        true => Ok(ItemKind::Mailbox(Mailbox { name, count, options: channel, delivery, owner, users })),
        false => Err(no_capacity(input, &name.text)),
    }
}

/// The process after `owner`.
pub(super) fn owning(input: &mut Input<'_>) -> Parsed<super::Word> {
    name(input, "`owner` needs the name of a process", "write `owner Server`")
}

/// Whether the next word is a misspelling of `capacity`.
fn is_capacity_misspelt(input: &Input<'_>) -> bool {
    matches!(peek(input).kind, Kind::Word(word) if !OPTIONS.contains(&word) && nearest(word, ["capacity"]).is_some())
}

/// The mistake of a mailbox without a capacity.
fn no_capacity(input: &Input<'_>, name: &str) -> Mistake {
    let help = match peek(input).kind {
        Kind::Word("unbounded") => "write `capacity unbounded`".into(),
        Kind::Number(number) => format!("write `capacity {number}`"),
        _ if is_capacity_misspelt(input) => "write `capacity`".into(),
        _ => capacities(name),
    };
    wrong_here(input, "a mailbox needs a capacity", help)
}

fn capacities(name: &str) -> alloc::string::String {
    format!("write `mailbox {} capacity 4`, `capacity 0` or `capacity unbounded`", shorten(name))
}

/// `link P Q capacity 2`
pub(super) fn link(input: &mut Input<'_>) -> Parsed<ItemKind> {
    let end = |input: &mut Input<'_>| target(input, "a link joins two processes", "write `link Client Server`");
    let ends = [end(input)?, end(input)?];
    let mut channel = NO_OPTIONS;
    options(input, &OPTIONS[..4], &mut |input, option| channel_option(input, option, &mut channel))?;
    if let Kind::Word(word) = peek(input).kind
        && OPTIONS.contains(&word)
    {
        let message = format!("`{word}` is only for mailboxes: a link belongs to its two processes");
        return Err(wrong_here(input, message, "remove it, or declare a mailbox"));
    }
    Ok(ItemKind::Link(Link { ends, options: channel }))
}

/// An option that mailboxes and links share.
fn channel_option(input: &mut Input<'_>, option: &str, channel: &mut ChannelOptions) -> Parsed<()> {
    match option {
        "capacity" => channel.capacity = capacity(input)?,
        "messages" => channel.messages = messages(input)?,
        "buffering" => channel.explicit_buffering = only(input, "explicit", "automatic")?,
        _ => channel.by_message_priority = only(input, "priority", "fifo")?,
    }
    Ok(())
}

/// `4`, `0`, `512B` or `unbounded`
fn capacity(input: &mut Input<'_>) -> Parsed<Given<Capacity>> {
    let at = here(input);
    if take_word(input, "unbounded") {
        return Ok(Given::plain(Capacity::Unbounded));
    }
    if constants::is_size(input) {
        let size = bytes(input, "")?;
        if size.bytes == 0 {
            let message = with_value("a capacity in bytes must be at least 1B", size.name.as_ref(), &size.written());
            return Err(mistake(at, message, "write `capacity 0` for a rendezvous"));
        }
        return Ok(size.map(Capacity::Bytes));
    }
    let range = format!("a mailbox holds at most {} messages", limits::CAPACITY);
    let none = "a capacity is a number of messages, a size, or `unbounded`";
    let help = match peek(input).kind {
        Kind::Number(number) if number > limits::CAPACITY => "write a smaller capacity, or `capacity unbounded`",
        _ => "write `capacity 4`, `capacity 0`, `capacity 512B` or `capacity unbounded`",
    };
    let range = if *peek(input) == Symbol::Minus { none } else { &range };
    let messages = number_between(input, [0, limits::CAPACITY], range, none, help)?;
    Ok(messages.map(|messages| Capacity::Messages(messages as u32)))
}

/// `fixed 64B split`, `fixed 64B refuse` or `up to 1KB`
fn messages(input: &mut Input<'_>) -> Parsed<Given<Messages>> {
    let what = one_of(input, &["fixed", "up"], "expected a fixed size or an upper limit")?;
    if what == 1 && !take_word(input, "to") {
        return Err(wrong_here(input, "expected `to`", "write `messages up to 1KB`"));
    }
    let at = here(input);
    let size = bytes(input, "write `messages fixed 64B split`, or `messages up to 1KB`")?;
    if size.bytes == 0 {
        let message = with_value("a message must have at least 1B", size.name.as_ref(), &size.written());
        return Err(mistake(at, message, "write a size such as `64B`"));
    }
    if what == 1 {
        return Ok(size.map(Messages::UpTo));
    }
    let longer = "expected a rule for longer messages";
    Ok(match one_of(input, &["split", "refuse"], longer)? {
        0 => size.map(Messages::FixedSplit),
        _ => size.map(Messages::FixedRefuse),
    })
}

/// The only possible value `word` of an option; `usual` is the name of the default.
fn only(input: &mut Input<'_>, word: &'static str, usual: &str) -> Parsed<bool> {
    match take_word(input, word) {
        true => Ok(true),
        false if matches!(peek(input).kind, Kind::Word(word) if word == usual) => {
            let message = format!("`{usual}` is the default");
            Err(wrong_here(input, message, "remove it"))
        }
        false => Err(wrong_here(input, format!("expected `{word}`"), choice(&[word]))),
    }
}

/// `to all`, `to one`, `to one by arrival` and the like.
fn delivery(input: &mut Input<'_>) -> Parsed<Delivery> {
    const RULES: [&str; 4] = ["arrival", "turn", "priority", "random"];
    if one_of(input, &["all", "one"], "messages go to all receivers or to one")? == 0 {
        return Ok(Delivery::ToAll);
    }
    if !take_word(input, "by") {
        return Ok(Delivery::ToOne);
    }
    Ok(match one_of(input, &RULES, "expected a rule for choosing the receiver")? {
        0 => Delivery::ByArrival,
        1 => Delivery::ByTurn,
        2 => Delivery::ByPriority,
        _ => Delivery::ByRandom,
    })
}
