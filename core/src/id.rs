//! Numbers of a program's objects, each of a type of its own, so that they are not mistaken for each other.

/// The number of a process, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcessId(pub u16);

impl ProcessId {
    /// As an index into [`Program::processes`](crate::program::Program::processes).
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}
