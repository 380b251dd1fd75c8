//! A run in forms for others to read.

pub mod csv;
pub mod fields;
mod json;
pub mod mermaid;
pub mod metrics;
pub mod perfetto;
pub mod shiviz;
pub mod text;
