//! The footprint of a move: the components it reads or changes, besides the process that makes it. They decide what the
//! move does.
//!
//! A state is a vector of components: the parts of the world, and for each process whether it is alive, where others
//! can notice that. A process about to execute an operation depends on few of them, known from the operation and the
//! process's own variables. A footprint may name too many, never too few.

use alloc::vec::Vec;

use crate::program::{Check, NO_LOCAL, Op, Program, Promise, Target, Term, Use};
use crate::world::{Part, World};

/// The components of a program's states, by number: the parts of the world, then the lives of the processes.
#[derive(Clone, Debug)]
pub(super) struct Components {
    pub parts: Vec<Part>,
    channels: u32,
    locks: u32,
    cells: u32,
    regions: u32,
    /// `None` if no process receives from any.
    arrivals: Option<u32>,
    pub failed: u32,
    lives: u32,
    /// Processes whose end others can notice.
    pub is_noticed: Vec<bool>,
    /// For each channel, the senders that may wait for a receipt.
    receipt_senders: Vec<Vec<u16>>,
    /// For each process, the channels `to all` it receives from, and its others with an order of waiting.
    ends_at: Vec<Vec<u16>>,
}

impl Components {
    pub fn new(program: &Program) -> Components {
        let parts = Part::all(program);
        let channels = program.processes.len() as u32;
        let locks = channels + program.channels.len() as u32;
        let cells = locks + program.locks.len() as u32;
        let regions = cells + program.cells as u32;
        let lives = parts.len() as u32;
        let takes_any = program.processes.iter().any(|process| process.takes_any);
        let arrivals = takes_any.then_some(regions + program.memories.len() as u32);
        let mut components = Components {
            parts,
            channels,
            locks,
            cells,
            regions,
            arrivals,
            failed: lives - 1,
            lives,
            is_noticed: alloc::vec![false; program.processes.len()],
            receipt_senders: alloc::vec![Vec::new(); program.channels.len()],
            ends_at: alloc::vec![Vec::new(); program.processes.len()],
        };
        components.scan_channels(program);
        for process in 0..program.processes.len() {
            components.scan_sends(program, process);
        }
        components
    }

    fn scan_channels(&mut self, program: &Program) {
        for (number, channel) in program.channels.iter().enumerate() {
            let readers = channel.receivers.iter().copied().filter(|_| channel.is_to_all());
            let ends = channel.direct.into_iter().flat_map(|(from, to)| [from, to]);
            for process in readers.chain(ends).chain(channel.owner) {
                self.is_noticed[usize::from(process)] = true;
            }
            for &reader in channel.receivers.iter().filter(|_| channel.is_to_all() || channel.has_line()) {
                self.ends_at[usize::from(reader)].push(number as u16);
            }
        }
    }

    fn scan_sends(&mut self, program: &Program, process: usize) {
        for op in program.acts(process) {
            let Op::Send { to, message, .. } = op else { continue };
            let message = &program.messages[message as usize];
            if message.awaited || message.unread != NO_LOCAL {
                for channel in program.channels_of(process, to, true) {
                    self.receipt_senders[usize::from(channel)].push(process as u16);
                }
            }
        }
    }

    /// The number of components.
    pub fn len(&self) -> usize {
        self.lives as usize + self.is_noticed.len()
    }

    /// The component that says whether a process is alive.
    pub fn life(&self, process: usize) -> u32 {
        self.lives + process as u32
    }

    /// The process that a component is, or is the life of.
    pub fn process_of(&self, component: u32) -> Option<usize> {
        match component {
            life if life >= self.lives => Some((life - self.lives) as usize),
            process => (process < self.channels).then_some(process as usize),
        }
    }

    /// Whether a sender to a channel may wait for a receipt.
    pub fn may_await_receipt(&self, channel: u16) -> bool {
        !self.receipt_senders[usize::from(channel)].is_empty()
    }

    pub fn channel(&self, channel: u16) -> u32 {
        self.channels + u32::from(channel)
    }

    pub fn cell(&self, cell: u32) -> u32 {
        self.cells + cell
    }

