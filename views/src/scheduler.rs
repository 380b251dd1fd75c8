//! The student as scheduler: every move possible at the moment, the blocked processes with their reasons, and the
//! branches tried so far.

use std::sync::Arc;

use ipcscope_core::explore::{Node, Taken};
use ipcscope_core::program::Program;
use ipcscope_core::simulate::State;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::words::{event, why};
use ipcscope_core::trace::{MOST_EVENTS, Moment, Run};
use ipcscope_core::world::{Move, NETWORK, World};
use ipcscope_scene::branches::{Branch, picture};
use serde::Serialize;

use crate::Drawn;
use crate::desk::Open;
use crate::events::grouped;

/// A longer schedule does not fit into an address.
const MOST_MOVES: usize = 20_000;
/// Most moves listed.
const MOST_STEPS: usize = 40;
/// Longer runs are not drawn as branches, unless the student has chosen them.
const MOST_DRAWN: usize = 300;

/// The moves possible at the moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scheduler {
    /// In a sentence.
    pub summary: String,
    /// The moves made so far.
    pub made: Option<Vec<u32>>,
    /// The run's own moves, if a seed has chosen them.
    pub own: Option<Vec<u32>>,
    /// The possible moves.
    pub steps: Vec<Step>,
    /// The processes without a move, and why.
    pub blocked: Vec<Blocked>,
    /// The schedules tried so far, with their results.
    pub branches: Vec<TriedBranch>,
    /// The same as a tree.
    pub tree: Option<Drawn>,
}

/// A possible move.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Step {
    /// Its process.
    pub who: String,
    /// Its effect.
    pub words: String,
    /// The schedule that ends with it.
    pub schedule: Vec<u32>,
}

/// A process without a move.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Blocked {
    /// Its name.
    pub who: String,
    /// Why.
    pub why: String,
}

/// A branch that was tried.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TriedBranch {
    /// Its result.
    pub words: String,
    /// The number of each move.
    pub schedule: Vec<u32>,
}

/// The possible moves after some moves, computed once for a moment.
#[derive(Debug)]
pub(crate) struct PossibleMoves {
    made: Vec<u32>,
    total: usize,
    steps: Vec<Step>,
    blocked: Vec<Blocked>,
}

/// The scheduler at a moment of the open run.
pub(crate) fn scheduler(open: &mut Open, at: usize, branches: Vec<Vec<u32>>, width: f64) -> Scheduler {
    let made = made(open, at);
    let own = match open.run.schedule() {
        Some(_) => None,
        None => open.taken().until(usize::MAX).filter(|own| own.len() <= MOST_DRAWN).map(<[u32]>::to_vec),
    };
    let mut scheduler = match &made {
        Some(made) => possible_moves(open, made),
        None => Scheduler {
            summary: format!("More than {} moves have been made: too many to schedule by hand.", grouped(MOST_MOVES)),
            ..Scheduler::default()
        },
    };
    let mut taken = branches;
    taken.extend(open.run.schedule().map(<[u32]>::to_vec));
    taken.extend(own.clone());
    let drawn = maximal(taken).into_iter().map(|schedule| Branch { label: open.label(&schedule), schedule });
    let drawn: Vec<Branch> = drawn.collect();
    let (tree, nodes) = picture(&drawn, made.as_deref().unwrap_or_default(), width);
    scheduler.tree = (!drawn.is_empty()).then(|| Drawn::named(tree, |node| name(&nodes[node])));
    scheduler.branches =
        drawn.into_iter().map(|Branch { schedule, label }| TriedBranch { words: label, schedule }).collect();
    Scheduler { made, own, ..scheduler }
}

/// The name of a node that can be pressed: a letter of its own, and the schedule.
pub(crate) fn name(schedule: &[u32]) -> String {
    let numbers: Vec<String> = schedule.iter().map(u32::to_string).collect();
    format!("x{}", numbers.join(","))
}

/// The node of the state that some moves lead to.
pub(crate) fn node_after(nodes: &[Node], made: &[u32]) -> Option<usize> {
    made.iter().try_fold(0, |node, &choice| nodes.get(node)?.next.get(choice as usize).map(|&to| to as usize))
}

/// The moves up to the moment.
fn made(open: &mut Open, at: usize) -> Option<Vec<u32>> {
    if open.run.schedule().is_none() {
        return open.taken().until(at).map(<[u32]>::to_vec);
    }
    open.moment(at);
    let (schedule, made) = open.cursor.simulation().script()?;
    Some(schedule[..made].to_vec())
}

/// The schedules that are no prefix of another, each once.
fn maximal(taken: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let is_maximal = |place: usize, schedule: &Vec<u32>| {
        let continues_it = |(other_place, other): (usize, &Vec<u32>)| {
            other_place != place && other.starts_with(schedule) && (other.len() > schedule.len() || other_place < place)
        };
        !taken.iter().enumerate().any(continues_it)
    };
    let places: Vec<usize> = (0..taken.len()).filter(|&place| is_maximal(place, &taken[place])).collect();
    places.into_iter().map(|place| taken[place].clone()).collect()
}

