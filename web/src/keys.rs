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
        "?" => Action::Dialog(Some(Dialog::Help)),
        _ => return None,
    })
}

/// For people: keys, and what they do.
pub const HELP: [(&[&str], &str); 9] = [
    (&["Space", "K"], "Play or pause"),
    (&["→", "."], "One event forward"),
    (&["←", ","], "One event back"),
    (&["Shift →"], "Ten events forward"),
    (&["Shift ←"], "Ten events back"),
    (&["Home"], "To the start"),
    (&["End"], "To the end"),
    (&["<", ">"], "Slower, faster"),
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
