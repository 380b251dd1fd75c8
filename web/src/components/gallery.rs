//! The front page: every scenario of the course, each with a picture of its own run that was drawn at build time.

use ipcscope_reader::VERSION;
use ipcscope_scene::theme::Theme;
use yew::{Callback, Html, MouseEvent, TargetCast, classes, html};

use super::icon::{self, Shape};
use super::parts::{button, does, text};
use crate::browser::files;
use crate::gallery::{CHAPTERS, Example, TEMPLATE};
use crate::state::Action;

/// The front page, in these colours.
pub fn view(theme: Theme, act: &Callback<Action>) -> Html {
    html! {
        <div class="gallery">
            <section class="hero">
                <div>
                    <h1 tabindex="-1">{ "See processes communicate" }</h1>
                    { text("p", "", "Play, step back, try it your way: who runs, who is blocked and why, which message is where. Change the text, and the run changes.") }
                    <div class="row">
                        <button class="primary large" onclick={play(act, "buffer-bounded")} data-testid="first">
                            { icon::view(Shape::Play) }{ "Play the bounded buffer" }
                        </button>
                        { button("large", "new", "New scenario", does(act, Action::Write(TEMPLATE.to_string()))) }
                        { open_file(act) }
                    </div>
                </div>
                <div class="art" aria-hidden="true">
                    <img src={drawn("hero", theme)} width="700" height="112" alt="" />
                </div>
            </section>
            <div class="chapters">
            { for CHAPTERS.iter().map(|chapter| html! {
                <section class={classes!("chapter", format!("span-{}", chapter.examples.len().min(3)))}>
                    { text("h2", "", chapter.title) }
                    <ul class="cards">
                        { for chapter.examples.iter().map(|example| card(example, theme, act)) }
                    </ul>
                </section>
            }) }
            </div>
            <footer class="footer">
                { text("p", "", "Everything happens in this page: there is no server, no account, and nothing is sent anywhere.") }
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
            files::read(file, Box::new(move |text| act.emit(Action::OpenFile(text))));
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
    does(act, Action::OpenExample { name, plays: true })
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
    let (title, about) = example.words();
    html! {
        <li key={name} class="card">
            <a href={format!("?ex={name}")} onclick={open} data-testid="card" data-name={name}>
                <span class="thumb" aria-hidden="true">
                    <img src={drawn(name, theme)} width="440" height="200" alt="" loading="lazy" />
                </span>
                { text("span", "concept", example.concept) }
                { text("strong", "", title) }
                { text("span", "about", about) }
            </a>
            <button class="quiet" onclick={play(act, name)} aria-label={format!("Play: {}", title)}>
                { icon::view(Shape::Play) }{ "Play" }
            </button>
        </li>
    }
}

/// The address of a picture that was drawn when the site was built.
fn drawn(name: &str, theme: Theme) -> String {
    let colours = if theme == Theme::Dark { "dark" } else { "light" };
    format!("gallery/{name}.{colours}.svg?v={VERSION}")
}
