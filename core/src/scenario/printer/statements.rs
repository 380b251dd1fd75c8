//! Statements without blocks as text, each on one line.

use alloc::string::String;

use super::super::tree::{Act, Attempt, Condition, StatementKind, Timeout};
use super::expressions::{dotted, list, target, written};
use super::measures::{duration, size, time};
use super::{names, quoted};

/// A statement without a block.
pub(super) fn line(statement: &StatementKind) -> String {
    match statement {
        StatementKind::Work { time: long, label: None } => ["work ", &time(long)].concat(),
        StatementKind::Work { time: long, label: Some(label) } => {
            ["work ", &time(long), " ", &quoted(&label.text)].concat()
        }
        StatementKind::Sleep(long) => ["sleep ", &time(long)].concat(),
        StatementKind::Act(attempt) => self::attempt(attempt),
        StatementKind::Post { count, to } => ["post ", &written(count), " to ", &target(to)].concat(),
        StatementKind::Create(memory) => ["create ", &memory.text].concat(),
        StatementKind::Detach(memory) => ["detach ", &memory.text].concat(),
        StatementKind::Signal(semaphore) => ["signal ", &target(semaphore)].concat(),
        StatementKind::Unlock(mutex) => ["unlock ", &target(mutex)].concat(),
        StatementKind::WaitCondition { condition, mutex: None } => ["wait ", &target(condition)].concat(),
        StatementKind::WaitCondition { condition, mutex: Some(mutex) } => {
            ["wait ", &target(condition), " with ", &target(mutex)].concat()
        }
        StatementKind::Notify { condition, all } => {
            [if *all { "notify all " } else { "notify " }, &target(condition)].concat()
        }
        StatementKind::Let { name, value } => ["let ", &name.text, " = ", &written(value)].concat(),
        StatementKind::Assign { name, value } => [&name.text, " = ", &written(value)].concat(),
        StatementKind::Write { place, value } => [&dotted(place), " = ", &written(value)].concat(),
        StatementKind::Evaluate(value) => written(value),
        StatementKind::Print(values) => ["print ", &list(values)].concat(),
        StatementKind::Say(note) => ["say ", &quoted(&note.text)].concat(),
        StatementKind::Ask { question, answers } => {
            let answers: alloc::vec::Vec<String> = answers.iter().map(|answer| quoted(&answer.text)).collect();
            ["ask ", &quoted(&question.text), " answer ", &answers.join(" or ")].concat()
        }
        StatementKind::Assert { condition, message } => {
            let mut line = ["assert ", &written(condition)].concat();
            if let Some(message) = message {
                line.extend([" ", &quoted(&message.text)]);
            }
            line
        }
        StatementKind::Call(call) => {
            let called = [&call.procedure.text, "(", &list(&call.arguments), ")"].concat();
            match &call.into {
                None => called,
                Some((name, declares)) => [if *declares { "let " } else { "" }, &name.text, " = ", &called].concat(),
            }
        }
        StatementKind::Return(None) => "return".into(),
        StatementKind::Return(Some(value)) => ["return ", &written(value)].concat(),
        StatementKind::Break => "break".into(),
        StatementKind::Continue => "continue".into(),
        _ => "stop".into(),
    }
}

/// The condition of `if` and `while`.
pub(super) fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Holds(value) => written(value),
        Condition::Succeeds(attempt, _) => self::attempt(attempt),
    }
}

/// `try send 1 to m`, `send 1 to m within 5ms`
fn attempt(attempt: &Attempt) -> String {
    let act = act(&attempt.act);
    match &attempt.timeout {
        Timeout::Endless => act,
        Timeout::Try => ["try ", &act].concat(),
        Timeout::Within(time) => [&act, " within ", &duration(time)].concat(),
    }
}

/// `send x to m` and the like.
pub(super) fn act(act: &Act) -> String {
    match act {
        Act::Send { values, size: bytes, priority, to, and_wait } => {
            let mut line = ["send ", &list(values)].concat();
            if let Some(bytes) = bytes {
                line.extend([" size ", &size(bytes)]);
            }
            if let Some(priority) = priority {
                line.extend([" priority ", &written(priority)]);
            }
            line.extend([" to ", &target(to), if *and_wait { " and wait" } else { "" }]);
            line
        }
        Act::Receive { into, from: Some(from), .. } => ["receive ", &names(into), " from ", &target(from)].concat(),
        Act::Receive { into, from: None, who } => {
            let mut line = ["receive ", &names(into), " from any"].concat();
            if let Some(who) = who {
                line.extend([" as ", &who.text]);
            }
            line
        }
        Act::Wait(semaphore) => ["wait ", &target(semaphore)].concat(),
        Act::Lock(mutex) => ["lock ", &target(mutex)].concat(),
        Act::Attach { memory, read_only } => {
            ["attach ", &memory.text, if *read_only { " read-only" } else { "" }].concat()
        }
    }
}
