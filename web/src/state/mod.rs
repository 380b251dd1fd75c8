//! Everything that the page knows, and how it changes. No browser in here, and no Yew.
//!
//! [`State`] changes only by [`State::update`]; what the browser is to do then comes back as [`Effect`]s.

mod address;
mod open;
mod position;
pub mod schedule;
pub mod settings;
mod show;
pub mod speed;
mod standing;
mod text;
mod time;
mod update;
pub mod views;
pub mod window;

#[cfg(test)]
mod tests;

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;
use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::TokenClass;
use ipcscope_core::scenario::diagnostic::Diagnostic;
use ipcscope_core::scenario::tree::Span;
use ipcscope_core::trace::Run;
use ipcscope_reader::Answer;
use ipcscope_scene::theme::Theme;
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{About, Picture};

pub use position::{Glide, Position};
pub use show::{Same, Show};
pub use update::{grouped, long_link_warning};

use schedule::Schedule;
use settings::{Settings, Tab, ThemeChoice};
use speed::Speed;
use window::Window;

/// What the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The front page.
    #[default]
    Gallery,
    /// One scenario.
    Player,
}

/// A small notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// For dismissing it.
    pub id: u32,
    /// What it says.
    pub text: String,
    /// It says that something went wrong.
    pub is_error: bool,
    /// It offers to save the scenario as a file.
    pub offers_file: bool,
}

/// What lies over the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The keys.
    Help,
    /// A link to copy by hand, where the clipboard is refused.
    Link(String),
}

/// The state of the page.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// What it shows.
    pub route: Route,
    /// As the address had them when the page was opened; what it opened is not in them any more.
    pub settings: Settings,
    /// The colours that were chosen.
    pub theme: ThemeChoice,
    /// The device is set to dark.
    pub system_is_dark: bool,
    /// The device asks for little motion.
    pub system_is_calm: bool,
    /// The scenario's text, as it is being edited.
    pub text: Rc<str>,
    /// The gallery's scenario that was opened, with its text as it came.
    example: Option<(&'static str, Rc<str>)>,
    /// What is still to come before there is something to run.
    pub awaited: Option<Awaited>,
    /// What is wrong with the text, or doubtful.
    pub diagnostics: Rc<Vec<Diagnostic>>,
    /// The text as it was when that was found.
    pub read: Rc<str>,
    /// How often that was.
    pub readings: u32,
    /// The last version of the text that can run.
    pub ready: Option<Rc<Ready>>,
    /// The last version that ran.
    pub show: Option<Same<Show>>,
    /// Where it stands; there whenever `show` is.
    pub position: Option<Position>,
    /// A run is on its way, and has so many events so far.
    pub under_way: Option<usize>,
    /// Time goes on.
    pub playing: bool,
    /// Frames since the page is there.
    pub frames: u32,
    /// The system as it was drawn last, for frames that leave it so.
    pub system: Rc<RefCell<Rc<Picture>>>,
    /// How fast.
    pub speed: Speed,
    /// In place of the scenario's own.
    pub seed: Option<u64>,
    /// In place of what the seed would choose.
    pub schedule: Option<Schedule>,
    /// What the lanes show.
    pub window: Option<Window>,
    /// What is pointed at.
    pub pointed: Option<About>,
    /// What was chosen, to be looked into.
    pub chosen: Option<About>,
    /// The processes whose lanes are folded.
    pub folded: Vec<usize>,
    /// Small notices, oldest first.
    pub notes: Vec<Note>,
    /// The program is shown as an editor.
    pub editing: bool,
    /// The next Tab leaves the editor: Escape was pressed.
    pub tab_leaves: bool,
    /// How wide the stage is, px, once that was measured.
    pub width: Option<f64>,
    /// What lies over the page.
    pub dialog: Option<Dialog>,
    /// The text as it stands in links, once that was asked for.
    packed: Rc<OnceCell<String>>,
    next_note: u32,
    /// The time of the latest animation frame, while time goes on.
    frame_ms: Option<f64>,
    /// At the end, in a loop: ms until it starts again.
    rest_ms: f64,
    /// What to do when the text that was opened has its run.
    opening: Option<Opening>,
    /// What was open, until a link has proved good.
    aside: Option<Box<State>>,
    /// The number of the latest wish for a text made ready; an answer to an older one comes too late.
    ticket: u32,
}

/// Where a text that is to be made ready comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The gallery.
    Example(&'static str),
    /// A link, as what carries it there.
    Link(String),
    /// It is there, as it was typed or came from a file.
    Text,
}

