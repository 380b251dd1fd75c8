//! Every form of the language in the standard layout: reading and printing it changes nothing.

use alloc::vec::Vec;

use super::super::tree::{
    Act, Attempt, Capacity, CheckKind, Condition, Delivery, ExprKind, ItemKind, LockKind, Messages, Process, Schedule,
    SizeUnit, StatementKind, Timeout, Unit,
};
use super::super::{format as lay_out, parser};

/// A scenario with every form of the language.
const WHOLE: &str = include_str!("whole.ipc");

/// The tree of a text that parses.
fn tree(text: &str) -> super::super::tree::Scenario {
    let parser::Tree { scenario, diagnostics, .. } = parser::parse(text);
    assert_eq!(diagnostics.into_sorted(), [], "of the text:\n{text}");
    scenario
}

#[test]
fn formatting_keeps_every_form_of_the_language() {
    assert_eq!(lay_out(WHOLE).expect("it parses"), WHOLE);
}

#[test]
fn line_breaks_do_not_change_the_layout() {
    let without_comments: Vec<&str> = WHOLE.lines().map(|line| line.split("  #").next().unwrap_or(line)).collect();
    let whole = without_comments.join("\n").replace("\n  \n", "\n");
    let mut squeezed = whole.replace("\n  ", " ; ").replace("{ ;", "{").replace("; }", "}");
    while squeezed.contains("  ") || squeezed.contains("; ;") {
        squeezed = squeezed.replace("  ", " ").replace("; ;", ";").replace("{ ;", "{").replace("; }", "}");
    }
    let laid_out = lay_out(&squeezed).expect("it parses");
    let lines = |text: &str| -> Vec<alloc::string::String> {
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.into()).collect()
    };
    assert_eq!(lines(&laid_out), lines(&whole));
}

#[test]
fn each_declaration_has_its_node_in_the_tree() {
    let items: Vec<ItemKind> = tree(WHOLE).items.into_iter().map(|item| item.kind).collect();
    let host = items.iter().find_map(|item| match item {
        ItemKind::Host(host) => Some(host),
        _ => None,
    });
    let host = host.expect("there is one");
    assert_eq!(host.cores.as_deref(), Some(&2));
    assert!(
        matches!(host.schedule.as_deref(), Some(Schedule::RoundRobin(slice)) if slice.us == 4_000 && slice.unit == Unit::Ms)
    );
    let network = items.iter().find_map(|item| match item {
        ItemKind::Network(network) => Some(network),
        _ => None,
    });
    let network = network.expect("there is one");
    assert_eq!((*network.loss, *network.duplicate, network.reorder), (2, 1, true));
    let bandwidth = network.bandwidth.as_deref().expect("it is said");
    assert_eq!((bandwidth.size.bytes, bandwidth.size.unit, bandwidth.per), (1_024, SizeUnit::Kb, Unit::Ms));
    let mailboxes: Vec<_> = items
        .iter()
        .filter_map(|item| match item {
            ItemKind::Mailbox(mailbox) => Some(mailbox),
            _ => None,
        })
        .collect();
    assert!(matches!(*mailboxes[0].options.capacity, Capacity::Bytes(size) if size.bytes == 512));
    assert_eq!(mailboxes[1].count.as_deref(), Some(&3));
    assert_eq!(mailboxes[1].delivery, Delivery::ToAll);
    assert!(matches!(*mailboxes[2].options.messages, Messages::FixedSplit(size) if size.bytes == 64));
    assert_eq!(mailboxes[2].users.len(), 2);
    assert!(mailboxes[2].options.explicit_buffering && mailboxes[2].options.by_message_priority);
    let memory = items.iter().find_map(|item| match item {
        ItemKind::Memory(memory) => Some(memory),
        _ => None,
    });
    let memory = memory.expect("there is one");
    assert_eq!(memory.allow.iter().map(|(_, read_only)| *read_only).collect::<Vec<_>>(), [false, true]);
    let fields: Vec<_> = memory
        .fields
        .iter()
        .map(|field| (field.name.text.as_str(), field.slots.as_deref().copied(), *field.cells))
        .collect();
    assert_eq!(fields, [("slots", Some(4), 3), ("in", None, 1), ("item", None, 3), ("count", None, 1)]);
    let locks: Vec<_> = items
        .iter()
        .filter_map(|item| match item {
            ItemKind::Lock(lock) => Some((lock.name.text.as_str(), lock.count.as_deref().copied(), lock.kind.clone())),
            _ => None,
        })
        .collect();
    assert!(matches!(&locks[0], ("empty", None, LockKind::Semaphore { initial: Some(_), fifo: false, binary: false })));
    assert!(matches!(
        &locks[1],
        ("fork", Some(5), LockKind::Semaphore { initial: Some(_), fifo: true, binary: false })
    ));
    assert!(matches!(&locks[2], ("bare", None, LockKind::Semaphore { initial: None, fifo: false, binary: false })));
    let checks = items.iter().filter(|item| matches!(item, ItemKind::Check(_))).count();
    assert_eq!(checks, 23);
    let check = |kind: fn(&CheckKind) -> bool| {
        items.iter().any(|item| matches!(item, ItemKind::Check(check) if kind(&check.kind)))
    };
    assert!(check(
        |kind| matches!(kind, CheckKind::AtMost { most, section } if **most == 1 && section.text == "critical")
    ));
    assert!(check(|kind| matches!(kind, CheckKind::PossiblePrint(values) if values.len() == 2)));
    assert!(check(|kind| matches!(kind, CheckKind::Possible(value) if matches!(value.kind, ExprKind::Binary(..)))));
    assert!(check(|kind| *kind == CheckKind::NeverAssertion));
    assert!(check(|kind| *kind == CheckKind::NeverStarvation));
    assert!(check(|kind| *kind == CheckKind::NeverLivelock));
    assert!(check(|kind| matches!(kind, CheckKind::Finally(value) if matches!(value.kind, ExprKind::Binary(..)))));
    assert!(check(|kind| matches!(kind, CheckKind::PossibleFinally(_))));
    assert!(check(|kind| matches!(kind, CheckKind::Output(values) if values.len() == 4)));
    assert!(check(|kind| matches!(kind, CheckKind::PossibleOutput(values) if values.len() == 2)));
}

