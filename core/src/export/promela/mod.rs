//! A scenario as a model in Promela, for SPIN: the same transition system in another language (Holzmann, "The SPIN
//! Model Checker"). Left out: time, as in exploring, and everything without a counterpart, which [`Refusal`] names.
//!
//! A process is at a *place*: an operation that others can come before, a label of the model. A move is one `atomic`
//! behind its place's label: its guard, its effect, and a copy of everything free between there and the next places,
//! ending at each of them by a `goto` to its label, or by running out of the `atomic` to the label that follows. In
//! that copy, branches are `if`s; where paths merge, in loops too, there is a `skip` with a label of this `atomic`
//! alone.
//!
//! So there are two kinds of `goto`: to a place, which is outside of every `atomic`, and to a `skip` in the same
//! `atomic`. SPIN keeps exclusive hold while control stays in an `atomic`, also across a `goto` inside it, and releases
//! it at a `goto` out of it and at its end. Nothing in a segment blocks but its move's guard, and a handshake (below)
//! or a failed assertion. Hence SPIN stores a state only where every process is at a place, and a step between two of
//! them is a move: the states and steps of [`World::choices`] and [`World::step`]. A `goto` from one `atomic` into
//! another is never written: SPIN's rule is that hold is kept there, and where it merges statements (6.5.2, unless
//! `-o3`) it keeps it past the end of the other, too, so that interleavings are lost.
//!
//! At capacity 0 a handshake gives the receiver control; after the free operations that follow its receive, it returns
//! control by a second handshake over `back`, so that both sides' parts are one step, too. The receiver may then be
//! before its last `goto`, one more step that nobody can notice: nothing waits for it, and nothing depends on where a
//! process is.
//!
//! One file for each part: `names`, what is `refused`, `kinds` of values, `conditions`, `expressions`, the `subjects`
//! of operations, the `declarations` with the `shapes` of channels, one `process`, its `graph` and its `lines`, its
//! `acts` (`sends`, `receives`, `messages`, `locks`, `memory`), the `segment` between two moves and its `free`
//! operations, `checks`, and the `outcome`.

mod acts;
mod alternative;
mod checks;
mod conditions;
mod declarations;
mod expressions;
mod free;
mod graph;
mod kind;
mod kinds;
mod lines;
mod locks;
mod memory;
mod messages;
mod names;
mod outcome;
mod process;
mod receives;
mod refused;
mod segment;
mod sends;
mod shapes;
mod subjects;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt::{Display, Formatter};

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
    /// Its place in the text.
    pub span: Span,
    /// What is refused, and why.
    pub message: String,
}

impl Display for Refusal {
    fn fmt(&self, to: &mut Formatter) -> core::fmt::Result {
        write!(to, "not in Promela: {}", self.message)
    }
}

impl Error for Refusal {}

/// The data that all parts of a model share.
struct Model<'a> {
    program: &'a Program,
    text: &'a str,
    names: Names,
    kinds: Kinds,
    /// For each channel.
    shapes: Vec<Shape>,
    /// The state before the first move.
    start: World,
    /// The prints of each process before its first move.
    printed: Vec<Vec<Vec<Value>>>,
    /// For each process, whether others can notice its end.
    noticed: Vec<bool>,
}

/// The prints before the first move.
struct Prints(Vec<Vec<Vec<Value>>>);

impl Record for Prints {
    fn note(&mut self, process: u16, kind: Kind, _: u16, values: &[Value]) {
        if kind == Kind::Print {
            self.0[usize::from(process)].push(values.to_vec());
        }
    }
}

/// The model of a scenario; `text` is its source.
///
/// # Errors
///
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

    /// The first line of the source at a place, for a comment.
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

/// A text fit for a comment, with neither the comment's end nor a line break.
fn comment(text: &str) -> String {
    text.replace("*/", "* /").replace("/*", "/ *").chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
