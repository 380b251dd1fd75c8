//! How large a scenario's text and its parts may be.
//!
//! Each error about one of these names it. What a *run* may use up is no part of it.

/// Bytes of a whole text: 256 KiB.
pub const TEXT_BYTES: usize = 256 * 1024;
/// Blocks, parentheses, `not` and `-` inside one another, together.
pub const NESTING: usize = 64;
/// Levels of one expression, counted from its loosest operator to its deepest operand.
pub const EXPRESSION_HEIGHT: u32 = 200;
/// Processes of one scenario.
pub const PROCESSES: usize = 1_024;
/// Mailboxes of one scenario.
pub const MAILBOXES: usize = 4_096;
/// Messages that a mailbox with a capacity may hold.
pub const CAPACITY: u64 = 65_536;
/// Characters of a name.
pub const NAME_CHARACTERS: usize = 64;
/// Characters of a text between quotation marks, escapes undone.
pub const LITERAL_CHARACTERS: usize = 1_000;
/// Values of one message.
pub const MESSAGE_VALUES: usize = 16;
/// Values of one `print`.
pub const PRINT_VALUES: usize = 16;
/// µs of a time as written: 1,000,000 s.
pub const TIME_US: u64 = 1_000_000_000_000;
/// Mistakes reported for one text; a last entry says that there are more.
pub const DIAGNOSTICS: usize = 100;
