//! Holding a report against the brute force: every verdict, every witness, every outcome.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ipcscope_core::explore::{Answer, Outcome, Outcomes, Report, Stuck, Trouble, Witness};
use ipcscope_core::program::{Program, Promise};
use ipcscope_core::simulate::End;
use ipcscope_core::value::Value;
use ipcscope_tests::naive::{self, Explored, Printed, Prints, Shown, members, printed, set};

use super::helpers::explored_as;
use super::runs::{is_blocked_after, replay_agrees};

/// More states with prints than these are not gone through.
const MOST_PRINTED: usize = 50_000;

/// The numbers of states and moves, every verdict, that no witness could be shorter, and all outcomes.
pub fn agrees(program: &Arc<Program>, plain: &Explored, report: &Report) {
    assert_eq!(report.progress.states, plain.states(), "states");
    assert_eq!(report.progress.transitions, plain.transitions() as u64, "transitions");
    says(program, plain, report, true);
}

/// Every verdict and all outcomes, where moves or states were left out.
pub fn agree_reduced(program: &Arc<Program>, plain: &Explored, report: &Report) {
    says(program, plain, report, false);
}

/// Explores in this way, which leaves something out, and holds that against the brute force.
pub fn agrees_as(program: &Arc<Program>, plain: &Explored, limits: ipcscope_core::explore::Limits) -> Report {
    let report = explored_as(program, limits);
    agree_reduced(program, plain, &report);
    report
}

fn says(program: &Arc<Program>, plain: &Explored, report: &Report, is_whole: bool) {
    assert!(report.progress.is_finished);
    let held = Held { program, plain, is_whole };
    for (number, (check, told)) in program.checks.iter().zip(&report.checks).enumerate() {
        let holds = plain.holds(number, &check.promise);
        assert_eq!(told.holds, Some(holds), "{}", check.text);
        assert_eq!(told.as_expected, Some(holds != check.expect_violated), "{}", check.text);
        let is_shown =
            |witness: &Witness| plain.is_shown(program, &check.promise, &witness.schedule, witness.repeats_from);
        held.answers(&told.seen, plain.seen[number], is_shown, &check.text);
    }
    for told in &report.troubles {
        held.trouble(told);
    }
    let endless = plain.fair.endless.map_or(Shown::Never, Shown::Round);
    let is_fair = |witness: &Witness| held.round(witness).is_some_and(|round| plain.is_fair(&round));
    held.answers(&report.endless, endless, is_fair, "endless");
    held.deadlocks(report);
    held.outcomes(&report.outcomes);
    let asked = program.checks.iter().any(|check| matches!(check.promise, Promise::NeverAssertion));
    let is_as_expected =
        report.checks.iter().all(|told| told.as_expected == Some(true)) && (asked || plain.assertion.is_none());
    assert_eq!(report.as_expected(), Some(is_as_expected));
}

struct Held<'a> {
    program: &'a Arc<Program>,
    plain: &'a Explored,
    /// Nothing was left out: witnesses are shortest ones.
    is_whole: bool,
}

