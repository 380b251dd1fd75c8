//! Declarations to tables: numbers everything and expands arrays.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Channel, Field, Group, Host, Lock, LockKind, Memory, Network, Pace, Program, Room};
use crate::program::{Operand, Process};
use crate::scenario::tree::{
    self, BinaryOp, Capacity, ChannelOptions, Delivery, Duration, Expr, ExprKind, Given, ItemKind, Messages, Scenario,
    Schedule, Span, Time, UnaryOp, Word,
};
use crate::value::Value;

/// The meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Host(u16),
    /// Mailboxes: the first, and their number.
    Mailbox(u16, u16),
    /// Processes: the first, and their number; `true` for an array.
    Process(u16, u16, bool),
    Memory(u16),
    /// Locks: the first, and their number.
    Lock(u16, u16),
}

/// The meanings of all names.
#[derive(Default)]
pub(super) struct Names {
    things: BTreeMap<String, Named>,
    texts: BTreeMap<String, u32>,
}

impl Names {
    pub(super) fn get(&self, name: &str) -> Option<Named> {
        self.things.get(name).copied()
    }

    /// The number of a text; equal texts share one number.
    pub(super) fn text(&mut self, text: &str, texts: &mut Vec<String>) -> u32 {
        *self.texts.entry(text.to_string()).or_insert_with(|| {
            texts.push(text.to_string());
            texts.len() as u32 - 1
        })
    }

    /// The processes that a name in a list denotes.
    pub(super) fn processes(&self, word: &Word) -> core::ops::Range<u16> {
        match self.get(&word.text) {
            Some(Named::Process(first, count, _)) => first..first + count,
            _ => 0..0,
        }
    }
}

/// All processes of a scenario with their groups, in the text's order.
pub(super) fn processes(scenario: &Scenario) -> impl Iterator<Item = (&tree::Process, Span, Option<usize>)> {
    let mut groups = 0;
    scenario.items.iter().flat_map(move |item| {
        let (items, group) = match &item.kind {
            ItemKind::Group { items, .. } => {
                groups += 1;
                (items.as_slice(), Some(groups - 1))
            }
            _ => (core::slice::from_ref(item), None),
        };
        items.iter().filter_map(move |item| match &item.kind {
            ItemKind::Process(process) => Some((process, item.span, group)),
            _ => None,
        })
    })
}

/// Everything except the programs of the processes and the checks.
pub(super) fn declarations(scenario: &Scenario, names: &mut Names) -> Program {
    let mut program = empty();
    number_names(scenario, names);
    for (process, span, group) in processes(scenario) {
        let host = process.host.as_ref().and_then(|host| match names.get(&host.text) {
            Some(Named::Host(number)) => Some(number),
            _ => None,
        });
        let count = process.count.as_deref().copied();
        for index in 0..count.unwrap_or(1) {
            let name = numbered(&process.name.text, count.map(|_| index));
            names.text(&name, &mut program.texts);
            program.processes.push(Process {
                name,
                replica: count.map(|count| (index as u16, count as u16)),
                host: host.unwrap_or(0),
                priority: process.priority.as_deref().copied().unwrap_or(0),
                start_us: process.start.as_ref().map_or(0, |start| start.us),
                group: group.map(|group| group as u16),
                server: process.server,
                span,
                locals: Vec::new(),
                ops: Vec::new(),
                spans: Vec::new(),
                sections: Vec::new(),
                reach: Vec::new(),
                unneeded: Vec::new(),
                first_local: 0,
                incoming: Vec::new(),
                takes_any: false,
                observed: false,
            });
        }
    }
    program.texts.push("torn".to_string());
    for item in &scenario.items {
        declare(&item.kind, names, &mut program);
    }
    for (number, process) in program.processes.iter().enumerate() {
        if let Some(group) = process.group {
            program.groups[usize::from(group)].processes.push(number as u16);
        }
    }
    program
}

fn empty() -> Program {
    Program {
        title: String::new(),
        about: String::new(),
        seed: 1,
        step_us: 1_000,
        until_us: None,
        kernel_visible: false,
        hosts: [Host { name: String::new(), cores: None, schedule: Schedule::Fifo }].to_vec(),
        networks: Vec::new(),
        processes: Vec::new(),
        channels: Vec::new(),
        memories: Vec::new(),
        fields: Vec::new(),
        locks: Vec::new(),
        groups: Vec::new(),
        texts: Vec::new(),
        checks: Vec::new(),
        questions: Vec::new(),
        terms: Vec::new(),
        operands: Vec::new(),
        targets: Vec::new(),
        messages: Vec::new(),
        attempts: Vec::new(),
        selects: Vec::new(),
        arms: Vec::new(),
        branches: Vec::new(),
        places: Vec::new(),
        nests: [Vec::new()].to_vec(),
        reaches: Vec::new(),
        links: Vec::new(),
        locals: 0,
        cells: 0,
        accesses: 0,
    }
}

