//! What `wasm.mjs` calls: numbers in, numbers out. What was recorded is kept until [`forget`].

use std::cell::RefCell;

use crate::Recorded;
use crate::explore::How;

thread_local! {
    static KEPT: RefCell<Option<Recorded>> = const { RefCell::new(None) };
}

fn keep(recorded: Recorded) -> u32 {
    let events = recorded.run.events().len() as u32;
    KEPT.replace(Some(recorded));
    events
}

/// Records so many items of one pair: how many events.
#[unsafe(no_mangle)]
pub extern "C" fn s1(items: u32) -> u32 {
    keep(Recorded::new(crate::record(items as usize)))
}

/// Records so many events of so many pairs: how many there are.
#[unsafe(no_mangle)]
pub extern "C" fn record_many(pairs: u32, events: u32) -> u32 {
    let mut run = crate::prepare_many(pairs as usize, events as usize);
    run.advance(events as usize, u64::MAX);
    keep(Recorded::new(run))
}

/// Goes to place number `index`: the time there, in µs.
#[unsafe(no_mangle)]
pub extern "C" fn seek(index: u32) -> f64 {
    KEPT.with_borrow_mut(|kept| kept.as_mut().map_or(-1.0, |kept| kept.seek(u64::from(index)) as f64))
}

/// Gives the memory back.
#[unsafe(no_mangle)]
pub extern "C" fn forget() {
    KEPT.replace(None);
}

/// The models that are explored.
const MODELS: [&str; 4] = [
    include_str!("../models/bounded-buffer.ipc"),
    include_str!("../models/philosophers.ipc"),
    include_str!("../models/peterson.ipc"),
    include_str!("../models/pipeline.ipc"),
];

/// Explores model number `model`; `whole` with nothing forgotten. How many states, or -1 where it can't.
#[unsafe(no_mangle)]
pub extern "C" fn explore(model: u32, whole: u32) -> f64 {
    let how = if whole == 1 { How::Whole } else { How::Every };
    let text = MODELS.get(model as usize).copied().unwrap_or_default();
    crate::explore::search(text, how).map_or(-1.0, |measured| measured.states as f64)
}
