//! The pictures of the page that the README shows.

use std::path::PathBuf;

use crate::run::{Done, command, root, shown};
use crate::{chromium, dist, test, tools};

/// Builds the site and photographs it.
pub fn shots(arguments: &[String]) -> Done {
    let out = match arguments {
        [] => root().join("docs/img"),
        [option, folder] if option == "--out" => PathBuf::from(folder),
        _ => return Err("shots takes `--out FOLDER` only".into()),
    };
    tools::for_the_page()?;
    let chromium = chromium::find_or_install()?;
    test::browser_packages()?;
    dist::build()?;
    let mut node = command("node");
    node.arg("tests/browser/shots.mjs").arg(dist::folder()).arg(out).env("IPCSCOPE_CHROMIUM", &chromium.browser);
    shown(&mut node, "taking the pictures")
}
