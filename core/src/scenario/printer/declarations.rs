//! Declarations as text, each on one line; for those with a block, the part before its `{`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::tree::{
    Bytes, Capacity, ChannelOptions, Check, CheckKind, Constant, Delivery, Expr, Field, Given, Host, ItemKind, Lock,
    LockKind, Mailbox, Memory, Messages, Network, Process, Schedule, Word, Written,
};
use super::expressions::{list, target, written};
use super::measures::{duration, given, literal, size, time};
use super::{names, quoted};

/// A declaration without a block.
pub(super) fn line(item: &ItemKind) -> String {
    match item {
        ItemKind::Title(title) => ["title ", &quoted(&title.text)].concat(),
        ItemKind::About(about) => ["about ", &quoted(&about.text)].concat(),
        ItemKind::Constant(constant) => self::constant(constant),
        ItemKind::Seed(seed) => ["seed ", &number(seed)].concat(),
        ItemKind::Step(step) => ["step ", &literal(step)].concat(),
        ItemKind::Until(until) => ["until ", &literal(until)].concat(),
        ItemKind::Host(host) => self::host(host),
        ItemKind::Network(network) => self::network(network),
        ItemKind::Mailbox(mailbox) => self::mailbox(mailbox),
        ItemKind::Link(link) => {
            let mut line = ["link ", &target(&link.ends[0]), " ", &target(&link.ends[1])].concat();
            if link.options.capacity != Given::plain(Capacity::Messages(0)) {
                capacity(&link.options, &mut line);
            }
            channel_options(&link.options, &mut line);
            line
        }
        ItemKind::Lock(lock) => self::lock(lock),
        ItemKind::Check(check) => self::check(check),
        _ => "kernel visible".into(),
    }
}

/// A number, or the name of a constant.
fn number<T: ToString>(value: &Given<T>) -> String {
    given(value, T::to_string)
}

/// `[4]`, or nothing.
fn several(count: Option<&Given<u32>>) -> String {
    count.map_or(String::new(), |count| ["[", &number(count), "]"].concat())
}

/// `const N = 3`
fn constant(constant: &Constant) -> String {
    let value = match &constant.written {
        Written::Number(value) => written(value),
        Written::Time(time) => duration(time),
        Written::Size(bytes) => size(bytes),
    };
    ["const ", &constant.name.text, " = ", &value].concat()
}

/// ` word value`, if there is a value.
fn option(word: &str, value: Option<&str>, line: &mut String) {
    if let Some(value) = value {
        line.extend([" ", word, " ", value]);
    }
}

fn owner(owner: Option<&Word>, line: &mut String) {
    option("owner", owner.map(|owner| owner.text.as_str()), line);
}

fn host(host: &Host) -> String {
    let mut line = ["host ", &host.name.text].concat();
    option("cores", host.cores.as_ref().map(number).as_deref(), &mut line);
    let schedule = host.schedule.as_ref().map(|schedule| match &schedule.value {
        Schedule::Fifo => "fifo".into(),
        Schedule::Priority => "priority".into(),
        Schedule::RoundRobin(slice) => ["round-robin ", &given(schedule, |_| slice.written())].concat(),
    });
    option("schedule", schedule.as_deref(), &mut line);
    line
}

fn network(network: &Network) -> String {
    let [one, other] = &network.hosts;
    let mut line = ["network ", &one.text, " ", &other.text, " latency ", &time(&network.latency)].concat();
    if let Some(bandwidth) = &network.bandwidth {
        let size = given(bandwidth, |bandwidth| bandwidth.size.written());
        line.extend([" bandwidth ", &size, "/", bandwidth.per.symbol()]);
    }
    for (word, percent) in [(" loss ", &network.loss), (" duplicate ", &network.duplicate)] {
        if *percent != Given::plain(0) {
            line.extend([word, &number(percent), "%"]);
        }
    }
    if network.reorder {
        line.push_str(" reorder");
    }
    line
}

fn mailbox(mailbox: &Mailbox) -> String {
    let mut line = ["mailbox ", &mailbox.name.text, &several(mailbox.count.as_ref())].concat();
    capacity(&mailbox.options, &mut line);
    line.push_str(match mailbox.delivery {
        Delivery::ToOne => "",
        Delivery::ByArrival => " to one by arrival",
        Delivery::ByTurn => " to one by turn",
        Delivery::ByPriority => " to one by priority",
        Delivery::ByRandom => " to one by random",
        Delivery::ToAll => " to all",
    });
    owner(mailbox.owner.as_ref(), &mut line);
    if !mailbox.users.is_empty() {
        line.extend([" users ", &names(&mailbox.users)]);
    }
    channel_options(&mailbox.options, &mut line);
    line
}

