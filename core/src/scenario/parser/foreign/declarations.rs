//! Declarations of other languages: `int x = 0`, `semaphore s(1)`, `chan c = [2] of { int }`, `void producer() { … }`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::super::lexer::{Kind, Symbol};
use super::calls;
use super::words::{OBJECTS, RUNNING, SHARED, TYPES};
use super::{Answer, Line, write};

/// `int x = 0`, `let mut x = 0`, `shared int x`, `sem_t s`, in a process.
pub(super) fn in_process(line: &Line<'_>, word: &str) -> Option<Answer> {
    if word == "let" {
        return let_(line);
    }
    if let Some(help) = object(line) {
        return Some(Answer::no("statement", line, word, format!("{help} outside the process")));
    }
    let at = after_types(line)?;
    let is_function = line.is(at + 1, Symbol::OpenParenthesis);
    if is_function {
        return Some(Answer::no(
            "statement",
            line,
            word,
            format!("write `procedure {}(…) {{ … }}` outside the processes", line.word(at).unwrap_or("insert")),
        ));
    }
    let is_shared = (0..at).any(|at| line.word(at).is_some_and(|word| SHARED.contains(&word)));
    let variables = variables(line, at);
    let is_array = variables.iter().any(|(name, _)| name.contains('['));
    let help = match is_shared || is_array {
        true => memory(&variables, " outside the process"),
        false => lets(&variables),
    };
    Some(Answer::no("statement", line, word, help))
}

/// `let mut x = 0`, `let x: i32 = 0`, `let x = 0, y = 0`
fn let_(line: &Line<'_>) -> Option<Answer> {
    let has_mut = line.word(1) == Some("mut") && line.word(2).is_some();
    let has_type = line.is_sign(2, ":");
    let has_comma = line.list(1, line.length).len() > 1;
    if !has_mut && !has_type && !has_comma {
        return None;
    }
    let variables = variables(line, if has_mut { 2 } else { 1 });
    Some(Answer::whole("statement", line, lets(&variables)))
}

/// "write `let x = 0; let y = 0`"
fn lets(variables: &[(String, String)]) -> String {
    let lets: Vec<String> = variables.iter().map(|(name, value)| format!("let {name} = {value}")).collect();
    write(lets.join("; "))
}

/// "write `memory shared { x = 0 }`, and `shared.x` in processes"
fn memory(variables: &[(String, String)], place: &str) -> String {
    let fields: Vec<String> = variables.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    let first = variables.first().map_or("x", |(name, _)| name.split('[').next().unwrap_or(name));
    let index = if variables.first().is_some_and(|(name, _)| name.contains('[')) { "[0]" } else { "" };
    let declared = write(format!("memory shared {{ {} }}", fields.join(", ")));
    format!("{declared}{place}, and `shared.{first}{index}` in processes")
}

/// The token after the types that the line begins with, if it is a name.
fn after_types(line: &Line<'_>) -> Option<usize> {
    let is_type = |at: &usize| line.word(*at).is_some_and(|word| TYPES.contains(&word.to_ascii_lowercase().as_str()));
    let types = (0..line.length).take_while(is_type).count();
    (types > 0 && line.word(types).is_some() && !line.is(types + 1, Symbol::Dot)).then_some(types)
}

/// The names from token `at` on, each with its value: `x = 1, y, flag[2]`
fn variables(line: &Line<'_>, at: usize) -> Vec<(String, String)> {
    let (mut found, mut start, mut end) = (Vec::new(), at, at);
    while end <= line.length {
        if line.is(end, Symbol::OpenParenthesis) || line.is(end, Symbol::OpenBracket) {
            end = line.closing(end).unwrap_or(line.length - 1);
        } else if end == line.length || line.is(end, Symbol::Comma) {
            found.extend(variable(line, start, end));
            start = end + 1;
        }
        end += 1;
    }
    found
}

/// One name and its value.
fn variable(line: &Line<'_>, start: usize, end: usize) -> Option<(String, String)> {
    let after = line.after_target(start)?;
    let gives = (after..end).find(|&at| line.gives(at));
    let value = gives.map(|gives| line.source(gives + 1, end).replace('\'', "\"")).filter(|value| !value.is_empty());
    let is_truth = (0..start).any(|at| matches!(line.word(at), Some("bool" | "boolean")));
    let default = if is_truth { "false" } else { "0" };
    Some((line.source(start, after), value.unwrap_or_else(|| default.to_string())))
}

