//! How wide an element is, now and whenever that changes.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Observes until it is dropped.
#[derive(Debug)]
pub struct Width {
    element: Element,
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl Width {
    /// Tells the width of `element`, px, now and whenever it changes.
    pub fn new(element: Element, changed: Box<dyn Fn(f64)>) -> Option<Width> {
        let observed = element.clone();
        let tell = Closure::<dyn FnMut()>::new(move || changed(f64::from(observed.client_width())));
        let observer = ResizeObserver::new(tell.as_ref().unchecked_ref()).ok()?;
        observer.observe(&element);
        Some(Width { element, observer, _changed: tell })
    }

    /// Whose width.
    pub fn element(&self) -> &Element {
        &self.element
    }
}

impl Drop for Width {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
