//! Helpers shared by the tests of several crates.

pub mod alike;
pub mod constants;
pub mod exportable;
pub mod generate;
pub mod hostile;
pub mod limits;
pub mod mutate;
pub mod naive;
pub mod nested;
pub mod outcomes;
pub mod outlined;
pub mod traces;
pub mod whole;

use ipcscope_core::id::ProcessId;

/// The bare numbers of processes.
pub fn numbers(processes: &[ProcessId]) -> Vec<u16> {
    processes.iter().map(|process| process.0).collect()
}
