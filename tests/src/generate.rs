//! Random scenarios that are valid and terminate: processes that work, compute, print, and send and receive through
//! declared mailboxes, in bounded loops. They may deadlock or fault. The same seed gives the same scenario.
//!
//! They are built as trees, without positions in a text and without comments.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use ipcscope_core::scenario::tree::{
    Act, Attempt, BinaryOp, Block, Capacity, ChannelOptions, Check, CheckKind, Condition, Delivery, Dotted, Duration,
    Expr, ExprKind, Given, Item, ItemKind, Literal, Mailbox, Messages, Process, Scenario, Span, Statement,
    StatementKind, Target, Time, Timeout, UnaryOp, Unit, Word,
};

/// A small generator of random numbers (SplitMix64), the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator whose numbers depend only on `seed`.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Any 64-bit number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end` − 1; `end` is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    /// True in the given percentage of cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the elements; there is at least one.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Names that are keywords elsewhere in the language, or use other scripts.
const ODD_NAMES: [&str; 12] =
    ["send", "to", "from", "mailbox", "capacity", "work", "print", "expect", "ms", "größe", "数", "x_1"];

/// Texts that need escape sequences or are otherwise difficult to print.
const TEXTS: [&str; 6] = ["", "item", "say \"hi\"", "back\\slash", "two\nlines", "# no { comment }"];

/// A scenario of a few processes and mailboxes.
pub fn scenario(seed: u64) -> Scenario {
    let mut random = Random::new(seed);
    let mailboxes: Vec<Box_> = (0..1 + random.below(3))
        .map(|number| Box_ { name: odd_name(&mut random, "m", number), values: 1 + random.below(2) })
        .collect();
    let processes: Vec<String> = (0..1 + random.below(4)).map(|number| format!("P{number}")).collect();
    let mut items = head(&mut random);
    for mailbox in &mailboxes {
        let capacity = match random.below(4) {
            0 => Capacity::Unbounded,
            1 => Capacity::Messages(0),
            _ => Capacity::Messages(1 + random.below(4) as u32),
        };
        items.push(ItemKind::Mailbox(Mailbox {
            name: word(&mailbox.name),
            count: None,
            options: ChannelOptions {
                capacity: Given::plain(capacity),
                messages: Given::plain(Messages::Any),
                explicit_buffering: false,
                by_message_priority: false,
            },
            delivery: Delivery::ToOne,
            owner: None,
            users: Vec::new(),
        }));
    }
    let mut variables = Vec::new();
    for name in &processes {
        let mut writer =
            Writer { random: &mut random, mailboxes: &mailboxes, variables: Vec::new(), loops: 0, counters: 0 };
        let body = writer.body();
        variables.push(writer.variables);
        items.push(ItemKind::Process(Process {
            name: word(name),
            count: None,
            host: None,
            priority: None,
            start: None,
            server: random.chance(10),
            body,
        }));
    }
    items.extend(checks(&mut random, &mailboxes, &processes, &variables));
    let item = |kind| Item { kind, span: Span::default() };
    Scenario { items: items.into_iter().map(item).collect(), ..Scenario::default() }
}

/// Runs `check`; if it panics, prints the text and the seed that generated it.
pub fn showing(seed: u64, text: &str, check: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(check)) {
        eprintln!("seed {seed}, text:\n{text}\nas written: {text:?}");
        resume_unwind(panic);
    }
}

