//! The lanes over time. What stays while time goes on is painted once for a window, a few ms at a time, on a sheet of its
//! own; until that is done the one before is shown, stretched. What moves with the playhead is painted each time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ipcscope_scene::theme::Theme;
use ipcscope_scene::{About, Picture, lanes};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};
use yew::{AttrValue, Callback, Component, Context, Html, NodeRef, PointerEvent, Properties, TargetCast, html};

use super::picture::{Gestures, Wheel, listen};
use super::stage::point;
use crate::browser::sight::Sight;
use crate::browser::timer::Frame;
use crate::browser::{document, now_ms};
use crate::painter::Sheet;
use crate::state::window::Window;
use crate::state::{Action, Same, Show};

/// Of a frame so much is spent on what stays, ms.
const BUDGET_MS: f64 = 2.0;
/// What stays is painted in multiples of this then, px.
const BLOCK: f64 = 400.0;

/// What they show.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The run.
    pub show: Same<Show>,
    /// px.
    pub width: f64,
    /// So many times as large.
    pub zoom: f64,
    /// Their colours.
    pub theme: Theme,
    /// What is seen.
    pub window: Window,
    /// What can be seen.
    pub whole: Window,
    /// The playhead, µs.
    pub playhead_us: f64,
    /// After how many events.
    pub at: usize,
    /// What the pointer is at.
    pub pointed: Option<About>,
    /// What is lit up.
    pub lit: Option<About>,
    /// The processes whose lanes are folded.
    pub folded: Vec<usize>,
    /// Others are painted in this frame: the lanes stay as they are.
    pub waits: bool,
    /// What is done with them.
    pub act: Callback<Action>,
    /// What they are a picture of, for those who can't see them.
    pub label: AttrValue,
}

impl Props {
    fn view(&self) -> lanes::View<'_> {
        lanes::View {
            width: self.width,
            from_us: self.window.from_us,
            to_us: self.window.to_us,
            playhead_us: self.playhead_us,
            at: self.at,
            pointed: self.lit,
            folded: &self.folded,
        }
    }

    /// The view of what stays: it has no playhead, and nothing in it is lit up.
    fn still(&self, of: &Painted) -> lanes::View<'_> {
        let (from_us, to_us) = (of.window.from_us, of.window.to_us);
        lanes::View { from_us, to_us, playhead_us: -1.0, pointed: None, ..self.view() }
    }

    /// What there is to paint.
    fn wanted(&self, rows: (f64, f64)) -> Painted {
        let stuck = self.show.timeline.stuck.iter().flatten().filter(|&&event| event < self.at).count();
        let (width, zoom, theme) = (self.width, self.zoom, self.theme);
        let (show, folded) = (self.show.clone(), self.folded.clone());
        Painted { show, width, zoom, theme, window: self.window, rows, stuck, folded }
    }
}

/// What a sheet shows.
#[derive(Clone, Debug, PartialEq)]
struct Painted {
    show: Same<Show>,
    width: f64,
    zoom: f64,
    theme: Theme,
    window: Window,
    /// From one `y` to another, px.
    rows: (f64, f64),
    /// How many processes are seen to wait in a ring: their lanes say so.
    stuck: usize,
    folded: Vec<usize>,
}

impl Painted {
    /// It differs at most in what part of it is seen.
    fn is_like(&self, other: &Painted) -> bool {
        Painted { window: other.window, rows: other.rows, ..self.clone() } == *other
    }
}

/// A sheet on which what stays is being painted.
struct Job {
    what: Painted,
    steps: lanes::Steps,
    sheet: Sheet,
    picture: Picture,
}

/// The lanes.
pub struct Lanes {
    room: NodeRef,
    canvas: NodeRef,
    /// What stays, as it was painted last, and what is being painted now.
    front: HtmlCanvasElement,
    back: HtmlCanvasElement,
    shown: Option<Painted>,
    job: Option<Job>,
    /// What can be pointed at.
    hits: Rc<RefCell<Picture>>,
    wheel: Option<Gestures>,
    turned: Rc<RefCell<Option<Wheel>>>,
    /// Where the canvas begins, px of the picture.
    top: Rc<Cell<f64>>,
    sight: Sight,
    frame: Option<Frame>,
}

