//! Named objects (hosts, mailboxes, processes, regions of memory, locks) and their lookup by kind.

use alloc::format;
use alloc::string::String;

use super::super::index::Index;
use super::super::tree::{Expr, Host, Lock, LockKind, Mailbox, Memory, Process, Span, Target, Word};
use super::Checker;
use super::uses::Touched;

/// A named object.
#[derive(Clone, Copy)]
pub(super) enum Thing<'s> {
    Host(&'s Host),
    Mailbox(&'s Mailbox),
    Process(&'s Process),
    Memory(&'s Memory),
    Lock(&'s Lock),
}

/// The kinds of named object.
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

    /// The declared number of elements; `None` for a single object.
    pub fn count(self) -> Option<u32> {
        match self {
            Thing::Mailbox(mailbox) => mailbox.count,
            Thing::Process(process) => process.count,
            Thing::Lock(lock) => lock.count,
            Thing::Host(_) | Thing::Memory(_) => None,
        }
    }
}

/// Reported names, each with the construct that does not accept it; empty for an unknown name.
pub(super) type Reported<'s> = Index<'s>;

/// The kinds of object that a construct accepts, and the help for other kinds.
pub(super) struct Need {
    /// The construct: "`wait`".
    pub taker: &'static str,
    /// The accepted kinds.
    pub sorts: &'static [Sort],
    /// An example declaration, before and after the name.
    pub declare: (&'static str, &'static str),
    /// Help for objects of other kinds, before and after the name.
    pub instead: &'static [(Sort, &'static str, &'static str)],
}

/// The other end of a `send` and the like.
const CHANNEL: Need = Need {
    taker: "",
    sorts: &[Sort::Mailbox, Sort::Process],
    declare: ("mailbox ", " capacity 4"),
    instead: &[(Sort::Semaphore, "write `signal ", "`"), (Sort::Memory, "write `", ".` and a field name, then `=`")],
};

/// The destination of a `send`.
pub(super) const TO: Need = Need { taker: "`send`", ..CHANNEL };
/// The source of a `receive`.
pub(super) const FROM: Need = Need {
    taker: "`receive`",
    instead: &[(Sort::Semaphore, "write `wait ", "`"), (Sort::Memory, "write `let x = ", ".` and a field name")],
    ..CHANNEL
};
/// The channel of a `post`.
pub(super) const POST: Need = Need { taker: "`post`", instead: &[], ..CHANNEL };
/// The mailbox of `length` and `room`.
pub(super) const LOOK: Need =
    Need { taker: "`length`, like `room`,", sorts: &[Sort::Mailbox], instead: &[], ..CHANNEL };
/// The object of `wait` without a mutex.
pub(super) const WAIT: Need = Need {
    taker: "`wait`",
    sorts: &[Sort::Semaphore, Sort::Condition],
    declare: ("semaphore ", " = 1"),
    instead: &[(Sort::Mutex, "write `lock ", "`")],
};
/// The object of `signal`.
pub(super) const SIGNAL: Need = Need {
    taker: "`signal`",
    sorts: &[Sort::Semaphore],
    declare: ("semaphore ", " = 1"),
    instead: &[(Sort::Mutex, "write `unlock ", "`"), (Sort::Condition, "write `notify ", "`")],
};
/// The object of `lock`.
pub(super) const LOCK: Need = Need {
    taker: "`lock`",
    sorts: &[Sort::Mutex],
    declare: ("mutex ", ""),
    instead: &[(Sort::Semaphore, "write `wait ", "`"), (Sort::Condition, "write `wait ", "`")],
};
/// The object of `unlock`.
pub(super) const UNLOCK: Need = Need {
    taker: "`unlock`",
    instead: &[(Sort::Semaphore, "write `signal ", "`"), (Sort::Condition, "write `notify ", "`")],
    ..LOCK
};
/// The mutex of `wait c with m`.
pub(super) const WITH: Need = Need { taker: "`with`", instead: &[], ..LOCK };
/// The condition variable of `wait c with m`.
pub(super) const WAIT_WITH: Need = Need {
    taker: "`wait … with`",
    sorts: &[Sort::Condition],
    declare: ("condition ", ""),
    instead: &[(Sort::Semaphore, "write `wait ", "` alone")],
};
/// The object of `notify`.
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
/// An object whose name has a value in a check.
pub(super) const VALUE: Need =
    Need { taker: "this", sorts: &[Sort::Semaphore, Sort::Mutex], declare: ("semaphore ", " = 1"), instead: &[] };
/// A host.
pub(super) const HOST: Need = Need { taker: "this", sorts: &[Sort::Host], declare: ("host ", ""), instead: &[] };

impl<'s> Checker<'s> {
    /// The object with this name.
    pub fn thing(&self, name: &str) -> Option<Thing<'s>> {
        Some(self.things[self.names.get("", name)? as usize])
    }

    /// The uses of the object with this name.
    pub fn touched(&mut self, name: &str) -> &mut Touched<'s> {
        let number = self.names.get("", name).expect("only what is declared is touched");
        &mut self.touched[number as usize]
    }

    /// The object with this name, if its kind is accepted. Otherwise this is reported, unless it is in `reported`.
    pub fn find(&mut self, name: &'s Word, need: &Need, reported: &mut Reported<'s>) -> Option<Thing<'s>> {
        let text = name.text.as_str();
        let found = self.thing(text);
        if let Some(thing) = found.filter(|thing| need.sorts.contains(&thing.sort())) {
            return Some(thing);
        }
        // An unknown name is reported once; a name of the wrong kind once for each construct that does not accept it.
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
            Some(sort) => format!("`{text}` is a {}, but {} needs a {wanted}", sort.noun(), need.taker),
            None => format!("no {wanted} is called `{text}`"),
        };
        self.diagnostics.error(name.span, message, help);
        None
    }

    /// "write `orders`", or an example declaration.
    fn nearest_thing(&self, name: &str, need: &Need) -> String {
        let candidates = self.things.iter().filter(|thing| need.sorts.contains(&thing.sort()));
        let (before, after) = need.declare;
        let is_taken = self.thing(name).is_some();
        self.nearest_or(name, candidates.map(|thing| thing.name().text.as_str()), || match is_taken {
            true => format!("declare one, such as `{before}{}{after}`", need.sorts[0].example()),
            false => format!("declare it: `{before}{name}{after}`"),
        })
    }

    /// Checks the index of `target`: present exactly for arrays, and in range; `known` is its value, if constant.
    pub fn which(&mut self, target: &Target, thing: Thing<'s>, known: Option<i64>) {
        let name = &target.name.text;
        match (thing.count(), target.index.as_deref()) {
            (None, None) => {}
            (None, Some(index)) => {
                let message = format!("there is only one `{name}`, so it has no index");
                self.diagnostics.error(index.span, message, format!("write `{name}`"));
            }
            (Some(_), None) => _ = self.all_of_several(thing, target.name.span),
            (Some(count), Some(index)) => self.in_range(name, index, known, count),
        }
    }

    /// Reports the name of an array without an index; returns whether it was reported.
    pub fn all_of_several(&mut self, thing: Thing<'s>, span: Span) -> bool {
        if let Some(count) = thing.count() {
            let name = &thing.name().text;
            let message = format!("`{name}` needs an index, because there are several");
            self.diagnostics.error(span, message, format!("write one of `{name}[0]` to `{name}[{}]`", count - 1));
        }
        thing.count().is_some()
    }

    /// Reports a known index outside `0..count`.
    pub fn in_range(&mut self, name: &str, index: &Expr, known: Option<i64>, count: u32) {
        if let Some(known) = known.filter(|&known| known < 0 || known >= i64::from(count)) {
            let help = match count {
                1 => format!("write `{name}[0]`"),
                _ => format!("write one of `{name}[0]` to `{name}[{}]`", count - 1),
            };
            self.diagnostics.error(index.span, format!("there is no `{name}[{known}]`"), help);
        }
    }
}

impl Sort {
    /// A name for examples.
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
