//! What holds for the whole gallery.

use std::collections::BTreeSet;

use ipcscope_core::program::Promise;
use ipcscope_core::trace::Verdict;

use super::helpers::run;

/// Every scenario, in the order of the concepts, then the classics.
const NAMES: [&str; 60] = [
    "independent",
    "cooperating",
    "speedup",
    "modularity",
    "two-ways-memory",
    "two-ways-messages",
    "kernel-delivers",
    "memory-create",
    "memory-attach",
    "protection-fault",
    "producer-consumer",
    "torn-read",
    "torn-read-fixed",
    "lost-update",
    "lost-wakeup",
    "wrong-order",
    "buffer-unbounded",
    "buffer-bounded",
    "two-hosts",
    "lossy-network",
    "send-receive",
    "fixed-size",
    "variable-size",
    "no-link",
    "direct-symmetric",
    "link-of-two",
    "one-link",
    "direct-asymmetric",
    "mailbox",
    "mailbox-unique",
    "mailbox-shared",
    "mailbox-many",
    "mailbox-broadcast",
    "mailbox-arrival",
    "mailbox-turn",
    "mailbox-priority",
    "mailbox-random",
    "mailbox-owner",
    "send-blocking",
    "receive-blocking",
    "send-nonblocking",
    "receive-nonblocking",
    "rendezvous",
    "capacity-zero",
    "capacity-bounded",
    "capacity-unbounded",
    "buffering-explicit",
    "dining-philosophers",
    "dining-philosophers-fixed",
    "readers-writers",
    "bounded-buffer-semaphores",
    "bounded-buffer-swapped-waits",
    "bounded-buffer-monitor",
    "peterson",
    "test-and-set-lock",
    "sleeping-barber",
    "pipeline",
    "client-server",
    "request-reply-deadlock",
    "ping-pong",
];

#[test]
fn the_gallery_has_these_scenarios_and_no_others() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the gallery is there")
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .collect();
    let named: BTreeSet<String> = NAMES.iter().map(|name| format!("{name}.ipc")).collect();
    assert_eq!(files, named);
}

/// What is meant to go wrong goes wrong in the run that a student sees; what is only said to be possible need not happen in it.
#[test]
fn every_check_is_as_it_says() {
    for name in NAMES {
        let run = run(name);
        let program = run.program();
        assert!(!program.title.is_empty() && !program.about.is_empty(), "{name} says nothing about itself");
        assert!(!program.checks.is_empty(), "{name} checks nothing");
        for (number, check) in program.checks.iter().enumerate() {
            let verdict = run.verdict(number);
            let is_as_said = match (&check.promise, check.expect_violated) {
                (Promise::Possible(_) | Promise::PossiblePrint(_), _) => true,
                (_, true) => matches!(verdict, Verdict::Broken(_)),
                (_, false) => verdict == Verdict::Kept,
            };
            assert!(is_as_said, "{name}: {} is {verdict:?}", check.text);
        }
    }
}
