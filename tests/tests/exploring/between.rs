//! Other processes can come before a print, a fault after a pause, and the beginning of a process.

use ipcscope_core::explore::Outcomes;

use super::helpers::{IN_ONE_ORDER, explored, explored_as, program};

/// The orders in which the processes print, each with the number of moves of its schedule.
fn orders(text: &str) -> Vec<(Vec<usize>, usize)> {
    let Outcomes::Listed(listed) = explored_as(&program(text), IN_ONE_ORDER).outcomes else { panic!("a list") };
    let mut orders: Vec<_> = listed
        .iter()
        .map(|outcome| (outcome.order.iter().map(|process| process.index()).collect(), outcome.schedule.len()))
        .collect();
    orders.sort();
    orders
}

/// The processes that have printed at some end, by their numbers.
fn printers(text: &str) -> Vec<Vec<usize>> {
    let Outcomes::Listed(listed) = explored(&program(text)).outcomes else { panic!("a list") };
    let printed = |prints: &Vec<Vec<_>>| (0..prints.len()).filter(|&process| !prints[process].is_empty()).collect();
    let mut all: Vec<Vec<usize>> = listed.iter().map(|outcome| printed(&outcome.prints)).collect();
    all.sort();
    all.dedup();
    all
}

/// P may lose its core between the signal and its print. Either order takes four moves: the signal, the wait, and both
/// prints.
#[test]
fn others_can_print_between_a_signal_and_the_print_after_it() {
    let text = "semaphore s = 0\nprocess P { signal s; print 1 }\nprocess Q { wait s; print 2 }";
    assert_eq!(orders(text), [(vec![0, 1], 4), (vec![1, 0], 4)]);
}

/// Three prints before any move: 3! = 6 orders, of three moves each.
#[test]
fn prints_without_any_other_move_come_in_every_order() {
    let text = "process P[3] { print 1 }";
    let all: Vec<usize> = orders(text).into_iter().map(|(order, moves)| (order.len(), moves).1).collect();
    assert_eq!(all, [3; 6]);
}

/// If only one process prints, the order of the prints is always that of its program.
#[test]
fn where_one_process_prints_a_print_is_no_move() {
    let text = "memory t { x }\nprocess P { t.x = 1; print 1; print 2 }\nprocess Q { t.x = 2 }";
    // Two writes in either order; that of P comes with its prints.
    assert_eq!(orders(text), [(vec![0, 0], 2), (vec![0, 0], 2)]);
}

/// A sleeps before the division. As long as it does, it is there to send to: its mailbox takes the message. Afterwards the
/// send is refused.
#[test]
fn others_can_send_to_a_process_before_the_fault_that_follows_a_pause() {
    for pause in ["sleep 5ms", "work 5ms"] {
        let text = format!(
            "link A B capacity 1\nprocess A {{ let z = 0; {pause}; let y = 1 / z; receive x from B }}
            process B {{ send 1 to A; print 7 }}"
        );
        assert_eq!(printers(&text), [vec![], vec![1]], "{pause}");
    }
}

/// Without a pause A faults as soon as it starts.
#[test]
fn without_a_pause_nobody_comes_before_a_fault() {
    let text = "link A B capacity 1\nprocess A { let z = 0; let y = 1 / z; receive x from B }
        process B { send 1 to A; print 7 }";
    assert_eq!(printers(text), [vec![]; 1]);
}

/// Nor does it before it has started, if it starts later.
#[test]
fn others_can_send_to_a_process_that_faults_when_it_starts_later() {
    let text = "link A B capacity 1\nprocess A start 5ms { let z = 0; let y = 1 / z; receive x from B }
        process B { send 1 to A; print 7 }";
    assert_eq!(printers(text), [vec![], vec![1]]);
}

/// A fault in a print, in a duration that is calculated, in what decides a branch: each after a pause.
#[test]
fn every_kind_of_fault_after_a_pause_is_one_of_its_own() {
    for fault in ["print 1 / z", "if 1 / z > 0 { }", "repeat 1 / z { }", "say \"now\"; let y = 1 / z"] {
        let text = format!(
            "link A B capacity 1\nprocess A {{ let z = 0; sleep 1ms; {fault}; receive x from B }}
            process B {{ send 1 to A; print 7 }}"
        );
        assert_eq!(printers(&text), [vec![], vec![1]], "{fault}");
    }
}

/// A duration takes no time here, but calculating it may be a fault, as may a timeout once the process has to wait.
#[test]
fn a_time_that_is_calculated_may_be_a_fault() {
    for time in ["work (1 / z) ms", "sleep (z - 1) ms", "work (z) ms..(z - 1) ms", "sleep 5ms; work (1 / z) ms"] {
        let report = explored(&program(&format!("process A {{ let z = 0; {time} }}\ncheck never fault")));
        assert_eq!(report.checks[0].holds, Some(false), "{time}");
    }
    for wait in ["receive x from m within (1 / z) ms", "select { receive x from m { } after (z - 1) ms { } }"] {
        let never = format!("mailbox m capacity 1\nprocess A {{ let z = 0; {wait} }}\nprocess B {{ send 1 to m }}");
        // If the message is there when A comes to it, A does not wait.
        let Outcomes::Listed(listed) = explored(&program(&never)).outcomes else { panic!("a list") };
        let mut ends: Vec<&str> = listed.iter().map(|outcome| outcome.end.name()).collect();
        ends.sort();
        assert_eq!(ends, ["fault", "finished"], "{wait}");
    }
}

/// A variable is 0 until its process begins, which others can come before, whether it starts later or not.
#[test]
fn others_can_come_before_the_first_assignment() {
    for start in ["", " start 5ms"] {
        let text = format!(
            "memory m {{ x = 0 }}\nprocess A{start} {{ let v = 1 }}\nprocess B {{ m.x = 1 }}
            check always A.v == 1\ncheck possible A.v == 0 and m.x == 1\ncheck finally A.v == 1"
        );
        let holds: Vec<_> = explored(&program(&text)).checks.iter().map(|check| check.holds).collect();
        assert_eq!(holds, [Some(false), Some(true), Some(true)], "{start}");
    }
}

/// The failed assertion of B ends the run before A prints or assigns; or after it.
#[test]
fn an_assertion_can_come_before_what_another_process_does_after_a_pause() {
    for first in ["sleep 5ms; ", ""] {
        let text = format!(
            "process A {{ {first}let v = 1; print 1 }}\nprocess B {{ assert 1 == 2 \"no\" }}
            check output 1\ncheck possible output 1\ncheck finally A.v == 1\ncheck possible finally A.v == 1"
        );
        let holds: Vec<_> = explored(&program(&text)).checks.iter().map(|check| check.holds).collect();
        assert_eq!(holds, [Some(false), Some(true), Some(false), Some(true)], "{first}");
    }
}
