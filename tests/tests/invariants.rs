//! What holds of every run, held against generated scenarios. A failure shows the seed and the text.

use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::tree::Capacity;
use ipcscope_core::scenario::{print, read};
use ipcscope_core::simulate::{End, State};
use ipcscope_core::trace::event::{Event, Kind, Wait};
use ipcscope_core::trace::{Moment, Run};
use ipcscope_core::value::Value;
use ipcscope_tests::generate::{self, Random, showing};

use crate::schedules::replay;

const SCENARIOS: u64 = 2_000;
const EVENTS: usize = 3_000;

/// Holds `check` against the run of each generated scenario.
fn of_every_run(check: impl Fn(&Run)) {
    for seed in 0..SCENARIOS {
        let text = print(&generate::scenario(seed));
        showing(seed, &text, || check(&run(&text)));
    }
}

fn program(text: &str) -> Arc<Program> {
    let tree = read(text).scenario.expect("generated scenarios have no mistakes");
    Arc::new(Program::new(&tree, text))
}

fn run(text: &str) -> Run {
    let mut run = Run::new(program(text), None);
    run.advance(EVENTS, u64::MAX);
    run
}

fn moment(run: &Run, events: usize) -> Moment {
    let mut cursor = run.cursor();
    cursor.seek(run, events);
    Moment::new(run, &cursor)
}

/// The numbers of the events of `kind` at a channel.
fn at_channel(run: &Run, kind: Kind, channel: usize) -> Vec<usize> {
    let all = run.events().iter_from(0);
    let wanted = all.filter(|(_, event)| event.kind() == kind && event.object() == Some(channel));
    wanted.map(|(number, _)| number).collect()
}

/// Tells something about a process, which the process did not do.
fn is_remark(event: &Event) -> bool {
    matches!(event.kind(), Kind::Deadlock | Kind::Abandoned | Kind::Violated)
}

#[test]
fn time_never_goes_back_and_causes_come_before() {
    of_every_run(|run| {
        let mut last_us = 0;
        for (number, event) in run.events().iter_from(0) {
            assert!(event.time_us() >= last_us, "event {number}");
            assert!(event.cause().is_none_or(|cause| cause < number), "event {number}");
            last_us = event.time_us();
        }
    });
}

#[test]
fn no_message_is_lost_or_made_or_overtaken() {
    of_every_run(|run| {
        let end = moment(run, run.events().len());
        for channel in 0..run.program().channels.len() {
            let (sent, received) = (at_channel(run, Kind::Send, channel), at_channel(run, Kind::Receive, channel));
            let waiting: Vec<usize> = end.channels[channel].messages.iter().map(|message| message.sent_by).collect();
            assert_eq!(sent[..received.len()].len() + waiting.len(), sent.len(), "channel {channel}");
            assert_eq!(sent[received.len()..], waiting, "left in channel {channel}");
            for (&send, &receive) in sent.iter().zip(&received) {
                let (send_event, event) = (at(run, send), at(run, receive));
                assert_eq!(event.cause(), Some(send), "receive {receive}");
                assert_eq!(run.events().values(event), run.events().values(send_event), "receive {receive}");
            }
        }
    });
}

fn at(run: &Run, number: usize) -> &Event {
    run.events().get(number).expect("there is such an event")
}

#[test]
fn no_capacity_is_exceeded_at_any_event() {
    of_every_run(|run| {
        let mut lengths = vec![0; run.program().channels.len()];
        for (number, event) in run.events().iter_from(0) {
            let Some(channel) = event.object().filter(|_| matches!(event.kind(), Kind::Send | Kind::Receive)) else {
                continue;
            };
            let is_send = event.kind() == Kind::Send;
            match run.program().channels[channel].capacity {
                // A rendezvous: the message is taken by the very next event.
                Capacity::Messages(0) if is_send => {
                    let next = at(run, number + 1);
                    let met = (next.kind(), next.object(), next.cause(), next.time_us());
                    assert_eq!(met, (Kind::Receive, Some(channel), Some(number), event.time_us()), "event {number}");
                }
                Capacity::Messages(0) => {}
                capacity => {
                    lengths[channel] += if is_send { 1 } else { -1 };
                    assert!((0..=i64::from(capacity.most())).contains(&lengths[channel]), "event {number}");
                }
            }
        }
        let shown: Vec<i64> =
            moment(run, run.events().len()).channels.iter().map(|now| now.messages.len() as i64).collect();
        assert_eq!(shown, lengths);
    });
}