#[test]
fn processes_have_options_in_any_order() {
    let text = "group \"g\" {\nprocess P[4] server start 10ms priority -2 on alpha { }\nprocess Q { } }";
    let ItemKind::Group { items, .. } = tree(text).items.remove(0).kind else { panic!("it is a group") };
    let ItemKind::Process(Process { count, host, priority, start, server, .. }) = &items[0].kind else { panic!() };
    assert_eq!((count.as_deref(), priority.as_deref(), *server), (Some(&4), Some(&-2), true));
    assert_eq!(host.as_ref().map(|host| host.text.as_str()), Some("alpha"));
    assert_eq!(start.as_ref().map(|start| start.us), Some(10_000));
    assert_eq!(items.len(), 2);
}

/// The statements of one process.
fn statements(body: &str) -> Vec<StatementKind> {
    let text = alloc::format!("process P {{ {body}\n}}");
    let ItemKind::Process(process) = tree(&text).items.remove(0).kind else { panic!("it is a process") };
    process.body.statements.into_iter().map(|statement| statement.kind).collect()
}

#[test]
fn words_that_are_not_reserved_are_names() {
    tree("semaphore empty = 4; semaphore full = 0; semaphore mutex = 1; condition condition; mutex lock; host host");
    tree("memory memory { memory = 1, of of 3, owner[2] }; group \"g\" { process process on on server { } }");
    tree("process section { wait mutex; signal mutex }; link link process capacity 1; mailbox mailbox[2] capacity 1");
    tree("mailbox to capacity 1 to all users to, users, owner owner owner buffering explicit order priority");
    let kinds = statements("let work = 3; work = 4; wait mutex; wait = 2; section = 1");
    assert!(matches!(&kinds[0], StatementKind::Let { name, .. } if name.text == "work"));
    assert!(matches!(&kinds[1], StatementKind::Assign { name, .. } if name.text == "work"));
    assert!(
        matches!(&kinds[2], StatementKind::Act(Attempt { act: Act::Wait(target), .. }) if target.name.text == "mutex")
    );
    assert!(matches!(&kinds[3], StatementKind::Assign { name, .. } if name.text == "wait"));
    assert!(matches!(&kinds[4], StatementKind::Assign { name, .. } if name.text == "section"));
    let kinds =
        statements("send size size 3B priority priority to to and wait within (within) ms; swap = 3; link[2].x = 1");
    assert!(matches!(
        &kinds[0],
        StatementKind::Act(Attempt {
            act: Act::Send { size: Some(_), priority: Some(_), and_wait: true, .. },
            timeout: Timeout::Within(_)
        })
    ));
    assert!(matches!(&kinds[1], StatementKind::Assign { .. }));
    assert!(matches!(&kinds[2], StatementKind::Write { place, .. } if place.base.index.is_some()));
    let kinds = statements("notify all; notify all all; wait with with with; receive what, as from from");
    assert!(matches!(&kinds[0], StatementKind::Notify { all: false, .. }));
    assert!(matches!(&kinds[1], StatementKind::Notify { all: true, .. }));
    assert!(matches!(&kinds[2], StatementKind::WaitCondition { mutex: Some(_), .. }));
}

