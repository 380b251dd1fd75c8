//! What of a high picture is in sight: the rest need not be painted.

use std::cell::Cell;
use std::rc::Rc;

use ipcscope_scene::between;
use web_sys::Element;

use super::listen::Listener;
use super::{now_ms, window};

/// Where it is on the screen is measured so often, ms; and when somebody scrolls. Measuring makes the browser lay out all
/// of the page.
const MEASURED_MS: f64 = 250.0;
/// Lower pictures are painted whole, px.
const TALL: f64 = 2_000.0;

/// Of one picture.
#[derive(Debug)]
pub struct Sight {
    /// Its upper end on the screen, px, and when that was measured, ms.
    measured: Rc<Cell<Option<(f64, f64)>>>,
    _scrolled: Listener,
}

impl Sight {
    /// `then` is called when somebody has scrolled.
    pub fn new(then: Box<dyn Fn()>) -> Sight {
        let measured: Rc<Cell<Option<(f64, f64)>>> = Rc::default();
        let forgotten = measured.clone();
        let scrolled = move |_| {
            forgotten.set(None);
            then();
        };
        Sight { measured, _scrolled: Listener::new(&window(), "scroll", Box::new(scrolled)) }
    }

    /// From one `y` to another, px of a picture `height` px high that is shown `zoom` times as large.
    pub fn rows(&self, element: &Element, height: f64, zoom: f64) -> (f64, f64) {
        if height * zoom <= TALL {
            return (0.0, height);
        }
        let measured = self.measured.get().filter(|(_, at_ms)| now_ms() - at_ms < MEASURED_MS);
        let (top, at_ms) = measured.unwrap_or_else(|| (element.get_bounding_client_rect().top(), now_ms()));
        self.measured.set(Some((top, at_ms)));
        let screen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(TALL);
        let from = between(-top / zoom, 0.0, height);
        (from.floor(), between((screen - top) / zoom, from + 1.0, height).ceil())
    }
}
