//! From a checked tree to a program: variables numbered, control flow as jumps, what can be noticed as moves.

use alloc::collections::{BTreeMap, BinaryHeap};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Channel, Check, Condition, Look, NO_LOCAL, Op, Operand, Pace, Process, Program, Promise, Term};
use crate::scenario::tree::{
    self, BinaryOp, Block, Capacity, CheckKind, Duration, Expr, ExprKind, ItemKind, Scenario, Span, Statement,
    StatementKind, Time, UnaryOp, Word,
};
use crate::trace::event::NOTHING;
use crate::value::Value;

impl Program {
    /// Compiles a scenario that [`read`](crate::scenario::read) found no error in; `text` is what it was read from.
    pub fn new(scenario: &Scenario, text: &str) -> Program {
        let mut names = Names::default();
        let mut program = declarations(scenario, &mut names);
        for item in &scenario.items {
            if let ItemKind::Process(process) = &item.kind {
                let compiled = Compiler::process(process, item.span, &mut program, &mut names);
                names.locals.push(locals_by_name(&compiled));
                program.processes.push(compiled);
            }
        }
        for item in &scenario.items {
            if let ItemKind::Check(check) = &item.kind {
                let compiled = compile_check(check, item.span, text, &mut program, &mut names);
                program.checks.push(compiled);
            }
        }
        link_users(&mut program);
        program
    }
}

/// Numbers by name: one sort of map for all, since each would weigh some KB in the page.
type Numbers = BTreeMap<String, u32>;

/// What names stand for.
#[derive(Default)]
struct Names {
    channels: Numbers,
    processes: Numbers,
    texts: Numbers,
    locals: Vec<Numbers>,
}

impl Names {
    fn text(&mut self, text: &str, texts: &mut Vec<String>) -> u32 {
        *self.texts.entry(text.to_string()).or_insert_with(|| {
            texts.push(text.to_string());
            texts.len() as u32 - 1
        })
    }

    fn channel(&self, word: &Word) -> u16 {
        self.channels[&word.text] as u16
    }
}

fn declarations(scenario: &Scenario, names: &mut Names) -> Program {
    let mut program = Program {
        title: String::new(),
        about: String::new(),
        seed: 1,
        step_us: 1_000,
        processes: Vec::new(),
        channels: Vec::new(),
        texts: Vec::new(),
        checks: Vec::new(),
        terms: Vec::new(),
        operands: Vec::new(),
        targets: Vec::new(),
        locals: 0,
    };
    for item in &scenario.items {
        match &item.kind {
            ItemKind::Title(word) => program.title = word.text.clone(),
            ItemKind::About(word) => program.about = word.text.clone(),
            ItemKind::Seed(seed) => program.seed = *seed,
            ItemKind::Step(step) => program.step_us = step.us,
            ItemKind::Mailbox(mailbox) => {
                names.channels.insert(mailbox.name.text.clone(), program.channels.len() as u32);
                program.channels.push(Channel {
                    name: mailbox.name.text.clone(),
                    capacity: mailbox.capacity,
                    senders: Vec::new(),
                    receivers: Vec::new(),
                    width: 1,
                });
            }
            ItemKind::Process(process) => {
                let number = names.processes.len() as u32;
                names.processes.insert(process.name.text.clone(), number);
            }
            ItemKind::Check(_) => {}
        }
    }
    program
}

fn locals_by_name(process: &Process) -> Numbers {
    let named = process.locals.iter().enumerate().filter(|(_, name)| !name.is_empty());
    named.map(|(number, name)| (name.clone(), number as u32)).collect()
}

/// Notes for each channel who sends to it and who receives from it.
fn link_users(program: &mut Program) {
    for (number, process) in program.processes.iter().enumerate() {
        for op in &process.ops {
            let users = match *op {
                Op::Send { channel, count, .. } => {
                    let channel = &mut program.channels[usize::from(channel)];
                    channel.width = channel.width.max(count);
                    &mut channel.senders
                }
                Op::Receive { channel, .. } => &mut program.channels[usize::from(channel)].receivers,
                _ => continue,
            };
            if users.last() != Some(&(number as u16)) {
                users.push(number as u16);
            }
        }
    }
}