/// A text that is to be made ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Where it comes from.
    pub source: Source,
    /// Why it does not come; it can be tried again.
    pub trouble: Option<String>,
}

/// A text that can run.
#[derive(Debug)]
pub struct Ready {
    /// The text.
    pub text: Rc<str>,
    /// What each stretch of it is, in its order.
    pub tokens: Vec<(Span, TokenClass)>,
    /// What it says.
    pub program: Arc<Program>,
    /// The same in bytes, for whatever else runs it.
    pub packed: Rc<[u8]>,
    /// What a file of it is called, without its ending.
    pub file_name: String,
}

/// How a text is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Opening {
    step: usize,
    plays: bool,
}

/// Something large that is handed on once: a copy is the same thing.
pub struct Once<T>(Rc<Cell<Option<T>>>);

impl<T> Once<T> {
    fn new(thing: T) -> Once<T> {
        Once(Rc::new(Cell::new(Some(thing))))
    }

    /// The thing; `None` where it was taken before.
    fn take(&self) -> Option<T> {
        self.0.take()
    }
}

impl<T> Clone for Once<T> {
    fn clone(&self) -> Once<T> {
        Once(self.0.clone())
    }
}

impl<T> Debug for Once<T> {
    fn fmt(&self, form: &mut Formatter<'_>) -> fmt::Result {
        form.write_str("Once")
    }
}

impl Action {
    /// The text that was wished for by this number is there; or why it is not.
    pub fn prepared(ticket: u32, result: Result<Box<Answer>, String>) -> Action {
        Action::Prepared(ticket, Once::new(result))
    }

    /// A run is there, of this text, and what was gathered from it.
    pub fn ran(ready: Rc<Ready>, run: (Run, Timeline)) -> Action {
        Action::Ran(ready, Once::new(run))
    }
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
    /// The page was opened, or its address changed.
    Located {
        /// What stands in it.
        settings: Settings,
        /// What is to be told of it.
        notes: Vec<String>,
        /// The page was opened just now.
        first: bool,
    },
    /// To a scenario of the gallery.
    OpenExample {
        /// Which.
        name: &'static str,
        /// It plays at once.
        plays: bool,
    },
    /// To a text from a file.
    OpenFile(Result<String, String>),
    /// People are told this.
    Note(String),
    /// To a text that is to be changed: a new scenario, or a draft.
    Write(String),
    /// To the front page.
    ShowGallery,
    /// The text was changed.
    Edit(String),
    /// People have stopped typing.
    EditRests,
    /// A run has come so far.
    UnderWay(usize),
    /// The text that was wished for by this number is there; or its link is bad; or something failed on the way.
    Prepared(u32, Once<Result<Box<Answer>, String>>),
    /// Once more, what failed.
    Retry,
    /// A run is there, of this text, and what was gathered from it.
    Ran(Rc<Ready>, Once<(Run, Timeline)>),
    /// On with a run that was cut.
    GoOn,
    /// Another seed, or the scenario's own.
    Seed(Option<u64>),
    /// A given schedule, from its start, playing, or else to its end; or the seed's again.
    Schedule {
        /// Which; `None` for the seed's.
        schedule: Option<Schedule>,
        /// From its start.
        plays: bool,
    },
    /// Play, from the start where it is at the end.
    Play,
    /// Pause.
    Pause,
    /// Whichever of the two.
    PlayOrPause,
    /// So many events on; back where negative.
    Step(isize),
    /// To after so many events.
    Seek(usize),
    /// To a time, µs.
    SeekTime(f64),
    /// An animation frame, at this time in ms.
    Frame(f64),
    /// How fast.
    Speed(Speed),
    /// The next faster speed.
    Faster,
    /// The next slower one.
    Slower,
    /// The lanes closer (below 1) or further, around a time.
    Zoom(f64, f64),
    /// The lanes by so many µs.
    Pan(f64),
    /// The lanes closer or further, around the playhead.
    ZoomHere(f64),
    /// The lanes by such a part of what they show.
    PanBy(f64),
    /// All of the lanes.
    Fit,
    /// To a tab, or to none.
    Tab(Option<Tab>),
    /// Something is pointed at.
    Point(Option<About>),
    /// Something is to be looked into.
    Choose(Option<About>),
    /// The same; where it is an event, time goes to it.
    GoTo(About),
    /// To the next event of the process that was chosen or of the latest event, or of that event's kind.
    Next {
        /// Of its process, else of its kind.
        is_of_process: bool,
        /// 1, or -1 for the one before.
        step: isize,
    },
    /// To what brought about the event that was chosen, or the latest one.
    ToCause,
    /// To the first event that it brought about.
    ToEffect,
    /// A process's lane is folded, or no longer.
    Fold(usize),
    /// All lanes are, or none.
    FoldAll(bool),
    /// The colours.
    Theme(ThemeChoice),
    /// The device is set to dark, or to light.
    SystemDark(bool),
    /// The device asks for little motion, or not.
    SystemCalm(bool),
    /// The program as an editor, or not.
    EditMode(bool),
    /// The next Tab leaves the editor, or not.
    TabLeaves(bool),
    /// How wide the stage is, px.
    Width(f64),
    /// A link is wanted; without the page's own part of the address.
    CopyLink,
    /// The address says all of the state, now.
    WriteAddress,
    /// It is in the clipboard.
    Copied(String),
    /// The clipboard is refused.
    CopyRefused(String),
    /// The text as a file.
    SaveFile,
    /// Something lies over the page, or no longer.
    Dialog(Option<Dialog>),
    /// A notice has been read.
    Dismiss(u32),
}

