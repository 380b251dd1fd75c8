//! Shared objects and their users: a process that shares nothing is independent, the others cooperate (Silberschatz et
//! al., § 3.4). Derived from the programs, never declared.

use alloc::vec::Vec;

use super::Program;

/// An object that several processes use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// Its name, as the page shows it.
    pub name: alloc::string::String,
    /// Its users: at least two, ascending.
    pub users: Vec<u16>,
}

impl Program {
    /// All shared objects: mailboxes and links, regions, locks, in this order.
    pub fn shared(&self) -> Vec<Sharing> {
        let channels = self.channels.iter().map(|channel| {
            let users = match channel.direct {
                Some((from, to)) if !channel.senders.is_empty() || !channel.receivers.is_empty() => [from, to].to_vec(),
                _ => channel.senders.iter().chain(&channel.receivers).copied().collect(),
            };
            (&channel.name, users)
        });
        let memories = self.memories.iter().map(|memory| (&memory.name, memory.users.clone()));
        let locks =
            self.locks.iter().map(|lock| (&lock.name, lock.takers.iter().chain(&lock.givers).copied().collect()));
        let all = channels.chain(memories).chain(locks);
        let mut shared = Vec::new();
        for (name, all) in all {
            let all: Vec<u16> = all;
            let mut users = Vec::new();
            // Both lists are sorted already; merging them here keeps sorting code out of the page, which should be
            // small.
            for user in all {
                if let Err(place) = users.binary_search(&user) {
                    users.insert(place, user);
                }
            }
            if users.len() > 1 {
                shared.push(Sharing { name: name.clone(), users });
            }
        }
        shared
    }

    /// The objects that a process shares with others, in the same order; none for an independent process.
    pub fn shared_by(&self, process: usize) -> Vec<Sharing> {
        let mut shared = self.shared();
        shared.retain(|sharing| sharing.users.contains(&(process as u16)));
        shared
    }
}
