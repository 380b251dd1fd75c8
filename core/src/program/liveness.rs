//! Live variables: the variables of a process that may still be read at each place of its program, before they are
//! written again.
//!
//! The usual backward analysis (Aho et al., *Compilers*, § 9.2.5). If it is uncertain, a variable counts as live.

use alloc::vec::Vec;

use super::{NO_LOCAL, Operand, Program, Term};

/// The largest product of operations and variables of a process that is analysed: the analysis needs that much memory.
const MOST: usize = 1 << 20;

/// The live variables at each place of a process's program, and after its end.
#[derive(Clone, Debug)]
pub(crate) struct Liveness {
    variables: usize,
    live: Vec<bool>,
}

impl Liveness {
    /// `always` are variables that count as live everywhere. `None` if the process is too large.
    pub fn new(program: &Program, process: usize, always: &[u16]) -> Option<Liveness> {
        let of = &program.processes[process];
        let (places, variables) = (of.ops.len() + 1, of.locals.len());
        if places * variables > MOST {
            return None;
        }
        let mut live = alloc::vec![false; places * variables];
        for &variable in always {
            (0..places).for_each(|place| live[place * variables + usize::from(variable)] = true);
        }
        let mut liveness = Liveness { variables, live };
        while liveness.pass(program, process) {}
        Some(liveness)
    }

    /// The dead variables at a place; `None` is the place after the end.
    pub fn dead(&self, place: Option<usize>) -> impl Iterator<Item = u16> + '_ {
        let first = place.map_or(self.live.len().saturating_sub(self.variables), |place| place * self.variables);
        (0..self.variables).filter(move |variable| !self.live[first + variable]).map(|variable| variable as u16)
    }

    /// One pass from the last place to the first; whether it has changed anything.
    fn pass(&mut self, program: &Program, process: usize) -> bool {
        let ops = &program.processes[process].ops;
        let mut is_changing = false;
        for (place, &op) in ops.iter().enumerate().rev() {
            let mut live = alloc::vec![false; self.variables];
            program.each_next(place, op, &mut |next| {
                let first = next as usize * self.variables;
                live.iter_mut().zip(&self.live[first..]).for_each(|(live, &then)| *live |= then);
            });
            let effects = op.effects(program);
            effects.writes.clone().for_each(|variable| live[usize::from(variable)] = false);
            if let Some(attempt) = op.attempt() {
                live[usize::from(program.attempts[usize::from(attempt)].result)] = false;
            } else {
                // A `try` or a `within` may receive nothing.
                let (targets, who) = effects.receives;
                let targets = &program.targets[targets.start as usize..targets.end as usize];
                let received = targets.iter().copied().chain((who != NO_LOCAL).then_some(who));
                received.for_each(|variable| live[usize::from(variable)] = false);
            }
            // Only the arm that is taken sets its variables.
            program.each_act(op, &mut |act| {
                let effects = act.effects(program);
                effects.reads.clone().for_each(|variable| live[usize::from(variable)] = true);
                for operand in effects.inputs.iter().cloned().flatten() {
                    program.each_variable(operand, &mut |variable| live[usize::from(variable)] = true);
                }
            });
            let first = place * self.variables;
            for (known, live) in self.live[first..first + self.variables].iter_mut().zip(live) {
                is_changing |= live && !*known;
                *known |= live;
            }
        }
        is_changing
    }
}

impl Program {
    /// Calls `found` for every variable of its process that an operand reads.
    fn each_variable(&self, operand: u32, found: &mut dyn FnMut(u16)) {
        match self.operands[operand as usize] {
            Operand::Constant(_) => {}
            Operand::Local(local) => found(local),
            Operand::Terms { start, len } => {
                for term in &self.terms[start as usize..(start + len) as usize] {
                    match *term {
                        Term::Local(local) | Term::Torn(local) => found(local),
                        Term::Constant(_)
                        | Term::Of(_)
                        | Term::Cell(_)
                        | Term::Inspect(..)
                        | Term::Permits(_)
                        | Term::Held(_)
                        | Term::ProcessFrom(..)
                        | Term::Not
                        | Term::Negate
                        | Term::Binary(_)
                        | Term::AndThen(_)
                        | Term::OrElse(_)
                        | Term::Truth => {}
                    }
                }
            }
        }
    }
}

/// Stores for each process the temporary variables that are dead at each place: they are no part of a state.
pub(super) fn find_unneeded(program: &mut Program) {
    for number in 0..program.processes.len() {
        let of = &program.processes[number];
        let Some(liveness) =
            Liveness::new(program, number, &[]).filter(|_| of.locals.iter().any(|name| is_temporary(name)))
        else {
            continue;
        };
        let places = (0..of.ops.len()).map(Some).chain([None]);
        let unneeded = places.map(|place| {
            liveness.dead(place).filter(|&variable| is_temporary(&of.locals[usize::from(variable)])).collect()
        });
        program.processes[number].unneeded = unneeded.collect();
    }
}

/// Whether a variable exists only for a while: one of the compiler's own, which have no names, or of a procedure's, `insert.x`.
fn is_temporary(name: &str) -> bool {
    name.is_empty() || name.contains('.')
}
