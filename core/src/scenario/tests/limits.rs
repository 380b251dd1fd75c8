//! Every limit: one below, at the limit, and one above.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::{format as lay_out, limits, read};
use super::{diagnostics_of, says};

/// The messages about `text`.
fn messages(text: &str) -> Vec<String> {
    read(text).diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect()
}

/// Asserts that texts one below and at the limit are correct, and that one above gives exactly `message`.
fn is_limit(limit: impl TryInto<usize>, text: impl Fn(usize) -> String, message: &str) {
    let limit = limit.try_into().unwrap_or(usize::MAX);
    assert_eq!(messages(&text(limit - 1)), [""; 0], "one below");
    assert_eq!(messages(&text(limit)), [""; 0], "at the limit");
    assert_eq!(messages(&text(limit + 1)), [message], "one above");
}

#[test]
fn a_text_has_256_kib() {
    let text = |bytes: usize| format!("process P {{ }}{}", " ".repeat(bytes - 13));
    is_limit(limits::TEXT_BYTES, text, "a text has at most 262144 bytes; this one has 262145");
    assert!(lay_out(&text(limits::TEXT_BYTES + 1)).is_err());
}

#[test]
fn a_text_that_would_exceed_256_kib_is_not_formatted() {
    let opening = "loop {".repeat(60);
    let text = format!("process P {{ {opening}{} {} }}", "break;".repeat(4_000), "}".repeat(60));
    let message = &lay_out(&text).expect_err("4,000 lines with 122 spaces before each")[0].message;
    assert!(message.starts_with("a text has at most 262144 bytes; this one has 5"), "{message}");
}

#[test]
fn blocks_and_parentheses_go_64_deep() {
    let message = "blocks and parentheses are nested more than 64 deep";
    let parentheses = |n: usize| format!("process P {{ print {}1{} }}", "(".repeat(n - 1), ")".repeat(n - 1));
    let minus = |n: usize| format!("process P {{ print {}1 }}", "-".repeat(n - 1));
    let not = |n: usize| format!("process P {{ print {}1 }}", "not ".repeat(n - 1));
    let calls = |n: usize| format!("process P {{ print {}1{} }}", "random(0..".repeat(n - 1), ")".repeat(n - 1));
    let blocks = |n: usize| format!("process P {{ {} {} }}", "if 1 {".repeat(n - 1), "}".repeat(n - 1));
    let times = |n: usize| format!("process P {{ work {}1{} ms }}", "(".repeat(n - 1), ")".repeat(n - 1));
    is_limit(limits::NESTING, parentheses, message);
    is_limit(limits::NESTING, minus, message);
    is_limit(limits::NESTING, not, message);
    is_limit(limits::NESTING, calls, message);
    is_limit(limits::NESTING, blocks, message);
    is_limit(limits::NESTING, times, message);
    let memory = "memory t { x[2] }\nprocess P { print ";
    let indices = |n: usize| format!("{memory}{}0{} }}", "t.x[".repeat(n - 1), "]".repeat(n - 1));
    is_limit(limits::NESTING, indices, message);
    let selects = |n: usize| {
        let n = n - 1;
        let (open, odd) = ("select { receive x from P { ".repeat(n / 2), n % 2);
        format!("process Q {{ {open}{}{} }}\nprocess P {{ send 1 to Q }}", "if 1 { }".repeat(odd), "} }".repeat(n / 2))
    };
    is_limit(limits::NESTING, selects, message);
}

#[test]
fn an_expression_is_200_high() {
    let message = "this expression is too deep: more than 200 nested operators";
    let sums = |n: usize| format!("process P {{ print 1{} }}", " + 1".repeat(n - 1));
    let ors = |n: usize| format!("process P {{ let x = 1; print x{} }}", " or x".repeat(n - 1));
    is_limit(limits::EXPRESSION_HEIGHT as usize, sums, message);
    is_limit(limits::EXPRESSION_HEIGHT as usize, ors, message);
    says(
        &format!("process P {{\n  print 1{}\n}}", " + 1".repeat(200)),
        &["2:807+1 this expression is too deep: more than 200 nested operators | split it with `let`"],
    );
}

