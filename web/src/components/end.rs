//! How the run ends, and what becomes of each of the author's checks.

use ipcscope_core::simulate::End;
use ipcscope_core::trace::{Verdict, words};
use yew::{Callback, Html, classes, html};

use super::parts::{button, does, text};
use crate::state::{Action, Show, State, grouped};

/// The checks stand there from the start, so that nothing jumps at the end.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let (Some(show), Some(position)) = (&state.show, &state.position) else { return html! {} };
    let (run, at) = (&show.run, position.at());
    let is_there = at >= show.steps();
    let end = run.end_or_cut();
    let class = match (is_there, end.is_good()) {
        // What is only cut, as where somebody picks each move, is no bad end.
        (true, _) if matches!(end, End::Cut(_)) => "open",
        (false, _) => "open",
        (true, true) => "good",
        (true, false) => "bad",
    };
    html! {
        <section class={classes!("end", class)} aria-label="How it ends" data-testid="end-state">
            if is_there {
                <p>{ text("strong", "", words::end_meaning(end)) }{ " " }{ text("code", "", format!("end: {}", words::end(run))) }</p>
            } else {
                { text("p", "", format!("{} more events to come.", grouped(show.steps() - at))) }
            }
            // Also before the end, so that the focus stays on it once there is more.
            if run.end().is_none() {
                { button("", "go-on", format!("Continue for another {} events", grouped(show.more())), does(act, Action::GoOn)) }
            }
            <ul class="checks">
                { for (0..run.program().checks.len()).map(|number| check(show, number, at, act)) }
            </ul>
        </section>
    }
}

/// What has become of a check after `at` events.
fn check(show: &Show, number: usize, at: usize, act: &Callback<Action>) -> Html {
    let check = &show.run.program().checks[number];
    let verdict = match show.verdicts[number] {
        Verdict::Broken(Some(event)) if event < at => Verdict::Broken(Some(event)),
        verdict if at >= show.steps() => verdict,
        _ => Verdict::Open,
    };
    let (event, words) = match verdict {
        Verdict::Kept => (None, "kept on this schedule"),
        Verdict::Broken(event) if check.expect_violated => (event, "broken, as expected"),
        Verdict::Broken(event) => (event, "broken"),
        Verdict::Open if at >= show.steps() => (None, "not decided by this run"),
        Verdict::Open => (None, "not broken so far"),
    };
    let is_broken = matches!(verdict, Verdict::Broken(_));
    let (mark, class) = match (verdict, is_broken == check.expect_violated) {
        (Verdict::Open, _) => ("○", "open"),
        (_, true) => ("✓", "kept"),
        (_, false) => ("✗", "broken"),
    };
    html! {
        <li class={class}>
            <span class="verdict" aria-hidden="true">{ mark }</span>
            { text("code", "", format!("check {}", check.text)) }
            { text("span", "", words) }
            if let Some(event) = event {
                { button("link", "", format!("at event {}", event + 1), does(act, Action::Seek(event + 1))) }
            }
        </li>
    }
}
