//! What the lanes know of a run is what its moments say.

use ipcscope_core::program::packets;
use ipcscope_core::trace::Moment;
use ipcscope_scene::look::Look;
use ipcscope_scene::timeline::Timeline;

use super::stage::{all, run};

/// Event by event: each process's state, and how much waits in each channel.
#[test]
fn a_timeline_is_its_run() {
    for (name, text) in all() {
        let run = run(&text);
        let timeline = Timeline::new(&run);
        let mut cursor = run.cursor();
        for at in 0..=run.events().len() {
            cursor.seek(&run, at);
            // Where one move makes several events, the simulation knows the last one's state only.
            if cursor.simulation().events() != at {
                continue;
            }
            let moment = Moment::new(&run, &cursor);
            for (number, process) in moment.processes.iter().enumerate() {
                let look = match timeline.look_at(number, at) {
                    Look::Working => Look::Running,
                    look => look,
                };
                assert_eq!(look, Look::from(process.state), "{name}, event {at}, process {number}");
            }
            for (number, channel) in moment.channels.iter().enumerate() {
                // Where messages are split, packets are counted.
                let fixed = run.program().channels[number].fixed.filter(|&(_, splits)| splits);
                let parts = |bytes: u64| fixed.map_or(1, |(size, _)| packets(bytes, size));
                let expected: u64 = channel.messages.iter().map(|message| parts(message.bytes)).sum();
                let length = u64::from(timeline.length_at(number, at));
                assert_eq!(length, expected, "{name}, event {at}, channel {number}");
            }
        }
    }
}
