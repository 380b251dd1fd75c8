//! Causes past what the system and the network do in between.

use super::{is_of_the_system, is_remark};
use crate::trace::event::Kind;
use crate::trace::run::Run;

/// What brought event number `index` about among what processes did: its cause, or where the system did that, or it was a
/// remark, the cause of it. Passing a core on is the scheduler's doing, and is left out.
pub fn cause_by_process(run: &Run, index: usize) -> Option<usize> {
    let event = run.events().get(index)?;
    let mut cause = event.cause().filter(|_| event.kind() != Kind::Run)?;
    loop {
        let event = run.events().get(cause)?;
        if !is_of_the_system(event.kind()) && !is_remark(event.kind()) {
            return Some(cause);
        }
        cause = event.cause()?;
    }
}

/// The send of the message that event number `index` is about: of a receive, or of what the system did with it.
pub fn send_of(run: &Run, index: usize) -> Option<usize> {
    back_to(run, index, |kind| kind == Kind::Send)
}

/// The nearest cause of its cause, and so on, that is of a wanted kind; itself, where it is.
pub(super) fn back_to(run: &Run, index: usize, is_wanted: impl Fn(Kind) -> bool) -> Option<usize> {
    let mut at = Some(index);
    while let Some(number) = at {
        let event = run.events().get(number)?;
        if is_wanted(event.kind()) {
            return Some(number);
        }
        // Only what the system did with the message lies between a receive and its send.
        at = event.cause().filter(|_| event.kind() == Kind::Receive || is_of_the_system(event.kind()));
    }
    None
}
