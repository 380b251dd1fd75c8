//! All states, breadth first, and the effect of each move.

use std::collections::HashMap;

use ipcscope_core::program::Program;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::value::Value;
use ipcscope_core::world::{NETWORK, Record, World};

/// A set of processes: a bit each. In a set of movers, the bit after the last process is the network.
pub type Set = u64;

/// The set of one process.
pub fn set(process: usize) -> Set {
    1 << process
}

/// The members of a set, ascending.
pub fn members(of: Set) -> Vec<u16> {
    (0..64).filter(|&process| of & set(process) != 0).map(|process| process as u16).collect()
}

/// The effect of one move, or what happens before the first.
#[derive(Clone, Debug, Default)]
pub struct Effect {
    /// Who moves: two processes at a rendezvous.
    pub by: Set,
    /// Who makes progress by it.
    pub progressed: Set,
    /// It does what the program is for.
    pub works: bool,
    /// A process tried in vain, or inspected something.
    pub in_vain: bool,
    /// A process faults.
    pub faults: bool,
    /// A torn item is read.
    pub tears: bool,
    /// The process and the values of each print.
    pub prints: Vec<(u16, Vec<Value>)>,
}

impl Record for Effect {
    fn note(&mut self, process: u16, kind: Kind, _: u16, values: &[Value]) {
        use Kind::{
            AttachRefused, Awake, Enter, Instruct, LockRefused, Print, Read, ReceiptMissed, Receive, ReceiveRefused,
            SendRefused, TimeOut,
        };
        let own = || set(usize::from(process));
        if matches!(kind, Receive | Kind::Fault) {
            self.by |= own();
        }
        let is_ahead = matches!(
            kind,
            Kind::Send | Receive | Kind::Received | Kind::Wait | Kind::Lock | Kind::Attach | Awake | Print | Kind::Say
        );
        if is_ahead || matches!(kind, Kind::Ask | Enter | Kind::End) {
            self.progressed |= own();
        }
        self.works |= matches!(kind, Kind::Send | Receive | Print | Enter | Kind::End);
        self.in_vain |= matches!(
            kind,
            SendRefused | ReceiveRefused | ReceiptMissed | TimeOut | AttachRefused | LockRefused | Read | Instruct
        );
        self.faults |= kind == Kind::Fault;
        self.tears |= kind == Kind::Torn;
        if kind == Print {
            self.prints.push((process, values.to_vec()));
        }
    }

    fn worked(&mut self, process: u16) {
        self.progressed |= set(usize::from(process));
        self.works = true;
    }

    fn looked(&mut self, _: u16) {
        self.in_vain = true;
    }
}

/// A move.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The next state.
    pub to: usize,
    /// Its effect.
    pub effect: Effect,
}

/// All states and all moves. States are numbered in the order in which they were found; 0 is the first.
pub struct Graph {
    /// Every state.
    pub worlds: Vec<World>,
    /// The number of each.
    pub known: HashMap<World, usize>,
    /// The least number of moves to each.
    pub depth: Vec<usize>,
    /// The moves of each, in the order of its choices.
    pub edges: Vec<Vec<Edge>>,
    /// The effect before the first move.
    pub start: Effect,
    /// The number of processes.
    pub processes: usize,
}

impl Graph {
    /// Every reachable state; `None` if there are more than `most`.
    pub fn of(program: &Program, most: usize) -> Option<Graph> {
        let processes = program.processes.len();
        assert!(processes < 64, "sets of processes have 64 bits, one of them for the network");
        let mut start = Effect::default();
        let first = World::new(program, &mut start);
        let known = HashMap::from([(first.clone(), 0)]);
        let mut graph = Graph { worlds: vec![first], known, depth: vec![0], edges: Vec::new(), start, processes };
        while graph.edges.len() < graph.worlds.len() {
            if graph.worlds.len() > most {
                return None;
            }
            graph.open(program, graph.edges.len());
        }
        Some(graph)
    }

    fn open(&mut self, program: &Program, state: usize) {
        let world = self.worlds[state].clone();
        let mut edges = Vec::new();
        for chosen in world.choices(program) {
            let (mut next, mut effect) = (world.clone(), Effect::default());
            next.step(program, chosen, &mut effect);
            effect.by |= match chosen.process {
                NETWORK => set(self.processes),
                process => set(process.index()),
            };
            let new = self.worlds.len();
            let to = *self.known.entry(next).or_insert_with_key(|next| {
                self.worlds.push(next.clone());
                self.depth.push(self.depth[state] + 1);
                new
            });
            edges.push(Edge { to, effect });
        }
        self.edges.push(edges);
    }

    /// The least number of moves to a matching state.
    pub fn least(&self, mut is_match: impl FnMut(usize) -> bool) -> Option<usize> {
        (0..self.worlds.len()).filter(|&state| is_match(state)).map(|state| self.depth[state]).min()
    }

    /// The least number of moves up to and including a matching one; 0 if what happens before the first matches.
    pub fn least_move(&self, is_match: impl Fn(&Effect) -> bool) -> Option<usize> {
        if is_match(&self.start) {
            return Some(0);
        }
        self.least(|state| self.edges[state].iter().any(|edge| is_match(&edge.effect))).map(|moves| moves + 1)
    }

    /// Whether a state has no moves.
    pub fn is_end(&self, state: usize) -> bool {
        self.edges[state].is_empty()
    }

    /// The movers of a state.
    pub fn movers(&self, state: usize) -> Set {
        self.edges[state].iter().fold(0, |movers, edge| movers | edge.effect.by)
    }

    /// For each state the union over itself and all later states: the least sets with `of(s) ⊇ own(s) ∪ of(t)` for each
    /// move from s to t.
    pub fn gathered(&self, own: impl Fn(usize) -> Set) -> Vec<Set> {
        let mut of: Vec<Set> = (0..self.worlds.len()).map(own).collect();
        let mut is_changing = true;
        while std::mem::take(&mut is_changing) {
            for state in (0..of.len()).rev() {
                let more = self.edges[state].iter().fold(of[state], |more, edge| more | of[edge.to]);
                is_changing |= more != of[state];
                of[state] = more;
            }
        }
        of
    }

    /// The states along a schedule, starting with the first one.
    ///
    /// # Panics
    ///
    /// If a number is not among the choices.
    pub fn path(&self, schedule: &[u32]) -> Vec<usize> {
        let mut path = vec![0];
        for &number in schedule {
            let at = path[path.len() - 1];
            let edge = self.edges[at].get(number as usize).expect("a schedule's numbers are choices");
            path.push(edge.to);
        }
        path
    }
}
