//! A scenario as a model in Promela, for SPIN: the same transition system in another language (Holzmann, "The SPIN Model
//! Checker"). Left out: time, as in exploring, and what has no counterpart there, which [`Refusal`] names.
//!
//! A move is one step of the model: an `atomic` that begins with what the move waits for, goes on with its effect and
//! all that is free after it, and ends by a `goto` to the next move. A label before an `atomic` lets others come between;
//! one in the middle of an `atomic` does not. So a place of a process in its program is a label, and SPIN's states are ours.
//!
//! At capacity 0 a handshake gives the receiver the right to go on; when what is free after its receive is done it gives it
//! back by a second handshake over `back`, so that both sides' parts are one step, too.
//!
//! One file for each part: `names`, what is `refused`, `kinds` of values, `conditions`, `expressions`, `things` that are
//! declared with the `shapes` of channels, one `process` and its `graph`, its `acts`
//! (`sends`, `receives`, `messages`, `locks`, `memory`), its `free` operations, `checks`, and the `outcome`.

mod acts;
mod checks;
mod conditions;
mod expressions;
mod free;
mod graph;
mod kind;
mod kinds;
mod locks;
mod memory;
mod messages;
mod names;
mod outcome;
mod process;
mod receives;
mod refused;
mod sends;
mod shapes;
mod things;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::program::Program;
use crate::scenario::tree::Span;
use crate::trace::event::Kind;
use crate::value::Value;
use crate::world::{Record, World};

pub use names::plain;

use kinds::Kinds;
use names::Names;
use shapes::Shape;

/// Something that has no counterpart in Promela.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where it stands in the text.
    pub span: Span,
    /// What it is, and why.
    pub message: String,
}

/// What all parts of a model need to know.
struct Model<'a> {
    program: &'a Program,
    text: &'a str,
    names: Names,
    kinds: Kinds,
    /// For each channel.
    shapes: Vec<Shape>,
    /// The state before the first move.
    start: World,
    /// What each process prints before its first move.
    printed: Vec<Vec<Vec<Value>>>,
    /// For each process: others can notice its end.
    noticed: Vec<bool>,
}

/// What is printed before the first move.
struct Prints(Vec<Vec<Vec<Value>>>);

impl Record for Prints {
    fn note(&mut self, process: u16, kind: Kind, _: u16, values: &[Value]) {
        if kind == Kind::Print {
            self.0[usize::from(process)].push(values.to_vec());
        }
    }
}

/// The model of a scenario; `text` is what it was read from.
///
/// # Errors
/// Everything in it that has no counterpart, in the text's order.
pub fn model(program: &Program, text: &str) -> Result<String, Vec<Refusal>> {
    let refusals = refused::refusals(program);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut prints = Prints(alloc::vec![Vec::new(); program.processes.len()]);
    let start = World::new(program, &mut prints);
    let kinds = Kinds::of(program);
    let names = Names::of(program);
    let mut model = Model {
        program,
        text,
        shapes: shapes::shapes(program),
        names,
        kinds,
        start,
        printed: prints.0,
        noticed: Vec::new(),
    };
    model.noticed = model.find_noticed();
    let mut bodies = String::new();
    let mut refusals = Vec::new();
    for number in 0..program.processes.len() {
        bodies += &process::proctype(&model, number, &mut refusals);
    }
    if !refusals.is_empty() {
        refusals.sort_by_key(|refusal: &Refusal| refusal.span);
        refusals.dedup();
        return Err(refusals);
    }
    let mut out = model.head();
    out += &model.check_macros();
    out += &model.declarations();
    out += &model.recording();
    out += &bodies;
    out += &model.monitors();
    out += &model.reporter();
    Ok(out)
}

impl Model<'_> {
    /// The comment at the top.
    fn head(&self) -> String {
        let mut out = String::new();
        let title = if self.program.title.is_empty() { "A scenario" } else { &self.program.title };
        out += &format!("/* {}\n", comment(title));
        out += " *\n * Written by `ipcscope export`. A label is a place where another process can come between; an `atomic` is one\n";
        out += " * move. docs/promela.md says how to go on:\n *\n";
        out += " *   spin -a FILE && gcc -O2 -DSAFETY -o pan pan.c && ./pan      every schedule: deadlocks, assertions, checks\n";
        out += " *   spin -DOUTCOMES -a FILE && gcc -O2 -DSAFETY -DPRINTF -o pan pan.c && ./pan -E -A      every outcome\n";
        for (number, check) in self.program.checks.iter().enumerate() {
            let expected = if check.expect_violated { " expect violated" } else { "" };
            out += &format!(" *\n * check {}: {}{expected}", number + 1, comment(&check.text));
            out += &format!("\n *   {}\n", self.how_to_check(number, check));
        }
        out += " */\n\n";
        out
    }

    /// The line of a place in the text, from 1.
    fn line(&self, span: Span) -> usize {
        line_of(self.text, span)
    }

    /// The first line of what stands at a place, for a comment.
    fn written(&self, span: Span) -> String {
        let written = self.text.get(span.range()).unwrap_or_default();
        let first = written.lines().next().unwrap_or_default().trim().trim_end_matches('{').trim_end();
        let short: String = first.chars().take(80).collect();
        comment(&short)
    }
}

/// The line of a place in a text, from 1.
fn line_of(text: &str, span: Span) -> usize {
    let before = text.get(..span.start as usize).unwrap_or(text);
    before.bytes().filter(|&byte| byte == b'\n').count() + 1
}

/// What may stand in a comment: no end of it, and no line's end.
fn comment(text: &str) -> String {
    text.replace("*/", "* /").replace("/*", "/ *").chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
