//! A picture on a canvas that is as wide as there is room, and what is done to it with the pointer.

use std::cell::RefCell;
use std::rc::Rc;

use ipcscope_scene::Picture;
use ipcscope_scene::theme::Theme;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, WheelEvent};
use yew::{AttrValue, Callback, Component, Context, Html, NodeRef, PointerEvent, Properties, html};

use crate::browser::listen::Listener;
use crate::painter;

/// Takes where the wheel was turned, px, and by how much; whether something came of it.
pub type Wheel = Callback<(f64, f64), bool>;

/// What it shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The picture.
    pub picture: Rc<Picture>,
    /// Its colours.
    pub theme: Theme,
    /// So many times as large.
    #[prop_or(1.0)]
    pub zoom: f64,
    /// What it is a picture of, for those who can't see it.
    pub label: AttrValue,
    /// Further names for the style sheet.
    #[prop_or_default]
    pub class: &'static str,
    /// The pointer is here, moved, pressed or lifted; px from the upper left corner are in the event.
    #[prop_or_default]
    pub pointer: Option<Callback<PointerEvent>>,
    /// The wheel was turned: px from the left end, and by how much; true where something came of it.
    #[prop_or_default]
    pub wheel: Option<Wheel>,
}

/// The canvas.
#[derive(Debug)]
pub struct Canvas {
    canvas: NodeRef,
    painted: Option<(Rc<Picture>, Theme, f64)>,
    wheel: Option<Listener>,
    /// The latest, for the listener.
    turned: Rc<RefCell<Option<Wheel>>>,
}

impl Component for Canvas {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Canvas>) -> Canvas {
        Canvas { canvas: NodeRef::default(), painted: None, wheel: None, turned: Rc::default() }
    }

    fn view(&self, context: &Context<Canvas>) -> Html {
        let Props { class, label, pointer, .. } = context.props();
        html! {
            <canvas ref={self.canvas.clone()} class={*class} role="img" aria-label={label.clone()}
                onpointerdown={pointer.clone()} onpointermove={pointer.clone()} onpointerup={pointer.clone()}
                onpointerleave={pointer.clone()} onpointercancel={pointer.clone()} />
        }
    }

    fn rendered(&mut self, context: &Context<Canvas>, _: bool) {
        let Props { picture, theme, zoom, wheel, .. } = context.props();
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>() else { return };
        let wanted = (picture.clone(), *theme, *zoom);
        if self.painted.as_ref() != Some(&wanted) {
            painter::paint(&canvas, picture, *theme, *zoom);
            self.painted = Some(wanted);
        }
        self.turned.replace(wheel.clone());
        if wheel.is_some() && self.wheel.is_none() {
            self.wheel = Some(listen(&canvas, self.turned.clone()));
        }
    }
}

/// The page itself would have the wheel heard too late to be kept from scrolling.
fn listen(canvas: &HtmlCanvasElement, turned: Rc<RefCell<Option<Wheel>>>) -> Listener {
    Listener::new(canvas, "wheel", move |event| {
        let event: WheelEvent = event.unchecked_into();
        let wheel = turned.borrow().clone();
        if wheel.is_some_and(|wheel| wheel.emit((f64::from(event.offset_x()), event.delta_y()))) {
            event.prevent_default();
        }
    })
}