fn compile_check(check: &tree::Check, span: Span, text: &str, program: &mut Program, names: &mut Names) -> Check {
    let promise = match &check.kind {
        CheckKind::Always(condition) => Promise::Always(Condition(condition_operand(condition, program, names))),
        CheckKind::NeverDeadlock => Promise::NeverDeadlock,
        CheckKind::NeverStuck => Promise::NeverStuck,
        CheckKind::NeverFault => Promise::NeverFault,
        CheckKind::AlwaysFinishes => Promise::AlwaysFinishes,
    };
    let written = text.get(span.range()).unwrap_or_default();
    let written = written.strip_prefix("check").unwrap_or(written).trim();
    let written = match check.expect_violated {
        true => written.trim_end_matches("violated").trim_end().trim_end_matches("expect").trim_end(),
        false => written,
    };
    Check { text: written.to_string(), promise, expect_violated: check.expect_violated, span }
}

/// A check's condition looks at the whole state at once: no moves are hoisted out of it.
fn condition_operand(condition: &Expr, program: &mut Program, names: &mut Names) -> Operand {
    let mut terms = Vec::new();
    let place = |expr: &Expr, texts: &mut Vec<String>, names: &mut Names| match &expr.kind {
        ExprKind::Of(process, local) => {
            let number = names.processes[&process.text] as usize;
            let place = program.processes[number].first_local + names.locals[number][&local.text] as usize;
            Some(Term::Of(place as u32))
        }
        ExprKind::Length(channel) => Some(Term::Look(Look::Length, names.channel(channel))),
        ExprKind::Room(channel) => Some(Term::Look(Look::Room, names.channel(channel))),
        ExprKind::Text(text) => Some(Term::Constant(Value::text(names.text(text, texts)))),
        _ => None,
    };
    postfix(condition, &mut terms, &mut |expr| place(expr, &mut program.texts, names));
    let start = program.terms.len() as u32;
    let len = terms.len() as u32;
    program.terms.append(&mut terms);
    Operand::Terms { start, len }
}

/// Appends `expr` in postfix form; `leaf` says what a part stands for that is no operator and no constant.
fn postfix(expr: &Expr, terms: &mut Vec<Term>, leaf: &mut impl FnMut(&Expr) -> Option<Term>) {
    if let Some(term) = leaf(expr) {
        terms.push(term);
        return;
    }
    match &expr.kind {
        ExprKind::Number(number) => {
            let value = Value::number(*number).expect("a literal has no minus sign");
            terms.push(Term::Constant(value));
        }
        ExprKind::Truth(truth) => terms.push(Term::Constant(Value::truth(*truth))),
        ExprKind::Unary(op, inner) => {
            postfix(inner, terms, leaf);
            terms.push(match op {
                UnaryOp::Not => Term::Not,
                UnaryOp::Negate => Term::Negate,
            });
        }
        ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) => {
            postfix(left, terms, leaf);
            let at = terms.len();
            terms.push(Term::Truth);
            postfix(right, terms, leaf);
            terms.push(Term::Truth);
            let skip = (terms.len() - at - 1) as u32;
            terms[at] = match op {
                BinaryOp::And => Term::AndThen(skip),
                _ => Term::OrElse(skip),
            };
        }
        ExprKind::Binary(op, left, right) => {
            postfix(left, terms, leaf);
            postfix(right, terms, leaf);
            terms.push(Term::Binary(*op));
        }
        _ => unreachable!("the checker lets no other part stand here"),
    }
}

/// Compiles one process.
struct Compiler<'a> {
    program: &'a mut Program,
    names: &'a mut Names,
    process: Process,
    locals: Numbers,
    /// Variables of the compiler's own that are free again.
    spare: Vec<u16>,
    /// Taken by the statement being compiled; spare again after it.
    borrowed: Vec<u16>,
    loops: Vec<Loop>,
    span: Span,
}

/// Jumps out of and back to the head of a loop.
struct Loop {
    head: u32,
    breaks: Vec<usize>,
}

