//! The objects of the picture, and their uses: processes, and between them mailboxes, links, memory and locks.

use ipcscope_core::program::{Channel, Lock, LockKind, Program};

/// An object with a place in the picture, by its number in the program; a link by its number here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    Process(usize),
    Mailbox(usize),
    Link(usize),
    Memory(usize),
    Lock(usize),
}

/// How a process uses an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It puts something in: messages, permits, a notification.
    Gives,
    /// It takes something out.
    Takes,
    /// Both, or neither.
    Shares,
}

/// A process's use of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its number.
    pub process: usize,
    /// Index of the object.
    pub object: usize,
    /// How it uses it.
    pub role: Role,
    /// For a mailbox or a link.
    pub channel: Option<usize>,
}

/// The direct link of two processes, for messages one way or both ways.
#[derive(Clone, Debug)]
pub struct Link {
    /// One channel, or two.
    pub channels: Vec<usize>,
}

/// Every object with a place in the picture. The first ones are the processes.
#[derive(Clone, Debug)]
pub struct Cast {
    pub objects: Vec<Object>,
    pub links: Vec<Link>,
    /// Grouped by object.
    pub uses: Vec<Use>,
    /// Where those of each object begin.
    first_use: Vec<usize>,
    /// For each channel, the object that it is, or is a part of.
    of_channel: Vec<Option<usize>>,
    first_memory: usize,
    first_lock: usize,
}

impl Cast {
    pub fn new(program: &Program) -> Cast {
        let mut objects: Vec<Object> = (0..program.processes.len()).map(Object::Process).collect();
        let mut of_channel = vec![None; program.channels.len()];
        for (number, _) in program.channels.iter().enumerate().filter(|(_, channel)| channel.direct.is_none()) {
            of_channel[number] = Some(objects.len());
            objects.push(Object::Mailbox(number));
        }
        let first_memory = objects.len();
        objects.extend((0..program.memories.len()).map(Object::Memory));
        let first_lock = objects.len();
        objects.extend((0..program.locks.len()).map(Object::Lock));
        let links = links(program);
        for (number, link) in links.iter().enumerate() {
            link.channels.iter().for_each(|&channel| of_channel[channel] = Some(objects.len()));
            objects.push(Object::Link(number));
        }
        let mut cast =
            Cast { objects, links, uses: Vec::new(), first_use: Vec::new(), of_channel, first_memory, first_lock };
        cast.find_uses(program);
        cast
    }

    fn find_uses(&mut self, program: &Program) {
        for object in 0..self.objects.len() {
            self.first_use.push(self.uses.len());
            match self.objects[object] {
                Object::Process(_) => {}
                Object::Mailbox(channel) => self.add_channel(program, channel, object),
                Object::Link(link) => {
                    for channel in self.links[link].channels.clone() {
                        self.add_channel(program, channel, object);
                    }
                }
                Object::Memory(memory) => self.add(&program.memories[memory].users, object, Role::Shares, None),
                Object::Lock(lock) => self.add_lock(program, &program.locks[lock], object),
            }
        }
        self.first_use.push(self.uses.len());
    }

    fn add_channel(&mut self, program: &Program, number: usize, object: usize) {
        let channel = &program.channels[number];
        self.add(&channel.senders, object, Role::Gives, Some(number));
        self.add(&channel.receivers, object, Role::Takes, Some(number));
    }

    fn add_lock(&mut self, program: &Program, lock: &Lock, object: usize) {
        if is_signal(lock) {
            self.add(&lock.givers, object, Role::Gives, None);
            self.add(&lock.takers, object, Role::Takes, None);
        } else {
            let uses = |process: &u16| lock.takers.contains(process) || lock.givers.contains(process);
            let users: Vec<u16> = (0..program.processes.len() as u16).filter(uses).collect();
            self.add(&users, object, Role::Shares, None);
        }
    }

    /// The uses of an object.
    pub fn users(&self, object: usize) -> &[Use] {
        &self.uses[self.first_use[object]..self.first_use[object + 1]]
    }

    fn add(&mut self, users: &[u16], object: usize, role: Role, channel: Option<usize>) {
        self.uses.extend(users.iter().map(|&user| Use { process: usize::from(user), object, role, channel }));
    }

    /// The object of a channel; `None` for a link that is not drawn.
    pub fn channel(&self, channel: usize) -> Option<usize> {
        self.of_channel[channel]
    }

    pub fn memory(&self, memory: usize) -> usize {
        self.first_memory + memory
    }

    pub fn lock(&self, lock: usize) -> usize {
        self.first_lock + lock
    }

    /// No other process can notice it.
    pub fn is_independent(&self, program: &Program, process: usize) -> bool {
        let is_alone = |own: &Use| self.users(own.object).iter().all(|other| other.process == process);
        program.processes.len() > 1 && self.uses.iter().filter(|own| own.process == process).all(is_alone)
    }
}

/// Some signal it and others wait for it, so it points from the former to the latter.
fn is_signal(lock: &Lock) -> bool {
    let is_mutex = lock.kind == LockKind::Mutex;
    !is_mutex && !lock.givers.is_empty() && lock.takers.iter().all(|taker| !lock.givers.contains(taker))
}

/// The pairs of processes with a link in use. A process that sends to the value of a variable has a link to every
/// other: those that the other side does not use are left out.
fn links(program: &Program) -> Vec<Link> {
    let directs = || program.channels.iter().enumerate().filter(|(_, channel)| channel.direct.is_some());
    let is_whole = |channel: &Channel| !channel.senders.is_empty() && !channel.receivers.is_empty();
    let has_whole = |users: fn(&Channel) -> &[u16], user: &[u16]| {
        directs().any(|(_, other)| is_whole(other) && users(other) == user)
    };
    let is_drawn = |channel: &Channel| match (&channel.senders[..], &channel.receivers[..]) {
        ([], []) => false,
        (senders, []) => !has_whole(|channel| &channel.senders, senders),
        ([], receivers) => !has_whole(|channel| &channel.receivers, receivers),
        _ => true,
    };
    let mut links: Vec<((u16, u16), Link)> = Vec::new();
    for (number, channel) in directs().filter(|(_, channel)| is_drawn(channel)) {
        let (from, to) = channel.direct.expect("it is direct");
        let ends = (from.min(to), from.max(to));
        match links.iter_mut().find(|(pair, _)| *pair == ends) {
            Some((_, link)) => link.channels.push(number),
            None => links.push((ends, Link { channels: vec![number] })),
        }
    }
    links.into_iter().map(|(_, link)| link).collect()
}
