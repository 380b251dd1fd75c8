//! A picture as SVG, without scripts, styles or addresses.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::shape::{Anchor, Fill, Mark, Paint, Picture, Stroke};
use crate::theme::{Theme, colour};

/// The margin around and between the pictures, px.
pub const PADDING: f64 = 16.0;

/// Pictures one above the other, as one SVG file. `title` and `description` are for screen readers.
pub fn write(pictures: &[Picture], theme: Theme, title: &str, description: &str) -> String {
    let width = pictures.iter().map(|picture| picture.width).fold(0.0, f64::max) + 2.0 * PADDING;
    let height: f64 = pictures.iter().map(|picture| picture.height + PADDING).sum::<f64>() + PADDING;
    let mut out = open(width, height);
    let _ = writeln!(out, "<title>{}</title>\n<desc>{}</desc>", escaped(title), escaped(description));
    patterns(&mut out, pictures, theme);
    let ground = colour(theme, Paint::Ground);
    let _ = writeln!(out, "<rect width=\"{}\" height=\"{}\" fill=\"{ground}\"/>", number(width), number(height));
    let mut y = PADDING;
    for picture in pictures {
        out += &format!("<g transform=\"translate({} {})\">\n", number(PADDING), number(y));
        for shape in &picture.shapes {
            mark(&mut out, &shape.mark, theme);
        }
        out += "</g>\n";
        y += picture.height + PADDING;
    }
    out += "</svg>\n";
    out
}

/// A single picture, for a page that provides its background and description.
pub fn bare(picture: &Picture, theme: Theme) -> String {
    let mut out = open(picture.width, picture.height);
    patterns(&mut out, std::slice::from_ref(picture), theme);
    for shape in &picture.shapes {
        mark(&mut out, &shape.mark, theme);
    }
    out += "</svg>\n";
    out
}

fn open(width: f64, height: f64) -> String {
    let (width, height) = (number(width), number(height));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"Inter, system-ui, sans-serif\">\n"
    )
}

fn patterns(out: &mut String, pictures: &[Picture], theme: Theme) {
    let fills = pictures.iter().flat_map(|picture| &picture.shapes).filter_map(|shape| match &shape.mark {
        Mark::Rect { fill, .. } | Mark::Disc { fill, .. } => *fill,
        _ => None,
    });
    let definitions: BTreeSet<String> = fills.filter_map(|fill| pattern(fill, theme)).collect();
    if !definitions.is_empty() {
        *out += "<defs>\n";
        definitions.iter().for_each(|definition| *out += definition);
        *out += "</defs>\n";
    }
}

fn pattern(fill: Fill, theme: Theme) -> Option<String> {
    let (front, back, drawing) = match fill {
        Fill::Solid(_) => return None,
        Fill::Hatch(front, back) => {
            (front, back, "<path d=\"M-2 2L2 -2M0 8L8 0M6 10L10 6\" stroke-width=\"1.4\" stroke=\"")
        }
        Fill::Dots(front, back) => (front, back, "<circle cx=\"3\" cy=\"3\" r=\"1.1\" fill=\""),
    };
    let size = if matches!(fill, Fill::Hatch(..)) { 8 } else { 6 };
    Some(format!(
        "<pattern id=\"{}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"{size}\" height=\"{size}\" fill=\"{}\"/>{drawing}{}\"/></pattern>\n",
        pattern_name(fill),
        colour(theme, back),
        colour(theme, front)
    ))
}

fn pattern_name(fill: Fill) -> &'static str {
    match fill {
        Fill::Hatch(..) => "hatch",
        _ => "dots",
    }
}

fn mark(out: &mut String, mark: &Mark, theme: Theme) {
    for element in elements(mark, &|paint| colour(theme, paint).to_string()) {
        let _ = write!(out, "<{}", element.tag);
        for (name, value) in element.attributes {
            let _ = write!(out, " {name}=\"{value}\"");
        }
        let _ = match element.text {
            Some(text) => writeln!(out, ">{}</{}>", escaped(&text), element.tag),
            None => writeln!(out, "/>"),
        };
    }
}

/// An element of SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its tag.
    pub tag: &'static str,
    /// Name and value. None of them contains text of the scenario.
    pub attributes: Vec<(&'static str, String)>,
    /// Its text, unescaped.
    pub text: Option<String>,
}

