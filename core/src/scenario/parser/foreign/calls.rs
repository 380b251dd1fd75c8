//! Statements that name an object: `P(s)`, `pthread_cond_wait(&c, &m)`, `c.signal()`, `printf("…")`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::super::lexer::{Symbol, shorten};
use super::words::{self, FUNCTIONS, Help, METHODS, PRINTING, SLEEPING, STATEMENTS, fitting};
use super::{Answer, Line, filled, write};

/// `P(s)`, `down s`, `return`: the word alone decides.
pub(super) fn by_word(line: &Line<'_>, word: &str, noun: &str) -> Option<Answer> {
    // `up = 3` and `up[0].x` are assignments.
    let is_assignment = line.gives(1) || line.is(1, Symbol::Dot) || line.is(1, Symbol::OpenBracket);
    if is_assignment || super::super::statements::STATEMENTS.contains(&word) {
        return None;
    }
    if let Some(printed) = printed(line, word, 1) {
        return Some(Answer::no(noun, line, word, write(printed)));
    }
    let arguments = line.arguments(1);
    if let Some((_, unit)) = SLEEPING.iter().find(|(other, _)| other.eq_ignore_ascii_case(word)) {
        return Some(Answer::no(noun, line, word, write(slept(arguments.first(), unit))));
    }
    if word == "read" && arguments.len() > 1 {
        return Some(Answer::no(noun, line, word, write(filled("receive {1:item} from {0:orders}", &arguments))));
    }
    let is_call = line.is(1, Symbol::OpenParenthesis);
    if word == "recv" && !is_call && line.length > 1 {
        let has_from = (2..line.length).any(|at| line.word(at) == Some("from"));
        let from = if has_from { "" } else { " from orders" };
        return Some(Answer::no(noun, line, word, write(format!("receive {}{from}", line.source(1, line.length)))));
    }
    // A letter alone is Dijkstra's `P` or `V` only before the name of a semaphore.
    let is_name = |argument: &String| argument.starts_with(char::is_alphabetic);
    if word.len() == 1 && (arguments.len() != 1 || !arguments.iter().all(is_name)) {
        return None;
    }
    let help = match words::found(STATEMENTS, word)? {
        Help::Write(pattern) => object_statement(line, pattern, &arguments),
        Help::Say(sentence) => filled(sentence, &arguments),
    };
    Some(Answer::no(noun, line, word, help))
}

/// The statement for an object, by how it is declared.
fn object_statement(line: &Line<'_>, pattern: &'static str, arguments: &[String]) -> String {
    let kind = arguments.first().and_then(|object| line.kind_of(object));
    let pattern = fitting(pattern, kind);
    let is_wait = kind == Some("condition") && pattern == "wait {0:s}";
    match line.only_mutex() {
        Some(mutex) if is_wait => write(filled(&format!("wait {{0:c}} with {mutex}"), arguments)),
        _ => write(filled(pattern, arguments)),
    }
}

/// `c.wait()`, `s.acquire()`, `Thread.sleep(5)`, `System.out.println(x)`
pub(super) fn on_object(line: &Line<'_>) -> Option<Answer> {
    let dot = line.after_target(0)?;
    if !line.is(dot, Symbol::Dot) {
        return None;
    }
    let end = (dot..line.length).find(|&at| line.is(at, Symbol::OpenParenthesis)).unwrap_or(line.length);
    let method = line.word(end - 1)?;
    let object = line.source(0, dot);
    let mut answer = Answer::whole("statement", line, String::new());
    answer.message = format!("`{}` is not a statement", line.source(0, end));
    answer.marked = end;
    answer.help = match (object.as_str(), method) {
        ("Thread", "sleep") => write(slept(line.arguments(end).first(), "ms")),
        ("time", "sleep") => write(slept(line.arguments(end).first(), "s")),
        ("Thread", "yield") => match words::found(STATEMENTS, method)? {
            Help::Say(sentence) => sentence.into(),
            Help::Write(_) => return None,
        },
        ("System" | "console" | "fmt" | "std", _) => write(printed(line, &method.to_ascii_lowercase(), end)?),
        _ if end != dot + 2 || line.kind_of(&object) == Some("memory") => return None,
        _ => help_for_method(line, &object, method, line.arguments(end))?,
    };
    Some(answer)
}

fn help_for_method(line: &Line<'_>, object: &str, method: &str, given: Vec<String>) -> Option<String> {
    let mut arguments = alloc::vec![object.to_string()];
    arguments.extend(given);
    let is_wait = matches!(method, "wait" | "await");
    match words::found(METHODS, method)? {
        Help::Write(_) if is_wait && arguments.len() == 2 => Some(write(filled("wait {0:c} with {1:m}", &arguments))),
        Help::Write(pattern) => Some(object_statement(line, pattern, &arguments)),
        Help::Say(sentence) => Some(sentence.into()),
    }
}

