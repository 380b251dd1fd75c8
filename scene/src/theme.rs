//! What the colours are, light, dark and projected.

use crate::shape::Paint;

/// A set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// For a projector in a bright room: strong contrasts, thick lines.
    Projector,
}

/// A colour as CSS writes it, `#rrggbb` or `#rrggbbaa`.
pub fn colour(_theme: Theme, _paint: Paint) -> &'static str {
    "#808080"
}
