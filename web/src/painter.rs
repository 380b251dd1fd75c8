//! Puts a [`Picture`] on a canvas.

use std::cell::RefCell;
use std::f64::consts::TAU;

use ipcscope_scene::shape::{Anchor, Fill, Mark, Paint, Shape, Stroke};
use ipcscope_scene::svg;
use ipcscope_scene::theme::{Theme, colour};
use ipcscope_scene::{Picture, between};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasPattern, CanvasRenderingContext2d, DomMatrix, HtmlCanvasElement};

use crate::browser::{document, window};

/// The largest side that every browser gives a canvas, device pixels.
const LARGEST: f64 = 8_192.0;

/// A pattern is made for a fill, a theme and a scale in 1/16.
type Key = (Fill, Theme, u32);

thread_local! {
    static PATTERNS: RefCell<Vec<(Key, CanvasPattern)>> = RefCell::default();
}

/// Paints `canvas` anew, `zoom` times as large as the picture; of this only the `rows` that are in sight, px.
pub fn paint(canvas: &HtmlCanvasElement, picture: &Picture, theme: Theme, zoom: f64, rows: (f64, f64)) {
    if let Some(sheet) = Sheet::new(canvas, picture.width, (0.0, picture.height), zoom) {
        let sheet = Sheet { rows, ..sheet };
        sheet.paint(&picture.shapes, theme);
    }
}

/// A canvas that is ready to be painted on.
pub struct Sheet {
    context: CanvasRenderingContext2d,
    /// Device pixels a px of the picture.
    scale: f64,
    /// What of the picture it shows: from one `y` to another, px.
    pub rows: (f64, f64),
}

impl Sheet {
    /// An empty one, `zoom` times as large as what it shows of a picture: all of its width, from one `y` to another.
    pub fn new(canvas: &HtmlCanvasElement, width: f64, rows: (f64, f64), zoom: f64) -> Option<Sheet> {
        let height = rows.1 - rows.0;
        let scale = between(window().device_pixel_ratio(), 1.0, 4.0) * zoom;
        let scale = scale.min(LARGEST / width.max(1.0)).min(LARGEST / height.max(1.0));
        let pixels = ((width * scale).round() as u32, (height * scale).round() as u32);
        if (canvas.width(), canvas.height()) != pixels {
            canvas.set_width(pixels.0);
            canvas.set_height(pixels.1);
            let _ = canvas.style().set_property("height", &format!("{}px", (height * zoom).ceil() as u32));
        }
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
        let _ = context.set_transform(scale, 0.0, 0.0, scale, 0.0, -rows.0 * scale);
        context.clear_rect(0.0, rows.0, width, height);
        Some(Sheet { context, scale, rows })
    }

    /// Paints on what is there already; what lies above or below it is left out.
    pub fn paint(&self, shapes: &[Shape], theme: Theme) {
        let painter = Painter { context: &self.context, theme, scale: self.scale };
        let is_seen = |shape: &&Shape| {
            let (top, bottom) = shape.mark.rows();
            bottom >= self.rows.0 && top <= self.rows.1
        };
        shapes.iter().filter(is_seen).for_each(|shape| painter.mark(&shape.mark));
    }

    /// Lays a stretch of another sheet, which shows `rows`, over one of this: each from one `x` to another, px.
    pub fn copy(&self, other: &HtmlCanvasElement, rows: (f64, f64), from: (f64, f64), to: (f64, f64)) {
        let (top, bottom) = (rows.0.max(self.rows.0), rows.1.min(self.rows.1));
        if top >= bottom || from.0 >= from.1 {
            return;
        }
        let scale = self.scale;
        let _ = self.context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            other,
            from.0 * scale,
            (top - rows.0) * scale,
            (from.1 - from.0) * scale,
            (bottom - top) * scale,
            to.0,
            top,
            to.1 - to.0,
            bottom - top,
        );
    }
}

struct Painter<'a> {
    context: &'a CanvasRenderingContext2d,
    theme: Theme,
    scale: f64,
}