/// `TestAndSet(&lock)`, `len(q)`: the instructions work on cells of memory.
pub(super) fn function(line: &Line<'_>, word: &str) -> Option<Answer> {
    let end = line.closing(1)?;
    let mut arguments = line.in_parentheses(1);
    let help = match words::found(FUNCTIONS, word)? {
        Help::Write(pattern) => {
            let is_cell = pattern.contains("table.");
            if let Some(cell) = arguments.first_mut().filter(|cell| is_cell && !cell.contains('.')) {
                *cell = format!("{}.{cell}", line.region().unwrap_or("table"));
            }
            write(filled(pattern, &arguments))
        }
        Help::Say(sentence) => filled(sentence, &arguments),
    };
    Some(Answer { tokens: end + 1, ..Answer::no("function", line, word, help) })
}

/// Our own words with too much after them: `wait(c, m)`, `wait until e`, `assert(e, "…")`, `lock(m) { … }`
pub(super) fn of_ours(line: &Line<'_>) -> Option<Answer> {
    let word = line.word(0)?;
    let arguments = line.arguments(1);
    match (word, arguments.as_slice()) {
        ("wait", _) if line.word(1) == Some("until") && line.length > 2 => {
            let condition = line.source(2, line.length);
            let help = format!("write `while not ({condition}) {{ }}`, which is a busy wait, or wait for a semaphore");
            let mut answer = Answer::whole("statement", line, help);
            answer.message = "`wait until` is not a statement".into();
            answer.marked = 2;
            Some(answer)
        }
        ("wait", [condition, mutex]) => {
            let is_swapped = line.kind_of(condition) == Some("mutex") && line.kind_of(mutex) == Some("condition");
            let (condition, mutex) = if is_swapped { (mutex, condition) } else { (condition, mutex) };
            Some(Answer::whole("statement", line, write(format!("wait {condition} with {mutex}"))))
        }
        ("assert", [condition, message]) if line.is(1, Symbol::OpenParenthesis) => {
            Some(Answer::whole("statement", line, write(format!("assert {condition} {message}"))))
        }
        ("lock", [mutex]) if line.has_block() => {
            let help = format!("write `lock {mutex}` before the statements and `unlock {mutex}` after them");
            Some(Answer { message: "`lock` has no block".into(), ..Answer::whole("statement", line, help) })
        }
        _ => None,
    }
}

/// `sleep 5ms`, `sleep (n) ms`
fn slept(time: Option<&String>, unit: &str) -> String {
    match time {
        Some(time) if !time.is_empty() && time.chars().all(|c| c.is_ascii_digit()) => format!("sleep {time}{unit}"),
        Some(time) if !time.is_empty() => format!("sleep ({time}) {unit}"),
        _ => format!("sleep 5{unit}"),
    }
}

/// `printf("x is %d\n", x)` as `print "x is", x`; the arguments begin at token `at`.
fn printed(line: &Line<'_>, word: &str, at: usize) -> Option<String> {
    if !PRINTING.contains(&word) {
        return None;
    }
    let mut values = match line.is(at, Symbol::Less) {
        true => streamed(line, at),
        false => line.arguments(at),
    };
    if word == "fprintf" && !values.is_empty() {
        values.remove(0);
    }
    if word == "write" && values.len() > 1 {
        return Some(filled("send {1:item} to {0:orders}", &values));
    }
    if word == "printf" || word == "fprintf" || values.iter().any(|value| value.contains("\\n")) {
        values = unformatted(&values);
    }
    Some(match values.is_empty() {
        true => "print item".into(),
        false => shorten(&format!("print {}", values.join(", "))),
    })
}

/// The values of `cout << a << b`.
fn streamed(line: &Line<'_>, at: usize) -> Vec<String> {
    let (mut values, mut start) = (Vec::new(), at);
    for end in at..=line.length {
        if end == line.length || line.is(end, Symbol::Less) {
            values.push(line.source(start, end));
            start = end + 1;
        }
    }
    values.retain(|value| !value.is_empty() && value != "endl");
    values
}

/// The texts and values of a format and its arguments.
fn unformatted(values: &[String]) -> Vec<String> {
    let Some((format, others)) = values.split_first() else { return Vec::new() };
    let Some(contents) = format.strip_prefix('"').and_then(|format| format.strip_suffix('"')) else {
        return values.to_vec();
    };
    let (mut parts, mut others) = (Vec::new(), others.iter());
    let contents = contents.replace("\\n", " ");
    for (number, piece) in contents.split('%').enumerate() {
        let text = match number {
            0 => piece,
            _ => {
                parts.extend(others.next().cloned());
                piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == 'l').get(1..).unwrap_or("")
            }
        };
        if !text.trim().is_empty() {
            parts.push(format!("\"{}\"", text.trim()));
        }
    }
    parts.extend(others.cloned());
    parts
}
