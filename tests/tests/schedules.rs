//! A simulated run is one path through the graph of all states: each of its moves is among the choices of its state.

use std::sync::Arc;

use ipcscope_core::explore::Taken;
use ipcscope_core::id::{ChannelId, ProcessId};
use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_core::simulate::{Simulation, Sink, State};
use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::{EventData, Kind};
use ipcscope_core::world::{Move, World};

/// Records the schedule only.
#[derive(Default)]
pub struct Schedule(
    /// The moves so far.
    pub Vec<Move>,
);

impl Sink for Schedule {
    fn push(&mut self, _: EventData) {}

    fn chose(&mut self, chosen: Move) {
        self.0.push(chosen);
    }
}

/// Replays a run's moves without a clock. Returns their number.
pub fn replay(text: &str) -> usize {
    let tree = read(text).scenario.unwrap_or_else(|| panic!("a mistake in\n{text}"));
    let program = Program::new(&tree, text);
    let mut simulation = Simulation::new(&program, program.seed);
    let mut schedule = Schedule::default();
    let mut turns = 0;
    while turns < 20_000 && simulation.tick(&program, &mut schedule).is_none() {
        turns += 1;
    }
    let mut world = World::new(&program, &mut ());
    for (number, &chosen) in schedule.0.iter().enumerate() {
        let choices = world.choices(&program);
        assert!(choices.contains(&chosen), "move {number}, {chosen:?}, is not among {choices:?} in\n{text}");
        world.step(&program, chosen, &mut ());
    }
    for number in 0..program.channels.len() as u16 {
        let channel = ChannelId(number);
        let left = world.messages(&program, channel);
        assert_eq!(left, simulation.world().messages(&program, channel), "left in channel {number} of\n{text}");
        let flying = world.in_flight(channel);
        assert_eq!(flying, simulation.world().in_flight(channel), "on the way to channel {number} of\n{text}");
    }
    for cell in 0..cells(&program) {
        assert_eq!(world.cell(cell), simulation.world().cell(cell), "cell {cell} of\n{text}");
    }
    schedule.0.len()
}

/// The number of cells in shared memory.
fn cells(program: &Program) -> usize {
    program.fields.iter().map(|field| field.slots.unwrap_or(1) * field.cells).sum::<u32>() as usize
}

#[test]
fn the_bounded_buffer_is_8_sends_and_8_receives() {
    assert_eq!(replay(include_str!("../../scenarios/buffer-bounded.ipc")), 16);
}

#[test]
fn draws_and_looks_are_moves_too() {
    let moves = replay(
        "mailbox m capacity 1\nprocess P { if length(m) == 0 and random(1..6) > 0 { send room(m) to m } }
        process Q { receive x from m; print x }",
    );
    // One look, one draw, one look for the message, one send, one receive.
    assert_eq!(moves, 5);
}

#[test]
fn every_scenario_of_the_gallery_replays() {
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios")).expect("the gallery is there") {
        let path = file.expect("it can be listed").path();
        replay(&std::fs::read_to_string(path).expect("it can be read"));
    }
    replay(include_str!("../golden/random.ipc"));
}

#[test]
fn a_rendezvous_is_one_move_of_the_sender() {
    let text = "mailbox m capacity 0\nprocess P { send 1 to m }\nprocess Q { receive x from m }\nprocess R { receive y from m }";
    let tree = read(text).scenario.expect("no mistakes");
    let program = Program::new(&tree, text);
    let world = World::new(&program, &mut ());
    let meet = |with| Move { process: ProcessId(0), arm: 0, other_arm: 0, with };
    assert_eq!(world.choices(&program), [meet(1), meet(2)]);
}

