//! A run in forms for others to read, and a scenario as a model for another tool.

pub mod csv;
pub mod fields;
mod json;
pub mod mermaid;
pub mod metrics;
pub mod perfetto;
pub mod promela;
pub mod shiviz;
pub mod text;
