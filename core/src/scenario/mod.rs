//! From a scenario's text to its tree, and back.
//!
//! [`read`] is the way in: text to tree, with every mistake that can be found before a run.

pub mod diagnostic;
pub mod tree;
/// STUB
pub struct Reading { /// s
 pub scenario: Option<tree::Scenario>, /// s
 pub diagnostics: alloc::vec::Vec<diagnostic::Diagnostic> }
/// STUB
pub fn read(_: &str) -> Reading { todo!() }
