//! The module of the views, with the reader's glue, started by the same script.

use std::cell::RefCell;

use ipcscope_views::Desk;

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

ipcscope_reader::module!(|question: &[u8]| DESK.with_borrow_mut(|desk| desk.answer_bytes(question)));

fn main() {}
