//! The colours: light, dark and projector.
//!
//! States have hues that colour-blind people can distinguish (after Okabe and Ito, 2008), and patterns besides. The
//! page's style sheet has the same colours as custom properties, which a test compares.

use crate::shape::Paint;

/// A set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// For a projector in a bright room: strong contrasts.
    Projector,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Projector];
}

/// A colour as CSS writes it, `#rrggbb` or `#rrggbbaa`.
pub fn colour(theme: Theme, paint: Paint) -> &'static str {
    let [light, dark, projector] = colours(paint);
    match theme {
        Theme::Light => light,
        Theme::Dark => dark,
        Theme::Projector => projector,
    }
}

/// Light, dark, projector.
fn colours(paint: Paint) -> [&'static str; 3] {
    match paint {
        Paint::Ground => ["#f6f5f1", "#14161c", "#ffffff"],
        Paint::Surface => ["#ffffff", "#1d2029", "#ffffff"],
        Paint::Hairline => ["#d8d5cd", "#363b49", "#8c8c8c"],
        Paint::Ink => ["#1c1e26", "#eceef4", "#000000"],
        Paint::Muted => ["#5b5f6e", "#a6acbb", "#303036"],
        Paint::Accent => ["#3346b5", "#9aabff", "#0026b3"],
        Paint::OnAccent => ["#ffffff", "#0f1322", "#ffffff"],
        Paint::Running => ["#0b7566", "#4fd1b8", "#005c4b"],
        Paint::RunningSoft => ["#dcf1ec", "#16352f", "#cdf0e5"],
        Paint::Working => ["#0a5f53", "#7be3cd", "#00463a"],
        Paint::WorkingSoft => ["#a9dccf", "#1e5a50", "#8ad8c4"],
        Paint::Blocked => ["#a63c06", "#ff9f6b", "#8c2b00"],
        Paint::BlockedSoft => ["#fde8db", "#47291a", "#ffd9c4"],
        Paint::Sleeping => ["#5f5877", "#bdb5da", "#3f3a57"],
        Paint::SleepingSoft => ["#eae7f1", "#322f43", "#d9d5e8"],
        Paint::Ended => ["#85868f", "#7f8594", "#5e5e66"],
        Paint::Fault => ["#a3134f", "#ff86af", "#8f0040"],
        Paint::FaultSoft => ["#fbdfe9", "#4d1c31", "#ffcbdd"],
        Paint::Message => ["#7a4f00", "#ffd06b", "#6b4300"],
        Paint::MessageSoft => ["#ffe8ae", "#4c3b12", "#ffdc82"],
        Paint::Veil => ["#f6f5f1b8", "#14161cb8", "#ffffffb8"],
    }
}

impl Paint {
    /// Every colour, with the name of its custom property in the page's style sheet.
    pub const ALL: [(Paint, &'static str); 21] = [
        (Paint::Ground, "ground"),
        (Paint::Surface, "surface"),
        (Paint::Hairline, "hairline"),
        (Paint::Ink, "ink"),
        (Paint::Muted, "muted"),
        (Paint::Accent, "accent"),
        (Paint::OnAccent, "on-accent"),
        (Paint::Running, "running"),
        (Paint::RunningSoft, "running-soft"),
        (Paint::Working, "working"),
        (Paint::WorkingSoft, "working-soft"),
        (Paint::Blocked, "blocked"),
        (Paint::BlockedSoft, "blocked-soft"),
        (Paint::Sleeping, "sleeping"),
        (Paint::SleepingSoft, "sleeping-soft"),
        (Paint::Ended, "ended"),
        (Paint::Fault, "fault"),
        (Paint::FaultSoft, "fault-soft"),
        (Paint::Message, "message"),
        (Paint::MessageSoft, "message-soft"),
        (Paint::Veil, "veil"),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance: WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value =
                f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour is hexadecimal")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(theme: Theme, one: Paint, other: Paint) -> f64 {
        let (one, other) = (luminance(colour(theme, one)), luminance(colour(theme, other)));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_on_what_it_stands_on() {
        use Paint::*;
        let text = [
            (
                Ink,
                [Ground, Surface, RunningSoft, WorkingSoft, BlockedSoft, SleepingSoft, FaultSoft, MessageSoft]
                    .as_slice(),
            ),
            (Muted, &[Ground, Surface]),
            (Accent, &[Ground, Surface]),
            (OnAccent, &[Accent]),
            (Blocked, &[Surface, BlockedSoft]),
            (Sleeping, &[Surface, SleepingSoft]),
            (Running, &[Surface, RunningSoft]),
            (Fault, &[Surface, FaultSoft]),
            (Message, &[Surface, MessageSoft]),
        ];
        for theme in Theme::ALL {
            for (ink, grounds) in text {
                for &ground in grounds {
                    let ratio = contrast(theme, ink, ground);
                    assert!(ratio >= 4.5, "{theme:?}: {ink:?} on {ground:?} is {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn every_mark_can_be_seen() {
        use Paint::*;
        for theme in Theme::ALL {
            for mark in [Running, Working, Blocked, Sleeping, Ended, Fault, Message, Accent] {
                for ground in [Surface, Ground] {
                    let ratio = contrast(theme, mark, ground);
                    assert!(ratio >= 3.0, "{theme:?}: {mark:?} on {ground:?} is {ratio:.2}");
                }
            }
        }
    }
}
