//! From the tree to text, in the one layout that `ipcscope fmt` gives.
//!
//! Two spaces a level, one statement a line, at most one empty line where the author left some, the fewest parentheses.
//! Every comment is kept: one that had its line to itself at the indentation of what follows, another two spaces behind
//! the line that it stood on. A tree that was built, not read, has no places in it: then an empty line goes around each process.

mod expressions;

use alloc::format;
use alloc::string::String;

use super::tree::{
    Block, Capacity, Check, CheckKind, Comment, Duration, Item, ItemKind, Literal, Scenario, Span, Statement,
    StatementKind, Time, Word,
};
use expressions::{list, written};

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
    let mut last_was_process = false;
    for item in &scenario.items {
        let is_process = matches!(item.kind, ItemKind::Process(_));
        let was_built = item.span == Span::default();
        page.begin_line(item.span.start, was_built && (is_process || last_was_process));
        page.item(item);
        page.end_statement(item.span);
        last_was_process = is_process;
    }
    page.comments_before(u32::MAX);
    if !page.out.is_empty() {
        page.out.push('\n');
    }
    page.out
}

/// What has been written, and what of the author's layout is still to come.
struct Page<'s> {
    out: String,
    depth: usize,
    /// The line just begun opened a block, or there is none yet: no empty line follows it.
    after_opening: bool,
    /// The last line ends in a comment.
    line_has_comment: bool,
    /// Not yet written.
    comments: &'s [Comment],
    /// Not yet passed.
    blank_lines: &'s [u32],
}

impl<'s> Page<'s> {
    /// Begins the line of what stood at `at`, after the comments before it.
    fn begin_line(&mut self, at: u32, blank: bool) {
        self.comments_before(at);
        self.new_line(at, blank);
    }

    /// Ends the last line, leaves one empty if the author did before `at` or there must be one, and indents the next.
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

    /// Passes the empty lines before `at`; were there any?
    fn pass_blank_lines(&mut self, at: u32) -> bool {
        let passed = self.blank_lines.partition_point(|&blank| blank < at);
        self.blank_lines = &self.blank_lines[passed..];
        passed > 0
    }

    /// Writes the comments that stood before `at`.
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

    /// Empty lines inside what was just written are not kept.
    fn end_statement(&mut self, span: Span) {
        self.pass_blank_lines(span.end);
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Title(title) => self.word_and_text("title", title),
            ItemKind::About(about) => self.word_and_text("about", about),
            ItemKind::Seed(seed) => self.out.push_str(&format!("seed {seed}")),
            ItemKind::Step(step) => self.out.push_str(&format!("step {}", literal(step))),
            ItemKind::Mailbox(mailbox) => {
                let capacity = match mailbox.capacity {
                    Capacity::Messages(messages) => format!("{messages}"),
                    Capacity::Unbounded => String::from("unbounded"),
                };
                self.out.push_str(&format!("mailbox {} capacity {capacity}", mailbox.name.text));
            }
            ItemKind::Process(process) => {
                self.out.push_str(&format!("process {} ", process.name.text));
                if process.server {
                    self.out.push_str("server ");
                }
                self.block(&process.body);
            }
            ItemKind::Check(check) => self.check(check),
        }
    }

    fn check(&mut self, check: &Check) {
        self.out.push_str("check ");
        match &check.kind {
            CheckKind::Always(condition) => {
                self.out.push_str("always ");
                self.out.push_str(&written(condition));
            }
            CheckKind::NeverDeadlock => self.out.push_str("never deadlock"),
            CheckKind::NeverStuck => self.out.push_str("never stuck"),
            CheckKind::NeverFault => self.out.push_str("never fault"),
            CheckKind::AlwaysFinishes => self.out.push_str("always finishes"),
        }
        if check.expect_violated {
            self.out.push_str(" expect violated");
        }
    }

    fn word_and_text(&mut self, word: &str, text: &Word) {
        self.out.push_str(&format!("{word} {}", quoted(&text.text)));
    }

    /// `{`, the statements, and `}` on a line of its own; `{ }` where there is nothing.
    fn block(&mut self, block: &Block) {
        let closing = block.span.end.saturating_sub(1);
        let has_comments = self.comments.first().is_some_and(|comment| comment.span.start < closing);
        if block.statements.is_empty() && !has_comments {
            self.out.push_str("{ }");
            return;
        }
        self.out.push('{');
        self.after_opening = true;
        self.depth += 1;
        for statement in &block.statements {
            self.begin_line(statement.span.start, false);
            self.statement(statement);
            self.end_statement(statement.span);
        }
        self.comments_before(closing);
        self.depth -= 1;
        self.pass_blank_lines(closing);
        self.new_line(closing, false);
        self.out.push('}');
    }

    fn statement(&mut self, statement: &Statement) {
        let line = match &statement.kind {
            StatementKind::Work { time, label: None } => format!("work {}", timed(time)),
            StatementKind::Work { time, label: Some(label) } => format!("work {} {}", timed(time), quoted(&label.text)),
            StatementKind::Sleep(time) => format!("sleep {}", timed(time)),
            StatementKind::Send { values, to } => format!("send {} to {}", list(values), to.text),
            StatementKind::Receive { into, from } => {
                format!("receive {} from {}", names(into), from.text)
            }
            StatementKind::Let { name, value } => format!("let {} = {}", name.text, written(value)),
            StatementKind::Assign { name, value } => format!("{} = {}", name.text, written(value)),
            StatementKind::Print(values) => format!("print {}", list(values)),
            StatementKind::Say(note) => format!("say {}", quoted(&note.text)),
            StatementKind::Break => String::from("break"),
            StatementKind::Continue => String::from("continue"),
            StatementKind::Stop => String::from("stop"),
            _ => return self.statement_with_blocks(&statement.kind),
        };
        self.out.push_str(&line);
    }

    fn statement_with_blocks(&mut self, kind: &StatementKind) {
        match kind {
            StatementKind::Repeat { count, index, body } => {
                self.out.push_str(&format!("repeat {} ", written(count)));
                if let Some(index) = index {
                    self.out.push_str(&format!("as {} ", index.text));
                }
                self.block(body);
            }
            StatementKind::While { condition, body } => {
                self.out.push_str(&format!("while {} ", written(condition)));
                self.block(body);
            }
            StatementKind::If { arms, otherwise } => {
                for (number, (condition, body)) in arms.iter().enumerate() {
                    self.out.push_str(if number == 0 { "if " } else { " else if " });
                    self.out.push_str(&written(condition));
                    self.out.push(' ');
                    self.block(body);
                }
                if let Some(body) = otherwise {
                    self.out.push_str(" else ");
                    self.block(body);
                }
            }
            StatementKind::Loop(body) => {
                self.out.push_str("loop ");
                self.block(body);
            }
            _ => {}
        }
    }
}

fn names(names: &[Word]) -> String {
    let names: alloc::vec::Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    names.join(", ")
}

fn timed(time: &Time) -> String {
    match time {
        Time::Fixed(only) => duration(only),
        Time::Range(low, high) => format!("{}..{}", duration(low), duration(high)),
        Time::Exponential(mean) => format!("~{}", duration(mean)),
    }
}

fn duration(duration: &Duration) -> String {
    match duration {
        Duration::Literal(time) => literal(time),
        Duration::Computed(value, unit) => format!("({}) {}", written(value), unit.symbol()),
    }
}

fn literal(time: &Literal) -> String {
    format!("{}{}", time.us / time.unit.us(), time.unit.symbol())
}

/// `text` between quotation marks, with the escapes that it needs.
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