#[test]
fn a_scenario_has_1024_processes() {
    let text = |n: usize| (0..n).map(|i| format!("process P{i} {{ }}\n")).collect();
    is_limit(limits::PROCESSES, text, "a scenario has at most 1024 processes");
}

#[test]
fn several_processes_count_each() {
    let text = |n: usize| format!("process P[{}] {{ print me }}\nprocess Q {{ }}\n", n - 1);
    is_limit(limits::PROCESSES, text, "a scenario has at most 1024 processes");
    assert_eq!(messages("process P[99999999999] { print me }")[0], "a scenario has at most 1024 processes");
}

#[test]
fn the_programs_of_all_processes_have_4_mib() {
    // 1,024 times 4 KiB are 4 MiB.
    let text = |bytes: usize| {
        let header = "process P[1024] { print me ";
        format!("{header}{}}}", " ".repeat(bytes - header.len() - 1))
    };
    is_limit(4_096_u64, text, "the programs of all processes are too large");
}

#[test]
fn a_scenario_has_4096_mailboxes() {
    let text = |n: usize| {
        let mailboxes: String = (0..n).map(|i| format!("mailbox m{i} capacity 1\n")).collect();
        let uses: String = (0..n).map(|i| format!("send 1 to m{i}\nreceive x from m{i}\n")).collect();
        format!("{mailboxes}process P {{\n{uses}}}\n")
    };
    is_limit(limits::MAILBOXES, text, "a scenario has at most 4096 mailboxes and links");
}

#[test]
fn a_mailbox_holds_65536_messages() {
    let text = |n: usize| format!("mailbox m capacity {n}\nprocess P {{ send 1 to m; receive x from m }}");
    is_limit(limits::CAPACITY as usize, text, "a mailbox holds at most 65536 messages");
}

#[test]
fn mailboxes_and_links_count_together() {
    let text = |n: usize| {
        format!(
            "mailbox m[{}] capacity 1\nlink P Q\nprocess P {{ send 1 to m[0]; send 1 to Q }}\n\
             process Q {{ receive x from m[0]; receive x from P }}",
            n - 1
        )
    };
    is_limit(limits::MAILBOXES, text, "a scenario has at most 4096 mailboxes and links");
}

#[test]
fn a_scenario_has_64_hosts() {
    let text = |n: usize| (0..n).map(|i| format!("host h{i}\nprocess P{i} on h{i} {{ }}\n")).collect();
    is_limit(limits::HOSTS, text, "a scenario has at most 64 hosts");
}

#[test]
fn a_host_has_1024_cores() {
    let text = |n: usize| format!("host h cores {n}\nprocess P on h {{ }}");
    is_limit(limits::CORES, text, "a host has 1 to 1024 cores");
    assert_eq!(messages(&text(1)), [""; 0]);
    assert_eq!(messages(&text(0)), ["a host has 1 to 1024 cores"]);
}

#[test]
fn a_scenario_has_4096_locks() {
    let text =
        |n: usize| format!("mutex m[{}]\ncondition c\nprocess P {{ lock m[0]; wait c with m[0]; notify c }}", n - 1);
    is_limit(limits::LOCKS, text, "a scenario has at most 4096 semaphores, mutexes and condition variables");
}

#[test]
fn memory_has_65535_cells() {
    let text = |n: usize| format!("memory t {{ x }}\nmemory u {{ y[{}] }}\nprocess P {{ print t.x, u.y[0] }}", n - 1);
    let message = "a scenario has at most 65535 cells of memory";
    is_limit(limits::MEMORY_CELLS, text, message);
    let items = |n: usize| format!("memory t {{ x[{}] of 15 }}\nprocess P {{ let x = t.x[0] }}", n / 15);
    assert_eq!(messages(&items(65_535)), [""; 0]);
    assert_eq!(messages(&items(65_550)), [message]);
    assert_eq!(messages("memory t { x[4294967295] of 16 }\nprocess P { let x = t.x[0] }"), [message]);
}

