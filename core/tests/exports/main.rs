//! What a run is in other forms, and its figures.

mod csv;
mod mermaid;
mod metrics;
mod perfetto;
mod samples;
mod shiviz;

use ipcscope_core::trace::event::Kind;

/// The samples are of use only while every kind of event is in them.
#[test]
fn every_kind_of_event_is_in_a_sample() {
    let seen = std::cell::RefCell::new(std::collections::BTreeSet::new());
    samples::of_every_run(|run| seen.borrow_mut().extend(run.events().iter().map(|event| event.kind())));
    let missing: Vec<Kind> = Kind::all().filter(|kind| !seen.borrow().contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
