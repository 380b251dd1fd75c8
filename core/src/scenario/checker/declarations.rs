//! Checks of declarations: duplicate names, limits, options that exclude each other.

use alloc::format;
use alloc::string::String;

use super::super::index::Index;
use super::super::limits;
use super::super::tree::{
    Capacity, ChannelOptions, Delivery, Duration, Expr, ExprKind, Given, Item, ItemKind, Link, Lock, LockNumber,
    Mailbox, Messages, Network, Process, Span, Target, Time, Word,
};
use super::super::values::{constant, number};
use super::Checker;
use super::collect::collect;
use super::objects::{HOST, Object, PROCESS, Reported};
use super::processes::falling_range;
use super::uses::{DeclaredLink, DeclaredNetwork, End, Uses};

/// The two in order, so that `P Q` and `Q P` are equal.
pub(super) fn pair<T: Ord>(one: T, other: T) -> (T, T) {
    match one <= other {
        true => (one, other),
        false => (other, one),
    }
}

impl<'s> Checker<'s> {
    /// Collects all named objects and reports duplicate names; `counts` are the numbers of objects so far.
    pub fn collect(&mut self, items: &'s [Item], counts: &mut Counts) {
        for item in items {
            let object = match &item.kind {
                ItemKind::Host(host) => Object::Host(host),
                ItemKind::Mailbox(mailbox) => Object::Mailbox(mailbox),
                ItemKind::Memory(memory) => Object::Memory(memory),
                ItemKind::Lock(lock) => Object::Lock(lock),
                ItemKind::Process(process) => Object::Process(process),
                ItemKind::Procedure(procedure) => Object::Procedure(procedure),
                ItemKind::Constant(constant) => Object::Constant(constant),
                ItemKind::Group { items, .. } => {
                    self.collect(items, counts);
                    continue;
                }
                ItemKind::Link(link) => {
                    self.count(
                        &mut counts.channels,
                        1,
                        limits::MAILBOXES,
                        "mailboxes and links",
                        link.ends[0].span(),
                        None,
                    );
                    continue;
                }
                _ => continue,
            };
            if !self.is_free(object) {
                continue;
            }
            let name = object.name();
            let (several, cause) = counted(object.count());
            self.names.add("", &name.text, self.objects.len() as u32);
            self.objects.push(object);
            self.uses.push(Uses::default());
            let span = cause.map_or(name.span, |constant| constant.span);
            match object {
                Object::Host(_) => self.count(&mut counts.hosts, several, limits::HOSTS, "hosts", span, cause),
                Object::Mailbox(_) => {
                    self.count(&mut counts.channels, several, limits::MAILBOXES, "mailboxes and links", span, cause);
                }
                Object::Lock(_) => {
                    let what = "semaphores, mutexes and condition variables";
                    self.count(&mut counts.locks, several, limits::LOCKS, what, span, cause);
                }
                Object::Memory(_) | Object::Procedure(_) | Object::Constant(_) => {}
                Object::Process(process) => {
                    self.count(&mut counts.processes, several, limits::PROCESSES, "processes", span, cause);
                    self.program_size(&mut counts.program_bytes, several, item.span, span);
                    collect(process, &mut self.variables, &mut self.sections);
                }
            }
        }
    }

    /// Whether the name is unused; reports it otherwise.
    fn is_free(&mut self, object: Object<'s>) -> bool {
        let name = object.name();
        let Some(first) = self.object(&name.text) else {
            return true;
        };
        let (what, line) = (first.kind().noun(), self.line(first.name().span));
        let message = format!("`{}` is already the name of a {what} at line {line}", name.text);
        self.diagnostics.error(name.span, message, "choose another name");
        false
    }

    /// Counts `several` more objects, and reports the first ones that exceed the limit; `cause` is the constant that
    /// says how many they are.
    #[allow(clippy::too_many_arguments)]
    fn count(&mut self, count: &mut u64, several: u64, most: u64, what: &str, span: Span, cause: Option<&Word>) {
        let before = *count;
        *count += several;
        if before <= most && *count > most {
            self.diagnostics.error(
                span,
                with_cause(&format!("a scenario has at most {most} {what}"), cause, several),
                "remove some",
            );
        }
    }

