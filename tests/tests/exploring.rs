//! Exploring every schedule: what the explorer says, held against a plain search, against runs, and against arithmetic.

mod counted;
mod endless;
mod gallery;
mod generated;
mod going_on;
mod helpers;
mod reduced;
