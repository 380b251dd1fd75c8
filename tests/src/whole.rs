//! Random scenarios over the whole language: hosts, networks, every kind of mailbox and link, shared memory, locks,
//! `try` and `within`, `select`, `atomic` and the rest, in bounded loops. They are valid, but may deadlock or fault.
//! The same seed gives the same scenario.
//!
//! They are generated as texts, which the parser then reads.

use crate::generate::Random;

mod acts;
mod statements;

/// The objects that the statements of one scenario can use.
struct Objects {
    /// Each process: its name, its number of elements, and its host (0 for none).
    processes: Vec<(String, usize, usize)>,
    mailboxes: Vec<MailboxOf>,
    has_network: bool,
    memory: Option<MemoryOf>,
    /// Names of locks, for the processes on host `lock_host`.
    semaphores: Vec<(String, usize)>,
    mutexes: Vec<String>,
    conditions: Vec<String>,
    has_barrier: bool,
    lock_host: usize,
    is_endless: bool,
    /// Mutexes `ma` to `md`, for [`Writer::pair`].
    has_pairs: bool,
}

struct MailboxOf {
    name: String,
    values: usize,
    home: usize,
    is_explicit: bool,
    is_to_all: bool,
    has_priority: bool,
    owner: Option<usize>,
}

struct MemoryOf {
    /// The process that creates it, if it has an owner.
    owner: Option<usize>,
    host: usize,
    cells: usize,
}

/// The text of a scenario.
pub fn text(seed: u64) -> String {
    with_binary(scenario(Random::new(seed ^ 0x5ca1_ab1e), false), seed)
}

/// The text of a scenario that need not end: most processes are endless loops, and half are servers. What they count
/// stays small, to limit the number of states.
pub fn endless_text(seed: u64) -> String {
    with_binary(scenario(Random::new(seed ^ 0xe7e4_9a11), true), seed)
}

/// Some semaphores that start at 0 or 1 become binary. They are drawn apart, so that the rest stays the same.
fn with_binary(text: String, seed: u64) -> String {
    let mut random = Random::new(seed ^ 0xb17_a71e);
    let lines = text.split_inclusive('\n').map(|line| {
        let starts_low = line.starts_with("semaphore ") && (line.contains("= 0") || line.contains("= 1"));
        match starts_low && random.chance(30) {
            true => format!("{} binary\n", line.trim_end()),
            false => line.to_string(),
        }
    });
    lines.collect()
}

fn scenario(mut random: Random, is_endless: bool) -> String {
    let mut out = String::new();
    let objects = declare(&mut random, is_endless, &mut out);
    for number in 0..objects.processes.len() {
        process(&mut random, &objects, number, &mut out);
    }
    checks(&mut random, &objects, &mut out);
    out
}

