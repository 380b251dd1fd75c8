//! The page: a gallery of scenarios, and a player on which one run is seen from all sides.
//!
//! Data goes one way. [`state`] is everything the page knows; an [`Action`](state::Action) is everything that can happen
//! to it; [`State::update`](state::State::update) is the one place where one follows from the other, and says as
//! [`Effect`](state::Effect)s what the browser is to do about it. [`components`] show a state and give actions,
//! [`app`] carries out effects, [`engine`] turns a program into a run in slices, [`painter`] puts a picture on a canvas,
//! and [`browser`] is all that is known of browsers.
//!
//! The page can't read a text: it asks the reader for one made ready, or fetches one of the gallery
//! ([`browser::prepare`]).

pub mod app;
pub mod browser;
pub mod components;
pub mod engine;
pub mod gallery;
pub mod keys;
pub mod listeners;
pub mod painter;
pub mod related;
pub mod state;
pub mod tell;

#[cfg(test)]
mod tests {
    use ipcscope_scene::shape::Paint;
    use ipcscope_scene::theme::{Theme, colour};

    /// The style sheet's blocks of custom properties, in the order light, dark (by the device), dark, projector.
    #[test]
    fn the_style_sheet_has_the_colours_of_the_pictures() {
        let sheet = include_str!("../assets/style.css");
        for (paint, name) in Paint::ALL {
            let property = format!(" --{name}: ");
            let found: Vec<&str> = sheet
                .lines()
                .filter_map(|line| line.split_once(&property))
                .map(|(_, value)| value.trim_end_matches(';'))
                .collect();
            let expected = [Theme::Light, Theme::Dark, Theme::Dark, Theme::Projector].map(|theme| colour(theme, paint));
            assert_eq!(found, expected, "--{name}");
        }
    }
}
