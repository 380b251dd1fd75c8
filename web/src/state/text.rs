//! Opening, changing and running a text.

use std::rc::Rc;

use ipcscope_core::link;
use ipcscope_core::scenario::diagnostic::Diagnostic;
use ipcscope_core::trace::Run;

use super::settings::{Editor, Settings};
use super::{Effect, Opening, Position, Route, Same, Show, State};
use crate::gallery;

impl State {
    /// The address says what is to be open. What is wrong with it leaves open what is.
    pub(super) fn locate(&mut self, settings: Settings, notes: Vec<String>, first: bool) -> Vec<Effect> {
        for note in notes {
            self.note(note);
        }
        let opening = Opening { step: settings.step.unwrap_or(0), plays: settings.autoplay };
        let wanted = match (&settings.payload, &settings.example) {
            (Some(payload), _) => Some(link::decode(payload).map_err(|error| error.message().to_string())),
            (None, Some(name)) => Some(match gallery::find(name) {
                Some(example) => Ok(example.text.to_string()),
                None => Err(format!("There is no scenario called “{name}” in the gallery.")),
            }),
            (None, None) => None,
        };
        let mut effects = Vec::new();
        if first {
            self.speed = settings.speed;
            self.editing = false;
            effects.push(Effect::ShowTheme);
        }
        if first || wanted.is_some() {
            self.theme = settings.theme.unwrap_or(self.theme);
        }
        match wanted {
            Some(Ok(text)) => {
                let is_open = self.route == Route::Player && *self.text == *text && self.seed == settings.seed;
                self.seed = settings.seed;
                self.settings = settings;
                if !is_open {
                    effects.extend(self.open(&text, opening));
                }
            }
            Some(Err(message)) => {
                self.complain(message);
                if first {
                    self.settings = settings;
                } else {
                    effects.push(Effect::ReplaceAddress);
                }
            }
            None => {
                if first {
                    self.settings = settings;
                }
                effects.extend(self.leave());
            }
        }
        effects
    }

    /// Opens a text in the player, in place of what was open.
    pub(super) fn open(&mut self, text: &str, opening: Opening) -> Vec<Effect> {
        self.route = Route::Player;
        self.text = text.into();
        self.packed = Rc::default();
        self.show = None;
        self.position = None;
        self.diagnostics = Rc::default();
        self.playing = false;
        self.window = None;
        self.pointed = None;
        self.editing = false;
        self.opening = Some(opening);
        vec![Effect::Run]
    }

    /// Opens a text at people's wish: with an entry in the history.
    pub(super) fn open_anew(&mut self, text: &str, opening: Opening) -> Vec<Effect> {
        // What was open and is not in the address yet goes there first, so that Back finds it.
        let kept = (self.route == Route::Player).then(|| Effect::KeepAddress(self.address()));
        let mut effects: Vec<Effect> = kept.into_iter().collect();
        self.seed = None;
        self.notes.clear();
        let opened = self.open(text, opening);
        effects.extend([Effect::PushAddress, Effect::Focus]);
        effects.extend(opened);
        effects
    }

    /// To the front page, without a word to the history.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        self.route = Route::Gallery;
        self.playing = false;
        self.dialog = None;
        self.pointed = None;
        self.under_way = None;
        vec![Effect::GiveUp]
    }

    /// The text was typed in.
    pub(super) fn edit(&mut self, text: &str) -> Vec<Effect> {
        if self.settings.editor != Editor::Edit || *self.text == *text {
            return Vec::new();
        }
        self.text = text.into();
        self.packed = Rc::default();
        vec![Effect::RunWhenRests, Effect::ReplaceAddressSoon]
    }

    /// There is a run of the text: at the time where the last one stood, or where the text is to be opened.
    pub(super) fn take_run(&mut self, text: Rc<str>, run: Run, warnings: Vec<Diagnostic>) -> Vec<Effect> {
        self.diagnostics = Rc::new(warnings);
        self.under_way = None;
        let mut position = Position::new(&run);
        let before = self.position.take().filter(|before| before.at() > 0).map(|before| before.clock_us);
        match (self.opening.take(), before) {
            (Some(opening), _) => {
                position.seek(&run, opening.step);
                self.playing = opening.plays;
                self.frame_ms = None;
            }
            (None, Some(before_us)) => position.seek(&run, run.events().count_until(before_us as u64)),
            (None, None) => {}
        }
        self.show = Some(Same(Rc::new(Show::new(text, run))));
        self.position = Some(position);
        self.pointed = None;
        let whole = self.whole();
        self.window = self.window.map(|window| window.moved(0.0, &whole));
        Vec::new()
    }

    /// There is none.
    pub(super) fn take_mistakes(&mut self, diagnostics: Vec<Diagnostic>) -> Vec<Effect> {
        self.diagnostics = Rc::new(diagnostics);
        self.under_way = None;
        if self.show.is_none() {
            // There is nothing else to look at: to where it can be mended.
            self.editing = self.settings.editor == Editor::Edit;
        }
        Vec::new()
    }
}
