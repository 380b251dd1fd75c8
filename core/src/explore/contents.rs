//! The values that each component of a state has had, numbered; and the world that such numbers stand for.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::footprint::Components;
use super::history::{EMPTY, Histories};
use crate::program::Program;
use crate::value::Value;
use crate::world::{Part, Taking, World, put};

/// The numbered values of one component.
#[derive(Clone, Debug, Default)]
struct Values {
    all: Vec<Box<[u8]>>,
    numbers: BTreeMap<Box<[u8]>, u32>,
}

/// The values of all parts, and a world that has some of them.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    values: Vec<Values>,
    /// Whose values those of each component are: of processes that can change places they are those of the first.
    shared: Vec<u32>,
    keeps_prints: bool,
    bytes: usize,
    /// Of each process whether it is alive in the first state, and whether it ever was otherwise.
    lives: Vec<(bool, bool)>,
    /// The world that was asked for last, and its values.
    pub world: World,
    loaded: Vec<u32>,
    /// What each process has printed there; empty where that is not kept.
    pub printed: Vec<u32>,
    pub histories: Histories,
    written: Vec<u8>,
}

impl Contents {
    /// Every part has one value, that of the first state.
    pub fn new(
        program: &Program,
        components: &Components,
        world: World,
        prints: &[(u16, Vec<Value>)],
        groups: &[Vec<u16>],
        keeps_prints: bool,
    ) -> Contents {
        let mut contents = Contents {
            values: alloc::vec![Values::default(); components.parts.len()],
            shared: (0..components.parts.len() as u32).collect(),
            keeps_prints,
            bytes: 0,
            lives: (0..program.processes.len()).map(|process| (world.is_alive(process), false)).collect(),
            loaded: alloc::vec![0; components.parts.len()],
            printed: alloc::vec![EMPTY; if keeps_prints { program.processes.len() } else { 0 }],
            histories: Histories::new(),
            written: Vec::new(),
            world: world.clone(),
        };
        for group in groups {
            group.iter().for_each(|&member| contents.shared[usize::from(member)] = u32::from(group[0]));
        }
        for number in 0..components.parts.len() {
            let own = prints.iter().filter(|(process, _)| usize::from(*process) == number).map(|(_, values)| values);
            let history = contents.history_after(number, own);
            contents.number(program, components, number as u32, &world, history);
            if let Some(printed) = contents.printed.get_mut(number) {
                *printed = history;
            }
        }
        contents
    }

    /// Bytes of memory, about.
    pub fn bytes(&self) -> usize {
        self.bytes + self.histories.bytes()
    }

    /// How many values each component has had.
    pub fn counts(&self) -> Vec<u32> {
        let parts = self.shared.iter().map(|&whose| self.values[whose as usize].all.len() as u32);
        parts.chain(self.lives.iter().map(|&(_, has_changed)| 1 + u32::from(has_changed))).collect()
    }

    /// The number of the value that a component has in a world: 0 for that of the first state. `history` is what a process has printed there.
    pub fn number(
        &mut self,
        program: &Program,
        components: &Components,
        component: u32,
        world: &World,
        history: u32,
    ) -> u32 {
        let Some(&part) = components.parts.get(component as usize) else {
            let process = components.process_of(component).expect("what is no part is a life");
            let (first, has_changed) = &mut self.lives[process];
            let is_changed = components.is_noticed[process] && world.is_alive(process) != *first;
            *has_changed |= is_changed;
            return u32::from(is_changed);
        };
        self.written.clear();
        if self.keeps_prints && matches!(part, Part::Process(_)) {
            put(i64::from(history), &mut self.written);
        }
        world.encode(program, part, &mut self.written);
        let values = &mut self.values[self.shared[component as usize] as usize];
        if let Some(&number) = values.numbers.get(&*self.written) {
            return number;
        }
        let number = values.all.len() as u32;
        let value: Box<[u8]> = self.written.as_slice().into();
        values.all.push(value.clone());
        values.numbers.insert(value, number);
        // Twice the bytes, and what a vector and a tree take for each.
        self.bytes += 2 * self.written.len() + 64;
        number
    }

    /// Makes the world be that of these values.
    pub fn load(&mut self, program: &Program, components: &Components, numbers: &[u32]) {
        for (component, (&part, loaded)) in components.parts.iter().zip(&mut self.loaded).enumerate() {
            let number = numbers[component];
            if *loaded == number {
                continue;
            }
            *loaded = number;
            let mut taking = Taking::new(&self.values[self.shared[component] as usize].all[number as usize]);
            if let (Part::Process(process), true) = (part, self.keeps_prints) {
                self.printed[usize::from(process)] = taking.word() as u32;
            }
            self.world.decode(program, part, &mut taking);
        }
    }

    /// Where a process is in its program at a value; `None` where it has ended or faulted.
    pub fn place_of(&self, process: u32, number: u32) -> Option<usize> {
        self.place_and_variables(process, number, 0).map(|(place, _)| place)
    }

    /// The same, and the words of its first so many variables.
    pub fn place_and_variables(&self, process: u32, number: u32, variables: usize) -> Option<(usize, Vec<i64>)> {
        let mut taking = Taking::new(&self.values[self.shared[process as usize] as usize].all[number as usize]);
        if self.keeps_prints {
            taking.word();
        }
        let place = usize::try_from(taking.word()).ok()?;
        Some((place, (0..variables).map(|_| taking.word()).collect()))
    }

    /// What a process has printed in the world that is loaded, and after these prints more.
    pub fn history_after<'a>(&mut self, process: usize, prints: impl Iterator<Item = &'a Vec<Value>>) -> u32 {
        let mut history = self.printed.get(process).copied().unwrap_or(EMPTY);
        if self.keeps_prints {
            for values in prints {
                history = self.histories.print(history, values);
            }
        }
        history
    }

    /// Whether another world differs from the one that is loaded at most in these components.
    pub fn changes_only(&mut self, program: &Program, components: &Components, world: &World, touched: &[u32]) -> bool {
        let mut is_same = true;
        for (number, &part) in components.parts.iter().enumerate() {
            if touched.binary_search(&(number as u32)).is_err() {
                let (mut before, mut after) = (Vec::new(), Vec::new());
                self.world.encode(program, part, &mut before);
                world.encode(program, part, &mut after);
                is_same &= before == after;
            }
        }
        is_same
    }
}
