//! The results of a search in words: each check, each trouble, the ways to end.

use ipcscope_core::explore::{
    Answer, Deadlock, Outcome, Outcomes, Progress, Report, Trouble, TroubleReport, Witness, words,
};
use ipcscope_core::program::Program;

use crate::Finding;
use crate::events::grouped;

/// Most outcomes listed.
const MOST_OUTCOMES: usize = 60;

/// A report, to be put into words.
pub(crate) struct Verdicts<'r> {
    pub(crate) program: &'r Program,
    pub(crate) report: &'r Report,
}

impl Verdicts<'_> {
    /// The verdict on a check.
    pub(crate) fn check(&self, number: usize) -> Finding {
        let (check, report) = (&self.program.checks[number], &self.report.checks[number]);
        let mark = match report.as_expected {
            None => "open",
            Some(true) => "good",
            Some(false) => "bad",
        };
        let words = words::verdict(report, check.expect_violated);
        let words = words.unwrap_or_else(|| format!("not finished: {}", self.so_far()));
        let title = format!("check {}", check.text);
        Finding {
            mark,
            title,
            words,
            details: repeats(report.seen.witness()),
            schedule: schedule(report.seen.witness()),
        }
    }

    fn so_far(&self) -> String {
        let Progress { states, is_reduced, .. } = self.report.progress;
        let restarted = if is_reduced { ", begun anew to leave out what only shows another order" } else { "" };
        format!("none so far in {} states{restarted}", grouped(states))
    }

    /// The troubles that can happen.
    pub(crate) fn troubles(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.report.troubles.iter().filter_map(|report| self.trouble(report)).collect();
        found.extend(self.more_deadlocks());
        if let Answer::Yes(shown) = &self.report.endless {
            found.push(Finding {
                mark: "open",
                title: "Endless".to_string(),
                words: "a fair run can go on for ever".to_string(),
                details: repeats(Some(shown)),
                schedule: schedule(Some(shown)),
            });
        }
        found
    }

    fn trouble(&self, report: &TroubleReport) -> Option<Finding> {
        let shown = report.answer.witness()?;
        let who = words::who(self.program, report);
        let words = match (report.trouble, who.is_empty()) {
            (Trouble::Deadlock, false) => format!("can happen: {who} wait for each other"),
            (Trouble::Orphaned, false) => {
                format!("can happen: {who} is blocked forever, and no process could unblock it")
            }
            (Trouble::Starvation, false) => format!("can happen: {who} makes no progress while others do"),
            _ => "can happen".to_string(),
        };
        let mut details = words::waiting(self.program, &report.stuck);
        details.extend(repeats(Some(shown)));
        Some(Finding { mark: "bad", title: title(report.trouble), words, details, schedule: schedule(Some(shown)) })
    }

    /// The deadlocked sets besides those of the first witness.
    fn more_deadlocks(&self) -> Vec<Finding> {
        let known = &self.report.troubles[Trouble::Deadlock as usize].stuck.deadlocks;
        let others = self.report.deadlocks.iter().filter(|deadlock| !known.contains(&deadlock.members));
        let finding = |deadlock: &Deadlock| Finding {
            mark: "bad",
            title: title(Trouble::Deadlock),
            words: format!("can happen: {} wait for each other", words::names(self.program, &deadlock.members)),
            details: words::waiting(self.program, &deadlock.stuck),
            schedule: schedule(Some(&deadlock.witness)),
        };
        others.map(finding).collect()
    }

    /// The troubles that can't happen, or have not so far.
    pub(crate) fn never(&self) -> String {
        let names = |wanted: Answer| {
            let report = self.report.troubles.iter().filter(|report| report.answer == wanted);
            let names: Vec<String> = report.map(|report| words::title(report.trouble).to_string()).collect();
            names.join(", ")
        };
        let (never, so_far) = (names(Answer::Never), names(Answer::NoneSoFar));
        let mut report = Vec::new();
        if !never.is_empty() {
            report.push(format!("In no schedule: {never}."));
        }
        if !so_far.is_empty() {
            report.push(format!("Not finished, {}: {so_far}.", self.so_far()));
        }
        if self.report.endless == Answer::Never {
            report.push("Every fair run ends.".to_string());
        }
        report.join(" ")
    }

    /// The number of outcomes, in a sentence, and the first of them.
    pub(crate) fn outcomes(&self) -> (String, Vec<Finding>) {
        let listed = match &self.report.outcomes {
            Outcomes::Listed(listed) => listed,
            Outcomes::Unbounded => {
                let words = "Outcomes are unbounded: a loop that can still end prints.";
                return (words.to_string(), Vec::new());
            }
            Outcomes::NotListed | Outcomes::NotAsked => {
                return ("Outcomes are not listed: there are too many.".to_string(), Vec::new());
            }
        };
        let so_far = if self.report.progress.is_finished { "" } else { " so far" };
        let ends = match listed.len() {
            1 => format!("1 outcome{so_far}"),
            count if count > MOST_OUTCOMES => {
                format!("{} outcomes{so_far}; the first {MOST_OUTCOMES} of them", grouped(count))
            }
            count => format!("{count} outcomes{so_far}"),
        };
        (ends, listed.iter().take(MOST_OUTCOMES).map(|outcome| self.outcome(outcome)).collect())
    }

    fn outcome(&self, outcome: &Outcome) -> Finding {
        let mark = if outcome.end.is_good() { "" } else { "bad" };
        let words = words::outcome(self.program, outcome).join("; ");
        let schedule = Some(outcome.schedule.clone());
        Finding { mark, title: outcome.end.name().to_string(), words, details: Vec::new(), schedule }
    }
}

/// With a capital letter.
fn title(trouble: Trouble) -> String {
    let title = words::title(trouble);
    title[..1].to_uppercase() + &title[1..]
}

fn schedule(witness: Option<&Witness>) -> Option<Vec<u32>> {
    witness.map(|witness| witness.schedule.clone())
}

/// A note for a schedule that repeats.
fn repeats(witness: Option<&Witness>) -> Vec<String> {
    let from = witness.and_then(|witness| witness.repeats_from);
    let words = |from| match from {
        0 => "all of them can be repeated forever".to_string(),
        from => format!("those after move {from} can be repeated forever"),
    };
    from.map(words).into_iter().collect()
}
