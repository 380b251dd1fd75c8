//! What tests of several crates share.

pub mod generate;
pub mod whole;
