//! What the page hears that happens to no part of it in particular: keys, the address, files, the device, its host.

use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, DragEvent, Event, EventTarget, KeyboardEvent};
use yew::Callback;

use crate::app::Message;
use crate::browser::listen::Listener;
use crate::browser::{document, files, is_writing, location, matches, panel, window};
use crate::keys;
use crate::state::Action;
use crate::state::settings::Settings;

/// The device is set to dark.
pub const DARK: &str = "(prefers-color-scheme: dark)";
/// The device asks for little motion.
pub const CALM: &str = "(prefers-reduced-motion: reduce)";

/// Listens to all of it; `tell` gets what it comes to.
pub fn listen(tell: &Callback<Message>) -> Vec<Listener> {
    let (window, document) = (window(), document());
    let mut listeners = vec![
        on(&document, "keydown", tell, |event, _| key(event)),
        on(&window, "popstate", tell, |_, _| Some(located())),
        on(&window, "hashchange", tell, |_, _| Some(located())),
        on(&window, "pagehide", tell, |_, _| Some(Message::Leaving)),
        // Of the desk (editor/src/desk.js).
        on(&document, "ipcscope-write", tell, |event, _| {
            let text = event.dyn_ref::<CustomEvent>()?.detail().as_string()?;
            Some(Message::Do(Action::Write(text)))
        }),
        // Of the panel (views/panel/panel.js), and of the page around this frame (embed/src/host.js).
        on(&document, "ipcscope-do", tell, |event, _| {
            let words = event.dyn_ref::<CustomEvent>()?.detail().as_string()?;
            Some(Message::Do(panel::wish(&words)?))
        }),
        on(&document, "ipcscope-file", tell, |_, _| Some(Message::Do(Action::SaveFile))),
        on(&document, "ipcscope-link", tell, |_, _| Some(Message::Do(Action::CopyLink))),
        on(&document, "dragover", tell, |event, _| {
            event.prevent_default();
            Some(Message::Dragged(true))
        }),
        on(&document, "drop", tell, |event, tell| {
            event.prevent_default();
            drop_file(event, tell);
            Some(Message::Dragged(false))
        }),
    ];
    for (query, changed) in [
        (DARK, (|_, _| Some(Message::Do(Action::SystemDark(matches(DARK))))) as Heard),
        (CALM, |_, _| Some(Message::Do(Action::SystemCalm(matches(CALM))))),
    ] {
        if let Ok(Some(list)) = window.match_media(query) {
            listeners.push(on(&list, "change", tell, changed));
        }
    }
    listeners
}

/// What an event comes to; what comes to it later is told.
type Heard = fn(&Event, &Callback<Message>) -> Option<Message>;

fn on(target: &EventTarget, name: &'static str, tell: &Callback<Message>, read: Heard) -> Listener {
    let tell = tell.clone();
    let heard = move |event| {
        if let Some(message) = read(&event, &tell) {
            tell.emit(message);
        }
    };
    Listener::new(target, name, Box::new(heard))
}

fn located() -> Message {
    let (search, hash) = location::read();
    let (settings, notes) = Settings::read(&search, &hash);
    Message::Do(Action::Located { settings, notes, first: false })
}

fn key(event: &Event) -> Option<Message> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    let has_modifier = event.ctrl_key() || event.alt_key() || event.meta_key();
    if has_modifier || event.default_prevented() || is_writing(event.target()) || is_in_dialog(event) {
        return None;
    }
    // There is nothing to play on the front page.
    document().query_selector(".player").ok().flatten()?;
    if event.key() == " " && is_pressable(event) {
        return None;
    }
    let action = keys::action(&event.key(), event.shift_key())?;
    event.prevent_default();
    Some(Message::Do(action))
}

fn is_in_dialog(event: &KeyboardEvent) -> bool {
    closest(event, "dialog")
}

/// Space presses what has the focus.
fn is_pressable(event: &KeyboardEvent) -> bool {
    closest(event, "button, a, summary")
}

fn closest(event: &KeyboardEvent, selector: &str) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}

fn drop_file(event: &Event, tell: &Callback<Message>) {
    let Some(transfer) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) else { return };
    if let Some(file) = files::first(transfer.files()) {
        let tell = tell.clone();
        files::read(file, Box::new(move |read| tell.emit(Message::Do(Action::OpenFile(read)))));
    }
}
