//! Each scenario of the gallery, with the exact result it demonstrates: a file for each chapter. Where the concepts of
//! the course have a number (C14 …), the test's name begins with it. What holds in every schedule is in `exploring`.
//! The figures are derived in `gallery/NOTES.md`. An operation takes 1 ms in nearly all of them.

mod buffering;
mod checks;
mod classics;
mod endless;
pub mod exploring;
mod helpers;
mod mailboxes;
mod messages;
mod processes;
mod producer_consumer;
mod shared_memory;
mod synchronisation;