/// The contents of `scenario` without its layout: without positions, comments and empty lines.
pub fn meaning(scenario: &Scenario) -> String {
    let mut meaning = String::new();
    let written = format!("{:?}", scenario.items);
    let mut rest = written.as_str();
    while let Some((before, after)) = rest.split_once("Span { start: ") {
        meaning.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    meaning + rest
}

/// A mailbox, and the number of values of each of its messages.
struct Box_ {
    name: String,
    values: usize,
}

/// Some of `title`, `about`, `seed` and `step`.
fn head(random: &mut Random) -> Vec<ItemKind> {
    let mut head = Vec::new();
    if random.chance(50) {
        head.push(ItemKind::Title(word(random.pick(&TEXTS))));
    }
    if random.chance(30) {
        head.push(ItemKind::About(word(random.pick(&TEXTS))));
    }
    if random.chance(30) {
        head.push(ItemKind::Seed(Given::plain(random.number())));
    }
    if random.chance(30) {
        head.push(ItemKind::Step(literal(random)));
    }
    head
}

fn checks(random: &mut Random, mailboxes: &[Box_], processes: &[String], variables: &[Vec<String>]) -> Vec<ItemKind> {
    let mut checks = Vec::new();
    for _ in 0..random.below(4) {
        let process = random.below(processes.len());
        let kind = match random.below(12) {
            0 => CheckKind::NeverDeadlock,
            1 => CheckKind::NeverStuck,
            2 => CheckKind::NeverFault,
            3 => CheckKind::AlwaysFinishes,
            4 => CheckKind::NeverAssertion,
            5 => CheckKind::NeverStarvation,
            6 => CheckKind::NeverLivelock,
            7 => CheckKind::Output(printed(random, &processes[process])),
            8 => CheckKind::PossibleOutput(printed(random, &processes[process])),
            9 | 10 if !variables[process].is_empty() => {
                let variable = word(random.pick(&variables[process]));
                let base = target(&processes[process]);
                let of = expr(ExprKind::Of(Box::new(Dotted { base, field: variable, index: None })));
                let condition = binary(BinaryOp::GreaterOrEqual, of, number(-9));
                match random.below(3) {
                    0 => CheckKind::Always(condition),
                    1 => CheckKind::Finally(condition),
                    _ => CheckKind::PossibleFinally(condition),
                }
            }
            _ => {
                let length = expr(ExprKind::Length(target(&random.pick(mailboxes).name)));
                CheckKind::Always(binary(BinaryOp::LessOrEqual, length, number(random.below(5) as i64)))
            }
        };
        checks.push(ItemKind::Check(Check { kind, expect_violated: random.chance(20) }));
    }
    checks
}

/// The expected output of a check.
fn printed(random: &mut Random, process: &str) -> Vec<Expr> {
    let value = |random: &mut Random| match random.below(3) {
        0 => number(random.below(9) as i64 - 4),
        1 => expr(ExprKind::Text(random.pick(&TEXTS).to_string())),
        _ => expr(ExprKind::Name(process.to_string())),
    };
    (0..1 + random.below(3)).map(|_| value(random)).collect()
}

/// Writes one process.
struct Writer<'a> {
    random: &'a mut Random,
    mailboxes: &'a [Box_],
    /// The variables that have a value so far.
    variables: Vec<String>,
    /// The number of enclosing `repeat` and `loop` blocks, which `break` may leave.
    loops: usize,
    counters: usize,
}

