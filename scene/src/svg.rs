//! A picture as SVG, with nothing in it that is not in the picture: no script, no style, no address.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::shape::{Anchor, Fill, Mark, Paint, Picture, Stroke};
use crate::theme::{Theme, colour};

/// Around and between the pictures, px.
const PADDING: f64 = 16.0;

/// Pictures one above the other, as one SVG file. `title` and `description` are for those who can't see it.
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

/// One picture by itself, for a page that gives it its ground and says what it is.
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
    match mark {
        Mark::Rect { x, y, width, height, radius, fill, stroke } => {
            if fill.is_none() && stroke.is_none() {
                return;
            }
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                number(*x),
                number(*y),
                number(width.max(0.0)),
                number(height.max(0.0))
            );
            if *radius > 0.0 {
                let _ = write!(out, " rx=\"{}\"", number(*radius));
            }
            *out += &paints(*fill, *stroke, theme);
        }
        Mark::Disc { x, y, radius, fill, stroke } => {
            let _ = write!(out, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", number(*x), number(*y), number(*radius));
            *out += &paints(*fill, *stroke, theme);
        }
        Mark::Line { points, stroke, arrow } => line(out, points, *stroke, *arrow, theme),
        Mark::Text { x, y, text, size, bold, mono, anchor, paint } => {
            let _ = write!(out, "<text x=\"{}\" y=\"{}\" font-size=\"{}\"", number(*x), number(*y), number(*size));
            *out += match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            if *bold {
                *out += " font-weight=\"600\"";
            }
            if *mono {
                *out += " font-family=\"ui-monospace, monospace\"";
            }
            let _ = writeln!(out, " fill=\"{}\">{}</text>", colour(theme, *paint), escaped(text));
        }
    }
}

fn line(out: &mut String, points: &[(f64, f64)], stroke: Stroke, arrow: bool, theme: Theme) {
    let listed: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
    let _ = write!(out, "<polyline points=\"{}\"", listed.join(" "));
    *out += &paints(None, Some(stroke), theme);
    if let Some(head) = arrow.then(|| head(points)).flatten() {
        let listed: Vec<String> = head.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
        let _ = writeln!(out, "<polygon points=\"{}\" fill=\"{}\"/>", listed.join(" "), colour(theme, stroke.paint));
    }
}

/// The three corners of an arrow's head at the end of a line; none where the line has no direction.
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

fn paints(fill: Option<Fill>, stroke: Option<Stroke>, theme: Theme) -> String {
    let mut out = match fill {
        None => " fill=\"none\"".to_string(),
        Some(Fill::Solid(paint)) => format!(" fill=\"{}\"", colour(theme, paint)),
        Some(pattern) => format!(" fill=\"url(#{})\"", pattern_name(pattern)),
    };
    if let Some(stroke) = stroke {
        let _ = write!(out, " stroke=\"{}\" stroke-width=\"{}\"", colour(theme, stroke.paint), number(stroke.width));
        if stroke.dashed {
            out += " stroke-dasharray=\"5 4\"";
        }
    }
    out + "/>\n"
}

/// At most two decimals, and no minus before a zero.
fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// As text between tags or in an attribute; what could turn a reader's text around, or is no text, becomes a mark.
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
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{FFFE}' | '\u{FFFF}' => {
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
