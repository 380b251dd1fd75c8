//! The panel of the open tab: a script that is fetched when one is first opened (`views/panel/panel.js`), and what it says.

use ipcscope_reader::VERSION;
use ipcscope_scene::About;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::state::speed::Speed;
use crate::state::{Action, schedule};

// Of start.js.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = ipcscopeView)]
    fn show_by_name(version: &str, query: &str, program: &Uint8Array);
}

/// The panel's side of what is shown.
#[derive(Debug, Default)]
pub struct Panel {
    /// What was asked for last.
    query: Option<String>,
    /// The program's bytes, where they lie here, and as the panel has them: as long as it is the same, it is the same object.
    program: Option<(*const u8, Uint8Array)>,
}

impl Panel {
    /// Shows what `wanted` says ([`crate::state::State::viewed`]), unless it is shown.
    pub fn show(&mut self, wanted: Option<(String, &[u8])>) {
        let Some((query, bytes)) = wanted else { return self.query = None };
        let is_same = self.program.as_ref().is_some_and(|(of, _)| *of == bytes.as_ptr());
        if is_same && self.query.as_ref() == Some(&query) {
            return;
        }
        if !is_same {
            self.program = Some((bytes.as_ptr(), Uint8Array::from(bytes)));
        }
        if let Some((_, program)) = &self.program {
            show_by_name(VERSION, &query, program);
        }
        self.query = Some(query);
    }
}

/// What a script wants of the page: `play`, `seek 12`, `speed 0.5`, `point p3`, `point`, `choose c0` and the like; a run by
/// a schedule, from its start, playing (`schedule 0,1`), or to its end (`schedule-end 0,1`), or the `ordinary` one; or
/// that people are told, of something odd (`note …`) or of a failure (`trouble …`), or that the `address` is written now.
/// `None` where that makes no sense.
pub fn wish(words: &str) -> Option<Action> {
    let (verb, of) = words.split_once(' ').unwrap_or((words, ""));
    match verb {
        "play" => Some(Action::Play),
        "pause" => Some(Action::Pause),
        "step" => Some(Action::Step(1)),
        "back" => Some(Action::Step(-1)),
        "speed" => Some(Action::Speed(Speed::from_name(of)?)),
        "seek" => Some(Action::Seek(of.parse().ok()?)),
        "point" => Some(Action::Point(about(of))),
        "choose" => Some(Action::Choose(Some(about(of)?))),
        "schedule" | "schedule-end" => {
            Some(Action::Schedule { schedule: Some(schedule::read(of)?), plays: verb == "schedule" })
        }
        "note" => Some(Action::Note(of.to_string())),
        "trouble" => Some(Action::OpenFile(Err(of.to_string()))),
        "address" => Some(Action::WriteAddress),
        "ordinary" => Some(Action::Schedule { schedule: None, plays: false }),
        _ => None,
    }
}

fn about(name: &str) -> Option<About> {
    let number = name.get(1..)?.parse().ok()?;
    KINDS.iter().find(|(letter, _)| name.starts_with(*letter)).map(|(_, of)| of(number))
}

/// The name of something that is pointed at, as the panel knows it.
pub fn name(about: About) -> String {
    let (number, letter) = match about {
        About::Process(number) => (number, 'p'),
        About::Channel(number) => (number, 'c'),
        About::Memory(number) => (number, 'm'),
        About::Lock(number) => (number, 'l'),
        About::Host(number) => (number, 'h'),
        About::Group(number) => (number, 'g'),
        About::Message(number) => (number, 's'),
        About::Event(number) => (number, 'e'),
    };
    format!("{letter}{number}")
}

type Kind = (char, fn(usize) -> About);

const KINDS: [Kind; 8] = [
    ('p', About::Process),
    ('c', About::Channel),
    ('m', About::Memory),
    ('l', About::Lock),
    ('h', About::Host),
    ('g', About::Group),
    ('s', About::Message),
    ('e', About::Event),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back_and_nonsense_is_nothing() {
        for (_, of) in KINDS {
            assert_eq!(about(&name(of(17))), Some(of(17)));
        }
        assert!(matches!(wish("seek 12"), Some(Action::Seek(12))));
        assert!(matches!(wish("point"), Some(Action::Point(None))));
        assert!(matches!(wish("choose p3"), Some(Action::Choose(Some(About::Process(3))))));
        assert!(matches!(wish("back"), Some(Action::Step(-1))));
        assert!(matches!(wish("trouble it broke"), Some(Action::OpenFile(Err(words))) if words == "it broke"));
        assert!(matches!(wish("note it is odd"), Some(Action::Note(words)) if words == "it is odd"));
        assert!(matches!(wish("speed 8"), Some(Action::Speed(_))));
        assert!(matches!(wish("address"), Some(Action::WriteAddress)));
        for nonsense in [
            "speed 3",
            "write x",
            "Play",
            "seek 1.5",
            "",
            "seek",
            "seek -1",
            "choose",
            "choose ü3",
            "choose p",
            "alert 1",
            "schedule x",
            "schedule 0,-1",
        ] {
            assert!(wish(nonsense).is_none(), "{nonsense}");
        }
    }
}
