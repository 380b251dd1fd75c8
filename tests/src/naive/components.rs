//! Strongly connected components, by searching forwards and backwards from one state after another.

use super::graph::{Effect, Graph};

/// The strongly connected components with a move inside, by the moves that `may` count.
pub fn components(graph: &Graph, may: &impl Fn(&Effect) -> bool) -> Vec<Vec<usize>> {
    Components::new(graph, may).all()
}

struct Components {
    after: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    /// Neither in a component found so far, nor known to be in none.
    is_remaining: Vec<bool>,
}

impl Components {
    fn new(graph: &Graph, may: &impl Fn(&Effect) -> bool) -> Components {
        let count = graph.worlds.len();
        let mut components = Components {
            after: vec![Vec::new(); count],
            before: vec![Vec::new(); count],
            is_remaining: vec![true; count],
        };
        for (state, edges) in graph.edges.iter().enumerate() {
            for edge in edges.iter().filter(|edge| may(&edge.effect)) {
                components.after[state].push(edge.to);
                components.before[edge.to].push(state);
            }
        }
        components
    }

    /// All with a move inside: the states that one state can reach and be reached from, one state after another.
    fn all(mut self) -> Vec<Vec<usize>> {
        let mut all = Vec::new();
        self.trim();
        for first in 0..self.is_remaining.len() {
            if !self.is_remaining[first] {
                continue;
            }
            let (after, before) = (self.reached(first, &self.after), self.reached(first, &self.before));
            self.is_remaining[first] = false;
            if after[first] {
                let states: Vec<usize> = (0..after.len()).filter(|&state| after[state] && before[state]).collect();
                states.iter().for_each(|&state| self.is_remaining[state] = false);
                all.push(states);
            }
            self.trim();
        }
        all
    }

    /// A state without a remaining predecessor, or without a remaining successor, is on no cycle.
    fn trim(&mut self) {
        for (there, back) in [(&self.after, &self.before), (&self.before, &self.after)] {
            let is_remaining = &mut self.is_remaining;
            let mut open: Vec<usize> = (0..is_remaining.len()).filter(|&state| is_remaining[state]).collect();
            while let Some(state) = open.pop() {
                if is_remaining[state] && !there[state].iter().any(|&next| is_remaining[next]) {
                    is_remaining[state] = false;
                    open.extend(&back[state]);
                }
            }
        }
    }

    /// The states reached from a state by at least one move, within the remaining ones.
    fn reached(&self, from: usize, next: &[Vec<usize>]) -> Vec<bool> {
        let mut reached = vec![false; next.len()];
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for &to in next[at].iter().filter(|&&to| self.is_remaining[to]) {
                if !std::mem::replace(&mut reached[to], true) {
                    open.push(to);
                }
            }
        }
        reached
    }
}