impl Compiler<'_> {
    fn process(process: &tree::Process, span: Span, program: &mut Program, names: &mut Names) -> Process {
        let first_local = program.locals;
        let mut compiler = Compiler {
            program,
            names,
            process: Process {
                name: process.name.text.clone(),
                server: process.server,
                span,
                locals: Vec::new(),
                ops: Vec::new(),
                spans: Vec::new(),
                first_local,
            },
            locals: Numbers::new(),
            spare: Vec::new(),
            borrowed: Vec::new(),
            loops: Vec::new(),
            span,
        };
        compiler.block(&process.body);
        let end = process.body.span.end as usize;
        compiler.span = Span::new(end.saturating_sub(1), end);
        compiler.emit(Op::End);
        let mut compiled = compiler.process;
        mark_idle_rounds(&mut compiled.ops);
        program.locals += compiled.locals.len();
        compiled
    }

    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        self.span = statement.span;
        let borrowed = self.borrowed.len();
        match &statement.kind {
            StatementKind::Work { time, label } => self.work(time, label.as_ref()),
            StatementKind::Sleep(time) => {
                let (pace, time) = self.time(time);
                self.emit(Op::Sleep { pace, time });
            }
            StatementKind::Send { values, to } => {
                let (count, first) = self.operand_list(values);
                let channel = self.names.channel(to);
                self.emit(Op::Send { channel, count, first });
            }
            StatementKind::Receive { into, from } => self.receive(into, from),
            StatementKind::Let { name, value } | StatementKind::Assign { name, value } => {
                let value = self.operand(value);
                let value = self.keep(value);
                let local = self.local(&name.text);
                self.emit(Op::Set { local, value });
            }
            StatementKind::Print(values) => {
                let (count, first) = self.operand_list(values);
                self.emit(Op::Print { count, first });
            }
            StatementKind::Say(text) => {
                let text = self.names.text(&text.text, &mut self.program.texts);
                self.emit(Op::Say { text });
            }
            StatementKind::Repeat { count, index, body } => self.repeat(count, index.as_ref(), body),
            StatementKind::Loop(body) => {
                self.enter(self.here());
                self.block(body);
                self.leave();
            }
            StatementKind::While { condition, body } => self.while_(condition, body),
            StatementKind::If { arms, otherwise } => self.if_(arms, otherwise.as_ref()),
            StatementKind::Break => {
                let at = self.emit(Op::Jump { target: 0 });
                self.innermost().breaks.push(at);
            }
            StatementKind::Continue => {
                let target = self.innermost().head;
                self.emit(Op::Jump { target });
            }
            StatementKind::Stop => {
                self.emit(Op::End);
            }
        }
        self.give_back(borrowed);
    }

    fn work(&mut self, time: &Time, label: Option<&Word>) {
        let label = match label {
            Some(word) => self.names.text(&word.text, &mut self.program.texts) as u16,
            None => NOTHING,
        };
        let (pace, time) = self.time(time);
        self.emit(Op::Work { pace, time, label });
    }

    fn receive(&mut self, into: &[Word], from: &Word) {
        let first = self.program.targets.len() as u32;
        for word in into {
            let local = self.local(&word.text);
            self.program.targets.push(local);
        }
        let (channel, count) = (self.names.channel(from), into.len() as u8);
        self.emit(Op::Receive { channel, count, first });
    }

    fn repeat(&mut self, count: &Expr, index: Option<&Word>, body: &Block) {
        let count = self.operand(count);
        let count = self.keep(count);
        let counter = self.fresh();
        let rounds = self.fresh();
        debug_assert_eq!(rounds, counter + 1);
        let index = index.map_or(NO_LOCAL, |word| self.local(&word.text));
        self.emit(Op::Rounds { counter, count });
        let head = self.here();
        self.enter(head);
        self.emit(Op::Repeat { counter, index, exit: 0 });
        self.block(body);
        self.leave();
        let after = self.here();
        if let Op::Repeat { exit, .. } = &mut self.process.ops[head as usize] {
            *exit = after;
        }
    }

    fn while_(&mut self, condition: &Expr, body: &Block) {
        self.enter(self.here());
        let borrowed = self.borrowed.len();
        let condition = self.operand(condition);
        let condition = self.keep(condition);
        let out = self.emit(Op::Unless { condition, target: 0 });
        self.give_back(borrowed);
        self.innermost().breaks.push(out);
        self.block(body);
        self.leave();
    }

    fn if_(&mut self, arms: &[(Expr, Block)], otherwise: Option<&Block>) {
        let mut ends = Vec::new();
        for (condition, block) in arms {
            self.span = condition.span;
            let borrowed = self.borrowed.len();
            let condition = self.operand(condition);
            let condition = self.keep(condition);
            let next = self.emit(Op::Unless { condition, target: 0 });
            self.give_back(borrowed);
            self.block(block);
            ends.push(self.emit(Op::Jump { target: 0 }));
            self.land(next);
        }
        if let Some(block) = otherwise {
            self.block(block);
        }
        for end in ends {
            self.land(end);
        }
    }

    fn enter(&mut self, head: u32) {
        self.loops.push(Loop { head, breaks: Vec::new() });
    }

    fn leave(&mut self) {
        let done = self.loops.pop().expect("every loop that is entered is left once");
        self.emit(Op::Jump { target: done.head });
        for at in done.breaks {
            self.land(at);
        }
    }

    fn innermost(&mut self) -> &mut Loop {
        self.loops.last_mut().expect("the checker lets no break stand outside a loop")
    }

    /// The jump at `at` goes to what comes next.
    fn land(&mut self, at: usize) {
        let here = self.here();
        match &mut self.process.ops[at] {
            Op::Jump { target } | Op::Unless { target, .. } => *target = here,
            _ => unreachable!("only jumps are noted to be landed"),
        }
    }

    fn here(&self) -> u32 {
        self.process.ops.len() as u32
    }

    fn emit(&mut self, op: Op) -> usize {
        self.process.ops.push(op);
        self.process.spans.push(self.span);
        self.process.ops.len() - 1
    }

    fn time(&mut self, time: &Time) -> (Pace, u32) {
        let (pace, parts): (Pace, Vec<&Duration>) = match time {
            Time::Fixed(duration) => (Pace::Fixed, [duration].to_vec()),
            Time::Range(low, high) => (Pace::Range, [low, high].to_vec()),
            Time::Exponential(mean) => (Pace::Exponential, [mean].to_vec()),
        };
        let operands: Vec<Operand> = parts.into_iter().map(|part| self.duration(part)).collect();
        let first = self.program.operands.len() as u32;
        self.program.operands.extend(operands);
        (pace, first)
    }

    /// A duration in µs.
    fn duration(&mut self, duration: &Duration) -> Operand {
        let number = |us: u64| Value::number(us as i64).expect("the parser keeps durations far below 2⁶³ µs");
        match duration {
            Duration::Literal(literal) => Operand::Constant(number(literal.us)),
            Duration::Computed(expr, unit) => {
                let mut terms = self.terms(expr);
                terms.push(Term::Constant(number(unit.us())));
                terms.push(Term::Binary(BinaryOp::Multiply));
                self.store(terms)
            }
        }
    }

    fn operand_list(&mut self, values: &[Expr]) -> (u8, u32) {
        let operands: Vec<Operand> = values.iter().map(|value| self.operand(value)).collect();
        let first = self.program.operands.len() as u32;
        self.program.operands.extend(operands);
        (values.len() as u8, first)
    }

    fn keep(&mut self, operand: Operand) -> u32 {
        self.program.operands.push(operand);
        self.program.operands.len() as u32 - 1
    }

    fn operand(&mut self, expr: &Expr) -> Operand {
        let terms = self.terms(expr);
        match terms[..] {
            [Term::Constant(value)] => Operand::Constant(value),
            [Term::Local(local)] => Operand::Local(local),
            _ => self.store(terms),
        }
    }

    fn store(&mut self, mut terms: Vec<Term>) -> Operand {
        let (start, len) = (self.program.terms.len() as u32, terms.len() as u32);
        self.program.terms.append(&mut terms);
        Operand::Terms { start, len }
    }

    /// `expr` in postfix form. What is a move in it is made before, in order, into variables of the compiler's own.
    fn terms(&mut self, expr: &Expr) -> Vec<Term> {
        let mut terms = Vec::new();
        postfix(expr, &mut terms, &mut |part| self.leaf(part));
        terms
    }

    fn leaf(&mut self, part: &Expr) -> Option<Term> {
        match &part.kind {
            ExprKind::Name(name) => Some(Term::Local(self.local(name))),
            ExprKind::Text(text) => {
                let id = self.names.text(text, &mut self.program.texts);
                Some(Term::Constant(Value::text(id)))
            }
            ExprKind::Length(channel) => Some(self.look(channel, Look::Length)),
            ExprKind::Room(channel) => Some(self.look(channel, Look::Room)),
            ExprKind::Random(low, high) => {
                let (_, range) = self.operand_pair(low, high);
                let into = self.borrow();
                self.emit(Op::Draw { into, range });
                Some(Term::Local(into))
            }
            ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) if makes_moves(right) => {
                Some(self.either_side(*op, left, right))
            }
            _ => None,
        }
    }

    fn operand_pair(&mut self, low: &Expr, high: &Expr) -> (Operand, u32) {
        let low = self.operand(low);
        let high = self.operand(high);
        let first = self.keep(low);
        self.keep(high);
        (low, first)
    }

    fn look(&mut self, channel: &Word, what: Look) -> Term {
        let (into, channel) = (self.borrow(), self.names.channel(channel));
        self.emit(Op::Look { into, channel, what });
        Term::Local(into)
    }

    /// `left and right` where `right` makes moves: they are made only if `left` does not decide.
    fn either_side(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Term {
        let result = self.borrow();
        let mut terms = self.terms(left);
        terms.push(Term::Truth);
        self.set(result, terms);
        let decided = match op {
            BinaryOp::And => Operand::Local(result),
            _ => self.store([Term::Local(result), Term::Not].to_vec()),
        };
        let condition = self.keep(decided);
        let out = self.emit(Op::Unless { condition, target: 0 });
        let mut terms = self.terms(right);
        terms.push(Term::Truth);
        self.set(result, terms);
        self.land(out);
        Term::Local(result)
    }

    fn set(&mut self, local: u16, terms: Vec<Term>) {
        let value = self.store(terms);
        let value = self.keep(value);
        self.emit(Op::Set { local, value });
    }

    fn local(&mut self, name: &str) -> u16 {
        if let Some(&local) = self.locals.get(name) {
            return local as u16;
        }
        let local = self.process.locals.len() as u16;
        self.process.locals.push(name.to_string());
        self.locals.insert(name.to_string(), u32::from(local));
        local
    }

    /// A new variable of the compiler's own.
    fn fresh(&mut self) -> u16 {
        self.process.locals.push(String::new());
        self.process.locals.len() as u16 - 1
    }

    /// A variable of the compiler's own, until the statement is over.
    fn borrow(&mut self) -> u16 {
        let local = match self.spare.pop() {
            Some(local) => local,
            None => self.fresh(),
        };
        self.borrowed.push(local);
        local
    }

    fn give_back(&mut self, keep: usize) {
        self.spare.extend(self.borrowed.drain(keep..));
    }
}

