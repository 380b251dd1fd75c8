//! Every concept of the course has its scenario and its test. The table in `docs/concepts.md` is generated from here;
//! `IPCSCOPE_BLESS=1` writes it again.

use std::collections::BTreeSet;
use std::fmt::Write;

/// Row, concept, scenario, and its test in `gallery/`.
const ROWS: &[(&str, &str, &str, &str)] = &[
    ("C1", "independent processes", "independent", "processes::c01_independent"),
    ("C2", "cooperating processes", "cooperating", "processes::c02_cooperating"),
    ("C3", "cooperation for speedup", "speedup", "processes::c03_speedup"),
    ("C4", "cooperation for modularity", "modularity", "processes::c04_modularity"),
    ("C5", "two ways: shared memory", "two-ways-memory", "processes::c05_two_ways"),
    ("C5", "two ways: message passing", "two-ways-messages", "processes::c05_two_ways"),
    ("C6", "the system delivers", "kernel-delivers", "processes::c06_kernel_delivers"),
    ("C7", "a shared region is established", "memory-create", "shared_memory::c07_memory_create"),
    ("C8", "attaching", "memory-attach", "shared_memory::c08_memory_attach"),
    ("C9", "protection", "protection-fault", "shared_memory::c09_protection_fault"),
    ("C10", "producer and consumer", "producer-consumer", "producer_consumer::c10_producer_consumer"),
    ("C11", "an incomplete item", "torn-read", "shared_memory::c11_torn_read"),
    ("C12", "the cure", "torn-read-fixed", "shared_memory::c12_torn_read_fixed"),
    ("C13", "lost update", "lost-update", "shared_memory::c13_lost_update"),
    ("C13", "lost wake-up", "lost-wakeup", "shared_memory::c13_lost_wakeup"),
    ("C13", "wrong order of waits", "wrong-order", "shared_memory::c13_wrong_order"),
    ("C14", "unbounded buffer", "buffer-unbounded", "producer_consumer::c14_buffer_unbounded"),
    ("C15", "bounded buffer", "buffer-bounded", "producer_consumer::c15_buffer_bounded"),
    ("C16", "messages cross systems", "two-hosts", "messages::c16_two_hosts"),
    ("C16", "a network that loses", "lossy-network", "messages::c16_lossy_network"),
    ("C17", "send and receive", "send-receive", "messages::c17_send_receive"),
    ("C18", "fixed-size messages", "fixed-size", "messages::c18_fixed_size"),
    ("C19", "variable-size messages", "variable-size", "messages::c19_variable_size"),
    ("C20", "a link must exist", "no-link", "messages::c20_no_link"),
    ("C21", "direct: the sender names the receiver", "direct-symmetric", "messages::c21_c24_direct_symmetric"),
    ("C22", "a link belongs to two", "link-of-two", "messages::c22_link_of_two"),
    ("C23", "one link between a pair", "one-link", "messages::c23_one_link"),
    ("C24", "symmetric", "direct-symmetric", "messages::c21_c24_direct_symmetric"),
    ("C25", "asymmetric", "direct-asymmetric", "messages::c25_direct_asymmetric"),
    ("C26", "indirect: through a mailbox", "mailbox", "mailboxes::c26_mailbox"),
    ("C27", "a mailbox's unique name", "mailbox-unique", "mailboxes::c27_mailbox_unique"),
    ("C28", "only its users", "mailbox-shared", "mailboxes::c28_mailbox_shared"),
    ("C29", "more than two users", "mailbox-many", "mailboxes::c29_mailbox_many"),
    ("C30", "all may read", "mailbox-broadcast", "mailboxes::c30_mailbox_broadcast"),
    ("C31", "one, by arrival", "mailbox-arrival", "mailboxes::c31_mailbox_arrival"),
    ("C31", "one, by turn", "mailbox-turn", "mailboxes::c31_mailbox_turn"),
    ("C31", "one, by priority", "mailbox-priority", "mailboxes::c31_mailbox_priority"),
    ("C31", "one, at random", "mailbox-random", "mailboxes::c31_mailbox_random"),
    ("C32", "ownership", "mailbox-owner", "mailboxes::c32_mailbox_owner"),
    ("C33", "blocking send", "send-blocking", "synchronisation::c33_send_blocking"),
    ("C34", "blocking receive", "receive-blocking", "synchronisation::c34_receive_blocking"),
    ("C35", "non-blocking send", "send-nonblocking", "synchronisation::c35_send_nonblocking"),
    ("C36", "non-blocking receive", "receive-nonblocking", "synchronisation::c36_receive_nonblocking"),
    ("C37", "synchronous", "rendezvous", "synchronisation::c37_rendezvous"),
    ("C38", "zero capacity", "capacity-zero", "buffering::c38_capacity_zero"),
    ("C39", "bounded capacity", "capacity-bounded", "buffering::c39_capacity_bounded"),
    ("C40", "unbounded capacity", "capacity-unbounded", "buffering::c40_capacity_unbounded"),
    ("C41", "automatic or explicit buffering", "buffering-explicit", "buffering::c41_buffering_explicit"),
    ("–", "the dining philosophers", "dining-philosophers", "classics::dining_philosophers"),
    ("–", "the same, cured", "dining-philosophers-fixed", "classics::dining_philosophers_fixed"),
    ("–", "printing in turn", "print-in-turn", "classics::print_in_turn"),
    ("–", "a barrier", "barrier", "classics::barrier"),
    ("–", "readers and writers", "readers-writers", "classics::readers_writers"),
    ("–", "bounded buffer with semaphores", "bounded-buffer-semaphores", "classics::bounded_buffer_semaphores"),
    ("–", "the same, waits swapped", "bounded-buffer-swapped-waits", "classics::bounded_buffer_swapped_waits"),
    ("–", "the same as a monitor", "bounded-buffer-monitor", "classics::bounded_buffer_monitor"),
    ("–", "counting and binary semaphores", "binary-semaphore", "classics::binary_semaphore"),
    ("–", "procedures", "procedures", "classics::procedures"),
    ("–", "a model with parameters", "constants", "classics::constants"),
    ("–", "Peterson's algorithm", "peterson", "classics::peterson"),
    ("–", "a lock by test-and-set", "test-and-set-lock", "classics::test_and_set_lock"),
    ("–", "the sleeping barber", "sleeping-barber", "classics::sleeping_barber"),
    ("–", "a pipeline", "pipeline", "classics::pipeline"),
    ("–", "clients and a server", "client-server", "classics::client_server"),
    ("–", "each sends first", "request-reply-deadlock", "classics::request_reply_deadlock"),
    ("–", "ping-pong", "ping-pong", "classics::ping_pong"),
    ("–", "a program that never ends", "endless", "endless::endless"),
    ("–", "a run with a horizon", "horizon", "endless::horizon"),
];

