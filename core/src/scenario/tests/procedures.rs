//! Procedures: how they are written, and the diagnostics of wrong ones.

use super::super::format;
use super::says;

/// Asserts the diagnostics of a text with a semaphore `s`, a mailbox `m`, `procedures` on line 2, and process `P` on line 3.
fn says_of(procedures: &str, process: &str, expected: &[&str]) {
    let text = alloc::format!(
        "semaphore s[2] = 1; mailbox m capacity 1; process Q {{ wait s[0]; signal s[1]; send 1 to m; receive x from m }}\n{procedures}\nprocess P {{ {process} }}"
    );
    says(&text, expected);
}

#[test]
fn procedures_and_calls_are_laid_out() {
    let text = "procedure f(a,b){return a+b}process P{let x=f(1,2) # sum\nx = f( x , (3))\nf(x,x);g()}procedure g ( ) { return }";
    let expected = "procedure f(a, b) {\n  return a + b\n}\nprocess P {\n  let x = f(1, 2)  # sum\n  x = f(x, 3)\n  f(x, x)\n  g()\n}\nprocedure g() {\n  return\n}\n";
    assert_eq!(format(text).as_deref(), Ok(expected));
    assert_eq!(format(expected).as_deref(), Ok(expected));
    says(expected, &[]);
}

#[test]
fn a_parameter_is_a_value_or_an_object() {
    says_of("procedure f(a) { wait a; signal a }", "f(s[0]); f(s[1])", &[]);
    says_of("procedure f(a, i) { wait a[i]; signal a[i] }", "f(s, 0); f(s, 1)", &[]);
    says_of("procedure f(a) { send a to m; print length(m) }", "f(1)", &[]);
    says_of("procedure f(box) { send 1 to box; print length(box), room(box) }", "f(m)", &[]);
    says_of("procedure f(p) { send 1 to p }", "f(R) }\nprocess R { receive x from P", &[]);
    says_of("procedure f(i) { wait s[i]; signal s[i] }", "repeat 2 as i { f(i) }", &[]);
    says_of("procedure f(a) { g(a) }\nprocedure g(b) { wait b; signal b }", "let i = 1\nf(s[i])", &[]);
    // A procedure that assigns to a parameter needs a value.
    says_of("procedure f(a) { a = 1 }", "f(s)", &["3:15+1 `s` is a semaphore, not a variable"]);
    says_of(
        "procedure f(a) { wait a }",
        "f(m)",
        &[
            "2:23+1 `m` is a mailbox, but `wait` needs a semaphore, condition variable or barrier | declare one, such as `semaphore empty = 1`",
        ],
    );
    says_of(
        "procedure f(a) { wait a }",
        "f(3)",
        &[
            "2:23+1 no semaphore, condition variable or barrier is called `a` | declare it: `semaphore a = 1`, or give one to each call of `f`",
        ],
    );
}

#[test]
fn a_procedure_has_its_own_variables() {
    says_of(
        "procedure f() { print x }",
        "let x = 1; f()",
        &[
            "2:23+1 the procedure `f` has no variable called `x` | write `let x = …` first, or make it a parameter: `procedure f(x)`",
        ],
    );
    says_of(
        "procedure f() { x = 1 }",
        "let x = 1; f()",
        &["2:17+1 the procedure `f` has no variable called `x` yet | write `let x = …`"],
    );
    says_of("procedure f(x) { let y = x + 1; print y }", "let x = 1; f(x); f(2); print x", &[]);
    says_of("procedure f() { print me }", "} process R[2] { f()", &[]);
    says_of(
        "procedure f() { let y = 1; print y }",
        "f(); print y",
        &["3:24+1 `P` has no variable called `y` | give it a value first: `let y = …`"],
    );
}

#[test]
fn a_constant_is_no_variable_of_a_procedure() {
    says_of("const N = 2; procedure f(a) { print a + N; wait s[N - 1]; signal s[0] }", "f(N); f(N + 1)", &[]);
    for (procedure, call) in [("f(N) { print N }", "f(1)"), ("f() { let N = 1 }", "f()")] {
        let text = alloc::format!("const N = 2\nprocedure {procedure}\nprocess P {{ {call} }}");
        let found = super::diagnostics_of(&text);
        assert!(found.len() == 1 && found[0].contains("`N` is a constant"), "{found:?}");
    }
}

