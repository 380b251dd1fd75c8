//! What goes on for ever: livelock, starvation, and whether every run ends.
//!
//! Only runs that are weakly fair count: on an endless way each mover (a process, or the network) moves again and again, or
//! again and again can't. Such a way ends up inside one strongly connected component in which each mover makes a move, or
//! which has a state in which it can't.
//!
//! - **goes on for ever**: there is any such component;
//! - **livelock**: there is one after leaving out every move by which anybody works, in which somebody tries in vain, and one
//!   of those who move could still come to such an act;
//! - **starvation** of a process: there is one after leaving out the moves by which that process gets ahead, in which others
//!   do, and it is not blocked forever and could still come to an act by which it would.
//!
//! What goes on in fewer moves goes on in all of them too: where no component is fair there is nothing more to look for.

use alloc::vec::Vec;

use super::graph::{Components, Edge, Graph};
use super::label::{Label, NOBODY};
use crate::program::Program;
use crate::world::NETWORK;

/// A way that never ends: into the component by the state found first, then round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endless {
    pub entry: u32,
    /// The moves of a round, from the entry back to it.
    pub round: Vec<Edge>,
    /// Whom it starves.
    pub process: Option<u16>,
}

/// What was found to go on for ever.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub any: Option<Endless>,
    pub livelock: Option<Endless>,
    pub starvation: Option<Endless>,
}

/// What is asked of a process in a state.
pub(super) enum Asks {
    /// It could still come to an act that works.
    CouldWork,
    /// It is alive, not blocked forever, and could still come to an act by which it would get ahead.
    CouldStarve,
}

/// What goes on for ever in a graph. `asks` answers of a state and a process.
pub(super) fn look(graph: &Graph, program: &Program, mut asks: impl FnMut(u32, u16, Asks) -> bool) -> Found {
    let count = program.processes.len() as u16;
    let movers: Vec<u16> = (0..count).chain([NETWORK]).collect();
    let states: Vec<u32> = (0..graph.len()).collect();
    let mut round = Vec::new();
    let mut found = Found::default();
    let all = alloc::vec![true; graph.labels.len()];
    let components = graph.components(&states, &all);
    for component in fair(&components, &movers) {
        keep_first(&components, component, &movers, (&[], None), &mut found.any);
        round.extend(component);
    }
    drop(components);
    round.sort_unstable();
    let Some(&first) = round.first() else { return found };

    let idle: Vec<bool> = graph.labels.iter().map(|label| !label.works).collect();
    let components = graph.components(&round, &idle);
    for component in fair(&components, &movers) {
        let find = |is_it: &mut dyn FnMut(&Label) -> bool| {
            components.inside(component).find(|(_, edge)| is_it(graph.label(edge))).map(|(from, &edge)| (from, edge))
        };
        let Some(vain) = find(&mut |label| label.vain) else { continue };
        let could_work: Vec<bool> = (0..count).map(|process| asks(component[0], process, Asks::CouldWork)).collect();
        let works = |&by: &u16| could_work.get(usize::from(by)).is_some_and(|&could| could);
        if let Some(worker) = find(&mut |label| label.by.iter().any(works)) {
            keep_first(&components, component, &movers, (&[vain, worker], None), &mut found.livelock);
        }
    }
    drop(components);

    for process in (0..count).filter(|&who| !program.processes[usize::from(who)].server) {
        // There is none before the first.
        if found.starvation.as_ref().is_some_and(|known| known.entry == first) {
            break;
        }
        let without: Vec<bool> = graph.labels.iter().map(|label| !label.ahead.contains(&process)).collect();
        let somebody = |label: &Label| label.ahead != [NOBODY; 2];
        if !graph.labels.iter().zip(&without).any(|(label, without)| *without && somebody(label)) {
            // Nobody gets ahead but this one, anywhere.
            continue;
        }
        let components = graph.components(&round, &without);
        for component in fair(&components, &movers) {
            let mut inside = components.inside(component);
            let ahead = inside.find(|(_, edge)| somebody(graph.label(edge))).map(|(from, &edge)| (from, edge));
            if let Some(ahead) = ahead
                && asks(component[0], process, Asks::CouldStarve)
            {
                keep_first(&components, component, &movers, (&[ahead], Some(process)), &mut found.starvation);
            }
        }
    }
    found
}

/// Those in which a fair way can stay.
fn fair<'a>(components: &'a Components, movers: &'a [u16]) -> impl Iterator<Item = &'a [u32]> {
    let is_fair = |component: &&[u32]| movers.iter().all(|&mover| satisfied(components, component, mover).is_some());
    components.all.iter().map(Vec::as_slice).filter(is_fair)
}

/// A state of a component in which a mover can't move, or one from which it makes a move inside, and that move.
fn satisfied(components: &Components, component: &[u32], mover: u16) -> Option<(u32, Option<Edge>)> {
    let graph = components.graph;
    let rests = component.iter().find(|&&state| !graph.can(state, mover)).map(|&state| (state, None));
    rests.or_else(|| {
        let moves = components.inside(component).find(|(_, edge)| graph.label(edge).is_by(mover));
        moves.map(|(from, &edge)| (from, Some(edge)))
    })
}

/// Keeps a fair component if it is entered before the one that is known. `shows` are the moves that its round has to make, and
/// whom it starves.
fn keep_first(
    components: &Components,
    component: &[u32],
    movers: &[u16],
    (shows, process): (&[(u32, Edge)], Option<u16>),
    known: &mut Option<Endless>,
) {
    let entry = component[0];
    if known.as_ref().is_some_and(|known| known.entry <= entry) {
        return;
    }
    let mut round: Vec<Edge> = Vec::new();
    let at = |round: &Vec<Edge>| round.last().map_or(entry, |edge| edge.to);
    for &(from, edge) in shows {
        // One move may be both.
        if round.iter().all(|made| made.label != edge.label) {
            let before = at(&round);
            components.go(&mut round, before, from);
            round.push(edge);
        }
    }
    for &mover in movers {
        let (via, then) = satisfied(components, component, mover).expect("it is fair");
        // Where it stands still, or moves, on the way so far, nothing need be added.
        let graph = components.graph;
        let rests = !graph.can(entry, mover) || round.iter().any(|edge| !graph.can(edge.to, mover));
        if rests || round.iter().any(|edge| graph.label(edge).is_by(mover)) {
            continue;
        }
        let from = at(&round);
        components.go(&mut round, from, via);
        round.extend(then);
    }
    if round.is_empty() {
        round.extend(components.next(entry).next());
    }
    let from = at(&round);
    components.go(&mut round, from, entry);
    *known = Some(Endless { entry, round, process });
}
