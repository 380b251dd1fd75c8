//! A picture on a canvas that is as wide as there is room, and what is done to it with the pointer.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ipcscope_scene::theme::Theme;
use ipcscope_scene::{Picture, between};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlCanvasElement, Touch, TouchEvent, WheelEvent};
use yew::{AttrValue, Callback, Component, Context, Html, NodeRef, PointerEvent, Properties, html};

use crate::browser::listen::Listener;
use crate::browser::sight::Sight;
use crate::painter;

/// Takes where the wheel was turned or two fingers were moved, px, and how many times as much is to be seen; whether
/// something came of it.
pub type Wheel = Callback<(f64, f64), bool>;

/// What listens to the wheel and to two fingers.
pub type Gestures = [Listener; 2];

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
    /// Others are painted in this frame: it stays as it is.
    #[prop_or_default]
    pub waits: bool,
    /// The pointer is here, moved, pressed or lifted; px from the upper left corner are in the event.
    #[prop_or_default]
    pub pointer: Option<Callback<PointerEvent>>,
}

/// What was painted: the picture, its colours, how large, and the rows that were in sight.
type Painted = (Rc<Picture>, Theme, f64, (f64, f64));

/// The canvas.
#[derive(Debug)]
pub struct Canvas {
    canvas: NodeRef,
    painted: Option<Painted>,
    sight: Sight,
}

impl Component for Canvas {
    type Message = ();
    type Properties = Props;

    fn create(context: &Context<Canvas>) -> Canvas {
        let link = context.link().clone();
        let sight = Sight::new(Box::new(move || link.send_message(())));
        Canvas { canvas: NodeRef::default(), painted: None, sight }
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
        let Props { picture, theme, zoom, waits, .. } = context.props();
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>().filter(|_| !waits) else { return };
        let rows = self.sight.rows(&canvas, picture.height, *zoom);
        let wanted = (picture.clone(), *theme, *zoom, rows);
        if self.painted.as_ref() != Some(&wanted) {
            painter::paint(&canvas, picture, *theme, *zoom, rows);
            self.painted = Some(wanted);
        }
    }
}

/// The page itself would have the wheel heard too late to be kept from scrolling.
pub fn listen(canvas: &HtmlCanvasElement, wheel: Rc<RefCell<Option<Wheel>>>) -> Gestures {
    let tell = move |x: f64, factor: f64| wheel.borrow().clone().is_some_and(|wheel| wheel.emit((x, factor)));
    let (turn, pinch) = (tell.clone(), Cell::new(0.0));
    let turned = move |event: Event| {
        let event: WheelEvent = event.unchecked_into();
        let turned = between(event.delta_y() / 400.0, -0.5, 0.5);
        let factor = if turned < 0.0 { 1.0 / (1.0 - turned) } else { 1.0 + turned };
        if turn(f64::from(event.offset_x()), factor) {
            event.prevent_default();
        }
    };
    let element = canvas.clone();
    let pinched = move |event: Event| {
        let event: TouchEvent = event.unchecked_into();
        let touches = event.touches();
        let (Some(one), Some(other)) = (touches.get(0), touches.get(1)) else { return pinch.set(0.0) };
        let x = |touch: &Touch| f64::from(touch.client_x());
        let apart = (x(&one) - x(&other)).abs().max(8.0);
        let before = pinch.replace(apart);
        event.prevent_default();
        if before > 0.0 {
            let left = element.get_bounding_client_rect().left();
            tell((x(&one) + x(&other)) / 2.0 - left, before / apart);
        }
    };
    [Listener::new(canvas, "wheel", Box::new(turned)), Listener::new(canvas, "touchmove", Box::new(pinched))]
}
