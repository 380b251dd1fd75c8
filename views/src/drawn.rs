//! A picture in the form that the panel turns into elements. Colours are named as in the page's style sheet, so that
//! the picture follows the theme.

use ipcscope_scene::shape::Paint;
use ipcscope_scene::svg::{Element, elements};
use ipcscope_scene::{About, Picture};
use serde::{Serialize, Serializer};

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Drawn {
    /// px.
    pub width: f64,
    /// px.
    pub height: f64,
    /// First painted first.
    pub shapes: Vec<Shape>,
}

/// An element of SVG: tag, attributes, the object it shows, and its text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shape(&'static str, #[serde(serialize_with = "as_map")] Vec<(&'static str, String)>, String, Option<String>);

impl From<Picture> for Drawn {
    fn from(picture: Picture) -> Drawn {
        Drawn::with(picture, &name)
    }
}

impl Drawn {
    /// A picture in which the numbers of events mean something else, named by `names`.
    pub(crate) fn named(picture: Picture, names: impl Fn(usize) -> String) -> Drawn {
        Drawn::with(picture, &|about| match about {
            About::Event(number) => names(number),
            other => name(other),
        })
    }

    fn with(picture: Picture, name: &dyn Fn(About) -> String) -> Drawn {
        let Picture { width, height, shapes } = picture;
        let of = |shape: ipcscope_scene::shape::Shape| {
            let about = shape.about.map_or(String::new(), name);
            elements(&shape.mark, &variable)
                .into_iter()
                .map(move |Element { tag, attributes, text }| Shape(tag, attributes, about.clone(), text))
        };
        Drawn { width, height, shapes: shapes.into_iter().flat_map(of).collect() }
    }
}

fn as_map<S: Serializer>(attributes: &[(&'static str, String)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(attributes.iter().map(|(name, value)| (name, value)))
}

fn variable(paint: Paint) -> String {
    let name = Paint::ALL.iter().find(|(one, _)| *one == paint).map_or("", |(_, name)| name);
    format!("var(--{name})")
}

/// Its name in the page, as in `web/src/browser/panel.rs`: a letter and a number.
fn name(about: About) -> String {
    let (letter, number) = match about {
        About::Process(number) => ('p', number),
        About::Channel(number) => ('c', number),
        About::Memory(number) => ('m', number),
        About::Lock(number) => ('l', number),
        About::Host(number) => ('h', number),
        About::Group(number) => ('g', number),
        About::Message(number) => ('s', number),
        About::Event(number) => ('e', number),
    };
    format!("{letter}{number}")
}

#[cfg(test)]
mod tests {
    use ipcscope_scene::shape::{Fill, Mark, Shape as Painted, Stroke};

    use super::*;

    #[test]
    fn colours_keep_their_names() {
        let stroke = Some(Stroke { paint: Paint::BlockedSoft, width: 1.5, dashed: false });
        let mark = Mark::Disc { x: 1.0, y: 2.0, radius: 3.0, fill: Some(Fill::Solid(Paint::Ink)), stroke };
        let shapes = vec![Painted { mark, about: Some(About::Process(3)) }];
        let drawn = Drawn::from(Picture { width: 10.0, height: 20.0, shapes });
        assert_eq!(
            serde_json::to_string(&drawn).expect("it has no other keys than texts"),
            r#"{"width":10.0,"height":20.0,"shapes":[["circle",{"cx":"1","cy":"2","r":"3","fill":"var(--ink)","stroke":"var(--blocked-soft)","stroke-width":"1.5"},"p3",null]]}"#
        );
    }
}
