//! What the scenarios promise holds in every schedule, not only in the run that a student sees first: a plain search
//! through all states, without any reduction, breadth first. A state is that of the world and what has been printed.
//! It tells who waits for ever only when nothing can move any more, and does not tell a deadlock from an abandoned process.

use std::collections::{BTreeSet, HashMap};

use ipcscope_core::program::{Check, Program, Promise};
use ipcscope_core::scenario::read;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::words;
use ipcscope_core::value::Value;
use ipcscope_core::world::{NETWORK, Record, World};
use ipcscope_tests::traces::GALLERY;

/// Scenario, how many states and outcomes, and how it can end; in the order of the course, then the classics.
const ALL: [(&str, usize, usize, &str); 60] = [
    ("independent", 12, 1, "finished"),
    ("cooperating", 52, 1, "finished"),
    ("speedup", 1_768, 1, "finished"),
    ("modularity", 13, 1, "finished"),
    ("two-ways-memory", 50, 1, "finished"),
    ("two-ways-messages", 12, 1, "finished"),
    ("kernel-delivers", 3, 1, "finished"),
    ("memory-create", 8, 2, "finished"),
    ("memory-attach", 14, 1, "finished"),
    ("protection-fault", 20, 2, "fault"),
    ("producer-consumer", 529, 1, "finished"),
    ("torn-read", 37, 3, "finished"),
    ("torn-read-fixed", 21, 2, "finished"),
    ("lost-update", 49, 2, "finished"),
    ("lost-wakeup", 15, 2, "finished, stuck"),
    ("wrong-order", 19, 2, "finished, stuck"),
    ("buffer-unbounded", 45, 1, "finished"),
    ("buffer-bounded", 30, 1, "finished"),
    ("two-hosts", 10, 1, "finished"),
    ("lossy-network", 7_439, 7, "finished"),
    ("send-receive", 6, 1, "finished"),
    ("fixed-size", 6, 1, "finished"),
    ("variable-size", 10, 1, "finished"),
    ("no-link", 40, 1, "finished"),
    ("direct-symmetric", 11, 1, "finished"),
    ("link-of-two", 24, 1, "finished"),
    ("one-link", 9, 1, "finished"),
    ("direct-asymmetric", 19, 1, "quiet"),
    ("mailbox", 379, 20, "finished"),
    ("mailbox-unique", 5, 1, "finished"),
    ("mailbox-shared", 6, 1, "finished"),
    ("mailbox-many", 43, 6, "finished"),
    ("mailbox-broadcast", 14, 1, "finished"),
    ("mailbox-arrival", 2_181, 90, "finished"),
    ("mailbox-turn", 2_181, 90, "finished"),
    ("mailbox-priority", 2_181, 90, "finished"),
    ("mailbox-random", 2_181, 90, "finished"),
    ("mailbox-owner", 10, 2, "finished"),
    ("send-blocking", 12, 1, "finished"),
    ("receive-blocking", 6, 1, "finished"),
    ("send-nonblocking", 69, 3, "finished"),
    ("receive-nonblocking", 17, 2, "finished"),
    ("rendezvous", 7, 1, "finished"),
    ("capacity-zero", 5, 1, "finished"),
    ("capacity-bounded", 17, 1, "finished"),
    ("capacity-unbounded", 29, 1, "finished"),
    ("buffering-explicit", 14, 1, "finished"),
    ("dining-philosophers", 32_735, 2, "finished, stuck"),
    ("dining-philosophers-fixed", 31_104, 1, "finished"),
    ("readers-writers", 5_988, 18, "finished"),
    ("bounded-buffer-semaphores", 133, 1, "finished"),
    ("bounded-buffer-swapped-waits", 72, 2, "finished, stuck"),
    ("bounded-buffer-monitor", 338, 1, "finished"),
    ("peterson", 1_141, 2, "finished"),
    ("test-and-set-lock", 184, 1, "finished"),
    ("sleeping-barber", 718, 7, "quiet"),
    ("pipeline", 28, 1, "finished"),
    ("client-server", 328, 1, "quiet"),
    ("request-reply-deadlock", 1, 1, "stuck"),
    ("ping-pong", 17, 1, "finished"),
];

