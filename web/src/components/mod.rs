//! What is seen: each file one component, which shows a part of the state and gives actions.

pub mod dialogs;
pub mod editor;
pub mod end;
pub mod gallery;
pub mod header;
pub mod icon;
pub mod inspect;
pub mod lanes;
pub mod listing;
pub mod notes;
pub mod parts;
pub mod picture;
pub mod player;
pub mod stage;
pub mod tabs;
pub mod told;
pub mod transport;
pub mod words;
