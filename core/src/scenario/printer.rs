//! Printer: the tree to text, in the standard layout of `ipcscope fmt`.
//!
//! Two spaces per level, one statement per line, at most one empty line where the author left some, and no unnecessary
//! parentheses. Every comment is kept: a comment on a line of its own is indented like the next line, a trailing one
//! follows its line after two spaces. A tree that was built rather than parsed has no positions; then declarations with
//! blocks are surrounded by empty lines.

mod declarations;
mod expressions;
mod measures;
mod statements;

use alloc::string::String;
use alloc::vec::Vec;

use super::tree::{
    Act, Block, Comment, Condition, Duration, Item, ItemKind, Memory, Scenario, Span, Statement, StatementKind, Word,
};
use expressions::written;

/// The text of `scenario`.
pub fn print(scenario: &Scenario) -> String {
    let mut page = Page {
        out: String::new(),
        depth: 0,
        after_opening: true,
        line_has_comment: false,
        comments: &scenario.comments,
        blank_lines: &scenario.blank_lines,
    };
    page.items(&scenario.items);
    page.comments_before(u32::MAX);
    if !page.out.is_empty() {
        page.out.push('\n');
    }
    page.out
}

/// The output so far, and the comments and empty lines that are not yet printed.
struct Page<'s> {
    out: String,
    depth: usize,
    /// The last line opened a block, or there is none yet: no empty line follows.
    after_opening: bool,
    /// The last line ends in a comment.
    line_has_comment: bool,
    /// Comments not yet printed.
    comments: &'s [Comment],
    /// Empty lines not yet passed.
    blank_lines: &'s [u32],
}

impl<'s> Page<'s> {
    /// Begins the line of the node at `at`, after the comments before it.
    fn begin_line(&mut self, at: u32, blank: bool) {
        self.comments_before(at);
        self.new_line(at, blank);
    }

    /// Ends the last line, adds an empty line if the author left one before `at` or if `blank`, and indents the next.
    fn new_line(&mut self, at: u32, blank: bool) {
        let blank = self.pass_blank_lines(at) || blank;
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        if blank && !self.after_opening {
            self.out.push('\n');
        }
        self.after_opening = false;
        self.line_has_comment = false;
        self.out.extend(core::iter::repeat_n("  ", self.depth));
    }

    /// Passes the empty lines before `at`; returns whether there were any.
    fn pass_blank_lines(&mut self, at: u32) -> bool {
        let passed = self.blank_lines.partition_point(|&blank| blank < at);
        self.blank_lines = &self.blank_lines[passed..];
        passed > 0
    }

    /// Prints the comments before `at`.
    fn comments_before(&mut self, at: u32) {
        while let Some((comment, others)) = self.comments.split_first()
            && comment.span.start < at
        {
            let stays_behind = !comment.own_line && !self.line_has_comment && !self.out.is_empty();
            match stays_behind {
                true => {
                    self.pass_blank_lines(comment.span.start);
                    self.out.push_str("  ");
                }
                false => self.new_line(comment.span.start, false),
            }
            self.out.push('#');
            self.out.push_str(&comment.text);
            self.line_has_comment = true;
            self.comments = others;
        }
    }

    /// Drops empty lines inside the node just printed.
    fn end_statement(&mut self, span: Span) {
        self.pass_blank_lines(span.end);
    }

    fn item(&mut self, item: &Item) {
        let line = match &item.kind {
            ItemKind::Group { title, items, span } => return self.group(title, items, *span),
            ItemKind::Memory(memory) => return self.memory(memory, item.span),
            ItemKind::Process(process) => {
                self.out.push_str(&declarations::process(process));
                return self.block(&process.body);
            }
            ItemKind::Procedure(procedure) => {
                self.put(&["procedure ", &procedure.name.text, "(", &names(&procedure.parameters), ") "]);
                return self.block(&procedure.body);
            }
            other => declarations::line(other),
        };
        self.out.push_str(&line);
    }

    /// Prints declarations, each on its own lines.
    fn items(&mut self, items: &[Item]) {
        let mut last_had_block = false;
        for item in items {
            let has_block = matches!(
                item.kind,
                ItemKind::Process(_) | ItemKind::Procedure(_) | ItemKind::Group { .. } | ItemKind::Memory(_)
            );
            let was_built = item.span == Span::default();
            self.begin_line(item.span.start, was_built && (has_block || last_had_block));
            self.item(item);
            self.end_statement(item.span);
            last_had_block = has_block;
        }
    }

