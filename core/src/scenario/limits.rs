//! How large a scenario's text and its parts may be.
//!
//! Each error about one of these names it. What a *run* may use up is no part of it.

/// Bytes of a whole text: 256 KiB.
pub const TEXT_BYTES: usize = 256 * 1024;
/// Blocks, parentheses, brackets, `not` and `-` inside one another, together.
pub const NESTING: usize = 64;
/// Levels of one expression, counted from its loosest operator to its deepest operand.
pub const EXPRESSION_HEIGHT: u32 = 200;
/// Processes of one scenario, each of several counted.
pub const PROCESSES: u64 = 1_024;
/// Bytes of the texts of all processes, that of several counted as often as there are of them: 4 MiB.
pub const PROGRAM_BYTES: u64 = 4 * 1024 * 1024;
/// Mailboxes and links of one scenario together, each of several counted.
pub const MAILBOXES: u64 = 4_096;
/// Messages that a mailbox or a link with a capacity may hold, and buffers that may be posted at once.
pub const CAPACITY: u64 = 65_536;
/// Bytes of a message, and of a capacity in bytes: 1 GiB.
pub const SIZE_BYTES: u64 = 1024 * 1024 * 1024;
/// Cells of all regions of memory together.
pub const MEMORY_CELLS: u64 = 65_535;
/// Cells of one item. Each read and each write of it is so many operations and, while it is read, variables.
pub const ITEM_CELLS: u64 = 16;
/// Semaphores, mutexes and condition variables of one scenario together, each of several counted.
pub const LOCKS: u64 = 4_096;
/// Hosts of one scenario.
pub const HOSTS: u64 = 64;
/// Cores of one host.
pub const CORES: u64 = 1_024;
/// The least and the greatest priority are this, below and above 0.
pub const PRIORITY: u64 = 1_000;
/// Arms of one `select`, its `after` left out.
pub const SELECT_ARMS: usize = 64;
/// Branches of one `either`.
pub const EITHER_BRANCHES: usize = 64;
/// Answers of one `ask`.
pub const ANSWERS: usize = 8;
/// Rounds of one `repeat` in an `atomic` block.
pub const ATOMIC_ROUNDS: i64 = 1_000;
/// Characters of a name, and of a section's.
pub const NAME_CHARACTERS: usize = 64;
/// Characters of a text between quotation marks, escapes undone.
pub const LITERAL_CHARACTERS: usize = 1_000;
/// Values of one message.
pub const MESSAGE_VALUES: usize = 16;
/// Values of one `print`.
pub const PRINT_VALUES: usize = 16;
/// Values of one `check output`.
pub const OUTPUT_VALUES: usize = 256;
/// µs of a time as written: 1,000,000 s.
pub const TIME_US: u64 = 1_000_000_000_000;
/// Mistakes reported for one text; a last entry says that there are more.
pub const DIAGNOSTICS: usize = 100;
