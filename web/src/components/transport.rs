//! Through time: play, steps, the slider, speed and seed.

use ipcscope_core::trace::words::show_us;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Html, InputEvent, TargetCast, html};

use super::icon::{self, Shape};
use super::parts::{self, does, text};
use crate::state::settings::Controls;
use crate::state::speed::Speed;
use crate::state::{Action, Dialog, State, grouped};

/// The bar.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let controls = state.settings.controls;
    let (Some(show), Some(position)) = (&state.show, &state.position) else { return html! {} };
    if controls == Controls::None {
        return html! {};
    }
    let (at, steps) = (position.at(), show.steps());
    let time = show_us(state.playhead_us() as u64);
    let seek = act.reform(|event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Seek(value.parse().unwrap_or(0))
    });
    let (shape, word) = if state.playing { (Shape::Pause, "Pause") } else { (Shape::Play, "Play") };
    html! {
        <div class="transport" role="group" aria-label="Through time">
            if controls == Controls::Full {
                { button(act, Shape::Restart, "To the start", "restart", at == 0, Action::Seek(0)) }
            }
            { button(act, Shape::Back, "One event back", "back", at == 0, Action::Step(-1)) }
            <button class="primary play" onclick={does(act, Action::PlayOrPause)} title={word} aria-label={word} data-testid="play">
                { icon::view(shape) }
            </button>
            { button(act, Shape::Step, "One event forward", "step", at >= steps, Action::Step(1)) }
            if controls == Controls::Full {
                { button(act, Shape::End, "To the end", "end", at >= steps, Action::Seek(usize::MAX)) }
            }
            <input class="scrub" type="range" min="0" max={steps.to_string()} value={at.to_string()} oninput={seek}
                aria-label="Event" aria-valuetext={format!("event {at} of {steps}, {time}")} data-testid="scrub" />
            <output class="clock"><span data-testid="time">{ time }</span>
                <small data-testid="event">{ format!("event {} of {}", grouped(at), grouped(steps)) }</small>
            </output>
            if controls == Controls::Full {
                { speed(state, act) }
                if state.schedule.is_some() {
                    { parts::button("leave", "leave-schedule", "Leave this schedule", does(act, Action::Schedule { schedule: None, plays: false })) }
                } else {
                    { seed(state, act) }
                }
                <button class="quiet help" onclick={does(act, Action::Dialog(Some(Dialog::Help)))} aria-label="Keys" title="Keys" data-testid="help">{ "?" }</button>
            }
        </div>
    }
}

fn button(
    act: &Callback<Action>,
    shape: Shape,
    label: &'static str,
    id: &'static str,
    is_off: bool,
    action: Action,
) -> Html {
    // It keeps the focus when there is nothing more to do: so it is not disabled, only said to be.
    let off = is_off.then_some("true");
    html! {
        <button onclick={does(act, action)} title={label} aria-label={label} aria-disabled={off} data-testid={id}>
            { icon::view(shape) }
        </button>
    }
}

fn speed(state: &State, act: &Callback<Action>) -> Html {
    let choose = act.reform(|event: yew::Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
        Action::Speed(Speed::from_name(&chosen).unwrap_or_default())
    });
    html! {
        <label class="field for-speed">
            { text("span", "", "Speed") }
            <select onchange={choose} data-testid="speed">
                { for Speed::all().map(|speed| html! {
                    <option value={speed.name()} selected={speed == state.speed}>{ speed.label() }</option>
                }) }
            </select>
        </label>
    }
}

fn seed(state: &State, act: &Callback<Action>) -> Html {
    let own = state.show.as_ref().map_or(1, |show| show.run.program().seed);
    let change = act.reform(move |event: yew::Event| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Seed(typed.trim().parse().ok().filter(|&seed| seed != own))
    });
    let value = state.seed.unwrap_or(own).to_string();
    html! {
        <label class="field for-seed">
            { text("span", "", "Seed") }
            <input class="seed" inputmode="numeric" {value} onchange={change} data-testid="seed" />
        </label>
    }
}