impl Writer<'_> {
    fn body(&mut self) -> Block {
        let statements = 1 + self.random.below(6);
        self.block(statements, 0)
    }

    fn block(&mut self, statements: usize, depth: usize) -> Block {
        let mut block = Block::default();
        for _ in 0..statements {
            for kind in self.statement(depth) {
                block.statements.push(Statement { kind, span: Span::default() });
            }
        }
        block
    }

    /// One statement; two for a `while`, which needs a counter.
    fn statement(&mut self, depth: usize) -> Vec<StatementKind> {
        let kind = match self.random.below(if depth < 3 { 15 } else { 10 }) {
            0 => StatementKind::Work { time: self.time(), label: self.label() },
            1 => StatementKind::Sleep(self.time()),
            2 | 3 => self.send(),
            4 | 5 => self.receive(),
            6 => {
                let value = self.value(2);
                StatementKind::Let { name: self.new_variable(), value }
            }
            7 if !self.variables.is_empty() => {
                let name = word(self.random.pick(&self.variables));
                StatementKind::Assign { name, value: self.value(2) }
            }
            8 => StatementKind::Say(word(self.random.pick(&TEXTS))),
            7 | 9 => StatementKind::Print(self.printed()),
            10 | 11 => self.repeat(depth),
            12 => self.loop_(depth),
            13 => return self.while_(depth),
            _ => self.if_(depth),
        };
        vec![kind]
    }

    fn send(&mut self) -> StatementKind {
        let mailbox = &self.mailboxes[self.random.below(self.mailboxes.len())];
        let values = (0..mailbox.values)
            .map(|_| match self.random.chance(5) {
                true => expr(ExprKind::Text((*self.random.pick(&TEXTS)).to_string())),
                false => self.value(1),
            })
            .collect();
        let to = target(&mailbox.name);
        act(Act::Send { values, size: None, priority: None, to, and_wait: false })
    }

    fn receive(&mut self) -> StatementKind {
        let mailbox = &self.mailboxes[self.random.below(self.mailboxes.len())];
        // One value too many is a fault when a message arrives.
        let variables = mailbox.values + usize::from(self.random.chance(3));
        let into = (0..variables).map(|_| self.new_variable()).collect();
        act(Act::Receive { into, from: Some(target(&mailbox.name)), who: None })
    }

    fn repeat(&mut self, depth: usize) -> StatementKind {
        let count = number(self.random.below(4) as i64);
        let index = self.random.chance(50).then(|| self.new_variable());
        let body = self.loop_body(depth);
        StatementKind::Repeat { count, index, body }
    }

    /// `loop { …; break }`
    fn loop_(&mut self, depth: usize) -> StatementKind {
        let mut body = self.loop_body(depth);
        body.statements.push(Statement { kind: StatementKind::Break, span: Span::default() });
        StatementKind::Loop(body)
    }

    /// A block that may end in a `break` or `continue` under a condition.
    fn loop_body(&mut self, depth: usize) -> Block {
        self.loops += 1;
        let statements = 1 + self.random.below(3);
        let mut body = self.block(statements, depth + 1);
        if self.random.chance(20) {
            let kind = if self.random.chance(50) { StatementKind::Break } else { StatementKind::Continue };
            // `continue` in `loop { … break }` would loop forever.
            let kind = if depth == 0 { kind } else { StatementKind::Break };
            let leave = Block { statements: vec![Statement { kind, span: Span::default() }], span: Span::default() };
            let condition =
                binary(BinaryOp::Less, number(1), expr(ExprKind::Random(number(0).into(), number(3).into())));
            let kind = StatementKind::If { arms: vec![(Condition::Holds(condition), leave)], otherwise: None };
            body.statements.push(Statement { kind, span: Span::default() });
        }
        self.loops -= 1;
        body
    }

    /// `let c = 3` and `while c > 0 { …; c = c - 1 }`
    fn while_(&mut self, depth: usize) -> Vec<StatementKind> {
        let counter = format!("count{}", self.counters);
        self.counters += 1;
        let start = StatementKind::Let { name: word(&counter), value: number(self.random.below(4) as i64) };
        let current = || expr(ExprKind::Name(counter.clone()));
        let statements = 1 + self.random.below(2);
        let mut body = self.block(statements, depth + 1);
        let down =
            StatementKind::Assign { name: word(&counter), value: binary(BinaryOp::Subtract, current(), number(1)) };
        body.statements.push(Statement { kind: down, span: Span::default() });
        vec![
            start,
            StatementKind::While { condition: Condition::Holds(binary(BinaryOp::Greater, current(), number(0))), body },
        ]
    }

    fn if_(&mut self, depth: usize) -> StatementKind {
        let arms = (0..1 + self.random.below(2))
            .map(|_| {
                let condition = self.value(3);
                let statements = self.random.below(3);
                (Condition::Holds(condition), self.block(statements, depth + 1))
            })
            .collect();
        let otherwise = self.random.chance(50).then(|| {
            let statements = self.random.below(3);
            self.block(statements, depth + 1)
        });
        StatementKind::If { arms, otherwise }
    }

    fn new_variable(&mut self) -> Word {
        let name = odd_name(self.random, "x", self.variables.len());
        if !self.variables.contains(&name) {
            self.variables.push(name.clone());
        }
        word(&name)
    }

    fn label(&mut self) -> Option<Word> {
        self.random.chance(50).then(|| word(self.random.pick(&TEXTS)))
    }

    fn time(&mut self) -> Time {
        match self.random.below(4) {
            0 => {
                let (one, other) = (literal(self.random), literal(self.random));
                let (low, high) = if one.us <= other.us { (one, other) } else { (other, one) };
                Time::Range(Duration::Literal(low), Duration::Literal(high))
            }
            1 => Time::Exponential(Duration::Literal(literal(self.random))),
            2 => {
                let value = match self.random.below(3) {
                    0 => number(self.random.below(9) as i64),
                    1 => expr(ExprKind::Length(target(&self.random.pick(self.mailboxes).name))),
                    _ => binary(BinaryOp::Add, number(1), expr(ExprKind::Random(number(0).into(), number(5).into()))),
                };
                Time::Fixed(Duration::Computed(value, *self.random.pick(&[Unit::Us, Unit::Ms])))
            }
            _ => Time::Fixed(Duration::Literal(literal(self.random))),
        }
    }

    /// A value for `print`: a number or a text.
    fn printed(&mut self) -> Vec<Expr> {
        (0..1 + self.random.below(3))
            .map(|_| match self.random.chance(30) {
                true => expr(ExprKind::Text((*self.random.pick(&TEXTS)).to_string())),
                false => self.value(3),
            })
            .collect()
    }

    /// An expression of at most `height` nested operators, with numbers small enough not to overflow at once.
    fn value(&mut self, height: usize) -> Expr {
        if height == 0 || self.random.chance(30) {
            return self.operand();
        }
        match self.random.below(8) {
            0 => expr(ExprKind::Unary(UnaryOp::Not, self.value(height - 1).into())),
            1 => expr(ExprKind::Unary(UnaryOp::Negate, self.value(height - 1).into())),
            2 => {
                let op = *self.random.pick(&[BinaryOp::Divide, BinaryOp::Remainder]);
                let right = match self.random.chance(20) {
                    true => expr(ExprKind::Random(number(0).into(), number(2).into())),
                    false => number(1 + self.random.below(9) as i64),
                };
                binary(op, self.value(height - 1), right)
            }
            _ => {
                const OPS: [BinaryOp; 11] = [
                    BinaryOp::Or,
                    BinaryOp::And,
                    BinaryOp::Equal,
                    BinaryOp::NotEqual,
                    BinaryOp::Less,
                    BinaryOp::LessOrEqual,
                    BinaryOp::Greater,
                    BinaryOp::GreaterOrEqual,
                    BinaryOp::Add,
                    BinaryOp::Subtract,
                    BinaryOp::Multiply,
                ];
                let op = *self.random.pick(&OPS);
                binary(op, self.value(height - 1), self.value(height - 1))
            }
        }
    }

    fn operand(&mut self) -> Expr {
        match self.random.below(8) {
            0 => expr(ExprKind::Truth(self.random.chance(50))),
            1 => expr(ExprKind::Length(target(&self.random.pick(self.mailboxes).name))),
            2 => {
                let low = self.random.below(5) as i64;
                expr(ExprKind::Random(number(low).into(), number(low + self.random.below(4) as i64).into()))
            }
            3..6 if !self.variables.is_empty() => expr(ExprKind::Name(self.random.pick(&self.variables).clone())),
            _ => number(self.random.below(10) as i64),
        }
    }
}

