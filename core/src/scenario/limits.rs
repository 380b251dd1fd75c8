//! Limits of a scenario's text and its parts.
//!
//! Each error about a limit states the limit. The limits of a *run* are not here.

/// Bytes of a scenario text: 256 KiB.
pub const TEXT_BYTES: usize = 256 * 1024;
/// Nesting depth of blocks, parentheses, brackets, `not` and `-` together.
pub const NESTING: usize = 64;
/// Height of one expression's tree, from its root operator to its deepest operand.
pub const EXPRESSION_HEIGHT: u32 = 200;
/// Processes of one scenario; each element of `Worker[4]` counts.
pub const PROCESSES: u64 = 1_024;
/// Bytes of the texts of all processes; the text of `Worker[4]` counts four times: 4 MiB.
pub const PROGRAM_BYTES: u64 = 4 * 1024 * 1024;
/// Mailboxes and links of one scenario together; each element counts.
pub const MAILBOXES: u64 = 4_096;
/// Messages that a bounded mailbox or link may hold, and buffers that may be posted at once.
pub const CAPACITY: u64 = 65_536;
/// Bytes of a message, and of a capacity in bytes: 1 GiB.
pub const SIZE_BYTES: u64 = 1024 * 1024 * 1024;
/// Cells of all regions of memory together.
pub const MEMORY_CELLS: u64 = 65_535;
/// Cells of one item. Each read or write takes one operation per cell, and a read also one variable per cell.
pub const ITEM_CELLS: u64 = 16;
/// Semaphores, mutexes and condition variables of one scenario together; each element counts.
pub const LOCKS: u64 = 4_096;
/// Hosts of one scenario.
pub const HOSTS: u64 = 64;
/// Cores of one host.
pub const CORES: u64 = 1_024;
/// Priorities range from minus this to this.
pub const PRIORITY: u64 = 1_000;
/// Arms of one `select`, without its `after`.
pub const SELECT_ARMS: usize = 64;
/// Branches of one `either`.
pub const EITHER_BRANCHES: usize = 64;
/// Answers of one `ask`.
pub const ANSWERS: usize = 8;
/// Iterations of one `repeat` in an `atomic` block.
pub const ATOMIC_ROUNDS: i64 = 1_000;
/// Characters of a name, including the name of a section.
pub const NAME_CHARACTERS: usize = 64;
/// Characters of a text in quotation marks, after escape sequences are replaced.
pub const LITERAL_CHARACTERS: usize = 1_000;
/// Values of one message.
pub const MESSAGE_VALUES: usize = 16;
/// Parameters of one procedure.
pub const PARAMETERS: usize = 16;
/// Values of one `print`.
pub const PRINT_VALUES: usize = 16;
/// Values of one `check output`.
pub const OUTPUT_VALUES: usize = 256;
/// µs of a literal time: 1,000,000 s.
pub const TIME_US: u64 = 1_000_000_000_000;
/// Diagnostics reported for one text; one more entry says that there are others.
pub const DIAGNOSTICS: usize = 100;
