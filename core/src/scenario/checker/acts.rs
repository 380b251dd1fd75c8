//! Checks of messages, locks and regions in a process: their kinds, and which processes may use them.

use alloc::format;

use super::super::limits;
use super::super::parser::with_timeout;
use super::super::tree::{
    Act, Attempt, ChannelOptions, Expr, ExprKind, Mailbox, Process, Size, Span, StatementKind, Target, Timeout, Word,
};
use super::declarations::pair;
use super::objects::{FROM, LOCK, NOTIFY, Need, Object, POST, REGION, SIGNAL, TO, UNLOCK, WAIT, WAIT_WITH, WITH};
use super::processes::Walk;
use super::sizes;
use super::uses::{Message, Peer};

impl<'s> Walk<'_, 's> {
    pub fn attempt(&mut self, attempt: &'s Attempt) {
        self.tries = attempt.timeout != Timeout::Endless;
        if let Timeout::Within(time) = &attempt.timeout {
            self.duration(time);
        }
        self.act(&attempt.act);
        self.tries = false;
    }

    pub fn act(&mut self, act: &'s Act) {
        match act {
            Act::Send { values, size, priority, to, .. } => {
                self.values(values);
                if let Some(size) = size {
                    self.size(size, to.name.span);
                }
                if let Some(channel) = self.send(values.len(), priority.as_ref(), to)
                    && !self.tries
                {
                    sizes::check(size.as_ref(), values.len(), to, channel, &mut self.checker.doubts);
                }
            }
            Act::Receive { into, from, who } => {
                self.receive(into, from.as_ref());
                into.iter().chain(who).for_each(|name| self.declare(name));
            }
            Act::Wait(target) => {
                let object = self.acquire(target, &WAIT);
                if let Some(object @ Object::Lock(lock)) = object
                    && lock.kind.has_sleepers()
                {
                    let help = format!("write `wait {}` alone", target.name.text);
                    let message = with_timeout(object.kind().noun());
                    self.checker.diagnostics.error(target.name.span, message, help);
                }
            }
            Act::Lock(target) => _ = self.acquire(target, &LOCK),
            Act::Attach { memory, .. } => _ = self.region(memory),
        }
    }

    /// Checks non-blocking statements about locks, regions and buffers, and `wait c`.
    pub fn synchronise(&mut self, kind: &'s StatementKind) {
        match kind {
            StatementKind::Post { count, to } => self.post(count, to),
            StatementKind::Create(memory) => self.create(memory),
            StatementKind::Detach(memory) => _ = self.region(memory),
            StatementKind::Signal(target) => self.release(target, &SIGNAL),
            StatementKind::Unlock(target) => self.release(target, &UNLOCK),
            StatementKind::Notify { condition, .. } => self.release(condition, &NOTIFY),
            StatementKind::WaitCondition { condition, mutex: None } => _ = self.acquire(condition, &WAIT),
            StatementKind::WaitCondition { condition, mutex: Some(mutex) } => {
                self.acquire(condition, &WAIT_WITH);
                if let Some((object, _)) = self.target(mutex, &WITH) {
                    self.record_use(object, mutex.name.span);
                }
            }
            _ => {}
        }
    }

    /// Checks an object that the process waits for.
    fn acquire(&mut self, target: &'s Target, need: &Need) -> Option<Object<'s>> {
        let (object, _) = self.target(target, need)?;
        self.record_use(object, target.name.span);
        self.checker.uses(&target.name.text).is_awaited = true;
        Some(object)
    }

    /// Checks an object that the process signals, unlocks or notifies.
    fn release(&mut self, target: &'s Target, need: &Need) {
        if let Some((object, _)) = self.target(target, need) {
            self.record_use(object, target.name.span);
            self.checker.uses(&target.name.text).is_released = true;
        }
    }

    fn region(&mut self, name: &'s Word) -> Option<&'s super::super::tree::Memory> {
        let Some(Object::Memory(memory)) = self.checker.find(name, &REGION, &mut self.reported) else {
            return None;
        };
        self.record_use(Object::Memory(memory), name.span);
        Some(memory)
    }

    /// Checks that the process that creates a region is its owner.
    fn create(&mut self, name: &'s Word) {
        let Some(memory) = self.region(name) else {
            return;
        };
        self.checker.uses(&name.text).is_released = true;
        let (message, help) = match &memory.owner {
            Some(owner) if owner.text == self.process.name.text => return,
            Some(owner) => {
                let message = format!("only the owner `{}` may create `{}`", owner.text, name.text);
                (message, format!("write `attach {}`", name.text))
            }
            None => {
                let message = format!("`{}` has no owner and exists from the start", name.text);
                (message, format!("remove this, or write `memory {} owner {} …`", name.text, self.process.name.text))
            }
        };
        self.checker.diagnostics.error(name.span, message, help);
    }

    /// Records that this process uses a lock or a region, and reports a use from two hosts.
    pub fn record_use(&mut self, object: Object<'s>, span: Span) {
        let name = object.name().text.as_str();
        let first = *self.checker.uses(name).first.get_or_insert(self.process);
        let hosts = [first, self.process].map(|process| self.checker.machine(process));
        if let [Some(one), Some(other)] = hosts
            && one != other
            && !core::mem::replace(&mut self.checker.uses(name).on_two_hosts, true)
        {
            let message = format!(
                "`{name}` is used by `{}` {} and by `{}` {}",
                first.name.text,
                super::hosts::shown(one),
                self.process.name.text,
                super::hosts::shown(other)
            );
            let help = "put both processes on one host, or let them send messages";
            self.checker.diagnostics.error(span, message, help);
        }
    }

    /// Checks the destination of a message; returns the options of the channel, if they are known.
    fn send(&mut self, values: usize, priority: Option<&'s Expr>, to: &'s Target) -> Option<&'s ChannelOptions> {
        if let Some(priority) = priority {
            self.number(priority, "`priority`");
        }
        let peer = self.peer(to, &TO)?;
        let span = to.name.span;
        self.checker.sends.push(Message { process: self.process, peer, values, span });
        let channel = match peer {
            Peer::Mailbox(mailbox, _) => {
                self.is_user(mailbox, span);
                Some(&mailbox.options)
            }
            Peer::Process(other) => self.link_with(other),
            Peer::Anybody => return None,
        };
        if let Some(priority) = priority
            && !channel.is_some_and(|channel| channel.by_message_priority)
        {
            let help = "write `order priority` in its declaration";
            let message = format!("`{}` delivers messages in order of arrival and ignores priorities", to.name.text);
            self.checker.warnings.warn(priority.span, message, help);
        }
        channel
    }

    fn receive(&mut self, into: &'s [Word], from: Option<&'s Target>) {
        let peer = match from {
            Some(from) => self.peer(from, &FROM),
            None => Some(Peer::Anybody),
        };
        let Some(peer) = peer else {
            return;
        };
        let last = into.last().map_or(Span::default(), |name| name.span);
        let span = from.map_or(last, |from| from.name.span);
        self.checker.receives.push(Message { process: self.process, peer, values: into.len(), span });
        let Peer::Mailbox(mailbox, _) = peer else {
            return;
        };
        self.is_user(mailbox, span);
        if let Some(owner) = mailbox.owner.as_ref().filter(|owner| owner.text != self.process.name.text) {
            let message = format!("only the owner `{}` may receive from `{}`", owner.text, mailbox.name.text);
            self.checker.diagnostics.error(span, message, "remove the owner, or use another mailbox");
        }
    }

    /// The other end of a send or receive.
    fn peer(&mut self, target: &'s Target, need: &Need) -> Option<Peer<'s>> {
        let name = &target.name;
        let object = self.checker.object(&name.text);
        let is_channel = matches!(object, Some(Object::Mailbox(_) | Object::Process(_)));
        if !is_channel && self.is_variable(&name.text) {
            self.variable(target);
            return Some(Peer::Anybody);
        }
        let (object, index) = self.target(target, need)?;
        match object {
            Object::Mailbox(mailbox) => Some(Peer::Mailbox(mailbox, index)),
            Object::Process(other) => {
                self.is_another(target, other, need);
                Some(Peer::Process(other))
            }
            _ => None,
        }
    }

    /// Reports a link from a process to itself; returns whether `other` is another process.
    fn is_another(&mut self, target: &'s Target, other: &'s Process, need: &Need) -> bool {
        let is_me = match target.index.as_deref() {
            None => other.count.is_none(),
            Some(index) => index.kind == ExprKind::Me,
        };
        let is_me = is_me && other.name.text == self.process.name.text;
        if is_me {
            let message = format!("{} here names the process itself", need.construct);
            let help = "a link joins two processes: name another one, or use a mailbox";
            self.checker.diagnostics.error(target.name.span, message, help);
        }
        !is_me
    }

    /// Warns of a process that is not among the `users`: it will be refused in the run.
    fn is_user(&mut self, mailbox: &Mailbox, span: Span) {
        let name = &self.process.name.text;
        // The owner may use its mailbox without being listed.
        let is_listed = mailbox.users.iter().chain(&mailbox.owner).any(|user| user.text == *name);
        if !mailbox.users.is_empty() && !is_listed && !self.tries {
            let message = format!("`{name}` is not a user of `{}` and will be refused", mailbox.name.text);
            self.checker.warnings.warn(span, message, format!("write `users … , {name}` in its declaration"));
        }
    }

    /// The options of the declared link between this process and `other`.
    fn link_with(&self, other: &'s Process) -> Option<&'s ChannelOptions> {
        let (one, other) = pair(self.process.name.text.as_str(), other.name.text.as_str());
        let number = self.checker.link_names.get(one, other)?;
        Some(&self.checker.links[number as usize].link.options)
    }

    /// `post 2 to m`
    fn post(&mut self, count: &'s Expr, to: &'s Target) {
        if let Some(known) = self.number(count, "`post`") {
            if known < 0 {
                let message = self.checker.with_value("the number of buffers must not be negative", count, known);
                self.checker.diagnostics.error(count.span, message, "");
            } else if known.unsigned_abs() > limits::CAPACITY {
                let message = format!("at most {} buffers may be posted at once", limits::CAPACITY);
                let message = self.checker.with_value(&message, count, known);
                self.checker.diagnostics.error(count.span, message, "write a smaller number");
            }
        }
        let Some((object, _)) = self.target(to, &POST) else {
            return;
        };
        let (options, declared) = match object {
            Object::Mailbox(mailbox) => (Some(&mailbox.options), format!("mailbox {} capacity 4", to.name.text)),
            Object::Process(other) => {
                if !self.is_another(to, other, &POST) {
                    return;
                }
                let declared = format!("link {} {} capacity 4", to.name.text, self.process.name.text);
                (self.link_with(other), declared)
            }
            _ => return,
        };
        if !options.is_some_and(|options| options.explicit_buffering) {
            let message = "buffers can be posted only with explicit buffering";
            self.checker.diagnostics.error(to.name.span, message, format!("write `{declared} buffering explicit`"));
        }
    }

    fn size(&mut self, size: &'s Size, near: Span) {
        let (bytes, span, cause) = match size {
            Size::Literal(size) => {
                let cause = size.name.as_ref().map(|name| format!(": `{}` is {}", name.text, size.written()));
                (Some(size.bytes as i64), size.name.as_ref().map_or(near, |name| name.span), cause)
            }
            Size::Computed(value, unit) => {
                let construct = format!("`{}`", unit.symbol());
                let known = self.number(value, &construct);
                let cause = known.map(|known| self.checker.with_value("", value, known));
                (known.map(|known| known.saturating_mul(unit.bytes() as i64)), value.span, cause)
            }
        };
        let (message, help) = match bytes {
            Some(..=0) => ("a message must have at least 1B", "write a size such as `64B`".into()),
            Some(bytes) if bytes.unsigned_abs() > limits::SIZE_BYTES => {
                ("this size is too large", format!("write a size of at most {}MB", limits::SIZE_BYTES >> 20))
            }
            _ => return,
        };
        self.checker.diagnostics.error(span, [message, &cause.unwrap_or_default()].concat(), help);
    }
}
