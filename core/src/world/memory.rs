//! Shared memory: regions, their protection, cells and hardware instructions.
//!
//! A region's owner creates it and is attached to it; every other process asks the system, which checks the owner's
//! list. Using a region unattached, or writing one attached read-only, is a protection fault that terminates that
//! process and no other (Silberschatz et al., § 3.5). A region with neither an owner nor a list is open to all from the
//! start, as variables are to the threads of one process.
//!
//! An item of several cells is written and read cell by cell: another process can interleave, and then the item read is
//! torn. A hardware instruction reads and writes one cell in one step (§ 6.4.2).

use super::{Fault, Ready, Record, World};
use crate::event::{Kind, Wait};
use crate::id::RegionId;
use crate::program::{Op, Place, Program, instructed};
use crate::scenario::tree::Instruction;
use crate::value::Value;

/// A process's access to a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Not attached.
    None,
    /// Attached read-only.
    ReadOnly,
    /// Attached for reading and writing.
    ReadWrite,
}

impl World {
    /// Sets the initial values of the cells, and which regions exist.
    pub(super) fn fill_memory(&mut self, program: &Program) {
        for field in &program.fields {
            let first = self.layout.cells + field.first_cell as usize;
            let count = field.slots.unwrap_or(1) * field.cells;
            self.words[first..first + count as usize].fill(field.initial.word());
        }
        for (number, memory) in program.memories.iter().enumerate() {
            self.words[self.layout.regions + number] = i64::from(memory.owner.is_none());
        }
    }

    /// Whether a region has been created.
    pub fn is_created(&self, memory: RegionId) -> bool {
        self.words[self.layout.regions + memory.index()] != 0
    }

    /// The value of a cell.
    pub fn cell(&self, cell: usize) -> Value {
        Value::from_word(self.words[self.layout.cells + cell])
    }

    /// A process's access to a region; every process has access to one that is open to all.
    pub fn access(&self, program: &Program, process: usize, memory: RegionId) -> Access {
        if program.memories[memory.index()].is_open() {
            return Access::ReadWrite;
        }
        match access_place(program, process, memory.index()).map(|place| self.words[self.layout.accesses + place]) {
            Some(1) => Access::ReadOnly,
            Some(2) => Access::ReadWrite,
            _ => Access::None,
        }
    }

    pub(super) fn ready_to_attach(&self, program: &Program, process: usize, memory: u16, read_only: bool) -> Ready {
        let of = &program.memories[usize::from(memory)];
        if !self.is_created(RegionId(memory)) {
            return Ready::Wait(Wait::Created, memory);
        }
        let approved = of.is_open()
            || of.owner == Some(process as u16)
            || of.allow.iter().any(|&(allowed, only)| usize::from(allowed) == process && (read_only || !only));
        if approved { Ready::Go } else { Ready::Never(Fault::NotAllowed, memory) }
    }

    pub(super) fn create(&mut self, program: &Program, process: usize, memory: u16, record: &mut impl Record) {
        if self.is_created(RegionId(memory)) {
            return self.fail(program, process, Fault::CreatedTwice, memory, record);
        }
        self.words[self.layout.regions + usize::from(memory)] = 1;
        self.set_access(program, process, memory, 2);
        record.note(process as u16, Kind::Create, memory, &[]);
        self.pass(program, process, record);
    }

    pub(super) fn attach(
        &mut self,
        program: &Program,
        process: usize,
        memory: u16,
        read_only: bool,
        op: Op,
        record: &mut impl Record,
    ) {
        if let Ready::Never(fault, object) = self.ready(program, process, op) {
            return self.fail(program, process, fault, object, record);
        }
        self.set_access(program, process, memory, if read_only { 1 } else { 2 });
        record.note(process as u16, Kind::Attach, memory, &[Value::truth(read_only)]);
        self.succeed(program, process, op);
        self.pass(program, process, record);
    }

    pub(super) fn detach(&mut self, program: &Program, process: usize, memory: u16, record: &mut impl Record) {
        if self.access(program, process, RegionId(memory)) == Access::None {
            return self.fail(program, process, Fault::NotAttached, memory, record);
        }
        self.set_access(program, process, memory, 0);
        record.note(process as u16, Kind::Detach, memory, &[]);
        self.pass(program, process, record);
    }

    fn set_access(&mut self, program: &Program, process: usize, memory: u16, access: i64) {
        if let Some(place) = access_place(program, process, usize::from(memory)) {
            self.words[self.layout.accesses + place] = access;
        }
    }

    /// The slot of an item, if the process has the access that it needs.
    pub(crate) fn slot(
        &self,
        program: &Program,
        process: usize,
        place: &Place,
        writes: bool,
    ) -> Result<u32, (Fault, u16)> {
        let field = &program.fields[usize::from(place.field)];
        match self.access(program, process, RegionId(field.memory)) {
            Access::None => return Err((Fault::NotAttached, field.memory)),
            Access::ReadOnly if writes => return Err((Fault::ReadOnly, field.memory)),
            _ => {}
        }
        let Some(slot) = place.slot else { return Ok(0) };
        let slot = self.number(program, process, slot).map_err(|fault| (fault, field.memory))?;
        let slots = field.slots.unwrap_or(1);
        u32::try_from(slot).ok().filter(|&slot| slot < slots).ok_or((Fault::NoSuchIndex, field.memory))
    }