fn capacity(options: &ChannelOptions, line: &mut String) {
    let capacity = given(&options.capacity, |capacity| match capacity {
        Capacity::Messages(messages) => messages.to_string(),
        Capacity::Bytes(size) => size.written(),
        Capacity::Unbounded => "unbounded".into(),
    });
    option("capacity", Some(&capacity), line);
}

/// All options except the capacity.
fn channel_options(options: &ChannelOptions, line: &mut String) {
    let bytes = |size: &Bytes| given(&options.messages, |_| size.written());
    match &options.messages.value {
        Messages::Any => {}
        Messages::FixedSplit(size) => line.extend([" messages fixed ", &bytes(size), " split"]),
        Messages::FixedRefuse(size) => line.extend([" messages fixed ", &bytes(size), " refuse"]),
        Messages::UpTo(size) => line.extend([" messages up to ", &bytes(size)]),
    }
    if options.explicit_buffering {
        line.push_str(" buffering explicit");
    }
    if options.by_message_priority {
        line.push_str(" order priority");
    }
}

/// `memory table owner Producer allow Consumer `
pub(super) fn memory(memory: &Memory) -> String {
    let mut line = ["memory ", &memory.name.text].concat();
    owner(memory.owner.as_ref(), &mut line);
    let allow: Vec<String> = memory.allow.iter().map(|(process, read_only)| allowed(process, *read_only)).collect();
    option("allow", Some(allow.join(", ").as_str()).filter(|_| !allow.is_empty()), &mut line);
    line.push(' ');
    line
}

fn allowed(process: &Word, read_only: bool) -> String {
    [process.text.as_str(), if read_only { " read-only" } else { "" }].concat()
}

/// `slots[4] of 3`
pub(super) fn field(field: &Field) -> String {
    let mut line = [field.name.text.as_str(), &several(field.slots.as_ref())].concat();
    option("of", Some(number(&field.cells).as_str()).filter(|_| field.cells != Given::plain(1)), &mut line);
    option("=", field.initial.as_ref().map(written).as_deref(), &mut line);
    line
}

fn lock(lock: &Lock) -> String {
    let mut line = [lock.kind.word(), " ", &lock.name.text, &several(lock.count.as_ref())].concat();
    option("=", lock.kind.number().map(|number| written(number.value)).as_deref(), &mut line);
    if let LockKind::Semaphore { fifo, binary, .. } = &lock.kind {
        line.push_str(if *fifo { " fifo" } else { "" });
        line.push_str(if *binary { " binary" } else { "" });
    }
    line
}

/// The condition after `possible`, in parentheses if its first name would be read as a keyword.
fn behind_possible(condition: &Expr) -> String {
    let condition = written(condition);
    let is_word =
        |word: &&str| condition.strip_prefix(*word).is_some_and(|rest| rest.is_empty() || rest.starts_with(" -"));
    match ["print", "output", "finally"].iter().any(is_word) {
        true => ["(", &condition, ")"].concat(),
        false => condition,
    }
}

/// `process Worker[4] on alpha `
pub(super) fn process(process: &Process) -> String {
    let mut line = ["process ", &process.name.text, &several(process.count.as_ref())].concat();
    option("on", process.host.as_ref().map(|host| host.text.as_str()), &mut line);
    option("priority", process.priority.as_ref().map(number).as_deref(), &mut line);
    option("start", process.start.as_ref().map(literal).as_deref(), &mut line);
    line.push_str(if process.server { " server " } else { " " });
    line
}

fn check(check: &Check) -> String {
    let what = match &check.kind {
        CheckKind::Always(condition) => ["always ", &written(condition)].concat(),
        CheckKind::Possible(condition) => ["possible ", &behind_possible(condition)].concat(),
        CheckKind::PossiblePrint(values) => ["possible print ", &list(values)].concat(),
        CheckKind::NeverPrint(values) => ["never print ", &list(values)].concat(),
        CheckKind::AtMost { most, section } => ["at most ", &number(most), " in ", &quoted(&section.text)].concat(),
        CheckKind::NeverDeadlock => "never deadlock".into(),
        CheckKind::NeverStuck => "never stuck".into(),
        CheckKind::NeverFault => "never fault".into(),
        CheckKind::NeverTorn => "never torn".into(),
        CheckKind::AlwaysFinishes => "always finishes".into(),
        CheckKind::NeverAssertion => "never assertion".into(),
        CheckKind::NeverStarvation => "never starvation".into(),
        CheckKind::NeverLivelock => "never livelock".into(),
        CheckKind::Finally(condition) => ["finally ", &written(condition)].concat(),
        CheckKind::PossibleFinally(condition) => ["possible finally ", &written(condition)].concat(),
        CheckKind::Output(values) => ["output ", &list(values)].concat(),
        CheckKind::PossibleOutput(values) => ["possible output ", &list(values)].concat(),
    };
    ["check ", &what, if check.expect_violated { " expect violated" } else { "" }].concat()
}
