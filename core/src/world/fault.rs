//! Faults: errors that terminate a process at run time, and reasons why the system refuses a request.

/// A fault, which terminates one process; for a `try`, the reason why the attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A result outside the range of numbers: see [`crate::value`].
    Overflow,
    /// `/ 0` or `% 0`.
    DivisionByZero,
    /// A text is used as a number.
    TextAsNumber,
    /// A message with `got` values meets a receive of `wanted` values.
    WrongCount {
        /// Values in the message.
        got: u8,
        /// Variables in the receive.
        wanted: u8,
    },
    /// `random(low..high)`, or a duration from low to high, with low greater than high.
    EmptyRange,
    /// A negative duration, or one longer than [`LONGEST_US`].
    BadDuration,
    /// An index out of bounds.
    NoSuchIndex,
    /// The value given as the destination or the source of a message is not a process.
    NotAProcess,
    /// A message to the process itself.
    ToItself,
    /// No network connects the hosts of the two processes; the object is the other process.
    NoLink,
    /// The other process has terminated; the object is the channel.
    PartnerEnded,
    /// The mailbox was destroyed with its owner; the object is the channel.
    OwnerEnded,
    /// The process is not among the mailbox's users; the object is the channel.
    NotAUser,
    /// The message is too large for the channel; the object is the channel.
    TooLarge,
    /// A negative size, or one above 1 GiB.
    BadSize,
    /// More buffers than the channel's capacity; the object is the channel.
    TooManyBuffers,
    /// The region already exists; the object is the region.
    CreatedTwice,
    /// The process uses a region that it has not attached: a protection fault; the object is the region.
    NotAttached,
    /// The process writes a region attached read-only: a protection fault; the object is the region.
    ReadOnly,
    /// The owner's list does not allow the process the access that it requests; the object is the region.
    NotAllowed,
    /// A process releases a mutex that it does not hold; the object is the lock.
    NotHolder,
    /// `wait c with m` without holding `m`; the object is the lock `m`.
    MutexNotHeld,
    /// A torn item is used in a calculation.
    Torn,
    /// An `atomic` block executes more than 100,000 operations.
    EndlessAtomic,
    /// No room, no message, no permit now: the reason why a `try` failed. The object is that of the attempt.
    WouldBlock,
    /// The timeout of a `within` has expired.
    TimeIsOver,
}

/// The longest `work` or `sleep`: 1,000,000 s in µs.
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
    /// The number in an event's value.
    pub fn number(self) -> i64 {
        match self {
            Fault::WrongCount { got, wanted } => 3 | i64::from(got) << 8 | i64::from(wanted) << 16,
            plain => PLAIN.iter().position(|&fault| fault == plain).unwrap_or(0) as i64,
        }
    }

    /// The fault with this [`number`](Fault::number).
    pub fn from_number(number: i64) -> Option<Fault> {
        match PLAIN.get((number & 0xFF) as usize)? {
            Fault::WrongCount { .. } => {
                Some(Fault::WrongCount { got: (number >> 8) as u8, wanted: (number >> 16) as u8 })
            }
            &plain => Some(plain),
        }
    }
}
