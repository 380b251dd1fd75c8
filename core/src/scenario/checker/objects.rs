//! Named objects (hosts, mailboxes, processes, regions of memory, locks) and their look-up by kind.

use alloc::format;
use alloc::string::String;

use super::super::index::Index;
use super::super::tree::{
    Constant, Expr, Given, Host, Lock, LockKind, Mailbox, Memory, Procedure, Process, SEPARATOR, Span, Target, Word,
};
use super::Checker;
use super::uses::Uses;

/// A named object.
#[derive(Clone, Copy)]
pub(super) enum Object<'s> {
    Host(&'s Host),
    Mailbox(&'s Mailbox),
    Process(&'s Process),
    Procedure(&'s Procedure),
    Memory(&'s Memory),
    Lock(&'s Lock),
    Constant(&'s Constant),
}

/// The kinds of named object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ObjectKind {
    Host,
    Mailbox,
    Process,
    Procedure,
    Memory,
    Semaphore,
    Mutex,
    Condition,
    Barrier,
    Constant,
}

impl ObjectKind {
    /// "mailbox"
    pub fn noun(self) -> &'static str {
        match self {
            ObjectKind::Host => "host",
            ObjectKind::Mailbox => "mailbox",
            ObjectKind::Process => "process",
            ObjectKind::Procedure => "procedure",
            ObjectKind::Memory => "region of memory",
            ObjectKind::Semaphore => "semaphore",
            ObjectKind::Mutex => "mutex",
            ObjectKind::Condition => "condition variable",
            ObjectKind::Barrier => "barrier",
            ObjectKind::Constant => "constant",
        }
    }
}

impl<'s> Object<'s> {
    pub fn name(self) -> &'s Word {
        match self {
            Object::Host(host) => &host.name,
            Object::Mailbox(mailbox) => &mailbox.name,
            Object::Process(process) => &process.name,
            Object::Procedure(procedure) => &procedure.name,
            Object::Memory(memory) => &memory.name,
            Object::Lock(lock) => &lock.name,
            Object::Constant(constant) => &constant.name,
        }
    }

    pub fn kind(self) -> ObjectKind {
        match self {
            Object::Host(_) => ObjectKind::Host,
            Object::Mailbox(_) => ObjectKind::Mailbox,
            Object::Process(_) => ObjectKind::Process,
            Object::Procedure(_) => ObjectKind::Procedure,
            Object::Memory(_) => ObjectKind::Memory,
            Object::Lock(lock) => match lock.kind {
                LockKind::Semaphore { .. } => ObjectKind::Semaphore,
                LockKind::Mutex => ObjectKind::Mutex,
                LockKind::Condition => ObjectKind::Condition,
                LockKind::Barrier { .. } => ObjectKind::Barrier,
            },
            Object::Constant(_) => ObjectKind::Constant,
        }
    }

    /// The process, if it is one.
    pub fn process(self) -> Option<&'s Process> {
        match self {
            Object::Process(process) => Some(process),
            _ => None,
        }
    }

    /// The declared number of elements; `None` for a single object.
    pub fn count(self) -> Option<&'s Given<u32>> {
        match self {
            Object::Mailbox(mailbox) => mailbox.count.as_ref(),
            Object::Process(process) => process.count.as_ref(),
            Object::Lock(lock) => lock.count.as_ref(),
            Object::Host(_) | Object::Procedure(_) | Object::Memory(_) | Object::Constant(_) => None,
        }
    }
}

/// Reported names, each with the construct that does not accept it; empty for an unknown name.
pub(super) type Reported<'s> = Index<'s>;

/// The kinds of object that a construct accepts, and the help for other kinds.
pub(super) struct Need {
    /// The construct, as messages name it: "`wait`".
    pub construct: &'static str,
    /// The accepted kinds.
    pub kinds: &'static [ObjectKind],
    /// An example declaration, before and after the name.
    pub declare: (&'static str, &'static str),
    /// Help for objects of other kinds, before and after the name.
    pub instead: &'static [(ObjectKind, &'static str, &'static str)],
}

/// The other end of a `send` and the like.
const CHANNEL: Need = Need {
    construct: "",
    kinds: &[ObjectKind::Mailbox, ObjectKind::Process],
    declare: ("mailbox ", " capacity 4"),
    instead: &[
        (ObjectKind::Semaphore, "write `signal ", "`"),
        (ObjectKind::Memory, "write `", ".` and a field name, then `=`"),
    ],
};

/// The destination of a `send`.
pub(super) const TO: Need = Need { construct: "`send`", ..CHANNEL };
/// The source of a `receive`.
pub(super) const FROM: Need = Need {
    construct: "`receive`",
    instead: &[
        (ObjectKind::Semaphore, "write `wait ", "`"),
        (ObjectKind::Memory, "write `let x = ", ".` and a field name"),
    ],
    ..CHANNEL
};
/// The channel of a `post`.
pub(super) const POST: Need = Need { construct: "`post`", instead: &[], ..CHANNEL };
/// The mailbox of `length` and `room`.
pub(super) const INSPECT: Need =
    Need { construct: "`length`, like `room`,", kinds: &[ObjectKind::Mailbox], instead: &[], ..CHANNEL };
/// The object of `wait` without a mutex.
pub(super) const WAIT: Need = Need {
    construct: "`wait`",
    kinds: &[ObjectKind::Semaphore, ObjectKind::Condition, ObjectKind::Barrier],
    declare: ("semaphore ", " = 1"),
    instead: &[(ObjectKind::Mutex, "write `lock ", "`")],
};
/// The object of `signal`.
pub(super) const SIGNAL: Need = Need {
    construct: "`signal`",
    kinds: &[ObjectKind::Semaphore],
    declare: ("semaphore ", " = 1"),
    instead: &[(ObjectKind::Mutex, "write `unlock ", "`"), (ObjectKind::Condition, "write `notify ", "`")],
};
/// The object of `lock`.
pub(super) const LOCK: Need = Need {
    construct: "`lock`",
    kinds: &[ObjectKind::Mutex],
    declare: ("mutex ", ""),
    instead: &[(ObjectKind::Semaphore, "write `wait ", "`"), (ObjectKind::Condition, "write `wait ", "`")],
};
/// The object of `unlock`.
pub(super) const UNLOCK: Need = Need {
    construct: "`unlock`",
    instead: &[(ObjectKind::Semaphore, "write `signal ", "`"), (ObjectKind::Condition, "write `notify ", "`")],
    ..LOCK
};
/// The mutex of `wait c with m`.
pub(super) const WITH: Need = Need { construct: "`with`", instead: &[], ..LOCK };
/// The condition variable of `wait c with m`.
pub(super) const WAIT_WITH: Need = Need {
    construct: "`wait … with`",
    kinds: &[ObjectKind::Condition],
    declare: ("condition ", ""),
    instead: &[(ObjectKind::Semaphore, "write `wait ", "` alone")],
};
/// The object of `notify`.
pub(super) const NOTIFY: Need = Need {
    construct: "`notify`",
    instead: &[(ObjectKind::Semaphore, "write `signal ", "`"), (ObjectKind::Mutex, "write `unlock ", "`")],
    ..WAIT_WITH
};
/// A region of memory.
pub(super) const REGION: Need =
    Need { construct: "this", kinds: &[ObjectKind::Memory], declare: ("memory ", " { count = 0 }"), instead: &[] };
/// A process, in lists and links.
pub(super) const PROCESS: Need =
    Need { construct: "this", kinds: &[ObjectKind::Process], declare: ("process ", " { … }"), instead: &[] };
/// An object whose name has a value in a check.
pub(super) const VALUE: Need = Need {
    construct: "this",
    kinds: &[ObjectKind::Semaphore, ObjectKind::Mutex],
    declare: ("semaphore ", " = 1"),
    instead: &[],
};
/// A host.
pub(super) const HOST: Need =
    Need { construct: "this", kinds: &[ObjectKind::Host], declare: ("host ", ""), instead: &[] };

impl<'s> Checker<'s> {
    /// The object with this name.
    pub fn object(&self, name: &str) -> Option<Object<'s>> {
        Some(self.objects[self.names.get("", name)? as usize])
    }

    /// The names of all constants.
    pub fn constants(&self) -> impl Iterator<Item = &'s str> {
        let constants = self.objects.iter().filter(|object| object.kind() == ObjectKind::Constant);
        constants.map(|object| object.name().text.as_str())
    }

    /// The only region with a field of this name, and the field's name; a procedure's variable is `insert.x`.
    pub fn region_with<'n>(&self, name: &'n str) -> Option<(&'s str, &'n str)> {
        let field = name.rsplit(SEPARATOR).next().unwrap_or(name);
        let mut regions = self.objects.iter().filter_map(|object| match object {
            Object::Memory(memory) if memory.fields.iter().any(|known| known.name.text == field) => {
                Some(memory.name.text.as_str())
            }
            _ => None,
        });
        let first = regions.next()?;
        regions.next().is_none().then_some((first, field))
    }

    /// The uses of the object with this name.
    pub fn uses(&mut self, name: &str) -> &mut Uses<'s> {
        let number = self.names.get("", name).expect("only what is declared is touched");
        &mut self.uses[number as usize]
    }

    /// The object with this name, if its kind is accepted. Otherwise this is reported, unless it is in `reported`.
    pub fn find(&mut self, name: &'s Word, need: &Need, reported: &mut Reported<'s>) -> Option<Object<'s>> {
        let text = name.text.as_str();
        let found = self.object(text);
        if let Some(object) = found.filter(|object| need.kinds.contains(&object.kind())) {
            return Some(object);
        }
        // An unknown name is reported once; a name of the wrong kind once for each construct that does not accept it.
        let construct = found.map_or("", |_| need.construct);
        if self.is_unread(text) || !reported.add(text, construct, 0) {
            return None;
        }
        let mut wanted = String::new();
        for (place, kind) in need.kinds.iter().enumerate() {
            let before = match need.kinds.len() - place {
                _ if place == 0 => "",
                1 => " or ",
                _ => ", ",
            };
            wanted.extend([before, kind.noun()]);
        }
        if let (None, Some((region, field))) = (found, self.region_with(text)) {
            let message = format!("`{field}` is a field of `{region}`");
            self.diagnostics.error(name.span, message, format!("write `{region}.{field}`"));
            return None;
        }
        let kind = found.map(Object::kind);
        let instead = need.instead.iter().find(|(other, ..)| Some(*other) == kind);
        let help = match instead {
            Some((_, before, after)) => [before, text, after].concat(),
            None => self.nearest_object(text, need),
        };
        let message = match kind {
            Some(kind) => format!("`{text}` is a {}, but {} needs a {wanted}", kind.noun(), need.construct),
            None => format!("no {wanted} is called `{}`", text),
        };
        self.diagnostics.error(name.span, message, help);
        None
    }

    /// "write `orders`", or an example declaration.
    fn nearest_object(&self, name: &str, need: &Need) -> String {
        let (procedure, name) = name.split_once(SEPARATOR).unwrap_or(("", name));
        let candidates = self.objects.iter().filter(|object| need.kinds.contains(&object.kind()));
        let (before, after) = need.declare;
        let is_known = self.object(name).is_some();
        self.nearest_or(name, candidates.map(|object| object.name().text.as_str()), || match is_known {
            true => format!("declare one, such as `{before}{}{after}`", need.kinds[0].example()),
            false if procedure.is_empty() => format!("declare it: `{before}{name}{after}`"),
            false => format!("declare it: `{before}{name}{after}`, or give one to each call of `{procedure}`"),
        })
    }

    /// Checks the index of `target`: present exactly for arrays, and in range; `known` is its value, if constant.
    pub fn which(&mut self, target: &Target, object: Object<'s>, known: Option<i64>) {
        let name = &target.name.text;
        match (object.count(), target.index.as_deref()) {
            (None, None) => {}
            (None, Some(index)) => {
                let message = format!("there is only one `{name}`, so it has no index");
                self.diagnostics.error(index.span, message, format!("write `{name}`"));
            }
            (Some(_), None) => _ = self.array_without_index(object, target.name.span),
            (Some(count), Some(index)) => self.in_range(name, index, known, **count),
        }
    }

    /// Reports the name of an array without an index; returns whether it was reported.
    pub fn array_without_index(&mut self, object: Object<'s>, span: Span) -> bool {
        if let Some(count) = object.count() {
            let name = &object.name().text;
            let message = format!("`{name}` needs an index, because there are several");
            self.diagnostics.error(span, message, format!("write one of `{name}[0]` to `{name}[{}]`", **count - 1));
        }
        object.count().is_some()
    }

    /// Reports a known index outside `0..count`.
    pub fn in_range(&mut self, name: &str, index: &Expr, known: Option<i64>, count: u32) {
        if let Some(known) = known.filter(|&known| known < 0 || known >= i64::from(count)) {
            let help = match count {
                1 => format!("write `{name}[0]`"),
                _ => format!("write one of `{name}[0]` to `{name}[{}]`", count - 1),
            };
            let message = self.with_value(&format!("there is no `{name}[{known}]`"), index, known);
            self.diagnostics.error(index.span, message, help);
        }
    }
}

impl ObjectKind {
    /// A name for examples.
    fn example(self) -> &'static str {
        match self {
            ObjectKind::Host => "alpha",
            ObjectKind::Mailbox => "orders",
            ObjectKind::Process => "Server",
            ObjectKind::Procedure => "insert",
            ObjectKind::Memory => "table",
            ObjectKind::Semaphore => "empty",
            ObjectKind::Mutex => "door",
            ObjectKind::Condition => "notfull",
            ObjectKind::Barrier => "all",
            ObjectKind::Constant => "N",
        }
    }
}
