//! The tabs: what the open one is to show.

use ipcscope_scene::between;
use ipcscope_scene::theme::Theme;

use super::schedule::write;
use super::{Position, Same, Show, State};
use crate::browser::panel::name;

impl State {
    /// What the open tab is to show, as the panel reads it, and the program in bytes; `None` where none is open.
    pub fn viewed(&self) -> Option<(String, &[u8])> {
        let (tab, show, position) = (self.settings.tab?, self.show.as_ref()?, self.position.as_ref()?);
        let (view, seed, events, at, playing) =
            (tab.name(), show.run.seed(), show.steps(), position.at(), self.playing);
        let pointed = self.pointed.map_or(String::new(), name);
        let schedule = show.run.schedule().map_or("null".to_string(), |schedule| format!("[{}]", write(schedule)));
        let query = format!(
            r#"{{"view":"{view}","seed":"{seed}","schedule":{schedule},"events":{events},"at":{at},"playing":{playing},"pointed":"{pointed}"}}"#
        );
        Some((query, &show.ready.packed))
    }

    /// There are so many processes and channels that not everything can follow them at every frame.
    pub fn is_crowded(&self) -> bool {
        const FEW: usize = 24;
        let count = |position: &Position| position.moment.processes.len() + position.moment.channels.len();
        self.position.as_ref().is_some_and(|position| count(position) > FEW)
    }

    /// Of four frames the first lays out the picture of the system, the third paints it, the others paint the lanes.
    pub fn lays_out_system(&self) -> bool {
        !self.takes_turns() || self.frames.is_multiple_of(4)
    }

    /// See [`State::lays_out_system`].
    pub fn paints_system(&self) -> bool {
        !self.takes_turns() || self.frames % 4 == 2
    }

    /// See [`State::lays_out_system`].
    pub fn paints_lanes(&self) -> bool {
        !self.takes_turns() || self.frames % 2 == 1
    }

    fn takes_turns(&self) -> bool {
        self.playing && self.is_crowded()
    }

    /// There is nothing more to come.
    pub fn is_at_end(&self) -> bool {
        let ends = |(show, position): (&Same<Show>, &Position)| position.at() >= show.steps();
        self.show.as_ref().zip(self.position.as_ref()).is_some_and(ends)
    }

    /// Pictures are so many times as large as drawn: for a projector, and on a very wide screen.
    pub fn zoom(&self, width: f64) -> f64 {
        match self.colours() {
            Theme::Projector => between(width / 900.0, 1.0, 2.0),
            _ => between(width / 1_300.0, 1.0, 2.0),
        }
    }
}
