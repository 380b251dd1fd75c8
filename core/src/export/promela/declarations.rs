//! Declarations before the processes: channels, locks, shared memory, and the global variables of each process.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Model;
use super::kind::TORN;
use super::shapes::capacity;
use super::subjects::array;
use crate::program::{LockKind, Op, Promise, Shown};
use crate::value::Value;

impl Model<'_> {
    /// For each process, whether others can notice its end or a check depends on it.
    pub fn find_noticed(&self) -> Vec<bool> {
        let program = self.program;
        let finishes = program.checks.iter().any(|check| matches!(check.promise, Promise::AlwaysFinishes));
        let mut noticed: Vec<bool> = program.processes.iter().map(|process| finishes && !process.server).collect();
        for channel in &program.channels {
            let is_used = !channel.senders.is_empty() || !channel.receivers.is_empty();
            if let Some((from, to)) = channel.direct.filter(|_| is_used) {
                (noticed[usize::from(from)], noticed[usize::from(to)]) = (true, true);
            }
            if let Some(owner) = channel.owner {
                noticed[usize::from(owner)] = true;
            }
            for &reader in channel.receivers.iter().filter(|_| channel.is_to_all()) {
                noticed[usize::from(reader)] = true;
            }
        }
        noticed
    }

    /// Everything that is not local to one process.
    pub fn declarations(&self) -> String {
        let mut out = String::new();
        self.declare_texts(&mut out);
        self.declare_channels(&mut out);
        self.declare_locks(&mut out);
        self.declare_memory(&mut out);
        self.declare_checked(&mut out);
        self.declare_lives(&mut out);
        out
    }

    /// Whether anything can be a text, or torn.
    pub fn declarations_use_texts(&self) -> bool {
        let strays = |kinds: &[super::kind::Kind]| kinds.iter().any(|kind| kind.strays());
        !self.names.texts.is_empty()
            || strays(&self.kinds.locals)
            || strays(&self.kinds.fields)
            || self.kinds.messages.iter().any(|kinds| strays(kinds))
    }

    fn declare_texts(&self, out: &mut String) {
        let program = self.program;
        if !self.declarations_use_texts() {
            return;
        }
        *out += "/* Texts are numbers that no calculation reaches; their order is the alphabet's. */\n";
        for (&text, (name, code)) in &self.names.texts {
            let written = super::comment(&program.texts[text as usize]);
            *out += &format!("#define {name} ({code}) /* \"{written}\" */\n");
        }
        *out += &format!("#define torn ({TORN})\n#define is_text(value) ((value) < (-2146435072))\n\n");
    }

    fn declare_channels(&self, out: &mut String) {
        for (number, channel) in self.program.channels.iter().enumerate() {
            if channel.senders.is_empty() && channel.receivers.is_empty() && channel.direct.is_some() {
                continue;
            }
            let name = &self.names.channels[number];
            let array = array(self.program, number);
            if array.as_ref().is_some_and(|array| array.start != number) {
                continue;
            }
            let size = match (&array, self.shapes[number].is_guarded) {
                (Some(array), _) => format!("[{}]", array.len()),
                (None, true) => "[3]".into(),
                _ => String::new(),
            };
            let base = name.split('[').next().unwrap_or(name);
            let types = format!("[{}] of {{ {} }}", capacity(channel.capacity), self.types(number));
            if channel.is_to_all() {
                for reader in &channel.receivers {
                    *out += &format!("chan {} = {types};\n", self.copy_of(number as u16, usize::from(*reader)));
                }
            } else {
                let note = if self.shapes[number].is_guarded { " /* nobody is ever at [1] and [2] */" } else { "" };
                *out += &format!("chan {base}{size} = {types};{note}\n");
            }
            if channel.explicit_buffering {
                *out += &format!("byte posted_{base}{size} = 0;\n");
            }
        }
        for (number, process) in self.program.processes.iter().enumerate().filter(|(_, process)| process.takes_any) {
            let room: u32 = process
                .incoming
                .iter()
                .map(|&channel| capacity(self.program.channels[usize::from(channel)].capacity))
                .sum();
            if room > 0 {
                *out += &format!("chan arrivals_{} = [{room}] of {{ byte }};\n", self.names.processes[number]);
            }
        }
        if self.program.channels.iter().any(|channel| channel.is_rendezvous()) {
            *out += "chan back = [0] of { bit }; /* whoever has met a sender lets it go on */\n";
        }
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
    }

    /// The types of a message's parts.
    fn types(&self, channel: usize) -> String {
        let shape = &self.shapes[channel];
        let mut types = Vec::new();
        if shape.has_count() {
            types.push("byte");
        }
        let kinds = &self.kinds.messages[channel];
        types.extend((0..shape.width).map(|value| kinds.get(value).map_or("byte", |kind| kind.name())));
        if shape.has_sender {
            types.push("byte");
        }
        if shape.has_awaited {
            types.push("bit");
        }
        types.join(", ")
    }

    fn declare_locks(&self, out: &mut String) {
        let mut any = false;
        let has_mutex = self.program.locks.iter().any(|lock| lock.kind == LockKind::Mutex);
        if has_mutex {
            *out += "#define free 255\n";
        }
        for (number, lock) in self.program.locks.iter().enumerate() {
            let name = &self.names.locks[number];
            let base = name.split('[').next().unwrap_or(name);
            let is_first = number == 0 || !self.names.locks[number - 1].starts_with(&format!("{base}["));
            if name.contains('[') && !is_first {
                continue;
            }
            let count = self.names.locks.iter().filter(|other| other.starts_with(&format!("{base}["))).count();
            let size = if name.contains('[') { format!("[{count}]") } else { String::new() };
            any = true;
            match lock.kind {
                LockKind::Semaphore { initial, .. } => {
                    *out += &format!("{} {base}{size} = {initial};\n", self.permits(number))
                }
                LockKind::Mutex => *out += &format!("byte {base}{size} = free; /* or the number of its holder */\n"),
                LockKind::Condition | LockKind::Barrier { .. } => {
                    *out += &format!("#define {base} {} /* a {} */\n", number + 1, lock.kind.noun());
                }
            }
        }
        for number in 0..self.program.processes.len() {
            if self.sleeps(number) {
                *out +=
                    &format!("byte asleep_{} = 0; /* where it waits to be woken */\n", self.names.processes[number]);
            }
        }
        if any {
            out.push('\n');
        }
    }

    /// Promela's type of a semaphore: a signal in a loop may count far.
    fn permits(&self, lock: usize) -> &'static str {
        match self.program.locks[lock].kind {
            LockKind::Semaphore { initial, .. } if initial <= 200 => "byte",
            _ => "int",
        }
    }

    /// Whether a process sleeps on a condition variable anywhere.
    pub fn sleeps(&self, process: usize) -> bool {
        self.program.processes[process].ops.iter().any(|op| matches!(op, Op::Awake { .. }))
    }

    fn declare_memory(&self, out: &mut String) {
        for (number, field) in self.program.fields.iter().enumerate() {
            let size = match field.slots.unwrap_or(1) * field.cells {
                1 if field.slots.is_none() => String::new(),
                cells => format!("[{cells}]"),
            };
            let note = if field.cells > 1 { format!(" /* {} cells an item */", field.cells) } else { String::new() };
            let initial = self.names.value(self.program, field.initial);
            *out += &format!(
                "{} {}{size} = {initial};{note}\n",
                self.kinds.fields[number].name(),
                self.names.fields[number]
            );
        }
        for (number, memory) in self.program.memories.iter().enumerate().filter(|(_, memory)| !memory.is_open()) {
            let name = &self.names.memories[number];
            if memory.owner.is_some() {
                *out += &format!("bit created_{name} = 0;\n");
            }
            for process in memory.owner.iter().chain(memory.allow.iter().map(|(process, _)| process)) {
                let process = &self.names.processes[usize::from(*process)];
                *out += &format!("byte {process}_at_{name} = 0; /* 1: attached read-only, 2: attached */\n");
            }
        }
        if !self.program.fields.is_empty() {
            out.push('\n');
        }
    }

    /// Variables and sections of processes that a check reads.
    fn declare_checked(&self, out: &mut String) {
        let before = out.len();
        for process in 0..self.program.processes.len() {
            for local in 0..self.program.processes[process].locals.len() as u16 {
                if self.is_checked(process, local) {
                    *out += &self.declare_local(process, local);
                    *out += ";\n";
                }
            }
            for (section, name) in self.watched(process) {
                let place = self.start.place(process);
                let inside = place.is_some_and(|place| self.program.is_in_section(process, place, section));
                *out += &format!("bit {name} = {}; /* in its section */\n", u8::from(inside));
            }
        }
        if out.len() > before {
            out.push('\n');
        }
    }

    pub fn is_checked(&self, process: usize, local: u16) -> bool {
        super::kinds::is_checked(self.program, self.program.processes[process].first_local + usize::from(local))
    }

    /// `byte n = 3`
    pub fn declare_local(&self, process: usize, local: u16) -> String {
        let kind = self.kinds.local(self.program, process, local).name();
        let name = self.local(process, local);
        match self.start.local(self.program, process, local) {
            Value::ZERO => format!("{kind} {name}"),
            value => format!("{kind} {name} = {}", self.names.value(self.program, value)),
        }
    }

    /// The sections of a process whose number a check counts: the text, and the variable that says whether the process
    /// is there.
    pub fn watched(&self, process: usize) -> Vec<(u32, String)> {
        let mut watched = Vec::new();
        for check in &self.program.checks {
            if let Promise::AtMost { section, .. } = check.promise
                && self.program.processes[process].ops.contains(&Op::Show { what: Shown::Enter { section } })
                && watched.iter().all(|&(known, _)| known != section)
            {
                let name = super::names::sanitized(&self.program.texts[section as usize]);
                watched.push((section, format!("{}_in_{name}", self.names.processes[process])));
            }
        }
        watched
    }

    fn declare_lives(&self, out: &mut String) {
        *out += "#define alive 0\n#define ended 1\n#define faulted 2\n";
        let life = |number: usize| {
            let how = match (self.start.has_ended(number), self.start.has_faulted(number)) {
                (true, _) => "ended",
                (_, true) => "faulted",
                _ => "alive",
            };
            format!("byte {} = {how};\n", self.life(number))
        };
        let (known, asked): (Vec<usize>, Vec<usize>) =
            (0..self.noticed.len()).partition(|&number| self.noticed[number]);
        known.into_iter().for_each(|number| *out += &life(number));
        if !asked.is_empty() {
            *out += "#ifdef OUTCOMES\n";
            asked.into_iter().for_each(|number| *out += &life(number));
            *out += "#endif\n";
        }
        for number in 0..self.program.processes.len() {
            if self.waits_for_receipts(number) {
                *out += &format!("bit unread_{} = 0; /* it waits for a receipt */\n", self.names.processes[number]);
            }
        }
        out.push('\n');
    }

    /// The variable that says whether a process has terminated.
    pub fn life(&self, process: usize) -> String {
        format!("life_{}", self.names.processes[process])
    }

    fn waits_for_receipts(&self, process: usize) -> bool {
        self.program.processes[process].ops.iter().any(|op| matches!(op, Op::Received { .. }))
    }
}