/// Whether evaluating `expr` makes a move. Its height is bounded by the parser, so the recursion is.
fn makes_moves(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Length(_) | ExprKind::Room(_) | ExprKind::Random(..) => true,
        ExprKind::Unary(_, inner) => makes_moves(inner),
        ExprKind::Binary(_, left, right) => makes_moves(left) || makes_moves(right),
        _ => false,
    }
}

/// Makes a move of each jump back that a round can reach without making any: no move goes on for ever.
fn mark_idle_rounds(ops: &mut [Op]) {
    // Heads of loops with each jump back to them, the last of which counts.
    let mut last_back: BinaryHeap<(usize, usize)> = BinaryHeap::new();
    for (at, op) in ops.iter().enumerate() {
        if let Op::Jump { target } = *op
            && target as usize <= at
        {
            last_back.push((target as usize, at));
        }
    }
    // A heap sorts in less code than a sort, and the page is to be small.
    let last_back = last_back.into_sorted_vec();
    for (number, &(head, last)) in last_back.iter().enumerate() {
        if last_back.get(number + 1).is_some_and(|&(next, _)| next == head) {
            continue;
        }
        let idle = reached_without_a_move(ops, head, last);
        for at in head..=last {
            if ops[at] == (Op::Jump { target: head as u32 }) && idle[at - head] {
                ops[at] = Op::Again { target: head as u32 };
            }
        }
    }
}

/// Which operations between `first` and `last` can be reached from `first` without a move, staying between the two.
fn reached_without_a_move(ops: &[Op], first: usize, last: usize) -> Vec<bool> {
    let mut reached = alloc::vec![false; last - first + 1];
    let mut open = alloc::vec![first];
    while let Some(at) = open.pop() {
        if at < first || at > last || core::mem::replace(&mut reached[at - first], true) {
            continue;
        }
        match ops[at] {
            Op::End => {}
            op if op.is_move() => {}
            Op::Jump { target } => open.push(target as usize),
            Op::Unless { target, .. } => open.extend([at + 1, target as usize]),
            Op::Repeat { exit, .. } => open.extend([at + 1, exit as usize]),
            _ => open.push(at + 1),
        }
    }
    reached
}

/// The most messages that a capacity lets wait.
impl Capacity {
    /// `u32::MAX` stands for any number.
    pub fn most(self) -> u32 {
        match self {
            Capacity::Messages(most) => most,
            Capacity::Unbounded => u32::MAX,
        }
    }
}
