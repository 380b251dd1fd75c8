//! Diagnostics of declarations and checks.

use super::says;

#[test]
fn titles_and_texts_are_quoted_and_appear_once() {
    says(
        "title Producers
process P { }",
        &[r#"1:7+9 expected a title in quotation marks | write `title "Producer and consumer"`"#],
    );
    says(
        r#"title "a"
title "b"
seed 1
seed 2
step 1ms
about "x"
about "y"
step 2ms
process P { }"#,
        &[
            "2:1+9 `title` is already given at line 1 | remove one of the two",
            "4:1+6 `seed` is already given at line 3 | remove one of the two",
            "7:1+9 `about` is already given at line 6 | remove one of the two",
            "8:1+8 `step` is already given at line 5 | remove one of the two",
        ],
    );
}

#[test]
fn a_seed_is_a_whole_number() {
    says(
        "seed x
process P { }",
        &["1:6+1 a seed is a whole number from 0 to 18446744073709551615 | write `seed 7`"],
    );
    says(
        "seed -1
process P { }",
        &["1:6+1 a seed is a whole number from 0 to 18446744073709551615 | write `seed 7`"],
    );
    says(
        "seed 18446744073709551616
process P { }",
        &[
            "1:6+20 this number does not fit in 64 bits | numbers range from -9223372032559808512 to 9223372036854775807",
        ],
    );
}

#[test]
fn a_step_is_a_time() {
    says(
        "step 3
process P { }",
        &["1:6+1 a step is a time: a number with a unit | write `step 1ms` or `step 0ms`"],
    );
    says(
        "step 1.5ms
process P { }",
        &["1:6+5 numbers must be whole | use a smaller unit: `1500us` instead of `1.5ms`"],
    );
    says(
        "step 3min
process P { }",
        &["1:6+4 `min` is not a unit of time | write `3us`, `3ms` or `3s`"],
    );
}

#[test]
fn a_mailbox_needs_a_name_and_a_capacity() {
    says(
        "mailbox orders
process P { receive x from orders }",
        &[
            "1:15+0 a mailbox needs a capacity | write `mailbox orders capacity 4`, `capacity 0` or `capacity unbounded`",
        ],
    );
    says(
        "mailbox orders capacity
process P { }",
        &[
            "1:24+0 a capacity is a number of messages, a size, or `unbounded` | write `capacity 4`, `capacity 0`, `capacity 512B` or `capacity unbounded`",
        ],
    );
    says(
        "mailbox orders capacity lots
process P { }",
        &[
            "1:25+4 a capacity is a number of messages, a size, or `unbounded` | write `capacity 4`, `capacity 0`, `capacity 512B` or `capacity unbounded`",
        ],
    );
    says(
        "mailbox orders capacity -1
process P { }",
        &[
            "1:25+1 a capacity is a number of messages, a size, or `unbounded` | write `capacity 4`, `capacity 0`, `capacity 512B` or `capacity unbounded`",
        ],
    );
    says(
        "mailbox capacity 4
process P { }",
        &["1:9+8 a mailbox needs a name | write `mailbox orders capacity 4`"],
    );
    says(
        "mailbox loop capacity 4
process P { }",
        &["1:9+4 `loop` is a reserved word and cannot be a name | choose another name"],
    );
    says(
        "mailbox m capacity 4 4
process P { send 1 to m; receive x from m }",
        &["1:22+1 unexpected `4` | start a new line before it, or write `;`"],
    );
}

#[test]
fn a_name_belongs_to_one_thing() {
    says(
        "mailbox m capacity 4


mailbox m capacity 5
process P { send 1 to m; receive x from m }",
        &["4:9+1 `m` is already the name of a mailbox at line 1 | choose another name"],
    );
    says(
        "process P { }
mailbox P capacity 1
process P { }",
        &[
            "2:9+1 `P` is already the name of a process at line 1 | choose another name",
            "3:9+1 `P` is already the name of a process at line 1 | choose another name",
        ],
    );
}

#[test]
fn a_scenario_needs_a_process() {
    says(
        "mailbox m capacity 1",
        &["1:1+0 a scenario needs a process | write one, such as `process Producer { work 3ms }`"],
    );
    says(
        "# to be written\n\n# soon\n",
        &["1:1+0 a scenario needs a process | write one, such as `process Producer { work 3ms }`"],
    );
    says("", &["1:1+0 a scenario needs a process | write one, such as `process Producer { work 3ms }`"]);
}

#[test]
fn an_unknown_declaration_is_reported_with_a_correction() {
    says(
        "proces P { work 1ms }
process Q { }",
        &["1:1+6 `proces` is not a declaration | write `process`"],
    );
    says(
        "semaphor s = 1
process P { }",
        &["1:1+8 `semaphor` is not a declaration | write `semaphore`"],
    );
    says(
        r#""hello"
process P { }"#,
        &[
            r#"1:1+7 unexpected `"hello"` | begin a declaration with a word such as `mailbox`, `semaphore`, `memory`, `process` or `check`"#,
        ],
    );
}

#[test]
fn a_process_needs_a_name_and_a_block() {
    says("process { work 1ms }", &["1:9+1 a process needs a name | write `process Producer { \u{2026} }`"]);
    says(
        "process P srever { wrok 1ms }",
        &["1:11+6 unexpected `srever` | write `server`", "1:20+4 `wrok` is not a statement | write `work`"],
    );
    says(
        "process P
mailbox m capacity 1",
        &["1:10+0 expected `{` | write `{`, the statements, and `}`"],
    );
}

#[test]
fn braces_that_do_not_match_are_reported_once() {
    says(
        "process P { work 1ms
process Q { }",
        &["1:11+1 this `{` is not closed | write `}` where it ends"],
    );
    says(
        "process P {
  if true {
    work 1ms
}
process Q { work 1ms }",
        &["1:11+1 this `{` is not closed | write `}` where it ends"],
    );
    says("process P { work 1ms } }", &["1:24+1 this `}` has no matching `{` | remove it"]);
}

#[test]
fn statements_outside_a_process_are_reported_once() {
    says(
        "send 1 to m
work 3ms
process P { }",
        &["1:1+4 `send` begins a statement outside any process | move it between the `{` and the `}` of a process"],
    );
    says(
        "process P { }
  x = 3
}",
        &["2:3+1 `x` begins a statement outside any process | move it between the `{` and the `}` of a process"],
    );
}

