//! Causes among the operations of processes, past the events of the system and the network in between.

use super::{is_of_the_system, is_remark};
use crate::trace::event::Kind;
use crate::trace::run::Run;

/// The cause of event number `index` among the operations of processes: its cause, or, if that is an event of the
/// system or a remark, the cause of that. A dispatch is caused by the scheduler, and has no cause here.
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

/// The send of the message of event number `index`, which is a receive or an event of the system about the message.
pub fn send_of(run: &Run, index: usize) -> Option<usize> {
    back_to(run, index, |kind| kind == Kind::Send)
}

/// The nearest event of a wanted kind in the chain of causes, from the event itself.
pub(super) fn back_to(run: &Run, index: usize, is_wanted: impl Fn(Kind) -> bool) -> Option<usize> {
    let mut at = Some(index);
    while let Some(number) = at {
        let event = run.events().get(number)?;
        if is_wanted(event.kind()) {
            return Some(number);
        }
        // Only events of the system about the message are between a receive and its send.
        at = event.cause().filter(|_| event.kind() == Kind::Receive || is_of_the_system(event.kind()));
    }
    None
}
