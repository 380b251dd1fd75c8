//! Parts of scenarios moved into procedures: the run stays the same.
//!
//! Some statements of a process become the body of a procedure, and a call of it takes their place. The variables that they
//! read become parameters; one that the last of them declares by `let` or by a receive is returned.

use std::collections::BTreeSet;

use ipcscope_core::scenario::tree::{Act, Block, Item, ItemKind, Span, Statement, StatementKind, Timeout};
use ipcscope_core::scenario::{TokenClass, read, tokens};

use crate::generate::Random;

/// The text with some statements moved into procedures, and how many procedures there are; `None` if there is nothing to
/// move.
pub fn outlined(text: &str, random: &mut Random) -> Option<(String, usize)> {
    let tree = read(text).scenario?;
    let mut moved = Vec::new();
    processes(&tree.items, &mut |process| {
        let mut variables = BTreeSet::new();
        declared(process, &mut variables);
        choose(process, text, &variables, random, &mut moved);
    });
    if moved.is_empty() {
        return None;
    }
    moved.sort_by_key(|part: &Moved| part.span);
    let (mut out, mut procedures, mut at) = (String::new(), String::new(), 0);
    for (number, part) in moved.iter().enumerate() {
        let (range, parameters) = (part.span.range(), part.parameters.join(", "));
        let into = part.returned.as_ref().map_or(String::new(), |name| format!("let {name} = "));
        out += &format!("{}{into}part{number}({parameters})", &text[at..range.start]);
        let end = part.returned.as_ref().map_or(String::new(), |name| format!("\n  return {name}"));
        procedures += &format!("\nprocedure part{number}({parameters}) {{\n{}{end}\n}}\n", &text[range.clone()]);
        at = range.end;
    }
    Some((out + &text[at..] + &procedures, moved.len()))
}

struct Moved {
    span: Span,
    parameters: Vec<String>,
    returned: Option<String>,
}

fn processes(items: &[Item], see: &mut dyn FnMut(&Block)) {
    for item in items {
        match &item.kind {
            ItemKind::Process(process) => see(&process.body),
            ItemKind::Group { items, .. } => processes(items, see),
            _ => {}
        }
    }
}

/// Chooses some sequences of statements; at most one in each block.
fn choose(block: &Block, text: &str, variables: &BTreeSet<String>, random: &mut Random, moved: &mut Vec<Moved>) {
    if !block.statements.is_empty() && random.chance(50) {
        let first = random.below(block.statements.len());
        let most = block.statements.len() - first;
        let part = &block.statements[first..first + 1 + random.below(most)];
        let (last, others) = part.split_last().expect("it has at least one");
        let returned = returned(last);
        let is_fine = |statement: &Statement| !leaves(statement) && !assigns(statement);
        if others.iter().all(is_fine) && !leaves(last) && (returned.is_some() || !assigns(last)) {
            let span = part[0].span.to(last.span);
            let mut names = used(&text[span.range()], variables);
            names.retain(|name| Some(name) != returned.as_ref());
            return moved.push(Moved { span, parameters: names, returned });
        }
    }
    for statement in &block.statements {
        statement.kind.blocks().for_each(|inner| choose(inner, text, variables, random, moved));
    }
}

/// The variable that a statement declares, if it does nothing else with variables.
fn returned(statement: &Statement) -> Option<String> {
    match &statement.kind {
        StatementKind::Let { name, .. } => Some(name.text.clone()),
        StatementKind::Act(attempt) => match &attempt.act {
            Act::Receive { into, who: None, .. } if into.len() == 1 && attempt.timeout == Timeout::Endless => {
                Some(into[0].text.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether it or a statement in it is a `break` or `continue`.
fn leaves(statement: &Statement) -> bool {
    matches!(statement.kind, StatementKind::Break | StatementKind::Continue) || inner(statement).any(leaves)
}

fn inner(statement: &Statement) -> impl Iterator<Item = &Statement> {
    statement.kind.blocks().flat_map(|block| &block.statements)
}

/// Whether it or a statement in it assigns a value to a variable.
fn assigns(statement: &Statement) -> bool {
    let mut names = BTreeSet::new();
    assigned(statement, &mut names);
    !names.is_empty()
}

fn assigned(statement: &Statement, names: &mut BTreeSet<String>) {
    names.extend(statement.kind.assigned().into_iter().map(|(name, _)| name.text.clone()));
    inner(statement).for_each(|inner| assigned(inner, names));
}

/// All variables of a process.
fn declared(block: &Block, names: &mut BTreeSet<String>) {
    block.statements.iter().for_each(|statement| assigned(statement, names));
}

/// The variables in a piece of text: words that are not field names, which follow a dot.
fn used(piece: &str, variables: &BTreeSet<String>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for (span, class) in tokens(piece) {
        let word = &piece[span.range()];
        let is_field = piece[..span.start as usize].ends_with('.');
        if class == TokenClass::Word && !is_field && variables.contains(word) {
            found.insert(word.to_string());
        }
    }
    found.into_iter().collect()
}
