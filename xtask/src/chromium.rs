//! Chromium and its driver for the tests: what is on the machine, or Debian's packages where we may install them.

use std::path::Path;

use crate::run::{Done, command, first_line, is_there, logged, say};

/// A browser and its driver, as commands or paths.
pub struct Chromium {
    /// `chromium` or another of its names.
    pub browser: String,
    /// `chromedriver`.
    pub driver: String,
}

/// Finds them, or installs them, or says what to install.
pub fn find_or_install() -> Done<Chromium> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !may_install() {
        return Err("the tests need Chromium and its driver: install `chromium` and `chromedriver` (on Debian: \
                    apt-get install chromium chromium-driver), or name them in CHROMIUM and CHROMEDRIVER"
            .into());
    }
    say("installing Chromium by apt (about a minute, once)");
    let mut update = command("apt-get");
    logged(update.args(["update", "-q"]), "apt-get update", "apt-update.txt")?;
    let mut install = command("apt-get");
    install
        .args(["install", "-y", "-q", "--no-install-recommends", "chromium", "chromium-driver", "fonts-dejavu-core"])
        .env("DEBIAN_FRONTEND", "noninteractive");
    logged(&mut install, "apt-get install chromium", "apt-install.txt")?;
    find().ok_or("Chromium was installed, and does not answer `chromium --version`".into())
}

fn find() -> Option<Chromium> {
    let named = |variable: &str| std::env::var(variable).ok().filter(|path| is_there(path));
    let first = |names: &[&str]| names.iter().find(|name| is_there(name)).map(ToString::to_string);
    let browser = named("CHROMIUM").or_else(|| first(&["chromium", "chromium-browser", "google-chrome"]))?;
    let driver = named("CHROMEDRIVER").or_else(|| first(&["chromedriver"]))?;
    Some(Chromium { browser: absolute(&browser), driver: absolute(&driver) })
}

/// Some of what takes a browser's name takes only its path.
fn absolute(program: &str) -> String {
    if Path::new(program).is_absolute() {
        return program.to_string();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(program));
    places.find(|place| place.is_file()).map_or(program.to_string(), |place| place.to_string_lossy().into_owned())
}

pub fn may_install() -> bool {
    let is_root = first_line("id", &["-u"]).is_some_and(|id| id == "0");
    is_root && is_there("apt-get")
}
