//! Calls of procedures: the body of the procedure takes the place of each call.
//!
//! A variable `x` of the procedure `insert` becomes the variable `insert.x` of the process that calls it: since no
//! procedure calls itself, one is enough. A parameter that gets a mailbox, a lock, a region of memory or a process stands
//! for that object; any other is a variable that is assigned before the body.

mod rename;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use super::diagnostic::Diagnostics;
use super::limits;
use super::tree::{
    Block, Call, Expr, ExprKind, Item, ItemKind, Procedure, Scenario, Span, Statement, StatementKind, Target, Word,
};
use rename::Scope;

/// `scenario` without calls of procedures; mistakes in calls are reported.
pub(super) fn expand(scenario: &Scenario, found: &mut Diagnostics) -> Scenario {
    let mut scenario = scenario.clone();
    let mut procedures = BTreeMap::new();
    let mut globals = Names::new();
    collect(&scenario.items, &mut procedures, &mut globals);
    if !procedures.is_empty() {
        let is_whole = found.is_empty();
        let mut expander = Expander { procedures, globals, calls: Vec::new(), depth: 0, bytes: 0, is_whole, found };
        expander.items(&mut scenario.items);
    }
    scenario
}

/// Names; the number is [`CONSTANT`] for those of constants.
type Names = BTreeMap<String, u32>;

const CONSTANT: u32 = 1;

fn collect(items: &[Item], procedures: &mut BTreeMap<String, Rc<Procedure>>, globals: &mut Names) {
    for item in items {
        let name = match &item.kind {
            ItemKind::Procedure(procedure) => {
                procedures.entry(procedure.name.text.clone()).or_insert_with(|| Rc::new(procedure.clone()));
                continue;
            }
            ItemKind::Group { items, .. } => {
                collect(items, procedures, globals);
                continue;
            }
            ItemKind::Host(host) => &host.name,
            ItemKind::Mailbox(mailbox) => &mailbox.name,
            ItemKind::Memory(memory) => &memory.name,
            ItemKind::Lock(lock) => &lock.name,
            ItemKind::Process(process) => &process.name,
            ItemKind::Constant(constant) => {
                globals.insert(constant.name.text.clone(), CONSTANT);
                continue;
            }
            ItemKind::Title(_)
            | ItemKind::About(_)
            | ItemKind::Seed(_)
            | ItemKind::Step(_)
            | ItemKind::Until(_)
            | ItemKind::KernelVisible
            | ItemKind::Network(_)
            | ItemKind::Link(_)
            | ItemKind::Check(_) => continue,
        };
        globals.insert(name.text.clone(), 0);
    }
}

struct Expander<'d> {
    procedures: BTreeMap<String, Rc<Procedure>>,
    /// Names of objects.
    globals: Names,
    /// The procedures whose bodies are being expanded, the innermost last.
    calls: Vec<String>,
    /// The number of blocks around the current statement.
    depth: usize,
    /// Bytes of the bodies that took the place of calls, for all processes.
    bytes: u64,
    /// The parser found no mistake, so no statement is missing.
    is_whole: bool,
    found: &'d mut Diagnostics,
}

