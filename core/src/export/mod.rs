//! A run in forms for others to read.

pub mod text;
