//! Every idea of the course has its scenario and its test. The table in `docs/concepts.md` is made from here;
//! `IPCSCOPE_BLESS=1` writes it anew.

use std::collections::BTreeSet;
use std::fmt::Write;

/// Row, idea, scenario, test in `gallery.rs`.
const ROWS: &[(&str, &str, &str, &str)] = &[
    ("C1", "independent processes", "independent", "independent_processes_do_not_affect_each_other_c1"),
    ("C2", "cooperating processes", "cooperating", "cooperating_processes_are_those_that_share_c2"),
    ("C3", "cooperation for speedup", "speedup", "work_divided_is_done_sooner_c3"),
    ("C4", "cooperation for modularity", "modularity", "a_module_can_be_replaced_c4"),
    ("C5", "two ways: shared memory", "two-ways-memory", "the_same_job_both_ways_c5"),
    ("C5", "two ways: message passing", "two-ways-messages", "the_same_job_both_ways_c5"),
    ("C6", "the system delivers", "kernel-delivers", "the_system_delivers_c6"),
    ("C7", "a shared region is established", "memory-create", "a_region_is_there_from_its_create_on_c7"),
    ("C8", "attaching", "memory-attach", "attaching_is_approved_or_refused_c8"),
    ("C9", "protection", "protection-fault", "the_system_stops_an_intruder_and_nobody_else_c9"),
    ("C10", "producer and consumer", "producer-consumer", "every_item_is_consumed_once_and_in_order_c10"),
    ("C11", "an incomplete item", "torn-read", "a_read_in_the_middle_is_torn_c11"),
    ("C12", "the cure", "torn-read-fixed", "a_mutex_keeps_the_item_whole_c12"),
    ("C13", "lost update", "lost-update", "an_update_can_be_lost_c13"),
    ("C13", "lost wake-up", "lost-wakeup", "a_wake_up_can_be_lost_c13"),
    ("C13", "wrong order of waits", "wrong-order", "waits_in_the_wrong_order_deadlock_c13"),
    ("C14", "unbounded buffer", "buffer-unbounded", "c14"),
    ("C15", "bounded buffer", "buffer-bounded", "c15"),
    ("C16", "messages cross systems", "two-hosts", "messages_cross_systems_c16"),
    ("C16", "a network that loses", "lossy-network", "messages_cross_systems_c16"),
    ("C17", "send and receive", "send-receive", "one_arrow_a_message_c17"),
    ("C18", "fixed-size messages", "fixed-size", "fixed_messages_are_packets_and_padding_c18"),
    ("C19", "variable-size messages", "variable-size", "large_messages_take_longer_c19"),
    ("C20", "a link must exist", "no-link", "without_a_network_there_is_no_link_c20"),
    (
        "C21",
        "direct: the sender names the receiver",
        "direct-symmetric",
        "a_direct_message_comes_from_whom_it_is_asked_of_c21_c24",
    ),
    ("C22", "a link belongs to two", "link-of-two", "a_pair_has_a_link_of_its_own_c22"),
    ("C23", "one link between a pair", "one-link", "there_is_one_link_between_a_pair_c23"),
    ("C24", "symmetric", "direct-symmetric", "a_direct_message_comes_from_whom_it_is_asked_of_c21_c24"),
    ("C25", "asymmetric", "direct-asymmetric", "the_receiver_learns_who_sent_c25"),
    ("C26", "indirect: through a mailbox", "mailbox", "c26"),
    ("C27", "a mailbox's unique name", "mailbox-unique", "a_mailbox_has_one_name_c27"),
    ("C28", "only its users", "mailbox-shared", "who_is_no_user_is_refused_c28"),
    ("C29", "more than two users", "mailbox-many", "every_message_has_one_reader_c29"),
    ("C30", "all may read", "mailbox-broadcast", "all_may_read_c30"),
    ("C31", "one, by arrival", "mailbox-arrival", "one_is_chosen_by_arrival_c31"),
    ("C31", "one, by turn", "mailbox-turn", "one_is_chosen_by_turn_c31"),
    ("C31", "one, by priority", "mailbox-priority", "one_is_chosen_by_priority_c31"),
    ("C31", "one, at random", "mailbox-random", "one_is_chosen_by_random_c31"),
    ("C32", "ownership", "mailbox-owner", "a_mailbox_goes_with_its_owner_c32"),
    ("C33", "blocking send", "send-blocking", "c33"),
    ("C34", "blocking receive", "receive-blocking", "c34"),
    ("C35", "non-blocking send", "send-nonblocking", "a_send_that_does_not_wait_c35"),
    ("C36", "non-blocking receive", "receive-nonblocking", "a_receive_that_does_not_wait_c36"),
    ("C37", "synchronous", "rendezvous", "send_and_wait_is_a_rendezvous_c37"),
    ("C38", "zero capacity", "capacity-zero", "c38"),
    ("C39", "bounded capacity", "capacity-bounded", "a_link_with_room_for_two_c39"),
    ("C40", "unbounded capacity", "capacity-unbounded", "a_link_without_a_limit_c40"),
    ("C41", "automatic or explicit buffering", "buffering-explicit", "explicit_buffers_are_needed_c41"),
    ("–", "the dining philosophers", "dining-philosophers", "five_forks_in_five_hands"),
    ("–", "the same, cured", "dining-philosophers-fixed", "philosophers_in_another_order_eat"),
    ("–", "readers and writers", "readers-writers", "the_classics_end_as_they_should"),
    ("–", "bounded buffer with semaphores", "bounded-buffer-semaphores", "the_classics_end_as_they_should"),
    ("–", "the same, waits swapped", "bounded-buffer-swapped-waits", "the_classics_end_as_they_should"),
    ("–", "the same as a monitor", "bounded-buffer-monitor", "the_classics_end_as_they_should"),
    ("–", "Peterson's algorithm", "peterson", "the_classics_end_as_they_should"),
    ("–", "a lock by test-and-set", "test-and-set-lock", "the_classics_end_as_they_should"),
    ("–", "the sleeping barber", "sleeping-barber", "a_customer_without_a_chair_goes_home"),
    ("–", "a pipeline", "pipeline", "the_slowest_stage_sets_the_pace"),
    ("–", "clients and a server", "client-server", "the_classics_end_as_they_should"),
    ("–", "each sends first", "request-reply-deadlock", "the_classics_end_as_they_should"),
    ("–", "ping-pong", "ping-pong", "the_classics_end_as_they_should"),
];

