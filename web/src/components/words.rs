//! In words: what just happened and because of what, and for every process why it can't move.

use ipcscope_core::trace::words;
use ipcscope_scene::About;
use ipcscope_scene::look::Look;
use yew::{Callback, Html, classes, html};

use super::parts::{button, does, text};
use crate::state::{Action, Position, Same, Show, State};
use crate::tell;

/// The panel.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let (Some(show), Some(position)) = (&state.show, &state.position) else { return html! {} };
    // While it plays a reader could not keep up.
    let live = if state.playing { "off" } else { "polite" };
    html! {
        <section class="panel words" aria-labelledby="words-title" data-testid="words">
            <h2 id="words-title">{ "What just happened" }</h2>
            <div class="happened" aria-live={live} aria-atomic="true">{ happened(show, position, act) }</div>
            { text("h2", "", "Why") }
            <ul class="processes">
                { for (0..position.moment.processes.len()).map(|number| process(state, act, show, position, number)) }
                { for things(show).map(|about| thing(state, act, show, position, about)) }
            </ul>
        </section>
    }
}

fn happened(show: &Same<Show>, position: &Position, act: &Callback<Action>) -> Html {
    let run = &show.run;
    let Some((index, event)) = position.at().checked_sub(1).and_then(|last| Some((last, run.events().get(last)?)))
    else {
        return text("p", "", "Nothing yet. Press play, or step with the arrow keys.");
    };
    let process = &run.program().processes[event.process()].name;
    html! {
        <p>
            { text("span", "when", words::show_us(event.time_us())) }
            { text("strong", "", process.clone()) }{ " " }{ words::event(run, index) }{ ". " }
            if let Some(cause) = event.cause() {
                { button("link", "cause", format!("Because of event {}", cause + 1), does(act, Action::Seek(cause + 1))) }
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
            { chosen_by(act, about, &name) }
            <span class={classes!("state", look.word())}>{ look.word() }</span>
            { text("p", "", why(show, position, number, look)) }
        </li>
    }
}

/// All that processes share.
fn things(show: &Show) -> impl Iterator<Item = About> {
    let program = show.run.program();
    let channels = (0..program.channels.len()).map(About::Channel);
    channels.chain((0..program.memories.len()).map(About::Memory)).chain((0..program.locks.len()).map(About::Lock))
}

/// What it holds, and who waits at it.
fn thing(state: &State, act: &Callback<Action>, show: &Same<Show>, position: &Position, about: About) -> Html {
    let program = show.run.program();
    let Some((_, sentence)) = tell::about(&show.run, &position.moment, about) else { return html! {} };
    let (name, what) = match about {
        About::Channel(number) if program.channels[number].direct.is_some() => (&program.channels[number].name, "link"),
        About::Channel(number) => (&program.channels[number].name, "mailbox"),
        About::Memory(number) => (&program.memories[number].name, "memory"),
        About::Lock(number) => (&program.locks[number].name, program.locks[number].kind.noun()),
        _ => return html! {},
    };
    html! {
        <li class={classes!("process", is_lit(state, about))} data-mailbox={name.clone()}
            onpointerenter={point(act, Some(about))} onpointerleave={point(act, None)}>
            <span class="chip mailbox" aria-hidden="true"></span>
            { chosen_by(act, about, name) }
            { text("span", "state mailbox", what) }
            { text("p", "", sentence) }
        </li>
    }
}

/// A name that, pressed, is looked into.
fn chosen_by(act: &Callback<Action>, about: About, name: &str) -> Html {
    button("name", "", name.to_string(), does(act, Action::Choose(Some(about))))
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