/// East signals at 4ms, so Guard could acquire its permit from then on; its schedule lets it at 7ms. Until then it is
/// not blocked.
#[test]
fn a_process_that_can_continue_wakes_up_and_is_not_blocked() {
    let text = include_str!("../../scenarios/lost-update.ipc");
    let program = Arc::new(Program::new(&read(text).scenario.expect("no mistakes"), text));
    let mut run = Run::scripted(program, &[0, 1, 0, 0, 0, 0, 0, 0, 0]);
    run.advance(usize::MAX, u64::MAX);
    let guards: Vec<_> = run.events().iter_from(0).filter(|(_, event)| event.process() == 2).collect();
    let told = guards.iter().take(4).map(|(number, event)| (*number, event.time_us(), event.kind(), event.cause()));
    // Counted from 0, the signal is event 7: it wakes Guard, and the permit that is taken comes from it too.
    let wanted = [
        (2, 0, Kind::Start, None),
        (3, 0, Kind::Block, None),
        (9, 4_000, Kind::Wake, Some(7)),
        (13, 7_000, Kind::Wait, Some(7)),
    ];
    assert_eq!(told.collect::<Vec<_>>(), wanted);
    let mut cursor = run.cursor();
    cursor.seek(&run, 10);
    assert_eq!(cursor.simulation().activities()[2].state, State::Running);
}

/// A run as choice numbers leaves the same state, and prints the same, process by process.
fn is_a_schedule(text: &str) {
    let program = Arc::new(Program::new(&read(text).scenario.expect("no mistakes"), text));
    let mut run = Run::new(Arc::clone(&program), None);
    run.advance(20_000, u64::MAX);
    let taken = Taken::new(&program, program.seed, run.events().len(), 20_000);
    let schedule = taken.until(run.events().len()).expect("there are no more moves than events");
    let mut again = Run::scripted(Arc::clone(&program), schedule);
    again.advance(usize::MAX, u64::MAX);
    let prints = |run: &Run, process: usize| {
        let is_print =
            |event: &&ipcscope_core::trace::event::Event| event.kind() == Kind::Print && event.process() == process;
        let events: Vec<_> = run.events().iter_from(0).map(|(_, event)| event).collect();
        let values = events.iter().filter(|event| is_print(event)).map(|event| run.events().values(event).to_vec());
        values.collect::<Vec<_>>()
    };
    let (mut there, mut here) = (run.cursor(), again.cursor());
    there.seek(&run, usize::MAX);
    here.seek(&again, usize::MAX);
    let made = here.simulation().script().map(|(_, made)| made);
    assert_eq!(made, Some(schedule.len()), "not every move was made of\n{text}");
    let (there, here) = (there.simulation().world(), here.simulation().world());
    for cell in 0..cells(&program) {
        assert_eq!(here.cell(cell), there.cell(cell), "cell {cell} of\n{text}");
    }
    for process in (0..program.processes.len()).filter(|_| run.end().is_some()) {
        assert_eq!(prints(&again, process), prints(&run, process), "process {process} prints in\n{text}");
    }
    // Half of the events have no more moves.
    let half = taken.until(run.events().len() / 2).expect("all moves are known");
    assert_eq!(half, &schedule[..half.len()]);
}

#[test]
fn every_run_of_the_gallery_is_a_schedule() {
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios")).expect("the gallery is there") {
        let path = file.expect("it can be listed").path();
        is_a_schedule(&std::fs::read_to_string(path).expect("it can be read"));
    }
}

/// 16 moves are made, and 10 recorded: for the first events all moves are known, for the last not.
#[test]
fn moves_beyond_the_limit_are_not_reported() {
    let text = include_str!("../../scenarios/buffer-bounded.ipc");
    let program = Program::new(&read(text).scenario.expect("no mistakes"), text);
    let taken = Taken::new(&program, program.seed, 56, 10);
    assert_eq!(taken.until(0), Some(&[][..]));
    assert!(taken.until(20).is_some());
    assert_eq!(taken.until(56), None);
}

#[test]
fn who_is_refused_for_good_is_no_longer_blocked() {
    let text = "process A { receive x from B }\nprocess B { send 1 to A; send 2 to A within 5ms; print \"on\" }";
    let program = Arc::new(Program::new(&read(text).scenario.expect("no mistakes"), text));
    // The rendezvous; B's second send waits until A's end, by which it is refused.
    let mut run = Run::scripted(program, &[0, 0, 0, 0]);
    run.advance(usize::MAX, u64::MAX);
    let of_b: Vec<Kind> =
        run.events().iter_from(0).filter(|(_, event)| event.process() == 1).map(|(_, event)| event.kind()).collect();
    assert_eq!(of_b, [Kind::Start, Kind::Send, Kind::Block, Kind::Wake, Kind::SendRefused, Kind::Print, Kind::End]);
}