fn declare(random: &mut Random, is_endless: bool, out: &mut String) -> Objects {
    if random.chance(30) {
        *out += &format!("seed {}\n", random.below(1_000));
    }
    if random.chance(40) {
        *out += *random.pick(&["step 0ms\n", "step 250us\n", "step 3ms\n"]);
    }
    if random.chance(10) {
        *out += "kernel visible\n";
    }
    let hosts = match random.below(10) {
        // Messages in flight make many states.
        _ if is_endless && random.chance(80) => 0,
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    for host in 1..=hosts {
        *out += &format!("host h{host}");
        if random.chance(70) {
            *out += &format!(" cores {}", 1 + random.below(2));
            *out += *random.pick(&["", " schedule fifo", " schedule round-robin 2ms", " schedule priority"]);
        }
        *out += "\n";
    }
    let has_network = hosts == 2;
    if has_network {
        network(random, out);
    }
    let has_pairs = is_endless && random.chance(40);
    let count = if has_pairs { 3 + random.below(2) } else { 2 + random.below(3) };
    let processes: Vec<(String, usize, usize)> = (0..count)
        .map(|number| {
            let count = if random.chance(20) && !has_pairs { 2 } else { 1 };
            let host = if hosts == 0 { 0 } else { 1 + random.below(hosts) };
            (format!("P{number}"), count, host)
        })
        .collect();
    let mailboxes = (0..random.below(4)).map(|number| mailbox(random, &processes, (number, is_endless), out)).collect();
    links(random, &processes, out);
    let memory = random.chance(50).then(|| memory(random, &processes, out));
    let lock_host = processes[random.below(processes.len())].2;
    let mut semaphores = Vec::new();
    for number in 0..random.below(3) {
        let count = if random.chance(20) { 2 } else { 1 };
        let several = if count > 1 { "[2]" } else { "" };
        let fifo = if random.chance(30) { " fifo" } else { "" };
        *out += &format!("semaphore s{number}{several} = {}{fifo}\n", random.below(3));
        semaphores.push((format!("s{number}"), count));
    }
    let named = |random: &mut Random, word: &str, letter: &str, out: &mut String| -> Vec<String> {
        let names: Vec<String> = (0..random.below(2)).map(|number| format!("{letter}{number}")).collect();
        names.iter().for_each(|name| *out += &format!("{word} {name}\n"));
        names
    };
    let mutexes = named(random, "mutex", "mx", out);
    let conditions = named(random, "condition", "c", out);
    let barrier = random.chance(25).then(|| 1 + random.below(3));
    barrier.iter().for_each(|parties| *out += &format!("barrier gate = {parties}\n"));
    if has_pairs {
        *out += "mutex ma\nmutex mb\nmutex mc\nmutex md\n";
    }
    Objects {
        processes,
        mailboxes,
        has_network,
        memory,
        semaphores,
        mutexes,
        conditions,
        has_barrier: barrier.is_some(),
        lock_host,
        is_endless,
        has_pairs,
    }
}

fn network(random: &mut Random, out: &mut String) {
    *out += "network h1 h2 latency ";
    *out += *random.pick(&["5ms", "2ms..9ms", "~4ms", "0ms"]);
    for (percent, option) in [(40, " bandwidth 1KB/ms"), (40, " loss 30%"), (30, " duplicate 30%"), (30, " reorder")] {
        if random.chance(percent) {
            *out += option;
        }
    }
    *out += "\n";
}

fn mailbox(
    random: &mut Random,
    processes: &[(String, usize, usize)],
    (number, is_endless): (usize, bool),
    out: &mut String,
) -> MailboxOf {
    let name = format!("m{number}");
    let home = processes[random.below(processes.len())].2;
    let is_to_all = random.chance(20);
    let is_explicit = !is_to_all && random.chance(15);
    let capacity = match random.below(6) {
        _ if is_endless && random.chance(70) => "1".to_string(),
        0 if !is_explicit && !is_endless => "unbounded".to_string(),
        1 if !is_explicit && !is_to_all => "0".to_string(),
        2 if !is_explicit => format!("{}B", 16 + random.below(64)),
        _ => format!("{}", 1 + random.below(3)),
    };
    *out += &format!("mailbox {name} capacity {capacity}");
    if is_to_all {
        *out += " to all";
    } else if random.chance(30) {
        *out += *random.pick(&[" to one by arrival", " to one by turn", " to one by priority", " to one by random"]);
    }
    let owners: Vec<usize> =
        (0..processes.len()).filter(|&process| processes[process].1 == 1 && processes[process].2 == home).collect();
    let owner = (!is_to_all && !owners.is_empty() && random.chance(20)).then(|| *random.pick(&owners));
    if let Some(owner) = owner {
        *out += &format!(" owner {}", processes[owner].0);
    }
    if capacity != "0" && random.chance(25) {
        *out += *random.pick(&[" messages fixed 8B split", " messages fixed 16B refuse", " messages up to 24B"]);
    }
    if is_explicit {
        *out += " buffering explicit";
    }
    let has_priority = random.chance(20);
    if has_priority {
        *out += " order priority";
    }
    *out += "\n";
    MailboxOf { name, values: 1 + random.below(2), home, is_explicit, is_to_all, has_priority, owner }
}

fn links(random: &mut Random, processes: &[(String, usize, usize)], out: &mut String) {
    for one in 0..processes.len() {
        for other in one + 1..processes.len() {
            if processes[one].1 == 1 && processes[other].1 == 1 && random.chance(25) {
                let capacity = random.pick(&["0", "1", "2", "unbounded", "64B"]);
                *out += &format!("link {} {} capacity {capacity}\n", processes[one].0, processes[other].0);
            }
        }
    }
}

fn memory(random: &mut Random, processes: &[(String, usize, usize)], out: &mut String) -> MemoryOf {
    let singles: Vec<usize> = (0..processes.len()).filter(|&process| processes[process].1 == 1).collect();
    let owner = (!singles.is_empty() && random.chance(40)).then(|| *random.pick(&singles));
    let host = owner.map_or_else(|| processes[random.below(processes.len())].2, |owner| processes[owner].2);
    *out += "memory t";
    if let Some(owner) = owner {
        *out += &format!(" owner {}", processes[owner].0);
        let allowed: Vec<String> = (0..processes.len())
            .filter(|&process| process != owner && processes[process].2 == host)
            .filter(|_| random.chance(70))
            .map(|process| processes[process].0.clone())
            .collect();
        if !allowed.is_empty() {
            let read_only = if random.chance(30) { " read-only" } else { "" };
            *out += &format!(" allow {}{read_only}", allowed.join(", "));
        }
    }
    let cells = 1 + random.below(3);
    *out += &format!(" {{\n  x = {}\n  a[3]\n  item of {cells}\n}}\n", random.below(5));
    MemoryOf { owner, host, cells }
}

fn process(random: &mut Random, objects: &Objects, number: usize, out: &mut String) {
    let (name, count, host) = &objects.processes[number];
    *out += &format!("process {name}");
    if *count > 1 {
        *out += &format!("[{count}]");
    }
    if *host > 0 {
        *out += &format!(" on h{host}");
    }
    if random.chance(30) {
        *out += &format!(" priority {}", random.below(4));
    }
    if random.chance(15) {
        *out += &format!(" start {}ms", random.below(5));
    }
    if random.chance(if objects.is_endless { 50 } else { 15 }) {
        *out += " server";
    }
    *out += " {\n";
    let mut writer = Writer { random, objects, own: number, variables: 0, depth: 1, atomic: false, loops: 0, out };
    writer.begin();
    match objects.is_endless {
        true => writer.endless(),
        false => (0..2 + writer.random.below(6)).for_each(|_| writer.statement()),
    }
    *out += "}\n";
}

fn checks(random: &mut Random, objects: &Objects, out: &mut String) {
    let checks = [
        "never deadlock",
        "never stuck",
        "never fault",
        "never torn",
        "never assertion",
        "never starvation",
        "never livelock",
        "always finishes",
        "possible print 1",
        "output 1",
        "output 0, 1",
        "possible output 1",
        "possible output 0, 1",
    ];
    let mut conditions = vec!["1 < 2".to_string()];
    if objects.memory.is_some() {
        conditions.extend(["t.x < 5", "t.a[1] == 2"].map(String::from));
    }
    if objects.processes[0].1 == 1 {
        conditions.push("P0.v0 < 5".into());
    }
    if let Some((name, count)) = objects.semaphores.first() {
        let one = if *count > 1 { "[1]" } else { "" };
        conditions.extend([format!("{name}{one} < 2"), format!("{name}{one} == 0")]);
    }
    if let Some(name) = objects.mutexes.first() {
        conditions.push(format!("not {name}"));
    }
    for _ in 0..random.below(3) {
        let expected = if random.chance(30) { " expect violated" } else { "" };
        let check = match random.chance(50) {
            true => random.pick(&checks).to_string(),
            false => {
                let form = *random.pick(&["always", "possible", "finally", "possible finally"]);
                format!("{form} {}", random.pick(&conditions))
            }
        };
        *out += &format!("check {check}{expected}\n");
    }
}

/// Writes one process.
struct Writer<'a> {
    random: &'a mut Random,
    objects: &'a Objects,
    own: usize,
    /// The number of variables that have a value so far: v0, v1 …
    variables: usize,
    depth: usize,
    atomic: bool,
    loops: usize,
    out: &'a mut String,
}
