//! Compiler from a checked tree to a program: numbers variables, and turns control flow into jumps and shared acts into
//! moves.

use alloc::collections::{BTreeMap, BinaryHeap};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::declare::{Named, Names, declarations, fold, processes};
use super::{Attempt, Op, Operand, Pace, Program, Shown, Target, Term, Timeout, links, liveness, reach, stops};
use crate::event::NOTHING;
use crate::scenario::plain;
use crate::scenario::tree::SEPARATOR;
use crate::scenario::tree::{
    self, Block, Duration, Expr, ItemKind, Scenario, Span, Statement, StatementKind, Time, Word,
};
use crate::value::Value;

mod acts;
mod checks;
mod control;
mod expressions;
mod memory;

use control::{Inlined, Loop};

impl Program {
    /// Compiles a scenario in which [`read`](crate::scenario::read) found no error; `text` is its source text.
    pub fn new(scenario: &Scenario, text: &str) -> Program {
        let scenario = &plain(scenario);
        let mut names = Names::default();
        let mut program = declarations(scenario, &mut names);
        links::declare(scenario, &names, &mut program);
        links::find_homes(scenario, &names, &mut program);
        let mut number = 0;
        for (process, ..) in processes(scenario) {
            for _ in 0..process.count.as_deref().copied().unwrap_or(1) {
                Compiler::process(process, number, text, &mut program, &mut names);
                number += 1;
            }
        }
        links::complete(&mut program);
        for item in &scenario.items {
            if let ItemKind::Check(check) = &item.kind {
                let compiled = checks::check(check, item.span, text, &mut program, &mut names);
                program.checks.push(compiled);
            }
        }
        stops::mark(&mut program);
        reach::find_reach(&mut program);
        liveness::find_unneeded(&mut program);
        program
    }
}

/// Compiles one process.
struct Compiler<'a> {
    program: &'a mut Program,
    names: &'a mut Names,
    text: &'a str,
    /// The number of the process.
    number: usize,
    me: Option<u16>,
    ops: Vec<Op>,
    spans: Vec<Span>,
    sections: Vec<u16>,
    local_names: Vec<String>,
    locals: BTreeMap<String, u16>,
    /// Temporary variables that are free for reuse.
    spare: Vec<u16>,
    /// Temporary variables of the statement being compiled; free again after it.
    borrowed: Vec<u16>,
    loops: Vec<Loop>,
    /// The procedures around the current place, the innermost last.
    procedures: Vec<Inlined>,
    /// The sections around the current place: texts, the outermost first.
    nest: Vec<u32>,
    span: Span,
}

impl<'a> Compiler<'a> {
    fn process(process: &tree::Process, number: usize, text: &'a str, program: &'a mut Program, names: &'a mut Names) {
        let me = program.processes[number].replica.map(|(index, _)| index);
        let mut compiler = Compiler {
            span: program.processes[number].span,
            program,
            names,
            text,
            number,
            me,
            ops: Vec::new(),
            spans: Vec::new(),
            sections: Vec::new(),
            local_names: Vec::new(),
            locals: BTreeMap::new(),
            spare: Vec::new(),
            borrowed: Vec::new(),
            loops: Vec::new(),
            procedures: Vec::new(),
            nest: Vec::new(),
        };
        compiler.declare_variables(&process.body);
        // Becomes `Shown::Begin` where others can come before what the process does first.
        compiler.emit(Op::Jump { target: 1 });
        compiler.block(&process.body);
        let end = process.body.span.end as usize;
        compiler.span = Span::new(end.saturating_sub(1), end);
        compiler.emit(Op::End { shows: false });
        mark_idle_rounds(compiler.program, &mut compiler.ops);
        let Compiler { ops, spans, sections, local_names, program, .. } = compiler;
        let compiled = &mut program.processes[number];
        compiled.first_local = program.locals;
        program.locals += local_names.len();
        (compiled.ops, compiled.spans, compiled.sections, compiled.locals) = (ops, spans, sections, local_names);
    }

