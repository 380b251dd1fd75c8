//! SPIN and a C compiler for the tests: what is on the machine, or Debian's packages where we may install them. Without
//! them the tests that need them say so and hold nothing; the others are run.

use crate::chromium::may_install;
use crate::run::{Done, command, first_line, is_there, logged, say};

/// Finds them, or installs them, or says what to install.
pub fn find_or_install() -> Done {
    if first_line("spin", &["-V"]).is_some() && is_there("gcc") {
        return Ok(());
    }
    if !may_install() {
        say("left out: the tests against SPIN; install `spin` and `gcc` (on Debian: apt-get install spin gcc)");
        return Ok(());
    }
    say("installing SPIN by apt (some seconds, once)");
    logged(command("apt-get").args(["update", "-q"]), "apt-get update", "apt-update.txt")?;
    let mut install = command("apt-get");
    install.args(["install", "-y", "-q", "--no-install-recommends", "spin", "gcc", "libc6-dev"]);
    logged(install.env("DEBIAN_FRONTEND", "noninteractive"), "apt-get install spin", "apt-install-spin.txt")
}