    /// Limits the total size of programs: each element of a process array has its own, and `[1024]` is short to write.
    fn program_size(&mut self, bytes: &mut u64, several: u64, text: Span, span: Span) {
        let before = *bytes;
        *bytes += several * text.range().len() as u64;
        if before <= limits::PROGRAM_BYTES && *bytes > limits::PROGRAM_BYTES {
            let help = format!(
                "use at most {} bytes of text in total; each instance of a process counts",
                limits::PROGRAM_BYTES
            );
            self.diagnostics.error(span, "the programs of all processes are too large", help);
        }
    }

    /// Checks all declarations.
    pub fn declarations(&mut self, items: &'s [Item]) {
        let mut cells = 0;
        for item in items {
            match &item.kind {
                ItemKind::Network(network) => self.network(network),
                ItemKind::Mailbox(mailbox) => self.mailbox(mailbox),
                ItemKind::Link(link) => self.link(link, item.span),
                ItemKind::Memory(memory) => self.region(memory, &mut cells),
                ItemKind::Lock(lock) => self.lock(lock),
                ItemKind::Process(process) => self.process_header(process),
                ItemKind::Group { items, .. } => self.declarations(items),
                _ => {}
            }
        }
    }

    fn network(&mut self, network: &'s Network) {
        let mut reported = Reported::default();
        let [one, other] = &network.hosts;
        let are_known =
            self.find(one, &HOST, &mut reported).is_some() & self.find(other, &HOST, &mut reported).is_some();
        if !are_known {
            return;
        }
        if one.text == other.text {
            let message = format!("a network cannot join `{}` to itself", one.text);
            self.diagnostics.error(other.span, message, "remove it: processes on one host need no network");
            return;
        }
        let hosts = pair(one.text.as_str(), other.text.as_str());
        let span = one.span.to(other.span);
        if let Some(first) = self.network_names.get(hosts.0, hosts.1) {
            let line = self.line(self.networks[first as usize].span);
            let message = format!("`{}` and `{}` are already joined at line {line}", one.text, other.text);
            self.diagnostics.error(span, message, "remove one of the two");
            return;
        }
        self.network_names.add(hosts.0, hosts.1, self.networks.len() as u32);
        self.networks.push(DeclaredNetwork { span, crossed: false });
        self.latency(&network.latency, span);
    }

    fn mailbox(&mut self, mailbox: &'s Mailbox) {
        let span = mailbox.name.span;
        self.list(mailbox.owner.iter());
        self.list(mailbox.users.iter());
        self.channel(&mailbox.options, span);
        if mailbox.delivery == Delivery::ToAll && *mailbox.options.capacity == Capacity::Messages(0) {
            let help = "write `capacity 1` or more, so that copies can wait for their receivers";
            self.diagnostics.error(span, "a mailbox `to all` needs a capacity of at least 1", help);
        }
    }

    /// Checks a list of processes, each of which may appear once.
    pub fn list(&mut self, names: impl Iterator<Item = &'s Word>) {
        let (mut seen, mut reported) = (Index::default(), Reported::default());
        for name in names {
            if self.find(name, &PROCESS, &mut reported).is_some() && !seen.add("", &name.text, 0) {
                self.diagnostics.error(name.span, format!("`{}` is listed twice", name.text), "remove one of them");
            }
        }
    }

    fn channel(&mut self, options: &ChannelOptions, span: Span) {
        let has_places = matches!(*options.capacity, Capacity::Messages(1..));
        if options.explicit_buffering && !has_places {
            let help = "write `capacity 1` or more: the number of buffers that may be posted at once";
            self.diagnostics.error(span, "explicit buffering needs a capacity of at least 1 message", help);
        }
        if let (Capacity::Bytes(room), Messages::FixedSplit(fixed) | Messages::FixedRefuse(fixed)) =
            (*options.capacity, *options.messages)
            && fixed.bytes > room.bytes
        {
            let help = "write a larger capacity or a smaller message size";
            self.warnings.warn(span, "no message fits: the message size exceeds the capacity", help);
        }
    }

