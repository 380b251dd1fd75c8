//! The diagnostics for words of other languages: `foreign.txt` has a line of another language and, indented, each
//! diagnostic as line, column, underlined characters, message, help.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{format as lay_out, read};
use super::{diagnostics_of, says};

/// Objects whose kinds decide between statements.
const OBJECTS: &str = "semaphore empty = 1; semaphore fork[2]; mutex m; condition c; barrier gate = 2; \
                       mailbox q capacity 1; mailbox boxes[2] capacity 1";

/// Each line of another language, whether it is in a process, and what is said of it.
fn cases() -> Vec<(&'static str, bool, Vec<String>)> {
    let (mut cases, mut is_in_process): (Vec<(&str, bool, Vec<String>)>, _) = (Vec::new(), false);
    for line in include_str!("foreign.txt").lines() {
        match (line.strip_prefix("# "), line.strip_prefix("    ")) {
            (Some(title), _) => is_in_process = title.starts_with("In a process"),
            (_, Some(said)) => cases.last_mut().expect("the line is above").2.push(said.to_string()),
            _ => cases.push((line, is_in_process, Vec::new())),
        }
    }
    cases
}

/// A text with this line.
fn around(line: &str, is_in_process: bool) -> String {
    match is_in_process {
        true => {
            format!("{OBJECTS}\nprocess P {{ let x = 1; let n = 1\n{line}\n}}\nprocess Q {{ receive z from P }}")
        }
        false => format!("process R {{ }}\n{line}"),
    }
}

#[test]
fn every_form_of_another_language_has_its_help() {
    let cases = cases();
    assert!(cases.len() > 250, "{}", cases.len());
    for (line, is_in_process, expected) in cases {
        assert!(!expected.is_empty(), "{line}");
        assert_eq!(diagnostics_of(&around(line, is_in_process)), expected, "of the line:\n{line}");
    }
}

/// The help can be written: it parses in place of the line.
#[test]
fn what_the_help_says_can_be_written() {
    let mut seen = 0;
    for (line, is_in_process, expected) in cases() {
        let [only] = expected.as_slice() else { continue };
        let Some((message, help)) = only.split_once(" | ") else { continue };
        let help = help.strip_prefix("write `").and_then(|help| help.split('`').next()).unwrap_or("…");
        if !message.contains(" is not a ") || message.ends_with("function") || ["{", "}", "loop"].contains(&help) {
            continue;
        }
        // To be written outside the processes.
        if help.starts_with("procedure") {
            continue;
        }
        let help = match help.starts_with("else if") {
            true => format!("if x {{ }} {help}"),
            false => help.to_string(),
        };
        let help = help.replace("{ … ", "{ ");
        if help.contains('…') {
            continue;
        }
        let is_declaration = ["process", "memory", "semaphore", "mutex", "condition", "barrier", "mailbox"]
            .iter()
            .any(|word| help.starts_with(word));
        let text = around(&help, is_in_process && !is_declaration);
        assert!(lay_out(&text).is_ok(), "of the line `{line}`: {help}\n{:?}", lay_out(&text));
        seen += 1;
    }
    assert!(seen > 180, "{seen}");
}

/// Names that are words elsewhere remain names.
#[test]
fn words_of_other_languages_can_be_names() {
    let text = "semaphore P = 1; semaphore V; semaphore down; semaphore fork[2] = 1; mutex acquire; condition broadcast
mailbox chan capacity 1; memory shared { wait, notify, signal[2], length }
process thread {
  let int = 1; let for = 2; let do = 3; let until = 4; let then = 5; let var = 6; let yield = 7; let up = 8
  int = for; for += do; do++; --until; then = var; yield = up; up = int; var = yield
  wait P; signal P; wait V; signal V; wait down; signal down; wait fork[0]; signal fork[0]; wait until; signal until
  lock acquire; wait broadcast with acquire; notify broadcast; unlock acquire
  shared.wait = 1; shared.notify = shared.wait; shared.signal[0] += 1; shared.length++
  send int - -1 to chan; receive exit, return from chan; print exit, return, for, then, -until
}
semaphore until";
    let errors: Vec<String> = diagnostics_of(text).into_iter().filter(|said| !said.contains("warning: ")).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn a_form_over_several_lines_is_one_mistake() {
    says(
        "semaphore s
process P {
  for (int i = 0;
       i < 3; i++)
  {
    P(s); V(s)
  }
  do {
    let x = x;
  } while (nothing)
  repeat {
    stop
  }
  until (true)
  sem_wait(
    &s)
  signal s
}",
        &[
            "3:3+3 `for` is not a statement | write `repeat 3 as i { … }`",
            "8:3+2 `do` is not a statement | write `loop { … if not (nothing) { break } }`",
            "11:10+1 `repeat` needs a number | write `loop { … if true { break } }`",
            "15:3+8 `sem_wait` is not a statement | write `wait s`",
        ],
    );
}

#[test]
fn many_mistakes_take_little_time() {
    for line in
        ["P(;", "for (", "c ! x;", "a.b(;", "print (", "do {", "repeat {", "x <- y;", "let x, ((,", "int a, [[,"]
    {
        let text = format!("process P {{ {}", line.repeat(200_000 / line.len()));
        assert!(read(&text).scenario.is_none());
    }
}