    /// Reads one cell of an item. Values of the event: slot, cell, value.
    pub(super) fn read(
        &mut self,
        program: &Program,
        process: usize,
        (into, place, cell): (u16, u32, u16),
        record: &mut impl Record,
    ) {
        let place = &program.places[place as usize];
        match self.slot(program, process, place, false) {
            Ok(slot) => {
                let value = self.cell(program.first_cell(place.field, slot) + usize::from(cell));
                record.note(process as u16, Kind::Read, place.field, &about_cell(slot, cell, value));
                self.set_local(program, process, into, value);
                self.pass(program, process, record);
            }
            Err((fault, memory)) => self.fail(program, process, fault, memory, record),
        }
    }

    /// Writes one cell of an item. Values of the event: slot, cell, new value.
    pub(super) fn write(
        &mut self,
        program: &Program,
        process: usize,
        (place, cell, value): (u32, u16, u32),
        record: &mut impl Record,
    ) {
        let place = &program.places[place as usize];
        let slot = match self.slot(program, process, place, true) {
            Ok(slot) => slot,
            Err((fault, memory)) => return self.fail(program, process, fault, memory, record),
        };
        let memory = program.fields[usize::from(place.field)].memory;
        let value = match self.evaluate(program, process, *self.operand(program, value)) {
            Ok(value) => value,
            Err(fault) => return self.fail(program, process, fault, memory, record),
        };
        let at = self.layout.cells + program.first_cell(place.field, slot) + usize::from(cell);
        self.words[at] = value.word();
        record.note(process as u16, Kind::Write, place.field, &about_cell(slot, cell, value));
        self.pass(program, process, record);
    }

    /// Executes a hardware instruction. Values of the event: slot, instruction, old value, new value of the cell.
    pub(super) fn instruct(
        &mut self,
        program: &Program,
        process: usize,
        (into, place, instruction, first): (u16, u32, Instruction, u32),
        record: &mut impl Record,
    ) {
        let place = &program.places[place as usize];
        let slot = match self.slot(program, process, place, true) {
            Ok(slot) => slot,
            Err((fault, memory)) => return self.fail(program, process, fault, memory, record),
        };
        let memory = program.fields[usize::from(place.field)].memory;
        let mut values = [Value::ZERO; 2];
        for (offset, value) in values.iter_mut().enumerate().take(instruction.values()) {
            match self.evaluate(program, process, *self.operand(program, first + offset as u32)) {
                Ok(known) => *value = known,
                Err(fault) => return self.fail(program, process, fault, memory, record),
            }
        }
        let cell = program.first_cell(place.field, slot);
        let old = self.cell(cell);
        let Some(new) = instructed(instruction, old, values) else {
            let is_text = [old, values[0]].iter().any(|value| value.as_number().is_none());
            let fault = if is_text { Fault::TextAsNumber } else { Fault::Overflow };
            return self.fail(program, process, fault, memory, record);
        };
        self.words[self.layout.cells + cell] = new.word();
        let number = Value::from_word(instruction as i64);
        record.note(
            process as u16,
            Kind::Instruct,
            place.field,
            &[Value::from_word(i64::from(slot)), number, old, new],
        );
        self.set_local(program, process, into, old);
        self.pass(program, process, record);
    }

    /// Assembles an item that was read cell by cell. An item whose cells differ is torn; values of the event: the
    /// value of each cell only, since the slot is no longer known.
    pub(super) fn assemble(
        &mut self,
        program: &Program,
        process: usize,
        (into, first, count, place): (u16, u16, u16, u32),
        record: &mut impl Record,
    ) {
        let whole = self.local(program, process, first);
        let is_torn = (1..count).any(|cell| self.local(program, process, first + cell) != whole);
        if is_torn {
            let mut cells = alloc::vec::Vec::new();
            cells.extend((0..count).map(|cell| self.local(program, process, first + cell)));
            record.note(process as u16, Kind::Torn, program.places[place as usize].field, &cells);
        }
        self.set_local(program, process, into, if is_torn { program.torn() } else { whole });
    }
}

fn about_cell(slot: u32, cell: u16, value: Value) -> [Value; 3] {
    [Value::from_word(i64::from(slot)), Value::from_word(i64::from(cell)), value]
}

/// The index of a process's access to a region among all access words.
pub(super) fn access_place(program: &Program, process: usize, memory: usize) -> Option<usize> {
    let of = &program.memories[memory];
    if of.owner == Some(process as u16) {
        return Some(of.first_access);
    }
    let place = of.allow.iter().position(|&(allowed, _)| usize::from(allowed) == process)?;
    Some(of.first_access + 1 + place)
}
