//! The reducer: what happens, and what follows from it.

use ipcscope_scene::About;

use super::{Action, Dialog, Effect, Opening, Route, Show, Source, State};
use crate::related::{Like, effects, next};

/// Links longer than this are cut by some programs, characters.
pub const LONG_LINK: usize = 2_000;
/// Links longer than this are cut by many; a file is better.
pub const TOO_LONG_LINK: usize = 8_000;

impl State {
    /// Lets something happen. What the browser is to do comes back, in order.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Located { settings, notes, first } => return self.locate(settings, notes, first),
            Action::OpenExample { name, plays } => {
                return self.open_anew("", Source::Example(name), Opening { step: 0, plays });
            }
            Action::OpenFile(Ok(text)) => return self.open_anew(&text, Source::Text, Opening::default()),
            Action::OpenFile(Err(message)) => {
                self.complain(message);
            }
            Action::Note(words) => {
                self.note(words);
            }
            Action::Write(text) => {
                let effects = self.open_anew(&text, Source::Text, Opening::default());
                self.editing = true;
                return effects;
            }
            Action::ShowGallery => {
                if self.route == Route::Gallery {
                    return Vec::new();
                }
                let mut effects = vec![Effect::KeepAddress(self.address())];
                self.notes.clear();
                effects.extend(self.leave());
                effects.extend([Effect::PushAddress, Effect::Focus]);
                return effects;
            }
            Action::Edit(text) => return self.edit(&text),
            Action::EditRests => return vec![self.wish(Source::Text)],
            Action::Prepared(ticket, result) if ticket == self.ticket => {
                return result.take().map_or_else(Vec::new, |result| self.take_prepared(result));
            }
            Action::Retry => {
                let source = self.awaited.as_ref().map(|awaited| awaited.source.clone());
                return source.into_iter().map(|source| self.wish(source)).collect();
            }
            Action::UnderWay(events) => self.under_way = Some(events),
            Action::Ran(ready, run) => _ = run.take().map(|run| self.take_run(ready, run)),
            Action::GoOn => return vec![Effect::GoOn],
            Action::Frame(now_ms) => {
                self.frames = self.frames.wrapping_add(1);
                if self.frame(now_ms) && self.under_way.is_none() {
                    self.under_way = Some(0);
                    return vec![Effect::GoOn];
                }
            }
            Action::Seed(seed) => {
                if self.seed == seed {
                    return Vec::new();
                }
                self.seed = seed;
                self.schedule = None;
                return vec![Effect::Run, Effect::ReplaceAddressSoon];
            }
            Action::Schedule { schedule, plays } => return self.take_schedule(schedule, plays),
            Action::Theme(choice) => {
                self.theme = choice;
                return vec![Effect::KeepTheme];
            }
            Action::Tab(tab) => {
                self.settings.tab = tab;
                return vec![Effect::ReplaceAddressSoon];
            }
            Action::CopyLink => return vec![Effect::Copy],
            Action::WriteAddress => return vec![Effect::ReplaceAddress],
            Action::SaveFile => return vec![Effect::Download],
            other => self.update_view(other),
        }
        Vec::new()
    }

    /// What concerns nothing outside of the page.
    fn update_view(&mut self, action: Action) {
        match action {
            Action::Play => self.play(),
            Action::Pause => self.playing = false,
            Action::PlayOrPause if self.playing => self.playing = false,
            Action::PlayOrPause => self.play(),
            Action::Step(by) => self.step(by),
            Action::Seek(at) => self.seek(at),
            Action::SeekTime(time_us) => self.seek_time(time_us),
            Action::Speed(speed) => self.speed = speed,
            Action::Faster => self.speed = self.speed.faster(),
            Action::Slower => self.speed = self.speed.slower(),
            Action::Zoom(factor, anchor_us) => {
                let whole = self.whole();
                let window = self.shown_window().zoomed(factor, anchor_us, &whole);
                self.window = (window != whole).then_some(window);
            }
            Action::Pan(by_us) => {
                let whole = self.whole();
                self.window = self.window.map(|window| window.moved(by_us, &whole));
            }
            Action::ZoomHere(factor) => {
                let whole = self.whole();
                let window = self.shown_window().zoomed(factor, self.playhead_us(), &whole);
                self.window = (window != whole).then_some(window);
            }
            Action::PanBy(part) => {
                let by_us = part * self.shown_window().span_us();
                self.update_view(Action::Pan(by_us));
            }
            Action::Fit => self.window = None,
            Action::Choose(about) => self.chosen = about,
            Action::GoTo(about) => self.go_to(about),
            Action::ToCause => {
                let cause = |show: &Show, event: usize| show.run.events().get(event)?.cause();
                self.go_along(cause);
            }
            Action::ToEffect => self.go_along(|show, event| effects(&show.run, event).next()),
            Action::Next { is_of_process, step } => self.go_next(is_of_process, step),
            Action::Fold(process) => match self.folded.iter().position(|&folded| folded == process) {
                Some(place) => _ = self.folded.swap_remove(place),
                None => self.folded.push(process),
            },
            Action::FoldAll(is_folded) => {
                let count = self.position.as_ref().map_or(0, |position| position.moment.processes.len());
                self.folded = (0..count).filter(|_| is_folded).collect();
            }
            Action::Point(about) => self.pointed = about,
            Action::SystemDark(is_dark) => self.system_is_dark = is_dark,
            Action::SystemCalm(is_calm) => self.system_is_calm = is_calm,
            Action::EditMode(is_on) => self.editing = is_on,
            Action::TabLeaves(leaves) => self.tab_leaves = leaves,
            Action::Width(width) => self.width = Some(width),
            Action::Copied(link) => self.say_copied(&link),
            Action::CopyRefused(link) => self.dialog = Some(Dialog::Link(link)),
            Action::Dialog(dialog) => self.dialog = dialog,
            Action::Dismiss(id) => self.notes.retain(|note| note.id != id),
            _ => {}
        }
    }

    fn go_to(&mut self, about: About) {
        self.chosen = Some(about);
        if let About::Event(event) = about {
            self.playing = false;
            self.seek(event + 1);
        }
    }

    /// From the event that was chosen, or else the latest, to another.
    fn go_along(&mut self, next: impl FnOnce(&Show, usize) -> Option<usize>) {
        let (Some(show), Some(position)) = (&self.show, &self.position) else { return };
        let from = match self.chosen {
            Some(About::Event(event) | About::Message(event)) => Some(event),
            _ => position.at().checked_sub(1),
        };
        if let Some(event) = from.and_then(|event| next(show, event)) {
            self.go_to(About::Event(event));
        }
    }

    fn go_next(&mut self, is_of_process: bool, step: isize) {
        let (Some(show), Some(position)) = (&self.show, &self.position) else { return };
        let at = position.at();
        // Before the first event there is only what comes.
        let latest = show.run.events().get(at.saturating_sub(1));
        let like = match (self.chosen, latest) {
            (Some(About::Process(process)), _) if is_of_process => Like::Process(process),
            (_, Some(latest)) if is_of_process => Like::Process(latest.process()),
            (_, Some(latest)) => Like::Kind(latest.kind()),
            _ => return,
        };
        let from = if step > 0 { at } else { at.saturating_sub(1) };
        let Some(event) = next(&show.run, from, step, like) else { return };
        match self.chosen {
            Some(About::Event(_) | About::Message(_)) => self.go_to(About::Event(event)),
            // What was chosen stays so.
            chosen => {
                self.go_to(About::Event(event));
                self.chosen = chosen;
            }
        }
    }

    fn say_copied(&mut self, link: &str) {
        let (length, warning) = (link.chars().count(), long_link_warning(link));
        self.notes.retain(|note| !note.text.starts_with("Copied"));
        let shown = format!("Copied: a link of {} characters.{warning}", grouped(length));
        self.note(shown).offers_file = length > TOO_LONG_LINK;
    }
}

/// What to say of a link that is too long for some; empty for others.
pub fn long_link_warning(link: &str) -> &'static str {
    match link.chars().count() {
        length if length > TOO_LONG_LINK => " Many programs cut a link as long as this: better send the file.",
        length if length > LONG_LINK => " Some programs cut a link as long as this.",
        _ => "",
    }
}

/// `1234567` as `1,234,567`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