#[test]
fn calls_must_fit() {
    let f = "procedure f(a, b) { print a, b }";
    says_of(f, "f(1)", &["3:13+1 `f` has 2 parameters, and this call has 1 | write `f(a, b)`"]);
    says_of(f, "f", &["3:15+1 `f` is a procedure | write `f(…)`"]);
    says_of(
        f,
        "let x = f(1, 2)",
        &["3:21+1 `f` returns no value | write `return …` in `f`, or call it as a statement"],
    );
    says_of(f, "f(1, 2", &["3:14+1 this `(` is not closed | write `)` where it ends"]);
    says_of(
        "",
        "f(1, 2)",
        &["3:13+1 no procedure is called `f` | declare `procedure f(…) { … }`, or write `work 1ms \"f\"`"],
    );
    says_of("procedure f(a, a) { }", "f(1, 2)", &["2:16+1 there are two parameters called `a` | choose another name"]);
    says_of(
        "procedure f { }",
        "f()",
        &["2:13+1 a procedure needs parentheses for its parameters | write `procedure f()`"],
    );
    says_of(
        "procedure s() { }",
        "",
        &["2:11+1 `s` is already the name of a semaphore at line 1 | choose another name"],
    );
    says_of("procedure f() { }", "", &["2:11+1 warning: no process calls `f` | call it, or remove it"]);
    says_of(
        "procedure f() { procedure g() { } }",
        "f()",
        &["2:17+9 `procedure` is a declaration and is not allowed in a process | move it before or after the process"],
    );
}

#[test]
fn a_call_is_no_part_of_an_expression() {
    let f = "procedure f() { return 1 }";
    let why = "the call of the procedure `f` cannot be part of an expression | write `let value = f(…)` before it, and use `value`";
    says_of(f, "print f()", &[&alloc::format!("3:19+1 {why}")]);
    says_of(f, "let x = f() + 1", &[&alloc::format!("3:25+1 {why}")]);
    says_of(f, "let x = 1 + f()", &[&alloc::format!("3:25+1 {why}")]);
    says_of(
        "procedure g() { return f() }\nprocedure f() { return 1 }",
        "let x = g()",
        &[&alloc::format!("2:24+1 {why}")],
    );
}

#[test]
fn return_leaves_a_procedure_only() {
    says_of("", "return", &["3:13+6 `return` is outside a procedure | write `stop` to end the process"]);
    says_of(
        "procedure f(a) { if a == 1 { return }; return 2 }",
        "let x = f(1)",
        &["2:30+6 this `return` needs a value, because a call uses it | write `return …`"],
    );
    says_of(
        "procedure f() { atomic { return } }",
        "f()",
        &["2:26+6 `return` cannot leave an `atomic` block | set a variable in the `atomic`, and return afterwards"],
    );
    says_of("procedure f() { return 1 }", "atomic { let x = f(); print x }", &[]);
    says_of(
        "procedure f() { return; print 1 }",
        "f()",
        &["2:25+7 warning: this statement is never reached | the `return` before it leaves the procedure"],
    );
    says_of(
        "procedure f() { break }",
        "loop { f() }",
        &[
            "2:17+5 `break` is outside a loop | move it into a `loop`, `while` or `repeat`, or write `stop` to end the process",
        ],
    );
}

#[test]
fn a_procedure_cannot_call_itself() {
    let help = "use a loop: the statements of a procedure take the place of its call, so they must come to an end";
    says_of(
        "procedure f() { g() }\nprocedure g() { f() }",
        "f()",
        &[&alloc::format!("3:17+1 a procedure cannot call itself: `f` calls `g` calls `f` | {help}")],
    );
    says_of(
        "procedure f() { f() }",
        "f()",
        &[&alloc::format!("2:17+1 a procedure cannot call itself: `f` calls `f` | {help}")],
    );
}

