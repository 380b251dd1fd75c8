//! Behaviour across crates, natively: a file for each.
#![cfg(not(target_arch = "wasm32"))]

mod barriers;
mod blocking;
mod bounded_buffer;
mod checks;
mod concepts;
mod constants;
mod documents;
mod ends;
mod exploring;
mod fuzz;
mod gallery;
mod hostile_texts;
mod invariants;
mod layers;
mod links;
mod moments;
mod promela;
mod queues;
mod schedules;
mod textbook;
mod traces;
mod verdicts;
