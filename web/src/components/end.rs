//! How the run ended, and what became of each of the author's promises; only at the end.

use std::rc::Rc;

use ipcscope_core::trace::{Verdict, words};
use yew::{Callback, Html, classes, html};

use crate::state::{Action, Show, State, grouped};

/// Its place is kept while there is nothing to say, so that nothing jumps.
pub fn view(state: &Rc<State>, act: &Callback<Action>) -> Html {
    let (Some(show), Some(position)) = (&state.show, &state.position) else { return html! {} };
    let run = &show.run;
    if position.at() < show.steps() {
        let left = show.steps() - position.at();
        return html! { <section class="end quiet"><p>{ format!("{} more events to come.", grouped(left)) }</p></section> };
    }
    let end = run.end_or_cut();
    html! {
        <section class={classes!("end", if end.is_good() { "good" } else { "bad" })} aria-label="How it ended" data-testid="end-state">
            <p><strong>{ words::end_meaning(end) }</strong>{ " " }<code>{ format!("end: {}", words::end(run)) }</code></p>
            if run.end().is_none() {
                <button onclick={act.reform(|_| Action::GoOn)} data-testid="go-on">{ "Go on for another 1,000,000 events" }</button>
            }
            <ul class="checks">
                { for (0..run.program().checks.len()).map(|number| check(show, number, act)) }
            </ul>
        </section>
    }
}

fn check(show: &Show, number: usize, act: &Callback<Action>) -> Html {
    let check = &show.run.program().checks[number];
    let (event, verdict) = match show.run.verdict(number) {
        Verdict::Kept => (None, "kept on this schedule"),
        Verdict::Broken(event) => (event, "broken"),
        Verdict::Open => (None, "not decided: the run was cut"),
    };
    let is_broken = verdict == "broken";
    let (mark, class) = match (is_broken == check.expect_violated, verdict.starts_with("not")) {
        (_, true) => ("…", "open"),
        (true, _) => ("✓", "kept"),
        (false, _) => ("✗", "broken"),
    };
    let expected = if check.expect_violated { ", and it is meant to break" } else { "" };
    html! {
        <li class={class}>
            <span aria-hidden="true">{ mark }</span>{ " " }<code>{ format!("check {}", check.text) }</code>{ format!(" {verdict}{expected} ") }
            if let Some(event) = event {
                <button class="link" onclick={act.reform(move |_| Action::Seek(event + 1))}>{ format!("at event {}", event + 1) }</button>
            }
        </li>
    }
}
