//! From a program to a run, a slice at a time, so that the page answers in between.

use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::trace::Run;
use ipcscope_scene::timeline::{Gathering, Timeline};

/// So many events pass between two looks at the clock.
const EVENTS_A_LOOK: usize = 1_000;

/// A run on its way.
#[derive(Debug)]
pub struct Job {
    run: Run,
    /// In events; `None` for the end of the run, or its horizon.
    target: Option<usize>,
    /// What the pictures need of it, once it is there.
    gathering: Option<Gathering>,
}

impl Job {
    /// Begins a run, by a seed in place of the program's own or by a given schedule.
    pub fn start(program: Arc<Program>, seed: Option<u64>, schedule: Option<&[u32]>) -> Job {
        let run = match schedule {
            Some(schedule) => Run::scripted(program, schedule),
            None => Run::new(program, seed),
        };
        Job { run, target: None, gathering: None }
    }

    /// Continues a run for so many more events.
    pub fn go_on(run: Run, events: usize) -> Job {
        let target = Some(run.events().len() + events);
        Job { run, target, gathering: None }
    }

    /// Goes forward until `is_time_up` says so; whether the run is there, and all that is gathered from it.
    pub fn slice(&mut self, mut is_time_up: impl FnMut() -> bool) -> bool {
        loop {
            let is_done = match &mut self.gathering {
                Some(gathering) => gathering.go_on(&self.run, EVENTS_A_LOOK),
                None => {
                    self.advance();
                    false
                }
            };
            if is_done || is_time_up() {
                return is_done;
            }
        }
    }

    fn advance(&mut self) {
        let is_there = match self.target {
            None => self.run.approach(EVENTS_A_LOOK),
            Some(target) => {
                let events = (self.events() + EVENTS_A_LOOK).min(target);
                self.run.advance(events, u64::MAX).is_some() || self.events() >= target
            }
        };
        if is_there {
            self.gathering = Some(Gathering::new(&self.run));
        }
    }

    /// How many events there are so far.
    pub fn events(&self) -> usize {
        self.run.events().len()
    }

    /// The run, as far as it has come, and what was gathered from it.
    pub fn into_parts(self) -> (Run, Timeline) {
        let timeline = self.gathering.map_or_else(Timeline::default, Gathering::timeline);
        (self.run, timeline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDLESS: &str = "mailbox m capacity unbounded
process P { loop { work 1ms..2ms; send 1 to m } }
process C { loop { receive x from m } }";

    fn endless() -> Arc<Program> {
        let prepared = ipcscope_reader::prepare(ENDLESS.to_string());
        let packed = prepared.program.expect("there is no mistake in it");
        Arc::new(ipcscope_reader::program(&packed).expect("it is whole"))
    }

    #[test]
    fn slices_make_the_same_run_as_one_piece() {
        let mut job = Job::start(endless(), None, None);
        let mut slices = 1;
        while !job.slice(|| true) {
            slices += 1;
        }
        // 1,000 events in a slice, 100,000 until it is taken for endless, and 2,000 to gather; a slice may make a few more
        // events than it was asked for.
        assert!((95..=103).contains(&slices), "{slices}");
        let (run, timeline) = job.into_parts();
        let whole = ipcscope_core::simulate_text(ENDLESS, None).expect("there is no mistake in it").run;
        assert_eq!((run.events().len(), run.last_us()), (whole.events().len(), whole.last_us()));
        assert_eq!(run.end(), None);
        assert_eq!(timeline.end_us, whole.last_us());
    }

    #[test]
    fn a_run_continues_beyond_its_horizon() {
        let mut job = Job::start(endless(), None, None);
        assert!(job.slice(|| false));
        let (run, _) = job.into_parts();
        let first = run.events().len();
        assert_eq!(run.end_or_cut().name(), "horizon");
        let mut job = Job::go_on(run, 3_000);
        assert!(job.slice(|| false));
        assert!((first + 3_000..first + 3_010).contains(&job.events()), "{}", job.events());
    }
}
