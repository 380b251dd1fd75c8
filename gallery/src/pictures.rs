//! The pictures of the front page, which the style sheet makes as wide as there is room. They are part of what everybody
//! fetches first, so their places are whole pixels.

use ipcscope_core::trace::{Moment, Run};
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{Picture, lanes, system};

/// Width of a card's picture, px.
const CARD_WIDTH: f64 = 440.0;
/// A card shows so much of a long run: more would be a blur.
const CARD_EVENTS: usize = 120;
/// Width of the large picture, px.
const HERO_WIDTH: f64 = 700.0;

/// The lanes of a run, or of how it begins.
pub fn card(run: &Run) -> Picture {
    let events = run.events();
    let at = events.len().min(CARD_EVENTS);
    let last_us = at.checked_sub(1).and_then(|last| events.get(last)).map_or(0, |event| event.time_us());
    let to_us = (last_us as f64).max(1.0);
    let view =
        lanes::View { width: CARD_WIDTH, from_us: 0.0, to_us, playhead_us: to_us, at, pointed: None, folded: &[] };
    lanes::picture(run, &Timeline::new(run), &view)
}

/// The system after `at` events.
pub fn hero(run: &Run, at: usize) -> Picture {
    let mut cursor = run.cursor();
    cursor.seek(run, at);
    let moment = Moment::new(run, &cursor);
    let view = system::View { width: HERO_WIDTH, moved_since: at, progress: 1.0, pointed: None };
    system::picture(run, &moment, &view)
}

/// The same SVG with its places and sizes in whole pixels.
pub fn in_whole_pixels(svg: &str) -> String {
    const PLACES: [&str; 7] = [" x", " y", " cx", " cy", " width", " height", " points"];
    let mut parts = svg.split('"');
    let mut out = String::with_capacity(svg.len());
    // Every other part is an attribute's value; what stands in texts is escaped.
    while let Some(before) = parts.next() {
        out += before;
        let Some(value) = parts.next() else { break };
        let is_place = PLACES.iter().any(|name| before.strip_suffix('=').is_some_and(|before| before.ends_with(name)));
        out.push('"');
        out += &if is_place { rounded(value) } else { value.to_string() };
        out.push('"');
    }
    out
}

/// The numbers in a text, between blanks and commas, in whole ones.
fn rounded(value: &str) -> String {
    let number = |word: &str| word.parse::<f64>().map_or(word.to_string(), |number| format!("{:.0}", number.round()));
    let point = |point: &str| point.split(',').map(number).collect::<Vec<_>>().join(",");
    value.split(' ').map(point).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::in_whole_pixels;

    #[test]
    fn places_are_rounded_and_nothing_else() {
        let svg =
            r#"<rect x="1.5" y="-0.4" width="13.39" rx="2.5"/><polyline points="1.25,2.75 3,4" stroke-width="1.5"/>"#;
        let whole = r#"<rect x="2" y="-0" width="13" rx="2.5"/><polyline points="1,3 3,4" stroke-width="1.5"/>"#;
        assert_eq!(in_whole_pixels(svg), whole);
        let text = r#"<text x="4.4" font-size="11.5">x = 1.5 &quot;1.25&quot;</text>"#;
        assert_eq!(in_whole_pixels(text), r#"<text x="4" font-size="11.5">x = 1.5 &quot;1.25&quot;</text>"#);
    }
}
