//! The values each component of a state has had, numbered; and the world that a vector of such numbers describes.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::footprint::Components;
use crate::program::Program;
use crate::world::{Taking, World};

/// The numbered values of one component.
#[derive(Clone, Debug, Default)]
struct Values {
    all: Vec<Box<[u8]>>,
    numbers: BTreeMap<Box<[u8]>, u32>,
}

/// The values of all parts, and a world with some of them loaded.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    values: Vec<Values>,
    /// The component whose values each one shares: interchangeable processes share those of the first.
    shared: Vec<u32>,
    bytes: usize,
    /// For each process, whether it is alive in the first state, and whether it ever was otherwise.
    lives: Vec<(bool, bool)>,
    /// The world loaded last, and its values.
    pub world: World,
    loaded: Vec<u32>,
    written: Vec<u8>,
}

impl Contents {
    /// Every part starts with one value, that of the first state.
    pub fn new(program: &Program, components: &Components, world: World, groups: &[Vec<u16>]) -> Contents {
        let mut contents = Contents {
            values: alloc::vec![Values::default(); components.parts.len()],
            shared: (0..components.parts.len() as u32).collect(),
            bytes: 0,
            lives: (0..program.processes.len()).map(|process| (world.is_alive(process), false)).collect(),
            loaded: alloc::vec![0; components.parts.len()],
            written: Vec::new(),
            world: world.clone(),
        };
        for group in groups {
            group.iter().for_each(|&member| contents.shared[usize::from(member)] = u32::from(group[0]));
        }
        for number in 0..components.parts.len() {
            contents.number(program, components, number as u32, &world);
        }
        contents
    }

    /// Bytes of memory, approximately.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The number of values each component has had.
    pub fn counts(&self) -> Vec<u32> {
        let parts = self.shared.iter().map(|&whose| self.values[whose as usize].all.len() as u32);
        parts.chain(self.lives.iter().map(|&(_, has_changed)| 1 + u32::from(has_changed))).collect()
    }

    /// The number of a component's value in a world: 0 for that of the first state.
    pub fn number(&mut self, program: &Program, components: &Components, component: u32, world: &World) -> u32 {
        let Some(&part) = components.parts.get(component as usize) else {
            let process = components.process_of(component).expect("a component is a part or a life");
            let (first, has_changed) = &mut self.lives[process];
            let is_changed = components.is_noticed[process] && world.is_alive(process) != *first;
            *has_changed |= is_changed;
            return u32::from(is_changed);
        };
        self.written.clear();
        world.encode(program, part, &mut self.written);
        let values = &mut self.values[self.shared[component as usize] as usize];
        if let Some(&number) = values.numbers.get(&*self.written) {
            return number;
        }
        let number = values.all.len() as u32;
        let value: Box<[u8]> = self.written.as_slice().into();
        values.all.push(value.clone());
        values.numbers.insert(value, number);
        // The bytes are kept twice; 64 is what a vector and a tree take for each.
        self.bytes += 2 * self.written.len() + 64;
        number
    }

    /// Loads the world with these values.
    pub fn load(&mut self, program: &Program, components: &Components, numbers: &[u32]) {
        for (component, (&part, loaded)) in components.parts.iter().zip(&mut self.loaded).enumerate() {
            let number = numbers[component];
            if *loaded == number {
                continue;
            }
            *loaded = number;
            let mut taking = Taking::new(&self.values[self.shared[component] as usize].all[number as usize]);
            self.world.decode(program, part, &mut taking);
        }
    }

    /// A process's place in its program at a value; `None` if it has terminated.
    pub fn place_of(&self, process: u32, number: u32) -> Option<usize> {
        self.place_and_variables(process, number, 0).map(|(place, _)| place)
    }

    /// The same, with the words of its first `variables` variables.
    pub fn place_and_variables(&self, process: u32, number: u32, variables: usize) -> Option<(usize, Vec<i64>)> {
        let mut taking = Taking::new(&self.values[self.shared[process as usize] as usize].all[number as usize]);
        let place = usize::try_from(taking.word()).ok()?;
        Some((place, (0..variables).map(|_| taking.word()).collect()))
    }

    /// Whether another world differs from the loaded one in these components at most.
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
