//! The pictures of the page: those that the README shows, and a sheet of every view at every size in every theme.

use std::path::PathBuf;

use crate::run::{Done, command, root, shown};
use crate::{chromium, dist, test, tools};

/// Builds the site and photographs it.
pub fn shots(arguments: &[String]) -> Done {
    let (script, out) = match arguments {
        [] => ("shots.mjs", root().join("docs/img")),
        [option, folder] if option == "--out" => ("shots.mjs", PathBuf::from(folder)),
        [option, folder] if option == "--sheet" => ("sheet.mjs", PathBuf::from(folder)),
        _ => return Err("shots takes `--out FOLDER`, or `--sheet FOLDER` for every view, size and theme".into()),
    };
    tools::for_the_page()?;
    let chromium = chromium::find_or_install()?;
    test::browser_packages()?;
    dist::build()?;
    let mut node = command("node");
    node.arg(format!("tests/browser/{script}"))
        .arg(dist::folder())
        .arg(out)
        .env("IPCSCOPE_CHROMIUM", &chromium.browser);
    shown(&mut node, "taking the pictures")
}
