//! Constants: where they are allowed, how they are printed, every mistake with them, other values for them.

use super::super::tree::{
    Capacity, Constant, Duration, ExprKind, Fixed, ItemKind, Literal, Schedule, StatementKind, Time, Unit,
};
use super::super::{format as lay_out, print, read, with_constants};
use super::{body, says, scenario};

/// Each constant in every place that takes its kind.
pub(super) const EVERYWHERE: &str = "const N = 2
const M = N - 1
const low = -N
const fast = true
const think = 5ms
const pause = think
const twice = (N * 5) ms
const page = 4KB
const part = page
const half = (N) KB
seed N
step think
host alpha cores N schedule round-robin think
host beta
network alpha beta latency think..twice bandwidth page/ms loss M% duplicate N%
mailbox m[N] capacity N
mailbox bytes capacity page messages fixed half split
mailbox single capacity M messages up to part
link Sender Receiver capacity M
link P[M] Q[0] capacity N messages fixed half refuse
memory table {
  slots[N] of N = N
  one of M
  flag = fast
}
semaphore fork[N] = M
mutex door[N]
condition full[N]
barrier gate = N
process P[N] on alpha priority low start pause server {
  work think \"x\"
  work think..twice
  sleep ~pause
  repeat N as i {
    table.slots[M] = i + N
    wait fork[M]
  }
  signal fork[N - 1]
  let x = table.slots[M]
  if fast and x < N {
    print N, -M, me % N
  }
  send x to Q[M] within think
  signal fork[M]
  wait gate
  lock door[M]
  section \"s\" {
    notify full[M]
  }
  unlock door[M]
}
process Q[N] on alpha {
  receive x from P[M]
  select {
    receive y from P[0] {
      print y
    }
    after think {
      print N
    }
  }
  wait full[M]
}
process Sender on alpha {
  send 1 size page to bytes
  send 2 size (N * 2) B priority N to Receiver
  send 3 to single and wait within think
  send 3 to m[M]
}
process Receiver on beta {
  receive a from Sender
}
process Other on alpha {
  receive a from bytes
  receive b from single
  receive c from m[M]
  send c to Receiver
}
check always length(m[M]) <= N and P[M].i < N + 1
check at most N in \"s\"
check possible print N, fast
check output N, -M expect violated
";

/// The same with the values in place of the names.
fn without_constants(text: &str) -> String {
    let values = [
        ("N", "2"),
        ("M", "1"),
        ("low", "-2"),
        ("fast", "true"),
        ("think", "5ms"),
        ("pause", "5ms"),
        ("twice", "10ms"),
        ("page", "4KB"),
        ("part", "4KB"),
        ("half", "2KB"),
    ];
    let mut plain = String::new();
    for line in text.lines().filter(|line| !line.starts_with("const")) {
        let mut word = String::new();
        for c in line.chars().chain(['\n']) {
            if c.is_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            plain.push_str(values.iter().find(|(name, _)| *name == word).map_or(&word, |(_, value)| value));
            plain.push(c);
            word.clear();
        }
    }
    plain
}

use alloc::string::String;

#[test]
fn a_constant_may_stand_wherever_a_number_a_time_or_a_size_may() {
    let reading = read(EVERYWHERE);
    let errors: alloc::vec::Vec<_> = reading.diagnostics.iter().map(|d| &d.message).collect();
    assert!(reading.scenario.is_some(), "{errors:?}");
    let plain = without_constants(EVERYWHERE);
    assert!(read(&plain).scenario.is_some(), "{:?}", read(&plain).diagnostics);
}

#[test]
fn the_printer_keeps_the_names() {
    assert_eq!(lay_out(EVERYWHERE).as_deref(), Ok(EVERYWHERE));
    let tree = read(EVERYWHERE).scenario.expect("it is correct");
    assert_eq!(print(&tree), EVERYWHERE);
}

fn constants(text: &str) -> alloc::vec::Vec<Constant> {
    let items = read(text).scenario.expect("it is correct").items;
    items
        .into_iter()
        .filter_map(|item| match item.kind {
            ItemKind::Constant(constant) => Some(constant),
            _ => None,
        })
        .collect()
}

#[test]
fn values_are_known() {
    let values: alloc::vec::Vec<(String, String)> =
        constants(EVERYWHERE).into_iter().map(|constant| (constant.name.text, constant.value.written())).collect();
    let expected = [
        ("N", "2"),
        ("M", "1"),
        ("low", "-2"),
        ("fast", "1"),
        ("think", "5ms"),
        ("pause", "5ms"),
        ("twice", "10ms"),
        ("page", "4KB"),
        ("part", "4KB"),
        ("half", "2KB"),
    ];
    assert_eq!(values, expected.map(|(name, value)| (name.into(), value.into())));
}