impl Held<'_> {
    /// Where something was left out a round may lead back to what is the same but for that: then it is made again, until it
    /// leads back to the very state.
    fn rounded(&self, witness: &Witness) -> Witness {
        let Some(from) = witness.repeats_from.filter(|_| !self.is_whole) else { return witness.clone() };
        let (schedule, from) = self.plain.repeated(&witness.schedule, from).expect("a round leads back");
        Witness { schedule, repeats_from: Some(from), ..witness.clone() }
    }

    /// An answer, its witness, which is to show what it says, and how long that is at least.
    fn answers(&self, answer: &Answer, shown: Shown, is_shown: impl Fn(&Witness) -> bool, what: &str) {
        let witness = match (answer, shown) {
            (Answer::Never, Shown::Never) => return,
            (Answer::Yes(witness), Shown::After(_) | Shown::Round(_)) => witness,
            _ => panic!("{what}: {answer:?}, by brute force {shown:?}"),
        };
        assert!(is_shown(&self.rounded(witness)), "{what}: {witness:?} does not show it");
        let is_after = matches!(shown, Shown::After(_));
        assert_eq!(witness.repeats_from.is_none(), is_after, "{what}: {witness:?}, by brute force {shown:?}");
        let (moves, least) = match (witness.repeats_from, shown) {
            (Some(from), Shown::Round(least)) => (from, least),
            (_, Shown::After(least)) => (witness.schedule.len(), least),
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

    fn round(&self, witness: &Witness) -> Option<naive::Inside> {
        self.plain.round(&witness.schedule, witness.repeats_from?)
    }

    fn trouble(&self, told: &ipcscope_core::explore::TroubleReport) {
        let plain = self.plain;
        let after = |moves: Option<usize>| moves.map_or(Shown::Never, Shown::After);
        let round = |moves: Option<usize>| moves.map_or(Shown::Never, Shown::Round);
        let shown = match told.trouble {
            Trouble::Deadlock => after(plain.deadlock),
            Trouble::Orphaned => after(plain.orphaned),
            Trouble::Fault => after(plain.fault),
            Trouble::Torn => after(plain.torn),
            Trouble::Assertion => after(plain.assertion),
            Trouble::Livelock => round(plain.fair.livelock),
            Trouble::Starvation => round(plain.fair.starvation.iter().copied().flatten().min()),
        };
        let is_shown = |witness: &Witness| {
            let last = self.last(witness);
            let did = *plain.dids(&witness.schedule).last().expect("what happens before the first move at least");
            match told.trouble {
                Trouble::Deadlock => !plain.forever.reported(last).is_empty(),
                Trouble::Orphaned => plain.forever.orphaned[last] != 0,
                Trouble::Fault => did.faults,
                Trouble::Torn => did.tears,
                Trouble::Assertion => plain.graph.worlds[last].failed().is_some(),
                Trouble::Livelock => self.round(witness).is_some_and(|round| plain.is_livelock(self.program, &round)),
                Trouble::Starvation => {
                    let who = told.process.map(usize::from).expect("a starvation says who");
                    assert!(plain.can_starve(who), "{} starves", self.program.processes[who].name);
                    self.round(witness).is_some_and(|round| plain.is_starved(self.program, &round, who))
                }
            }
        };
        self.answers(&told.answer, shown, is_shown, told.trouble.name());
        match (told.trouble, told.answer.witness()) {
            (Trouble::Deadlock, Some(witness)) => {
                assert!(!told.stuck.deadlocks.is_empty());
                self.stuck(&told.stuck, witness);
            }
            (Trouble::Orphaned, Some(witness)) => {
                assert!(!told.stuck.orphaned.is_empty());
                self.stuck(&told.stuck, witness);
            }
            _ => assert_eq!(told.stuck, Stuck::default()),
        }
        assert!(told.process.is_none() || told.trouble == Trouble::Starvation);
    }

    /// Who is blocked forever at the end of a witness, in which sets, and what for. Where moves were left out it may be only
    /// those of whom control flow says so.
    fn stuck(&self, stuck: &Stuck, witness: &Witness) {
        let (state, forever) = (self.last(witness), &self.plain.forever);
        let sets: BTreeSet<Vec<u16>> = forever.reported(state).into_iter().map(members).collect();
        let told: BTreeSet<Vec<u16>> = stuck.deadlocks.iter().cloned().collect();
        assert_eq!(told.len(), stuck.deadlocks.len(), "each once");
        let orphaned = members(forever.orphaned[state]);
        let known: BTreeSet<u16> = stuck.waits.iter().map(|waits| waits.process).collect();
        if self.is_whole {
            assert_eq!(told, sets);
            assert_eq!(stuck.orphaned, orphaned);
            assert_eq!(known, members(forever.blocked[state]).into_iter().collect());
        } else {
            assert!(told.is_subset(&sets), "{told:?}, by brute force {sets:?}");
            assert!(stuck.orphaned.iter().all(|who| orphaned.contains(who)), "{stuck:?}, by brute force {orphaned:?}");
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
        let told: Vec<_> =
            stuck.waits.iter().map(|waits| (waits.process, waits.wait, waits.object, waits.by.clone())).collect();
        assert_eq!(told, waits);
        is_blocked_after(self.program, &witness.schedule, &members(blocked));
    }

    /// Every deadlocked set that lasts.
    fn deadlocks(&self, report: &Report) {
        let told: BTreeMap<Vec<u16>, usize> = report
            .deadlocks
            .iter()
            .map(|deadlock| (deadlock.members.clone(), deadlock.witness.schedule.len()))
            .collect();
        let lasting: BTreeMap<Vec<u16>, usize> =
            self.plain.forever.lasting.iter().map(|(&one, &moves)| (members(one), moves)).collect();
        assert_eq!(report.deadlocks.len(), told.len(), "each once");
        assert!(told.keys().all(|set| lasting.contains_key(set)), "{told:?}, by brute force {lasting:?}");
        // Of processes that can change places one set stands for all that are alike.
        let alike = |sets: &BTreeMap<Vec<u16>, usize>| -> BTreeSet<Vec<u16>> {
            sets.keys().map(|set| by_name(self.program, set)).collect()
        };
        assert_eq!(alike(&told), alike(&lasting));
        assert!(!self.is_whole || told.len() == lasting.len());
        if self.is_whole {
            assert_eq!(told, lasting, "least numbers of moves");
        }
        for deadlock in &report.deadlocks {
            let wanted = deadlock.members.iter().map(|&member| set(usize::from(member))).sum();
            assert!(self.plain.forever.deadlocks[self.last(&deadlock.witness)].contains(&wanted));
            assert!(deadlock.witness.repeats_from.is_none());
            assert!(deadlock.witness.is_shortest || !self.is_whole);
            self.stuck(&deadlock.stuck, &deadlock.witness);
        }
        assert!(report.deadlocks.is_sorted_by_key(|deadlock| deadlock.witness.schedule.len()));
    }

    /// All outcomes, each with the length of its schedule.
    fn outcomes(&self, outcomes: &Outcomes) {
        let in_one_order = match outcomes {
            Outcomes::Listed(listed) => listed.iter().any(|outcome| !outcome.order.is_empty()),
            _ => false,
        };
        let endings = match printed(&self.plain.graph, in_one_order, MOST_PRINTED) {
            Printed::Unbounded => return assert_eq!(*outcomes, Outcomes::Unbounded),
            Printed::TooMany => return assert_ne!(*outcomes, Outcomes::Unbounded),
            Printed::All(endings) => endings,
        };
        let Outcomes::Listed(listed) = outcomes else { panic!("{outcomes:?}, by brute force {}", endings.len()) };
        let mut known: HashMap<Key, usize> = HashMap::new();
        for ((state, prints), moves) in endings {
            let key = self.key(state, prints);
            let least = known.entry(key).or_insert(moves);
            *least = moves.min(*least);
        }
        let told: HashMap<Key, usize> =
            listed.iter().map(|outcome| (key(self.program, outcome, in_one_order), outcome.schedule.len())).collect();
        assert_eq!(told.len(), listed.len(), "each once");
        for (one, other, who) in [(&told, &known, "the explorer"), (&known, &told, "the brute force")] {
            for key in one.keys() {
                assert!(other.contains_key(key), "only {who} has {key:?}, not among {:?}", other.keys());
            }
        }
        for outcome in listed {
            let state = *self.plain.graph.path(&outcome.schedule).last().expect("the first state at least");
            assert!(self.plain.graph.is_end(state));
            assert_eq!(outcome.blocked, self.blocked(state));
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
        let mut prints: Prints = self.plain.dids(schedule).iter().flat_map(|did| did.prints.clone()).collect();
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

/// What tells one outcome from another.
/// The first process of each one's name: of several it makes no difference which is blocked.
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
        true => outcome.order.clone(),
        false => (0..).zip(&outcome.prints).flat_map(|(process, prints)| whose(process, prints)).collect(),
    };
    let next = |process: u16| (process, of[usize::from(process)].next().expect("each print has a place").clone());
    let prints: Prints = order.into_iter().map(next).collect();
    assert!(of.iter().all(|rest| rest.len() == 0), "each print is in the order");
    (outcome.end, prints, outcome.cells.clone(), by_name(program, &outcome.blocked))
}
