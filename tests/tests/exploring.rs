//! Exploring every schedule: what the explorer says, held against a plain search, against runs, and against arithmetic.

pub mod agree;
mod counted;
mod endless;
mod gallery;
mod generated;
mod going_on;
mod growth;
pub mod helpers;
mod reduced;
mod runs;
