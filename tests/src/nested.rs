//! Random scenarios of control flow: every nesting of `if`, `while`, `repeat`, `loop`, `either`, `select`, `atomic` and
//! `section`, whose branches end in whatever there is: a move, something free, `say`, `work`, `sleep`, `stop`, `break`,
//! `continue`, or nothing at all. Numbers stay small, so that the loops that never end come back to where they were. The same
//! seed gives the same scenario.

use crate::generate::Random;

/// The text of a scenario.
pub fn text(seed: u64) -> String {
    let mut random = Random::new(seed ^ 0x0ca5_cade);
    let mut out = format!("memory t {{\n  x = {}\n  a[2]\n}}\n", random.below(2));
    out += &format!("semaphore s = {}\n", random.below(3));
    out += "mutex k\n";
    let processes = 2 + usize::from(random.chance(25));
    // With a mailbox for each sender it is plain who sent a message; in one for all it is not.
    let mailboxes = if random.chance(70) { processes } else { 1 };
    for number in 0..mailboxes {
        out += &format!("mailbox m{number} capacity {}\n", 1 + random.below(2));
    }
    let meets = random.chance(25);
    if meets {
        out += "mailbox r capacity 0\n";
    }
    for number in 0..processes {
        let several = if number == 1 && random.chance(15) { "[2]" } else { "" };
        let server = if random.chance(10) { " server" } else { "" };
        out += &format!("process P{number}{several}{server} {{\n  let v = {}\n", random.below(2));
        let budget = 3 + random.below(8);
        let mut writer =
            Writer { random: &mut random, out: &mut out, own: number, mailboxes, meets, budget, counters: 0 };
        while writer.budget > 0 {
            writer.statement(Around { depth: 1, ..Around::default() });
        }
        out += "}\n";
    }
    checks(&mut random, &mut out);
    out
}

/// At most two, so that what they look at does not make everything a move.
fn checks(random: &mut Random, out: &mut String) {
    let mut all = vec![
        "never deadlock",
        "never fault",
        "never print \"saw\"",
        "possible print \"saw\"",
        "always t.x < 2",
        "possible t.a[1] == 2",
        "always P0.v < 2",
    ];
    if out.contains("section") {
        all.push("at most 1 in \"in\"");
    }
    for check in all.iter().filter(|_| random.chance(18)).take(2) {
        *out += &format!("check {check}\n");
    }
}

/// What stands around a statement.
#[derive(Clone, Copy, Default)]
struct Around {
    depth: usize,
    atomic: bool,
    /// A `break` or `continue` may stand there.
    in_loop: bool,
    /// Rounds without end: nothing is printed there, or there would be no end of states.
    endless: bool,
}

/// Writes one process.
struct Writer<'a> {
    random: &'a mut Random,
    out: &'a mut String,
    /// The number of the process.
    own: usize,
    mailboxes: usize,
    meets: bool,
    /// So many statements are still to come.
    budget: usize,
    counters: usize,
}

