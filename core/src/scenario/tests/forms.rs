//! Tests of parsing: the tree of every form of the language.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::tree::{
    Act, Attempt, Capacity, CheckKind, Duration, ExprKind, Given, ItemKind, Literal, StatementKind, Time, Timeout, Unit,
};
use super::super::{TokenClass, print, tokens};
use super::{body, scenario};

#[test]
fn the_bounded_buffer_has_no_errors() {
    let text = r#"title "Producer-consumer over a bounded buffer"
about "Watch the producer wait when the buffer is full."
seed 7                       # everything random comes from here; default 1
step 1ms

mailbox orders capacity 4

process Producer {
  repeat 10 as n {
    work 2ms "produce an item"
    send n to orders
  }
}

process Consumer {
  repeat 10 {
    receive item from orders
    work 5ms "consume it"
  }
  print item
}

check never deadlock
check always length(orders) <= 4
"#;
    let scenario = scenario(text);
    assert_eq!(scenario.items.len(), 9);
    assert!(matches!(&scenario.items[0].kind, ItemKind::Title(title) if title.text.starts_with("Producer-")));
    assert_eq!(scenario.items[2].kind, ItemKind::Seed(Given::plain(7)));
    assert_eq!(scenario.items[3].kind, ItemKind::Step(Given::plain(Literal { us: 1_000, unit: Unit::Ms })));
    assert!(matches!(&scenario.items[4].kind, ItemKind::Mailbox(m) if *m.options.capacity == Capacity::Messages(4)));
    assert_eq!(&text[scenario.items[4].span.range()], "mailbox orders capacity 4");
    assert!(text[scenario.items[5].span.range()].starts_with("process Producer {"));
    assert!(text[scenario.items[5].span.range()].ends_with("}"));
    assert_eq!(scenario.comments.len(), 1);
    assert_eq!(scenario.comments[0].text, " everything random comes from here; default 1");
}

#[test]
fn keywords_are_names_where_names_are_expected() {
    let text = "mailbox mailbox capacity 1; mailbox to capacity 0
process server server { let work = 3; let send = 1; send = send + 1; let to = 2; send to to to; send send, to to mailbox }
process process { receive from from to; receive receive, as from mailbox; let print = 1
  repeat as as as { print as, print }; print print
  let ms = 2; work (ms) ms; let length = 1; print length, length(to); let check = length }
check always process.receive >= 0; check always finishes; check always finishes expect violated
";
    assert_eq!(scenario(text).items.len(), 7);
}

#[test]
fn each_statement_has_its_node_in_the_tree() {
    let text = "mailbox m capacity 0
process P {
  work 3ms
  work 2ms..5000us \"busy\"
  sleep ~4s
  let n = 1; n = 2
  sleep (n + 1) us..(n * 2) ms
  send n, -1, \"a\\n\\\"b\\\"\" to m
  receive a, b, c from m
  print a, b; say \"c\"
  repeat n { continue }
  loop { if n { break } else if a { stop }
    else { } }
  while n
  {
    n = n - 1
  }
}";
    let statements: Vec<StatementKind> = body(text).into_iter().map(|statement| statement.kind).collect();
    let ms = |us, unit| Duration::Literal(Given::plain(Literal { us, unit }));
    assert_eq!(statements[0], StatementKind::Work { time: Time::Fixed(ms(3_000, Unit::Ms)), label: None });
    let StatementKind::Work { time, label } = &statements[1] else { panic!("{:?}", statements[1]) };
    assert_eq!(*time, Time::Range(ms(2_000, Unit::Ms), ms(5_000, Unit::Us)));
    assert_eq!(label.as_ref().map(|label| label.text.as_str()), Some("busy"));
    assert_eq!(statements[2], StatementKind::Sleep(Time::Exponential(ms(4_000_000, Unit::S))));
    assert!(matches!(&statements[3], StatementKind::Let { name, .. } if name.text == "n"));
    assert!(matches!(&statements[4], StatementKind::Assign { name, .. } if name.text == "n"));
    assert!(matches!(
        &statements[5],
        StatementKind::Sleep(Time::Range(Duration::Computed(_, Unit::Us), Duration::Computed(_, Unit::Ms)))
    ));
    let act = |statement: &StatementKind| match statement {
        StatementKind::Act(Attempt { act, timeout: Timeout::Endless }) => act.clone(),
        other => panic!("{other:?}"),
    };
    let Act::Send { values, to, .. } = act(&statements[6]) else { panic!("{:?}", statements[6]) };
    assert_eq!((values.len(), to.name.text.as_str()), (3, "m"));
    assert_eq!(values[2].kind, ExprKind::Text("a\n\"b\"".to_string()));
    assert!(matches!(act(&statements[7]), Act::Receive { into, .. } if into.len() == 3));
    assert!(matches!(&statements[8], StatementKind::Print(values) if values.len() == 2));
    assert!(matches!(&statements[9], StatementKind::Say(note) if note.text == "c"));
    assert!(matches!(&statements[10], StatementKind::Repeat { index: None, .. }));
    let StatementKind::Loop(body) = &statements[11] else { panic!("{:?}", statements[11]) };
    assert!(matches!(&body.statements[0].kind, StatementKind::If { arms, otherwise: Some(_) } if arms.len() == 2));
    assert!(matches!(&statements[12], StatementKind::While { body, .. } if body.statements.len() == 1));
}

