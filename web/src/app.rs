//! The page as a whole: keeps the state, carries out effects, and hears what is nobody else's.

use std::rc::Rc;

use web_sys::Element;
use yew::{Component, Context, Html, classes, html};

use crate::browser::listen::Listener;
use crate::browser::observe::Width;
use crate::browser::panel::Panel;
use crate::browser::timer::{Frame, Timer};
use crate::browser::{self, clipboard, files, host, location, prepare, storage};
use crate::components::parts::text;
use crate::components::{dialogs, gallery, header, notes, player};
use crate::engine::Job;
use crate::listeners;
use crate::state::settings::{Settings, ThemeChoice};
use crate::state::{Action, Effect, Ready, Route, State};

/// A slice of a long run takes so long, ms; then the page gets its turn.
const SLICE_MS: f64 = 12.0;
/// People have stopped typing, ms.
const REST_MS: i32 = 250;
/// The address follows what is typed, ms, also where the reader, which makes a better one, takes long.
const ADDRESS_MS: i32 = 1_000;
/// Without another sign of it, a file is no longer being dragged, ms.
const DRAGGED_MS: i32 = 300;

/// The page.
#[derive(Debug)]
pub struct App {
    state: State,
    job: Option<(Rc<Ready>, Job)>,
    slice: Option<Timer>,
    rest: Option<Timer>,
    address: Option<Timer>,
    frame: Option<Frame>,
    dragged: Option<Timer>,
    width: Option<Width>,
    wants_focus: bool,
    panel: Panel,
    /// The reader was got ready.
    is_warm: bool,
    /// The text that the page around this frame knows.
    told: Rc<str>,
    _listeners: Vec<Listener>,
}

/// What reaches the page.
#[derive(Debug)]
pub enum Message {
    /// Something happens to the state.
    Do(Action),
    /// A run goes on for a slice.
    Slice,
    /// The address is to be up to date now.
    WriteAddress,
    /// The same, if that is still to be done: the page is left.
    Leaving,
    /// A file is held over the page, or no longer.
    Dragged(bool),
}

impl Component for App {
    type Message = Message;
    type Properties = ();

    fn create(context: &Context<App>) -> App {
        let theme = storage::theme().and_then(|name| ThemeChoice::from_name(&name)).unwrap_or_default();
        let mut state = State::default();
        state.theme = theme;
        state.system_is_dark = browser::matches(listeners::DARK);
        state.system_is_calm = browser::matches(listeners::CALM);
        let mut app = App {
            state,
            job: None,
            slice: None,
            rest: None,
            address: None,
            frame: None,
            dragged: None,
            width: None,
            wants_focus: false,
            panel: Panel::default(),
            is_warm: false,
            told: Rc::default(),
            _listeners: listeners::listen(&context.link().callback(|message: Message| message)),
        };
        let (search, hash) = location::read();
        let (settings, notes) = Settings::read(&search, &hash);
        app.act(context, Action::Located { settings, notes, first: true });
        app.wants_focus = false;
        app.want_frame(context);
        app
    }

    fn update(&mut self, context: &Context<App>, message: Message) -> bool {
        match message {
            Message::Do(action) => {
                if matches!(action, Action::Frame(_)) {
                    self.frame = None;
                }
                self.act(context, action);
            }
            Message::Slice => self.slice(context),
            Message::WriteAddress => self.write_address(),
            Message::Leaving => {
                if self.address.is_some() {
                    self.write_address();
                }
                return false;
            }
            Message::Dragged(is_over) => {
                let changed = self.dragged.is_some() != is_over;
                self.dragged = is_over.then(|| later(context, DRAGGED_MS, Message::Dragged(false)));
                return changed;
            }
        }
        self.want_frame(context);
        true
    }

    fn view(&self, context: &Context<App>) -> Html {
        let state = &self.state;
        let act = context.link().callback(Message::Do);
        let is_embedded = state.settings.embed;
        let page = match state.route {
            Route::Gallery => gallery::view(state.colours(), &act),
            Route::Player => player::view(&Rc::new(state.clone()), &act),
        };
        let kind = if state.route == Route::Gallery { "on-gallery" } else { "on-player" };
        html! {
            <div class={classes!("page", kind, is_embedded.then_some("embed"))}>
                if !is_embedded {
                    <a class="skip" href="#main" onclick={|event: yew::MouseEvent| {
                        event.prevent_default();
                        browser::focus("#main h1");
                    }}>{ "Skip to the content" }</a>
                    { header::view(state.route, state.theme, &act) }
                }
                <main id="main">{ page }</main>
                { notes::view(&state.notes, &act) }
                { dialogs::view(state.dialog.as_ref(), &act) }
                if self.dragged.is_some() {
                    <div class="drop" aria-hidden="true">{ text("p", "", "Drop a scenario to open it") }</div>
                }
            </div>
        }
    }