    /// Numbers the variables of the process in the order of their declarations in the text.
    fn declare_variables(&mut self, block: &Block) {
        block.every(&mut |statement| {
            for (name, declares) in statement.kind.assigned() {
                if declares {
                    self.local(&name.text);
                }
            }
        });
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
            StatementKind::Act(attempt) => _ = self.attempt(attempt),
            StatementKind::Post { count, to } => {
                let count = self.operand(count);
                let count = self.keep(count);
                let to = self.channel_from(to);
                self.emit(Op::Post { to, count });
            }
            StatementKind::Select { arms, after } => self.select(arms, after.as_ref()),
            StatementKind::Create(word) => {
                let memory = self.memory(word);
                self.emit(Op::Create { memory });
            }
            StatementKind::Detach(word) => {
                let memory = self.memory(word);
                self.emit(Op::Detach { memory });
            }
            StatementKind::Signal(target) => {
                let lock = self.lock(target);
                self.emit(Op::Signal { lock });
            }
            StatementKind::Unlock(target) => {
                let lock = self.lock(target);
                self.emit(Op::Unlock { lock });
            }
            StatementKind::WaitCondition { condition, mutex } => {
                let condition = self.lock(condition);
                let mutex = mutex.as_ref().map_or(Target::Nothing, |mutex| self.lock(mutex));
                let asleep = self.borrow();
                self.emit(Op::FallAsleep { condition, mutex, asleep });
                self.emit(Op::Awake { condition, mutex, asleep });
            }
            StatementKind::Notify { condition, all } => {
                let (condition, all) = (self.lock(condition), *all);
                self.emit(Op::Notify { condition, all });
            }
            StatementKind::Let { name, value } | StatementKind::Assign { name, value } => {
                let local = self.local(&name.text);
                self.assign(local, value);
            }
            StatementKind::Write { place, value } => self.write(place, value),
            StatementKind::Evaluate(value) => _ = self.operand(value),
            StatementKind::Print(values) => {
                let (count, first) = self.operand_list(values);
                self.emit(Op::Print { count, first, shows: false });
            }
            StatementKind::Say(text) => {
                let text = self.text(&text.text);
                self.emit(Op::Show { what: Shown::Say { text } });
            }
            StatementKind::Ask { question, answers } => {
                let texts = core::iter::once(question).chain(answers).map(|word| self.text(&word.text)).collect();
                self.program.questions.push(texts);
                let question = self.program.questions.len() as u32 - 1;
                self.emit(Op::Show { what: Shown::Ask { question } });
            }
            StatementKind::Assert { condition, message } => self.assert(condition, message.as_ref()),
            StatementKind::Repeat { count, index, body } => self.repeat(count, index.as_ref(), body),
            StatementKind::Loop(body) => {
                self.enter(self.here());
                self.block(body);
                self.leave();
            }
            StatementKind::While { condition, body } => {
                self.enter(self.here());
                let out = self.unless(condition);
                self.innermost().breaks.push(out);
                self.block(body);
                self.leave();
            }
            StatementKind::If { arms, otherwise } => self.if_(arms, otherwise.as_ref()),
            StatementKind::Atomic(body) => {
                let at = self.emit(Op::Atomic { end: 0 });
                self.block(body);
                self.land(at);
            }
            StatementKind::Either(blocks) => self.either(blocks),
            StatementKind::Section { name, body } => self.section(name, body),
            StatementKind::Inlined { procedure: _, into, body } => self.procedure(into.as_ref(), body),
            StatementKind::Return(value) => self.return_(value.as_ref()),
            StatementKind::Call(_) => unreachable!("calls were expanded"),
            StatementKind::Break => {
                let keep = self.innermost().sections;
                self.leave_sections(keep);
                let at = self.emit(Op::Jump { target: 0 });
                self.innermost().breaks.push(at);
            }
            StatementKind::Continue => {
                let keep = self.innermost().sections;
                self.leave_sections(keep);
                let target = self.innermost().head;
                self.emit(Op::Jump { target });
            }
            StatementKind::Stop => {
                self.emit(Op::End { shows: false });
            }
        }
        self.give_back(borrowed);
    }

    fn work(&mut self, time: &Time, label: Option<&Word>) {
        let label = label.map_or(NOTHING, |word| self.text(&word.text) as u16);
        let (pace, time) = self.time(time);
        self.emit(Op::Work { pace, time, label });
    }

    fn assert(&mut self, condition: &Expr, message: Option<&Word>) {
        let text = match message {
            Some(message) => self.text(&message.text),
            None => {
                // With the parentheses around its ends.
                let statement = self.text.get(self.span.range()).unwrap_or_default();
                let written = statement.strip_prefix("assert").map_or(statement, str::trim).to_string();
                self.text(&written)
            }
        };
        let condition = self.operand(condition);
        let condition = self.keep(condition);
        self.emit(Op::Assert { condition, text });
    }

    fn here(&self) -> u32 {
        self.ops.len() as u32
    }

    fn emit(&mut self, op: Op) -> usize {
        let nest = self.nest_number();
        self.ops.push(op);
        self.spans.push(self.span);
        self.sections.push(nest);
        self.ops.len() - 1
    }

    /// The number of the set of sections around the current place.
    fn nest_number(&mut self) -> u16 {
        let nests = &mut self.program.nests;
        let known = nests.iter().rposition(|nest| *nest == self.nest);
        let number = known.unwrap_or_else(|| {
            nests.push(self.nest.clone());
            nests.len() - 1
        });
        number as u16
    }

    fn text(&mut self, text: &str) -> u32 {
        self.names.text(text, &mut self.program.texts)
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
        match duration {
            Duration::Literal(literal) => Operand::Constant(number(literal.us)),
            Duration::Computed(expr, unit) => self.scaled(expr, unit.us()),
        }
    }

    fn local(&mut self, name: &str) -> u16 {
        if let Some(&local) = self.locals.get(name) {
            return local;
        }
        let local = self.local_names.len() as u16;
        self.local_names.push(name.replace(SEPARATOR, "."));
        self.locals.insert(name.to_string(), local);
        local
    }

    /// A new temporary variable.
    fn fresh(&mut self) -> u16 {
        self.local_names.push(String::new());
        self.local_names.len() as u16 - 1
    }

    /// A temporary variable until the end of the statement.
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

    /// A `try` or a `within` whose result goes into a new variable.
    fn timeout(&mut self, timeout: &tree::Timeout) -> u16 {
        let timeout = match timeout {
            tree::Timeout::Endless => return super::NO_ATTEMPT,
            tree::Timeout::Try => Timeout::Try,
            tree::Timeout::Within(duration) => {
                let operand = self.duration(duration);
                Timeout::Within(self.keep(operand))
            }
        };
        let result = self.borrow();
        self.program.attempts.push(Attempt { timeout, result });
        self.program.attempts.len() as u16 - 1
    }

    fn memory(&self, word: &Word) -> u16 {
        match self.names.get(&word.text) {
            Some(Named::Memory(number)) => number,
            _ => unreachable!("the checker knows every region"),
        }
    }

    fn fold(&self, expr: &Expr) -> Option<i64> {
        fold(expr, self.me)
    }
}

