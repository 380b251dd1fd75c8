//! Shapes: what a picture is made of, before anybody paints it. Lengths are CSS pixels, y grows downwards.
//!
//! Colours are named by what they mean; [`crate::theme`] says what they look like.

/// A picture: shapes in the order in which they are painted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Width in px.
    pub width: f64,
    /// Height in px.
    pub height: f64,
    /// First painted first.
    pub shapes: Vec<Shape>,
}

/// One shape, and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What is painted.
    pub mark: Mark,
    /// What it is a picture of, for pointing at it; `None` for decoration.
    pub about: Option<About>,
}

/// What a shape is a picture of.
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

/// What is painted.
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
        /// Of its corners, px.
        radius: f64,
        /// Inside.
        fill: Option<Fill>,
        /// Outline.
        stroke: Option<Stroke>,
    },
    /// A line through points, in px.
    Line {
        /// At least two.
        points: Vec<(f64, f64)>,
        /// Its colour and width.
        stroke: Stroke,
        /// An arrow's head at the last point.
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
        /// Inside.
        fill: Option<Fill>,
        /// Outline.
        stroke: Option<Stroke>,
    },
    /// One line of text.
    Text {
        /// px.
        x: f64,
        /// Its baseline, px.
        y: f64,
        /// What it says.
        text: String,
        /// Height of the letters' box, px.
        size: f64,
        /// Bold or not.
        bold: bool,
        /// Fixed-width letters.
        mono: bool,
        /// Which part of it is at `x`.
        anchor: Anchor,
        /// Colour.
        paint: Paint,
    },
}

/// Which part of a text is at its `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// How an outline or a line looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub paint: Paint,
    /// px.
    pub width: f64,
    /// Broken into dashes.
    pub dashed: bool,
}

/// How the inside of a shape looks. States differ by pattern as well as by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fill {
    /// One colour.
    Solid(Paint),
    /// Diagonal lines of the first colour on the second.
    Hatch(Paint, Paint),
    /// Dots of the first colour on the second.
    Dots(Paint, Paint),
}

/// A colour by what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paint {
    /// What everything stands on.
    Ground,
    /// A panel, a box, a lane.
    Surface,
    /// A hairline between things.
    Hairline,
    /// Text.
    Ink,
    /// Less important text.
    Muted,
    /// The playhead, what is pointed at, what can be pressed.
    Accent,
    /// Text on accent.
    OnAccent,
    /// A process that runs.
    Running,
    /// Behind its label.
    RunningSoft,
    /// A process that works (a labelled stretch of running).
    Working,
    /// Behind its label.
    WorkingSoft,
    /// A process that is blocked.
    Blocked,
    /// Behind its pattern.
    BlockedSoft,
    /// A process that sleeps.
    Sleeping,
    /// Behind its pattern.
    SleepingSoft,
    /// A process that has ended, or has not started.
    Ended,
    /// A fault, a deadlock.
    Fault,
    /// Behind its label.
    FaultSoft,
    /// A message.
    Message,
    /// Behind its label.
    MessageSoft,
    /// What lies after the playhead is covered with this, half transparent.
    Veil,
}

impl Picture {
    /// What is at a point, the topmost first painted last.
    pub fn at(&self, x: f64, y: f64) -> Option<About> {
        let hit = |shape: &&Shape| shape.about.is_some() && shape.mark.is_near(x, y);
        self.shapes.iter().rev().find(hit).and_then(|shape| shape.about)
    }
}

/// How far from a line the pointer may be, px.
const REACH: f64 = 5.0;

impl Mark {
    /// From which `y` to which it may reach, px: at least as far as it does.
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

/// From a point to a stretch of line.
fn distance((ax, ay): (f64, f64), (bx, by): (f64, f64), (px, py): (f64, f64)) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length_squared = dx * dx + dy * dy;
    let along = match length_squared {
        0.0 => 0.0,
        _ => crate::between(((px - ax) * dx + (py - ay) * dy) / length_squared, 0.0, 1.0),
    };
    (px - ax - along * dx).hypot(py - ay - along * dy)
}
