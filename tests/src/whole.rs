//! Random scenarios over the whole language: hosts, networks, every kind of mailbox and link, shared memory, locks,
//! `try` and `within`, `select`, `atomic` and the rest, in bounded loops. They are valid, but may deadlock or fault.
//! The same seed gives the same scenario.
//!
//! They are generated as texts, which the parser then reads.

use crate::generate::Random;

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
    scenario(Random::new(seed ^ 0x5ca1_ab1e), false)
}

/// The text of a scenario that need not end: most processes are endless loops, and half are servers. What they count
/// stays small, to limit the number of states.
pub fn endless_text(seed: u64) -> String {
    scenario(Random::new(seed ^ 0xe7e4_9a11), true)
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

impl Writer<'_> {
    fn host(&self) -> usize {
        self.objects.processes[self.own].2
    }

    fn line(&mut self, line: impl AsRef<str>) {
        let indent = "  ".repeat(self.depth);
        *self.out += &format!("{indent}{}\n", line.as_ref());
    }

    /// The statements that a process needs first.
    fn begin(&mut self) {
        self.line("let v0 = 0");
        self.variables = 1;
        if let Some(memory) = &self.objects.memory
            && memory.host == self.host()
        {
            match memory.owner {
                Some(owner) if owner == self.own => self.line("create t"),
                Some(_) if self.random.chance(80) => {
                    let line =
                        *self.random.pick(&["attach t", "try attach t", "attach t within 4ms", "attach t read-only"]);
                    self.line(line);
                }
                _ => {}
            }
            if memory.cells > 1 && self.random.chance(40) {
                let line = *self.random.pick(&["t.item = v0; v0 = (v0 + 1) % 7", "sleep 1700us; let v1 = t.item"]);
                self.line(format!("repeat 3 {{ {} }}", line));
                self.variables += 1;
            }
        }
    }

    /// Some statements, and mostly an endless loop.
    fn endless(&mut self) {
        if self.objects.has_pairs && self.random.chance(80) {
            return self.endless_with_pairs();
        }
        (0..self.random.below(3)).for_each(|_| self.statement());
        if self.random.chance(10) {
            self.line("either { } or { assert v0 > 0 \"none\" }");
        }
        if self.random.chance(75) {
            self.line("loop {");
            self.loops += 1;
            self.block(3);
            if self.random.chance(40) {
                self.round();
            }
            if self.random.chance(15) {
                self.line("either { print v0 } or { break }");
            }
            self.loops -= 1;
            self.line("}");
        }
        (0..self.random.below(2)).for_each(|_| self.statement());
    }

    /// Little besides locks, so that there are few states.
    fn endless_with_pairs(&mut self) {
        let has_loop = self.random.chance(50);
        if has_loop {
            self.line("loop {");
        }
        match self.random.below(8) {
            0 => self.round(),
            1 if has_loop => self.line("work 1ms"),
            _ => self.pair(),
        }
        if has_loop {
            self.line("}");
        }
        if self.random.chance(10) {
            self.statement();
        }
    }

    /// Two locks acquired one after the other, in either order: these cause deadlocks, in several sets if there are
    /// several pairs.
    fn pair(&mut self) {
        let is_forward = self.own.is_multiple_of(2) == self.random.chance(80);
        let (one, other) = match (self.own < 2, is_forward) {
            (true, true) => ("ma", "mb"),
            (true, false) => ("mb", "ma"),
            (false, true) => ("mc", "md"),
            (false, false) => ("md", "mc"),
        };
        if self.host() != self.objects.lock_host || self.atomic {
            return;
        }
        let line = match self.random.below(6) {
            0 => format!("lock {one}; if try lock {other} {{ section \"eat\" {{ }}; unlock {other} }}; unlock {one}"),
            1 => format!("lock {one}; lock {other} within 2ms; unlock {one}"),
            2 => format!("lock {one}; lock {other}; work 1ms; unlock {other}; unlock {one}"),
            _ => format!("lock {one}; lock {other}; unlock {other}; unlock {one}"),
        };
        self.line(line);
    }

    /// A loop that waits busily, or acquires and releases.
    fn round(&mut self) {
        let (mutex, semaphore) = (self.mutex(), self.semaphore());
        let has_memory = self.objects.memory.as_ref().is_some_and(|memory| memory.host == self.host());
        let line = match (self.random.below(6), mutex, semaphore) {
            (0, Some(mutex), Some(semaphore)) => {
                format!("lock {mutex}; if try wait {semaphore} {{ work 1ms; signal {semaphore} }}; unlock {mutex}")
            }
            (1, Some(mutex), _) => format!("if try lock {mutex} {{ section \"eat\" {{ }}; unlock {mutex} }}"),
            (2 | 3, Some(mutex), _) => format!("lock {mutex}; section \"eat\" {{ }}; unlock {mutex}"),
            (2..=4, None, Some(semaphore)) => format!("wait {semaphore}; signal {semaphore}"),
            (turn, ..) if has_memory && turn < 3 => "while t.x == v0 { }".to_string(),
            (turn, ..) if has_memory && turn < 5 => "t.x = (t.x + 1) % 2".to_string(),
            (..) => "work 1ms".to_string(),
        };
        self.line(line);
    }

    fn block(&mut self, most: usize) {
        self.depth += 1;
        for _ in 0..1 + self.random.below(most) {
            self.statement();
        }
        self.depth -= 1;
    }

    fn statement(&mut self) {
        let may_nest = self.depth < 4 && !self.atomic;
        match self.random.below(if may_nest { 30 } else { 20 }) {
            0 if !self.atomic => {
                let line = *self.random.pick(&[
                    "work 2ms",
                    "work 1ms..3ms \"label\"",
                    "work ~2ms",
                    "work (v0 * v0 % 4) ms",
                    "work (6 / v0) ms",
                    "sleep (v0 - 1) ms",
                    "sleep 3ms",
                    "sleep 0ms",
                    // A fault after a pause: others may notice that the process has ended only then.
                    "sleep 2ms; v0 = 6 / v0",
                    "work 1ms; print 6 / v0",
                ]);
                self.line(line);
            }
            1..4 => self.message(true),
            4..7 => self.message(false),
            7..10 => self.memory(),
            10..13 => self.lock(),
            13 => {
                let value = self.value();
                let name = self.new_variable();
                self.line(format!("let {name} = {value}"));
            }
            14 => {
                let value = self.value();
                self.line(format!("print {value}"));
            }
            15 => {
                let line = *self.random.pick(&[
                    "say \"here\"",
                    "ask \"why?\" answer \"so\" or \"not\"",
                    "assert v0 < 4 \"too large\"",
                ]);
                let line = if self.objects.is_endless { line.replace("v0 < 4", "v0 != 1") } else { line.to_string() };
                if !self.atomic || !line.starts_with("ask") {
                    self.line(line);
                }
            }
            16 if self.random.chance(10) && !self.atomic => self.line("stop"),
            17 if self.loops > 0 && !self.atomic && self.random.chance(30) => self.line("if v0 > 2 { break }"),
            20 | 21 => self.repeat(),
            22 => self.if_(),
            23 => self.attempt("if", "else"),
            24 | 25 => self.select(),
            26 => self.either(),
            27 => {
                self.line("atomic {");
                self.atomic = true;
                self.block(3);
                self.atomic = false;
                self.line("}");
            }
            28 => {
                let name = *self.random.pick(&["critical", "eat"]);
                self.line(format!("section \"{name}\" {{"));
                self.block(2);
                self.line("}");
            }
            29 => {
                self.line("let n = 0");
                self.line("while n < 2 {");
                self.loops += 1;
                self.depth += 1;
                self.line("n = n + 1");
                self.depth -= 1;
                self.block(2);
                self.loops -= 1;
                self.line("}");
            }
            _ => self.line("v0 = (v0 + 1) % 7"),
        }
    }

    fn repeat(&mut self) {
        let times = 1 + self.random.below(3);
        self.line(format!("repeat {times} {{"));
        self.loops += 1;
        self.block(3);
        self.loops -= 1;
        self.line("}");
    }

    fn if_(&mut self) {
        let condition = self.value();
        self.line(format!("if {condition} {{"));
        self.block(2);
        if self.random.chance(50) {
            self.line("} else {");
            self.block(2);
        }
        self.line("}");
    }

    /// `if try send … { } else { }`
    fn attempt(&mut self, head: &str, tail: &str) {
        let Some(act) = self.patient_act() else { return };
        let act = match self.random.chance(50) {
            true => format!("try {act}"),
            false => format!("{act} within {}ms", self.random.below(6)),
        };
        self.line(format!("{head} {act} {{"));
        self.block(2);
        self.line(format!("}} {tail} {{"));
        self.block(2);
        self.line("}");
    }

    /// A send, a receive, a wait or a lock, without `try` or `within`.
    fn patient_act(&mut self) -> Option<String> {
        match self.random.below(4) {
            0 => self.send(),
            1 => self.receive(),
            2 => self.semaphore().map(|semaphore| format!("wait {semaphore}")),
            _ => self.mutex().map(|mutex| format!("lock {mutex}")),
        }
    }

    fn select(&mut self) {
        let acts: Vec<String> = (0..1 + self.random.below(3))
            .filter_map(|_| if self.random.chance(60) { self.receive() } else { self.send() })
            .collect();
        if acts.is_empty() {
            return;
        }
        self.line("select {");
        self.depth += 1;
        for act in acts {
            self.line(format!("{act} {{"));
            self.block(2);
            self.line("}");
        }
        if self.random.chance(60) {
            let limit = self.random.below(5);
            self.line(format!("after {limit}ms {{"));
            self.block(1);
            self.line("}");
        }
        self.depth -= 1;
        self.line("}");
    }

    fn either(&mut self) {
        self.line("either {");
        self.block(2);
        self.line("} or {");
        self.block(2);
        self.line("}");
    }

    /// A send or a receive as a statement.
    fn message(&mut self, sends: bool) {
        let Some(act) = (if sends { self.send() } else { self.receive() }) else { return };
        if self.atomic {
            return self.line(format!("try {act}"));
        }
        let line = match self.random.below(10) {
            0 => format!("try {act}"),
            1 => format!("{act} within {}ms", self.random.below(8)),
            2 if sends => format!("{act} and wait"),
            3 if sends => format!("{act} and wait within 9ms"),
            _ => act,
        };
        self.line(line);
    }

    fn send(&mut self) -> Option<String> {
        let objects = self.objects;
        if !objects.mailboxes.is_empty() && self.random.chance(60) {
            let mailbox = self.random.pick(&objects.mailboxes);
            if mailbox.home != self.host() && !objects.has_network {
                return None;
            }
            let values: Vec<String> = (0..mailbox.values).map(|_| self.value()).collect();
            let size = if self.random.chance(20) {
                *self.random.pick(&[" size 4B", " size 20B", " size (v0 * 8) B"])
            } else {
                ""
            };
            let priority =
                if mailbox.has_priority { *self.random.pick(&["", " priority 2", " priority (v0)"]) } else { "" };
            return Some(format!("send {}{size}{priority} to {}", values.join(", "), mailbox.name));
        }
        let other = self.other()?;
        let value = self.value();
        Some(format!("send {value} to {other}"))
    }

    fn receive(&mut self) -> Option<String> {
        let objects = self.objects;
        if !objects.mailboxes.is_empty() && self.random.chance(60) {
            let mailbox = self.random.pick(&objects.mailboxes);
            if mailbox.home != self.host() || mailbox.owner.is_some_and(|owner| owner != self.own) {
                return None;
            }
            if mailbox.is_explicit && !self.atomic && self.random.chance(60) {
                self.line(format!("post 1 to {}", mailbox.name));
            }
            let values = mailbox.values + usize::from(mailbox.is_to_all && self.random.chance(2));
            let names: Vec<String> = (0..values).map(|_| self.new_variable()).collect();
            return Some(format!("receive {} from {}", names.join(", "), mailbox.name));
        }
        if self.random.chance(20) {
            let name = self.new_variable();
            return Some(match self.random.chance(50) {
                true => format!("receive {name} from any"),
                false => format!("receive {name} from any as who"),
            });
        }
        let other = self.other()?;
        let name = self.new_variable();
        Some(format!("receive {name} from {other}"))
    }

    /// Another process that this one can reach.
    fn other(&mut self) -> Option<String> {
        let objects = self.objects;
        let reached: Vec<usize> = (0..objects.processes.len())
            .filter(|&other| other != self.own && (objects.has_network || objects.processes[other].2 == self.host()))
            .collect();
        if reached.is_empty() {
            return None;
        }
        let (name, count, _) = &objects.processes[*self.random.pick(&reached)];
        Some(match (*count, self.random.below(3)) {
            (1, _) => name.clone(),
            (_, 0) => format!("{name}[v0 % 2]"),
            (_, index) => format!("{name}[{}]", index - 1),
        })
    }

    fn memory(&mut self) {
        let Some(memory) = &self.objects.memory else { return };
        if memory.host != self.host() {
            return;
        }
        let cells = memory.cells;
        let value = self.value();
        let line = match self.random.below(12) {
            10 if memory.owner.is_some() => "detach t".to_string(),
            10 => format!("t.item = {value}"),
            11 => {
                let name = self.new_variable();
                format!("let {name} = t.item")
            }
            0 => format!("t.x = {value}"),
            1 | 7 if self.objects.is_endless => "t.x = (t.x + 1) % 3".to_string(),
            1 => "t.x = t.x + 1".to_string(),
            7 if value == "v0" => "t.a[v0 % 3] = t.x".to_string(),
            3 => format!("t.item = {value}"),
            2 | 4 | 5 => {
                let name = self.new_variable();
                let torn = if self.random.chance(50) { format!("; print torn({name})") } else { String::new() };
                format!("let {name} = t.item{torn}")
            }
            6 => format!("v0 = swap(t.x, {value}) % 7"),
            7 => "fetch_and_add(t.x, 1)".to_string(),
            8 => format!("v0 = compare_and_swap(t.a[2], 0, {value}) % 7"),
            _ if cells == 1 => "if test_and_set(t.item) == 0 { v0 = 1 }".to_string(),
            _ => "if test_and_set(t.x) == 0 { v0 = 1 }".to_string(),
        };
        // A torn value faults in calculations, so it has its own variable.
        self.line(line);
    }

    fn semaphore(&mut self) -> Option<String> {
        let objects = self.objects;
        if objects.semaphores.is_empty() || self.host() != objects.lock_host {
            return None;
        }
        let (name, count) = self.random.pick(&objects.semaphores);
        Some(match (*count, self.random.below(3)) {
            (1, _) => name.clone(),
            (_, 0) => format!("{name}[v0 % 2]"),
            (_, index) => format!("{name}[{}]", index - 1),
        })
    }

    fn mutex(&mut self) -> Option<String> {
        let objects = self.objects;
        let is_here = self.host() == objects.lock_host && !objects.mutexes.is_empty();
        is_here.then(|| self.random.pick(&objects.mutexes).clone())
    }

    fn condition(&mut self) -> Option<String> {
        let objects = self.objects;
        let is_here = self.host() == objects.lock_host && !objects.conditions.is_empty();
        is_here.then(|| self.random.pick(&objects.conditions).clone())
    }

    fn lock(&mut self) {
        let timeout = match self.random.below(5) {
            _ if self.atomic => ("try ", ""),
            0 => ("try ", ""),
            1 => ("", " within 4ms"),
            _ => ("", ""),
        };
        match self.random.below(9) {
            0..2 => {
                if let Some(semaphore) = self.semaphore() {
                    self.line(format!("{}wait {semaphore}{}", timeout.0, timeout.1));
                }
            }
            2..4 => {
                if let Some(semaphore) = self.semaphore() {
                    // An endless loop would add permits without a bound.
                    if self.objects.is_endless && self.loops > 0 && !self.atomic {
                        self.line(format!("wait {semaphore}"));
                    }
                    self.line(format!("signal {semaphore}"));
                }
            }
            4 | 5 => {
                if let Some(mutex) = self.mutex() {
                    self.line(format!("{}lock {mutex}{}", timeout.0, timeout.1));
                    if self.random.chance(70) {
                        self.line("v0 = (v0 + 1) % 7");
                        self.line(format!("unlock {mutex}"));
                    }
                }
            }
            6 => {
                if let Some(condition) = self.condition() {
                    let all = if self.random.chance(30) { "all " } else { "" };
                    self.line(format!("notify {all}{condition}"));
                }
            }
            7 => self.wait_at_barrier(),
            _ => self.sleep_on_condition(),
        }
    }

    fn wait_at_barrier(&mut self) {
        if self.objects.has_barrier && self.host() == self.objects.lock_host && !self.atomic {
            self.line("wait gate");
        } else {
            self.sleep_on_condition();
        }
    }

    fn sleep_on_condition(&mut self) {
        let Some(condition) = self.condition().filter(|_| !self.atomic) else { return };
        match self.mutex().filter(|_| self.random.chance(70)) {
            Some(mutex) => {
                self.line(format!("lock {mutex}"));
                self.line(format!("wait {condition} with {mutex}"));
                self.line(format!("unlock {mutex}"));
            }
            None => self.line(format!("wait {condition}")),
        }
    }

    /// A small number, never torn.
    fn value(&mut self) -> String {
        match self.random.below(7) {
            0 => "v0".to_string(),
            1 if !self.atomic => "random(1..3)".to_string(),
            2 if self.objects.processes[self.own].1 > 1 => "me".to_string(),
            3 => "(v0 + 1) * 2 % 5".to_string(),
            4 => "not v0 or v0 > 3".to_string(),
            _ => self.random.below(9).to_string(),
        }
    }

    fn new_variable(&mut self) -> String {
        self.variables += 1;
        format!("v{}", 1 + self.random.below(4))
    }
}
