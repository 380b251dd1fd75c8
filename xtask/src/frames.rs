//! What the page costs a frame: a hundred lanes and a million events, in Chromium's own trace.

use crate::run::{Done, command, shown};
use crate::{chromium, dist, test, tools};

/// Builds the site, plays and zooms, and prints a table; then plays in a loop for so many seconds, if asked to.
pub fn frames(arguments: &[String]) -> Done {
    let seconds = match arguments {
        [] => "0",
        [option, seconds] if option == "--loop" && seconds.parse::<u32>().is_ok() => seconds,
        _ => return Err("frames takes `--loop SECONDS` only".into()),
    };
    tools::for_the_page()?;
    let chromium = chromium::find_or_install()?;
    test::browser_packages()?;
    dist::build()?;
    let mut node = command("node");
    node.arg("tests/browser/frames.mjs").arg(dist::folder()).arg(seconds).env("IPCSCOPE_CHROMIUM", &chromium.browser);
    shown(&mut node, "measuring frames")
}
