//! Compares a report with brute force: every verdict, every witness, every outcome.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ipcscope_core::explore::{Answer, Outcome, Outcomes, Report, Stuck, Trouble, WaitsFor, Witness};
use ipcscope_core::id::ProcessId;
use ipcscope_core::program::{Program, Promise};
use ipcscope_core::simulate::End;
use ipcscope_core::value::Value;
use ipcscope_tests::naive::{self, Earliest, Explored, Printed, Prints, members, printed, set};
use ipcscope_tests::numbers;

use super::helpers::explored_as;
use super::runs::{is_blocked_after, replay_agrees};

/// Beyond this many states with prints, outcomes are not compared.
const MOST_PRINTED: usize = 50_000;
/// More outcomes are not listed.
const MOST_LISTED: usize = 10_000;

/// The numbers of states and moves, every verdict, that no witness could be shorter, and all outcomes.
pub fn agrees(program: &Arc<Program>, plain: &Explored, report: &Report) {
    assert_eq!(report.progress.states, plain.states(), "states");
    assert_eq!(report.progress.transitions, plain.transitions() as u64, "transitions");
    says(&Held { program, plain, is_whole: true, in_one_order: false }, report);
}

/// The same of a report with the outcomes in one order.
pub fn agrees_in_one_order(program: &Arc<Program>, plain: &Explored, report: &Report) {
    says(&Held { program, plain, is_whole: true, in_one_order: true }, report);
}

/// Every verdict and all outcomes, with moves or states left out.
pub fn agree_reduced(program: &Arc<Program>, plain: &Explored, report: &Report) {
    says(&Held { program, plain, is_whole: false, in_one_order: false }, report);
}

/// Explores with these limits, which leave something out, and compares with brute force.
pub fn agrees_as(program: &Arc<Program>, plain: &Explored, limits: ipcscope_core::explore::Limits) -> Report {
    let report = explored_as(program, limits);
    agree_reduced(program, plain, &report);
    report
}

fn says(held: &Held, report: &Report) {
    assert!(report.progress.is_finished);
    let Held { program, plain, .. } = *held;
    for (number, (check, reported)) in program.checks.iter().zip(&report.checks).enumerate() {
        let holds = plain.holds(number, &check.promise);
        assert_eq!(reported.holds, Some(holds), "{}", check.text);
        assert_eq!(reported.as_expected, Some(holds != check.expect_violated), "{}", check.text);
        let is_shown =
            |witness: &Witness| plain.is_shown(program, &check.promise, &witness.schedule, witness.repeats_from);
        held.answers(&reported.seen, plain.seen[number], is_shown, &check.text);
    }
    for reported in &report.troubles {
        held.trouble(reported);
    }
    let endless = plain.fair.endless.map_or(Earliest::Never, Earliest::Cycle);
    let is_fair = |witness: &Witness| held.cycle(witness).is_some_and(|cycle| plain.is_fair(&cycle));
    held.answers(&report.endless, endless, is_fair, "endless");
    held.deadlocks(report);
    held.outcomes(&report.outcomes);
    let asked = program.checks.iter().any(|check| matches!(check.promise, Promise::NeverAssertion));
    let is_as_expected =
        report.checks.iter().all(|reported| reported.as_expected == Some(true)) && (asked || plain.assertion.is_none());
    assert_eq!(report.as_expected(), Some(is_as_expected));
}

struct Held<'a> {
    program: &'a Arc<Program>,
    plain: &'a Explored,
    /// Nothing was left out: witnesses are shortest ones.
    is_whole: bool,
    /// Outcomes are listed in one order.
    in_one_order: bool,
}

