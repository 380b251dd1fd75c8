//! Behaviour across crates, natively: a file for each.
#![cfg(not(target_arch = "wasm32"))]

mod blocking;
mod bounded_buffer;
mod concepts;
mod documents;
mod ends;
mod gallery;
mod hostile_texts;
mod invariants;
mod moments;
mod queues;
mod schedules;
mod traces;
