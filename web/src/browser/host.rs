//! Talking with the page that ipcscope is a frame of.
//!
//! Only the frame's own parent is listened to, and only what has the right shape: `{ipcscope: 1, id, type, …}`.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

use super::window;
use crate::state::Action;

/// What the other page wants.
#[derive(Clone, Debug)]
pub struct Request {
    id: JsValue,
    origin: String,
    /// What it asks for; why not, where it makes no sense.
    pub wish: Result<Wish, &'static str>,
}

/// Something that makes sense.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Is somebody there?
    Ping,
    /// This is to happen.
    Act(Action),
}

/// How things stand, for an answer.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// After how many events.
    pub step: usize,
    /// Of how many.
    pub steps: usize,
    /// Time goes on.
    pub playing: bool,
}

/// What a message asks for; nothing where it is none of ours.
pub fn read(event: &MessageEvent) -> Option<Request> {
    let own = window();
    let parent = own.parent().ok().flatten()?;
    let is_own = JsValue::from(&parent) == JsValue::from(&own);
    if is_own || event.source().map(JsValue::from)? != JsValue::from(&parent) {
        return None;
    }
    let data = event.data();
    if !data.is_object() || get(&data, "ipcscope").as_f64() != Some(1.0) {
        return None;
    }
    let id = get(&data, "id");
    let is_short = id.as_string().is_none_or(|id| id.len() <= 100);
    if !(id.as_f64().is_some() || id.is_string() || id.is_undefined()) || !is_short {
        return None;
    }
    let wish = match get(&data, "type").as_string().as_deref() {
        Some("ping") => Ok(Wish::Ping),
        Some("play") => Ok(Wish::Act(Action::Play)),
        Some("pause") => Ok(Wish::Act(Action::Pause)),
        Some("step") => Ok(Wish::Act(Action::Step(1))),
        Some("back") => Ok(Wish::Act(Action::Step(-1))),
        Some("seek") => match get(&data, "step").as_f64() {
            Some(step) if step >= 0.0 && step.fract() == 0.0 && step < 1e9 => {
                Ok(Wish::Act(Action::Seek(step as usize)))
            }
            _ => Err("seek takes a step: a whole number from 0"),
        },
        Some(_) => Err("the types are ping, play, pause, step, back and seek"),
        None => Err("a message has a type"),
    };
    Some(Request { id, origin: event.origin(), wish })
}

/// Answers `request`, to whom it came from.
pub fn answer(request: &Request, standing: Standing) {
    let reply = Object::new();
    put(&reply, "ipcscope", &1.into());
    put(&reply, "id", &request.id);
    match &request.wish {
        Ok(wish) => {
            put(&reply, "type", &if matches!(wish, Wish::Ping) { "ready" } else { "ok" }.into());
            put(&reply, "step", &(standing.step as f64).into());
            put(&reply, "steps", &(standing.steps as f64).into());
            put(&reply, "playing", &standing.playing.into());
        }
        Err(reason) => {
            put(&reply, "type", &"error".into());
            put(&reply, "message", &(*reason).into());
        }
    }
    // A page from a sandbox or a disk has no origin to name.
    let origin = if request.origin == "null" || request.origin.is_empty() { "*" } else { &request.origin };
    if let Ok(Some(parent)) = window().parent() {
        let _ = parent.post_message(reply.unchecked_ref(), origin);
    }
}

fn get(data: &JsValue, name: &str) -> JsValue {
    Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn put(reply: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(reply, &name.into(), value);
}