/// What the browser is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Have a text made ready; the number comes back with it.
    Prepare(Source, u32),
    /// Say so when people have stopped typing.
    WaitForRest,
    /// Begin a run of the text that is ready; one that is under way is given up.
    Run,
    /// Go on with a run that was cut.
    GoOn,
    /// Give up a run that is under way.
    GiveUp,
    /// The state's address as a new entry of the history.
    PushAddress,
    /// The state's address in place of the one there is.
    ReplaceAddress,
    /// This address in place of the one there is: that of what is being left, so that Back finds it.
    KeepAddress(String),
    /// The state's address, in a moment.
    ReplaceAddressSoon,
    /// The page's colours.
    ShowTheme,
    /// The page's colours, for the next time too.
    KeepTheme,
    /// The focus to the top of what is new.
    Focus,
    /// A link into the clipboard.
    Copy,
    /// The text as a file.
    Download,
}

impl State {
    /// The colours that are to be seen.
    pub fn colours(&self) -> Theme {
        self.theme.theme(self.system_is_dark)
    }

    /// Little motion is wanted.
    pub fn is_calm(&self) -> bool {
        self.settings.calm || self.system_is_calm
    }

    /// Something moves: frames are wanted.
    pub fn wants_frames(&self) -> bool {
        self.position.as_ref().is_some_and(|position| self.playing || position.glide.is_some())
    }

    /// Whether the text has mistakes.
    pub fn is_broken(&self) -> bool {
        use ipcscope_core::scenario::diagnostic::Severity;
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// What the scenario is called.
    pub fn title(&self) -> String {
        match (&self.show, self.opened_example()) {
            (Some(show), _) if !show.run.program().title.is_empty() => show.run.program().title.clone(),
            (None, Some(example)) => example.words().0.to_string(),
            _ => "Untitled scenario".to_string(),
        }
    }

    /// A text is being opened: there is none yet.
    pub fn is_opening(&self) -> bool {
        self.awaited.as_ref().is_some_and(|awaited| awaited.source != Source::Text)
    }

    /// Why the text that is awaited does not come.
    pub fn trouble(&self) -> Option<&str> {
        self.awaited.as_ref()?.trouble.as_deref()
    }

    /// What the lanes can show at most.
    pub fn whole(&self) -> Window {
        Window::whole(self.show.as_ref().map_or(0, |show| show.timeline.whole_us() as u64))
    }

    /// What the lanes show.
    pub fn shown_window(&self) -> Window {
        self.window.unwrap_or(self.whole())
    }

    /// What is lit up in the pictures.
    pub fn lit(&self) -> Option<About> {
        self.pointed.or(self.chosen)
    }

    fn note(&mut self, text: impl Into<String>) -> &mut Note {
        self.put_note(text.into(), false)
    }

    fn complain(&mut self, text: impl Into<String>) -> &mut Note {
        self.put_note(text.into(), true)
    }

    fn put_note(&mut self, text: String, is_error: bool) -> &mut Note {
        /// More than these hide the page.
        const MOST: usize = 4;
        self.notes.retain(|note| note.text != text);
        if self.notes.len() == MOST {
            self.notes.remove(0);
        }
        self.next_note += 1;
        self.notes.push(Note { id: self.next_note, text, is_error, offers_file: false });
        self.notes.last_mut().expect("it was pushed just now")
    }
}