    fn rendered(&mut self, context: &Context<App>, _: bool) {
        dialogs::open_or_close(self.state.dialog.as_ref());
        self.measure(context);
        let is_shown = self.state.route == Route::Player;
        self.panel.show(self.state.viewed().filter(|_| is_shown));
        let title = match self.state.route {
            Route::Gallery => "ipcscope: see processes communicate".to_string(),
            Route::Player => format!("{} · ipcscope", self.state.title()),
        };
        browser::show_title(&title);
        let is_new = !Rc::ptr_eq(&self.told, &self.state.text);
        self.told = self.state.text.clone();
        host::stand(&self.state, is_new);
        if std::mem::take(&mut self.wants_focus) && !self.state.settings.embed {
            browser::scroll_to_top();
            browser::focus("#main h1");
        }
    }
}

/// The page gets a message in a while.
fn later(context: &Context<App>, ms: i32, message: Message) -> Timer {
    let link = context.link().clone();
    Timer::new(ms, Box::new(move || link.send_message(message)))
}

impl App {
    fn act(&mut self, context: &Context<App>, action: Action) {
        for effect in self.state.update(action) {
            self.carry_out(context, effect);
        }
    }

    fn carry_out(&mut self, context: &Context<App>, effect: Effect) {
        let link = context.link().clone();
        match effect {
            Effect::Prepare(source, ticket) => {
                self.rest = None;
                let then = move |result| link.send_message(Message::Do(Action::prepared(ticket, result)));
                prepare::prepare(source, &self.state.text, Box::new(then));
            }
            Effect::Run => self.run(context),
            Effect::WaitForRest => {
                self.rest = Some(later(context, REST_MS, Message::Do(Action::EditRests)));
            }
            Effect::GoOn => {
                if let Some(show) = &self.state.show {
                    self.job = Some((show.ready.clone(), Job::go_on(show.run.clone(), show.more())));
                    self.slice(context);
                }
            }
            Effect::GiveUp => (self.job, self.slice, self.rest) = (None, None, None),
            Effect::PushAddress => {
                self.address = None;
                location::push(&self.state.address());
            }
            Effect::ReplaceAddress => self.write_address(),
            Effect::KeepAddress(address) => {
                self.address = None;
                location::replace(&address);
            }
            Effect::ReplaceAddressSoon => {
                self.address = Some(later(context, ADDRESS_MS, Message::WriteAddress));
            }
            Effect::ShowTheme => self.show_theme(),
            Effect::KeepTheme => {
                storage::keep_theme(self.state.theme.name());
                self.show_theme();
            }
            Effect::Focus => self.wants_focus = true,
            Effect::Copy => {
                let shared = location::base() + &self.state.shared_address();
                let then = {
                    let shared = shared.clone();
                    move |done| {
                        let action = if done { Action::Copied } else { Action::CopyRefused };
                        link.send_message(Message::Do(action(shared)));
                    }
                };
                clipboard::copy(shared, Box::new(then));
            }
            Effect::Download => {
                let _ = files::save(&self.state.file_name(), &self.state.text);
            }
        }
    }

    /// The stage's width, from now on, where there is a stage.
    fn measure(&mut self, context: &Context<App>) {
        let stage = browser::find::<Element>(".stage");
        if self.width.as_ref().map(Width::element) != stage.as_ref() {
            let link = context.link().clone();
            let tell = move |width| link.send_message(Message::Do(Action::Width(width)));
            self.width = stage.and_then(|stage| Width::new(stage, Box::new(tell)));
        }
    }

    fn show_theme(&self) {
        let choice = self.state.theme;
        browser::show_theme((choice != ThemeChoice::Auto).then_some(choice.name()));
    }

    fn write_address(&mut self) {
        self.address = None;
        location::replace(&self.state.address());
    }

    /// Begins a run of the text that is ready; most are there at once.
    fn run(&mut self, context: &Context<App>) {
        (self.job, self.slice) = (None, None);
        if let Some(ready) = self.state.ready.clone() {
            let job = Job::start(ready.program.clone(), self.state.seed, self.state.schedule.as_deref());
            self.job = Some((ready, job));
            self.slice(context);
        }
    }

    fn slice(&mut self, context: &Context<App>) {
        self.slice = None;
        let Some((ready, mut job)) = self.job.take() else { return };
        let until_ms = browser::now_ms() + SLICE_MS;
        if job.slice(|| browser::now_ms() >= until_ms) {
            self.act(context, Action::ran(ready, job.into_parts()));
            // In a frame nobody may ever want to write.
            if !self.state.settings.embed && !std::mem::replace(&mut self.is_warm, true) {
                prepare::warm();
            }
            return;
        }
        let events = job.events();
        self.job = Some((ready, job));
        self.slice = Some(later(context, 0, Message::Slice));
        self.act(context, Action::UnderWay(events));
    }

    fn want_frame(&mut self, context: &Context<App>) {
        if !self.state.wants_frames() {
            self.frame = None;
        } else if self.frame.is_none() {
            let link = context.link().clone();
            let then = move |now_ms| link.send_message(Message::Do(Action::Frame(now_ms)));
            self.frame = Some(Frame::new(Box::new(then)));
        }
    }
}