/// Found by hostile texts: reading an item of 65,535 cells needed more variables than a process can have.
#[test]
fn an_item_has_16_cells() {
    let text = |n: usize| format!("memory t {{ x of {n} }}\nprocess P {{ let x = t.x }}\nprocess Q {{ t.x = 1 }}");
    is_limit(limits::ITEM_CELLS, text, "an item has 1 to 16 cells");
    assert_eq!(messages(&text(0)), ["an item has 1 to 16 cells"]);
}

#[test]
fn a_size_has_a_gibibyte() {
    let capacity = |n: usize| format!("mailbox m capacity {n}B\nprocess P {{ send 1 to m; receive x from m }}");
    is_limit(limits::SIZE_BYTES, capacity, "this size is too large");
    let message = |n: usize| format!("process P {{ send 1 size {n}MB to Q }}\nprocess Q {{ receive x from P }}");
    is_limit(1_024_u64, message, "this size is too large");
    let computed = |n: usize| format!("process P {{ send 1 size ({n}) B to Q }}\nprocess Q {{ receive x from P }}");
    is_limit(limits::SIZE_BYTES, computed, "this size is too large");
    assert_eq!(messages(&computed(usize::MAX / 2)), ["this size is too large"]);
}

#[test]
fn priorities_go_from_minus_1000_to_1000() {
    let above = |n: usize| format!("process P priority {n} {{ }}");
    let below = |n: usize| format!("process P priority -{n} {{ }}");
    is_limit(limits::PRIORITY, above, "a priority must be from -1000 to 1000");
    is_limit(limits::PRIORITY, below, "a priority must be from -1000 to 1000");
}

#[test]
fn as_many_buffers_are_posted_as_a_mailbox_may_hold() {
    let text = |n: usize| {
        format!(
            "mailbox m capacity 65536 buffering explicit\nprocess P {{ post {n} to m; receive x from m }}\n\
             process Q {{ send 1 to m }}"
        )
    };
    is_limit(limits::CAPACITY, text, "at most 65536 buffers may be posted at once");
}

#[test]
fn branches_arms_and_answers_are_counted() {
    let arms = |n: usize| {
        format!("mailbox m capacity 1\nprocess P {{ send 1 to m; select {{ {}}} }}", "receive x from m { } ".repeat(n))
    };
    is_limit(limits::SELECT_ARMS, arms, "a `select` has at most 64 arms");
    let branches = |n: usize| format!("process P {{ either {{ }}{} }}", " or { }".repeat(n - 1));
    is_limit(limits::EITHER_BRANCHES, branches, "an `either` has at most 64 branches");
    let answers = |n: usize| format!("process P {{ ask \"?\" answer \"a\"{} }}", " or \"a\"".repeat(n - 1));
    is_limit(limits::ANSWERS, answers, "a question has at most 8 answers");
}

#[test]
fn atomic_repeats_1000_times() {
    let memory = "memory t { x }\nprocess P { atomic {";
    let once = |n: usize| format!("{memory} repeat {n} {{ t.x = 1 }} }} }}");
    let message = "an `atomic` block repeats at most 1000 times";
    is_limit(1_000_u64, once, message);
    let nested = |n: usize| format!("{memory} repeat 10 {{ repeat {n} {{ t.x = 1 }} }} }} }}");
    is_limit(100_u64, nested, message);
}

#[test]
fn a_section_has_a_name_of_64_characters() {
    let text = |n: usize| format!("process P {{ section \"{}\" {{ }} }}", "é".repeat(n));
    is_limit(limits::NAME_CHARACTERS, text, "a section name has at most 64 characters");
}

#[test]
fn percentages_go_to_100() {
    let text = |n: usize| {
        format!(
            "host a\nhost b\nnetwork a b latency 1ms loss {n}%\nprocess P on a {{ send 1 to Q }}\n\
             process Q on b {{ receive x from P }}"
        )
    };
    is_limit(100_u64, text, "a percentage must be from 0 to 100");
}

#[test]
fn a_name_has_64_characters() {
    let text = |n: usize| format!("process {} {{ }}", "é".repeat(n));
    is_limit(limits::NAME_CHARACTERS, text, "this name has more than 64 characters");
}