    /// The components that the next move of a process reads or changes, besides its own and its life; ascending.
    pub fn of_process(&self, program: &Program, world: &World, process: usize) -> Vec<u32> {
        let mut found = Vec::new();
        if let Some(op) = world.op(program, process) {
            self.add_op(program, process, op, Some(world), &mut found);
            if let Op::Atomic { end } = op {
                let first = world.place(process).map_or(0, |place| place + 1);
                for &op in &program.processes[process].ops[first..end as usize] {
                    self.add_op(program, process, op, None, &mut found);
                }
                found.push(self.failed);
            }
            self.add_end(program, process, &mut found);
        }
        self.sorted(found, Some(process))
    }

    /// The components that any operation of a process could read or change, besides its own.
    pub fn of_all(&self, program: &Program, process: usize) -> Vec<u32> {
        let mut found = Vec::new();
        for op in program.acts(process) {
            self.add_op(program, process, op, None, &mut found);
        }
        self.add_end(program, process, &mut found);
        self.sorted(found, Some(process))
    }

    /// Calls `seen` with every component that a check reads.
    pub fn each_seen(&self, program: &Program, check: &Check, seen: &mut dyn FnMut(u32)) {
        if let Some(condition) = check.promise.condition() {
            program.each_seen(condition, &mut |term| self.each_seen_by(program, term, seen));
        }
        if let Promise::AtMost { .. } = check.promise {
            let observed = |&process: &usize| program.processes[process].observed;
            (0..program.processes.len()).filter(observed).for_each(|process| seen(process as u32));
        }
    }

    fn each_seen_by(&self, program: &Program, term: Term, seen: &mut dyn FnMut(u32)) {
        match term {
            Term::Of(place) => {
                let owner = program.processes.partition_point(|process| process.first_local <= place as usize);
                // Several may begin at the same place; only the last of them has variables.
                seen(owner as u32 - 1);
            }
            Term::Cell(cell) => seen(self.cell(cell)),
            Term::Inspect(_, channel) => seen(self.channel(channel)),
            Term::Permits(lock) | Term::Held(lock) => seen(self.locks + u32::from(lock)),
            Term::Constant(_)
            | Term::Local(_)
            | Term::Torn(_)
            | Term::ProcessFrom(..)
            | Term::Not
            | Term::Negate
            | Term::Binary(_)
            | Term::AndThen(_)
            | Term::OrElse(_)
            | Term::Truth => {}
        }
    }

    /// The footprint of the network's next move for a channel.
    pub fn of_network(&self, program: &Program, channel: u16) -> Vec<u32> {
        let mut found = Vec::new();
        self.add_channel(program, channel, &mut found);
        self.sorted(found, None)
    }

    fn sorted(&self, mut found: Vec<u32>, process: Option<usize>) -> Vec<u32> {
        found.sort_unstable();
        found.dedup();
        let is_own = |component: u32| self.process_of(component).is_some_and(|other| Some(other) == process);
        found.retain(|&component| !is_own(component));
        found
    }

    /// With a `world`, the state is known; without one, every object that the operation could use counts.
    fn add_op(&self, program: &Program, process: usize, op: Op, world: Option<&World>, found: &mut Vec<u32>) {
        program.each_act(op, &mut |act| {
            for used in act.effects(program).uses.into_iter().flatten() {
                self.add_use(program, process, used, world, found);
            }
        });
    }

    fn add_use(&self, program: &Program, process: usize, used: Use, world: Option<&World>, found: &mut Vec<u32>) {
        match used {
            Use::Send(to) => {
                self.add_channels(program, process, to, true, world, found);
                self.add_receivers(program, process, to, world, found);
            }
            Use::Receipt(to) | Use::Inspect(to) => self.add_channels(program, process, to, true, world, found),
            Use::Receive(to) | Use::Post(to) => {
                self.add_channels(program, process, to, false, world, found);
                if to == Target::Any {
                    found.extend(self.arrivals.map(|first| first + process as u32));
                }
            }
            Use::Create(memory) | Use::Attach(memory) | Use::Detach(memory) => {
                found.push(self.regions + u32::from(memory));
            }
            Use::Read(place, cell) => self.add_cell(program, process, (place, cell, false), world, found),
            Use::Write(place, cell) => self.add_cell(program, process, (place, cell, true), world, found),
            Use::Modify(place) => self.add_cell(program, process, (place, 0, true), world, found),
            Use::Take(lock) | Use::Give(lock) => self.add_locks(program, process, lock, world, found),
            // The set of sleepers is a component of its own.
            Use::Sleep(_) | Use::Wake(_) => {}
            Use::Notify(condition) => {
                for lock in self.locks_of(program, process, condition, world) {
                    let takers = program.locks[usize::from(lock)].takers.iter();
                    found.extend(takers.map(|&taker| u32::from(taker)));
                }
            }
            Use::Abort => found.push(self.failed),
        }
    }

