//! Names in a process: variables, processes, cells of shared memory, and mailboxes in `length` and `room`.
//!
//! A variable is visible from the statement that declares it to the end of the process. In an expression it hides a
//! process of the same name.

use alloc::format;
use alloc::string::String;

use super::super::diagnostic::Diagnostics;
use super::super::nearest::nearest;
use super::super::tree::{Dotted, Expr, ExprKind, Field, SEPARATOR, Span, Target, Word};
use super::super::values::{Known, Names};
use super::objects::{INSPECT, Need, Object, PROCESS};
use super::processes::Walk;

impl<'s> Walk<'_, 's> {
    /// Checks the right side of an assignment to a variable: the only place for an item of several cells.
    pub fn right_side(&mut self, value: &'s Expr) {
        match &value.kind {
            ExprKind::Of(place) => _ = self.place(place),
            _ => _ = self.value(value),
        }
    }

    /// Checks a cell or an item of shared memory; returns its field.
    pub fn place(&mut self, place: &'s Dotted) -> Option<&'s Field> {
        let index = place.index.as_ref().and_then(|index| self.number(index, "an index"));
        let name = &place.base.name;
        match self.checker.object(&name.text) {
            Some(Object::Memory(memory)) => {
                self.record_use(Object::Memory(memory), name.span);
                self.checker.field(memory, place, index)
            }
            Some(Object::Process(_)) => {
                self.variable_of_another(place);
                None
            }
            None if self.is_variable(&name.text) => {
                let message = format!("`{}` is a variable and has no fields", name.text);
                self.checker.diagnostics.error(name.span, message, "");
                None
            }
            _ => {
                self.checker.no_region(place, &mut self.reported);
                None
            }
        }
    }

    /// Reports `P.x` in a process.
    fn variable_of_another(&mut self, place: &Dotted) {
        let (process, variable) = (&place.base.name, &place.field);
        let help = match process.text == self.process.name.text {
            true => format!("write `{}`", variable.text),
            false => format!("let `{}` send it, or use it in a check", process.text),
        };
        let message = "`P.x` is allowed only in checks: a process sees only its own variables";
        self.checker.diagnostics.error(process.span.to(variable.span), message, help);
    }

    /// Checks an object by kind and index; returns it and its index, if constant.
    pub fn target(&mut self, target: &'s Target, need: &Need) -> Option<(Object<'s>, Option<i64>)> {
        let object = self.checker.find(&target.name, need, &mut self.reported);
        let index = target.index.as_ref().and_then(|index| self.number(index, "an index"));
        let object = object?;
        self.checker.which(target, object, index);
        Some((object, index))
    }

    /// A name used as a value: a variable or a process.
    fn name(&mut self, name: &'s str, span: Span) -> Known {
        if self.declared.has("", name) || self.checker.is_unread(name) {
            return Known::Nothing;
        }
        let object = self.checker.object(name);
        if let Some(Object::Process(process)) = object
            && !self.is_variable(name)
        {
            return match self.checker.array_without_index(Object::Process(process), span) {
                true => Known::Nothing,
                false => Known::Process,
            };
        }
        if !self.reported.add(name, "", 0) {
            return Known::Nothing;
        }
        let (message, help) = if self.is_variable(name) {
            (format!("`{name}` is used before it has a value"), format!("write `let {name} = …` first"))
        } else if let Some(object) = object {
            (is_no_variable(name, object), how_to_use(name, object))
        } else if let Some((region, field)) = self.checker.region_with(name) {
            (format!("`{field}` is a field of `{region}`"), format!("write `{region}.{field}`"))
        } else if let Some((procedure, own)) = name.split_once(SEPARATOR) {
            let help = format!("write `let {own} = …` first, or make it a parameter: `procedure {procedure}({own})`");
            (format!("the procedure `{procedure}` has no variable called `{own}`"), help)
        } else {
            let give = || format!("give it a value first: `let {name} = …`");
            let names = self.declared.names("").chain(self.checker.constants());
            let help = match of_others(name, self.process.count.is_some()) {
                Some(ours) => format!("write `{ours}`"),
                None => self.checker.nearest_or(name, names, give),
            };
            (format!("`{}` has no variable called `{name}`", self.process.name.text), help)
        };
        self.checker.diagnostics.error(span, message, help);
        Known::Nothing
    }

    /// Whether the process declares this variable, before or after this statement.
    pub fn is_variable(&self, name: &str) -> bool {
        self.checker.variables.has(&self.process.name.text, name)
    }

    /// A variable where an indexed object is allowed, too: a variable has no index.
    pub fn variable(&mut self, target: &'s Target) {
        let name = &target.name;
        self.name(&name.text, name.span);
        if let Some(index) = &target.index {
            self.number(index, "an index");
            let message = format!("`{}` is a variable and has no index", name.text);
            self.checker.diagnostics.error(index.span, message, format!("write `{}`", name.text));
        }
    }

    /// Checks the target of an assignment: the variable must have been declared.
    pub fn assigned(&mut self, name: &'s Word) {
        let text = name.text.as_str();
        let is_known = self.declared.has("", text) || self.checker.is_unread(text);
        let is_free = self.is_no_constant(name, &format!("declare a variable with another name: `let x = {text}`"));
        if is_free && !is_known && self.reported.add(text, "", 0) {
            let near = match self.checker.diagnostics.is_full() {
                true => None,
                false => nearest(text, self.declared.names("")),
            };
            let help = match near {
                Some(near) => format!("write `{near} = …`; or `let {text} = …` for a new one"),
                None => format!("write `let {text} = …`"),
            };
            let (message, help) = match (self.checker.object(text), text.split_once(SEPARATOR)) {
                (None, _) if let Some((region, field)) = self.checker.region_with(text) => {
                    (format!("`{field}` is a field of `{region}`"), format!("write `{region}.{field} = …`"))
                }
                (Some(object), _) => (is_no_variable(text, object), how_to_use(text, object)),
                (None, Some((procedure, own))) => {
                    let message = format!("the procedure `{procedure}` has no variable called `{own}` yet");
                    (message, format!("write `let {own} = …`"))
                }
                (None, None) => (format!("`{}` has no variable called `{text}` yet", self.process.name.text), help),
            };
            self.checker.diagnostics.error(name.span, message, help);
        }
        self.declared.add("", text, 0);
    }

    /// Checks `me`, which needs a process array.
    fn me(&mut self, span: Span) {
        if self.process.count.is_none() {
            let name = &self.process.name.text;
            let message = format!("`me` needs several processes, but there is only one `{name}`");
            self.checker.diagnostics.error(span, message, format!("write `{name}` for the process itself"));
        }
    }
}

