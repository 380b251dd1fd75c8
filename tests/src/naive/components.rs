//! Strongly connected components, by searching forwards and backwards from one state after the other.

use super::graph::{Did, Graph};

/// The strongly connected components with a move inside, of those moves that `may` count.
pub fn components(graph: &Graph, may: &impl Fn(&Did) -> bool) -> Vec<Vec<usize>> {
    Components::new(graph, may).all()
}

struct Components {
    after: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    /// Neither in a component that was found, nor known to be in none.
    is_left: Vec<bool>,
}

impl Components {
    fn new(graph: &Graph, may: &impl Fn(&Did) -> bool) -> Components {
        let count = graph.worlds.len();
        let mut components =
            Components { after: vec![Vec::new(); count], before: vec![Vec::new(); count], is_left: vec![true; count] };
        for (state, edges) in graph.edges.iter().enumerate() {
            for edge in edges.iter().filter(|edge| may(&edge.did)) {
                components.after[state].push(edge.to);
                components.before[edge.to].push(state);
            }
        }
        components
    }

    /// All that have a move inside: what a state can come to and come back from, one after the other.
    fn all(mut self) -> Vec<Vec<usize>> {
        let mut all = Vec::new();
        self.trim();
        for first in 0..self.is_left.len() {
            if !self.is_left[first] {
                continue;
            }
            let (after, before) = (self.reached(first, &self.after), self.reached(first, &self.before));
            self.is_left[first] = false;
            if after[first] {
                let states: Vec<usize> = (0..after.len()).filter(|&state| after[state] && before[state]).collect();
                states.iter().for_each(|&state| self.is_left[state] = false);
                all.push(states);
            }
            self.trim();
        }
        all
    }

    /// A state to which nothing that is left leads, or from which nothing does, is on no cycle.
    fn trim(&mut self) {
        for (there, back) in [(&self.after, &self.before), (&self.before, &self.after)] {
            let is_left = &mut self.is_left;
            let mut open: Vec<usize> = (0..is_left.len()).filter(|&state| is_left[state]).collect();
            while let Some(state) = open.pop() {
                if is_left[state] && !there[state].iter().any(|&next| is_left[next]) {
                    is_left[state] = false;
                    open.extend(&back[state]);
                }
            }
        }
    }

    /// What is reached from a state by one move or more, within what is left.
    fn reached(&self, from: usize, next: &[Vec<usize>]) -> Vec<bool> {
        let mut reached = vec![false; next.len()];
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for &to in next[at].iter().filter(|&&to| self.is_left[to]) {
                if !std::mem::replace(&mut reached[to], true) {
                    open.push(to);
                }
            }
        }
        reached
    }
}
