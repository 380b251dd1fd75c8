//! Blocks and statements, and walks over them. A new statement gets all of it here.

use alloc::vec::Vec;

use super::acts::{Act, Attempt, Condition, Part, Target, of_act, of_attempt, of_condition, of_duration, of_time};
use super::{Call, Dotted, Duration, Expr, Span, Time, Word};

/// Statements between `{` and `}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The statements in order.
    pub statements: Vec<Statement>,
    /// From `{` to `}`.
    pub span: Span,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The kind of statement and its parts.
    pub kind: StatementKind,
    /// Its position, including its blocks.
    pub span: Span,
}

/// The statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// `work 3ms "label"`: uses a core for this time.
    Work {
        /// The duration.
        time: Time,
        /// The label on the lane.
        label: Option<Word>,
    },
    /// `sleep 3ms`: waits without a core.
    Sleep(Time),
    /// `send …`, `receive …`, `wait s`, `lock m` or `attach t`, with `try` or `within`, or without.
    Act(Attempt),
    /// `post 2 to m`: posts buffers to a mailbox or a link.
    Post {
        /// The number of buffers.
        count: Expr,
        /// The mailbox, or a process for the link from it.
        to: Target,
    },
    /// `select { receive a from P { … } after 5ms { … } }`: the first arm that is possible.
    Select {
        /// Sends and receives, each with its block; at least one.
        arms: Vec<(Act, Block)>,
        /// The timeout and its block.
        after: Option<(Duration, Block)>,
    },
    /// `create table`
    Create(Word),
    /// `detach table`
    Detach(Word),
    /// `signal s`
    Signal(Target),
    /// `unlock m`
    Unlock(Target),
    /// `wait c`, `wait c with m`
    WaitCondition {
        /// The condition variable.
        condition: Target,
        /// The mutex that is released during the wait.
        mutex: Option<Target>,
    },
    /// `notify c`, `notify all c`
    Notify {
        /// The condition variable.
        condition: Target,
        /// Whether all waiting processes are notified.
        all: bool,
    },
    /// `let x = e`
    Let {
        /// The variable.
        name: Word,
        /// Its value.
        value: Expr,
    },
    /// `x = e`
    Assign {
        /// The variable, declared before.
        name: Word,
        /// Its new value.
        value: Expr,
    },
    /// `table.slots[i] = e`
    Write {
        /// The cell or item.
        place: Dotted,
        /// Its new value.
        value: Expr,
    },
    /// A hardware instruction used only for its effect: `fetch_and_add(table.count, 1)`
    Evaluate(Expr),
    /// `print a, b`
    Print(Vec<Expr>),
    /// `say "text"`: a note shown at that moment.
    Say(Word),
    /// `ask "question" answer "text" or "text"`: a question for the student; the first answer is correct.
    Ask {
        /// The question.
        question: Word,
        /// Its answers, at least one.
        answers: Vec<Word>,
    },
    /// `assert e "message"`: ends the run with the message if the condition is false.
    Assert {
        /// The asserted condition.
        condition: Expr,
        /// The message.
        message: Option<Word>,
    },
    /// `repeat n as i { … }`
    Repeat {
        /// The number of iterations, evaluated once; a negative number means 0.
        count: Expr,
        /// The variable that counts the iterations from 0.
        index: Option<Word>,
        /// The body of the loop.
        body: Block,
    },
    /// `loop { … }`
    Loop(Block),
    /// `while e { … }`
    While {
        /// The loop repeats while this holds.
        condition: Condition,
        /// The body of the loop.
        body: Block,
    },
    /// `if a { … } else if b { … } else { … }`
    If {
        /// The conditions with their blocks, at least one.
        arms: Vec<(Condition, Block)>,
        /// The block of the last `else`.
        otherwise: Option<Block>,
    },
    /// `atomic { … }`: one indivisible step.
    Atomic(Block),
    /// `either { … } or { … }`: one of the blocks; at least two.
    Either(Vec<Block>),
    /// `section "name" { … }`: a named part of the lane.
    Section {
        /// Its name.
        name: Word,
        /// Its body.
        body: Block,
    },
    /// `insert(3)`, `let y = take()`
    Call(Call),
    /// In place of a call: the body of the procedure. `scenario::expand` makes it; no text contains it.
    Inlined {
        /// The name of the procedure.
        procedure: Word,
        /// The variable for the returned value, and whether `let` declares it.
        into: Option<(Word, bool)>,
        /// The body, with the arguments in place of parameters.
        body: Block,
    },
    /// `return`, `return y`: ends the procedure.
    Return(Option<Expr>),
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// `stop`: terminates the process.
    Stop,
}

impl Block {
    /// Calls `see` for each of its statements, each before those in its blocks.
    pub fn every<'t>(&'t self, see: &mut dyn FnMut(&'t Statement)) {
        for statement in &self.statements {
            see(statement);
            statement.kind.blocks().for_each(|inner| inner.every(see));
        }
    }
}

