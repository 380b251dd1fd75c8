//! The stage: the system at the moment, and below it the lanes over time; what is pointed at lights up in both.

use std::rc::Rc;

use ipcscope_scene::theme::Theme;
use ipcscope_scene::{About, Picture, between, lanes, system};
use web_sys::Element;
use yew::{Callback, Html, PointerEvent, TargetCast, html};

use super::notes;
use super::picture::Canvas;
use crate::state::{Action, Awaited, Position, Same, Show, Source, State};
use crate::tell;

/// Before the first measurement, px.
const USUAL_WIDTH: f64 = 960.0;
/// On less than this the pictures scroll, px.
const LEAST_WIDTH: f64 = 280.0;

/// Both pictures.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let pictures = state.show.as_ref().zip(state.position.as_ref());
    html! {
        <section class="stage" aria-label="Stage">
            { match pictures {
                Some((show, position)) => both(state, act, show, position),
                None => waiting(state, act),
            } }
        </section>
    }
}

/// There is no run yet.
fn waiting(state: &State, act: &Callback<Action>) -> Html {
    if state.trouble().is_some() {
        return html! { <div class="empty">{ notes::trouble(state, act) }</div> };
    }
    let words = match (&state.awaited, state.under_way) {
        (Some(Awaited { source: Source::Example(_), .. }), _) => "Loading …".to_string(),
        (Some(_), _) => "Reading …".to_string(),
        (None, Some(events)) => format!("Running: {events} events so far …"),
        (None, None) if state.is_broken() => {
            "There is nothing to see yet: the text has mistakes, which are listed with it.".to_string()
        }
        (None, None) => "Running …".to_string(),
    };
    html! { <p class="empty late">{ words }</p> }
}

/// So many times as large as drawn: for a projector, and on a very wide screen.
fn zoom(theme: Theme, width: f64) -> f64 {
    match theme {
        Theme::Projector => between(width / 900.0, 1.0, 1.8),
        _ => between(width / 1_300.0, 1.0, 1.6),
    }
}

fn both(state: &State, act: &Callback<Action>, show: &Same<Show>, position: &Position) -> Html {
    let theme = state.colours();
    let width = state.width.map_or(USUAL_WIDTH, |width| width.max(LEAST_WIDTH));
    let zoom = zoom(theme, width);
    let width = width / zoom;
    let (moved_since, progress) = match position.glide {
        Some(glide) => (glide.since, eased(glide.progress)),
        None => (position.at(), 1.0),
    };
    let system_view = system::View { width, moved_since, progress, pointed: state.pointed };
    let system = Rc::new(system::picture(&show.run, &position.moment, &system_view));
    let window = state.shown_window();
    let lanes_view = lanes::View {
        width,
        from_us: window.from_us,
        to_us: window.to_us,
        playhead_us: state.playhead_us(),
        at: position.at(),
        pointed: state.pointed,
    };
    let lanes = Rc::new(lanes::picture(&show.run, &show.timeline, &lanes_view));
    let (wheel, whole) = (act.clone(), state.whole());
    let zoomed = Callback::from(move |(x, turned): (f64, f64)| {
        let turned = between(turned / 400.0, -0.5, 0.5);
        let factor = if turned < 0.0 { 1.0 / (1.0 - turned) } else { 1.0 + turned };
        let anchor_us = lanes::time_from_x(&lanes_view, x / zoom);
        let does_something = window.zoomed(factor, anchor_us, &whole) != window;
        if does_something {
            wheel.emit(Action::Zoom(factor, anchor_us));
        }
        does_something
    });
    let title = state.title();
    html! {
        <>
            <h2 class="caption">{ "The system now" }</h2>
            <div class="scroll">
                <Canvas class="system" picture={system.clone()} {theme} {zoom} label={format!("The system at this moment: {title}. The same in words stands under “Why”.")}
                    pointer={pointing(state, act, system, zoom)} />
            </div>
            <h2 class="caption">{ "The lanes over time" }
                if state.window.is_some() {
                    <button class="quiet" onclick={act.reform(|_| Action::Fit)} data-testid="fit">{ "Show all of it" }</button>
                }
            </h2>
            <Canvas class="lanes" picture={lanes.clone()} {theme} {zoom} label={format!("What each process did over time: {title}.")}
                pointer={scrubbing(state, act, lanes, lanes_view, zoom)} wheel={zoomed} />
            <p class="tip" aria-hidden="true" data-testid="tip">{ tip(state, show, position) }</p>
        </>
    }
}

/// What is pointed at, in words; else what could be done.
fn tip(state: &State, show: &Show, position: &Position) -> Html {
    match state.pointed.and_then(|pointed| tell::about(&show.run, &position.moment, pointed)) {
        Some((heading, sentence)) => html! { <><strong>{ heading }</strong>{ " " }{ sentence }</> },
        None => html! { "Point at anything to see what it is. Drag on the lanes to go through time." },
    }
}

/// Slow at both ends of a way.
fn eased(progress: f64) -> f64 {
    progress * progress * (3.0 - 2.0 * progress)
}

fn pointing(state: &State, act: &Callback<Action>, picture: Rc<Picture>, zoom: f64) -> Callback<PointerEvent> {
    let (act, before) = (act.clone(), state.pointed);
    Callback::from(move |event: PointerEvent| point(&event, &picture, zoom, before, &act))
}

fn point(event: &PointerEvent, picture: &Picture, zoom: f64, before: Option<About>, act: &Callback<Action>) {
    let is_gone = matches!(event.type_().as_str(), "pointerleave" | "pointercancel");
    let now = match is_gone {
        true => None,
        false => picture.at(f64::from(event.offset_x()) / zoom, f64::from(event.offset_y()) / zoom),
    };
    if now != before {
        act.emit(Action::Point(now));
    }
}

/// On the lanes a press goes to a time, and a drag through it; with Shift it moves the lanes. The names left of them
/// are pointed at only.
fn scrubbing(
    state: &State,
    act: &Callback<Action>,
    picture: Rc<Picture>,
    view: lanes::View,
    zoom: f64,
) -> Callback<PointerEvent> {
    let (act, before) = (act.clone(), state.pointed);
    Callback::from(move |event: PointerEvent| {
        let element: Element = event.target_unchecked_into();
        let time_us = lanes::time_from_x(&view, f64::from(event.offset_x()) / zoom);
        let is_dragged = event.buttons() & 1 == 1 && element.has_pointer_capture(event.pointer_id());
        match event.type_().as_str() {
            "pointerdown" if event.button() == 0 && time_us >= view.from_us => {
                let _ = element.set_pointer_capture(event.pointer_id());
                if !event.shift_key() {
                    act.emit(Action::SeekTime(time_us));
                }
            }
            "pointermove" if is_dragged && event.shift_key() => {
                let us_a_px = lanes::time_from_x(&view, 1.0) - lanes::time_from_x(&view, 0.0);
                act.emit(Action::Pan(-f64::from(event.movement_x()) / zoom * us_a_px));
            }
            "pointermove" if is_dragged => act.emit(Action::SeekTime(time_us)),
            _ => point(&event, &picture, zoom, before, &act),
        }
    })
}
