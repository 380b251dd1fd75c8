//! What the page hears that happens to no part of it in particular: keys, the address, files, the device, its host.

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, EventTarget, KeyboardEvent, MediaQueryList, MessageEvent};
use yew::Callback;

use crate::app::Message;
use crate::browser::listen::Listener;
use crate::browser::{document, files, host, is_writing, location, window};
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
        on(&document, "keydown", tell, key),
        on(&window, "popstate", tell, |_| Some(located())),
        on(&window, "hashchange", tell, |_| Some(located())),
        on(&window, "pagehide", tell, |_| Some(Message::Leaving)),
        on(&window, "message", tell, |event| Some(Message::Host(host::read(event.dyn_ref::<MessageEvent>()?)?))),
        on(&document, "dragover", tell, |event| {
            event.prevent_default();
            Some(Message::Dragged(true))
        }),
    ];
    let dropped = tell.clone();
    listeners.push(on(&document, "drop", tell, move |event| {
        event.prevent_default();
        drop_file(event, &dropped);
        Some(Message::Dragged(false))
    }));
    for (query, action) in [(DARK, Action::SystemDark as fn(bool) -> Action), (CALM, Action::SystemCalm)] {
        if let Ok(Some(list)) = window.match_media(query) {
            let now: MediaQueryList = list.clone();
            listeners.push(on(&list, "change", tell, move |_| Some(Message::Do(action(now.matches())))));
        }
    }
    listeners
}

fn on(
    target: &EventTarget,
    name: &'static str,
    tell: &Callback<Message>,
    read: impl Fn(&Event) -> Option<Message> + 'static,
) -> Listener {
    let tell = tell.clone();
    Listener::new(target, name, move |event| {
        if let Some(message) = read(&event) {
            tell.emit(message);
        }
    })
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
        files::read(file, move |read| tell.emit(Message::Do(Action::OpenFile(read))));
    }
}
