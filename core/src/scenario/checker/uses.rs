//! Who does what with which thing: written down while the processes are checked, read by the checks across processes.

use super::super::tree::{Link, Mailbox, Process, Span};

/// One send or receive.
#[derive(Clone, Copy)]
pub(super) struct Message<'s> {
    /// Whose.
    pub process: &'s Process,
    /// Where to or from.
    pub peer: Peer<'s>,
    /// How many values.
    pub values: usize,
    /// Where its peer is named.
    pub span: Span,
}

/// The other end of a send or receive.
#[derive(Clone, Copy)]
pub(super) enum Peer<'s> {
    /// A mailbox; which of several, if that is known.
    Mailbox(&'s Mailbox, Option<i64>),
    /// A process, or any of several.
    Process(&'s Process),
    /// `any`, or whatever a variable holds.
    Anybody,
}

/// What is done with a thing.
#[derive(Clone, Default)]
pub(super) struct Touched<'s> {
    /// Who was the first; of a host, who is on it.
    pub first: Option<&'s Process>,
    /// It is waited for.
    pub taken: bool,
    /// It is signalled or notified; a region is created.
    pub given: bool,
    /// Processes of two hosts use it, which was reported.
    pub on_two_hosts: bool,
    /// Of a mailbox: who receives from it, and from which of several, if that is known; once from each host.
    pub receivers: alloc::vec::Vec<(&'s Process, Option<i64>)>,
}

/// One end of a link, and which of several it is.
pub(super) type End<'s> = (&'s str, Option<i64>);

/// A link.
pub(super) struct DeclaredLink<'s> {
    pub link: &'s Link,
    /// Its ends, in order.
    pub ends: (End<'s>, End<'s>),
    /// The one declared before it between processes of the same names.
    pub before: Option<u32>,
}

/// A network.
pub(super) struct DeclaredNetwork {
    /// Where its hosts are named.
    pub span: Span,
    /// Some message goes over it.
    pub crossed: bool,
}
