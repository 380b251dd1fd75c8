//! Invariants of every run, tested on generated scenarios: half of them over mailboxes with odd names and deep
//! expressions, half over the whole language. A failure shows the seed and the text.

use std::collections::BTreeMap;
use std::sync::Arc;

use ipcscope_core::program::{LockKind, Program, Room};
use ipcscope_core::scenario::{print, read};
use ipcscope_core::simulate::{End, State};
use ipcscope_core::trace::event::{Event, Kind, Wait};
use ipcscope_core::trace::{Moment, Run};
use ipcscope_core::value::Value;
use ipcscope_tests::generate::{self, Random, showing};
use ipcscope_tests::whole;

use crate::schedules::replay;

/// The number of each kind; `IPCSCOPE_CAMPAIGN` sets it for a longer campaign.
fn scenarios() -> u64 {
    std::env::var("IPCSCOPE_CAMPAIGN").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000)
}

const EVENTS: usize = 3_000;

/// The texts, each with its seed.
fn texts() -> impl Iterator<Item = (u64, String)> {
    let simple = (0..scenarios()).map(|seed| (seed, print(&generate::scenario(seed))));
    simple.chain((0..scenarios()).map(|seed| (seed, whole::text(seed))))
}

/// Applies `check` to the run of each generated scenario.
fn of_every_run(check: impl Fn(&Run)) {
    for (seed, text) in texts() {
        showing(seed, &text, || check(&run(&text)));
    }
}

