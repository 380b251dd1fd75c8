//! Helpers shared by the tests of several crates.

pub mod alike;
pub mod exportable;
pub mod generate;
pub mod hostile;
pub mod limits;
pub mod mutate;
pub mod naive;
pub mod nested;
pub mod outcomes;
pub mod traces;
pub mod whole;
