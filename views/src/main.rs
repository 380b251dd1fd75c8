//! The module of the views, without any glue: as the reader's (`reader/src/main.rs`), and started by the same script.

use std::cell::RefCell;

use ipcscope_views::Desk;

thread_local! {
    /// The question, then its answer.
    static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Room for a question of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    BYTES.with_borrow_mut(|bytes| {
        bytes.clear();
        bytes.resize(length, 0);
        bytes.as_mut_ptr()
    })
}

/// Answers the question; where the answer is. It stays there until the next question.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    BYTES.with_borrow_mut(|bytes| {
        *bytes = DESK.with_borrow_mut(|desk| desk.answer_bytes(bytes));
        bytes.as_ptr()
    })
}

/// How many bytes the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    BYTES.with_borrow(Vec::len)
}

fn main() {}
