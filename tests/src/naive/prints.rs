//! Everything that can be printed on the way to each end: a plain search through pairs of a state and the prints so
//! far.

use std::collections::HashMap;

use ipcscope_core::value::Value;

use super::components::components;
use super::graph::{Effect, Graph};

/// Prints in order: the process and the values. By process: those of the first process come first, each in its own
/// order.
pub type Prints = Vec<(u16, Vec<Value>)>;

/// A state, and what has been printed on the way to it.
pub type Ending = (usize, Prints);

/// The result of the search.
pub enum Printed {
    /// There is no bound: a loop from which an end can be reached prints.
    Unbounded,
    /// More pairs than allowed.
    TooMany,
    /// Each pair with the least number of moves: of the ends only, or of all states.
    All(HashMap<Ending, usize>),
}

/// The prints on the way to each end. `in_one_order`: in the order in which they happen; otherwise by process.
pub fn printed(graph: &Graph, in_one_order: bool, most: usize) -> Printed {
    let can_end = graph.gathered(|state| u64::from(graph.is_end(state)));
    let can_end = |state: usize| can_end[state] != 0;
    let of = components(graph, &|_| true);
    let mut number = vec![usize::MAX; graph.worlds.len()];
    for (component, states) in of.iter().enumerate() {
        states.iter().for_each(|&state| number[state] = component);
    }
    let is_round = |state: usize, to: usize| number[state] != usize::MAX && number[state] == number[to];
    let prints_again = |state: usize| {
        can_end(state)
            && graph.edges[state].iter().any(|edge| is_round(state, edge.to) && !edge.effect.prints.is_empty())
    };
    if (0..graph.worlds.len()).any(prints_again) {
        return Printed::Unbounded;
    }
    match all(graph, in_one_order, can_end, most) {
        Some(all) => Printed::All(all.into_iter().filter(|((state, _), _)| graph.is_end(*state)).collect()),
        None => Printed::TooMany,
    }
}

/// Every state that `counts`, with everything that may have been printed on the way to it, and the least number of
/// moves; `None` if there are more than `most`.
pub fn all(
    graph: &Graph,
    in_one_order: bool,
    counts: impl Fn(usize) -> bool,
    most: usize,
) -> Option<HashMap<Ending, usize>> {
    let mut known = HashMap::new();
    let mut open: Vec<Ending> = vec![(0, with(&Vec::new(), &graph.start, in_one_order))];
    open.retain(|_| counts(0));
    known.extend(open.iter().map(|first| (first.clone(), 0)));
    let mut moves = 0;
    while !open.is_empty() {
        moves += 1;
        for (state, before) in std::mem::take(&mut open) {
            for edge in graph.edges[state].iter().filter(|edge| counts(edge.to)) {
                let next = (edge.to, with(&before, &edge.effect, in_one_order));
                if !known.contains_key(&next) {
                    known.insert(next.clone(), moves);
                    open.push(next);
                }
            }
            if known.len() > most {
                return None;
            }
        }
    }
    Some(known)
}

/// The prints after one more move.
fn with(before: &Prints, effect: &Effect, in_one_order: bool) -> Prints {
    let mut prints = before.clone();
    prints.extend(effect.prints.iter().cloned());
    if !in_one_order {
        prints.sort_by_key(|&(process, _)| process);
    }
    prints
}

/// How many of the wanted values have been printed, and nothing else; `None` if something else has.
fn so_far(before: Option<usize>, effect: &Effect, wanted: &[Value]) -> Option<usize> {
    let values = effect.prints.iter().flat_map(|(_, values)| values);
    values.fold(before, |so_far, value| so_far.filter(|&place| wanted.get(place) == Some(value)).map(|place| place + 1))
}

/// Whether exactly these values are printed, one after another.
pub fn are(effects: &[&Effect], wanted: &[Value]) -> bool {
    effects.iter().try_fold(0, |before, effect| so_far(Some(before), effect, wanted)) == Some(wanted.len())
}

/// The least number of moves to an end at which exactly these values have been printed, or others.
pub fn least_output(graph: &Graph, wanted: &[Value], exactly: bool) -> Option<usize> {
    let mut open = vec![(0, so_far(Some(0), &graph.start, wanted))];
    let mut known: std::collections::HashSet<(usize, Option<usize>)> = open.iter().copied().collect();
    let mut moves = 0;
    while !open.is_empty() {
        let is_wanted = |&(state, printed): &(usize, Option<usize>)| {
            graph.is_end(state) && (printed == Some(wanted.len())) == exactly
        };
        if open.iter().any(is_wanted) {
            return Some(moves);
        }
        moves += 1;
        for (state, before) in std::mem::take(&mut open) {
            let next = graph.edges[state].iter().map(|edge| (edge.to, so_far(before, &edge.effect, wanted)));
            open.extend(next.filter(|next| known.insert(*next)));
        }
    }
    None
}
