//! What holds for the whole gallery.

use ipcscope_core::program::Promise;
use ipcscope_core::trace::Verdict;
use ipcscope_tests::traces::GALLERY;

use super::helpers::run;

/// Checks expected to be violated are violated in the run that a student sees; what is only said to be possible need
/// not happen in it.
#[test]
fn every_check_has_the_expected_verdict() {
    for (name, _) in GALLERY {
        let run = run(name);
        let program = run.program();
        assert!(!program.title.is_empty() && !program.about.is_empty(), "{name} says nothing about itself");
        assert!(!program.checks.is_empty(), "{name} checks nothing");
        for (number, check) in program.checks.iter().enumerate() {
            let verdict = run.verdict(number);
            let is_as_said = match (&check.promise, check.expect_violated) {
                (
                    Promise::Possible(_)
                    | Promise::PossiblePrint(_)
                    | Promise::PossibleFinally(_)
                    | Promise::PossibleOutput(_),
                    _,
                ) => true,
                // One run can't show that a process starves.
                (Promise::NeverStarvation, true) => verdict == Verdict::Kept,
                (_, true) => matches!(verdict, Verdict::Broken(_)),
                // A run that goes on beyond its horizon decides nothing yet.
                (_, false) if run.end().is_none() => verdict == Verdict::Open,
                (_, false) => verdict == Verdict::Kept,
            };
            assert!(is_as_said, "{name}: {} is {verdict:?}", check.text);
        }
    }
}