/// What is meant to go wrong, and after how many moves it can at the soonest. A philosopher's `work` is a move, since a
/// check looks at a section of its process: without these five it would be a fork each.
const WRONG: [(&str, &str, usize); 8] = [
    ("protection-fault", "never fault", 1),
    ("torn-read", "never torn", 4),
    ("lost-update", "never print 1", 9),
    ("lost-wakeup", "never stuck", 4),
    ("wrong-order", "never deadlock", 2),
    ("dining-philosophers", "never deadlock", 10),
    ("bounded-buffer-swapped-waits", "never deadlock", 12),
    ("request-reply-deadlock", "never deadlock", 0),
];

/// No scenario of the gallery is without end.
const MOST_STATES: usize = 50_000;

/// A state, with what each process has printed on the way to it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    world: World,
    printed: Vec<Vec<Vec<Value>>>,
}

/// What one move has done.
#[derive(Default)]
struct Did {
    prints: Vec<(u16, Vec<Value>)>,
    faulted: bool,
    tore: bool,
}

impl Record for Did {
    fn note(&mut self, process: u16, kind: Kind, _: u16, values: &[Value]) {
        match kind {
            Kind::Print => self.prints.push((process, values.to_vec())),
            Kind::Fault => self.faulted = true,
            Kind::Torn => self.tore = true,
            _ => {}
        }
    }
}

impl State {
    fn take(&mut self, did: &Did) {
        for (process, values) in &did.prints {
            self.printed[usize::from(*process)].push(values.clone());
        }
    }

    /// How a run ends here, where nothing can move.
    fn end(&self, program: &Program) -> &'static str {
        let any = |is: &dyn Fn(usize) -> bool| (0..program.processes.len()).any(is);
        match () {
            () if self.world.failed().is_some() => "assertion",
            () if any(&|process| self.world.is_alive(process) && !program.processes[process].server) => "stuck",
            () if any(&|process| self.world.has_faulted(process)) => "fault",
            () if any(&|process| self.world.is_alive(process)) => "quiet",
            () => "finished",
        }
    }

    /// The end, what each process printed, and what memory holds.
    fn outcome(&self, program: &Program) -> String {
        let printed: Vec<Vec<String>> = self
            .printed
            .iter()
            .map(|prints| prints.iter().map(|values| words::show_values(program, values)).collect())
            .collect();
        let cells: u32 = program.fields.iter().map(|field| field.slots.unwrap_or(1) * field.cells).sum();
        let cells: Vec<String> = (0..cells as usize).map(|cell| self.world.cell(cell).show(&program.texts)).collect();
        format!("{} {printed:?} {cells:?}", self.end(program))
    }
}

/// What is known when all states have been seen.
#[derive(Default)]
struct Explored {
    states: usize,
    outcomes: BTreeSet<String>,
    ends: BTreeSet<&'static str>,
    /// For each check after how many moves, at the soonest, it was broken, or what is possible reached.
    seen: Vec<Option<usize>>,
    /// There is a way on which nobody who could go on stands still for ever, and which never ends.
    goes_on_for_ever: bool,
}

impl Explored {
    fn saw(&mut self, check: usize, moves: usize) {
        self.seen[check].get_or_insert(moves);
    }

    /// Whether a check holds, in all schedules.
    fn holds(&self, number: usize, check: &Check) -> bool {
        match check.promise {
            Promise::Possible(_) | Promise::PossiblePrint(_) => self.seen[number].is_some(),
            Promise::AlwaysFinishes => self.seen[number].is_none() && !self.goes_on_for_ever,
            _ => self.seen[number].is_none(),
        }
    }
}

fn explore(program: &Program) -> Explored {
    let mut explored = Explored { seen: vec![None; program.checks.len()], ..Explored::default() };
    let mut did = Did::default();
    let world = World::new(program, &mut did);
    let mut first = State { world, printed: vec![Vec::new(); program.processes.len()] };
    first.take(&did);
    let mut known = HashMap::from([(first.clone(), 0)]);
    let mut states = vec![(first, 0)];
    let mut moves: Vec<Vec<(u16, usize)>> = Vec::new();
    while let Some((state, depth)) = states.get(moves.len()).cloned() {
        assert!(states.len() <= MOST_STATES, "{}: more than {MOST_STATES} states", program.title);
        let choices = state.world.choices(program);
        look(program, &state, choices.is_empty(), depth, &mut explored);
        let next = choices.into_iter().map(|chosen| {
            let (mut next, mut did) = (state.clone(), Did::default());
            next.world.step(program, chosen, &mut did);
            next.take(&did);
            look_at_move(program, &did, depth + 1, &mut explored);
            let number = *known.entry(next).or_insert_with_key(|next| {
                states.push((next.clone(), depth + 1));
                states.len() - 1
            });
            (chosen.process, number)
        });
        moves.push(next.collect());
    }
    explored.states = states.len();
    let movers: Vec<u16> = (0..program.processes.len() as u16).chain([NETWORK]).collect();
    explored.goes_on_for_ever = goes_on_for_ever(&moves, &movers);
    explored
}

