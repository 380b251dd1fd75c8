//! Moves: guard, effect and successor of each operation that others can come before.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::alternative::{Act, Alternative, Then};
use super::conditions::Cond;
use super::process::Writer;
use super::subjects::{Message, message_of};
use crate::program::{NO_ATTEMPT, Op, Operand, Target};

impl Alternative {
    pub fn new(guard: Cond, body: Vec<String>, then: Then) -> Alternative {
        let guard = match guard {
            Cond::Always => String::new(),
            guard => String::from(super::conditions::inner(&guard.written())),
        };
        Alternative { guard, body, then, owes_control: false }
    }
}

impl Writer<'_, '_> {
    /// The alternatives of an operation.
    pub fn alternatives(&mut self, at: u32) -> Vec<Alternative> {
        let next = at + 1;
        let simple = |body: Vec<String>| [Alternative::new(Cond::Always, body, Then::At(next))].to_vec();
        let mut alternatives = match self.op(at) {
            Op::Send { to, message, attempt } => {
                let act = self.send(at, to, message, next);
                self.attempted(at, attempt, act)
            }
            Op::Receive { from, count, first, who, attempt } => {
                let act = self.receive(at, from, (count, first, who), next);
                self.attempted(at, attempt, act)
            }
            Op::Lock { lock, attempt } | Op::Wait { lock, attempt } => {
                let act = self.take(lock, next);
                self.attempted(at, attempt, act)
            }
            Op::Attach { memory, read_only, attempt } => {
                let act = self.attach(memory, read_only, next);
                self.attempted(at, attempt, act)
            }
            Op::Select { select } => self.select(at, select),
            Op::Received { to, attempt, .. } => self.received(at, to, attempt),
            Op::Post { to, count } => self.post(at, to, count),
            Op::Create { memory } => self.create(at, memory),
            Op::Detach { memory } => self.detach(at, memory),
            Op::Read { into, place, cell } => self.read(at, (into, place, cell)),
            Op::Write { place, cell, value } => self.write(at, (place, cell, value)),
            Op::Instruct { into, place, instruction, first } => self.instruct(at, (into, place, instruction, first)),
            Op::Unlock { lock } => self.unlock(at, lock),
            Op::Signal { lock } => self.signal(at, lock),
            Op::FallAsleep { condition, mutex, .. } => self.fall_asleep(at, condition, mutex),
            Op::Awake { mutex, .. } => self.awake(at, mutex),
            Op::Notify { condition, all } => self.notify(at, condition, all),
            Op::Draw { into, range } => self.draw(at, into, range),
            Op::Inspect { into, channel, what } => self.inspect_into(at, (into, channel, what)),
            Op::Either { count, first } => {
                let branches = self.program().branches[first as usize..][..usize::from(count)].to_vec();
                branches
                    .into_iter()
                    .map(|branch| Alternative::new(Cond::Always, Vec::new(), Then::At(branch)))
                    .collect()
            }
            Op::Again { target } => [Alternative::new(Cond::Always, Vec::new(), Then::At(target))].to_vec(),
            Op::Atomic { .. } => simple(Vec::new()),
            // Only checks and assertions depend on these: they are free.
            Op::Assert { .. }
            | Op::Work { .. }
            | Op::Sleep { .. }
            | Op::Set { .. }
            | Op::Assemble { .. }
            | Op::Jump { .. }
            | Op::Unless { .. }
            | Op::Repeat { .. }
            | Op::Rounds { .. }
            | Op::Print { .. }
            | Op::Show { .. }
            | Op::End { .. } => [Alternative::new(Cond::Always, Vec::new(), Then::Fresh(at))].to_vec(),
        };
        alternatives.retain(|alternative| alternative.guard != "false");
        if alternatives.is_empty() {
            alternatives.push(Alternative {
                guard: "false".into(),
                body: Vec::new(),
                then: Then::Stop,
                owes_control: false,
            });
        }
        alternatives
    }

