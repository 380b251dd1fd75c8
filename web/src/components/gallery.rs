//! The front page: every scenario of the course, each with a picture of its own run.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario;
use ipcscope_core::trace::Run;
use ipcscope_scene::theme::Theme;
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{Picture, lanes};
use yew::{AttrValue, Callback, Html, MouseEvent, TargetCast, html};

use super::picture::Canvas;
use crate::browser::files;
use crate::gallery::{CHAPTERS, Example, examples};
use crate::state::Action;

/// Width of a card's picture, px; the style sheet makes it as wide as the card.
const WIDTH: f64 = 440.0;

thread_local! {
    /// Each scenario's picture, drawn once.
    static DRAWN: OnceCell<Vec<Drawn>> = const { OnceCell::new() };
}

/// The front page, in these colours.
pub fn view(theme: Theme, act: &Callback<Action>) -> Html {
    let opened = act.clone();
    let open = Callback::from(move |event: yew::Event| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = files::first(input.files()) {
            let opened = opened.clone();
            files::read(file, move |text| opened.emit(Action::OpenFile(text)));
        }
        // So that the same file can be opened again.
        input.set_value("");
    });
    html! {
        <div class="gallery">
            <section class="hero">
                <h1 tabindex="-1">{ "See processes communicate" }</h1>
                <p>{ "Pick a scenario and play it: who runs, who is blocked and why, which message is where. Step back. Change the text, and the run changes." }</p>
                <div class="row">
                    <button class="primary" onclick={act.reform(|_| Action::OpenExample("buffer-bounded"))} data-testid="first">
                        { "▶ Play the bounded buffer" }
                    </button>
                    <button onclick={act.reform(|_| Action::OpenNew)} data-testid="new">{ "New scenario" }</button>
                    <label class="button" for="open-file">{ "Open a file" }</label>
                    <input id="open-file" class="hidden-input" type="file" accept=".ipc,text/plain" onchange={open} data-testid="open" />
                </div>
            </section>
            { for CHAPTERS.iter().map(|chapter| html! {
                <section class="chapter">
                    <h2>{ chapter.title }</h2>
                    <ul class="cards">
                        { for chapter.examples.iter().map(|example| card(example, theme, act)) }
                    </ul>
                </section>
            }) }
            <footer class="footer">
                <p>{ "Everything happens in this page: there is no server, no account, and nothing is sent anywhere." }</p>
            </footer>
        </div>
    }
}

/// One scenario: all of it is a link, so that it can be opened in a tab of its own.
fn card(example: &'static Example, theme: Theme, act: &Callback<Action>) -> Html {
    let name = example.name;
    let open = act.clone();
    let open = Callback::from(move |event: MouseEvent| {
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            open.emit(Action::OpenExample(name));
        }
    });
    let drawn = DRAWN.with(|drawn| {
        let drawn = drawn.get_or_init(|| examples().map(draw).collect());
        let place = examples().position(|other| other.name == name).expect("it is one of them");
        drawn[place].clone()
    });
    html! {
        <li key={name} class="card">
            <a href={format!("?ex={name}")} onclick={open} data-testid="card" data-name={name}>
                <span class="thumb" aria-hidden="true">
                    <Canvas picture={drawn.picture} {theme} label={String::new()} />
                </span>
                <span class="concept">{ example.concept }</span>
                <strong>{ drawn.title }</strong>
                <span class="about">{ drawn.about }</span>
            </a>
        </li>
    }
}

#[derive(Clone)]
struct Drawn {
    title: AttrValue,
    about: AttrValue,
    picture: Rc<Picture>,
}

/// A scenario's lanes, half way through its run.
fn draw(example: &Example) -> Drawn {
    let tree = scenario::read(example.text).scenario.expect("a test reads every scenario of the gallery");
    let program = Program::new(&tree, example.text);
    let (title, about) = (program.title.clone().into(), program.about.clone().into());
    let run = Run::complete(Arc::new(program), None);
    let last_us = run.last_us() as f64;
    let playhead_us = last_us * 0.5;
    let view = lanes::View {
        width: WIDTH,
        from_us: 0.0,
        to_us: last_us.max(1.0),
        playhead_us,
        at: run.events().count_until(playhead_us as u64),
        pointed: None,
    };
    let picture = Rc::new(lanes::picture(&run, &Timeline::new(&run), &view));
    Drawn { title, about, picture }
}
