//! The state in an address, and in a link for others.

use ipcscope_core::link;

use super::settings::Settings;
use super::{Awaited, Route, Source, State};
use crate::gallery::{self, Example};

impl State {
    /// Query and fragment of the address that brings this back.
    pub fn address(&self) -> String {
        let mut settings = Settings {
            example: None,
            payload: None,
            step: None,
            autoplay: false,
            seed: None,
            schedule: None,
            ..self.settings.clone()
        };
        if self.route == Route::Gallery {
            return settings.query();
        }
        settings.seed = self.seed;
        settings.schedule = self.schedule.clone();
        match self.opened_example() {
            Some(example) => {
                settings.example = Some(example.name.to_string());
                settings.query()
            }
            None => format!("{}#s={}", settings.query(), self.payload()),
        }
    }

    /// Query and fragment of a link that opens this text at this moment, for anybody.
    pub fn shared_address(&self) -> String {
        let at = self.position.as_ref().map_or(0, |position| position.at());
        let step = (at > 0).then_some(at);
        // There is no text yet that could go along.
        let example = self.opened_example().filter(|_| self.is_opening()).map(|example| example.name.to_string());
        let settings = Settings {
            example,
            step,
            seed: self.seed,
            schedule: self.schedule.clone(),
            tab: self.settings.tab,
            ..Settings::default()
        };
        match settings.example {
            Some(_) => settings.query(),
            None => format!("{}#s={}", settings.query(), self.payload()),
        }
    }

    /// The gallery's scenario that is open or being opened, unless it was changed.
    pub(super) fn opened_example(&self) -> Option<&'static Example> {
        let name = match (&self.awaited, &self.example) {
            (Some(Awaited { source: Source::Example(name), .. }), _) => name,
            (_, Some((name, text))) if **text == *self.text => name,
            _ => return None,
        };
        gallery::find(name)
    }

    /// What carries the text in a link: made small once the reader has seen it, as it is until then.
    pub(super) fn payload(&self) -> &str {
        match &self.awaited {
            Some(Awaited { source: Source::Link(payload), .. }) => payload,
            _ => self.packed.get_or_init(|| link::encode_stored(&self.text)),
        }
    }

    /// What a file of it is called.
    pub fn file_name(&self) -> String {
        let name = match (self.opened_example(), &self.ready) {
            (Some(example), _) => example.name,
            (None, Some(ready)) => &ready.file_name,
            (None, None) => "scenario",
        };
        format!("{name}.ipc")
    }
}