fn possible_moves(open: &mut Open, made: &[u32]) -> Scheduler {
    if open.possible.as_ref().is_none_or(|possible| possible.made != made) {
        open.possible = Some(PossibleMoves::new(&open.program, made));
    }
    let possible = open.possible.as_ref().expect("it was made just now");
    let moves = match made.len() {
        0 => "At the start".to_string(),
        1 => "After 1 move".to_string(),
        count => format!("After {} moves", grouped(count)),
    };
    let summary = match possible.total {
        0 => format!("{moves} nothing more is possible."),
        1 => format!("{moves} 1 is possible."),
        total if total > MOST_STEPS => {
            format!("{moves} {} are possible; the first {MOST_STEPS} of them:", grouped(total))
        }
        total => format!("{moves} {total} are possible."),
    };
    Scheduler { summary, steps: possible.steps.clone(), blocked: possible.blocked.clone(), ..Scheduler::default() }
}

impl PossibleMoves {
    fn new(program: &Arc<Program>, made: &[u32]) -> PossibleMoves {
        let mut run = Run::scripted(Arc::clone(program), made);
        run.advance(MOST_EVENTS, u64::MAX);
        let mut cursor = run.cursor();
        cursor.seek(&run, usize::MAX);
        let world = cursor.simulation().world();
        let choices = world.choices(program);
        let step = |(number, &choice): (usize, &Move)| {
            let (who, words) = describe(&run, world, choice, number as u32, &choices);
            Step { who, words, schedule: [made, &[number as u32]].concat() }
        };
        let steps = choices.iter().enumerate().take(MOST_STEPS).map(step).collect();
        let moment = Moment::new(&run, &cursor);
        let can_move = |process: usize| choices.iter().any(|choice| choice.process.index() == process);
        let is_blocked = |&process: &usize| moment.processes[process].state == State::Blocked && !can_move(process);
        let blocked = (0..program.processes.len())
            .filter(is_blocked)
            .map(|process| Blocked { who: program.processes[process].name.clone(), why: why(&run, &moment, process) });
        PossibleMoves { made: made.to_vec(), total: choices.len(), steps, blocked: blocked.collect() }
    }
}

/// The process of a choice, and its effect: the first event worth naming.
fn describe(run: &Run, world: &World, choice: Move, number: u32, choices: &[Move]) -> (String, String) {
    let then = run.then(number);
    let is_worth_naming =
        |kind: Kind| !matches!(kind, Kind::Block | Kind::Violated | Kind::Reached | Kind::Deadlock | Kind::Orphaned);
    let first = then.events().iter_from(run.events().len()).find(|(_, event)| is_worth_naming(event.kind()));
    let name = |process: usize| run.program().processes[process].name.clone();
    if let Some((index, found)) = first {
        return (name(found.process()), event(&then, index));
    }
    if choice.process == NETWORK {
        return ("The network".to_string(), "goes on".to_string());
    }
    let own: Vec<&Move> = choices.iter().filter(|other| other.process == choice.process).collect();
    let place = own.iter().position(|&&other| other == choice).unwrap_or(0) + 1;
    let words = match own.len() {
        1 => "goes on".to_string(),
        count if world.is_drawing(run.program(), choice.process.index()) => {
            format!("takes possibility {place} of {count}")
        }
        count => format!("goes on, way {place} of {count}"),
    };
    (name(choice.process.index()), words)
}

impl Open {
    /// The run's moves, if a seed has chosen them.
    fn taken(&mut self) -> &Taken {
        let (program, run) = (&self.program, &self.run);
        self.taken.get_or_insert_with(|| Taken::new(program, run.seed(), run.events().len(), MOST_MOVES))
    }

    /// How a schedule ends, and its last print.
    fn label(&mut self, schedule: &[u32]) -> String {
        if let Some(label) = self.labels.get(schedule) {
            return label.clone();
        }
        let mut run = Run::scripted(Arc::clone(&self.program), schedule);
        let end = run.advance(MOST_EVENTS, u64::MAX).unwrap_or(run.end_or_cut());
        let is_over = !matches!(end, ipcscope_core::simulate::End::Cut(_));
        let print = (0..run.events().len())
            .rev()
            .find(|&index| run.events().get(index).is_some_and(|event| event.kind() == Kind::Print));
        let printed = print.map(|index| {
            let who = run.events().get(index).map_or(0, |event| event.process());
            format!(", {} {}", run.program().processes[who].name, event(&run, index))
        });
        let count = schedule.len();
        let moves = if count == 1 { "1 move".to_string() } else { format!("{} moves", grouped(count)) };
        let ended = if is_over { end.name() } else { "goes on" };
        let label = format!("{moves}: {ended}{}", printed.unwrap_or_default());
        self.labels.insert(schedule.to_vec(), label.clone());
        label
    }
}
