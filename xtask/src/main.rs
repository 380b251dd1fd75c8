//! `cargo xtask COMMAND`: everything that is done with this project, each in one command.
//!
//! This file picks the command; `tools.rs` installs what the commands need, under `target/`.

use std::process::ExitCode;

mod assets;
mod bench;
mod chromium;
mod dist;
mod frames;
mod fuzz;
mod links;
mod mistakes;
mod offline;
mod panics;
mod planted;
mod run;
mod serve;
mod shots;
mod single;
mod smaller;
mod spin;
mod test;
mod tools;
mod wasm;

const USAGE: &str = "\
cargo xtask serve [--port N] [--no-open]   set up, build, serve on this machine, open a browser
cargo xtask test [--quick]                 set up, run every test (--quick: without the browser)
cargo xtask bench [P3]                     speed beside the peers, in bench/RESULTS.md (P3: share links only)
cargo xtask dist [--single-file]           the static site, in dist/; also as one file, dist/ipcscope-single.html
cargo xtask fuzz [--inputs N] [--seed N] [--seconds N]
                                           hostile input, 1,000,000 of it or N; --seconds: libFuzzer too, for so long
cargo xtask frames [--loop SECONDS]        what the page costs a frame, with 100 lanes and 1,000,000 events
cargo xtask planted                        which tests notice mistakes planted in the core, in tests/PLANTED.md
cargo xtask shots [--out DIR]              the pictures of the page, in docs/img/
cargo xtask shots --sheet DIR              every view at every size in every theme, and what is wrong with their controls
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("serve") => serve::serve(rest),
        Some("test") => test::test(rest),
        Some("bench") => bench::bench(rest),
        Some("dist") => dist::dist(rest),
        Some("assets") => assets::assets(rest),
        Some("frames") => frames::frames(rest),
        Some("fuzz") => fuzz::fuzz(rest),
        Some("planted") => planted::planted(rest),
        Some("shots") => shots::shots(rest),
        None | Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            Ok(())
        }
        Some(other) => Err(format!("there is no `{other}` here. There is:\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
