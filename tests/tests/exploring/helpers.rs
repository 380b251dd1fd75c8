//! Helpers of the tests of exploring.

use std::sync::Arc;

use ipcscope_core::explore::{Limits, Listing, Reduce, Reduction, Report, Search};
use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_core::trace::Run;
use ipcscope_core::world::World;

pub fn program(text: &str) -> Arc<Program> {
    let reading = read(text);
    let tree = reading.scenario.unwrap_or_else(|| panic!("a mistake in\n{text}\n{:?}", reading.diagnostics));
    Arc::new(Program::new(&tree, text))
}

/// A complete search.
pub fn explored(program: &Arc<Program>) -> Report {
    explored_as(program, Limits::default())
}

/// The same with other limits.
pub fn explored_as(program: &Arc<Program>, limits: Limits) -> Report {
    let mut search = Search::new(Arc::clone(program), limits);
    while !search.advance(10_000).is_over() {}
    search.report()
}

/// Prints are listed in one order, and no move is left out.
pub const IN_ONE_ORDER: Limits = Limits { outcomes: Listing::InOneOrder, reduce: Reduce::Never, ..LIMITS };
/// Not packed: the plainer of the two forms of states.
pub const AS_BYTES: Limits = Limits { packs: false, reduce: Reduce::Never, ..LIMITS };
/// Moves are left out from the start.
pub const REDUCED: Limits = Limits { reduce: Reduce::Always, ..LIMITS };
/// One order represents all orders of interchangeable processes, with senders forgotten; no move is left out.
pub const SYMMETRIC: Limits = Limits { reduction: Reduction { order: false, ..Reduction::ALL }, ..REDUCED };
/// Moves are left out, and every order is kept.
pub const ORDERED: Limits = Limits { reduction: Reduction { symmetry: false, ..Reduction::ALL }, ..REDUCED };
/// Whatever can no longer matter is forgotten, and nothing else.
pub const FORGETTING: Limits = Limits { reduction: Reduction { forgetting: true, ..Reduction::NONE }, ..REDUCED };
/// The other two reductions without forgetting.
pub const REMEMBERING: Limits = Limits { reduction: Reduction { forgetting: false, ..Reduction::ALL }, ..REDUCED };
const LIMITS: Limits = Limits {
    states: 10_000_000,
    bytes: 2 << 30,
    outcomes: Listing::ByProcess,
    endless: true,
    reduce: Reduce::WhenLarge,
    reduction: Reduction::ALL,
    packs: true,
    stops_at_growth: true,
};

/// The same for a text.
pub fn explored_text(text: &str) -> Report {
    explored(&program(text))
}

/// The run of a schedule.
pub fn replayed(program: &Arc<Program>, schedule: &[u32]) -> Run {
    let mut run = Run::scripted(Arc::clone(program), schedule);
    run.advance(usize::MAX, u64::MAX);
    run
}

/// The state at the end of a schedule.
pub fn world_after(program: &Program, schedule: &[u32]) -> World {
    let mut world = World::new(program, &mut ());
    for &number in schedule {
        let choices = world.choices(program);
        let chosen = *choices.get(number as usize).expect("a schedule's numbers are choices");
        world.step(program, chosen, &mut ());
    }
    world
}