/// A mark as elements, with colours as `paint` writes them: none if it is invisible.
pub fn elements(mark: &Mark, paint: &dyn Fn(Paint) -> String) -> Vec<Element> {
    match mark {
        Mark::Rect { fill: None, stroke: None, .. } => Vec::new(),
        Mark::Rect { x, y, width, height, radius, fill, stroke } => {
            let mut attributes = vec![
                ("x", number(*x)),
                ("y", number(*y)),
                ("width", number(width.max(0.0))),
                ("height", number(height.max(0.0))),
            ];
            attributes.extend((*radius > 0.0).then(|| ("rx", number(*radius))));
            paints(&mut attributes, *fill, *stroke, paint);
            vec![Element { tag: "rect", attributes, text: None }]
        }
        Mark::Disc { x, y, radius, fill, stroke } => {
            let mut attributes = vec![("cx", number(*x)), ("cy", number(*y)), ("r", number(*radius))];
            paints(&mut attributes, *fill, *stroke, paint);
            vec![Element { tag: "circle", attributes, text: None }]
        }
        Mark::Line { points, stroke, arrow } => {
            let mut attributes = vec![("points", listed(points))];
            paints(&mut attributes, None, Some(*stroke), paint);
            let mut elements = vec![Element { tag: "polyline", attributes, text: None }];
            elements.extend(arrow.then(|| head(points)).flatten().map(|head| {
                let attributes = vec![("points", listed(&head)), ("fill", paint(stroke.paint))];
                Element { tag: "polygon", attributes, text: None }
            }));
            elements
        }
        Mark::Text { x, y, text, size, bold, mono, anchor, paint: of } => {
            let mut attributes = vec![("x", number(*x)), ("y", number(*y)), ("font-size", number(*size))];
            attributes.extend(match anchor {
                Anchor::Start => None,
                Anchor::Middle => Some(("text-anchor", "middle".to_string())),
                Anchor::End => Some(("text-anchor", "end".to_string())),
            });
            attributes.extend(bold.then(|| ("font-weight", "600".to_string())));
            attributes.extend(mono.then(|| ("font-family", "ui-monospace, monospace".to_string())));
            attributes.push(("fill", paint(*of)));
            vec![Element { tag: "text", attributes, text: Some(text.clone()) }]
        }
    }
}

fn listed(points: &[(f64, f64)]) -> String {
    let listed: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
    listed.join(" ")
}

/// The three corners of an arrowhead at the end of a line; none if the line has no direction.
pub fn head(points: &[(f64, f64)]) -> Option<[(f64, f64); 3]> {
    const LENGTH: f64 = 8.0;
    let &[.., (from_x, from_y), (x, y)] = points else { return None };
    let length = (x - from_x).hypot(y - from_y);
    if length < 1e-9 {
        return None;
    }
    let (dx, dy) = ((x - from_x) / length * LENGTH, (y - from_y) / length * LENGTH);
    Some([(x, y), (x - dx - dy * 0.45, y - dy + dx * 0.45), (x - dx + dy * 0.45, y - dy - dx * 0.45)])
}

fn paints(
    attributes: &mut Vec<(&'static str, String)>,
    fill: Option<Fill>,
    stroke: Option<Stroke>,
    paint: &dyn Fn(Paint) -> String,
) {
    let inside = match fill {
        None => "none".to_string(),
        Some(Fill::Solid(of)) => paint(of),
        Some(pattern) => format!("url(#{})", pattern_name(pattern)),
    };
    attributes.push(("fill", inside));
    if let Some(stroke) = stroke {
        attributes.extend([("stroke", paint(stroke.paint)), ("stroke-width", number(stroke.width))]);
        attributes.extend(stroke.dashed.then(|| ("stroke-dasharray", "5 4".to_string())));
    }
}

/// At most two decimals, and no minus before a zero.
fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// Escapes text between tags or in an attribute; characters that change the text direction, or are invalid, are
/// replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\n' | '\t' => out.push(' '),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2067}' | '\u{200E}' | '\u{200F}' | '\u{FFFE}' | '\u{FFFF}' => {
                out.push('\u{FFFD}')
            }
            letter if letter.is_control() => out.push('\u{FFFD}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        assert_eq!(escaped("<script>\"&'\u{202E}\u{0}"), "&lt;script&gt;&quot;&amp;&#39;\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([1.0, 1.234_9, -0.001, -2.5, 1e7].map(number), ["1", "1.23", "0", "-2.5", "10000000"]);
    }

    #[test]
    fn an_arrow_points_along_its_line() {
        assert_eq!(head(&[(0.0, 0.0), (10.0, 0.0)]), Some([(10.0, 0.0), (2.0, 3.6), (2.0, -3.6)]));
        assert_eq!(head(&[(1.0, 1.0), (1.0, 1.0)]), None);
    }
}
