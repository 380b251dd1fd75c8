//! Pictures of whole scenarios: exact in the small, sound in the large, and the same bytes as before.

mod golden;
mod lanes_story;
mod large;
mod motion;
mod scenes;
mod sound;
mod stage;
mod system_story;
mod timeline;