impl Expander<'_> {
    fn items(&mut self, items: &mut [Item]) {
        for item in items {
            match &mut item.kind {
                ItemKind::Group { items, .. } => self.items(items),
                ItemKind::Process(process) => {
                    let (before, own) = (self.bytes, variables(&process.body));
                    self.block(&mut process.body, &own);
                    // Each element of an array has a program of its own.
                    self.bytes =
                        before + (self.bytes - before) * u64::from(process.count.as_deref().copied().unwrap_or(1));
                    self.is_too_large(process.name.span);
                }
                _ => {}
            }
        }
    }

    /// Expands the calls in a block whose process or procedure has these variables.
    fn block(&mut self, block: &mut Block, variables: &Names) {
        self.depth += 1;
        let mut statements = Vec::with_capacity(block.statements.len());
        for mut statement in core::mem::take(&mut block.statements) {
            match &mut statement.kind {
                StatementKind::Call(call) => self.call(call, statement.span, variables, &mut statements),
                kind => {
                    kind.blocks_mut(&mut |block| self.block(block, variables));
                    statements.push(statement);
                }
            }
        }
        block.statements = statements;
        self.depth -= 1;
    }

    fn call(&mut self, call: &Call, span: Span, known: &Names, statements: &mut Vec<Statement>) {
        let name = call.procedure.text.as_str();
        // A broken declaration was reported already.
        let Some(procedure) = self.procedures.get(name).cloned() else { return };
        if !self.can_call(call, &procedure) {
            return;
        }
        let mut scope = Scope::new(&procedure, &self.globals);
        for (parameter, argument) in procedure.parameters.iter().zip(&call.arguments) {
            match self.object(argument, parameter, &procedure, known) {
                Some(target) => {
                    let index = target.index.as_deref().filter(|index| !rename::is_constant(index)).cloned();
                    let target = match &index {
                        Some(index) => {
                            let kind = ExprKind::Name(scope.name_of(&parameter.text));
                            Target { index: Some(Expr { kind, span: index.span }.into()), ..target }
                        }
                        None => target,
                    };
                    if let Some(index) = index {
                        statements.push(scope.assignment(parameter, index, span));
                    }
                    scope.give(&parameter.text, target);
                }
                None => statements.push(scope.assignment(parameter, argument.clone(), span)),
            }
        }
        let mut body = procedure.body.clone();
        scope.block(&mut body);
        if let Some((name, index)) = scope.misindexed.get() {
            let help = "remove the index, or call the procedure with the name of all elements";
            self.found.error(name.to(index), "this parameter stands for one element, so it has no index", help);
        }
        self.bytes += u64::from(body.span.end - body.span.start);
        self.calls.push(name.into());
        let own = variables(&body);
        self.block(&mut body, &own);
        self.calls.pop();
        let into = call.into.clone();
        let procedure = Word { text: name.into(), span: call.procedure.span };
        statements.push(Statement { kind: StatementKind::Inlined { procedure, into, body }, span });
    }

    /// Whether the call can be expanded; reports why not.
    fn can_call(&mut self, call: &Call, procedure: &Procedure) -> bool {
        let Word { text: name, span } = &call.procedure;
        if let Some(first) = self.calls.iter().position(|outer| outer == name) {
            let mut ring = self.calls[first..].join("` calls `");
            ring += &format!("` calls `{name}");
            let help =
                "use a loop: the statements of a procedure take the place of its call, so they must come to an end";
            self.found.error(*span, format!("a procedure cannot call itself: `{ring}`"), help);
            return false;
        }
        let (given, wanted) = (call.arguments.len(), procedure.parameters.len());
        if given != wanted {
            let parameters: Vec<&str> = procedure.parameters.iter().map(|word| word.text.as_str()).collect();
            let plural = if wanted == 1 { "" } else { "s" };
            let message = format!("`{name}` has {wanted} parameter{plural}, and this call has {given}");
            self.found.error(*span, message, format!("write `{name}({})`", parameters.join(", ")));
            return false;
        }
        if self.is_whole && call.into.is_some() && !returns_value(&procedure.body) {
            let help = format!("write `return …` in `{name}`, or call it as a statement");
            self.found.error(*span, format!("`{name}` returns no value"), help);
            return false;
        }
        if self.depth + depth(&procedure.body) > limits::NESTING {
            let message = format!("blocks and calls are nested more than {} deep", limits::NESTING);
            self.found.error(*span, message, "split this into smaller parts");
            return false;
        }
        !self.is_too_large(*span)
    }

    /// Reports it if the expanded programs exceed their limit: once, since no later call is expanded.
    fn is_too_large(&mut self, span: Span) -> bool {
        let is_too_large = self.bytes > limits::PROGRAM_BYTES;
        if is_too_large && !self.procedures.is_empty() {
            let help = format!("use at most {} bytes of text in total; each call counts", limits::PROGRAM_BYTES);
            self.found.error(span, "the programs of all processes are too large", help);
            self.procedures.clear();
        }
        is_too_large
    }

    /// The object that an argument names, unless the procedure needs a variable for it.
    fn object(&self, argument: &Expr, parameter: &Word, procedure: &Procedure, variables: &Names) -> Option<Target> {
        let target = match &argument.kind {
            ExprKind::Name(name) => Target { name: Word { text: name.clone(), span: argument.span }, index: None },
            ExprKind::One(target) => target.clone(),
            _ => return None,
        };
        let name = &target.name.text;
        let is_object = self.globals.contains_key(name) && !variables.contains_key(name);
        (is_object && !assigns(&procedure.body, &parameter.text)).then_some(target)
    }
}

/// The variables that a block declares.
fn variables(block: &Block) -> Names {
    let mut variables = Names::new();
    block.every(&mut |statement| {
        let declared = statement.kind.assigned().into_iter().filter(|(_, declares)| *declares);
        variables.extend(declared.map(|(name, _)| (name.text.clone(), 0)));
    });
    variables
}

/// Whether a block assigns a value to this name.
fn assigns(block: &Block, wanted: &str) -> bool {
    let mut found = false;
    block.every(&mut |statement| found |= statement.kind.assigned().iter().any(|(name, _)| name.text == wanted));
    found
}

/// Whether some `return` of a block has a value.
fn returns_value(block: &Block) -> bool {
    let mut found = false;
    block.every(&mut |statement| found |= matches!(statement.kind, StatementKind::Return(Some(_))));
    found
}

/// How deep the blocks of a block are nested, itself included.
fn depth(block: &Block) -> usize {
    1 + block.statements.iter().flat_map(|statement| statement.kind.blocks()).map(depth).max().unwrap_or(0)
}