fn program(text: &str) -> Arc<Program> {
    let reading = read(text);
    let tree =
        reading.scenario.unwrap_or_else(|| panic!("generated scenarios have no mistakes: {:?}", reading.diagnostics));
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

fn at(run: &Run, number: usize) -> &Event {
    run.events().get(number).expect("there is such an event")
}

/// The send that a receive, an arrival or a loss goes back to.
fn send_of(run: &Run, number: usize) -> usize {
    let mut number = number;
    while at(run, number).kind() != Kind::Send {
        number = at(run, number).cause().expect("a message comes from somewhere");
    }
    number
}

/// A report about a process, which the process did not cause.
fn is_remark(event: &Event) -> bool {
    use Kind::{Answer, Arrive, Deadlock, Enqueue, Lost, Orphaned, Packets, Reached, Violated};
    matches!(event.kind(), Deadlock | Orphaned | Violated | Reached | Arrive | Lost | Answer | Packets | Enqueue)
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

/// sent = received + waiting + in flight + lost, for each channel; and received values are those sent.
#[test]
fn messages_are_conserved() {
    of_every_run(|run| {
        let end = moment(run, run.events().len());
        for (channel, of) in run.program().channels.iter().enumerate() {
            let about = |kind: Kind| -> Vec<usize> {
                let all = run.events().iter_from(0);
                all.filter(|(_, event)| event.kind() == kind && event.object() == Some(channel))
                    .map(|(number, _)| number)
                    .collect()
            };
            let (sent, received, lost) = (about(Kind::Send), about(Kind::Receive), about(Kind::Lost));
            for &receive in &received {
                let send = send_of(run, receive);
                assert_eq!(at(run, send).object(), Some(channel));
                assert_eq!(
                    run.events().values(at(run, receive)),
                    run.events().values(at(run, send)),
                    "receive {receive}"
                );
            }
            let now = &end.channels[channel];
            let mut ends: BTreeMap<usize, i32> = BTreeMap::new();
            let gone = received.iter().chain(&lost).map(|&number| send_of(run, number));
            let left = now.messages.iter().map(|message| send_of(run, message.sent_by));
            let flying = now.in_flight.iter().map(|flight| flight.sent_by);
            gone.chain(left).chain(flying).for_each(|send| *ends.entry(send).or_insert(0) += 1);
            // The network duplicates messages, and one to all is read by several.
            let copies = about(Kind::Arrive).len() + lost.len() + now.in_flight.len();
            let is_network = copies > 0;
            for &send in &sent {
                let times = ends.get(&send).copied().unwrap_or(0);
                match (is_network, of.is_to_all()) {
                    (false, false) => assert_eq!(times, 1, "message {send} of channel {channel}"),
                    (true, false) => assert!((1..=2).contains(&times), "message {send} of channel {channel}: {times}"),
                    (_, true) => {}
                }
            }
            assert!(ends.keys().all(|send| sent.contains(send)), "channel {channel} holds what nobody sent");
        }
    });
}

/// A plain channel delivers messages in the order they were sent; with priorities, within each priority.
#[test]
fn no_message_overtakes_another() {
    of_every_run(|run| {
        for (channel, of) in run.program().channels.iter().enumerate() {
            if of.by_message_priority
                || run.program().networks.iter().any(|network| network.reorder || network.duplicate > 0)
            {
                continue;
            }
            // For each reader and each host that sends.
            let mut last: BTreeMap<(usize, u16), usize> = BTreeMap::new();
            for (number, event) in run.events().iter_from(0) {
                if event.kind() == Kind::Receive && event.object() == Some(channel) {
                    let send = send_of(run, number);
                    let host = run.program().processes[at(run, send).process()].host;
                    let reader = if of.is_to_all() { event.process() } else { 0 };
                    let before = last.insert((reader, host), send);
                    assert!(before.is_none_or(|before| before < send), "receive {number}");
                }
            }
        }
    });
}

/// To all: each living reader gets each message once, except its own.
#[test]
fn a_broadcast_reaches_each_reader_once() {
    of_every_run(|run| {
        let end = moment(run, run.events().len());
        for (channel, of) in run.program().channels.iter().enumerate().filter(|(_, of)| of.is_to_all()) {
            let mut reads: BTreeMap<(usize, usize), u32> = BTreeMap::new();
            for (number, event) in run.events().iter_from(0) {
                if event.kind() == Kind::Receive && event.object() == Some(channel) {
                    let key = (send_of(run, number), event.process());
                    *reads.entry(key).or_insert(0) += 1;
                    assert_ne!(at(run, send_of(run, number)).process(), event.process(), "its own message");
                }
            }
            // The network may duplicate a message; otherwise each is read once.
            let is_doubled = run.program().networks.iter().any(|network| network.duplicate > 0);
            assert!(is_doubled || reads.values().all(|&times| times == 1));
            for message in &end.channels[channel].messages {
                assert!(!message.unread_by.is_empty(), "what all have read has left");
                for &reader in &message.unread_by {
                    assert!(of.receivers.contains(&(reader as u16)));
                    assert!(is_doubled || !reads.contains_key(&(message.sent_by, reader)), "it is not unread");
                }
            }
        }
    });
}

#[test]
fn no_capacity_is_exceeded_at_any_event() {
    of_every_run(|run| {
        let program = run.program();
        let mut cursor = run.cursor();
        for events in 0..=run.events().len().min(400) {
            cursor.seek(run, events);
            let now = Moment::new(run, &cursor);
            for (channel, of) in program.channels.iter().enumerate() {
                let waiting = &now.channels[channel];
                let doubled = program.networks.iter().any(|network| network.duplicate > 0);
                let used: u64 = match of.capacity {
                    Room::Bytes(_) => waiting.messages.iter().map(|message| message.bytes).sum(),
                    _ => waiting.messages.len() as u64,
                };
                let is_remote = of.senders.iter().any(|&sender| program.processes[usize::from(sender)].host != of.home);
                if !(is_remote && (doubled || of.is_rendezvous())) {
                    assert!(used <= of.capacity.most(), "channel {channel} after {events} events");
                }
                if !is_remote {
                    assert!(waiting.in_flight.is_empty());
                }
            }
            for (number, process) in now.processes.iter().enumerate() {
                assert_eq!(process.wait.is_some(), process.state == State::Blocked, "process {number}");
            }
        }
    });
}

/// A lock has one holder, and a semaphore exactly the permits it was given.
#[test]
fn locks_are_exact() {
    of_every_run(|run| {
        let program = run.program();
        let mut holders: Vec<Option<usize>> = vec![None; program.locks.len()];
        let mut permits: Vec<i64> = program
            .locks
            .iter()
            .map(|lock| match lock.kind {
                LockKind::Semaphore { initial, .. } => initial,
                _ => 0,
            })
            .collect();
        for (number, event) in run.events().iter_from(0) {
            let (value, process) = (run.events().number(event), event.process());
            let lock = event.object().unwrap_or(0);
            match event.kind() {
                Kind::Lock => assert_eq!(holders[lock].replace(process), None, "event {number}"),
                Kind::Unlock => assert_eq!(holders[lock].take(), Some(process), "event {number}"),
                Kind::FallAsleep if value >= 0 => {
                    assert_eq!(holders[value as usize].take(), Some(process), "event {number}")
                }
                Kind::Awake if value >= 0 => {
                    assert_eq!(holders[value as usize].replace(process), None, "event {number}")
                }
                Kind::Wait => {
                    permits[lock] -= 1;
                    assert!(permits[lock] >= 0 && permits[lock] == value, "event {number}");
                }
                Kind::Signal => {
                    // A signal of a binary semaphore can be lost.
                    let is_binary = matches!(run.program().locks[lock].kind, LockKind::Semaphore { binary: true, .. });
                    permits[lock] = if is_binary { 1 } else { permits[lock] + 1 };
                    assert_eq!(permits[lock], value, "event {number}");
                }
                _ => {}
            }
        }
        let end = moment(run, run.events().len());
        for (lock, now) in end.locks.iter().enumerate() {
            assert_eq!((now.holder, now.permits), (holders[lock], permits[lock]), "lock {lock}");
        }
    });
}

/// A block is followed by what was waited for, or its refusal; its cause is at the same instant.
#[test]
fn a_blocked_process_resumes_by_what_it_waited_for() {
    of_every_run(|run| {
        let end = moment(run, run.events().len());
        for process in 0..run.program().processes.len() {
            let own: Vec<(usize, &Event)> = run
                .events()
                .iter_from(0)
                .filter(|(_, event)| event.process() == process && !is_remark(event))
                .collect();
            for (place, (number, block)) in own.iter().enumerate().filter(|(_, (_, event))| event.kind() == Kind::Block)
            {
                let wait = Wait::from_number(run.events().number(block)).expect("a block has a reason");
                let Some((_, next)) = own.get(place + 1) else {
                    assert_eq!(end.processes[process].state, State::Blocked, "event {number}");
                    continue;
                };
                let is_expected = match next.kind() {
                    // Its message is evaluated when it is sent; and a terminated partner refuses.
                    Kind::Fault => true,
                    Kind::Send => matches!(wait, Wait::Room | Wait::Receiver | Wait::Buffer | Wait::Several),
                    Kind::Receive | Kind::Deliver => {
                        matches!(wait, Wait::Message | Wait::Sender | Wait::AnyMessage | Wait::Several)
                    }
                    Kind::SendRefused => wait.is_send(),
                    Kind::ReceiveRefused => matches!(wait, Wait::Message | Wait::Sender | Wait::AnyMessage),
                    Kind::ReceiptMissed | Kind::Received => wait == Wait::Receipt,
                    Kind::TimeOut => wait == Wait::Several,
                    Kind::Wait => wait == Wait::Semaphore,
                    Kind::Lock => wait == Wait::Mutex,
                    Kind::Awake => matches!(wait, Wait::Mutex | Wait::Condition | Wait::Barrier),
                    Kind::Block => wait == Wait::Condition,
                    Kind::LockRefused => wait.is_lock(),
                    Kind::Attach | Kind::AttachRefused => wait == Wait::Created,
                    _ => false,
                };
                assert!(is_expected, "process {process} was blocked on {wait:?}, and then {:?}", next.kind());
                let needs_cause = !matches!(
                    next.kind(),
                    Kind::Fault
                        | Kind::SendRefused
                        | Kind::ReceiveRefused
                        | Kind::ReceiptMissed
                        | Kind::TimeOut
                        | Kind::LockRefused
                        | Kind::AttachRefused
                );
                if needs_cause {
                    let cause =
                        next.cause().unwrap_or_else(|| panic!("{:?} after event {number} has no cause", next.kind()));
                    // A message may have waited; and a partner of a rendezvous has come by an earlier event.
                    let may_be_earlier = next.kind() == Kind::Receive
                        || next.kind() == Kind::Send && matches!(wait, Wait::Receiver | Wait::Several);
                    assert!(
                        may_be_earlier || at(run, cause).time_us() == next.time_us(),
                        "it goes on at once: {number}"
                    );
                }
            }
        }
    });
}

/// No process is left waiting for something available: at the end no move but `end` is possible.
#[test]
fn a_process_blocked_at_the_end_has_no_move() {
    for (seed, text) in texts() {
        showing(seed, &text, || {
            let run = run(&text);
            let at_rest =
                matches!(run.end(), Some(End::Finished | End::Quiet | End::Deadlock | End::Orphaned | End::Fault));
            if at_rest {
                let mut cursor = run.cursor();
                cursor.seek(&run, run.events().len());
                let mut choices = cursor.simulation().world().choices(run.program());
                // A message does not overtake an earlier one that needs more room than there is.
                let now = Moment::new(&run, &cursor);
                choices.retain(|choice| {
                    let waits = now.processes.get(choice.process.index()).map_or(&[][..], |process| &process.waits);
                    !waits.iter().any(|&(wait, channel)| {
                        wait == Wait::Room && now.channels[channel].senders.first() != Some(&choice.process.index())
                    })
                });
                assert!(choices.is_empty(), "{choices:?}");
            }
        });
    }
}

#[test]
fn the_end_of_a_run_has_its_meaning() {
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
            Some(End::Deadlock | End::Orphaned) => {
                assert!(states.iter().all(|(state, _)| is_at_rest(state)))
            }
            Some(End::Assertion) => {
                assert!(run.events().iter().any(|event| event.kind() == Kind::AssertFailed));
            }
            Some(End::Livelock | End::Repeats | End::Cut(_)) | None => {}
        }
        assert!(run.end() != Some(End::Orphaned) || faults == 0);
    });
}