/// Declarations outside processes.
pub(super) fn outside(line: &Line<'_>) -> Option<Answer> {
    let word = line.word(0)?;
    if let Some(help) = object(line) {
        let is_ours = OBJECTS.iter().any(|(other, ours)| *other == word && other == ours);
        return Some(match is_ours || line.gives(1) {
            true => Answer::whole("declaration", line, help),
            false => Answer::no("declaration", line, word, help),
        });
    }
    if matches!(word, "const" | "define" | "constant" | "final") {
        return constant(line, word);
    }
    if word == "monitor" {
        let help = "write a `mutex`, a `condition` for each queue, and `lock m` … `unlock m` in the processes";
        return Some(Answer::no("declaration", line, word, help.into()));
    }
    if let Some(help) = process(line) {
        return Some(match word == "process" {
            true => return None,
            false => Answer::no("declaration", line, word, help),
        });
    }
    if let Some(at) = after_types(line) {
        return Some(Answer::no("declaration", line, word, memory(&variables(line, at), "")));
    }
    match word {
        "begin" | "end" | "import" | "include" | "using" => calls::by_word(line, word, "declaration"),
        _ => None,
    }
}

/// `const int N = 5`, `define N 5`
fn constant(line: &Line<'_>, word: &str) -> Option<Answer> {
    let at = after_types(line).unwrap_or(1);
    // Ours.
    if word == "const" && at == 1 {
        return None;
    }
    let name = line.word(at)?;
    let value = line.source(if line.gives(at + 1) { at + 2 } else { at + 1 }, line.length);
    let value = if value.is_empty() { "3".to_string() } else { value };
    Some(Answer::no("declaration", line, word, write(format!("const {name} = {value}"))))
}

/// Words of [`RUNNING`] for what runs on its own.
const RUNS_ALONE: [&str; 9] = ["thread", "task", "proc", "proctype", "active", "process", "actor", "class", "program"];

/// `void producer(void *arg)`, `thread P`, `active [2] proctype P()`, `def f():`, `int main()`
fn process(line: &Line<'_>) -> Option<String> {
    let word = line.word(0)?;
    let is_known = |word: &str| RUNNING.contains(&word.to_ascii_lowercase().as_str());
    let opening = (0..line.length).find(|&at| line.is(at, Symbol::OpenParenthesis));
    let is_function = opening.is_some_and(|at| line.word(at - 1).is_some());
    if word == "init" && line.length == 1 && line.has_block() {
        return Some(write("process Init { … }"));
    }
    let may_run = is_known(word) || is_function && TYPES.contains(&word);
    if !may_run || word == "int" && !is_function {
        return None;
    }
    let name = match opening.filter(|_| is_function) {
        Some(at) => line.word(at - 1),
        None => (1..line.length).filter_map(|at| line.word(at)).find(|word| !is_known(word)),
    };
    let count = match line.is(1, Symbol::OpenBracket) {
        true => line.source(1, line.closing(1)? + 1),
        false => String::new(),
    };
    let name = name.unwrap_or("Producer");
    let process = write(format!("process {name}{count} {{ … }}"));
    // What runs on its own elsewhere is a process; a function may be called.
    let is_called = is_function && !RUNS_ALONE.contains(&word.to_ascii_lowercase().as_str());
    Some(match is_called {
        true => format!("{process}, or `procedure {name}(…) {{ … }}` if processes call it"),
        false => process,
    })
}