impl Writer<'_> {
    /// A line; in it `to M` is into this process's mailbox, `from M` from any.
    fn line(&mut self, around: Around, line: &str) {
        let indent = "  ".repeat(around.depth);
        let (to, from) = (self.own % self.mailboxes, self.random.below(self.mailboxes));
        let line = line.replace("to M", &format!("to m{to}")).replace("from M", &format!("from m{from}"));
        *self.out += &format!("{indent}{line}\n");
    }

    /// Up to two statements, and an end.
    fn block(&mut self, around: Around) {
        let inner = Around { depth: around.depth + 1, ..around };
        for _ in 0..self.random.below(3) {
            if self.budget > 0 {
                self.statement(inner);
            }
        }
        self.end(inner);
    }

    /// The end of a branch.
    fn end(&mut self, around: Around) {
        match self.random.below(16) {
            0..3 => {}
            3 | 4 => self.line(around, "say \"here\""),
            5 | 6 if !around.atomic => self.line(around, "work 5ms \"x\""),
            7 if !around.atomic => self.line(around, "sleep 1ms"),
            8 if around.in_loop => self.line(around, "continue"),
            9 | 10 if around.in_loop => self.line(around, "break"),
            11 if self.random.chance(60) => self.line(around, "stop"),
            12 => self.line(around, "v = 1 - v"),
            _ => {
                let line = self.simple(around);
                self.line(around, &line);
            }
        }
    }

    fn statement(&mut self, around: Around) {
        self.budget = self.budget.saturating_sub(1);
        if around.depth > 5 || self.random.chance(35) {
            let line = self.simple(around);
            return self.line(around, &line);
        }
        match self.random.below(if around.atomic { 6 } else { 16 }) {
            0..3 => self.if_(around),
            3 => {
                let index = if self.random.chance(40) { " as i" } else { "" };
                let times = self.random.below(3);
                let times = if around.atomic || self.random.chance(60) { times.to_string() } else { "v + 1".into() };
                self.line(around, &format!("repeat {times}{index} {{"));
                self.close(Around { in_loop: true, ..around });
            }
            4 => {
                self.line(around, "section \"in\" {");
                self.close(around);
            }
            5 => self.attempt(around),
            6 | 7 => {
                self.line(around, "atomic {");
                self.close(Around { atomic: true, in_loop: false, ..around });
            }
            8 => {
                self.line(around, "loop {");
                self.close(Around { in_loop: true, endless: true, ..around });
            }
            9 => {
                let condition = *self.random.pick(&["t.x == v", "v == 0 and t.a[0] == 0", "v > 0"]);
                self.line(around, &format!("while {condition} {{"));
                self.close(Around { in_loop: true, endless: true, ..around });
            }
            10 | 11 => self.count(around),
            12 | 13 => {
                self.line(around, "either {");
                self.block(around);
                for _ in 0..1 + self.random.below(2) {
                    self.line(around, "} or {");
                    self.block(around);
                }
                self.line(around, "}");
            }
            _ => self.select(around),
        }
    }

    fn close(&mut self, around: Around) {
        self.block(around);
        self.line(around, "}");
    }

    /// A `while` that counts.
    fn count(&mut self, around: Around) {
        self.counters += 1;
        let name = format!("n{}", self.counters);
        self.line(around, &format!("let {name} = 0"));
        self.line(around, &format!("while {name} < 2 {{"));
        self.line(Around { depth: around.depth + 1, ..around }, &format!("{name} = {name} + 1"));
        self.close(Around { in_loop: true, ..around });
    }

    fn if_(&mut self, around: Around) {
        let condition = *self.random.pick(&[
            "v > 0",
            "t.x == v",
            "t.x == 1 or t.a[1] == v",
            "not v and t.x < 2",
            "v == 0 or v == 1",
        ]);
        self.line(around, &format!("if {condition} {{"));
        self.block(around);
        if self.random.chance(30) {
            self.line(around, "} else if t.a[0] == 0 {");
            self.block(around);
        }
        if self.random.chance(60) {
            self.line(around, "} else {");
            self.block(around);
        }
        self.line(around, "}");
    }

    /// `if try wait s { } else { }`
    fn attempt(&mut self, around: Around) {
        let act = *self.random.pick(&["wait s", "lock k", "send v to M", "receive v from M"]);
        let act = match around.atomic || self.random.chance(60) {
            true => format!("try {act}"),
            false => format!("{act} within 3ms"),
        };
        self.line(around, &format!("if {act} {{"));
        self.block(around);
        self.line(around, "} else {");
        self.close(around);
    }

    fn select(&mut self, around: Around) {
        let acts: &[&str] = match self.meets {
            true => &["send v to M", "receive v from M", "send 1 to r", "receive v from r"],
            false => &["send v to M", "receive v from M", "send 1 - v to M"],
        };
        self.line(around, "select {");
        let inner = Around { depth: around.depth + 1, ..around };
        for _ in 0..1 + self.random.below(2) {
            let act = *self.random.pick(acts);
            self.line(inner, &format!("{act} {{"));
            self.close(inner);
        }
        if self.random.chance(60) {
            self.line(inner, "after 2ms {");
            self.close(inner);
        }
        self.line(around, "}");
    }

    fn simple(&mut self, around: Around) -> String {
        let value = *self.random.pick(&["0", "1", "2", "v", "1 - v"]);
        let cell = *self.random.pick(&["t.x", "t.a[0]", "t.a[1]", "t.a[v % 2]"]);
        let try_ = if around.atomic || self.random.chance(15) { "try " } else { "" };
        match self.random.below(22) {
            0..3 => format!("{cell} = {value}"),
            3..5 => format!("v = {cell} % 3"),
            5 | 6 => format!("{try_}wait s"),
            7 if !around.endless => "signal s".into(),
            8 => format!("{try_}lock k"),
            9 => "unlock k".into(),
            10 if self.meets => format!("{try_}send {value} to r"),
            11 if self.meets => format!("{try_}receive v from r"),
            10 | 12 => format!("{try_}send {value} to M"),
            11 | 13 => format!("{try_}receive v from M"),
            14 if !around.endless => format!("print {value}"),
            15 if !around.endless => "print \"saw\"".into(),
            16 if self.random.chance(40) => "assert v < 2".into(),
            17 => format!("v = compare_and_swap({cell}, 0, {value}) % 3"),
            18 if !around.atomic => "v = random(0..1)".into(),
            19 => "say \"so\"".into(),
            20 if !around.atomic => "work 1ms".into(),
            _ => "v = 1 - v".into(),
        }
    }
}