/// The name of a test, which may be given by its end.
fn test(end: &str) -> &'static str {
    let source = include_str!("gallery.rs");
    let mut names = source.split("fn ").skip(1).filter_map(|rest| rest.split('(').next());
    names.find(|name| name.ends_with(end)).unwrap_or_else(|| panic!("no test in gallery.rs ends in `{end}`"))
}

#[test]
fn every_idea_has_its_scenario_and_its_test() {
    let files: BTreeSet<&str> = ipcscope_tests::traces::GALLERY.iter().map(|(name, _)| *name).collect();
    let named: BTreeSet<&str> = ROWS.iter().map(|row| row.2).collect();
    assert_eq!(files, named);
    for row in 1..=41 {
        assert!(ROWS.iter().any(|(name, ..)| *name == format!("C{row}")), "C{row} has no scenario");
    }
}

#[test]
fn the_table_in_the_documents_is_that_of_the_tests() {
    let mut table = "# The ideas of the course\n\nWhere each one is shown, and which test in `tests/tests/gallery.rs` \
                     holds its exact result. Made by a test.\n\n| row | idea | scenario | test |\n|---|---|---|---|\n"
        .to_string();
    for (row, idea, scenario, end) in ROWS {
        writeln!(table, "| {row} | {idea} | `{scenario}` | `{}` |", test(end)).expect("memory takes everything");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/concepts.md");
    if std::env::var_os("IPCSCOPE_BLESS").is_some() {
        std::fs::write(path, &table).expect("it can be written");
    }
    assert_eq!(std::fs::read_to_string(path).expect("it is there"), table);
}