    fn link(&mut self, link: &'s Link, span: Span) {
        let mut reported = Reported::default();
        self.channel(&link.options, span);
        let [one, other] = [0, 1].map(|end| self.end(&link.ends[end], &mut reported));
        let (Some(one), Some(other)) = (one, other) else {
            return;
        };
        if one == other {
            let message = format!("a link cannot join `{}` to itself", one.0);
            self.diagnostics.error(link.ends[1].name.span, message, "name two different processes");
            return;
        }
        let ends = pair(one, other);
        let before = self.link_names.get(ends.0.0, ends.1.0);
        let mut earlier = before;
        while let Some(number) = earlier {
            let other = &self.links[number as usize];
            if other.ends == ends {
                let line = self.line(other.link.ends[0].name.span);
                let [one, other] = &link.ends;
                let message = format!("`{}` and `{}` already have a link at line {line}", shown(one), shown(other));
                self.diagnostics.error(span, message, "remove one of the two: a link works in both directions");
                return;
            }
            earlier = other.before;
        }
        *self.link_names.number(ends.0.0, ends.1.0) = self.links.len() as u32;
        self.links.push(DeclaredLink { link, ends, before });
    }

    /// One end of a link: a process, with a constant index if it is in an array.
    fn end(&mut self, target: &'s Target, reported: &mut Reported<'s>) -> Option<End<'s>> {
        let index = match target.index.as_deref() {
            Some(index) => Some(self.constant_index(index)?),
            None => None,
        };
        let object = self.find(&target.name, &PROCESS, reported)?;
        self.which(target, object, index);
        Some((&target.name.text, index))
    }

    /// The value of an index that must be constant.
    pub fn constant_index(&mut self, index: &'s Expr) -> Option<i64> {
        let known = constant(index, "an index must be constant here", &mut self.diagnostics)?;
        number(index, "an index", known, &mut self.diagnostics)
    }

    fn lock(&mut self, lock: &'s Lock) {
        let Some(LockNumber { value, least, most, of, not_constant, below }) = lock.kind.number() else {
            return;
        };
        let Some(known) = constant(value, not_constant, &mut self.diagnostics) else {
            return;
        };
        let Some(known) = number(value, of, known, &mut self.diagnostics) else { return };
        if known < least {
            let message = self.with_value(below, value, known);
            self.diagnostics.error(value.span, message, format!("write `= {least}` or more"));
        } else if known > most {
            let message = self.with_value("a binary semaphore starts at 0 or 1", value, known);
            self.diagnostics.error(value.span, message, "write `= 1`, or remove `binary`");
        }
    }

    fn process_header(&mut self, process: &'s Process) {
        if let Some(host) = &process.host {
            let mut reported = Reported::default();
            if self.find(host, &HOST, &mut reported).is_some() {
                self.uses(&host.text).first.get_or_insert(process);
            }
        }
    }

    /// Reports a negative time.
    pub fn not_negative(&mut self, value: &Expr, known: i64) {
        if known < 0 {
            let message = self.with_value("a time must not be negative", value, known);
            self.diagnostics.error(value.span, message, "");
        }
    }

    /// Checks a latency: its expressions must be constant.
    fn latency(&mut self, latency: &'s Time, span: Span) {
        let (first, second) = match latency {
            Time::Fixed(only) | Time::Exponential(only) => (only, None),
            Time::Range(low, high) => (low, Some(high)),
        };
        for end in [first].into_iter().chain(second) {
            if let Duration::Computed(value, _) = end
                && let Some(known) = constant(value, "a latency must be constant", &mut self.diagnostics)
                && let Some(known) = number(value, "a latency", known, &mut self.diagnostics)
            {
                self.not_negative(value, known);
            }
        }
        falling_range(latency, span, &mut self.diagnostics);
    }
}

/// The number of elements, and the constant that says it, if one does.
pub(super) fn counted(count: Option<&Given<u32>>) -> (u64, Option<&Word>) {
    count.map_or((1, None), |count| (u64::from(**count), count.name.as_ref()))
}

/// `message`, with the constant that is the cause and its value.
pub(super) fn with_cause(message: &str, cause: Option<&Word>, value: u64) -> String {
    match cause {
        Some(constant) => format!("{message}: `{}` is {value}", constant.text),
        None => message.into(),
    }
}

/// The numbers of objects so far.
#[derive(Default)]
pub(super) struct Counts {
    hosts: u64,
    channels: u64,
    locks: u64,
    processes: u64,
    program_bytes: u64,
}

/// `P` or `P[2]`, for a message.
fn shown(end: &Target) -> String {
    match end.index.as_deref().map(|index| &index.kind) {
        Some(ExprKind::Number(index) | ExprKind::Constant(_, index)) => format!("{}[{index}]", end.name.text),
        _ => end.name.text.clone(),
    }
}
