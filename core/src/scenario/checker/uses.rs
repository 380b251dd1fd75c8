//! Uses of named objects, recorded while processes are checked and read by the checks across processes.

use super::super::tree::{Link, Mailbox, Process, Span};

/// One send or receive.
#[derive(Clone, Copy)]
pub(super) struct Message<'s> {
    /// The process that sends or receives.
    pub process: &'s Process,
    /// The other end.
    pub peer: Peer<'s>,
    /// The number of values.
    pub values: usize,
    /// Where the peer is named.
    pub span: Span,
}

/// The other end of a send or receive.
#[derive(Clone, Copy)]
pub(super) enum Peer<'s> {
    /// A mailbox, with its index if that is known.
    Mailbox(&'s Mailbox, Option<i64>),
    /// A process, or any element of a process array.
    Process(&'s Process),
    /// `any`, or the value of a variable.
    Anybody,
}

/// The uses of one object.
#[derive(Clone, Default)]
pub(super) struct Uses<'s> {
    /// The first process that uses it; for a host, the first process on it.
    pub first: Option<&'s Process>,
    /// Some process waits for it.
    pub is_awaited: bool,
    /// Some process signals or notifies it; for a region, creates it.
    pub is_released: bool,
    /// Its use by processes on two hosts was reported.
    pub on_two_hosts: bool,
    /// For a mailbox: its receivers, with the index if that is known; one for each host.
    pub receivers: alloc::vec::Vec<(&'s Process, Option<i64>)>,
}

/// One end of a link: the process and its index.
pub(super) type End<'s> = (&'s str, Option<i64>);

/// A link.
pub(super) struct DeclaredLink<'s> {
    pub link: &'s Link,
    /// Its ends, in order.
    pub ends: (End<'s>, End<'s>),
    /// The previous link between processes of the same names.
    pub before: Option<u32>,
}

/// A network.
pub(super) struct DeclaredNetwork {
    /// The position of its two host names.
    pub span: Span,
    /// Some message crosses it.
    pub crossed: bool,
}
