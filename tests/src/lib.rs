//! What tests of several crates share.

pub mod generate;
pub mod limits;
pub mod traces;
pub mod whole;
