//! Waiting messages: each a flat sequence of words, so that a queue is one block.
//!
//! A head word has the number of values, the sender, the size, and whether the sender waits for the receipt. With
//! priorities, the priority follows. Then come the values.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::value::Value;

/// The largest number of values in a message.
pub(crate) const MOST_VALUES: usize = 16;

/// The message of a send that is about to take place.
pub(super) struct Outgoing<'a> {
    pub head: Head,
    pub priority: i64,
    pub values: &'a [Value],
    /// The variable of the sender that is 1 until the message is received.
    pub unread: u16,
}

/// A message that waits or is in flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedMessage {
    /// Its sender.
    pub sender: u16,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its priority in a mailbox with `order priority`; otherwise 0.
    pub priority: i64,
    /// Whether its sender waits for the receipt.
    pub is_awaited: bool,
    /// Whether a copy of it has already arrived.
    pub is_doubled: bool,
    /// Its values.
    pub values: Vec<Value>,
}

/// The head word of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub count: u8,
    pub sender: u16,
    pub awaited: bool,
    pub bytes: u64,
    /// A copy has already arrived: a network duplicates a message only once.
    pub doubled: bool,
}

impl Head {
    pub fn word(self) -> i64 {
        i64::from(self.count)
            | i64::from(self.sender) << 8
            | i64::from(self.awaited) << 24
            | i64::from(self.doubled) << 25
            | (self.bytes as i64) << 26
    }

    pub fn from_word(word: i64) -> Head {
        Head {
            count: word as u8,
            sender: (word >> 8) as u16,
            awaited: word >> 24 & 1 == 1,
            doubled: word >> 25 & 1 == 1,
            bytes: (word >> 26) as u64,
        }
    }
}

/// The number of words of a message with head `word`.
pub(super) fn length(word: i64, has_priority: bool) -> usize {
    1 + usize::from(has_priority) + usize::from(Head::from_word(word).count)
}

/// The index of the first word of message number `index`.
pub(super) fn start(words: &VecDeque<i64>, index: usize, has_priority: bool) -> usize {
    let mut at = 0;
    for _ in 0..index {
        at += length(words[at], has_priority);
    }
    at
}

/// All messages, in order.
pub(super) fn all(words: &VecDeque<i64>, has_priority: bool) -> Vec<QueuedMessage> {
    let mut messages = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = at + length(words[at], has_priority);
        let head = Head::from_word(words[at]);
        let first = at + 1 + usize::from(has_priority);
        messages.push(QueuedMessage {
            sender: head.sender,
            bytes: head.bytes,
            priority: if has_priority { words[at + 1] } else { 0 },
            is_awaited: head.awaited,
            is_doubled: head.doubled,
            values: (first..end).map(|at| Value::from_word(words[at])).collect(),
        });
        at = end;
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_keeps_what_it_is_given() {
        for head in [
            Head { count: 16, sender: 1_023, awaited: true, bytes: 1 << 30, doubled: true },
            Head { count: 1, sender: 0, awaited: false, bytes: 0, doubled: false },
        ] {
            assert_eq!(Head::from_word(head.word()), head);
        }
    }
}