/// The number of elements; without one, it is a single object.
fn several(count: &Option<Given<u32>>) -> u32 {
    count.as_deref().copied().unwrap_or(1)
}

/// `fork[2]`, or the name alone.
fn numbered(name: &str, index: Option<u32>) -> String {
    index.map_or_else(|| name.to_string(), |index| format!("{name}[{index}]"))
}

fn number_names(scenario: &Scenario, names: &mut Names) {
    // Host 0 is the host of the processes that name none.
    let (mut hosts, mut mailboxes, mut memories, mut locks, mut processes) = (1, 0, 0, 0, 0);
    for item in &scenario.items {
        let (name, thing) = match &item.kind {
            ItemKind::Host(host) => (&host.name, Named::Host(take(&mut hosts, 1))),
            ItemKind::Mailbox(mailbox) => {
                let count = several(&mailbox.count) as u16;
                (&mailbox.name, Named::Mailbox(take(&mut mailboxes, count), count))
            }
            ItemKind::Memory(memory) => (&memory.name, Named::Memory(take(&mut memories, 1))),
            ItemKind::Lock(lock) => {
                let count = several(&lock.count) as u16;
                (&lock.name, Named::Lock(take(&mut locks, count), count))
            }
            _ => continue,
        };
        names.things.insert(name.text.clone(), thing);
    }
    for (process, ..) in self::processes(scenario) {
        let count = several(&process.count) as u16;
        let thing = Named::Process(take(&mut processes, count), count, process.count.is_some());
        names.things.insert(process.name.text.clone(), thing);
    }
}

fn take(next: &mut u16, count: u16) -> u16 {
    *next += count;
    *next - count
}

fn declare(kind: &ItemKind, names: &Names, program: &mut Program) {
    match kind {
        ItemKind::Title(word) => program.title = word.text.clone(),
        ItemKind::About(word) => program.about = word.text.clone(),
        ItemKind::Seed(seed) => program.seed = **seed,
        ItemKind::Step(step) => program.step_us = step.us,
        ItemKind::Until(until) => program.until_us = Some(until.us),
        ItemKind::KernelVisible => program.kernel_visible = true,
        ItemKind::Host(host) => program.hosts.push(Host {
            name: host.name.text.clone(),
            cores: host.cores.as_deref().copied(),
            schedule: host.schedule.as_deref().copied().unwrap_or(Schedule::Fifo),
        }),
        ItemKind::Network(network) => self::network(network, names, program),
        ItemKind::Mailbox(mailbox) => self::mailbox(mailbox, names, program),
        ItemKind::Memory(memory) => self::memory(memory, names, program),
        ItemKind::Lock(lock) => self::lock(lock, program),
        ItemKind::Group { title, .. } => {
            program.groups.push(Group { title: title.text.clone(), processes: Vec::new() });
        }
        ItemKind::Constant(_)
        | ItemKind::Link(_)
        | ItemKind::Process(_)
        | ItemKind::Procedure(_)
        | ItemKind::Check(_) => {}
    }
}

fn network(network: &tree::Network, names: &Names, program: &mut Program) {
    let host = |word: &Word| match names.get(&word.text) {
        Some(Named::Host(number)) => number,
        _ => 0,
    };
    let (pace, parts): (Pace, [Option<&Duration>; 2]) = match &network.latency {
        Time::Fixed(only) => (Pace::Fixed, [Some(only), None]),
        Time::Range(low, high) => (Pace::Range, [Some(low), Some(high)]),
        Time::Exponential(mean) => (Pace::Exponential, [Some(mean), None]),
    };
    let first = program.operands.len() as u32;
    for part in parts.into_iter().flatten() {
        let us = match part {
            Duration::Literal(literal) => literal.us as i64,
            Duration::Computed(value, unit) => fold(value, None).unwrap_or(0).saturating_mul(unit.us() as i64),
        };
        program.operands.push(Operand::Constant(Value::number(us).unwrap_or(Value::ZERO)));
    }
    program.networks.push(Network {
        hosts: [host(&network.hosts[0]), host(&network.hosts[1])],
        latency: (pace, first),
        bandwidth: network.bandwidth.as_deref().map(|bandwidth| (bandwidth.size.bytes, bandwidth.per.us())),
        loss: *network.loss,
        duplicate: *network.duplicate,
        reorder: network.reorder,
    });
}

