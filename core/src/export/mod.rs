//! Exports: a run in formats for other tools, and a scenario as a model for SPIN.

pub mod csv;
pub mod fields;
mod json;
pub mod mermaid;
pub mod metrics;
pub mod perfetto;
pub mod promela;
pub mod shiviz;
pub mod text;
