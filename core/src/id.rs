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

/// The number of a channel, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelId(pub u16);

impl ChannelId {
    /// As an index into [`Program::channels`](crate::program::Program::channels).
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The number of a lock, condition variable or barrier, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockId(pub u16);

impl LockId {
    /// As an index into [`Program::locks`](crate::program::Program::locks).
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The number of a region of shared memory, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionId(pub u16);

impl RegionId {
    /// As an index into [`Program::memories`](crate::program::Program::memories).
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}
