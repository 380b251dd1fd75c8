//! Mistakes that end a process while it runs, and reasons for which the system refuses what it asks.

/// A mistake that ends a process, and no other; for a `try`, the reason why it did not come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A result outside the numbers that a scenario can hold: see [`crate::value`].
    Overflow,
    /// `/ 0` or `% 0`.
    DivisionByZero,
    /// A text where a number is needed.
    TextAsNumber,
    /// A message with `got` values met a receive with `wanted`.
    WrongCount {
        /// Values in the message.
        got: u8,
        /// Variables in the receive.
        wanted: u8,
    },
    /// `random(low..high)`, or a duration from low to high, with low above high.
    EmptyRange,
    /// A duration below 0 or above the longest, [`LONGEST_US`].
    BadDuration,
    /// An index below 0, or past the last.
    NoSuchIndex,
    /// What a message is to go to, or come from, is no process.
    NotAProcess,
    /// A message to oneself.
    ToItself,
    /// No network joins the hosts of the two processes; the object is the other one.
    NoLink,
    /// The other process has ended; the object is the channel.
    PartnerEnded,
    /// The mailbox went with its owner; the object is the channel.
    OwnerEnded,
    /// The process is not among the mailbox's users; the object is the channel.
    NotAUser,
    /// The message is larger than the channel ever takes; the object is the channel.
    TooLarge,
    /// A size below 0 or above 1 GiB.
    BadSize,
    /// More buffers than the channel's capacity; the object is the channel.
    TooManyBuffers,
    /// The region was created before; the object is the region.
    CreatedTwice,
    /// The region is used unattached: the system stops it; the object is the region.
    NotAttached,
    /// The region is written and was attached for reading only; the object is the region.
    ReadOnly,
    /// The owner's list does not have the process, or for reading only; the object is the region.
    NotAllowed,
    /// A mutex is unlocked by a process that does not hold it; the object is the lock.
    NotHolder,
    /// `wait c with m` without holding `m`; the object is the lock `m`.
    MutexNotHeld,
    /// A torn item in a calculation.
    Torn,
    /// An `atomic` block goes on for more than 100,000 operations.
    EndlessAtomic,
    /// There is no room, no message, no permit now: why a `try` did not come about. The object is what it was about.
    WouldBlock,
    /// The time of a `within` is over.
    TimeIsOver,
}

/// The longest that one `work` or `sleep` can take: 1,000,000 s in µs.
pub const LONGEST_US: u64 = 1_000_000_000_000;

/// All but [`Fault::WrongCount`], in the order of their numbers.
const PLAIN: [Fault; 26] = [
    Fault::Overflow,
    Fault::DivisionByZero,
    Fault::TextAsNumber,
    Fault::WrongCount { got: 0, wanted: 0 },
    Fault::EmptyRange,
    Fault::BadDuration,
    Fault::NoSuchIndex,
    Fault::NotAProcess,
    Fault::ToItself,
    Fault::NoLink,
    Fault::PartnerEnded,
    Fault::OwnerEnded,
    Fault::NotAUser,
    Fault::TooLarge,
    Fault::BadSize,
    Fault::TooManyBuffers,
    Fault::CreatedTwice,
    Fault::NotAttached,
    Fault::ReadOnly,
    Fault::NotAllowed,
    Fault::NotHolder,
    Fault::MutexNotHeld,
    Fault::Torn,
    Fault::EndlessAtomic,
    Fault::WouldBlock,
    Fault::TimeIsOver,
];

impl Fault {
    /// As an event carries it.
    pub fn number(self) -> i64 {
        match self {
            Fault::WrongCount { got, wanted } => 3 | i64::from(got) << 8 | i64::from(wanted) << 16,
            plain => PLAIN.iter().position(|&fault| fault == plain).unwrap_or(0) as i64,
        }
    }

    /// Back from [`number`](Fault::number).
    pub fn from_number(number: i64) -> Option<Fault> {
        match PLAIN.get((number & 0xFF) as usize)? {
            Fault::WrongCount { .. } => {
                Some(Fault::WrongCount { got: (number >> 8) as u8, wanted: (number >> 16) as u8 })
            }
            &plain => Some(plain),
        }
    }
}
