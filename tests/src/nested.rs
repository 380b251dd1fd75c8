//! Random scenarios of control flow: every nesting of `if`, `while`, `repeat`, `loop`, `either`, `select`, `atomic` and
//! `section`, whose branches end in anything: a move, a free operation, `say`, `work`, `sleep`, `stop`, `break`,
//! `continue`, or nothing at all. Numbers stay small, so that endless loops return to earlier states. The same seed
//! gives the same scenario.

use crate::generate::Random;

/// The text of a scenario.
pub fn text(seed: u64) -> String {
    let mut random = Random::new(seed ^ 0x0ca5_cade);
    let mut out = format!("memory t {{\n  x = {}\n  a[2]\n}}\n", random.below(2));
    out += &format!("semaphore s = {}\n", random.below(3));
    out += "mutex k\n";
    let processes = 2 + usize::from(random.chance(25));
    // With a mailbox for each sender a message's sender is known; with one for all it is not.
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
            writer.statement(Context { depth: 1, ..Context::default() });
        }
        out += "}\n";
    }
    checks(&mut random, &mut out);
    out
}

/// At most two, so that the variables they read do not make every operation a move.
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

/// The context of a statement.
#[derive(Clone, Copy, Default)]
struct Context {
    depth: usize,
    atomic: bool,
    /// `break` and `continue` are allowed.
    in_loop: bool,
    /// In an endless loop: nothing is printed there, or the number of states would be infinite.
    endless: bool,
}

/// Writes one process.
struct Writer<'a> {
    random: &'a mut Random,
    out: &'a mut String,
    /// The index of the process.
    own: usize,
    mailboxes: usize,
    meets: bool,
    /// Statements still to be written.
    budget: usize,
    counters: usize,
}

