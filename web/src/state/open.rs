//! What is open: by the address, by people's wish, or nothing.

use std::rc::Rc;

use ipcscope_core::scenario::diagnostic::quote;

use super::settings::{MOST_QUOTED, Settings};
use super::{Awaited, Effect, Opening, Route, Source, State};
use crate::gallery;

impl State {
    /// The address says what is to be open. What is wrong with it leaves open what is.
    pub(super) fn locate(&mut self, settings: Settings, notes: Vec<String>, first: bool) -> Vec<Effect> {
        for note in notes {
            self.note(note);
        }
        let opening = Opening { step: settings.step.unwrap_or(0), plays: settings.autoplay };
        let wanted = match (&settings.payload, &settings.example) {
            (Some(payload), _) => Some(Ok(Source::Link(payload.clone()))),
            (None, Some(name)) => Some(match gallery::find(name) {
                Some(example) => Ok(Source::Example(example.name)),
                None => Err(format!("There is no scenario called “{}” in the gallery.", quote(name, MOST_QUOTED))),
            }),
            (None, None) => None,
        };
        let mut effects = Vec::new();
        if first {
            self.settings = settings.clone();
            self.speed = settings.speed;
            effects.push(Effect::ShowTheme);
        }
        if first || wanted.is_some() {
            self.theme = settings.theme.unwrap_or(self.theme);
        }
        match wanted {
            Some(Ok(source)) => {
                let is_same = self.seed == settings.seed && self.schedule == settings.schedule;
                let is_open = self.is_open(&source) && is_same;
                if !is_open && matches!(source, Source::Link(_)) {
                    self.aside = None;
                    self.aside = Some(Box::new(self.clone()));
                }
                self.seed = settings.seed;
                self.schedule = settings.schedule.clone();
                self.settings = settings;
                if !is_open {
                    effects.extend(self.open("", source, opening));
                }
            }
            Some(Err(message)) => {
                self.complain(message);
                if !first {
                    effects.push(Effect::ReplaceAddress);
                }
            }
            None => effects.extend(self.leave()),
        }
        effects
    }

    /// Whether that is what is open, or about to be.
    fn is_open(&self, source: &Source) -> bool {
        let is_it = match (source, &self.awaited) {
            (_, Some(Awaited { source: awaited, .. })) if *awaited != Source::Text => awaited == source,
            (Source::Example(name), _) => self.opened_example().is_some_and(|example| example.name == *name),
            (Source::Link(payload), _) => self.payload() == payload,
            (Source::Text, _) => false,
        };
        self.route == Route::Player && is_it
    }

    /// Opens a text in the player, in place of what was open; it is empty where it is still to come.
    fn open(&mut self, text: &str, source: Source, opening: Opening) -> Vec<Effect> {
        self.route = Route::Player;
        self.text = text.into();
        self.example = None;
        self.packed = Rc::default();
        self.ready = None;
        self.show = None;
        self.position = None;
        self.diagnostics = Rc::default();
        self.under_way = None;
        self.playing = false;
        self.window = None;
        self.pointed = None;
        self.chosen = None;
        self.folded = Vec::new();
        self.editing = false;
        self.opening = Some(opening);
        vec![Effect::GiveUp, self.wish(source)]
    }

    /// Opens a text at people's wish: with an entry in the history.
    pub(super) fn open_anew(&mut self, text: &str, source: Source, opening: Opening) -> Vec<Effect> {
        // What was open and is not in the address yet goes there first, so that Back finds it.
        let kept = (self.route == Route::Player).then(|| Effect::KeepAddress(self.address()));
        let mut effects: Vec<Effect> = kept.into_iter().collect();
        self.seed = None;
        self.schedule = None;
        self.aside = None;
        self.notes.clear();
        let opened = self.open(text, source, opening);
        effects.extend([Effect::PushAddress, Effect::Focus]);
        effects.extend(opened);
        effects
    }

    /// A link carries no scenario: back to what was open before it.
    pub(super) fn refuse_link(&mut self, message: String) -> Vec<Effect> {
        let aside = self.aside.take().unwrap_or_default();
        self.bring_back(aside);
        self.complain(message);
        match self.route {
            Route::Gallery => Vec::new(),
            Route::Player => self.take_up_again(),
        }
    }

    /// What was put aside is there again; what belongs to the page and the device stays.
    pub(super) fn bring_back(&mut self, mut aside: Box<State>) {
        aside.theme = self.theme;
        aside.system_is_dark = self.system_is_dark;
        aside.system_is_calm = self.system_is_calm;
        aside.ticket = self.ticket;
        *self = *aside;
    }

    /// Once more what was open and put aside: its address, and what it was waiting for.
    pub(super) fn take_up_again(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::ReplaceAddress];
        if self.ready.is_some() && (self.show.is_none() || self.under_way.is_some()) {
            effects.push(Effect::Run);
        }
        let source = self.awaited.as_ref().map(|awaited| awaited.source.clone());
        effects.extend(source.map(|source| self.wish(source)));
        effects
    }

    /// To the front page, without a word to the history.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        self.route = Route::Gallery;
        self.playing = false;
        self.dialog = None;
        self.pointed = None;
        self.under_way = None;
        self.awaited = None;
        self.aside = None;
        self.ticket += 1;
        vec![Effect::GiveUp]
    }
}
