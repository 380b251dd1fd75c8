//! The textbook's bounded buffer, event by event.

use ipcscope_core::{export, simulate_text};

const TEXT: &str = include_str!("../../scenarios/buffer-bounded.ipc");
const WHOLE_TRACE: &str = include_str!("../golden/buffer-bounded.txt");

/// The whole run, calculated by hand. One operation takes 1 ms.
///
/// Producer: an item takes 1 ms of work and the 1 ms of its send, so items 0, 1, 2, 3, 4 go in at 2, 4, 6, 8, 10 ms.
/// Consumer: its first receive ends at 1 ms, finds nothing and blocks until item 0 comes at 2 ms. From then on an item
/// takes 5 ms of work and the 1 ms of the next receive: it takes items at 2, 8, 14, 20, 26, 32, 38, 44 ms.
///
/// In the buffer, before → after: 2 ms 0 → 0 (handed on), 4 ms → 1, 6 ms → 2, 8 ms → 1 (taken) → 2 (sent; the consumer
/// was ready for 8 ms since 2 ms, the producer since 6 ms, so the consumer goes first), 10 ms → 3: full. Item 5 is made
/// at 11 ms and its send ends at 12 ms: no room until the consumer takes item 2 at 14 ms. Item 6: ready at 16 ms, room
/// at 20 ms. Item 7: ready at 22 ms, room at 26 ms. So the producer is blocked 12–14, 16–20 and 22–26 ms. The last item
/// is taken at 44 ms, and 5 ms later, at 49 ms, the run is over.
///
/// Events: 2 starts, 2 ends, 8 sends, 8 receives, 2 × 16 beginnings and ends of work, 1 + 3 blocks = 56.
#[test]
fn every_event_is_at_its_calculated_time() {
    let run = simulate_text(TEXT, None).expect("the gallery has no mistakes").run;
    assert_eq!(export::text::run(&run), WHOLE_TRACE);
}