/// What comes after a block is what was waited for, brought about by what it waited for; or nothing, and it still waits.
#[test]
fn who_is_blocked_waits_for_something_and_goes_on_by_it() {
    of_every_run(|run| {
        let end = moment(run, run.events().len());
        for process in 0..run.program().processes.len() {
            let own: Vec<&Event> =
                run.events().iter().filter(|event| event.process() == process && !is_remark(event)).collect();
            for (place, block) in own.iter().enumerate().filter(|(_, event)| event.kind() == Kind::Block) {
                let wait = Wait::from_number(run.events().number(block)).expect("a block has a reason");
                let Some(next) = own.get(place + 1) else {
                    let now = &end.processes[process];
                    assert_eq!((now.state, now.wait), (State::Blocked, Some((wait, block.object().unwrap_or(0)))));
                    continue;
                };
                let cause = next.cause().map(|cause| at(run, cause));
                match (wait, next.kind()) {
                    (Wait::Room, Kind::Send) => {
                        let cause = cause.expect("somebody made room");
                        assert_eq!((cause.kind(), cause.object()), (Kind::Receive, block.object()));
                        assert_eq!(cause.time_us(), next.time_us(), "it goes on at once");
                    }
                    (Wait::Message | Wait::Sender, Kind::Receive) => {
                        let cause = cause.expect("somebody sent");
                        assert_eq!((cause.kind(), cause.object()), (Kind::Send, block.object()));
                        assert_eq!(cause.time_us(), next.time_us(), "it goes on at once");
                    }
                    (Wait::Receiver, Kind::Send) => {
                        assert!(cause.is_some(), "somebody came to receive")
                    }
                    // The message's values are worked out when it is sent.
                    (Wait::Room | Wait::Receiver, Kind::Fault) => {}
                    other => panic!("process {process} was blocked, and then {other:?}"),
                }
            }
        }
    });
}

/// Nobody is left asleep beside what it waits for.
#[test]
fn who_waits_at_the_end_has_nothing_to_wait_less_for() {
    of_every_run(|run| {
        if run.end().is_none() {
            return;
        }
        let end = moment(run, run.events().len());
        for (number, process) in end.processes.iter().enumerate() {
            let Some((wait, channel)) = process.wait else {
                continue;
            };
            let now = &end.channels[channel];
            let capacity = run.program().channels[channel].capacity;
            match wait {
                Wait::Room => assert_eq!(now.messages.len(), capacity.most() as usize, "process {number}"),
                Wait::Message => assert!(now.messages.is_empty(), "process {number}"),
                Wait::Receiver | Wait::Sender => {
                    assert!(now.senders.is_empty() || now.receivers.is_empty(), "process {number}");
                }
            }
        }
    });
}

#[test]
fn an_end_is_what_it_says() {
    of_every_run(|run| {
        let end = moment(run, run.events().len());
        let servers = run.program().processes.iter().map(|process| process.server);
        let states: Vec<(State, bool)> = end.processes.iter().map(|process| process.state).zip(servers).collect();
        let faults = states.iter().filter(|(state, _)| *state == State::Faulted).count();
        let is_at_rest = |state: &State| matches!(state, State::Ended | State::Faulted | State::Blocked);
        match run.end() {
            Some(End::Finished) => assert!(states.iter().all(|(state, _)| *state == State::Ended)),
            Some(End::Quiet) => {
                assert!(
                    states.iter().all(|&(state, server)| state == State::Ended || server && state == State::Blocked)
                );
            }
            Some(End::Fault) => {
                assert!(faults > 0 && states.iter().all(|(state, _)| is_at_rest(state)))
            }
            Some(End::Deadlock | End::Abandoned) => {
                assert!(states.iter().all(|(state, _)| is_at_rest(state)))
            }
            Some(End::Livelock | End::Cut(_)) | None => {}
        }
        assert!(run.end() != Some(End::Abandoned) || faults == 0);
    });
}

