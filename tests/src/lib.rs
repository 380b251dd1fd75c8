//! What tests of several crates share.

pub mod exportable;
pub mod generate;
pub mod limits;
pub mod naive;
pub mod outcomes;
pub mod traces;
pub mod whole;
