//! Adding shapes to a picture in few words.

use crate::letters;
use crate::shape::{About, Anchor, Fill, Mark, Paint, Picture, Shape, Stroke};

/// A picture being drawn.
pub struct Pen {
    picture: Picture,
}

/// A rectangle: left, top, width, height in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// px.
    pub x: f64,
    /// px.
    pub y: f64,
    /// px.
    pub width: f64,
    /// px.
    pub height: f64,
}

impl Area {
    /// The right end, px.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The lower end, px.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The middle, px.
    pub fn middle(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// The style of a text.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// px.
    pub size: f64,
    /// Bold or not.
    pub bold: bool,
    /// Fixed-width letters.
    pub mono: bool,
    /// Colour.
    pub paint: Paint,
}

/// A line of 1 px.
pub fn thin(paint: Paint) -> Stroke {
    Stroke { paint, width: 1.0, dashed: false }
}

/// A line of this width, in px.
pub fn thick(paint: Paint, width: f64) -> Stroke {
    Stroke { paint, width, dashed: false }
}

/// Text of this size and colour.
pub fn plain(size: f64, paint: Paint) -> Type {
    Type { size, bold: false, mono: false, paint }
}

/// Bold text of this size and colour.
pub fn bold(size: f64, paint: Paint) -> Type {
    Type { size, bold: true, mono: false, paint }
}

/// Text of fixed-width letters.
pub fn mono(size: f64, paint: Paint) -> Type {
    Type { size, bold: false, mono: true, paint }
}

impl Pen {
    /// An empty picture.
    pub fn new(width: f64, height: f64) -> Pen {
        Pen { picture: Picture { width, height, shapes: Vec::new() } }
    }

    /// The finished picture.
    pub fn done(self) -> Picture {
        self.picture
    }

    /// Any mark.
    pub fn mark(&mut self, mark: Mark, about: Option<About>) {
        self.picture.shapes.push(Shape { mark, about });
    }

    /// A rectangle.
    pub fn rect(&mut self, area: Area, radius: f64, fill: Option<Fill>, stroke: Option<Stroke>, about: Option<About>) {
        let Area { x, y, width, height } = area;
        self.mark(Mark::Rect { x, y, width, height, radius, fill, stroke }, about);
    }

    /// A line through points.
    pub fn line(&mut self, points: &[(f64, f64)], stroke: Stroke, arrow: bool, about: Option<About>) {
        self.mark(Mark::Line { points: points.to_vec(), stroke, arrow }, about);
    }

    /// A text, unchanged; returns its width, px.
    pub fn text(&mut self, at: (f64, f64), text: &str, look: Type, anchor: Anchor) -> f64 {
        let Type { size, bold, mono, paint } = look;
        let mark = Mark::Text { x: at.0, y: at.1, text: text.to_string(), size, bold, mono, anchor, paint };
        self.mark(mark, None);
        letters::width(text, size, bold, mono)
    }

    /// A text, shortened to fit into `room` px; left out if nothing fits.
    pub fn fitted(&mut self, at: (f64, f64), text: &str, room: f64, look: Type, anchor: Anchor) {
        let fits = letters::fit(text, room, look.size, look.bold, look.mono);
        if !fits.is_empty() {
            self.text(at, &fits, look, anchor);
        }
    }
}
