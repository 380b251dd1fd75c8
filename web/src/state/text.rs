//! From a text to its run: what is wished for, what comes of it, and what is typed meanwhile.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use ipcscope_core::trace::Run;
use ipcscope_reader::{Answer, Prepared};
use ipcscope_scene::lanes;
use ipcscope_scene::timeline::Timeline;

use super::settings::Editor;
use super::window::Window;
use super::{Awaited, Effect, Position, Ready, Route, Same, Show, Source, State};

/// The width of the stage before it was measured, px.
const USUAL_WIDTH: f64 = 900.0;

impl State {
    /// Wishes for a text made ready. Whatever was wished for before comes too late now.
    pub(super) fn wish(&mut self, source: Source) -> Effect {
        self.ticket += 1;
        self.awaited = Some(Awaited { source: source.clone(), trouble: None });
        Effect::Prepare(source, self.ticket)
    }

    /// What was wished for is there, or is not to be had.
    pub(super) fn take_prepared(&mut self, result: Result<Box<Answer>, String>) -> Vec<Effect> {
        match result.map(|answer| *answer) {
            Err(trouble) => {
                if let Some(awaited) = &mut self.awaited {
                    awaited.trouble = Some(trouble);
                }
                Vec::new()
            }
            Ok(Err(message)) => self.refuse_link(message),
            Ok(Ok(prepared)) => self.take_text(prepared),
        }
    }

    fn take_text(&mut self, prepared: Prepared) -> Vec<Effect> {
        let Some(Awaited { source, .. }) = self.awaited.take() else { return Vec::new() };
        if let Some(mut aside) = self.aside.take()
            && aside.route == Route::Player
            && (&*aside.text, aside.seed, &aside.schedule) == (&*prepared.text, self.seed, &self.schedule)
        {
            // The link carries what was open already.
            aside.settings = self.settings.clone();
            self.bring_back(aside);
            return self.take_up_again();
        }
        let Prepared { text, payload, file_name, diagnostics, tokens, program } = prepared;
        self.text = text.into();
        if let Source::Example(name) = source {
            self.example = Some((name, self.text.clone()));
        }
        self.packed = Rc::new(OnceCell::from(payload));
        self.diagnostics = Rc::new(diagnostics);
        self.read = self.text.clone();
        self.readings += 1;
        // A typed text stands in the address as it is, until it has become small.
        let mut effects = Vec::from_iter((source == Source::Text).then_some(Effect::ReplaceAddress));
        match program.and_then(|packed| Some((ipcscope_reader::program(&packed).ok()?, packed))) {
            Some((program, packed)) => {
                let (text, program, packed) = (self.text.clone(), Arc::new(program), packed.into());
                self.ready = Some(Rc::new(Ready { text, tokens, program, packed, file_name }));
                effects.push(Effect::Run);
            }
            // Where there is nothing else to look at: to where it can be mended.
            None if self.show.is_none() => self.editing = self.settings.editor == Editor::Edit,
            None => {}
        }
        effects
    }

    /// The text was typed in.
    pub(super) fn edit(&mut self, text: &str) -> Vec<Effect> {
        if self.settings.editor != Editor::Edit || self.is_opening() || *self.text == *text {
            return Vec::new();
        }
        self.text = text.into();
        self.packed = Rc::default();
        // Of another text a schedule is another one.
        self.schedule = None;
        // What comes now is of another text.
        self.ticket += 1;
        vec![Effect::WaitForRest, Effect::ReplaceAddressSoon]
    }

    /// There is a run of the text: at the time where the last one stood, or where the text is to be opened.
    pub(super) fn take_run(&mut self, ready: Rc<Ready>, (run, timeline): (Run, Timeline)) {
        self.under_way = None;
        let mut position = Position::new(&run);
        let is_new = self.show.as_ref().is_none_or(|show| !Rc::ptr_eq(&show.ready, &ready));
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
        let count = run.program().processes.len();
        self.show = Some(Same(Rc::new(Show::new(ready, run, timeline))));
        self.position = Some(position);
        self.pointed = None;
        self.chosen = None;
        self.folded.retain(|&process| process < count);
        let whole = self.whole();
        self.window = match self.window {
            None if is_new => self.readable(),
            window => window.map(|window| window.moved(0.0, &whole)),
        };
        self.follow();
    }

    /// The start of a run that is too long for the lanes; `None` if all of it can be read.
    fn readable(&self) -> Option<Window> {
        let width = self.width.unwrap_or(USUAL_WIDTH);
        let to_us = lanes::readable_us(&self.show.as_ref()?.run, width)?;
        Some(Window { from_us: 0.0, to_us })
    }
}
