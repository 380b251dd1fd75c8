//! Going through a run: playing, stepping, seeking.

use ipcscope_scene::between;

use super::State;

/// A message is under way for so long, ms.
const GLIDE_MS: f64 = 350.0;
/// Of the pause until the next instant, a glide takes no more than this.
const GLIDE_SHARE: f64 = 0.8;
/// A frame that comes later than this is taken as this late: the page was hidden.
const LONGEST_FRAME_MS: f64 = 100.0;
/// In a loop, the end is looked at for so long, ms.
const REST_MS: f64 = 1_500.0;

impl State {
    /// Begins to play, from the start where it is at the end.
    pub(super) fn play(&mut self) {
        let (Some(show), Some(position)) = (&self.show, &mut self.position) else { return };
        if position.at() >= show.steps() {
            position.seek(&show.run, 0);
        }
        self.playing = show.steps() > 0;
        self.frame_ms = None;
        self.follow();
    }

    /// So many events on, or back.
    pub(super) fn step(&mut self, by: isize) {
        let (Some(show), Some(position)) = (&self.show, &mut self.position) else { return };
        self.playing = false;
        self.frame_ms = None;
        let before = position.at();
        position.seek(&show.run, before.saturating_add_signed(by));
        if by == 1 && !(self.settings.calm || self.system_is_calm) {
            position.begin_glide(&show.run, before, GLIDE_MS);
        }
        self.follow();
    }

    /// To after so many events; it plays on from there if it does.
    pub(super) fn seek(&mut self, at: usize) {
        let (Some(show), Some(position)) = (&self.show, &mut self.position) else { return };
        position.seek(&show.run, at);
        self.follow();
    }

    /// To a time; the lanes stay where they are.
    pub(super) fn seek_time(&mut self, time_us: f64) {
        let (Some(show), Some(position)) = (&self.show, &mut self.position) else { return };
        let time_us = time_us.min(show.run.last_us() as f64).max(0.0);
        position.seek(&show.run, show.run.events().count_until(time_us as u64));
        position.clock_us = time_us;
    }

    /// Lets the time since the last frame go by. Returns whether playing needs more of the run.
    pub(super) fn frame(&mut self, now_ms: f64) -> bool {
        let calm = self.is_calm();
        let (Some(show), Some(position)) = (&self.show, &mut self.position) else { return false };
        let passed_ms = self.frame_ms.map_or(0.0, |before| between(now_ms - before, 0.0, LONGEST_FRAME_MS));
        self.frame_ms = Some(now_ms);
        position.glide_on(passed_ms);
        if !self.playing {
            return false;
        }
        let before = position.at();
        if before >= show.steps() {
            return self.at_the_end(passed_ms);
        }
        let wall_ms = passed_ms * self.speed.factor();
        let (clock_us, at) = show.pace.advance(&show.run, position.clock_us, before, wall_ms);
        if at != before {
            position.seek(&show.run, at);
            if !calm {
                let pause_ms = show.pace.pause_ms(&show.run, at) / self.speed.factor();
                position.begin_glide(&show.run, before, GLIDE_MS.min(GLIDE_SHARE * pause_ms));
            }
        }
        position.clock_us = clock_us;
        self.rest_ms = REST_MS;
        self.follow();
        false
    }

    /// It has played to the end: once more from the start, if it is to; where the run repeats itself, round and round; and
    /// beyond the horizon. Returns whether that needs more of the run.
    fn at_the_end(&mut self, passed_ms: f64) -> bool {
        let Some(show) = &self.show else { return false };
        if let Some(round) = show.run.repetition().filter(|round| round.events > 0) {
            let before = round.before;
            self.seek(before);
            return false;
        }
        if !self.settings.looped && show.goes_on() {
            return true;
        }
        let gliding = self.position.as_ref().is_some_and(|position| position.glide.is_some());
        if !self.settings.looped {
            self.playing = false;
            return false;
        }
        if !gliding {
            self.rest_ms -= passed_ms;
        }
        if self.rest_ms <= 0.0 {
            self.seek(0);
            self.rest_ms = REST_MS;
        }
        false
    }

    /// The lanes go along with the playhead.
    pub(super) fn follow(&mut self) {
        let whole = self.whole();
        if let (Some(window), Some(position)) = (&mut self.window, &self.position) {
            *window = window.following(position.clock_us, &whole);
        }
    }

    /// Where the playhead is drawn, µs: only at events where little motion is wanted.
    pub fn playhead_us(&self) -> f64 {
        match &self.position {
            Some(position) if self.playing && self.is_calm() => position.moment.time_us as f64,
            Some(position) => position.clock_us,
            None => 0.0,
        }
    }
}