impl Writer<'_> {
    /// A line; in it `to M` sends to this process's mailbox, `from M` receives from any.
    fn line(&mut self, context: Context, line: &str) {
        let indent = "  ".repeat(context.depth);
        let (to, from) = (self.own % self.mailboxes, self.random.below(self.mailboxes));
        let line = line.replace("to M", &format!("to m{to}")).replace("from M", &format!("from m{from}"));
        *self.out += &format!("{indent}{line}\n");
    }

    /// Up to two statements, and an end.
    fn block(&mut self, context: Context) {
        let inner = Context { depth: context.depth + 1, ..context };
        for _ in 0..self.random.below(3) {
            if self.budget > 0 {
                self.statement(inner);
            }
        }
        self.end(inner);
    }

    /// The end of a branch.
    fn end(&mut self, context: Context) {
        match self.random.below(16) {
            0..3 => {}
            3 | 4 => self.line(context, "say \"here\""),
            5 | 6 if !context.atomic => self.line(context, "work 5ms \"x\""),
            7 if !context.atomic => self.line(context, "sleep 1ms"),
            8 if context.in_loop => self.line(context, "continue"),
            9 | 10 if context.in_loop => self.line(context, "break"),
            11 if self.random.chance(60) => self.line(context, "stop"),
            12 => self.line(context, "v = 1 - v"),
            _ => {
                let line = self.simple(context);
                self.line(context, &line);
            }
        }
    }

    fn statement(&mut self, context: Context) {
        self.budget = self.budget.saturating_sub(1);
        if context.depth > 5 || self.random.chance(35) {
            let line = self.simple(context);
            return self.line(context, &line);
        }
        match self.random.below(if context.atomic { 6 } else { 16 }) {
            0..3 => self.if_(context),
            3 => {
                let index = if self.random.chance(40) { " as i" } else { "" };
                let times = self.random.below(3);
                let times = if context.atomic || self.random.chance(60) { times.to_string() } else { "v + 1".into() };
                self.line(context, &format!("repeat {times}{index} {{"));
                self.close(Context { in_loop: true, ..context });
            }
            4 => {
                self.line(context, "section \"in\" {");
                self.close(context);
            }
            5 => self.attempt(context),
            6 | 7 => {
                self.line(context, "atomic {");
                self.close(Context { atomic: true, in_loop: false, ..context });
            }
            8 => {
                self.line(context, "loop {");
                self.close(Context { in_loop: true, endless: true, ..context });
            }
            9 => {
                let condition = *self.random.pick(&["t.x == v", "v == 0 and t.a[0] == 0", "v > 0"]);
                self.line(context, &format!("while {condition} {{"));
                self.close(Context { in_loop: true, endless: true, ..context });
            }
            10 | 11 => self.count(context),
            12 | 13 => {
                self.line(context, "either {");
                self.block(context);
                for _ in 0..1 + self.random.below(2) {
                    self.line(context, "} or {");
                    self.block(context);
                }
                self.line(context, "}");
            }
            _ => self.select(context),
        }
    }

    fn close(&mut self, context: Context) {
        self.block(context);
        self.line(context, "}");
    }

    /// A `while` that counts.
    fn count(&mut self, context: Context) {
        self.counters += 1;
        let name = format!("n{}", self.counters);
        self.line(context, &format!("let {name} = 0"));
        self.line(context, &format!("while {name} < 2 {{"));
        self.line(Context { depth: context.depth + 1, ..context }, &format!("{name} = {name} + 1"));
        self.close(Context { in_loop: true, ..context });
    }

    fn if_(&mut self, context: Context) {
        let condition = *self.random.pick(&[
            "v > 0",
            "t.x == v",
            "t.x == 1 or t.a[1] == v",
            "not v and t.x < 2",
            "v == 0 or v == 1",
        ]);
        self.line(context, &format!("if {condition} {{"));
        self.block(context);
        if self.random.chance(30) {
            self.line(context, "} else if t.a[0] == 0 {");
            self.block(context);
        }
        if self.random.chance(60) {
            self.line(context, "} else {");
            self.block(context);
        }
        self.line(context, "}");
    }

    /// `if try wait s { } else { }`
    fn attempt(&mut self, context: Context) {
        let act = *self.random.pick(&["wait s", "lock k", "send v to M", "receive v from M"]);
        let act = match context.atomic || self.random.chance(60) {
            true => format!("try {act}"),
            false => format!("{act} within 3ms"),
        };
        self.line(context, &format!("if {act} {{"));
        self.block(context);
        self.line(context, "} else {");
        self.close(context);
    }

    fn select(&mut self, context: Context) {
        let acts: &[&str] = match self.meets {
            true => &["send v to M", "receive v from M", "send 1 to r", "receive v from r"],
            false => &["send v to M", "receive v from M", "send 1 - v to M"],
        };
        self.line(context, "select {");
        let inner = Context { depth: context.depth + 1, ..context };
        for _ in 0..1 + self.random.below(2) {
            let act = *self.random.pick(acts);
            self.line(inner, &format!("{act} {{"));
            self.close(inner);
        }
        if self.random.chance(60) {
            self.line(inner, "after 2ms {");
            self.close(inner);
        }
        self.line(context, "}");
    }

    fn simple(&mut self, context: Context) -> String {
        let value = *self.random.pick(&["0", "1", "2", "v", "1 - v"]);
        let cell = *self.random.pick(&["t.x", "t.a[0]", "t.a[1]", "t.a[v % 2]"]);
        let try_ = if context.atomic || self.random.chance(15) { "try " } else { "" };
        match self.random.below(22) {
            0..3 => format!("{cell} = {value}"),
            3..5 => format!("v = {cell} % 3"),
            5 | 6 => format!("{try_}wait s"),
            7 if !context.endless => "signal s".into(),
            8 => format!("{try_}lock k"),
            9 => "unlock k".into(),
            10 if self.meets => format!("{try_}send {value} to r"),
            11 if self.meets => format!("{try_}receive v from r"),
            10 | 12 => format!("{try_}send {value} to M"),
            11 | 13 => format!("{try_}receive v from M"),
            14 if !context.endless => format!("print {value}"),
            15 if !context.endless => "print \"saw\"".into(),
            16 if self.random.chance(40) => "assert v < 2".into(),
            17 => format!("v = compare_and_swap({cell}, 0, {value}) % 3"),
            18 if !context.atomic => "v = random(0..1)".into(),
            19 => "say \"so\"".into(),
            20 if !context.atomic => "work 1ms".into(),
            _ => "v = 1 - v".into(),
        }
    }
}