#[test]
fn the_tree_has_name_and_value() {
    let tree = scenario(
        "const T = 4ms; const N = 0\nhost h cores 2 schedule round-robin T\nmailbox m capacity N\nprocess P on h { send 1 to m }\nprocess Q on h { receive x from m }",
    );
    let ItemKind::Host(host) = &tree.items[2].kind else { panic!("a host") };
    let schedule = host.schedule.as_ref().expect("it has one");
    assert_eq!(schedule.value, Schedule::RoundRobin(Literal { us: 4_000, unit: Unit::Ms }));
    assert_eq!(schedule.name.as_ref().map(|name| name.text.as_str()), Some("T"));
    let ItemKind::Mailbox(mailbox) = &tree.items[3].kind else { panic!("a mailbox") };
    assert_eq!(mailbox.options.capacity.value, Capacity::Messages(0));
    let statements = body("const N = 7\nconst T = 2s\nprocess P { let x = N; work T; print x }");
    let StatementKind::Let { value, .. } = &statements[0].kind else { panic!("a let") };
    assert_eq!(value.kind, ExprKind::Constant("N".into(), 7));
    let StatementKind::Work { time: Time::Fixed(Duration::Literal(time)), .. } = &statements[1].kind else {
        panic!("a work")
    };
    assert_eq!((time.us, time.unit), (2_000_000, Unit::S));
}

#[test]
fn comments_stay_and_layout_is_the_usual_one() {
    let text = "const   N=3# workers\nconst T = ( N*2 )ms\n\n\n# a size\nconst page=(1 + 2)   KB ;process P[N]{work T;print 1}\nmailbox m capacity page";
    let expected = "const N = 3  # workers
const T = (N * 2) ms

# a size
const page = (1 + 2) KB
process P[N] {
  work T
  print 1
}
mailbox m capacity page
";
    assert_eq!(lay_out(text).as_deref(), Ok(expected));
    assert_eq!(lay_out(expected).as_deref(), Ok(expected));
}

#[test]
fn const_and_the_names_of_options_may_be_names() {
    scenario(
        "const const = 2\nconst capacity = const\nmailbox m capacity capacity\nprocess P { send 1 to m }\nprocess Q { receive x from m }",
    );
    scenario("const to = 2ms\nprocess P { let const = 1; const = const + 1; print const; sleep to }");
    scenario("const count = 2\nmemory table { count = count }\nprocess P { table.count = count }");
}

#[test]
fn a_constant_comes_before_its_uses() {
    let late = |at: &str| alloc::format!("{at} `N` is declared only later | declare `N` before it is used: move it up");
    says("process P[N] { }\nconst N = 2", &[&late("1:11+1")]);
    says("process P { print N + 1 }\nconst N = 2", &[&late("1:19+1")]);
    says("process P { work N }\nconst N = 2ms", &[&late("1:18+1")]);
    says("const M = N\nconst N = 2\nprocess P { print M }", &[&late("1:11+1")]);
    says(
        "const N = N + 1\nprocess P[N] { }",
        &["1:11+1 `N` cannot be part of its own value | write a number, or a constant declared above"],
    );
}

#[test]
fn its_value_is_known_before_the_run() {
    let known = "the value of a constant must be known before the run | write a number, or an expression of numbers and constants";
    let examples = "write `const N = 3`, `const think = 5ms` or `const page = 4KB`";
    says("const N = random(1..6)\nprocess P[N] { }", &[&alloc::format!("1:11+12 {known}")]);
    says("const N = me\nprocess P[N] { }", &[&alloc::format!("1:11+2 {known}")]);
    says("const N = \"a\" == \"b\"\nprocess P[N] { }", &[&alloc::format!("1:11+10 {known}")]);
    says(
        "const N = \"a\"\nprocess P[N] { }",
        &[&alloc::format!("1:11+3 a constant is a number, a time or a size, not a text | {examples}")],
    );
    says(
        "const workers = 2\nconst N = worker + 1\nprocess P[N] { print workers }",
        &["2:11+6 no constant is called `worker` | write `workers`"],
    );
    says("const N = x\nprocess P[N] { }", &["1:11+1 no constant is called `x` | declare it above: `const x = 3`"]);
    says("const N = 1 / 0\nprocess P[N] { }", &["1:15+1 this divides by zero"]);
    says(
        "const N = 9223372036854775807 + 1\nprocess P[N] { }",
        &[
            "1:11+23 the result does not fit in 64 bits | numbers range from -9223372032559808512 to 9223372036854775807",
        ],
    );
}

