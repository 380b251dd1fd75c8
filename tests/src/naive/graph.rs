//! All states, breadth first, and what each move does.

use std::collections::HashMap;

use ipcscope_core::program::Program;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::value::Value;
use ipcscope_core::world::{NETWORK, Record, World};

/// Some processes: a bit each. Where movers are meant, the bit after the last process stands for the network.
pub type Set = u64;

/// The set of one process.
pub fn set(process: usize) -> Set {
    1 << process
}

/// The members of a set, ascending.
pub fn members(of: Set) -> Vec<u16> {
    (0..64).filter(|&process| of & set(process) != 0).map(|process| process as u16).collect()
}

/// What one move does, or what happens before the first.
#[derive(Clone, Debug, Default)]
pub struct Did {
    /// Whose move it is: of two at a rendezvous.
    pub by: Set,
    /// Who gets ahead by it.
    pub ahead: Set,
    /// It does what the program is for.
    pub works: bool,
    /// Something was tried in vain, or looked at.
    pub in_vain: bool,
    /// Somebody faults.
    pub faults: bool,
    /// An item is read that is pieced together.
    pub tears: bool,
    /// What is printed, and by whom.
    pub prints: Vec<(u16, Vec<Value>)>,
}

impl Record for Did {
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
            self.ahead |= own();
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
        self.ahead |= set(usize::from(process));
        self.works = true;
    }

    fn looked(&mut self, _: u16) {
        self.in_vain = true;
    }
}

/// A move.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The state that it leads to.
    pub to: usize,
    /// What it does.
    pub did: Did,
}

/// All states and all moves. A state's number is its place in the order in which they were found; 0 is the first.
pub struct Graph {
    /// Every state.
    pub worlds: Vec<World>,
    /// The number of each.
    pub known: HashMap<World, usize>,
    /// The least number of moves to each.
    pub depth: Vec<usize>,
    /// The moves of each, in the order of its choices.
    pub edges: Vec<Vec<Edge>>,
    /// What happens before the first move.
    pub start: Did,
    /// How many processes there are.
    pub processes: usize,
}

impl Graph {
    /// Every state that can be reached; `None` where there are more than `most`.
    pub fn of(program: &Program, most: usize) -> Option<Graph> {
        let processes = program.processes.len();
        assert!(processes < 64, "sets of processes have 64 bits, one of them for the network");
        let mut start = Did::default();
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
            let (mut next, mut did) = (world.clone(), Did::default());
            next.step(program, chosen, &mut did);
            did.by |= match chosen.process {
                NETWORK => set(self.processes),
                process => set(usize::from(process)),
            };
            let new = self.worlds.len();
            let to = *self.known.entry(next).or_insert_with_key(|next| {
                self.worlds.push(next.clone());
                self.depth.push(self.depth[state] + 1);
                new
            });
            edges.push(Edge { to, did });
        }
        self.edges.push(edges);
    }

    /// The least number of moves to a state that is so.
    pub fn least(&self, mut is_so: impl FnMut(usize) -> bool) -> Option<usize> {
        (0..self.worlds.len()).filter(|&state| is_so(state)).map(|state| self.depth[state]).min()
    }

    /// The least number of moves up to and with one that is so; 0 where what happens before the first is.
    pub fn least_move(&self, is_so: impl Fn(&Did) -> bool) -> Option<usize> {
        if is_so(&self.start) {
            return Some(0);
        }
        self.least(|state| self.edges[state].iter().any(|edge| is_so(&edge.did))).map(|moves| moves + 1)
    }

    /// Whether a state has no moves.
    pub fn is_end(&self, state: usize) -> bool {
        self.edges[state].is_empty()
    }

    /// To whom some move of a state belongs.
    pub fn movers(&self, state: usize) -> Set {
        self.edges[state].iter().fold(0, |movers, edge| movers | edge.did.by)
    }

    /// What every state says of itself, and of all that come after it: the least sets with `of(s) ⊇ own(s) ∪ of(t)` for each
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

    /// The states after each move of a schedule, the first one before them.
    ///
    /// # Panics
    /// Where a number is no choice.
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
