//! A picture on a canvas that is as wide as there is room, and what is done to it with the pointer.

use std::rc::Rc;

use ipcscope_scene::Picture;
use ipcscope_scene::theme::Theme;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, WheelEvent};
use yew::{
    AttrValue, Callback, Html, PointerEvent, Properties, component, html, use_effect_with, use_mut_ref, use_node_ref,
};

use crate::browser::listen::Listener;
use crate::painter;

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
    pub wheel: Option<Callback<(f64, f64), bool>>,
}

/// The canvas.
#[component]
pub fn Canvas(props: &Props) -> Html {
    let canvas = use_node_ref();
    use_effect_with((props.picture.clone(), props.theme, props.zoom), {
        let canvas = canvas.clone();
        move |(picture, theme, zoom)| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                painter::paint(&canvas, picture, *theme, *zoom);
            }
        }
    });
    // Listened to by ourselves: the page would scroll otherwise.
    let latest = use_mut_ref(|| None);
    *latest.borrow_mut() = props.wheel.clone();
    use_effect_with(props.wheel.is_some(), {
        let canvas = canvas.clone();
        move |&wants_wheel| {
            let listener = canvas.cast::<HtmlCanvasElement>().filter(|_| wants_wheel).map(|canvas| {
                Listener::new(&canvas, "wheel", move |event| {
                    let event: WheelEvent = event.unchecked_into();
                    let wheel = latest.borrow().clone();
                    if wheel.is_some_and(|wheel| wheel.emit((f64::from(event.offset_x()), event.delta_y()))) {
                        event.prevent_default();
                    }
                })
            });
            move || drop(listener)
        }
    });
    let pointer = props.pointer.clone();
    html! {
        <canvas ref={canvas} class={props.class} role="img" aria-label={props.label.clone()}
            onpointerdown={pointer.clone()} onpointermove={pointer.clone()} onpointerup={pointer.clone()}
            onpointerleave={pointer.clone()} onpointercancel={pointer} />
    }
}