/// A number that is known to be small.
fn number(number: u64) -> Value {
    Value::number(number as i64).expect("the parser keeps sizes and durations far below 2⁶³")
}

/// Turns each jump back that an iteration can reach without a move into a move, so that no move runs forever.
fn mark_idle_rounds(program: &Program, ops: &mut [Op]) {
    // Heads of loops with each jump back to them; only the last jump counts.
    let mut last_back: BinaryHeap<(usize, usize)> = BinaryHeap::new();
    for (at, op) in ops.iter().enumerate() {
        if let Op::Jump { target } = *op
            && target as usize <= at
        {
            last_back.push((target as usize, at));
        }
    }
    // A heap sorts in less code than a sort, and the page should be small.
    let last_back = last_back.into_sorted_vec();
    for (number, &(head, last)) in last_back.iter().enumerate() {
        if last_back.get(number + 1).is_some_and(|&(next, _)| next == head) {
            continue;
        }
        let idle = reach::reached_without_a_move(program, ops, head..last + 1);
        for at in head..=last {
            if ops[at] == (Op::Jump { target: head as u32 }) && idle[at - head] {
                ops[at] = Op::Again { target: head as u32 };
            }
        }
    }
}

/// A condition of a term list that is one constant or one variable needs no list.
fn operand_of(terms: &[Term]) -> Option<Operand> {
    match terms {
        [Term::Constant(value)] => Some(Operand::Constant(*value)),
        [Term::Local(local)] => Some(Operand::Local(*local)),
        _ => None,
    }
}