#[test]
fn a_declaration_is_whole() {
    let examples = "write `const N = 3`, `const think = 5ms` or `const page = 4KB`";
    says("const = 3\nprocess P { }", &[&alloc::format!("1:7+1 a constant needs a name | {examples}")]);
    says("const N\nprocess P { }", &["1:8+0 a constant needs a value | write `const N = 3`"]);
    says("const N =\nprocess P { }", &["1:10+0 a constant needs a value | write `const N = 3`"]);
    says("const N == 3\nprocess P { }", &["1:9+2 `==` compares; `=` assigns | write `const N = …`"]);
    says("const me = 3\nprocess P { }", &["1:7+2 `me` is a reserved word and cannot be a name | choose another name"]);
    says("const T = 5 ms\nprocess P { }", &["1:13+2 a number and its unit must not be separated | write `5ms`"]);
    says(
        "const N = 2; const T = N * 5 ms\nprocess P[N] { }",
        &["1:30+2 a unit needs parentheses before it | write `(N * 5) ms`"],
    );
    says(
        "const N = 2; const T = (N - 5) ms\nprocess P[N] { }",
        &["1:25+5 a time or a size must not be negative, but this is -3"],
    );
    says("const T = (1000001) s\nprocess P { }", &["1:12+7 this time is too long | write a time of at most 1000000s"]);
    says("const S = (1025) MB\nprocess P { }", &["1:12+4 this size is too large | write a size of at most 1024MB"]);
    says("process P {\n  const N = 3\n}", &["2:3+5 `const` is not a statement | write `let N = 3`"]);
    says("cosnt N = 3\nprocess P[N] { }", &["1:1+5 `cosnt` is not a declaration | write `const`"]);
}

#[test]
fn its_kind_fits_the_place() {
    let head = "const N = 3; const T = 5ms; const S = 4KB\nprocess Q[N] { work T; send 1 size S to m }\nmailbox m capacity S\n";
    let wrong = |line: &str, expected: &str| {
        let text = [head, line, "\nprocess R { receive x from m }"].concat();
        says(&text, &[&alloc::format!("4:{expected}")]);
    };
    let number = |name: &str, kind: &str, declare: &str| {
        alloc::format!(
            "`{name}` is {kind}, but a number is needed here | declare a number, such as `const n = {declare}"
        )
    };
    let time = number("T", "a time, 5ms", "5`; `(n) ms` is then a time");
    let size = number("S", "a size, 4KB", "4`; `(n) KB` is then a size");
    wrong("process P[T] { }", &["11+1 ", &time].concat());
    wrong("process P[S] { }", &["11+1 ", &size].concat());
    wrong("process P { print T + 1 }", &["19+1 ", &time].concat());
    wrong("process P { repeat S { } }", &["20+1 ", &size].concat());
    wrong("process P { work (T) ms }", &["19+1 ", &time].concat());
    wrong("process P priority T { }", &["20+1 ", &time].concat());
    wrong("mailbox k capacity T", &["20+1 ", &time].concat());
    wrong("check at most T in \"s\"", &["15+1 ", &time].concat());
    let needs_time = "`N` is a number, 3, but a time is needed here | declare it with a unit: `const N = 3ms`";
    wrong("process P { work N }", &["18+1 ", needs_time].concat());
    wrong("step N", &["6+1 ", needs_time].concat());
    wrong("process P start N { }", &["17+1 ", needs_time].concat());
    wrong(
        "process P { sleep S }",
        "19+1 `S` is a size, 4KB, but a time is needed here | declare another constant for it, such as `const time = 4ms`",
    );
    wrong(
        "mailbox k capacity 1 messages up to N",
        "37+1 `N` is a number, 3, but a size is needed here | declare it with a unit: `const N = 3B`",
    );
    wrong(
        "process P { send 1 size T to m }",
        "25+1 `T` is a time, 5ms, but a size is needed here | declare another constant for it, such as `const size = 4B`",
    );
}

