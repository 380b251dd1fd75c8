//! Exploring every schedule: the explorer's reports compared with a plain search, with runs, and with arithmetic.

pub mod agree;
mod between;
mod counted;
mod endless;
mod gallery;
mod generated;
mod growth;
pub mod helpers;
mod outlined;
mod reduced;
mod resuming;
mod runs;