/// Continued, a run that repeats itself does what it did in its first round, so much later, again and again.
#[test]
fn what_a_run_repeats_it_repeats() {
    let mut repeating = 0;
    for seed in 0..scenarios() {
        let text = whole::endless_text(seed);
        showing(seed, &text, || repeating += u32::from(is_repeated(&run(&text))));
    }
    assert!(repeating >= 50, "{repeating}");
}

/// Rounds that are compared with the next one each.
const ROUNDS: usize = 50;

/// Whether a run repeats itself; it has to go on like that.
fn is_repeated(run: &Run) -> bool {
    let Some(round) = run.repetition().filter(|round| round.events > 0) else { return false };
    assert_eq!(run.events().len(), round.before + round.events);
    let mut longer = Run::new(Arc::new(run.program().clone()), Some(run.seed()));
    longer.go_on();
    longer.advance(round.before + (ROUNDS + 1) * round.events, u64::MAX);
    let events = longer.events();
    for place in round.before..round.before + ROUNDS * round.events {
        let told = |place: usize| {
            let event = events.get(place).expect("the run goes on");
            (event.time_us(), event.process(), event.kind(), event.object(), events.values(event).to_vec())
        };
        let (time_us, process, kind, object, values) = told(place);
        let later = (time_us + round.every_us, process, kind, object, values);
        assert_eq!(told(place + round.events), later, "event {place}");
    }
    true
}

