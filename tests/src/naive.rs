//! A plain search through all states, breadth first, without any reduction: what the explorer is held against. A state is
//! that of the world and what has been printed. It tells who waits for ever only when nothing can move any more, and does
//! not tell a deadlock from an abandoned process.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ipcscope_core::program::{Check, Program, Promise};
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::words;
use ipcscope_core::value::Value;
use ipcscope_core::world::{NETWORK, Record, World};

/// A state, with what each process has printed on the way to it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct State {
    /// The state of the world.
    pub world: World,
    /// For each process, print by print.
    pub printed: Vec<Vec<Vec<Value>>>,
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
    pub fn end(&self, program: &Program) -> &'static str {
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
pub struct Explored {
    /// Every state.
    pub known: HashMap<State, usize>,
    /// Moves from any state to any.
    pub transitions: usize,
    /// The end, prints and memory of each outcome, and after how many moves it comes at the soonest.
    pub outcomes: BTreeMap<String, usize>,
    /// How it can end.
    pub ends: BTreeSet<&'static str>,
    /// For each check after how many moves, at the soonest, it was broken, or what is possible reached.
    pub seen: Vec<Option<usize>>,
    /// There is a way on which nobody who could go on stands still for ever, and which never ends.
    pub goes_on_for_ever: bool,
}

impl Explored {
    fn saw(&mut self, check: usize, moves: usize) {
        self.seen[check].get_or_insert(moves);
    }

    /// How many states there are.
    pub fn states(&self) -> usize {
        self.known.len()
    }

    /// Whether a check holds, in all schedules.
    pub fn holds(&self, number: usize, check: &Check) -> bool {
        match check.promise {
            Promise::Possible(_) | Promise::PossiblePrint(_) => self.seen[number].is_some(),
            Promise::AlwaysFinishes => self.seen[number].is_none() && !self.goes_on_for_ever,
            _ => self.seen[number].is_none(),
        }
    }
}

/// Every state that can be reached, and what can go on for ever; `None` where there are more than `most`.
pub fn explore(program: &Program, most: usize) -> Option<Explored> {
    let (mut explored, moves) = states(program, most)?;
    let movers: Vec<u16> = (0..program.processes.len() as u16).chain([NETWORK]).collect();
    explored.goes_on_for_ever = goes_on_for_ever(&moves, &movers);
    Some(explored)
}

/// Of each state its moves: by who makes them, to which.
pub type Moves = Vec<Vec<(u16, usize)>>;

/// Every state that can be reached, and their moves.
pub fn states(program: &Program, most: usize) -> Option<(Explored, Moves)> {
    let mut explored = Explored { seen: vec![None; program.checks.len()], ..Explored::default() };
    let mut did = Did::default();
    let world = World::new(program, &mut did);
    let mut first = State { world, printed: vec![Vec::new(); program.processes.len()] };
    first.take(&did);
    look_at_move(program, &did, 0, &mut explored);
    let mut known = HashMap::from([(first.clone(), 0)]);
    let mut states = vec![(first, 0)];
    let mut moves = Moves::new();
    while let Some((state, depth)) = states.get(moves.len()).cloned() {
        if states.len() > most {
            return None;
        }
        let choices = state.world.choices(program);
        explored.transitions += choices.len();
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
    explored.known = known;
    Some((explored, moves))
}

/// The checks of a state.
fn look(program: &Program, state: &State, is_last: bool, depth: usize, explored: &mut Explored) {
    let end = if is_last { state.end(program) } else { "" };
    if is_last {
        explored.ends.insert(end);
        explored.outcomes.entry(state.outcome(program)).or_insert(depth);
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