/// Who is told to wait for ever is blocked then, and is blocked at the end.
#[test]
fn for_ever_is_for_ever() {
    of_every_run(|run| {
        let end = moment(run, run.events().len());
        for (number, event) in run.events().iter_from(0) {
            if !matches!(event.kind(), Kind::Deadlock | Kind::Abandoned) {
                continue;
            }
            let now = moment(run, number + 1);
            for member in run.events().values(event).iter().filter_map(|value| value.as_number()) {
                assert_eq!(now.processes[member as usize].state, State::Blocked, "{member} at event {number}");
                assert_eq!(end.processes[member as usize].state, State::Blocked, "{member} at the end");
            }
        }
    });
}

/// Everything that can be seen of a run.
fn seen(run: &Run) -> Vec<(Event, Vec<Value>)> {
    run.events().iter().map(|event| (*event, run.events().values(event).to_vec())).collect()
}

#[test]
fn the_same_text_and_seed_give_the_same_run_in_one_or_in_pieces() {
    for seed in 0..SCENARIOS {
        let text = print(&generate::scenario(seed));
        showing(seed, &text, || {
            let mut random = Random::new(seed);
            let program = program(&text);
            let chosen = random.chance(50).then_some(random.number());
            let mut whole = Run::new(Arc::clone(&program), chosen);
            whole.advance(EVENTS, u64::MAX);
            let mut pieces = Run::new(program, chosen);
            let mut until_us = 0;
            while pieces.end().is_none() && pieces.events().len() < EVENTS {
                until_us += random.number() % 100_000;
                let more = 1 + random.below(200);
                let events = (pieces.events().len() + more).min(EVENTS);
                pieces.advance(events, if random.chance(50) { until_us } else { u64::MAX });
            }
            assert_eq!(pieces.end(), whole.end());
            // Where it is cut, one may have a rendezvous's second event that the other has not yet.
            assert_eq!(seen(&pieces), seen(&whole));
        });
    }
}

#[test]
fn every_simulated_move_is_among_the_choices() {
    for seed in 0..SCENARIOS {
        let text = print(&generate::scenario(seed));
        showing(seed, &text, || _ = replay(&text));
    }
}

/// A sends at 1 ms, B and C are blocked at 2 and 3 ms. The receive at 10 + 1 ms makes room for B, whose message is a
/// fault: so the room is C's, at the same instant, and the second receive finds its message a step later.
#[test]
fn a_sender_that_fails_leaves_its_room_to_the_next() {
    let run = run("mailbox m capacity 1\nprocess A { send 1 to m }
        process B { let z = 0; work 1ms; send 1 / z to m }
        process C { work 2ms; send 3 to m }
        process R { work 10ms; receive x from m; receive y from m; print y }");
    let last = |kind| run.events().iter().rev().find(|event| event.kind() == kind).expect("there is one");
    assert_eq!((last(Kind::Send).process(), last(Kind::Send).time_us()), (2, 11_000));
    assert_eq!((run.events().number(last(Kind::Print)), last(Kind::Print).time_us()), (3, 12_000));
    assert_eq!(run.end(), Some(End::Fault));
}

/// The generator is of use only while its runs differ.
#[test]
fn generated_runs_end_in_many_ways() {
    let mut ends = std::collections::BTreeMap::new();
    for seed in 0..SCENARIOS {
        let run = run(&print(&generate::scenario(seed)));
        *ends.entry(run.end_or_cut().name()).or_insert(0) += 1;
    }
    for end in ["finished", "deadlock", "abandoned", "fault"] {
        assert!(ends.get(end).is_some_and(|&times| times >= 50), "{ends:?}");
    }
}