#[test]
fn a_value_out_of_range_is_reported_at_the_use() {
    says(
        "const N = 0\nprocess P[N] { }",
        &["2:11+1 the count must be at least 1: `N` is 0 | write the count, such as `[4]`"],
    );
    says(
        "const N = -1\nmutex m[N]\nprocess P { }",
        &["2:9+1 the count must be at least 1: `N` is -1 | write the count, such as `[4]`"],
    );
    says(
        "const N = 5000\nprocess P[N] { }",
        &["2:11+1 a scenario has at most 1024 processes: `N` is 5000 | remove some"],
    );
    says(
        "const N = 70000\nmemory t { x[N] }\nprocess P { t.x[0] = 1 }",
        &["2:14+1 a scenario has at most 65535 cells of memory: `N` is 70000 | write fewer slots, or smaller items"],
    );
    says(
        "const N = 17\nmemory t { x of N }\nprocess P { t.x = 1 }",
        &["2:17+1 an item has 1 to 16 cells: `N` is 17 | write `item of 3`"],
    );
    says(
        "const N = 65537\nmailbox m capacity N\nprocess P { send 1 to m }",
        &[
            "2:20+1 a mailbox holds at most 65536 messages: `N` is 65537 | write `capacity 4`, `capacity 0`, `capacity 512B` or `capacity unbounded`",
        ],
    );
    says(
        "const S = 0B\nmailbox m capacity S\nprocess P { send 1 to m }",
        &["2:20+1 a capacity in bytes must be at least 1B: `S` is 0B | write `capacity 0` for a rendezvous"],
    );
    says(
        "const S = 0B\nmailbox m capacity 1 messages up to S\nprocess P { send 1 to m }",
        &["2:37+1 a message must have at least 1B: `S` is 0B | write a size such as `64B`"],
    );
    says(
        "const S = 0B\nmailbox m capacity 1\nprocess P { send 1 size S to m }\nprocess Q { receive x from m }",
        &["3:25+1 a message must have at least 1B: `S` is 0B | write a size such as `64B`"],
    );
    says(
        "const T = 0ms\nhost h schedule round-robin T\nprocess P on h { }",
        &[
            "2:29+1 a time slice must be longer than 0: `T` is 0ms | write `schedule fifo`, `schedule priority` or `schedule round-robin 4ms`",
        ],
    );
    says(
        "const N = 0\nhost h cores N\nprocess P on h { }",
        &["2:14+1 a host has 1 to 1024 cores: `N` is 0 | write `cores 2`"],
    );
    says(
        "const N = 101; const S = 0B\nhost h; host g\nnetwork h g latency 1ms loss N%\nnetwork g h latency 1ms bandwidth S/s\nprocess P { }",
        &[
            "3:30+1 a percentage must be from 0 to 100: `N` is 101 | write a percentage such as `2%`",
            "4:35+1 a bandwidth must be greater than 0: `S` is 0B | write `bandwidth 1KB/ms`",
        ],
    );
    says(
        "const N = -1001\nprocess P priority N { }",
        &["2:20+1 a priority must be from -1000 to 1000: `N` is -1001 | write a number from -1000 to 1000"],
    );
    says(
        "const N = 3\nsemaphore s = N - 4\nbarrier b = N - 3\nprocess P { wait s; signal s; wait b }",
        &[
            "2:15+5 a semaphore must not start below 0: `N - 4` is -1 | write `= 0` or more",
            "3:13+5 a barrier needs at least 1 process: `N - 3` is 0 | write `= 1` or more",
        ],
    );
    says(
        "const N = 3\nmutex m[N]\nprocess P { lock m[N]; work (1 - N) ms }",
        &[
            "3:20+1 there is no `m[3]`: `N` is 3 | write one of `m[0]` to `m[2]`",
            "3:30+5 a time must not be negative: `1 - N` is -2",
        ],
    );
    says(
        "const A = 9ms; const B = 2ms\nprocess P { work A..B }",
        &["2:13+9 this range goes from 9ms down to 2ms | write `B..A`"],
    );
}

#[test]
fn an_expression_in_a_count_needs_a_constant_of_its_own() {
    let message = "only a number or the name of a constant is allowed here, not an expression";
    says(
        "const N = 3\nprocess P[N - 1] { }",
        &[&alloc::format!("2:11+5 {message} | declare `const M = N - 1` above, and write `M` here")],
    );
    says(
        "mailbox m capacity 2 * 3\nprocess P { send 1 to m }",
        &[&alloc::format!("1:20+5 {message} | declare `const M = 2 * 3` above, and write `M` here")],
    );
}

#[test]
fn its_value_never_changes() {
    let at = "is a constant, declared at line 1: its value cannot change";
    says(
        "const N = 3\nprocess P[N] { N = 4 }",
        &[&alloc::format!("2:16+1 `N` {at} | declare a variable with another name: `let x = N`")],
    );
    for statement in ["let N = 4", "receive N from m", "receive x from any as N", "repeat 2 as N { }"] {
        let text =
            ["const N = 3\nmailbox m capacity N\nprocess P { ", statement, " }\nprocess Q { send 1 to m }"].concat();
        let expected = alloc::format!("`N` {at} | choose another name for the variable");
        let found = super::diagnostics_of(&text);
        assert!(found.len() == 1 && found[0].ends_with(&expected), "{statement}: {found:?}");
    }
}