/// The checks of a state.
fn look(program: &Program, state: &State, is_last: bool, depth: usize, explored: &mut Explored) {
    let end = if is_last { state.end(program) } else { "" };
    if is_last {
        explored.ends.insert(end);
        explored.outcomes.insert(state.outcome(program));
    }
    for (number, check) in program.checks.iter().enumerate() {
        let is_seen = match &check.promise {
            Promise::Always(condition) => state.world.holds(program, *condition) != Ok(true),
            Promise::Possible(condition) => state.world.holds(program, *condition) == Ok(true),
            Promise::AtMost { most, section } => state.world.in_section(program, *section) > *most as usize,
            Promise::NeverDeadlock | Promise::NeverStuck => end == "stuck",
            Promise::AlwaysFinishes => ["stuck", "assertion", "fault"].contains(&end),
            _ => false,
        };
        if is_seen {
            explored.saw(number, depth);
        }
    }
}

/// The checks of what a move does.
fn look_at_move(program: &Program, did: &Did, depth: usize, explored: &mut Explored) {
    for (number, check) in program.checks.iter().enumerate() {
        let is_seen = match &check.promise {
            Promise::NeverFault => did.faulted,
            Promise::NeverTorn => did.tore,
            Promise::NeverPrint(wanted) | Promise::PossiblePrint(wanted) => {
                did.prints.iter().any(|(_, values)| values == wanted)
            }
            _ => false,
        };
        if is_seen {
            explored.saw(number, depth);
        }
    }
}

/// Weak fairness: on an endless way each mover moves again and again, or again and again can't. What is left are the states
/// from which, for each mover, such a moment comes without leaving what is left (Emerson and Lei, 1986).
fn goes_on_for_ever(moves: &[Vec<(u16, usize)>], movers: &[u16]) -> bool {
    let mut left = vec![true; moves.len()];
    loop {
        let before = left.clone();
        for &mover in movers {
            let mut good = vec![false; moves.len()];
            let mut is_growing = true;
            while std::mem::take(&mut is_growing) {
                for state in (0..moves.len()).rev().filter(|&state| left[state]) {
                    let can = moves[state].iter().any(|&(by, _)| by == mover);
                    let is_good = |&(by, to): &(u16, usize)| good[to] || left[to] && (by == mover || !can);
                    if !good[state] && moves[state].iter().any(is_good) {
                        good[state] = true;
                        is_growing = true;
                    }
                }
            }
            left = good;
        }
        if left == before {
            return left.contains(&true);
        }
    }
}

#[test]
fn every_check_is_as_it_says_in_every_schedule() {
    let mut wrong = Vec::new();
    for (name, states, outcomes, ends) in ALL {
        let text = GALLERY.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("there is no {name}")).1;
        let program = Program::new(&read(text).scenario.expect("no mistakes"), text);
        let explored = explore(&program);
        let found = explored.ends.iter().copied().collect::<Vec<_>>().join(", ");
        assert_eq!((explored.states, explored.outcomes.len(), &*found), (states, outcomes, ends), "{name}");
        for (number, check) in program.checks.iter().enumerate() {
            assert_eq!(explored.holds(number, check), !check.expect_violated, "{name}: {}", check.text);
            if check.expect_violated {
                wrong.push((name, check.text.clone(), explored.seen[number].expect("it was broken")));
            }
        }
    }
    let wrong: Vec<_> = wrong.iter().map(|(name, check, moves)| (*name, &**check, *moves)).collect();
    assert_eq!(wrong, WRONG);
    let all: BTreeSet<&str> = ALL.iter().map(|row| row.0).collect();
    assert_eq!(all, GALLERY.iter().map(|(name, _)| *name).collect());
}