#[test]
fn a_text_literal_has_1000_characters() {
    let message = "this text has more than 1000 characters";
    is_limit(limits::LITERAL_CHARACTERS, |n| format!("process P {{ say \"{}\" }}", "é".repeat(n)), message);
    is_limit(limits::LITERAL_CHARACTERS, |n| format!("process P {{ say \"{}\" }}", "\\n".repeat(n)), message);
}

#[test]
fn a_message_has_16_values() {
    let send = |n: usize| {
        format!(
            "mailbox m capacity 1\nprocess P {{ send 1{0} to m; receive x{1} from m }}",
            ", 1".repeat(n - 1),
            ", x".repeat(n - 1)
        )
    };
    let message = "a message has at most 16 values";
    assert_eq!(messages(&send(limits::MESSAGE_VALUES - 1)), [""; 0]);
    assert_eq!(messages(&send(limits::MESSAGE_VALUES)), [""; 0]);
    assert_eq!(messages(&send(limits::MESSAGE_VALUES + 1)), [message, message], "the send and the receive");
}

#[test]
fn a_print_has_16_values() {
    let text = |n: usize| format!("process P {{ print 1{} }}", ", 1".repeat(n - 1));
    is_limit(limits::PRINT_VALUES, text, "a `print` has at most 16 values");
}

#[test]
fn an_output_has_256_values() {
    let text = |n: usize| format!("process P {{ }}\ncheck output 1{}", ", 1".repeat(n - 1));
    is_limit(limits::OUTPUT_VALUES, text, "an `output` has at most 256 values");
    let possible = |n: usize| format!("process P {{ }}\ncheck possible output \"a\"{}", ", \"a\"".repeat(n - 1));
    is_limit(limits::OUTPUT_VALUES, possible, "an `output` has at most 256 values");
}

#[test]
fn a_time_has_a_million_seconds() {
    is_limit(1_000_000_u64, |n| format!("process P {{ sleep {n}s }}"), "this time is too long");
    is_limit(1_000_000_000_000_u64, |n| format!("step {n}us\nprocess P {{ }}"), "this time is too long");
}

#[test]
fn a_seed_has_64_bits() {
    for seed in [u64::MAX - 1, u64::MAX] {
        assert_eq!(messages(&format!("seed {seed}\nprocess P {{ }}")), [""; 0]);
    }
    assert_eq!(messages("seed 18446744073709551616\nprocess P { }"), ["this number does not fit in 64 bits"]);
}

#[test]
fn a_number_has_64_bits_and_a_sign() {
    let messages = |number: &str| messages(&format!("process P {{ print {number} }}"));
    assert_eq!(messages("9223372036854775806"), [""; 0]);
    assert_eq!(messages("9223372036854775807"), [""; 0]);
    assert_eq!(messages("9223372036854775808"), ["this number does not fit in 64 bits"]);
    // −(2⁶³ − 2³²) is the smallest number; most numbers below it cannot even be written.
    assert_eq!(messages("-9223372032559808511"), [""; 0]);
    assert_eq!(messages("-9223372032559808512"), [""; 0]);
    for below in ["-9223372032559808513", "-9223372036854775807"] {
        assert_eq!(messages(below), ["the result does not fit in 64 bits"]);
    }
    assert_eq!(messages("-9223372036854775808"), ["this number does not fit in 64 bits"]);
    assert_eq!(messages("-9223372036854775809"), ["this number does not fit in 64 bits"]);
}

#[test]
fn a_report_has_100_mistakes_and_says_if_there_are_more() {
    let text = |n: usize| format!("process P {{\n{}}}", "wrok 1ms\n".repeat(n));
    assert_eq!(diagnostics_of(&text(99)).len(), 99);
    assert_eq!(diagnostics_of(&text(100)).len(), 100);
    let more = diagnostics_of(&text(101));
    assert_eq!(more.len(), 101);
    assert_eq!(more[99], "101:1+4 `wrok` is not a statement | write `work`");
    assert_eq!(more[100], "102:1+4 …and more");
    assert_eq!(diagnostics_of(&text(5_000)).len(), 101);
}
