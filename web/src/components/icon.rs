//! Small drawings on buttons. Their meaning stands in the button's label, so that they are hidden from readers.

use yew::{Html, html};

/// Which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// To the start.
    Restart,
    /// One back.
    Back,
    /// Go.
    Play,
    /// Stop.
    Pause,
    /// One on.
    Step,
    /// To the end.
    End,
}

/// A drawing of 20 by 20.
pub fn view(shape: Shape) -> Html {
    let path = match shape {
        Shape::Restart => "M4 4h2.5v12H4zM16 4v12l-8.5-6z",
        Shape::Back => "M13.5 4v12L5 10zM14.5 4h2v12h-2z",
        Shape::Play => "M5.5 3.5v13l11-6.5z",
        Shape::Pause => "M5 4h3.5v12H5zM11.5 4H15v12h-3.5z",
        Shape::Step => "M6.5 4v12l8.5-6zM3.5 4h2v12h-2z",
        Shape::End => "M4 4v12l8.5-6zM13.5 4H16v12h-2.5z",
    };
    html! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d={path} /></svg> }
}