fn sheet() -> HtmlCanvasElement {
    document().create_element("canvas").expect("every browser has canvases").unchecked_into()
}

impl Component for Lanes {
    type Message = ();
    type Properties = Props;

    fn create(context: &Context<Lanes>) -> Lanes {
        let link = context.link().clone();
        Lanes {
            room: NodeRef::default(),
            canvas: NodeRef::default(),
            front: sheet(),
            back: sheet(),
            shown: None,
            job: None,
            hits: Rc::default(),
            wheel: None,
            turned: Rc::default(),
            top: Rc::default(),
            sight: Sight::new(Box::new(move || link.send_message(()))),
            frame: None,
        }
    }

    fn changed(&mut self, context: &Context<Lanes>, _: &Props) -> bool {
        !context.props().waits
    }

    fn view(&self, context: &Context<Lanes>) -> Html {
        let pointer = self.scrubbing(context.props());
        html! {
            <div ref={self.room.clone()} class="room">
                <canvas ref={self.canvas.clone()} class="lanes" role="img" aria-label={context.props().label.clone()}
                    onpointerdown={pointer.clone()} onpointermove={pointer.clone()} onpointerup={pointer.clone()}
                    onpointerleave={pointer.clone()} onpointercancel={pointer} />
            </div>
        }
    }

    fn rendered(&mut self, context: &Context<Lanes>, _: bool) {
        let props = context.props();
        let (Some(canvas), Some(room)) = (self.canvas.cast::<HtmlCanvasElement>(), self.room.cast::<HtmlElement>())
        else {
            return;
        };
        let view = props.view();
        let steps = lanes::Steps::new(&props.show.run, &props.show.timeline, &view);
        let height = steps.empty(&view).height;
        let seen = self.sight.rows(&room, height, props.zoom);
        let is_whole = seen == (0.0, height);
        let block = |y: f64| (y / BLOCK).floor() * BLOCK;
        let rows = match is_whole {
            true => seen,
            false => (block((seen.0 - 200.0).max(0.0)), height.min(block(seen.1 + 200.0 + BLOCK))),
        };
        self.go_on(props, props.wanted(rows));
        self.compose(props, &steps, &canvas, seen);
        let _ = room.style().set_property("height", &format!("{}px", (height * props.zoom).ceil() as u32));
        let _ = canvas.style().set_property("top", &format!("{}px", (seen.0 * props.zoom) as u32));
        self.top.set(seen.0);
        self.turned.replace(Some(zooming(props)));
        if self.wheel.is_none() {
            self.wheel = Some(listen(&canvas, self.turned.clone()));
        }
        self.frame = self.job.is_some().then(|| {
            let link = context.link().clone();
            Frame::new(Box::new(move |_| link.send_message(())))
        });
    }
}

impl Lanes {
    /// Paints on what stays, for as long as a frame allows. One that is under way is finished first, so that zooming
    /// without a pause shows something.
    fn go_on(&mut self, props: &Props, wanted: Painted) {
        if self.job.as_ref().is_some_and(|job| !job.what.is_like(&wanted)) {
            self.job = None;
        }
        if self.job.is_none() && self.shown.as_ref() != Some(&wanted) {
            self.job = begin(&self.back, props, wanted);
        }
        let Some(job) = &mut self.job else { return };
        let until_ms = now_ms() + BUDGET_MS;
        let view = props.still(&job.what);
        while let Some(shapes) = job.steps.next(&props.show.run, &props.show.timeline, &view) {
            job.sheet.paint(&shapes, props.theme);
            job.picture.shapes.extend(shapes.into_iter().filter(|shape| shape.about.is_some()));
            if now_ms() >= until_ms {
                return;
            }
        }
        std::mem::swap(&mut self.front, &mut self.back);
        if let Some(job) = self.job.take() {
            self.shown = Some(job.what);
            self.hits.replace(job.picture);
        }
    }