#[test]
fn calls_have_limits() {
    // Each procedure calls the next one twice: 2²⁰ bodies.
    let mut text = alloc::string::String::from("process P { f0() }\n");
    for number in 0..20 {
        text += &alloc::format!("procedure f{number}() {{ f{0}(); f{0}() }}\n", number + 1);
    }
    text += "procedure f20() { print 1 }\n";
    let found = super::diagnostics_of(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("the programs of all processes are too large"), "{found:?}");
    // A call in 40 blocks, of a procedure of 40 blocks.
    let (open, close) = ("loop { ".repeat(40), " }".repeat(40));
    let text = alloc::format!("process P {{ {open}f(){close} }}\nprocedure f() {{ {open}print 1{close} }}");
    let found = super::diagnostics_of(&text);
    assert!(found.len() == 1 && found[0].contains("blocks and calls are nested more than 64 deep"), "{found:?}");
}

#[test]
fn parameters_have_no_types() {
    says_of(
        "procedure f(int value) { print value }",
        "f(1)",
        &["2:13+3 a parameter has no type | write `procedure f(value)`"],
    );
    says_of(
        "procedure f(a, int *b) { print a }",
        "f(1, 2)",
        &["2:16+3 a parameter has no type | write `procedure f(b)`"],
    );
    says_of("procedure f(void) { print 1 }", "f()", &["2:13+4 a parameter has no type | write `procedure f()`"]);
}

#[test]
fn a_field_is_named_with_its_region() {
    let says_in = |body: &str, expected: &[&str]| {
        says(&alloc::format!("memory shared {{ count; flag[2] }}\nprocess P {{ {body} }}"), expected);
    };
    says_in("print count", &["2:19+5 `count` is a field of `shared` | write `shared.count`"]);
    says_in("count = 1", &["2:13+5 `count` is a field of `shared` | write `shared.count = …`"]);
    says_in("print flag[1]", &["2:19+4 `flag` is a field of `shared` | write `shared.flag`"]);
    says_in("f() }\nprocedure f() { count = 1", &["3:17+5 `count` is a field of `shared` | write `shared.count = …`"]);
    says_in("let count = 1; print count; shared.count = count", &[]);
}

#[test]
fn an_element_has_no_index() {
    says_of(
        "procedure f(l) { wait l[0]; signal l[0] }",
        "f(s[1])",
        &[
            "2:23+3 this parameter stands for one element, so it has no index | remove the index, or call the procedure with the name of all elements",
        ],
    );
    says_of("procedure f(l) { wait l[0]; signal l[0] }", "f(s)", &[]);
}

/// Names of a procedure's variables are those of the text, and what is wrong in it is said once.
#[test]
fn messages_show_the_names_of_the_text() {
    says_of(
        "procedure f() { print y; let y = 1 }",
        "f(); f() }\nprocess R { f()",
        &["2:23+1 `y` is used before it has a value | write `let y = …` first"],
    );
    says_of("procedure f() { let a = 1; print a.z }", "f()", &["2:34+1 `a` is a variable and has no fields"]);
}

#[test]
fn an_index_is_not_copied_without_end() {
    let zeros = |count: usize| alloc::vec!["0"; count].join("+");
    let index = alloc::vec![alloc::format!("({})", zeros(50)); 50].join("+");
    let text = alloc::format!(
        "semaphore s[2] = 1\nprocedure f(l) {{\n{}}}\nprocess P {{ f(s[{index}]) }}\nprocess Q {{ wait s[1] }}",
        "signal l\n".repeat(10_000)
    );
    says(&text, &[]);
}

/// The last process, too: 90 · 45 KB are below 4 MiB, 1,000 times that is not.
#[test]
fn arrays_count_each_call_of_each_element() {
    let text = |count: usize| {
        alloc::format!(
            "procedure f0(a) {{ print a; {} }}\nprocedure f1() {{ {} }}\nprocess P[{count}] {{ f1() }}",
            "work 1us;".repeat(4_500),
            "f0(1);".repeat(90)
        )
    };
    let found = super::diagnostics_of(&text(1_000));
    assert!(found.len() == 1 && found[0].contains("the programs of all processes are too large"), "{found:?}");
}
