//! Which key does what, on the player.

use crate::state::{Action, Dialog};

/// What a key does, by the browser's name for it; nothing for other keys.
pub fn action(key: &str, is_shifted: bool) -> Option<Action> {
    Some(match key {
        " " | "k" | "K" => Action::PlayOrPause,
        "ArrowRight" if is_shifted => Action::Step(10),
        "ArrowLeft" if is_shifted => Action::Step(-10),
        "ArrowRight" | "." => Action::Step(1),
        "ArrowLeft" | "," => Action::Step(-1),
        "Home" => Action::Seek(0),
        "End" => Action::Seek(usize::MAX),
        ">" => Action::Faster,
        "<" => Action::Slower,
        "c" | "C" => Action::ToCause,
        "e" | "E" => Action::ToEffect,
        "n" | "N" => Action::Next { is_of_process: true, step: if is_shifted { -1 } else { 1 } },
        "s" | "S" => Action::Next { is_of_process: false, step: if is_shifted { -1 } else { 1 } },
        "+" | "=" => Action::ZoomHere(0.5),
        "-" => Action::ZoomHere(2.0),
        "0" => Action::Fit,
        "[" => Action::PanBy(-0.5),
        "]" => Action::PanBy(0.5),
        "Escape" => Action::Choose(None),
        "?" => Action::Dialog(Some(Dialog::Help)),
        _ => return None,
    })
}

/// For people: keys, and what they do.
pub const HELP: [(&[&str], &str); 16] = [
    (&["Space", "K"], "Play or pause"),
    (&["→", "."], "One event forward"),
    (&["←", ","], "One event back"),
    (&["Shift →"], "Ten events forward"),
    (&["Shift ←"], "Ten events back"),
    (&["Home"], "To the start"),
    (&["End"], "To the end"),
    (&["<", ">"], "Slower, faster"),
    (&["C"], "To what brought this event about"),
    (&["E"], "To what it brought about"),
    (&["N", "Shift N"], "To the next event of this process, to the one before"),
    (&["S", "Shift S"], "To the next event of this kind, to the one before"),
    (&["+", "−"], "The lanes closer, further"),
    (&["[", "]"], "The lanes back, on"),
    (&["0"], "All of the lanes"),
    (&["?"], "This help"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_steps_ten_events() {
        assert!(matches!(action("ArrowLeft", true), Some(Action::Step(-10))));
        assert!(matches!(action(",", false), Some(Action::Step(-1))));
        assert!(action("a", false).is_none());
    }
}