    /// Prints a group of processes.
    fn group(&mut self, title: &Word, items: &[Item], span: Span) {
        self.put(&["group ", &quoted(&title.text), " "]);
        self.open();
        self.items(items);
        self.close(span);
    }

    /// Prints a region of memory, one field per line.
    fn memory(&mut self, memory: &Memory, span: Span) {
        self.out.push_str(&declarations::memory(memory));
        self.open();
        for field in &memory.fields {
            self.begin_line(field.name.span.start, false);
            self.out.push_str(&declarations::field(field));
            self.end_statement(field.initial.as_ref().map_or(field.name.span, |initial| initial.span));
        }
        self.close(span);
    }

    fn put(&mut self, parts: &[&str]) {
        self.out.extend(parts.iter().copied());
    }

    /// Begins a block.
    fn open(&mut self) {
        self.out.push('{');
        self.after_opening = true;
        self.depth += 1;
    }

    /// Ends the block at `span`.
    fn close(&mut self, span: Span) {
        let closing = span.end.saturating_sub(1);
        self.comments_before(closing);
        self.depth -= 1;
        self.pass_blank_lines(closing);
        self.new_line(closing, false);
        self.out.push('}');
    }

    /// Prints `{`, the statements, and `}` on its own line; `{ }` for an empty block.
    fn block(&mut self, block: &Block) {
        let closing = block.span.end.saturating_sub(1);
        let has_comments = self.comments.first().is_some_and(|comment| comment.span.start < closing);
        if block.statements.is_empty() && !has_comments {
            self.out.push_str("{ }");
            return;
        }
        self.open();
        for statement in &block.statements {
            self.begin_line(statement.span.start, false);
            self.statement(statement);
            self.end_statement(statement.span);
        }
        self.close(block.span);
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::If { arms, otherwise } => self.if_(arms, otherwise.as_ref()),
            StatementKind::Select { arms, after } => self.select(arms, after.as_ref(), statement.span),
            StatementKind::Either(branches) => {
                for (number, branch) in branches.iter().enumerate() {
                    self.out.push_str(if number == 0 { "either " } else { " or " });
                    self.block(branch);
                }
            }
            StatementKind::Repeat { count, index, body } => {
                self.put(&["repeat ", &written(count), " "]);
                if let Some(index) = index {
                    self.put(&["as ", &index.text, " "]);
                }
                self.block(body);
            }
            StatementKind::While { condition, body } => self.headed("while ", &statements::condition(condition), body),
            StatementKind::Section { name, body } => self.headed("section ", &quoted(&name.text), body),
            StatementKind::Loop(body) => self.headed("loop", "", body),
            StatementKind::Atomic(body) => self.headed("atomic", "", body),
            simple => self.out.push_str(&statements::line(simple)),
        }
    }

    fn headed(&mut self, word: &str, header: &str, body: &Block) {
        self.put(&[word, header, " "]);
        self.block(body);
    }

    fn if_(&mut self, arms: &[(Condition, Block)], otherwise: Option<&Block>) {
        for (number, (condition, body)) in arms.iter().enumerate() {
            let word = if number == 0 { "if " } else { " else if " };
            self.headed(word, &statements::condition(condition), body);
        }
        if let Some(body) = otherwise {
            self.headed(" else", "", body);
        }
    }

    fn select(&mut self, arms: &[(Act, Block)], after: Option<&(Duration, Block)>, span: Span) {
        self.out.push_str("select ");
        self.open();
        for (act, body) in arms {
            self.begin_line(body.span.start, false);
            self.headed("", &statements::act(act), body);
            self.end_statement(body.span);
        }
        if let Some((time, body)) = after {
            self.begin_line(body.span.start, false);
            self.headed("after ", &measures::duration(time), body);
            self.end_statement(body.span);
        }
        self.close(span);
    }
}

/// Names separated by commas.
fn names(names: &[Word]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    names.join(", ")
}

/// `text` in quotation marks, with escape sequences.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
