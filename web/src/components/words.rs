//! In words: what just happened and because of what, and for every process why it can't move.

use std::rc::Rc;

use ipcscope_core::trace::words;
use ipcscope_scene::About;
use ipcscope_scene::look::Look;
use yew::{Callback, Html, classes, html};

use crate::state::{Action, Position, Same, Show, State};
use crate::tell;

/// The panel.
pub fn view(state: &Rc<State>, act: &Callback<Action>) -> Html {
    let (Some(show), Some(position)) = (&state.show, &state.position) else { return html! {} };
    // While it plays a reader could not keep up.
    let live = if state.playing { "off" } else { "polite" };
    html! {
        <section class="panel words" aria-labelledby="words-title" data-testid="words">
            <h2 id="words-title">{ "What just happened" }</h2>
            <div class="happened" aria-live={live} aria-atomic="true">{ happened(show, position, act) }</div>
            <h2>{ "Why" }</h2>
            <ul class="processes">
                { for (0..position.moment.processes.len()).map(|number| process(state, act, show, position, number)) }
                { for (0..position.moment.channels.len()).map(|number| mailbox(state, act, show, position, number)) }
            </ul>
        </section>
    }
}

fn happened(show: &Same<Show>, position: &Position, act: &Callback<Action>) -> Html {
    let run = &show.run;
    let Some((index, event)) = position.at().checked_sub(1).and_then(|last| Some((last, run.events().get(last)?)))
    else {
        return html! { <p>{ "Nothing yet. Press play, or step with the arrow keys." }</p> };
    };
    let process = &run.program().processes[event.process()].name;
    html! {
        <p>
            <span class="when">{ words::show_us(event.time_us()) }</span>
            <strong>{ process }</strong>{ " " }{ words::event(run, index) }{ ". " }
            if let Some(cause) = event.cause() {
                <button class="link" onclick={act.reform(move |_| Action::Seek(cause + 1))} data-testid="cause">
                    { format!("Because of event {}", cause + 1) }
                </button>
            }
        </p>
    }
}

fn process(state: &State, act: &Callback<Action>, show: &Same<Show>, position: &Position, number: usize) -> Html {
    let look = show.timeline.look_at(number, position.at());
    let name = show.run.program().processes[number].name.clone();
    let about = About::Process(number);
    html! {
        <li class={classes!("process", is_lit(state, about))} data-process={name.clone()} data-state={look.word()}
            onpointerenter={point(act, Some(about))} onpointerleave={point(act, None)}>
            <span class={classes!("chip", look.word())} aria-hidden="true"></span>
            <strong>{ name }</strong>
            <span class={classes!("state", look.word())}>{ look.word() }</span>
            <p>{ why(show, position, number, look) }</p>
        </li>
    }
}

/// What waits in it, oldest first, and who waits at it.
fn mailbox(state: &State, act: &Callback<Action>, show: &Same<Show>, position: &Position, number: usize) -> Html {
    let about = About::Channel(number);
    let Some((_, sentence)) = tell::about(&show.run, &position.moment, about) else { return html! {} };
    let name = show.run.program().channels[number].name.clone();
    html! {
        <li class={classes!("process", is_lit(state, about))} data-mailbox={name.clone()}
            onpointerenter={point(act, Some(about))} onpointerleave={point(act, None)}>
            <span class="chip mailbox" aria-hidden="true"></span>
            <strong>{ name }</strong>
            <span class="state mailbox">{ "mailbox" }</span>
            <p>{ sentence }</p>
        </li>
    }
}

fn is_lit(state: &State, about: About) -> Option<&'static str> {
    (state.pointed == Some(about)).then_some("lit")
}

fn point(act: &Callback<Action>, about: Option<About>) -> Callback<yew::PointerEvent> {
    act.reform(move |_| Action::Point(about))
}

fn why(show: &Show, position: &Position, number: usize, look: Look) -> String {
    let label = &position.moment.processes[number].label;
    match (look, label) {
        (Look::Working, Some(label)) => {
            format!("{} It works: {label}.", words::why(&show.run, &position.moment, number))
        }
        _ => words::why(&show.run, &position.moment, number),
    }
}