#[test]
fn a_line_that_begins_like_a_declaration_may_be_a_statement() {
    let kinds = statements("\nmemory.x = 1\nlink[1].x = 2\nprocess = 3\nseed[2].x[3] = 4");
    assert_eq!(kinds.len(), 4);
}

#[test]
fn conditions_are_expressions_or_acts() {
    let condition = |text: &str| match statements(&alloc::format!("if {text} {{ }}")).remove(0) {
        StatementKind::If { mut arms, .. } => arms.remove(0).0,
        other => panic!("{other:?}"),
    };
    for act in [
        "try send 1 to m",
        "try wait s",
        "try lock m",
        "try attach t",
        "send x to m within 3ms",
        "send -1 to m within 3ms",
        "send (1) to m within 3ms",
        "send not x to m within 3ms",
        "send \"a\" to m[2] and wait within (2) ms",
        "receive x from any as y within 3ms",
        "wait s[1] within 3ms",
        "attach t read-only within 3ms",
    ] {
        assert!(matches!(condition(act), Condition::Succeeds(..)), "{act}");
    }
    for value in
        ["send", "send == 1", "wait and x", "lock or x", "receive < 3", "send - to > 3", "attach.x", "wait[1].x"]
    {
        assert!(matches!(condition(value), Condition::Holds(_)), "{value}");
    }
}

#[test]
fn a_wait_on_a_condition_variable_is_resolved_in_every_block() {
    let text = "condition c; semaphore s = 1
process P {
  wait c; wait s
  if 1 { wait c } else { wait c }
  loop { either { wait c } or { section \"a\" { wait c } }
    select { receive x from Q { wait c } after 1ms { wait c; break } } }
}
group \"g\" { process Q { send 1 to P; wait c; notify c; signal s } }";
    let scenario = super::scenario(text);
    let written = alloc::format!("{:?}", super::super::plain(&scenario));
    assert_eq!(written.matches("WaitCondition").count(), 8);
    assert_eq!(written.matches("act: Wait").count(), 1);
    assert_eq!(super::super::print(&scenario).matches("wait c\n").count(), 8);
}

#[test]
fn the_textbooks_names_have_no_errors() {
    super::says(
        "semaphore empty = 4
semaphore full = 0
semaphore mutex = 1
memory memory { in, out, of[4] of 3 }
process section {
  let work = 3
  work = 4
  wait empty; wait mutex
  memory.of[memory.in] = work
  memory.in = (memory.in + 1) % 4
  signal mutex; signal full
}
process process server {
  loop {
    wait full; wait mutex
    let print = memory.of[memory.out]
    memory.out = (memory.out + 1) % 4
    signal mutex; signal empty
    print print
  }
}",
        &[],
    );
}
