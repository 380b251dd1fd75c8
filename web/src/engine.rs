//! From a program to a run, a slice at a time, so that the page answers in between.

use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::trace::{MOST_EVENTS, Run};

/// So many events pass between two looks at the clock.
const EVENTS_A_LOOK: usize = 1_000;

/// A run on its way.
#[derive(Debug)]
pub struct Job {
    run: Run,
    target: usize,
}

impl Job {
    /// Begins a run.
    pub fn start(program: Arc<Program>, seed: Option<u64>) -> Job {
        Job { run: Run::new(program, seed), target: MOST_EVENTS }
    }

    /// Goes on with a run that was cut, for as many events again.
    pub fn go_on(run: Run) -> Job {
        let target = run.events().len() + MOST_EVENTS;
        Job { run, target }
    }

    /// Goes forward until `is_time_up` says so; whether the run is there.
    pub fn slice(&mut self, mut is_time_up: impl FnMut() -> bool) -> bool {
        loop {
            let events = self.events();
            if self.run.advance((events + EVENTS_A_LOOK).min(self.target), u64::MAX).is_some()
                || self.events() >= self.target
            {
                return true;
            }
            if is_time_up() {
                return false;
            }
        }
    }

    /// How many events there are so far.
    pub fn events(&self) -> usize {
        self.run.events().len()
    }

    /// The run, as far as it has come.
    pub fn into_run(self) -> Run {
        self.run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDLESS: &str = "mailbox m capacity unbounded
process P { loop { send 1 to m } }
process C { loop { receive x from m } }";

    fn endless() -> Arc<Program> {
        let prepared = ipcscope_reader::prepare(ENDLESS.to_string());
        Arc::new(prepared.program.expect("there is no mistake in it"))
    }

    #[test]
    fn slices_make_the_same_run_as_one_piece() {
        let mut job = Job::start(endless(), None);
        let mut slices = 1;
        while !job.slice(|| true) {
            slices += 1;
        }
        // 1,000,000 events, 1,000 a slice; a slice may make a few more than it was asked for.
        assert!((900..=1_000).contains(&slices), "{slices}");
        let run = job.into_run();
        let whole = ipcscope_core::simulate_text(ENDLESS, None).expect("there is no mistake in it").run;
        assert_eq!((run.events().len(), run.last_us()), (whole.events().len(), whole.last_us()));
        assert_eq!(run.end(), None);
    }

    #[test]
    fn a_cut_run_goes_on_as_far_again() {
        let mut job = Job::start(endless(), None);
        assert!(job.slice(|| false));
        let first = job.events();
        let mut job = Job::go_on(job.into_run());
        assert!(job.slice(|| false));
        assert!(job.events() >= first + MOST_EVENTS);
    }
}