/// A channel with its options.
pub(super) fn channel(name: String, options: &ChannelOptions) -> Channel {
    let (fixed, largest) = match *options.messages {
        Messages::Any => (None, None),
        Messages::FixedSplit(size) => (Some((size.bytes, true)), None),
        Messages::FixedRefuse(size) => (Some((size.bytes, false)), Some(size.bytes)),
        Messages::UpTo(size) => (None, Some(size.bytes)),
    };
    Channel {
        name,
        direct: None,
        capacity: match *options.capacity {
            Capacity::Messages(most) => Room::Messages(most),
            Capacity::Bytes(size) => Room::Bytes(size.bytes),
            Capacity::Unbounded => Room::Unbounded,
        },
        delivery: Delivery::ToOne,
        fixed,
        largest,
        explicit_buffering: options.explicit_buffering,
        by_message_priority: options.by_message_priority,
        owner: None,
        users: None,
        home: 0,
        senders: Vec::new(),
        receivers: Vec::new(),
        width: 1,
    }
}

fn mailbox(mailbox: &tree::Mailbox, names: &Names, program: &mut Program) {
    let mut users: Vec<u16> = mailbox.users.iter().flat_map(|user| names.processes(user)).collect();
    users.sort_unstable();
    users.dedup();
    for index in 0..several(&mailbox.count) {
        program.channels.push(Channel {
            delivery: mailbox.delivery,
            owner: mailbox.owner.as_ref().and_then(|owner| names.processes(owner).next()),
            users: (!mailbox.users.is_empty()).then(|| users.clone()),
            ..channel(numbered(&mailbox.name.text, mailbox.count.as_ref().map(|_| index)), &mailbox.options)
        });
    }
}

fn memory(memory: &tree::Memory, names: &Names, program: &mut Program) {
    let number = program.memories.len() as u16;
    let first = program.fields.len() as u16;
    for field in &memory.fields {
        let first_cell = program.cells as u32;
        program.cells += several(&field.slots) as usize * *field.cells as usize;
        program.fields.push(Field {
            name: field.name.text.clone(),
            memory: number,
            slots: field.slots.as_deref().copied(),
            cells: *field.cells,
            initial: field
                .initial
                .as_ref()
                .and_then(|value| fold(value, None))
                .and_then(Value::number)
                .unwrap_or_default(),
            first_cell,
        });
    }
    let mut allow: Vec<(u16, bool)> = memory
        .allow
        .iter()
        .flat_map(|(word, read_only)| names.processes(word).map(|process| (process, *read_only)))
        .collect();
    allow.sort_unstable();
    let first_access = program.accesses;
    program.accesses += 1 + allow.len();
    program.memories.push(Memory {
        first_access,
        name: memory.name.text.clone(),
        owner: memory.owner.as_ref().and_then(|owner| names.processes(owner).next()),
        allow,
        fields: first..program.fields.len() as u16,
        users: Vec::new(),
    });
}

fn lock(lock: &tree::Lock, program: &mut Program) {
    let number = lock.kind.number().and_then(|number| fold(number.value, None));
    let kind = LockKind::new(&lock.kind, number);
    for index in 0..several(&lock.count) {
        let name = numbered(&lock.name.text, lock.count.as_ref().map(|_| index));
        program.locks.push(Lock { name, kind, takers: Vec::new(), givers: Vec::new() });
    }
}

/// The value of an expression that depends on nothing but `me`; `None` if it depends on more, or is a fault.
pub(super) fn fold(expr: &Expr, me: Option<u16>) -> Option<i64> {
    let number = match &expr.kind {
        ExprKind::Number(number) | ExprKind::Constant(_, number) => *number,
        ExprKind::Truth(truth) => i64::from(*truth),
        ExprKind::Me => i64::from(me?),
        ExprKind::Unary(UnaryOp::Negate, inner) => fold(inner, me)?.checked_neg()?,
        ExprKind::Unary(UnaryOp::Not, inner) => i64::from(fold(inner, me)? == 0),
        ExprKind::Binary(op, left, right) => {
            let (left, right) = (fold(left, me)?, fold(right, me)?);
            match op {
                BinaryOp::Or => i64::from(left != 0 || right != 0),
                BinaryOp::And => i64::from(left != 0 && right != 0),
                BinaryOp::Equal => i64::from(left == right),
                BinaryOp::NotEqual => i64::from(left != right),
                BinaryOp::Less => i64::from(left < right),
                BinaryOp::LessOrEqual => i64::from(left <= right),
                BinaryOp::Greater => i64::from(left > right),
                BinaryOp::GreaterOrEqual => i64::from(left >= right),
                BinaryOp::Add => left.checked_add(right)?,
                BinaryOp::Subtract => left.checked_sub(right)?,
                BinaryOp::Multiply => left.checked_mul(right)?,
                BinaryOp::Divide => left.checked_div(right)?,
                BinaryOp::Remainder => left.checked_rem(right)?,
            }
        }
        _ => return None,
    };
    Value::number(number).map(|_| number)
}
