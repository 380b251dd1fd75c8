//! What has a name: hosts, mailboxes, processes, regions of memory, locks; finding one where one of its sort is needed.

use alloc::format;
use alloc::string::String;

use super::super::index::Index;
use super::super::tree::{Expr, Host, Lock, LockKind, Mailbox, Memory, Process, Span, Target, Word};
use super::Checker;
use super::uses::Touched;

/// Something that has a name.
#[derive(Clone, Copy)]
pub(super) enum Thing<'s> {
    Host(&'s Host),
    Mailbox(&'s Mailbox),
    Process(&'s Process),
    Memory(&'s Memory),
    Lock(&'s Lock),
}

/// The sorts of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Host,
    Mailbox,
    Process,
    Memory,
    Semaphore,
    Mutex,
    Condition,
}

impl Sort {
    /// "mailbox"
    pub fn noun(self) -> &'static str {
        match self {
            Sort::Host => "host",
            Sort::Mailbox => "mailbox",
            Sort::Process => "process",
            Sort::Memory => "region of memory",
            Sort::Semaphore => "semaphore",
            Sort::Mutex => "mutex",
            Sort::Condition => "condition variable",
        }
    }
}

impl<'s> Thing<'s> {
    pub fn name(self) -> &'s Word {
        match self {
            Thing::Host(host) => &host.name,
            Thing::Mailbox(mailbox) => &mailbox.name,
            Thing::Process(process) => &process.name,
            Thing::Memory(memory) => &memory.name,
            Thing::Lock(lock) => &lock.name,
        }
    }

    pub fn sort(self) -> Sort {
        match self {
            Thing::Host(_) => Sort::Host,
            Thing::Mailbox(_) => Sort::Mailbox,
            Thing::Process(_) => Sort::Process,
            Thing::Memory(_) => Sort::Memory,
            Thing::Lock(lock) => match lock.kind {
                LockKind::Semaphore { .. } => Sort::Semaphore,
                LockKind::Mutex => Sort::Mutex,
                LockKind::Condition => Sort::Condition,
            },
        }
    }

    /// How many there are, where it is said.
    pub fn count(self) -> Option<u32> {
        match self {
            Thing::Mailbox(mailbox) => mailbox.count,
            Thing::Process(process) => process.count,
            Thing::Lock(lock) => lock.count,
            Thing::Host(_) | Thing::Memory(_) => None,
        }
    }
}

/// What was said already: a name, and who can't take it; nobody can where that is empty.
pub(super) type Reported<'s> = Index<'s>;

/// What a place in the text needs.
pub(super) struct Need {
    /// Who needs it: "`wait`".
    pub taker: &'static str,
    /// Any of these.
    pub sorts: &'static [Sort],
    /// How one is declared, before and after its name.
    pub declare: (&'static str, &'static str),
    /// What to write instead for things of other sorts, before and after the name.
    pub instead: &'static [(Sort, &'static str, &'static str)],
}

/// For the receiver of a `send` and the like.
const CHANNEL: Need = Need {
    taker: "",
    sorts: &[Sort::Mailbox, Sort::Process],
    declare: ("mailbox ", " capacity 4"),
    instead: &[
        (Sort::Semaphore, "write `signal ", "`"),
        (Sort::Memory, "write `", ".` and one of its fields, and `=`"),
    ],
};

/// Whom something is sent to.
pub(super) const TO: Need = Need { taker: "`send`", ..CHANNEL };
/// From whom something is received.
pub(super) const FROM: Need = Need {
    taker: "`receive`",
    instead: &[(Sort::Semaphore, "write `wait ", "`"), (Sort::Memory, "write `let x = ", ".` and one of its fields")],
    ..CHANNEL
};
/// What gets buffers.
pub(super) const POST: Need = Need { taker: "`post`", instead: &[], ..CHANNEL };
/// What `length` and `room` look at.
pub(super) const LOOK: Need =
    Need { taker: "`length`, like `room`,", sorts: &[Sort::Mailbox], instead: &[], ..CHANNEL };
/// What `wait` waits for, alone.
pub(super) const WAIT: Need = Need {
    taker: "`wait`",
    sorts: &[Sort::Semaphore, Sort::Condition],
    declare: ("semaphore ", " = 1"),
    instead: &[(Sort::Mutex, "write `lock ", "`")],
};
/// What is signalled.
pub(super) const SIGNAL: Need = Need {
    taker: "`signal`",
    sorts: &[Sort::Semaphore],
    declare: ("semaphore ", " = 1"),
    instead: &[(Sort::Mutex, "write `unlock ", "`"), (Sort::Condition, "write `notify ", "`")],
};
/// What is locked.
pub(super) const LOCK: Need = Need {
    taker: "`lock`",
    sorts: &[Sort::Mutex],
    declare: ("mutex ", ""),
    instead: &[(Sort::Semaphore, "write `wait ", "`"), (Sort::Condition, "write `wait ", "`")],
};
/// What is unlocked.
pub(super) const UNLOCK: Need = Need {
    taker: "`unlock`",
    instead: &[(Sort::Semaphore, "write `signal ", "`"), (Sort::Condition, "write `notify ", "`")],
    ..LOCK
};
/// What is given back by `wait c with m`.
pub(super) const WITH: Need = Need { taker: "`with`", instead: &[], ..LOCK };
/// What is waited on with a mutex.
pub(super) const WAIT_WITH: Need = Need {
    taker: "`wait … with`",
    sorts: &[Sort::Condition],
    declare: ("condition ", ""),
    instead: &[(Sort::Semaphore, "write `wait ", "` alone")],
};
/// What is notified.
pub(super) const NOTIFY: Need = Need {
    taker: "`notify`",
    instead: &[(Sort::Semaphore, "write `signal ", "`"), (Sort::Mutex, "write `unlock ", "`")],
    ..WAIT_WITH
};
/// A region of memory.
pub(super) const REGION: Need =
    Need { taker: "this", sorts: &[Sort::Memory], declare: ("memory ", " { count = 0 }"), instead: &[] };
/// A process, in lists and links.
pub(super) const PROCESS: Need =
    Need { taker: "this", sorts: &[Sort::Process], declare: ("process ", " { … }"), instead: &[] };
/// What has a value in a check.
pub(super) const VALUE: Need =
    Need { taker: "this", sorts: &[Sort::Semaphore, Sort::Mutex], declare: ("semaphore ", " = 1"), instead: &[] };
/// A host.
pub(super) const HOST: Need = Need { taker: "this", sorts: &[Sort::Host], declare: ("host ", ""), instead: &[] };

impl<'s> Checker<'s> {
    /// What is called `name`.
    pub fn thing(&self, name: &str) -> Option<Thing<'s>> {
        Some(self.things[self.names.get("", name)? as usize])
    }

    /// What is done with the thing called `name`.
    pub fn touched(&mut self, name: &str) -> &mut Touched<'s> {
        let number = self.names.get("", name).expect("only what is declared is touched");
        &mut self.touched[number as usize]
    }

    /// The thing that `name` names, if it is what is needed. If not, that is said, unless it is in `reported`.
    pub fn find(&mut self, name: &'s Word, need: &Need, reported: &mut Reported<'s>) -> Option<Thing<'s>> {
        let text = name.text.as_str();
        let found = self.thing(text);
        if let Some(thing) = found.filter(|thing| need.sorts.contains(&thing.sort())) {
            return Some(thing);
        }
        // Of a name that nobody knows once is enough; it may be the wrong sort of thing for several.
        let taker = found.map_or("", |_| need.taker);
        if self.is_unread(text) || !reported.add(text, taker, 0) {
            return None;
        }
        let nouns = need.sorts.iter().map(|sort| sort.noun());
        let (mut nouns, mut wanted) = (nouns, String::new());
        if let Some(first) = nouns.next() {
            wanted.push_str(first);
        }
        nouns.for_each(|noun| wanted.extend([" or ", noun]));
        let sort = found.map(Thing::sort);
        let instead = need.instead.iter().find(|(other, ..)| Some(*other) == sort);
        let help = match instead {
            Some((_, before, after)) => [before, text, after].concat(),
            None => self.nearest_thing(text, need),
        };
        let message = match sort {
            Some(sort) => format!("`{text}` is a {}, and {} needs a {wanted}", sort.noun(), need.taker),
            None => format!("no {wanted} is called `{text}`"),
        };
        self.diagnostics.error(name.span, message, help);
        None
    }

    /// "write `orders`", or how one is declared.
    fn nearest_thing(&self, name: &str, need: &Need) -> String {
        let candidates = self.things.iter().filter(|thing| need.sorts.contains(&thing.sort()));
        let (before, after) = need.declare;
        let is_taken = self.thing(name).is_some();
        self.nearest_or(name, candidates.map(|thing| thing.name().text.as_str()), || match is_taken {
            true => format!("declare one, such as `{before}{}{after}`", need.sorts[0].example()),
            false => format!("declare it: `{before}{name}{after}`"),
        })
    }

    /// Is it said which of several, and is it one of them? `known` is what the index is, if that can be known.
    pub fn which(&mut self, target: &Target, thing: Thing<'s>, known: Option<i64>) {
        let name = &target.name.text;
        match (thing.count(), target.index.as_deref()) {
            (None, None) => {}
            (None, Some(index)) => {
                let message = format!("there is one `{name}` only, and no index of it");
                self.diagnostics.error(index.span, message, format!("write `{name}`"));
            }
            (Some(_), None) => _ = self.all_of_several(thing, target.name.span),
            (Some(count), Some(index)) => self.in_range(name, index, known, count),
        }
    }

    /// Reports a name alone, if there are several that have it.
    pub fn all_of_several(&mut self, thing: Thing<'s>, span: Span) -> bool {
        if let Some(count) = thing.count() {
            let name = &thing.name().text;
            let message = format!("there are several of `{name}`, and it is not said which");
            self.diagnostics.error(span, message, format!("write `{name}[0]`, up to `{name}[{}]`", count - 1));
        }
        thing.count().is_some()
    }

    /// Is a known index one of `count`?
    pub fn in_range(&mut self, name: &str, index: &Expr, known: Option<i64>, count: u32) {
        if let Some(known) = known.filter(|&known| known < 0 || known >= i64::from(count)) {
            let help = match count {
                1 => format!("`{name}[0]` is the only one"),
                _ => format!("they go from `{name}[0]` to `{name}[{}]`", count - 1),
            };
            self.diagnostics.error(index.span, format!("there is no `{name}[{known}]`"), help);
        }
    }
}

impl Sort {
    /// A name for one, in an example.
    fn example(self) -> &'static str {
        match self {
            Sort::Host => "alpha",
            Sort::Mailbox => "orders",
            Sort::Process => "Server",
            Sort::Memory => "table",
            Sort::Semaphore => "empty",
            Sort::Mutex => "door",
            Sort::Condition => "notfull",
        }
    }
}
