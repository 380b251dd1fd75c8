//! The front page: every scenario of the course, each with a picture of its own run.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario;
use ipcscope_core::trace::{Moment, Run};
use ipcscope_scene::theme::Theme;
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{Picture, lanes, system};
use yew::{AttrValue, Callback, Html, MouseEvent, TargetCast, classes, html};

use super::icon::{self, Shape};
use super::picture::Canvas;
use crate::browser::files;
use crate::gallery::{CHAPTERS, Example, examples};
use crate::state::Action;

/// Width of a card's picture, px; the style sheet makes it as wide as the card.
const WIDTH: f64 = 440.0;
/// Width of the large picture, px.
const ART_WIDTH: f64 = 700.0;
/// Painted finer than it is drawn, for the style sheet scales it.
const ART_ZOOM: f64 = 1.5;
/// The moment that it shows: the buffer is full, and the producer blocked.
const ART_EVENT: usize = 26;

thread_local! {
    /// Each scenario's picture, drawn once.
    static DRAWN: OnceCell<Vec<Drawn>> = const { OnceCell::new() };
}

/// The front page, in these colours.
pub fn view(theme: Theme, act: &Callback<Action>) -> Html {
    html! {
        <div class="gallery">
            <section class="hero">
                <div>
                    <h1 tabindex="-1">{ "See processes communicate" }</h1>
                    <p>{ "Play, step back, try it your way: who runs, who is blocked and why, which message is where. Change the text, and the run changes." }</p>
                    <div class="row">
                        <button class="primary large" onclick={play(act, "buffer-bounded")} data-testid="first">
                            { icon::view(Shape::Play) }{ "Play the bounded buffer" }
                        </button>
                        <button class="large" onclick={act.reform(|_| Action::OpenNew)} data-testid="new">{ "New scenario" }</button>
                        { open_file(act) }
                    </div>
                </div>
                <div class="art" aria-hidden="true">
                    <Canvas picture={drawn(0).system} {theme} zoom={ART_ZOOM} label="" />
                </div>
            </section>
            <div class="chapters">
            { for CHAPTERS.iter().map(|chapter| html! {
                <section class={classes!("chapter", format!("span-{}", chapter.examples.len().min(3)))}>
                    <h2>{ chapter.title }</h2>
                    <ul class="cards">
                        { for chapter.examples.iter().map(|example| card(example, theme, act)) }
                    </ul>
                </section>
            }) }
            </div>
            <footer class="footer">
                <p>{ "Everything happens in this page: there is no server, no account, and nothing is sent anywhere." }</p>
            </footer>
        </div>
    }
}

/// A button that opens a file; the same on every page.
pub fn open_file(act: &Callback<Action>) -> Html {
    let act = act.clone();
    let open = Callback::from(move |event: yew::Event| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = files::first(input.files()) {
            let act = act.clone();
            files::read(file, move |text| act.emit(Action::OpenFile(text)));
        }
        // So that the same file can be opened again.
        input.set_value("");
    });
    html! {
        <span class="file">
            <input id="open-file" type="file" accept=".ipc,text/plain" onchange={open} data-testid="open" />
            <label class="button" for="open-file">{ "Open a file" }</label>
        </span>
    }
}

fn play(act: &Callback<Action>, name: &'static str) -> Callback<MouseEvent> {
    act.reform(move |_| Action::OpenExample { name, plays: true })
}

/// One scenario: all of it is a link, so that it can be opened in a tab of its own; and a button that plays it at once.
fn card(example: &'static Example, theme: Theme, act: &Callback<Action>) -> Html {
    let name = example.name;
    let open = act.clone();
    let open = Callback::from(move |event: MouseEvent| {
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            open.emit(Action::OpenExample { name, plays: false });
        }
    });
    let drawn = drawn(examples().position(|other| other.name == name).expect("it is one of them"));
    html! {
        <li key={name} class="card">
            <a href={format!("?ex={name}")} onclick={open} data-testid="card" data-name={name}>
                <span class="thumb" aria-hidden="true">
                    <Canvas picture={drawn.lanes} {theme} label="" />
                </span>
                <span class="concept">{ example.concept }</span>
                <strong>{ drawn.title.clone() }</strong>
                <span class="about">{ drawn.about }</span>
            </a>
            <button class="quiet" onclick={play(act, name)} aria-label={format!("Play: {}", drawn.title)}>
                { icon::view(Shape::Play) }{ "Play" }
            </button>
        </li>
    }
}

/// What a card shows of a scenario.
#[derive(Clone)]
struct Drawn {
    title: AttrValue,
    about: AttrValue,
    lanes: Rc<Picture>,
    system: Rc<Picture>,
}

/// Of the scenario at that place of the gallery.
fn drawn(place: usize) -> Drawn {
    DRAWN.with(|drawn| drawn.get_or_init(|| examples().map(draw).collect())[place].clone())
}

/// The lanes of the whole run, and the system at a moment in it.
fn draw(example: &Example) -> Drawn {
    let tree = scenario::read(example.text).scenario.expect("a test reads every scenario of the gallery");
    let program = Program::new(&tree, example.text);
    let (title, about) = (program.title.clone().into(), program.about.clone().into());
    let run = Run::complete(Arc::new(program), None);
    let (at, last_us) = (run.events().len(), run.last_us() as f64);
    let view = lanes::View {
        width: WIDTH,
        from_us: 0.0,
        to_us: last_us.max(1.0),
        playhead_us: last_us,
        at,
        pointed: None,
    };
    let lanes = Rc::new(lanes::picture(&run, &Timeline::new(&run), &view));
    let mut cursor = run.cursor();
    cursor.seek(&run, ART_EVENT);
    let moment = Moment::new(&run, &cursor);
    let view = system::View { width: ART_WIDTH, moved_since: ART_EVENT, progress: 1.0, pointed: None };
    let system = Rc::new(system::picture(&run, &moment, &view));
    Drawn { title, about, lanes, system }
}
