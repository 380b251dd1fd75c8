//! Random scenarios with interchangeable processes: several do the same, and nothing distinguishes them. They use
//! shared memory, semaphores and mailboxes, and none of them reveals its identity. The same seed gives the same
//! scenario; for an odd seed most processes are endless loops, and half are servers.

use crate::generate::Random;

/// The text of a scenario.
pub fn text(seed: u64) -> String {
    let mut random = Random::new(seed ^ 0xa11c_e5ed);
    let mut out = format!("memory t {{\n  x = {}\n  a[2]\n}}\n", random.below(3));
    out += &format!("semaphore s = {}\n", random.below(3));
    out += &format!("mailbox m capacity {}\n", 1 + random.below(2));
    let is_endless = seed % 2 == 1;
    let count = 2 + random.below(2);
    process(&mut random, &format!("P[{count}]"), is_endless, &mut out);
    if random.chance(50) {
        process(&mut random, "Q[2]", is_endless, &mut out);
    }
    if random.chance(50) {
        process(&mut random, "R", is_endless, &mut out);
    }
    let checks = [
        "never deadlock",
        "never stuck",
        "never fault",
        "never print 1",
        "possible print 1",
        "always finishes",
        "always t.x < 3",
        "possible t.a[0] == 2",
        "finally t.x < 3",
        "possible finally t.a[0] == 2",
        "always s < 2",
        "finally s == 0",
        "possible output 1",
        "never starvation",
        "never livelock",
        "at most 1 in \"in\"",
    ];
    let has_section = out.contains("section");
    let may = |check: &&&str| has_section || !check.contains("in \"in\"");
    for check in checks.iter().filter(may).filter(|_| random.chance(40)) {
        out += &format!("check {check}\n");
    }
    out
}

/// Begins with a variable, so that every statement has one to name.
fn process(random: &mut Random, name: &str, is_endless: bool, out: &mut String) {
    let server = if is_endless && random.chance(50) { " server" } else { "" };
    *out += &format!("process {name}{server} {{\n  let v = {}\n", random.below(2));
    let has_loop = is_endless && random.chance(70);
    if has_loop {
        *out += "  loop {\n";
    }
    for _ in 0..1 + random.below(3) {
        statement(random, if has_loop { 2 } else { 1 }, name == "R", out);
    }
    if has_loop {
        *out += "  }\n";
    }
    *out += "}\n";
}

fn statement(random: &mut Random, depth: usize, prints: bool, out: &mut String) {
    let indent = "  ".repeat(depth);
    let simple = |random: &mut Random| -> String {
        let value = *random.pick(&["0", "1", "2", "v", "v + 1", "3 - v"]);
        let cell = *random.pick(&["t.x", "t.a[0]", "t.a[1]", "t.a[v % 2]"]);
        match random.below(12) {
            0 | 1 => format!("{cell} = {value}"),
            2 | 3 => format!("v = {cell} % 4"),
            4 => format!("v = fetch_and_add({cell}, 1) % 4"),
            5 => "wait s".into(),
            6 => "signal s".into(),
            7 => format!("send {value} to m"),
            8 => "receive v from m".into(),
            9 => "v = random(0..1)".into(),
            10 if prints => format!("print {value}"),
            10 => format!("v = 6 / ({value} - 3)"),
            _ => format!("v = compare_and_swap({cell}, 0, {value}) % 4"),
        }
    };
    let act = simple(random);
    match random.below(10) {
        0 | 1 if depth < 3 => {
            let head = match random.below(5) {
                0 => "repeat 2 {",
                1 => "if v > 0 {",
                2 => "section \"in\" {",
                3 => "loop {",
                _ => "while t.x == v {",
            };
            *out += &format!("{indent}{head}\n{indent}  {act}\n");
            if random.chance(50) {
                statement(random, depth + 1, prints, out);
            }
            *out += &format!("{indent}}}\n");
        }
        2 => *out += &format!("{indent}either {{ {act} }} or {{ {} }}\n", simple(random)),
        _ => *out += &format!("{indent}{act}\n"),
    }
}
