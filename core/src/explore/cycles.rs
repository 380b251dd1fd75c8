//! Runs that never end: livelock, starvation, and whether every run ends.
//!
//! Only weakly fair runs count: on an infinite path each mover (a process, or the network) moves infinitely often or is
//! unable to move infinitely often. Such a path stays, from some point on, inside one strongly connected component in
//! which each mover makes a move, or which has a state where that mover has none.
//!
//! - **endless**: there is any such component;
//! - **livelock**: there is one after leaving out every move by which a process does work, in which some process tries
//!   in vain, and one of those who move could still reach an operation that works;
//! - **starvation** of a process: there is one after leaving out the moves by which that process makes progress, in
//!   which others make progress, and the process is not blocked forever and could still reach an operation by which it
//!   would make progress.
//!
//! A cycle in a subset of the moves is a cycle in all of them: where no component is fair, the search is over.

use alloc::vec::Vec;

use super::graph::{Components, Edge, Graph};
use super::label::{Label, NOBODY};
use crate::program::Program;
use crate::world::NETWORK;

/// A path that never ends: to the state of the component found first, then round a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endless {
    pub entry: u32,
    /// The moves of the cycle, from the entry back to it.
    pub cycle: Vec<Edge>,
    /// The process it starves.
    pub process: Option<u16>,
}

/// The endless runs found, one of each kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub any: Option<Endless>,
    pub livelock: Option<Endless>,
    pub starvation: Option<Endless>,
}

/// A question about a process in a state.
pub(super) enum Question {
    /// Can it still reach an operation that works?
    CouldWork,
    /// Is it alive, not blocked forever, and able to reach an operation by which it would make progress?
    CouldStarve,
}

/// Finds the endless runs of a graph. `asks` answers a question about a process in a state.
pub(super) fn find(graph: &Graph, program: &Program, mut answer: impl FnMut(u32, u16, Question) -> bool) -> Found {
    let count = program.processes.len() as u16;
    let movers: Vec<u16> = (0..count).chain([NETWORK.0]).collect();
    let mut cycle = Vec::new();
    let mut found = Found::default();
    let components = graph.all_components();
    for component in fair(&components, &movers) {
        keep_first(&components, component, &movers, (&[], None), &mut found.any);
        cycle.extend(component);
    }
    drop(components);
    cycle.sort_unstable();
    let Some(&first) = cycle.first() else { return found };

    // Where nobody ever tries in vain, nothing is to be found.
    if graph.labels.iter().any(|label| label.vain) {
        let idle: Vec<bool> = graph.labels.iter().map(|label| !label.works).collect();
        let components = graph.components(&cycle, &idle);
        for component in fair(&components, &movers) {
            let find = |is_match: &mut dyn FnMut(&Label) -> bool| {
                components
                    .inside(component)
                    .find(|(_, edge)| is_match(graph.label(edge)))
                    .map(|(from, &edge)| (from, edge))
            };
            let Some(vain) = find(&mut |label| label.vain) else { continue };
            let could_work: Vec<bool> =
                (0..count).map(|process| answer(component[0], process, Question::CouldWork)).collect();
            let works = |&by: &u16| could_work.get(usize::from(by)).is_some_and(|&could| could);
            if let Some(worker) = find(&mut |label| label.by.iter().any(works)) {
                keep_first(&components, component, &movers, (&[vain, worker], None), &mut found.livelock);
            }
        }
    }

    for process in (0..count).filter(|&who| !program.processes[usize::from(who)].server) {
        // None is found before the first component.
        if found.starvation.as_ref().is_some_and(|known| known.entry == first) {
            break;
        }
        let without: Vec<bool> = graph.labels.iter().map(|label| !label.progressed.contains(&process)).collect();
        let somebody = |label: &Label| label.progressed != [NOBODY; 2];
        if !graph.labels.iter().zip(&without).any(|(label, without)| *without && somebody(label)) {
            // No other process makes progress anywhere.
            continue;
        }
        let components = graph.components(&cycle, &without);
        for component in fair(&components, &movers) {
            let mut inside = components.inside(component);
            let progressed = inside.find(|(_, edge)| somebody(graph.label(edge))).map(|(from, &edge)| (from, edge));
            if let Some(progressed) = progressed
                && answer(component[0], process, Question::CouldStarve)
            {
                keep_first(&components, component, &movers, (&[progressed], Some(process)), &mut found.starvation);
            }
        }
    }
    found
}

/// The components in which a fair path can stay.
fn fair<'a>(components: &'a Components, movers: &'a [u16]) -> impl Iterator<Item = &'a [u32]> {
    let is_fair = |component: &&[u32]| movers.iter().all(|&mover| fair_point(components, component, mover).is_some());
    components.all.iter().map(Vec::as_slice).filter(is_fair)
}

/// A state of a component in which a mover has no move, or one from which it makes a move inside, with that move.
fn fair_point(components: &Components, component: &[u32], mover: u16) -> Option<(u32, Option<Edge>)> {
    let graph = components.graph;
    let unable = component.iter().find(|&&state| !graph.can_move(state, mover)).map(|&state| (state, None));
    unable.or_else(|| {
        let moves = components.inside(component).find(|(_, edge)| graph.label(edge).is_by(mover));
        moves.map(|(from, &edge)| (from, Some(edge)))
    })
}

/// Keeps a fair component if it is entered before the known one. `shows` are the moves its cycle has to contain, with
/// the process it starves.
fn keep_first(
    components: &Components,
    component: &[u32],
    movers: &[u16],
    (required, process): (&[(u32, Edge)], Option<u16>),
    known: &mut Option<Endless>,
) {
    let entry = component[0];
    if known.as_ref().is_some_and(|known| known.entry <= entry) {
        return;
    }
    let mut cycle: Vec<Edge> = Vec::new();
    let at = |cycle: &Vec<Edge>| cycle.last().map_or(entry, |edge| edge.to);
    for &(from, edge) in required {
        // The two may be one move.
        if cycle.iter().all(|made| made.label != edge.label) {
            let before = at(&cycle);
            components.extend_path(&mut cycle, before, from);
            cycle.push(edge);
        }
    }
    for &mover in movers {
        let (via, then) = fair_point(components, component, mover).expect("it is fair");
        // If the path so far already has a state where it cannot move, or a move of it, nothing is added.
        let graph = components.graph;
        let unable = !graph.can_move(entry, mover) || cycle.iter().any(|edge| !graph.can_move(edge.to, mover));
        if unable || cycle.iter().any(|edge| graph.label(edge).is_by(mover)) {
            continue;
        }
        let from = at(&cycle);
        components.extend_path(&mut cycle, from, via);
        cycle.extend(then);
    }
    if cycle.is_empty() {
        cycle.extend(components.next(entry).next());
    }
    let from = at(&cycle);
    components.extend_path(&mut cycle, from, entry);
    *known = Some(Endless { entry, cycle, process });
}