/// `letter` with a number; sometimes another name.
fn odd_name(random: &mut Random, letter: &str, number: usize) -> String {
    match random.chance(20) && number < ODD_NAMES.len() {
        true => ODD_NAMES[number].to_string(),
        false => format!("{letter}{number}"),
    }
}

fn literal(random: &mut Random) -> Given<Literal> {
    let unit = *random.pick(&[Unit::Us, Unit::Ms, Unit::Ms, Unit::S]);
    Given::plain(Literal { us: random.below(10) as u64 * unit.us(), unit })
}

fn word(text: impl AsRef<str>) -> Word {
    Word { text: text.as_ref().to_string(), span: Span::default() }
}

fn target(name: impl AsRef<str>) -> Target {
    Target { name: word(name), index: None }
}

fn act(act: Act) -> StatementKind {
    StatementKind::Act(Attempt { act, timeout: Timeout::Endless })
}

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

/// A number; a negative one as the language writes it, with a preceding `-`.
fn number(number: i64) -> Expr {
    match number < 0 {
        true => expr(ExprKind::Unary(UnaryOp::Negate, expr(ExprKind::Number(-number)).into())),
        false => expr(ExprKind::Number(number)),
    }
}

fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    expr(ExprKind::Binary(op, left.into(), right.into()))
}