/// A process reported as blocked forever is blocked then, and at the end.
#[test]
fn processes_blocked_forever_remain_blocked() {
    of_every_run(|run| {
        let end = moment(run, run.events().len());
        for (number, event) in run.events().iter_from(0) {
            if !matches!(event.kind(), Kind::Deadlock | Kind::Orphaned) {
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

/// No more processes use a host's cores than it has.
#[test]
fn no_core_is_used_twice() {
    of_every_run(|run| {
        let program = run.program();
        if program.hosts.iter().all(|host| host.cores.is_none()) {
            return;
        }
        let mut cursor = run.cursor();
        for events in 0..=run.events().len().min(300) {
            cursor.seek(run, events);
            let activities = cursor.simulation().activities();
            for (number, host) in program.hosts.iter().enumerate() {
                let Some(cores) = host.cores else { continue };
                let runs = |(process, activity): (usize, &ipcscope_core::simulate::Activity)| {
                    usize::from(program.processes[process].host) == number
                        && activity.state == State::Running
                        && activity.until_us.is_some_and(|until| until > cursor.simulation().now_us())
                };
                let running = activities.iter().enumerate().filter(|&activity| runs(activity)).count();
                assert!(running <= cores as usize, "{running} run on host {number} after {events} events");
            }
        }
    });
}

/// Everything observable in a run.
fn seen(run: &Run) -> Vec<(Event, Vec<Value>)> {
    run.events().iter().map(|event| (*event, run.events().values(event).to_vec())).collect()
}

#[test]
fn the_same_text_and_seed_give_the_same_run_in_one_or_in_pieces() {
    for (seed, text) in texts() {
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
            // At the cut, one may have a rendezvous's second event that the other has not yet.
            assert_eq!(seen(&pieces), seen(&whole));
        });
    }
}

/// From any direction, a cursor shows the same state as step by step.
#[test]
fn a_moment_is_the_same_from_any_direction() {
    for (seed, text) in texts() {
        showing(seed, &text, || {
            let run = run(&text);
            let mut random = Random::new(seed);
            let mut cursor = run.cursor();
            for _ in 0..6 {
                let events = random.below(run.events().len() + 1);
                cursor.seek(&run, events);
                assert_eq!(Moment::new(&run, &cursor), moment(&run, events), "after {events} events");
            }
        });
    }
}

#[test]
fn every_simulated_move_is_among_the_choices() {
    for (seed, text) in texts() {
        showing(seed, &text, || _ = replay(&text));
    }
}

/// A sends at 1 ms, B and C are blocked at 2 and 3 ms. The receive at 10 + 1 ms makes room for B, whose message is a
/// fault: so the room goes to C, at the same instant, and the second receive finds its message a step later.
#[test]
fn a_faulting_sender_leaves_its_room_to_the_next() {
    let run = run("mailbox m capacity 1\nprocess A { send 1 to m }
        process B { let z = 0; work 1ms; send 1 / z to m }
        process C { work 2ms; send 3 to m }
        process R { work 10ms; receive x from m; receive y from m; print y }");
    let last = |kind| run.events().iter().rev().find(|event| event.kind() == kind).expect("there is one");
    assert_eq!((last(Kind::Send).process(), last(Kind::Send).time_us()), (2, 11_000));
    assert_eq!((run.events().number(last(Kind::Print)), last(Kind::Print).time_us()), (3, 12_000));
    assert_eq!(run.end(), Some(End::Fault));
}

/// The generators are useful only while their runs differ and use all of the language.
#[test]
fn generated_runs_cover_all_ends_and_events() {
    let mut ends = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    let endless = (0..scenarios() / 4).map(|seed| {
        let mut run = Run::new(program(&whole::endless_text(seed)), None);
        run.advance(EVENTS, 1_000_000);
        run
    });
    for run in texts().map(|(_, text)| run(&text)).chain(endless) {
        *ends.entry(run.end_or_cut().name()).or_insert(0) += 1;
        for event in run.events().iter() {
            *kinds.entry(event.kind()).or_insert(0) += 1;
        }
    }
    for end in ["finished", "quiet", "deadlock", "orphaned", "fault"] {
        assert!(ends.get(end).is_some_and(|&times| times >= 20), "{ends:?}");
    }
    for kind in Kind::all() {
        assert!(kinds.get(&kind).is_some_and(|&times| times >= 5), "{kind:?}: {kinds:?}");
    }
}
