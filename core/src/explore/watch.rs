//! Which packed states a check could say something about: looked up by the components that its condition looks at.

use alloc::vec::Vec;

use super::contents::Contents;
use super::footprint::Components;
use super::layout::Layout;
use super::table::{Memo, NONE};
use crate::program::{Condition, Program, Promise};

/// A check that looks at states.
#[derive(Clone, Debug)]
enum Asked {
    /// Seen where the condition holds, or where it does not.
    When { condition: Condition, holds: bool },
    /// Seen where more processes are in the section; for each that it is looked at, whether it is there at each of its
    /// values: 0 not known, 1 no, 2 yes.
    Section { section: u32, most: u32, inside: Vec<Vec<u8>> },
}

/// The checks that have not been seen yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch<const W: usize> {
    /// The check's number, what it asks, the components that it looks at.
    asked: Vec<(usize, Asked, Vec<u32>)>,
    masks: Vec<[u64; W]>,
    /// For each value of those components whether it is seen.
    memos: Vec<Memo<W>>,
}

impl<const W: usize> Watch<W> {
    pub fn new(program: &Program, components: &Components) -> Watch<W> {
        let mut asked = Vec::new();
        for (number, check) in program.checks.iter().enumerate() {
            let what = match check.promise {
                Promise::Always(condition) => Asked::When { condition, holds: false },
                Promise::Possible(condition) => Asked::When { condition, holds: true },
                Promise::AtMost { most, section } => Asked::Section { section, most, inside: Vec::new() },
                // These are about ends, moves or the graph.
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
            asked.push((number, what, seen));
        }
        Watch { asked, masks: Vec::new(), memos: Vec::new() }
    }

    /// The same in another layout.
    pub fn laid_out<const V: usize>(self, layout: &Layout) -> Watch<V> {
        let masks = self.asked.iter().map(|(_, _, seen)| layout.mask(seen)).collect();
        let memos = self.asked.iter().map(|_| Memo::new()).collect();
        Watch { asked: self.asked, masks, memos }
    }

    /// A check needs no more looking at.
    pub fn is_seen(&mut self, check: usize) {
        if let Some(place) = self.asked.iter().position(|&(number, ..)| number == check) {
            self.asked.remove(place);
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
        !self.asked.is_empty() && self.look(program, layout, components, contents, &state())
    }

    fn look(
        &mut self,
        program: &Program,
        layout: &Layout,
        components: &Components,
        contents: &mut Contents,
        state: &[u64; W],
    ) -> bool {
        let mut is_any = false;
        for (place, (_, asked, seen)) in self.asked.iter_mut().enumerate() {
            is_any |= match asked {
                Asked::Section { section, most, inside } => {
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
                Asked::When { condition, holds } => {
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
