//! Finds the packed states that may decide a check, by the components its condition reads.

use alloc::vec::Vec;

use super::contents::Contents;
use super::footprint::Components;
use super::layout::Layout;
use super::table::{Memo, NONE};
use crate::program::{Condition, Program, Promise};

/// A check of single states.
#[derive(Clone, Debug)]
enum StateQuery {
    /// Seen where the condition has this value.
    When { condition: Condition, holds: bool },
    /// Seen where more processes are in the section. `inside` caches, for each process and value, whether it is there:
    /// 0 unknown, 1 no, 2 yes.
    Section { section: u32, most: u32, inside: Vec<Vec<u8>> },
}

/// The checks not decided yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch<const W: usize> {
    /// The check's number, its query, the components it reads.
    queries: Vec<(usize, StateQuery, Vec<u32>)>,
    masks: Vec<[u64; W]>,
    /// For each value of those components, whether the check is seen.
    memos: Vec<Memo<W>>,
}

impl<const W: usize> Watch<W> {
    pub fn new(program: &Program, components: &Components) -> Watch<W> {
        let mut queries = Vec::new();
        for (number, check) in program.checks.iter().enumerate() {
            let query = match check.promise {
                Promise::Always(condition) => StateQuery::When { condition, holds: false },
                Promise::Possible(condition) => StateQuery::When { condition, holds: true },
                Promise::AtMost { most, section } => StateQuery::Section { section, most, inside: Vec::new() },
                // These depend on ends, moves or the graph.
                Promise::Finally(_)
                | Promise::PossibleFinally(_)
                | Promise::NeverDeadlock
                | Promise::NeverStuck
                | Promise::NeverFault
                | Promise::NeverTorn
                | Promise::NeverAssertion
                | Promise::NeverStarvation
                | Promise::NeverLivelock
                | Promise::AlwaysFinishes
                | Promise::NeverPrint(_)
                | Promise::PossiblePrint(_)
                | Promise::Output(_)
                | Promise::PossibleOutput(_) => continue,
            };
            let mut seen = Vec::new();
            components.each_seen(program, check, &mut |component| seen.push(component));
            seen.sort_unstable();
            seen.dedup();
            queries.push((number, query, seen));
        }
        Watch { queries, masks: Vec::new(), memos: Vec::new() }
    }

    /// The same in another layout.
    pub fn laid_out<const V: usize>(self, layout: &Layout) -> Watch<V> {
        let masks = self.queries.iter().map(|(_, _, seen)| layout.mask(seen)).collect();
        let memos = self.queries.iter().map(|_| Memo::new()).collect();
        Watch { queries: self.queries, masks, memos }
    }

    /// Stops watching a check that has been decided.
    pub fn stop_watching(&mut self, check: usize) {
        if let Some(place) = self.queries.iter().position(|&(number, ..)| number == check) {
            self.queries.remove(place);
            self.masks.remove(place);
            self.memos.remove(place);
        }
    }

    /// Whether any check is seen in a state.
    #[inline(always)]
    pub fn may_violate(
        &mut self,
        program: &Program,
        layout: &Layout,
        components: &Components,
        contents: &mut Contents,
        state: impl Fn() -> [u64; W],
    ) -> bool {
        !self.queries.is_empty() && self.decide(program, layout, components, contents, &state())
    }

    fn decide(
        &mut self,
        program: &Program,
        layout: &Layout,
        components: &Components,
        contents: &mut Contents,
        state: &[u64; W],
    ) -> bool {
        let mut is_any = false;
        for (place, (_, query, seen)) in self.queries.iter_mut().enumerate() {
            is_any |= match query {
                StateQuery::Section { section, most, inside } => {
                    inside.resize(seen.len(), Vec::new());
                    let mut count = 0;
                    for (&process, known) in seen.iter().zip(inside) {
                        let value = layout.fields[process as usize].get(state) as usize;
                        if known.len() <= value {
                            known.resize(value + 1, 0);
                        }
                        if known[value] == 0 {
                            let at = contents.place_of(process, value as u32);
                            let is_inside = at.is_some_and(|at| program.is_in_section(process as usize, at, *section));
                            known[value] = 1 + u8::from(is_inside);
                        }
                        count += u32::from(known[value] == 2);
                    }
                    count > *most
                }
                StateQuery::When { condition, holds } => {
                    let mut key = *state;
                    key.iter_mut().zip(&self.masks[place]).for_each(|(word, mask)| *word &= mask);
                    match self.memos[place].get(&key) {
                        NONE => {
                            let mut numbers = alloc::vec![0; components.len()];
                            layout.unpack(state, &mut numbers);
                            contents.load(program, components, &numbers);
                            let is_seen = (contents.world.holds(program, *condition) == Ok(true)) == *holds;
                            self.memos[place].set(key, u32::from(is_seen));
                            is_seen
                        }
                        known => known == 1,
                    }
                }
            };
        }
        is_any
    }
}