impl StatementKind {
    /// Its blocks, in the order of the text.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let (mut several, mut last): (Vec<&Block>, Option<&Block>) = (Vec::new(), None);
        match self {
            StatementKind::Repeat { body, .. }
            | StatementKind::Loop(body)
            | StatementKind::While { body, .. }
            | StatementKind::Atomic(body)
            | StatementKind::Inlined { body, .. }
            | StatementKind::Section { body, .. } => last = Some(body),
            StatementKind::If { arms, otherwise } => {
                several.extend(arms.iter().map(|(_, block)| block));
                last = otherwise.as_ref();
            }
            StatementKind::Select { arms, after } => {
                several.extend(arms.iter().map(|(_, block)| block));
                last = after.as_ref().map(|(_, block)| block);
            }
            StatementKind::Either(blocks) => several.extend(blocks),
            _ => {}
        }
        several.into_iter().chain(last)
    }

    /// Calls `with` for each of its blocks, in the order of the text.
    pub(crate) fn blocks_mut(&mut self, with: &mut dyn FnMut(&mut Block)) {
        match self {
            StatementKind::Repeat { body, .. }
            | StatementKind::Loop(body)
            | StatementKind::While { body, .. }
            | StatementKind::Atomic(body)
            | StatementKind::Inlined { body, .. }
            | StatementKind::Section { body, .. } => with(body),
            StatementKind::If { arms, otherwise } => {
                arms.iter_mut().for_each(|(_, block)| with(block));
                otherwise.iter_mut().for_each(with);
            }
            StatementKind::Select { arms, after } => {
                arms.iter_mut().for_each(|(_, block)| with(block));
                after.iter_mut().for_each(|(_, block)| with(block));
            }
            StatementKind::Either(branches) => branches.iter_mut().for_each(with),
            _ => {}
        }
    }

    /// Its acts, without those in its blocks.
    pub fn acts(&self) -> Vec<&Act> {
        let tried = |condition| match condition {
            &Condition::Succeeds(Attempt { ref act, .. }, _) => Some(act),
            Condition::Holds(_) => None,
        };
        match self {
            StatementKind::Act(attempt) => [&attempt.act].to_vec(),
            StatementKind::While { condition, .. } => tried(condition).into_iter().collect(),
            StatementKind::If { arms, .. } => arms.iter().filter_map(|(condition, _)| tried(condition)).collect(),
            StatementKind::Select { arms, .. } => arms.iter().map(|(act, _)| act).collect(),
            _ => Vec::new(),
        }
    }

    /// The variables that it gives values to, in the order of the text, without those in its blocks; `true` for those that
    /// it declares.
    pub fn assigned(&self) -> Vec<(&Word, bool)> {
        match self {
            StatementKind::Let { name, .. } | StatementKind::Repeat { index: Some(name), .. } => {
                [(name, true)].to_vec()
            }
            StatementKind::Assign { name, .. } => [(name, false)].to_vec(),
            StatementKind::Call(Call { into, .. }) | StatementKind::Inlined { into, .. } => {
                into.iter().map(|(name, declares)| (name, *declares)).collect()
            }
            other => {
                let received = other.acts().into_iter().flat_map(|act| match act {
                    Act::Receive { into, who, .. } => into.iter().chain(who).collect(),
                    _ => Vec::new(),
                });
                received.map(|name| (name, true)).collect()
            }
        }
    }

    /// Calls `see` for each part with names, without those in its blocks.
    pub(crate) fn parts_mut(&mut self, see: &mut dyn FnMut(Part<'_>)) {
        match self {
            StatementKind::Work { time, label: _ } | StatementKind::Sleep(time) => of_time(time, see),
            StatementKind::Act(attempt) => of_attempt(attempt, see),
            StatementKind::Post { count, to } => {
                see(Part::Value(count));
                see(Part::Target(to));
            }
            StatementKind::Select { arms, after } => {
                arms.iter_mut().for_each(|(act, _)| of_act(act, see));
                after.iter_mut().for_each(|(time, _)| of_duration(time, see));
            }
            StatementKind::Create(memory) | StatementKind::Detach(memory) => see(Part::Region(memory)),
            StatementKind::Signal(target) | StatementKind::Unlock(target) => see(Part::Target(target)),
            StatementKind::WaitCondition { condition, mutex } => {
                see(Part::Target(condition));
                mutex.iter_mut().for_each(|mutex| see(Part::Target(mutex)));
            }
            StatementKind::Notify { condition, all: _ } => see(Part::Target(condition)),
            StatementKind::Let { name, value } | StatementKind::Assign { name, value } => {
                see(Part::Variable(name));
                see(Part::Value(value));
            }
            StatementKind::Write { place, value } => {
                see(Part::Cell(place));
                see(Part::Value(value));
            }
            StatementKind::Evaluate(value) | StatementKind::Return(Some(value)) => see(Part::Value(value)),
            StatementKind::Print(values) => values.iter_mut().for_each(|value| see(Part::Value(value))),
            StatementKind::Assert { condition, message: _ } => see(Part::Value(condition)),
            StatementKind::Repeat { count, index, body: _ } => {
                see(Part::Value(count));
                index.iter_mut().for_each(|word| see(Part::Variable(word)));
            }
            StatementKind::While { condition, body: _ } => of_condition(condition, see),
            StatementKind::If { arms, otherwise: _ } => {
                arms.iter_mut().for_each(|(condition, _)| of_condition(condition, see));
            }
            StatementKind::Call(call) => {
                call.arguments.iter_mut().for_each(|argument| see(Part::Value(argument)));
                call.into.iter_mut().for_each(|(name, _)| see(Part::Variable(name)));
            }
            StatementKind::Inlined { into, .. } => into.iter_mut().for_each(|(name, _)| see(Part::Variable(name))),
            StatementKind::Say(_)
            | StatementKind::Ask { .. }
            | StatementKind::Loop(_)
            | StatementKind::Atomic(_)
            | StatementKind::Either(_)
            | StatementKind::Section { .. }
            | StatementKind::Return(None)
            | StatementKind::Break
            | StatementKind::Continue
            | StatementKind::Stop => {}
        }
    }
}