/// `expr` with every operation in parentheses.
fn grouped(expr: &str) -> String {
    let text = format!("process P {{ let a = 1; let b = 2; let c = 3; let d = 4; let r = {expr} }}");
    let statements = body(&text);
    let StatementKind::Let { value, .. } = &statements[4].kind else { panic!("the fifth gives `r` its value") };
    group(value)
}

fn group(expr: &super::super::tree::Expr) -> String {
    match &expr.kind {
        ExprKind::Binary(op, left, right) => {
            format!("({} {} {})", group(left), op.symbol(), group(right))
        }
        ExprKind::Unary(op, inside) => format!("({}{})", op.symbol(), group(inside)),
        ExprKind::Number(number) => number.to_string(),
        ExprKind::Name(name) => name.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn operators_bind_as_the_language_says() {
    assert_eq!(grouped("a or b and c"), "(a or (b and c))");
    assert_eq!(grouped("not a and b"), "((not a) and b)");
    assert_eq!(grouped("not a == b"), "(not (a == b))");
    assert_eq!(grouped("not not a"), "(not (not a))");
    assert_eq!(grouped("a + b < c * d"), "((a + b) < (c * d))");
    assert_eq!(grouped("a - b - c"), "((a - b) - c)");
    assert_eq!(grouped("a / b * c % d"), "(((a / b) * c) % d)");
    assert_eq!(grouped("a - (b - c)"), "(a - (b - c))");
    assert_eq!(grouped("-a * b"), "((-a) * b)");
    assert_eq!(grouped("a - -b"), "(a - (-b))");
    assert_eq!(grouped("--a"), "(-(-a))");
    assert_eq!(grouped("(a < b) == (c < d)"), "((a < b) == (c < d))");
    assert_eq!(grouped("a and not b or c"), "((a and (not b)) or c)");
}

#[test]
fn lines_in_parentheses_are_one() {
    assert_eq!(grouped("(a +\n  # why\n  (b -\n\n c))"), "(a + (b - c))");
}

#[test]
fn names_have_letters_of_any_script() {
    let text = "mailbox Aufträge capacity 2
process Προμηθευτής { let 数 = 1; send 数 to Aufträge }
process مستهلك { receive قيمة from Aufträge; print قيمة }
check always مستهلك.قيمة == 1";
    assert_eq!(scenario(text).items.len(), 4);
}

#[test]
fn windows_line_ends_a_byte_order_mark_and_tabs_change_nothing() {
    let text = "mailbox m capacity 1\n\nprocess P {\n  send 1 to m # one\n  receive x from m\n}\n";
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n").replace("  ", "\t"));
    assert_eq!(print(&scenario(&windows)), print(&scenario(text)));
}

#[test]
fn each_check_has_its_node_in_the_tree() {
    let text = "process P { let x = 1 }
check never deadlock; check never stuck expect violated; check never fault
check always finishes; check always P.x == 1 expect violated";
    let checks: Vec<(CheckKind, bool)> = scenario(text)
        .items
        .into_iter()
        .filter_map(|item| match item.kind {
            ItemKind::Check(check) => Some((check.kind, check.expect_violated)),
            _ => None,
        })
        .collect();
    assert_eq!(checks[0], (CheckKind::NeverDeadlock, false));
    assert_eq!(checks[1], (CheckKind::NeverStuck, true));
    assert_eq!(checks[2], (CheckKind::NeverFault, false));
    assert_eq!(checks[3], (CheckKind::AlwaysFinishes, false));
    assert!(matches!(checks[4], (CheckKind::Always(_), true)));
}

#[test]
fn new_checks_are_not_the_old_ones() {
    let text = "semaphore finally = 1; mutex output
process P { assert 1; print 1, P; wait finally; signal finally; lock output; unlock output }
check never assertion; check never starvation; check never livelock expect violated
check finally finally == 1; check possible finally finally == 1; check possible finally == 1
check output 1, P; check possible output 1, P expect violated; check possible output == 1";
    let checks: Vec<(CheckKind, bool)> = scenario(text)
        .items
        .into_iter()
        .filter_map(|item| match item.kind {
            ItemKind::Check(check) => Some((check.kind, check.expect_violated)),
            _ => None,
        })
        .collect();
    assert_eq!(checks[0], (CheckKind::NeverAssertion, false));
    assert_eq!(checks[1], (CheckKind::NeverStarvation, false));
    assert_eq!(checks[2], (CheckKind::NeverLivelock, true));
    assert!(matches!(checks[3], (CheckKind::Finally(_), false)));
    assert!(matches!(checks[4], (CheckKind::PossibleFinally(_), false)));
    assert!(matches!(checks[5], (CheckKind::Possible(_), false)));
    assert!(matches!(&checks[6], (CheckKind::Output(values), false) if values.len() == 2));
    assert!(matches!(&checks[7], (CheckKind::PossibleOutput(values), true) if values.len() == 2));
    assert!(matches!(checks[8], (CheckKind::Possible(_), false)));
}

#[test]
fn tokens_have_classes_for_highlighting() {
    let text = "send -3 to m # \"x\"\nwork 2ms \"é\" @";
    let classes: Vec<(&str, TokenClass)> =
        tokens(text).into_iter().map(|(span, class)| (&text[span.range()], class)).collect();
    assert_eq!(
        classes,
        [
            ("send", TokenClass::Word),
            ("-", TokenClass::Symbol),
            ("3", TokenClass::Number),
            ("to", TokenClass::Word),
            ("m", TokenClass::Word),
            ("# \"x\"", TokenClass::Comment),
            ("work", TokenClass::Word),
            ("2ms", TokenClass::Number),
            ("\"é\"", TokenClass::Text),
        ]
    );
}
