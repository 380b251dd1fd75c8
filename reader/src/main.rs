//! The reader's module, without any glue but ours: see [`ipcscope_reader::module`].

ipcscope_reader::module!(ipcscope_reader::answer_bytes);

fn main() {}