/// A semaphore, mutex, condition variable, barrier or channel, declared as elsewhere.
fn object(line: &Line<'_>) -> Option<String> {
    let (at, sort, name) = sort_and_name(line)?;
    let keyword = OBJECTS.iter().find(|(other, _)| other.eq_ignore_ascii_case(sort)).map(|(_, ours)| *ours)?;
    let is_ours = at == 0 && sort == keyword && !line.gives(1);
    let end = line.after_target(name)?;
    let has_list = (end..line.length).any(|at| line.is(at, Symbol::Comma)) && !line.is(end, Symbol::OpenParenthesis);
    let number = number(line, end);
    // Our own declarations with a mistake of their own keep its message.
    let is_odd = line.is(end, Symbol::OpenParenthesis)
        || line.is_sign(end, ":=")
        || matches!(line.kind(end), Some(Kind::Number(_)))
        || line.gives(end) && (line.word(end + 1) == Some("new") || line.is(end + 2, Symbol::OpenParenthesis))
        || has_list;
    if is_ours && !is_odd {
        return None;
    }
    if has_list && is_odd && keyword != "mailbox" {
        return Some(write(several(line, keyword, name)));
    }
    let target = line.source(name, end);
    let default = if at > 0 && line.word(0) == Some("binary") || sort == "binary_semaphore" { "1" } else { "0" };
    let count = |default: &str| number.clone().unwrap_or_else(|| default.to_string());
    Some(match keyword {
        "semaphore" => write(format!("semaphore {target} = {}", count(default))),
        "barrier" => write(format!("barrier {target} = {}", count("3"))),
        "mailbox" => {
            let name = line.word(name)?;
            write(format!("mailbox {name} capacity {}", count("4")))
        }
        _ => write(format!("{keyword} {target}")),
    })
}

/// The token and the word of the type, and the token of the name: `binary semaphore s`, `s = Semaphore(1)`, `var s: semaphore`
fn sort_and_name<'t>(line: &Line<'t>) -> Option<(usize, &'t str, usize)> {
    let is_sort = |at: usize| {
        let word = line.word(at)?;
        OBJECTS.iter().any(|(other, _)| other.eq_ignore_ascii_case(word)).then_some(word)
    };
    if line.gives(1) {
        let at = if line.word(2) == Some("new") { 3 } else { 2 };
        if line.word(2) == Some("make") {
            return is_sort(4).map(|sort| (4, sort, 0));
        }
        return is_sort(at).filter(|_| line.is(at + 1, Symbol::OpenParenthesis)).map(|sort| (at, sort, 0));
    }
    let modifiers = ["binary", "counting", "static", "shared", "global", "private", "public", "final", "var", "extern"];
    let at = (0..line.length).take_while(|&at| line.word(at).is_some_and(|word| modifiers.contains(&word))).count();
    if line.is_sign(at + 1, ":") {
        return is_sort(at + 2).map(|sort| (at + 2, sort, at));
    }
    let sort = is_sort(at)?;
    // In a process, `lock m` is a statement.
    (line.word(at + 1).is_some() && (sort != "lock" || at > 0)).then_some((at, sort, at + 1))
}

/// The initial value or the capacity after the name: `(1)`, `= 1`, `:= 1`, `= new Semaphore(1)`, `[2]`, `= make(chan int, 2)`
fn number(line: &Line<'_>, end: usize) -> Option<String> {
    if line.is(end - 1, Symbol::CloseBracket) && !line.gives(end) {
        let open = (0..end).rev().find(|&at| line.is(at, Symbol::OpenBracket))?;
        return Some(line.source(open + 1, end - 1));
    }
    let open = (end..line.length).find(|&at| line.is(at, Symbol::OpenParenthesis));
    if let Some(open) = open.filter(|&open| open == end || line.word(open - 1).is_some()) {
        return line.arguments(open).pop().filter(|number| !number.is_empty() && number.parse::<u64>().is_ok());
    }
    let bracket = (end..line.length).find(|&at| line.is(at, Symbol::OpenBracket));
    if let Some(bracket) = bracket {
        return Some(line.source(bracket + 1, line.closing(bracket)?));
    }
    let from = (end..line.length).find(|&at| line.gives(at)).map_or(end, |gives| gives + 1);
    let to = (from..line.length).find(|&at| line.is(at, Symbol::Comma)).unwrap_or(line.length);
    Some(line.source(from, to)).filter(|number| !number.is_empty())
}

/// `semaphore a = 1; semaphore b = 0`
fn several(line: &Line<'_>, keyword: &str, at: usize) -> String {
    let declared: Vec<String> = variables(line, at)
        .into_iter()
        .map(|(name, value)| match keyword {
            "semaphore" | "barrier" => format!("{keyword} {name} = {value}"),
            _ => format!("{keyword} {name}"),
        })
        .collect();
    declared.join("; ")
}