    /// The locks that an operation uses in a state; without one, all that it could use.
    fn locks_of(&self, program: &Program, process: usize, to: Target, world: Option<&World>) -> Vec<u16> {
        match (world, to) {
            (Some(world), Target::One(_) | Target::OneOf { .. }) => {
                world.resolve(program, process, to, true).into_iter().collect()
            }
            _ => to.numbers().collect(),
        }
    }

    /// The channels, likewise.
    fn channels_of(
        &self,
        program: &Program,
        process: usize,
        to: Target,
        sends: bool,
        world: Option<&World>,
    ) -> Vec<u16> {
        match (world, to) {
            (Some(world), Target::One(_) | Target::OneOf { .. } | Target::Process { .. }) => {
                world.resolve(program, process, to, sends).into_iter().collect()
            }
            _ => program.channels_of(process, to, sends),
        }
    }

    fn add_channels(
        &self,
        program: &Program,
        process: usize,
        to: Target,
        sends: bool,
        world: Option<&World>,
        found: &mut Vec<u32>,
    ) {
        for channel in self.channels_of(program, process, to, sends, world) {
            self.add_channel(program, channel, found);
        }
    }

    fn add_channel(&self, program: &Program, channel: u16, found: &mut Vec<u32>) {
        let of = &program.channels[usize::from(channel)];
        found.push(self.channel(channel));
        found.extend(of.owner.map(|owner| self.life(usize::from(owner))));
        if let Some((from, to)) = of.direct {
            found.extend([from, to].map(|end| self.life(usize::from(end))));
            let arrivals = self.arrivals.filter(|_| program.processes[usize::from(to)].takes_any);
            found.extend(arrivals.map(|first| first + u32::from(to)));
        }
        if of.is_to_all() {
            found.extend(of.receivers.iter().map(|&reader| self.life(usize::from(reader))));
        }
        found.extend(self.receipt_senders[usize::from(channel)].iter().map(|&sender| u32::from(sender)));
    }

    /// The processes that could be partners of a rendezvous.
    fn add_receivers(
        &self,
        program: &Program,
        process: usize,
        to: Target,
        world: Option<&World>,
        found: &mut Vec<u32>,
    ) {
        for channel in self.channels_of(program, process, to, true, world) {
            let of = &program.channels[usize::from(channel)];
            if !of.is_rendezvous() || program.is_remote(process, channel) {
                continue;
            }
            for &receiver in of.receivers.iter().filter(|&&receiver| usize::from(receiver) != process) {
                found.push(u32::from(receiver));
                self.add_end(program, usize::from(receiver), found);
            }
        }
    }

    /// The components that change when a process terminates, or stops waiting.
    fn add_end(&self, program: &Program, process: usize, found: &mut Vec<u32>) {
        for &channel in &self.ends_at[process] {
            self.add_channel(program, channel, found);
        }
    }

    fn add_cell(
        &self,
        program: &Program,
        process: usize,
        (place, cell, writes): (u32, u16, bool),
        world: Option<&World>,
        found: &mut Vec<u32>,
    ) {
        let place = &program.places[place as usize];
        let slots = match world {
            Some(world) => match world.slot(program, process, place, writes) {
                Ok(slot) => slot..slot + 1,
                Err(_) => 0..0,
            },
            None => 0..program.fields[usize::from(place.field)].slots.unwrap_or(1),
        };
        found.extend(slots.map(|slot| {
            let cell = program.first_cell(place.field, slot) + usize::from(cell);
            self.cell(cell as u32)
        }));
    }

    fn add_locks(&self, program: &Program, process: usize, lock: Target, world: Option<&World>, found: &mut Vec<u32>) {
        let locks = self.locks_of(program, process, lock, world);
        found.extend(locks.into_iter().map(|lock| self.locks + u32::from(lock)));
    }
}