impl Held<'_> {
    /// With reductions, a cycle may lead back to a state that differs in what was left out: it is repeated until it
    /// leads back to the same state.
    fn closed(&self, witness: &Witness) -> Witness {
        let Some(from) = witness.repeats_from.filter(|_| !self.is_whole) else { return witness.clone() };
        let (schedule, from) = self.plain.repeated(&witness.schedule, from).expect("a round leads back");
        Witness { schedule, repeats_from: Some(from), ..witness.clone() }
    }

    /// An answer, its witness, which has to show it, and the least length it can have.
    fn answers(&self, answer: &Answer, shown: Earliest, is_shown: impl Fn(&Witness) -> bool, what: &str) {
        let witness = match (answer, shown) {
            (Answer::Never, Earliest::Never) => return,
            (Answer::Yes(witness), Earliest::After(_) | Earliest::Cycle(_)) => witness,
            _ => panic!("{what}: {answer:?}, by brute force {shown:?}"),
        };
        assert!(is_shown(&self.closed(witness)), "{what}: {witness:?} does not show it");
        let is_after = matches!(shown, Earliest::After(_));
        assert_eq!(witness.repeats_from.is_none(), is_after, "{what}: {witness:?}, by brute force {shown:?}");
        let (moves, least) = match (witness.repeats_from, shown) {
            (Some(from), Earliest::Cycle(least)) => (from, least),
            (_, Earliest::After(least)) => (witness.schedule.len(), least),
            _ => unreachable!("just compared"),
        };
        assert!(moves >= least || !is_after, "{what}: {moves} moves, least are {least}");
        if self.is_whole {
            assert_eq!(moves, least, "{what}: {witness:?}");
            assert!(!is_after || witness.is_shortest, "{what}: {witness:?}");
        } else if is_after && witness.is_shortest {
            assert_eq!(moves, least, "{what}: {witness:?} is said to be a shortest");
        }
        if is_after {
            replay_agrees(self.program, self.plain, &witness.schedule);
        }
    }

    fn last(&self, witness: &Witness) -> usize {
        *self.plain.graph.path(&witness.schedule).last().expect("the first state at least")
    }

    fn cycle(&self, witness: &Witness) -> Option<naive::ClosedWalk> {
        self.plain.cycle(&witness.schedule, witness.repeats_from?)
    }

    fn trouble(&self, reported: &ipcscope_core::explore::TroubleReport) {
        let plain = self.plain;
        let after = |moves: Option<usize>| moves.map_or(Earliest::Never, Earliest::After);
        let cycle = |moves: Option<usize>| moves.map_or(Earliest::Never, Earliest::Cycle);
        let shown = match reported.trouble {
            Trouble::Deadlock => after(plain.deadlock),
            Trouble::Orphaned => after(plain.orphaned),
            Trouble::Fault => after(plain.fault),
            Trouble::Torn => after(plain.torn),
            Trouble::Assertion => after(plain.assertion),
            Trouble::Livelock => cycle(plain.fair.livelock),
            Trouble::Starvation => cycle(plain.fair.starvation.iter().copied().flatten().min()),
        };
        let is_shown = |witness: &Witness| {
            let last = self.last(witness);
            let effect = *plain.effects(&witness.schedule).last().expect("what happens before the first move at least");
            match reported.trouble {
                Trouble::Deadlock => !plain.forever.reported(last).is_empty(),
                Trouble::Orphaned => plain.forever.orphaned[last] != 0,
                Trouble::Fault => effect.faults,
                Trouble::Torn => effect.tears,
                Trouble::Assertion => plain.graph.worlds[last].failed().is_some(),
                Trouble::Livelock => self.cycle(witness).is_some_and(|cycle| plain.is_livelock(self.program, &cycle)),
                Trouble::Starvation => {
                    let who = reported.process.map(ProcessId::index).expect("a starvation says who");
                    assert!(plain.can_starve(who), "{} starves", self.program.processes[who].name);
                    self.cycle(witness).is_some_and(|cycle| plain.is_starved(self.program, &cycle, who))
                }
            }
        };
        self.answers(&reported.answer, shown, is_shown, reported.trouble.name());
        match (reported.trouble, reported.answer.witness()) {
            (Trouble::Deadlock, Some(witness)) => {
                assert!(!reported.stuck.deadlocks.is_empty());
                self.stuck(&reported.stuck, witness);
            }
            (Trouble::Orphaned, Some(witness)) => {
                assert!(!reported.stuck.orphaned.is_empty());
                self.stuck(&reported.stuck, witness);
            }
            _ => assert_eq!(reported.stuck, Stuck::default()),
        }
        assert!(reported.process.is_none() || reported.trouble == Trouble::Starvation);
    }

    /// Who is blocked forever at the end of a witness, in which sets, and on what. With moves left out these may be
    /// only the processes certain by control flow.
    fn stuck(&self, stuck: &Stuck, witness: &Witness) {
        let (state, forever) = (self.last(witness), &self.plain.forever);
        let sets: BTreeSet<Vec<u16>> = forever.reported(state).into_iter().map(members).collect();
        let reported: BTreeSet<Vec<u16>> = stuck.deadlocks.iter().map(|set| numbers(set)).collect();
        assert_eq!(reported.len(), stuck.deadlocks.len(), "each once");
        let orphaned = members(forever.orphaned[state]);
        let known: BTreeSet<u16> = stuck.waits.iter().map(|waits| waits.process.0).collect();
        if self.is_whole {
            assert_eq!(reported, sets);
            assert_eq!(numbers(&stuck.orphaned), orphaned);
            assert_eq!(known, members(forever.blocked[state]).into_iter().collect());
        } else {
            assert!(reported.is_subset(&sets), "{reported:?}, by brute force {sets:?}");
            assert!(
                stuck.orphaned.iter().all(|who| orphaned.contains(&who.0)),
                "{stuck:?}, by brute force {orphaned:?}"
            );
            assert!(known.iter().all(|who| members(forever.blocked[state]).contains(who)), "{stuck:?}");
        }
        let world = &self.plain.graph.worlds[state];
        let blocked = known.iter().map(|&process| set(usize::from(process))).sum::<naive::Set>();
        let waits: Vec<_> = known
            .into_iter()
            .flat_map(|process| {
                let waits = naive::waits_for(self.program, world, usize::from(process));
                waits.into_iter().map(move |(wait, object, by)| (process, wait, object, members(by & blocked)))
            })
            .collect();
        let bare = |waits: &WaitsFor| (waits.process.0, waits.wait, waits.object, numbers(&waits.by));
        let reported: Vec<_> = stuck.waits.iter().map(bare).collect();
        assert_eq!(reported, waits);
        is_blocked_after(self.program, &witness.schedule, &members(blocked));
    }

    /// Every lasting deadlocked set.
    fn deadlocks(&self, report: &Report) {
        let reported: BTreeMap<Vec<u16>, usize> = report
            .deadlocks
            .iter()
            .map(|deadlock| (numbers(&deadlock.members), deadlock.witness.schedule.len()))
            .collect();
        let lasting: BTreeMap<Vec<u16>, usize> =
            self.plain.forever.lasting.iter().map(|(&one, &moves)| (members(one), moves)).collect();
        assert_eq!(report.deadlocks.len(), reported.len(), "each once");
        assert!(reported.keys().all(|set| lasting.contains_key(set)), "{reported:?}, by brute force {lasting:?}");
        // Of interchangeable processes one set represents all.
        let alike = |sets: &BTreeMap<Vec<u16>, usize>| -> BTreeSet<Vec<u16>> {
            sets.keys().map(|set| by_name(self.program, set)).collect()
        };
        assert_eq!(alike(&reported), alike(&lasting));
        assert!(!self.is_whole || reported.len() == lasting.len());
        if self.is_whole {
            assert_eq!(reported, lasting, "least numbers of moves");
        }
        for deadlock in &report.deadlocks {
            let wanted = deadlock.members.iter().map(|member| set(member.index())).sum();
            assert!(self.plain.forever.deadlocks[self.last(&deadlock.witness)].contains(&wanted));
            assert!(deadlock.witness.repeats_from.is_none());
            assert!(deadlock.witness.is_shortest || !self.is_whole);
            self.stuck(&deadlock.stuck, &deadlock.witness);
        }
        assert!(report.deadlocks.is_sorted_by_key(|deadlock| deadlock.witness.schedule.len()));
    }

    /// All outcomes, each with the length of its schedule.
    fn outcomes(&self, outcomes: &Outcomes) {
        let in_one_order = self.in_one_order;
        let endings = match printed(&self.plain.graph, in_one_order, MOST_PRINTED) {
            Printed::Unbounded => return assert_eq!(*outcomes, Outcomes::Unbounded),
            Printed::TooMany => return assert_ne!(*outcomes, Outcomes::Unbounded),
            Printed::All(endings) => endings,
        };
        let mut known: HashMap<Key, usize> = HashMap::new();
        for ((state, prints), moves) in endings {
            let key = self.key(state, prints);
            let least = known.entry(key).or_insert(moves);
            *least = moves.min(*least);
        }
        let Outcomes::Listed(listed) = outcomes else {
            assert_eq!(*outcomes, Outcomes::NotListed);
            return assert!(known.len() > MOST_LISTED, "by brute force {}", known.len());
        };
        let reported: HashMap<Key, usize> =
            listed.iter().map(|outcome| (key(self.program, outcome, in_one_order), outcome.schedule.len())).collect();
        assert_eq!(reported.len(), listed.len(), "each once");
        for (one, other, who) in [(&reported, &known, "the explorer"), (&known, &reported, "the brute force")] {
            for key in one.keys() {
                assert!(other.contains_key(key), "only {who} has {key:?}, not among {:?}", other.keys());
            }
        }
        for outcome in listed {
            let state = *self.plain.graph.path(&outcome.schedule).last().expect("the first state at least");
            assert!(self.plain.graph.is_end(state));
            assert_eq!(numbers(&outcome.blocked), self.blocked(state));
            let prints = self.printed_by(&outcome.schedule, in_one_order);
            assert_eq!(self.key(state, prints), key(self.program, outcome, in_one_order));
            assert!(
                !self.is_whole || outcome.schedule.len() == known[&key(self.program, outcome, in_one_order)],
                "{outcome:?}"
            );
            replay_agrees(self.program, self.plain, &outcome.schedule);
        }
    }

    fn printed_by(&self, schedule: &[u32], in_one_order: bool) -> Prints {
        let mut prints: Prints = self.plain.effects(schedule).iter().flat_map(|effect| effect.prints.clone()).collect();
        if !in_one_order {
            prints.sort_by_key(|&(process, _)| process);
        }
        prints
    }

    fn key(&self, state: usize, prints: Prints) -> Key {
        (self.plain.end(self.program, state), prints, self.cells(state), by_name(self.program, &self.blocked(state)))
    }

    /// Who is blocked forever in a state without moves, servers aside.
    fn blocked(&self, state: usize) -> Vec<u16> {
        let world = &self.plain.graph.worlds[state];
        let is_blocked = |&process: &u16| {
            let number = usize::from(process);
            world.failed().is_none() && world.is_alive(number) && !self.program.processes[number].server
        };
        (0..self.program.processes.len() as u16).filter(is_blocked).collect()
    }

    fn cells(&self, state: usize) -> Vec<Value> {
        let cells: u32 = self.program.fields.iter().map(|field| field.slots.unwrap_or(1) * field.cells).sum();
        (0..cells as usize).map(|cell| self.plain.graph.worlds[state].cell(cell)).collect()
    }
}

/// The first process of each one's name: outcomes do not differ in which of several is blocked.
fn by_name(program: &Program, processes: &[u16]) -> Vec<u16> {
    let first = |&process: &u16| {
        let (index, _) = program.processes[usize::from(process)].replica.unwrap_or((0, 1));
        process - index
    };
    processes.iter().map(first).collect()
}

type Key = (End, Prints, Vec<Value>, Vec<u16>);

fn key(program: &Program, outcome: &Outcome, in_one_order: bool) -> Key {
    let mut of: Vec<_> = outcome.prints.iter().map(|prints| prints.iter()).collect();
    let whose = |process: u16, prints: &[Vec<Value>]| vec![process; prints.len()];
    let order: Vec<u16> = match in_one_order {
        true => numbers(&outcome.order),
        false => (0..).zip(&outcome.prints).flat_map(|(process, prints)| whose(process, prints)).collect(),
    };
    let next = |process: u16| (process, of[usize::from(process)].next().expect("each print has a place").clone());
    let prints: Prints = order.into_iter().map(next).collect();
    assert!(of.iter().all(|rest| rest.len() == 0), "each print is in the order");
    (outcome.end, prints, outcome.cells.clone(), by_name(program, &numbers(&outcome.blocked)))
}
