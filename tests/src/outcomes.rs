//! Every outcome of a scenario by a plain search through all states, with nothing left out: what other searches are held
//! against. An outcome is written as the export to Promela writes it.

use std::collections::{BTreeSet, HashMap};

use ipcscope_core::export::promela::plain;
use ipcscope_core::program::{Program, Promise};
use ipcscope_core::trace::event::Kind;
use ipcscope_core::value::Value;
use ipcscope_core::world::{Record, World};

/// What is known when all states have been seen.
#[derive(Debug, Default)]
pub struct Found {
    /// Of the world and what has been printed.
    pub states: usize,
    /// The end, what each process that prints has printed, what each cell holds.
    pub outcomes: BTreeSet<String>,
    /// How runs can end.
    pub ends: BTreeSet<&'static str>,
    /// For each check: a state or a move was seen that breaks it, or reaches what is possible.
    pub seen: Vec<bool>,
    /// The most words that a process's prints take: a value each, and one for each print.
    pub longest: usize,
}

/// A state, with what each process has printed on the way to it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    world: World,
    printed: Vec<Vec<Vec<Value>>>,
}

#[derive(Default)]
struct Did {
    prints: Vec<(u16, Vec<Value>)>,
    faulted: bool,
    tore: bool,
}

impl Record for Did {
    fn note(&mut self, process: u16, kind: Kind, _: u16, values: &[Value]) {
        match kind {
            Kind::Print => self.prints.push((process, values.to_vec())),
            Kind::Fault => self.faulted = true,
            Kind::Torn => self.tore = true,
            _ => {}
        }
    }
}

impl State {
    fn take(&mut self, did: &Did) {
        for (process, values) in &did.prints {
            self.printed[usize::from(*process)].push(values.clone());
        }
    }

    fn end(&self, program: &Program) -> &'static str {
        let any = |is: &dyn Fn(usize) -> bool| (0..program.processes.len()).any(is);
        match () {
            () if self.world.failed().is_some() => "assertion",
            () if any(&|process| self.world.is_alive(process) && !program.processes[process].server) => "stuck",
            () if any(&|process| self.world.has_faulted(process)) => "fault",
            () if any(&|process| self.world.is_alive(process)) => "quiet",
            () => "finished",
        }
    }

    fn outcome(&self, program: &Program) -> String {
        let show = |value: &Value| plain(&value.show(&program.texts));
        let mut parts = vec![self.end(program).to_string()];
        for (process, prints) in program.processes.iter().zip(&self.printed).filter(|(_, prints)| !prints.is_empty()) {
            let prints: Vec<String> = prints
                .iter()
                .map(|values| values.iter().map(|value| show(value) + ",").collect::<String>() + ";")
                .collect();
            parts.push(format!("{}: {}", plain(&process.name), prints.concat()));
        }
        let cells: u32 = program.fields.iter().map(|field| field.slots.unwrap_or(1) * field.cells).sum();
        parts.extend((0..cells as usize).map(|cell| show(&self.world.cell(cell))));
        parts.join(" | ")
    }
}

/// Looks at every state; `None` where there are more than `most`.
pub fn all(program: &Program, most: usize) -> Option<Found> {
    let mut found = Found { seen: vec![false; program.checks.len()], ..Found::default() };
    let mut did = Did::default();
    let world = World::new(program, &mut did);
    let mut first = State { world, printed: vec![Vec::new(); program.processes.len()] };
    first.take(&did);
    look_at_move(program, &did, &mut found);
    let mut known = HashMap::from([(first.clone(), ())]);
    let mut open = vec![first];
    while let Some(state) = open.pop() {
        if known.len() > most {
            return None;
        }
        let choices = state.world.choices(program);
        look(program, &state, choices.is_empty(), &mut found);
        for chosen in choices {
            let (mut next, mut did) = (state.clone(), Did::default());
            next.world.step(program, chosen, &mut did);
            next.take(&did);
            look_at_move(program, &did, &mut found);
            if known.insert(next.clone(), ()).is_none() {
                open.push(next);
            }
        }
    }
    found.states = known.len();
    Some(found)
}

fn look(program: &Program, state: &State, is_last: bool, found: &mut Found) {
    let words = |prints: &Vec<Vec<Value>>| prints.iter().map(|values| values.len() + 1).sum();
    found.longest = found.longest.max(state.printed.iter().map(words).max().unwrap_or(0));
    let end = if is_last { state.end(program) } else { "" };
    if is_last {
        found.ends.insert(end);
        found.outcomes.insert(state.outcome(program));
    }
    for (number, check) in program.checks.iter().enumerate() {
        found.seen[number] |= match &check.promise {
            Promise::Always(condition) => state.world.holds(program, *condition) != Ok(true),
            Promise::Possible(condition) => state.world.holds(program, *condition) == Ok(true),
            Promise::AtMost { most, section } => state.world.in_section(program, *section) > *most as usize,
            Promise::NeverDeadlock | Promise::NeverStuck => end == "stuck",
            _ => false,
        };
    }
}

fn look_at_move(program: &Program, did: &Did, found: &mut Found) {
    for (number, check) in program.checks.iter().enumerate() {
        found.seen[number] |= match &check.promise {
            Promise::NeverFault => did.faulted,
            Promise::NeverTorn => did.tore,
            Promise::NeverPrint(wanted) | Promise::PossiblePrint(wanted) => {
                did.prints.iter().any(|(_, values)| values == wanted)
            }
            _ => false,
        };
    }
}