impl Painter<'_> {
    fn mark(&self, mark: &Mark) {
        let context = self.context;
        match mark {
            Mark::Rect { x, y, width, height, radius, fill, stroke } => {
                if *radius <= 0.0 && stroke.is_none() {
                    if let Some(fill) = fill {
                        self.fill_with(*fill);
                        context.fill_rect(*x, *y, width.max(0.0), height.max(0.0));
                    }
                    return;
                }
                context.begin_path();
                let (width, height) = (width.max(0.0), height.max(0.0));
                let radius = radius.max(0.0).min(width.min(height) / 2.0);
                let _ = context.round_rect_with_f64(*x, *y, width, height, radius);
                self.finish(*fill, *stroke);
            }
            Mark::Disc { x, y, radius, fill, stroke } => {
                context.begin_path();
                let _ = context.arc(*x, *y, radius.max(0.0), 0.0, TAU);
                self.finish(*fill, *stroke);
            }
            Mark::Line { points, stroke, arrow } => self.line(points, *stroke, *arrow),
            Mark::Text { x, y, text, size, bold, mono, anchor, paint } => {
                let weight = if *bold { 600 } else { 400 };
                let family = if *mono { "ui-monospace, monospace" } else { "Inter, system-ui, sans-serif" };
                // Without printing a float, which would weigh as much as half of this crate.
                let tenths = (size * 10.0) as u32;
                context.set_font(&format!("{weight} {}.{}px {family}", tenths / 10, tenths % 10));
                context.set_text_align(match anchor {
                    Anchor::Start => "left",
                    Anchor::Middle => "center",
                    Anchor::End => "right",
                });
                context.set_fill_style_str(colour(self.theme, *paint));
                let _ = context.fill_text(text, *x, *y);
            }
        }
    }

    fn line(&self, points: &[(f64, f64)], stroke: Stroke, arrow: bool) {
        let [(x, y), rest @ ..] = points else { return };
        let context = self.context;
        context.begin_path();
        context.move_to(*x, *y);
        for (x, y) in rest {
            context.line_to(*x, *y);
        }
        self.finish(None, Some(stroke));
        if let Some([tip, left, right]) = arrow.then(|| svg::head(points)).flatten() {
            context.begin_path();
            context.move_to(tip.0, tip.1);
            context.line_to(left.0, left.1);
            context.line_to(right.0, right.1);
            context.close_path();
            self.finish(Some(Fill::Solid(stroke.paint)), None);
        }
    }

    /// Fills and outlines the path.
    fn finish(&self, fill: Option<Fill>, stroke: Option<Stroke>) {
        let context = self.context;
        if let Some(fill) = fill {
            self.fill_with(fill);
            context.fill();
        }
        if let Some(stroke) = stroke {
            context.set_stroke_style_str(colour(self.theme, stroke.paint));
            context.set_line_width(stroke.width);
            let dashes = if stroke.dashed { Array::of2(&5.into(), &4.into()) } else { Array::new() };
            let _ = context.set_line_dash(&dashes);
            context.stroke();
        }
    }

    fn fill_with(&self, fill: Fill) {
        match (fill, self.pattern(fill)) {
            (_, Some(pattern)) => self.context.set_fill_style_canvas_pattern(&pattern),
            (Fill::Solid(paint) | Fill::Hatch(_, paint) | Fill::Dots(_, paint), None) => {
                self.context.set_fill_style_str(colour(self.theme, paint));
            }
        }
    }

    fn pattern(&self, fill: Fill) -> Option<CanvasPattern> {
        if matches!(fill, Fill::Solid(_)) {
            return None;
        }
        let key = (fill, self.theme, (self.scale * 16.0) as u32);
        if let Some(known) = PATTERNS.with_borrow(|patterns| {
            patterns.iter().find(|(known, _)| *known == key).map(|(_, pattern)| pattern.clone())
        }) {
            return Some(known);
        }
        let made = self.make_pattern(fill).ok().flatten()?;
        PATTERNS.with_borrow_mut(|patterns| patterns.push((key, made.clone())));
        Some(made)
    }

    /// A tile in device pixels, so that it is sharp.
    fn make_pattern(&self, fill: Fill) -> Result<Option<CanvasPattern>, JsValue> {
        let (front, back, size): (Paint, Paint, f64) = match fill {
            Fill::Solid(_) => return Ok(None),
            Fill::Hatch(front, back) => (front, back, 8.0),
            Fill::Dots(front, back) => (front, back, 6.0),
        };
        let tile: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
        let pixels = (size * self.scale).round();
        tile.set_width(pixels as u32);
        tile.set_height(pixels as u32);
        let Some(context) = tile.get_context("2d")? else { return Ok(None) };
        let context: CanvasRenderingContext2d = context.unchecked_into();
        let scale = pixels / size;
        context.scale(scale, scale)?;
        context.set_fill_style_str(colour(self.theme, back));
        context.fill_rect(0.0, 0.0, size, size);
        context.begin_path();
        if matches!(fill, Fill::Dots(..)) {
            context.arc(3.0, 3.0, 1.1, 0.0, TAU)?;
            context.set_fill_style_str(colour(self.theme, front));
            context.fill();
        } else {
            for (from_x, from_y, to_x, to_y) in [(-2.0, 2.0, 2.0, -2.0), (0.0, 8.0, 8.0, 0.0), (6.0, 10.0, 10.0, 6.0)] {
                context.move_to(from_x, from_y);
                context.line_to(to_x, to_y);
            }
            context.set_stroke_style_str(colour(self.theme, front));
            context.set_line_width(1.4);
            context.stroke();
        }
        let Some(pattern) = self.context.create_pattern_with_html_canvas_element(&tile, "repeat")? else {
            return Ok(None);
        };
        let matrix = DomMatrix::new()?;
        matrix.set_a(1.0 / scale);
        matrix.set_d(1.0 / scale);
        pattern.set_transform(matrix.unchecked_ref());
        Ok(Some(pattern))
    }
}