#[test]
fn declarations_are_not_allowed_in_a_process() {
    says(
        "process P { mailbox m capacity 1; work 1ms }",
        &["1:13+7 `mailbox` is a declaration and is not allowed in a process | move it before or after the process"],
    );
    says(
        "process P {
  process Q { work 1ms }
  work 1ms
}",
        &["2:3+7 `process` is a declaration and is not allowed in a process | move it before or after the process"],
    );
}

#[test]
fn a_check_needs_a_property() {
    says(
        "check
process P { }",
        &[
            "1:6+0 expected a property to check | write `check never deadlock`, `check always finishes`, `check always length(orders) <= 4`, `check at most 1 in \"critical\"`, `check finally table.count == 0`, `check output 1, 2` or `check possible print 1`",
        ],
    );
    says(
        "check never
process P { }",
        &[
            "1:12+0 expected a property after `never` | write `check never deadlock`, `check never stuck`, `check never fault`, `check never torn`, `check never assertion`, `check never starvation`, `check never livelock` or `check never print 1`",
        ],
    );
    says(
        "check never deadlok
process P { }",
        &["1:13+7 unknown property `deadlok` | write `check never deadlock`"],
    );
    says(
        "check never crash
process P { }",
        &[
            "1:13+5 unknown property `crash` | write `deadlock`, `stuck`, `fault`, `torn`, `assertion`, `starvation`, `livelock` or `print …`",
        ],
    );
    says(
        "check always
process P { }",
        &["1:7+6 `always` needs a condition | write `check always length(orders) <= 4` or `check always finishes`"],
    );
    says(
        "check always finishes expect broken
process P { }",
        &["1:30+6 expected `violated` after `expect` | write `expect violated`"],
    );
    says(
        "check always finishes really
process P { }",
        &["1:23+6 unexpected `really` | start a new line before it, or write `;`"],
    );
    says(
        "check deadlock
process P { }",
        &[
            "1:7+8 expected a property to check | write `check never deadlock`, `check always finishes`, `check always length(orders) <= 4`, `check at most 1 in \"critical\"`, `check finally table.count == 0`, `check output 1, 2` or `check possible print 1`",
        ],
    );
}

#[test]
fn a_variable_in_a_check_needs_its_process() {
    says(
        r#"mailbox orders capacity 1
check always item > 0
check always orders > 0
check always P > 0
check always nothing > 0
check always P.itme > 0
check always Q.item > 0
check always PP.item > 0
check always orders.item > 0
check always random(1..2) == 1
check always "text"
check always length(order) <= room(P)
process P { send 1 to orders; receive item from orders }"#,
        &[
            "2:14+4 the variable `item` needs the name of its process | write `P.item`",
            "3:14+6 `orders` is a mailbox, not a value | write `length(orders)` or `room(orders)`",
            "4:14+5 processes cannot be ordered | compare them with `==` or `!=`",
            "5:14+7 no process has a variable called `nothing` | use `length(m)`, `table.count` or a variable such as `Producer.made`",
            "6:16+4 `P` has no variable called `itme` | write `item`",
            "7:14+1 no process or region of memory is called `Q`",
            "8:14+2 no process or region of memory is called `PP` | write `P`",
            "9:14+6 `orders` is a mailbox, not a process | write `length(orders)` or `room(orders)`",
            "10:14+12 a check cannot use random numbers | use state such as `length(m)`, `table.count` or `Producer.made`",
            "11:14+6 `always` needs a number, not a text",
            "12:21+5 no mailbox is called `order` | write `orders`",
            "12:36+1 `P` is a process, but `length`, like `room`, needs a mailbox | declare one, such as `mailbox orders capacity 4`",
        ],
    );
}

#[test]
fn a_binary_semaphore_starts_at_0_or_1() {
    let rest = "process P { wait s; signal s }";
    for options in ["", " binary", " fifo binary"] {
        let text = alloc::format!("semaphore s = 1{options}\n{rest}");
        says(&text, &[]);
        assert!(
            super::super::format(&text)
                .is_ok_and(|laid_out| laid_out.starts_with(&alloc::format!("semaphore s = 1{options}\n")))
        );
    }
    let laid_out = super::super::format("semaphore s binary fifo");
    assert_eq!(laid_out.as_deref(), Ok("semaphore s fifo binary\n"));
    says(
        &alloc::format!("semaphore s = 2 binary\n{rest}"),
        &["1:15+1 a binary semaphore starts at 0 or 1 | write `= 1`, or remove `binary`"],
    );
    says(
        &alloc::format!("semaphore s = 1 binary binary\n{rest}"),
        &["1:24+6 `binary` is given twice | remove one of the two"],
    );
}
