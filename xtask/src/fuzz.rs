//! Hostile input at length: our own mutations of texts, links, programs in bytes and schedules (`tests/tests/fuzz.rs`), as
//! many as one likes; and libFuzzer's (`fuzz/`), where a nightly compiler and cargo-fuzz are there.

use std::fs;
use std::path::PathBuf;

use crate::run::{Done, command, is_there, root, say, shown};

/// What libFuzzer is given to, each for a quarter of the time.
const TARGETS: [&str; 4] = ["text", "link", "bytes", "schedule"];
/// So long in every run of the tests, s.
const SECONDS: u64 = 60;

/// `cargo xtask fuzz [--inputs N] [--seed N] [--seconds N]`.
pub fn fuzz(arguments: &[String]) -> Done {
    let (mut inputs, mut seed, mut seconds) = (1_000_000, 1, 0);
    let mut rest = arguments.iter();
    while let Some(option) = rest.next() {
        let number = rest.next().and_then(|number| number.parse().ok());
        let number: u64 = number.ok_or_else(|| format!("{option} needs a whole number"))?;
        match option.as_str() {
            "--inputs" => inputs = number,
            "--seed" => seed = number,
            "--seconds" => seconds = number,
            other => return Err(format!("fuzz takes --inputs, --seed and --seconds, but no `{other}`")),
        }
    }
    if inputs > 0 {
        let mut tests = command("cargo");
        tests.args(["test", "--package", "ipcscope-tests", "--test", "native", "fuzz::", "--", "--nocapture"]);
        tests.env("IPCSCOPE_FUZZ", inputs.to_string()).env("IPCSCOPE_SEED", seed.to_string());
        shown(&mut tests, "the inputs")?;
    }
    match (seconds, why_not()) {
        (0, _) => Ok(()),
        (_, Some(reason)) => Err(format!("libFuzzer can't be used: {reason}")),
        (_, None) => with_libfuzzer(seconds),
    }
}

/// A minute of libFuzzer in every run of the tests; where it can't be had, that is said.
pub fn briefly() -> Done {
    match why_not() {
        Some(reason) => {
            say(&format!("left out: {reason}. The mutations of tests/tests/fuzz.rs were run."));
            Ok(())
        }
        None => with_libfuzzer(SECONDS),
    }
}

/// Why libFuzzer can't be used on this machine.
fn why_not() -> Option<&'static str> {
    let has_nightly =
        command("cargo").args(["+nightly", "--version"]).output().is_ok_and(|output| output.status.success());
    match (has_nightly, is_there("cargo-fuzz")) {
        (false, _) => Some("there is no nightly compiler (rustup toolchain install nightly)"),
        (_, false) => Some("there is no cargo-fuzz (cargo install cargo-fuzz)"),
        _ => None,
    }
}

fn with_libfuzzer(seconds: u64) -> Done {
    let home = root().join("target/fuzz");
    seed_links(&home.join("corpus/link"))?;
    let share = (seconds / TARGETS.len() as u64).max(1);
    for target in TARGETS {
        say(&format!("{target}: {share} s of libFuzzer"));
        let corpus = home.join("corpus").join(target);
        fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
        let mut run = command("cargo");
        run.args(["+nightly", "fuzz", "run", "--target-dir"]).arg(&home).arg(target).arg(&corpus);
        if target == "text" {
            run.arg("scenarios");
        }
        run.args([
            "--",
            &format!("-max_total_time={share}"),
            "-timeout=60",
            "-max_len=8000",
            "-print_final_stats=1",
            "-verbosity=0",
        ]);
        // The lints of this workspace's compiler are not nightly's.
        run.env_remove("RUSTFLAGS");
        shown(&mut run, &format!("fuzzing {target}"))?;
    }
    Ok(())
}

/// The golden links, a file each.
fn seed_links(folder: &PathBuf) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(problem)?;
    let links = fs::read_to_string(root().join("tests/golden/links.txt")).map_err(problem)?;
    for line in links.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, payload)) =
            line.split_once(' ').zip(line.rsplit_once(' ')).map(|((name, _), (_, last))| (name, last))
        {
            fs::write(folder.join(name), payload).map_err(problem)?;
        }
    }
    Ok(())
}