/// The sources of the tests.
const SOURCES: &[(&str, &str)] = &[
    ("processes", include_str!("gallery/processes.rs")),
    ("shared_memory", include_str!("gallery/shared_memory.rs")),
    ("producer_consumer", include_str!("gallery/producer_consumer.rs")),
    ("messages", include_str!("gallery/messages.rs")),
    ("mailboxes", include_str!("gallery/mailboxes.rs")),
    ("synchronisation", include_str!("gallery/synchronisation.rs")),
    ("buffering", include_str!("gallery/buffering.rs")),
    ("classics", include_str!("gallery/classics.rs")),
    ("endless", include_str!("gallery/endless.rs")),
];

/// Whether `file::name` is a test.
fn is_test(path: &str) -> bool {
    let Some((file, name)) = path.split_once("::") else { return false };
    let source = SOURCES.iter().find(|(known, _)| *known == file).map_or("", |(_, source)| source);
    source.contains(&format!("#[test]\nfn {name}() {{"))
}

#[test]
fn every_concept_has_its_scenario_and_its_test() {
    let files: BTreeSet<&str> = ipcscope_tests::traces::GALLERY.iter().map(|(name, _)| *name).collect();
    let named: BTreeSet<&str> = ROWS.iter().map(|row| row.2).collect();
    assert_eq!(files, named);
    for (row, _, _, test) in ROWS {
        assert!(is_test(test), "{row}: there is no test {test}");
    }
    for row in 1..=41 {
        assert!(ROWS.iter().any(|(name, ..)| *name == format!("C{row}")), "C{row} has no scenario");
    }
}

#[test]
fn the_table_in_the_documents_equals_that_of_the_tests() {
    let mut table = "# The ideas of the course\n\nWhere each one is shown, and which test in `tests/tests/gallery/` \
                     holds its exact result. Made by a test.\n\n| row | idea | scenario | test |\n|---|---|---|---|\n"
        .to_string();
    for (row, idea, scenario, test) in ROWS {
        writeln!(table, "| {row} | {idea} | `{scenario}` | `{test}` |").expect("memory takes everything");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/concepts.md");
    if std::env::var_os("IPCSCOPE_BLESS").is_some() {
        std::fs::write(path, &table).expect("it can be written");
    }
    assert_eq!(std::fs::read_to_string(path).expect("it is there"), table);
}
