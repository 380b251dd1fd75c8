//! Listening to events for as long as somebody wants to.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Event, EventTarget};

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    heard: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// To the events of that name at `target`; they may be kept from their usual effect.
    pub fn new(target: &EventTarget, name: &'static str, heard: Box<dyn FnMut(Event)>) -> Listener {
        let heard = Closure::wrap(heard);
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        let function = heard.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(name, function, &options);
        Listener { target: target.clone(), name, heard }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.name, self.heard.as_ref().unchecked_ref());
    }
}