    /// What is painted of what stays, and what moves on it.
    fn compose(&self, props: &Props, steps: &lanes::Steps, canvas: &HtmlCanvasElement, seen: (f64, f64)) {
        let view = props.view();
        let Some(sheet) = Sheet::new(canvas, props.width, seen, props.zoom) else { return };
        // The first time there is nothing but what is under way.
        let of = match (&self.shown, &self.job) {
            (Some(shown), _) if shown.is_like(&props.wanted(seen)) => Some((shown, &self.front)),
            (_, Some(job)) => Some((&job.what, &self.back)),
            _ => None,
        };
        if let Some((painted, source)) = of {
            let (left, right) = lanes::ends(&view);
            let copy = |from: (f64, f64), to: (f64, f64)| sheet.copy(source, painted.rows, from, to);
            copy((0.0, left), (0.0, left));
            if painted.window == props.window {
                copy((left, props.width), (left, props.width));
            } else {
                // What was painted of the stretch that is to be seen.
                let old = props.still(painted);
                let from_us = props.window.from_us.max(painted.window.from_us);
                let to_us = props.window.to_us.min(painted.window.to_us);
                let x = |view: &lanes::View, us: f64| lanes::x_from_time(view, us).max(left).min(right);
                copy((x(&old, from_us), x(&old, to_us)), (x(&view, from_us), x(&view, to_us)));
            }
        }
        sheet.paint(&steps.moving(&props.show.run, &props.show.timeline, &view).shapes, props.theme);
    }

    /// A press goes to a time, and a drag through it; with Shift it moves the lanes. The names left of them are pointed at
    /// only.
    fn scrubbing(&self, props: &Props) -> Callback<PointerEvent> {
        let (act, before, zoom, hits) = (props.act.clone(), props.pointed, props.zoom, self.hits.clone());
        // The canvas begins where the lanes come in sight.
        let top = self.top.clone();
        let view = lanes::View { folded: &[], ..props.view() };
        let view: lanes::View<'static> = lanes::View { folded: &[], ..view };
        Callback::from(move |event: PointerEvent| {
            let element: Element = event.target_unchecked_into();
            let time_us = lanes::time_from_x(&view, f64::from(event.offset_x()) / zoom);
            let is_dragged = event.buttons() & 1 == 1 && element.has_pointer_capture(event.pointer_id());
            match event.type_().as_str() {
                "pointerdown" if event.button() == 0 && time_us >= view.from_us => {
                    let _ = element.set_pointer_capture(event.pointer_id());
                    if !event.shift_key() {
                        act.emit(Action::SeekTime(time_us));
                        point(&event, &hits.borrow(), (zoom, top.get()), before, &act);
                    }
                }
                "pointermove" if is_dragged && event.shift_key() => {
                    let us_a_px = lanes::time_from_x(&view, 1.0) - lanes::time_from_x(&view, 0.0);
                    act.emit(Action::Pan(-f64::from(event.movement_x()) / zoom * us_a_px));
                }
                "pointermove" if is_dragged => act.emit(Action::SeekTime(time_us)),
                _ => point(&event, &hits.borrow(), (zoom, top.get()), before, &act),
            }
        })
    }
}

fn begin(back: &HtmlCanvasElement, props: &Props, what: Painted) -> Option<Job> {
    let view = props.still(&what);
    let steps = lanes::Steps::new(&props.show.run, &props.show.timeline, &view);
    let picture = steps.empty(&view);
    let sheet = Sheet::new(back, props.width, what.rows, props.zoom)?;
    Some(Job { what, steps, sheet, picture })
}

/// The wheel, or two fingers, at an `x`: the lanes closer or further around the time there.
fn zooming(props: &Props) -> Wheel {
    let (act, zoom, window, whole) = (props.act.clone(), props.zoom, props.window, props.whole);
    let (from_us, to_us, width) = (window.from_us, window.to_us, props.width);
    Callback::from(move |(x, factor): (f64, f64)| {
        let view = lanes::View { width, from_us, to_us, playhead_us: 0.0, at: 0, pointed: None, folded: &[] };
        let anchor_us = lanes::time_from_x(&view, x / zoom);
        let does_something = window.zoomed(factor, anchor_us, &whole) != window;
        if does_something {
            act.emit(Action::Zoom(factor, anchor_us));
        }
        does_something
    })
}