impl<'s> Names<'s> for Walk<'_, 's> {
    fn examine_name(&mut self, expr: &'s Expr) -> Known {
        match &expr.kind {
            ExprKind::Name(name) => return self.name(name, expr.span),
            ExprKind::One(one) => {
                if self.is_variable(&one.name.text) && self.checker.object(&one.name.text).is_none() {
                    self.variable(one);
                    return Known::Nothing;
                }
                return self.target(one, &PROCESS).map_or(Known::Nothing, |_| Known::Process);
            }
            ExprKind::Me => self.me(expr.span),
            ExprKind::Of(place) => {
                if let Some(field) = self.place(place) {
                    self.checker.one_cell(field, expr.span);
                }
            }
            ExprKind::Torn(variable) => {
                if self.name(&variable.text, variable.span) == Known::Process {
                    let message = format!("`{}` is a process, not a variable", variable.text);
                    self.checker.diagnostics.error(variable.span, message, "");
                }
            }
            ExprKind::Instruction(instruction, place, values) => {
                if let Some(field) = self.place(place).filter(|field| *field.cells > 1) {
                    let message =
                        format!("`{}` works on one cell, but this item has {}", instruction.name(), *field.cells);
                    self.checker.diagnostics.error(place.field.span, message, "declare a field of one cell");
                }
                self.values(values);
            }
            ExprKind::Length(mailbox) | ExprKind::Room(mailbox) => _ = self.target(mailbox, &INSPECT),
            _ => self.random_in_atomic(expr),
        }
        Known::Nothing
    }

    fn diagnostics(&mut self) -> &mut Diagnostics {
        &mut self.checker.diagnostics
    }
}

/// The value that other languages call `name`.
fn of_others(name: &str, is_one_of_several: bool) -> Option<&'static str> {
    match name {
        "True" | "TRUE" => Some("true"),
        "False" | "FALSE" => Some("false"),
        "NULL" | "null" | "nil" | "None" | "nullptr" => Some("0"),
        "_pid" | "pid" | "tid" | "id" | "self" | "this" if is_one_of_several => Some("me"),
        _ => None,
    }
}

fn is_no_variable(name: &str, object: Object<'_>) -> String {
    format!("`{name}` is a {}, not a variable", object.kind().noun())
}

/// Help for an object used as a variable.
fn how_to_use(name: &str, object: Object<'_>) -> String {
    match object {
        Object::Mailbox(_) => format!("write `length({name})` for the number of messages in it"),
        Object::Memory(_) => format!("write `{name}.` and a field name"),
        _ => String::new(),
    }
}