    /// An operation with its `try` or `within`, or one that waits for ever.
    fn attempted(&mut self, at: u32, attempt: u16, act: Act) -> Vec<Alternative> {
        if attempt == NO_ATTEMPT {
            let mut alternatives = act.alternatives;
            alternatives
                .extend((act.never != Cond::Never).then(|| Alternative::new(act.never, Vec::new(), Then::Fault)));
            return alternatives;
        }
        let result = self.local(self.program().attempts[usize::from(attempt)].result);
        let mut alternatives = act.alternatives;
        if self.inside[at as usize] {
            // In an `atomic` of the scenario there is no rendezvous.
            alternatives.retain(|alternative| {
                !alternative.owes_control && alternative.body.first().is_none_or(|first| first != "back?_")
            });
        }
        for alternative in &mut alternatives {
            alternative.body.push(format!("{result} = 1"));
        }
        let body = alloc::vec![format!("{result} = 0")];
        if act.early != Cond::Never {
            alternatives.push(Alternative::new(act.early, body, Then::At(at + 1)));
        }
        alternatives
    }

    fn select(&mut self, at: u32, select: u32) -> Vec<Alternative> {
        let spec = self.program().selects[select as usize];
        let arms = self.program().arms[spec.first as usize..][..usize::from(spec.count)].to_vec();
        let (mut alternatives, mut never, mut early) = (Vec::new(), Cond::Always, Cond::Always);
        for arm in arms {
            let act = match message_of(arm.op).expect("an arm of a `select` is a send or a receive") {
                Message::Sent { to, message } => self.send(at, to, message, arm.target),
                Message::Received { from, list } => self.receive(at, from, list, arm.target),
            };
            never = never.and(act.never);
            early = early.and(act.early);
            alternatives.extend(act.alternatives);
        }
        if let Some((_, target)) = spec.after {
            alternatives.push(Alternative::new(early, Vec::new(), Then::At(target)));
        } else if never != Cond::Never {
            alternatives.push(Alternative::new(never, Vec::new(), Then::Fault));
        }
        alternatives
    }

    /// A number between two others.
    fn draw(&mut self, at: u32, into: u16, range: u32) -> Vec<Alternative> {
        let program = self.program();
        let (low, high) = (self.model.operand(self.number, range), self.model.operand(self.number, range + 1));
        let known = |operand: u32| match program.operands[operand as usize] {
            Operand::Constant(value) => value.as_number(),
            _ => None,
        };
        let into = self.local(into);
        let fails = self.model.number_fails(self.number, range).or(self.model.number_fails(self.number, range + 1));
        let (body, fails) = match (known(range), known(range + 1)) {
            (Some(low), Some(high)) if low > high => (Vec::new(), Cond::Always),
            (Some(low), Some(high)) if high - low < 10 => {
                let numbers: Vec<String> = (low..=high).map(|number| format!(":: {into} = {number}")).collect();
                ([format!("if {} fi", numbers.join(" "))].to_vec(), fails)
            }
            (Some(_), Some(_)) => (count_up(&into, &low, &high), fails),
            _ => (count_up(&into, &low, &high), fails.or(Cond::when(format!("{low} > {high}")))),
        };
        let mut alternatives = [Alternative::new(fails.clone().not(), body, Then::At(at + 1))].to_vec();
        if fails != Cond::Never {
            alternatives.push(Alternative::new(fails, Vec::new(), Then::Fault));
        }
        alternatives
    }

    /// The index of one of several objects, and when it is out of range.
    pub fn index(&self, to: Target) -> (String, Cond) {
        match to {
            Target::OneOf { count, index, .. } => {
                let tree = self.model.tree_of(index);
                let fails = self.model.is_no_number(self.number, &tree);
                let outside = self.model.is_outside(self.number, &tree, u32::from(count));
                (self.model.expression(self.number, &tree), fails.or(outside))
            }
            _ => (String::new(), Cond::Never),
        }
    }
}

/// Any number from `low` to `high`.
fn count_up(into: &str, low: &str, high: &str) -> Vec<String> {
    [format!("{into} = {low}"), format!("do :: {into} < {high} -> {into}++ :: break od")].to_vec()
}
