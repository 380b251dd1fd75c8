//! Later: after some time, or at the next animation frame. What is dropped does not happen.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::window;

/// Something that happens once, in a while.
#[derive(Debug)]
pub struct Timer {
    id: i32,
    _then: Closure<dyn FnMut()>,
}

impl Timer {
    /// In so many ms.
    pub fn new(ms: i32, then: Box<dyn FnOnce()>) -> Timer {
        let then = Closure::once(then);
        let function = then.as_ref().unchecked_ref();
        let id = window().set_timeout_with_callback_and_timeout_and_arguments_0(function, ms).unwrap_or(0);
        Timer { id, _then: then }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

/// Something that happens at the next frame.
#[derive(Debug)]
pub struct Frame {
    id: i32,
    _then: Closure<dyn FnMut(f64)>,
}

impl Frame {
    /// It is told the frame's time, ms.
    pub fn new(then: Box<dyn FnOnce(f64)>) -> Frame {
        let then = Closure::once(then);
        let id = window().request_animation_frame(then.as_ref().unchecked_ref()).unwrap_or(0);
        Frame { id, _then: then }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        let _ = window().cancel_animation_frame(self.id);
    }
}
