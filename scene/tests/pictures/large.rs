//! Long runs: a picture has no more shapes than a screen can show, and hides nothing that matters.

use std::sync::Arc;
use std::time::Instant;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_core::trace::Run;
use ipcscope_scene::lanes;
use ipcscope_scene::shape::{Fill, Mark, Paint};
use ipcscope_scene::timeline::Timeline;

const BUSY: &str = "mailbox a capacity 5
mailbox b capacity unbounded
process P { while true { work 1ms..9ms \"produce\"; send random(1..99) to a } }
process Q { while true { receive x from a; work 1ms..9ms; send x to b } }
process R { while true { receive x from b; work 1ms..8ms \"eat\" } }";

fn cut(text: &str, events: usize) -> Run {
    let tree = read(text).scenario.expect("there is no mistake in it");
    let mut run = Run::new(Arc::new(Program::new(&tree, text)), None);
    run.go_on();
    run.advance(events, u64::MAX);
    run
}

#[test]
fn a_long_run_is_a_small_picture() {
    let run = cut(BUSY, 300_000);
    let begun = Instant::now();
    let timeline = Timeline::new(&run);
    let end = timeline.end_us as f64;
    for (from_us, to_us) in [(0.0, end), (end * 0.4, end * 0.6), (end * 0.5, end * 0.501), (end - 50.0, end)] {
        let view = lanes::View {
            width: 1_156.0,
            from_us,
            to_us,
            playhead_us: end * 0.5,
            at: 150_000,
            pointed: None,
            folded: &[],
        };
        let picture = lanes::picture(&run, &timeline, &view);
        // 1,000 columns in five rows.
        assert!(picture.shapes.len() <= 4 * 1_000 * 5, "{} shapes", picture.shapes.len());
    }
    // Generous, as machines differ and tests are not optimised.
    assert!(begun.elapsed().as_secs_f64() < 3.0, "took {:?}", begun.elapsed());
}

/// Blocked for 1 ms of every 200, in 200,000 ms on 500 columns: in each column somewhere, in none the most.
#[test]
fn a_short_wait_is_seen_from_far_away() {
    let text = "mailbox m capacity 1
process Slow { while true { work 199ms; send 1 to m } }
process Quick { while true { receive x from m; work 198ms } }";
    let run = cut(text, 6_000);
    let timeline = Timeline::new(&run);
    let [_, blocked, ..] = timeline.spent_until(1, timeline.end_us as f64);
    assert!(blocked > 0.0);
    let to_us = timeline.end_us as f64;
    let view =
        lanes::View { width: 1_156.0, from_us: 0.0, to_us, playhead_us: to_us, at: 6_000, pointed: None, folded: &[] };
    let picture = lanes::picture(&run, &timeline, &view);
    let seen =
        picture.shapes.iter().filter_map(|shape| match shape.mark {
            Mark::Rect {
                width, fill: Some(Fill::Solid(Paint::Blocked) | Fill::Hatch(Paint::Blocked, _)), y, ..
            } if y > 90.0 => Some(width),
            _ => None,
        });
    assert!(seen.sum::<f64>() > 900.0);
}

/// The greatest length of any stretch is what looking at each says.
#[test]
fn lengths_in_blocks_are_those_one_by_one() {
    let run = cut(BUSY, 20_000);
    let timeline = Timeline::new(&run);
    let lengths = &timeline.lengths[1];
    for (from, to) in
        [(0, 1), (0, 64), (1, 64), (63, 65), (10, 200), (64, 128), (100, lengths.len()), (0, lengths.len())]
    {
        let expected = lengths[from..to].iter().map(|&(_, length)| length).max().expect("it is not empty");
        assert_eq!(timeline.longest_of(1, from, to), expected, "{from}..{to}");
    }
}
