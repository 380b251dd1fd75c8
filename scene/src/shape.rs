//! Shapes: the parts of a picture, before they are painted. Lengths are CSS pixels, y grows downwards.
//!
//! Colours are named by their meaning; [`crate::theme`] has their values.

/// A picture: shapes in the order of painting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Width in px.
    pub width: f64,
    /// Height in px.
    pub height: f64,
    /// First painted first.
    pub shapes: Vec<Shape>,
}

/// One shape, and the object it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The mark to paint.
    pub mark: Mark,
    /// The object it shows, for pointing at it; `None` for decoration.
    pub about: Option<About>,
}

/// The object a shape shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// Process number.
    Process(usize),
    /// Channel number: a mailbox, or one direction of a link.
    Channel(usize),
    /// Number of a region of shared memory.
    Memory(usize),
    /// Number of a semaphore, a mutex or a condition variable.
    Lock(usize),
    /// Host number.
    Host(usize),
    /// Group number.
    Group(usize),
    /// A message, by the number of the event that sent it.
    Message(usize),
    /// An event, by its number.
    Event(usize),
}

/// A mark to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A rectangle with its upper left corner at `x`, `y`.
    Rect {
        /// px.
        x: f64,
        /// px.
        y: f64,
        /// px.
        width: f64,
        /// px.
        height: f64,
        /// Corner radius, px.
        radius: f64,
        /// Its inside.
        fill: Option<Fill>,
        /// Its outline.
        stroke: Option<Stroke>,
    },
    /// A line through points, in px.
    Line {
        /// At least two.
        points: Vec<(f64, f64)>,
        /// Its colour and width.
        stroke: Stroke,
        /// Whether there is an arrowhead at the last point.
        arrow: bool,
    },
    /// A disc.
    Disc {
        /// Centre, px.
        x: f64,
        /// Centre, px.
        y: f64,
        /// px.
        radius: f64,
        /// Its inside.
        fill: Option<Fill>,
        /// Its outline.
        stroke: Option<Stroke>,
    },
    /// One line of text.
    Text {
        /// px.
        x: f64,
        /// Its baseline, px.
        y: f64,
        /// The text.
        text: String,
        /// Height of the letters' box, px.
        size: f64,
        /// Bold or not.
        bold: bool,
        /// Fixed-width letters.
        mono: bool,
        /// The part of it that is at `x`.
        anchor: Anchor,
        /// Colour.
        paint: Paint,
    },
}

/// The part of a text that is at its `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// The look of an outline or a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub paint: Paint,
    /// px.
    pub width: f64,
    /// Broken into dashes.
    pub dashed: bool,
}

/// The look of a shape's inside. States differ by pattern as well as by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fill {
    /// One colour.
    Solid(Paint),
    /// Diagonal lines of the first colour on the second.
    Hatch(Paint, Paint),
    /// Dots of the first colour on the second.
    Dots(Paint, Paint),
}

/// A colour by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paint {
    /// The background of everything.
    Ground,
    /// A panel, a box, a lane.
    Surface,
    /// A hairline between things.
    Hairline,
    /// Text.
    Ink,
    /// Less important text.
    Muted,
    /// The playhead, the object pointed at, controls.
    Accent,
    /// Text on accent.
    OnAccent,
    /// A running process.
    Running,
    /// Background of its label.
    RunningSoft,
    /// A process in `work` (a labelled stretch of running).
    Working,
    /// Background of its label.
    WorkingSoft,
    /// A blocked process.
    Blocked,
    /// Background of its pattern.
    BlockedSoft,
    /// A sleeping process.
    Sleeping,
    /// Background of its pattern.
    SleepingSoft,
    /// A process that has terminated, or has not started.
    Ended,
    /// A fault, a deadlock.
    Fault,
    /// Background of its label.
    FaultSoft,
    /// A message.
    Message,
    /// Background of its label.
    MessageSoft,
    /// Half transparent, over everything after the playhead.
    Veil,
}

impl Picture {
    /// The object at a point: the topmost shape, which is painted last.
    pub fn at(&self, x: f64, y: f64) -> Option<About> {
        let hit = |shape: &&Shape| shape.about.is_some() && shape.mark.is_near(x, y);
        self.shapes.iter().rev().find(hit).and_then(|shape| shape.about)
    }
}

/// Greatest distance of the pointer from a line, px.
const REACH: f64 = 5.0;

impl Mark {
    /// The range of `y` that it covers at least, px.
    pub fn rows(&self) -> (f64, f64) {
        match self {
            Mark::Rect { y, height, .. } => (y - 2.0, y + height + 2.0),
            Mark::Disc { y, radius, .. } => (y - radius - 2.0, y + radius + 2.0),
            Mark::Line { points, .. } => {
                let far = |rows: (f64, f64), point: &(f64, f64)| (rows.0.min(point.1 - 8.0), rows.1.max(point.1 + 8.0));
                points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), far)
            }
            Mark::Text { y, size, .. } => (y - 1.5 * size, y + size),
        }
    }

    fn is_near(&self, at_x: f64, at_y: f64) -> bool {
        match self {
            Mark::Rect { x, y, width, height, .. } => {
                (*x..=x + width).contains(&at_x) && (*y..=y + height).contains(&at_y)
            }
            Mark::Disc { x, y, radius, .. } => (at_x - x).hypot(at_y - y) <= radius + REACH / 2.0,
            Mark::Line { points, .. } => {
                points.windows(2).any(|ends| distance(ends[0], ends[1], (at_x, at_y)) <= REACH)
            }
            Mark::Text { .. } => false,
        }
    }
}

/// From a point to a line segment.
fn distance((ax, ay): (f64, f64), (bx, by): (f64, f64), (px, py): (f64, f64)) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length_squared = dx * dx + dy * dy;
    let along = match length_squared {
        0.0 => 0.0,
        _ => crate::between(((px - ax) * dx + (py - ay) * dy) / length_squared, 0.0, 1.0),
    };
    (px - ax - along * dx).hypot(py - ay - along * dy)
}
