//! Shared memory: the region, access rights, and races (C7–C9, C11–C13).

use ipcscope_core::trace::event::Kind;

use super::helpers::{after, at_the_end, blocked, cells, count, edited, end, events_of, numbers, prints, run, times};

/// Created at 4 + 1 ms; the student is attached at that instant and reads at 5 + 2 + 1, after the write of 6 ms.
#[test]
fn c07_memory_create() {
    let run = run("memory-create");
    assert_eq!(end(&run), "finished at 8ms");
    assert_eq!(blocked(&run, "Student"), [(1, 5)]);
    assert_eq!((times(&run, "Teacher", Kind::Create), times(&run, "Student", Kind::Attach)), (vec![5], vec![5]));
    assert_eq!(prints(&run), ["Student 8ms 3"]);
    let create = run.events().iter().position(|event| event.kind() == Kind::Create).expect("it is created");
    for events in 0..=run.events().len() {
        assert_eq!(after(&run, events).memories[0].is_created, events > create, "after {events} events");
    }
}

/// Anna: attach 1, read 2, write 3, read 4, detach 5. Carl: sleep 2, refused at 3.
#[test]
fn c08_memory_attach() {
    let run = run("memory-attach");
    assert_eq!(end(&run), "finished at 5ms");
    assert_eq!(prints(&run), ["Carl 3ms refused", "Anna 4ms 6"]);
    assert_eq!((times(&run, "Anna", Kind::Attach), times(&run, "Anna", Kind::Detach)), (vec![1], vec![5]));
    assert_eq!(times(&run, "Carl", Kind::AttachRefused), [3]);
    assert_eq!(count(&run, Kind::Fault), 0);
}

/// The intruder works for 3 ms, and its write's step ends at 4. Bank and Clerk do the same without that write.
#[test]
fn c09_protection_fault() {
    let run = run("protection-fault");
    assert_eq!(end(&run), "fault at 8ms");
    assert_eq!((count(&run, Kind::Fault), times(&run, "Intruder", Kind::Fault)), (1, vec![4]));
    let reason = "4ms is terminated by a fault: protection fault: vault is not attached";
    assert_eq!(events_of(&run, "Intruder").last().map(String::as_str), Some(reason));
    assert_eq!((prints(&run), cells(&run)), (vec!["Bank 8ms 11".to_string()], vec![11]));
    let peaceful = edited("protection-fault", &[("  vault.gold = 0\n", "")]);
    assert_eq!(end(&peaceful), "finished at 8ms");
    for process in ["Bank", "Clerk"] {
        assert_eq!(events_of(&run, process), events_of(&peaceful, process));
    }
}

/// Attached for reading at 3 + 1 ms; the write's step ends at 5.
#[test]
fn c09_writing_read_only_memory_is_a_fault() {
    let run = edited(
        "protection-fault",
        &[
            ("allow Clerk {", "allow Clerk, Intruder read-only {"),
            ("  vault.gold = 0\n", "  attach vault read-only\n  vault.gold = 0\n"),
        ],
    );
    assert_eq!((times(&run, "Intruder", Kind::Attach), times(&run, "Intruder", Kind::Fault)), (vec![4], vec![5]));
    assert_eq!((end(&run), cells(&run)), ("fault at 8ms".into(), vec![11]));
}

/// The only core goes to Reader at 3 ms, after two of three cells: it reads the new one, the new one and the old one.
#[test]
fn c11_torn_read() {
    let run = run("torn-read");
    assert_eq!(end(&run), "finished at 7ms");
    assert_eq!((times(&run, "Writer", Kind::Write), times(&run, "Reader", Kind::Read)), (vec![2, 3, 7], vec![4, 5, 6]));
    assert_eq!((times(&run, "Reader", Kind::Torn), numbers(&run, Kind::Torn)), (vec![6], vec![2, 2, 1]));
    assert_eq!(prints(&run), ["Reader 6ms torn"]);
}

/// Reader has the core at 3 ms as before, but its lock waits until the item is whole.
#[test]
fn c12_torn_read_fixed() {
    let run = run("torn-read-fixed");
    assert_eq!(end(&run), "finished at 10ms");
    assert_eq!(blocked(&run, "Reader"), [(4, 6)]);
    assert_eq!((times(&run, "Writer", Kind::Write), times(&run, "Reader", Kind::Read)), (vec![2, 3, 5], vec![7, 8, 9]));
    assert_eq!((count(&run, Kind::Torn), prints(&run)), (0, vec!["Reader 10ms 2".to_string()]));
}

/// Both read 0 at 1 ms and write 1 at 2 ms. If West comes 2 ms later it reads 1 and writes 2.
#[test]
fn c13_lost_update() {
    let lost = run("lost-update");
    assert_eq!((prints(&lost), cells(&lost)), (vec!["Guard 5ms 1".to_string()], vec![1]));
    assert_eq!(end(&lost), "finished at 5ms");
    let late = edited("lost-update", &[("process West {", "process West start 2ms {")]);
    assert_eq!((prints(&late), cells(&late)), (vec!["Guard 6ms 2".to_string()], vec![2]));
}

/// Read at 1, asleep at 1 + 2 + 1; notified at 1 + 1 + 1. Without the 2 ms: asleep at 2, awake at 3, read at 4.
#[test]
fn c13_lost_wakeup() {
    let run = run("lost-wakeup");
    assert_eq!(end(&run), "orphaned at 4ms");
    assert_eq!((times(&run, "Producer", Kind::Notify), times(&run, "Consumer", Kind::FallAsleep)), (vec![3], vec![4]));
    assert_eq!(prints(&run), [""; 0]);
    let in_time = edited("lost-wakeup", &[("    work 2ms \"about to sleep\"\n", "")]);
    assert_eq!((end(&in_time), prints(&in_time)), ("finished at 4ms".into(), vec!["Consumer 4ms 1".to_string()]));
}

/// Each acquires its first lock at 1 ms and requests the other's at 2. In the same order Bob waits for Ann's 1 + 1 + 3
/// + 1 + 1.
#[test]
fn c13_wrong_order() {
    let run = run("wrong-order");
    assert_eq!(end(&run), "deadlock at 2ms");
    let now = at_the_end(&run);
    assert_eq!((now.processes[0].could_free.as_slice(), now.processes[1].could_free.as_slice()), (&[1][..], &[0][..]));
    assert_eq!((now.locks[0].holder, now.locks[1].holder), (Some(0), Some(1)));
    let cured = edited(
        "wrong-order",
        &[(
            "  lock scanner\n  lock printer\n  work 3ms \"copy a photo\"\n",
            "  lock printer\n  lock scanner\n  work 3ms \"copy a photo\"\n",
        )],
    );
    assert_eq!(blocked(&cured, "Bob"), [(1, 7)]);
    assert_eq!(end(&cured), "finished at 13ms");
}
