//! The stage: the system at the moment, and below it the lanes over time; what is pointed at lights up in both.

use std::rc::Rc;

use ipcscope_scene::{About, Picture, system};
use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, PointerEvent, TargetCast, classes, html};

use super::lanes::Lanes;
use super::parts::{button, does, text};
use super::picture::Canvas;
use super::{inspect, notes};
use crate::state::window::Window;
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
    text("p", "empty late", words)
}

fn both(state: &State, act: &Callback<Action>, show: &Same<Show>, position: &Position) -> Html {
    let theme = state.colours();
    let width = state.width.map_or(USUAL_WIDTH, |width| width.max(LEAST_WIDTH));
    let zoom = state.zoom(width);
    let width = width / zoom;
    let (moved_since, progress) = match position.glide {
        Some(glide) => (glide.since, eased(glide.progress)),
        None => (position.at(), 1.0),
    };
    let system_view = system::View { width, moved_since, progress, pointed: state.lit() };
    if state.lays_out_system() {
        let drawn = system::picture(&show.run, &position.moment, &system_view);
        state.system.replace(Rc::new(drawn));
    }
    let system = state.system.borrow().clone();
    let window = state.shown_window();
    let title = state.title();
    html! {
        <>
            { text("h2", "caption", "The system now") }
            <div class="scroll">
                <Canvas class="system" picture={system.clone()} {theme} {zoom} waits={!state.paints_system()} label={format!("The system at this moment: {title}. The same in words stands under “Why”.")}
                    pointer={pointing(state, act, system, zoom)} />
            </div>
            <h2 class="caption">{ "The lanes over time" }
                { text("span", "gap", "") }
                { ways_to_look(state, act, position.moment.processes.len()) }
            </h2>
            <Lanes show={show.clone()} {width} {zoom} {theme} {window} whole={state.whole()} playhead_us={state.playhead_us()}
                at={position.at()} pointed={state.pointed} lit={state.lit()} folded={state.folded.clone()} act={act.clone()} waits={!state.paints_lanes()}
                label={format!("What each process did over time: {title}.")} />
            { overview(state, act, &window) }
            { inspect::view(state, act, show, position).unwrap_or_else(|| html! {
                <p class="tip" aria-hidden="true" data-testid="tip">{ tip(state, show, position) }</p>
            }) }
        </>
    }
}

/// Which part of the run the lanes show; it can be dragged along. It keeps its place where that is all of it.
fn overview(state: &State, act: &Callback<Action>, window: &Window) -> Html {
    /// Of all of the run.
    const PARTS: f64 = 1_000.0;
    let (whole, from_us) = (state.whole(), window.from_us);
    let part = |us: f64, of: f64| (us / of.max(1.0) * PARTS) as u32;
    let hidden_us = whole.span_us() - window.span_us();
    let act = act.clone();
    let moved = Callback::from(move |event: InputEvent| {
        let part = event.target_unchecked_into::<HtmlInputElement>().value_as_number() / PARTS;
        act.emit(Action::Pan(part * hidden_us - from_us));
    });
    html! {
        <input class={classes!("overview", state.window.is_none().then_some("whole"))} type="range" min="0" max="1000"
            value={part(from_us, hidden_us).to_string()} data-part={(part(window.span_us(), whole.span_us()) / 100).to_string()}
            oninput={moved} aria-label="Which part of the run the lanes show" data-testid="overview" />
    }
}

/// The lanes closer and further, and folded.
fn ways_to_look(state: &State, act: &Callback<Action>, processes: usize) -> Html {
    /// With no more lanes than these all are seen at once.
    const FEW: usize = 6;
    let is_folded = !state.folded.is_empty();
    html! {
        <>
            if processes > FEW || is_folded {
                { button("quiet", "fold-all", if is_folded { "Unfold all" } else { "Fold all" }, does(act, Action::FoldAll(!is_folded))) }
            }
            if state.window.is_some() {
                { button("quiet", "fit", "Show all of it", does(act, Action::Fit)) }
                { sign(act, "further", "−", "Further", 2.0) }
            }
            { sign(act, "closer", "+", "Closer", 0.5) }
        </>
    }
}

fn sign(act: &Callback<Action>, id: &'static str, sign: &'static str, label: &'static str, factor: f64) -> Html {
    html! {
        <button class="quiet" onclick={does(act, Action::ZoomHere(factor))} aria-label={label} title={label} data-testid={id}>{ sign }</button>
    }
}

/// What is pointed at, in words; else what could be done.
fn tip(state: &State, show: &Show, position: &Position) -> Html {
    match state.pointed.and_then(|pointed| tell::about(&show.run, &position.moment, pointed)) {
        Some((heading, sentence)) => html! { <>{ text("strong", "", heading) }{ " " }{ sentence }</> },
        None => {
            html! { "Point at anything to see what it is, press it to look into it. Drag on the lanes to go through time." }
        }
    }
}

/// Slow at both ends of a way.
fn eased(progress: f64) -> f64 {
    progress * progress * (3.0 - 2.0 * progress)
}

fn pointing(state: &State, act: &Callback<Action>, picture: Rc<Picture>, zoom: f64) -> Callback<PointerEvent> {
    let (act, before) = (act.clone(), state.pointed);
    Callback::from(move |event: PointerEvent| point(&event, &picture, (zoom, 0.0), before, &act))
}

/// Points at what is under the pointer, and chooses it where it is pressed.
/// The picture is `zoom` times as large, and begins at `top`.
pub fn point(
    event: &PointerEvent,
    picture: &Picture,
    (zoom, top): (f64, f64),
    before: Option<About>,
    act: &Callback<Action>,
) {
    let is_gone = matches!(event.type_().as_str(), "pointerleave" | "pointercancel");
    let now = match is_gone {
        true => None,
        false => picture.at(f64::from(event.offset_x()) / zoom, f64::from(event.offset_y()) / zoom + top),
    };
    if now != before {
        act.emit(Action::Point(now));
    }
    if event.type_() == "pointerdown" && event.button() == 0 {
        act.emit(Action::Choose(now));
    }
}