#[test]
fn its_name_is_its_own() {
    says(
        "const N = 3\nprocess N { }\nconst N = 4\nprocess P[N] { }",
        &[
            "2:9+1 `N` is already the name of a constant at line 1 | choose another name",
            "3:7+1 `N` is already the name of a constant at line 1 | choose another name",
        ],
    );
    says(
        "const N = 3\nprocess P[N] { send 1 to N; wait N }",
        &[
            "2:26+1 `N` is a constant, but `send` needs a mailbox or process | declare one, such as `mailbox orders capacity 4`",
            "2:34+1 `N` is a constant, but `wait` needs a semaphore, condition variable or barrier | declare one, such as `semaphore empty = 1`",
        ],
    );
    says(
        "const N = 3\nprocess P[N] { print N.x }",
        &[
            "2:22+1 `N` is a constant, but this needs a region of memory | declare one, such as `memory table { count = 0 }`",
        ],
    );
}

#[test]
fn a_misspelt_name_finds_the_right_one() {
    says(
        "const workers = 3\nprocess P[worker] { print workers }",
        &["2:11+6 expected a whole number | write `workers`"],
    );
    says(
        "const workers = 3\nprocess P { print worker + workers }",
        &["2:19+6 `P` has no variable called `worker` | write `workers`"],
    );
    says(
        "const think = 3ms\nprocess P { work thnik; work think }",
        &["2:18+5 a time is a number with a unit | write `think`"],
    );
    says(
        "const page = 3B\nmailbox m capacity 1 messages up to paeg\nprocess P { send 1 size page to m }",
        &["2:37+4 expected a size | write `page`"],
    );
}

#[test]
fn a_constant_that_nothing_uses_causes_a_warning() {
    says("const N = 3\nconst T = 5ms\nprocess P { work T }", &["1:7+1 warning: nothing uses `N` | remove it"]);
    says("const N = 3\nconst M = N\nprocess P { print M }", &[]);
}

#[test]
fn a_broken_constant_is_reported_once() {
    says(
        "const N = \nconst M = N + 1\nprocess P[N] { print N, M; work (N) ms }\nmailbox m capacity N",
        &["1:10+0 a constant needs a value | write `const N = 3`"],
    );
}

#[test]
fn other_values_replace_those_of_the_declarations() {
    let text =
        "const N = 3  # not 4\nconst T = (N * 2) ms; const S = 4KB\nconst fast = true\nprocess P[N] { work T }\n";
    let with = |values: &[(&str, &str)]| with_constants(text, values);
    assert_eq!(with(&[]).as_deref(), Ok(text));
    let expected =
        text.replace("N = 3", "N = 5").replace("(N * 2) ms", "2s").replace("4KB", "64B").replace("true", "0");
    assert_eq!(with(&[("N", "5"), ("S", " 64B "), ("T", "2s"), ("fast", "0")]), Ok(expected));
    assert_eq!(with(&[("N", "5"), ("N", "-6")]), Ok(text.replace("N = 3", "N = -6")));
    let says = |name: &str, value: &str| with(&[(name, value)]).expect_err("it is wrong");
    assert_eq!(says("n", "5"), "no constant is called `n`: write `N`");
    assert_eq!(says("workers", "5"), "no constant is called `workers`: write one of `N`, `T`, `S`, `fast`");
    assert_eq!(says("N", "5ms"), "`N` is a number, not `5ms`: write a value such as `N=3`");
    assert_eq!(says("T", "5"), "`T` is a time, not `5`: write a value such as `T=6ms`");
    assert_eq!(says("S", "5ms"), "`S` is a size, not `5ms`: write a value such as `S=4KB`");
    assert_eq!(says("N", ""), "`N` is a number, not ``: write a value such as `N=3`");
    assert_eq!(
        says("N", "1\nprocess Q { }"),
        "`N` is a number, not `1\u{fffd}process Q { }`: write a value such as `N=3`"
    );
    assert_eq!(says("N", "3 # x"), "`N` is a number, not `3 # x`: write a value such as `N=3`");
    assert_eq!(says("T", "9999999999s"), "`T` cannot be `9999999999s`: this time is too long");
    assert_eq!(
        with_constants("process P { }", &[("N", "1")]),
        Err("no constant is called `N`: the text declares none".into())
    );
    assert_eq!(Fixed::Number(-3).written(), "-3");
}

#[test]
fn a_time_in_parentheses_can_be_a_constant() {
    says("const T = 5ms; const N = 2\nprocess P { sleep(T); sleep(5ms); work (N) ms }", &[]);
}
