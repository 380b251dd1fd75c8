//! The speed of the core beside its peers (`bench/`): runs each in turn, prints tables, and writes `bench/RESULTS.md`.
//!
//! Everything is a ratio of medians from one run, since machines differ and are shared. SimPy is installed under
//! `target/bench`; a peer that this machine has no program for is left out, and named.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Done, command, first_line, is_there, logged, root, say, shown};
use crate::{links, tools};

const SIMPY: &str = "simpy==4.1.2";
const ROUNDS: usize = 5;
const ITEMS: usize = 1_000_000;
/// SimPy is slow, and no slower for being asked for less.
const SIMPY_ITEMS: usize = 50_000;
const S2_EVENTS: usize = 2_000_000;
const S3_EVENTS: usize = 10_000_000;
const SEEKS: usize = 50;
/// What stands in the results from here on was written by hand, and stays.
const BY_HAND: &str = "## What a profile says";

/// What takes part.
struct Peers {
    native: PathBuf,
    /// As fast as can be, and as the page is built.
    modules: Option<[PathBuf; 2]>,
    python: Option<PathBuf>,
    /// Who is left out, and why.
    missing: Vec<String>,
}

/// Measures all of it.
pub fn bench(arguments: &[String]) -> Done {
    match arguments {
        [] => {}
        [only] if only == "P3" => return links_only(),
        [unknown, ..] => return Err(format!("bench takes no `{unknown}`, but `P3`")),
    }
    let peers = peers()?;
    let mut text = format!("# Results of `cargo xtask bench`\n\n{}\n", circumstances());
    for missing in &peers.missing {
        let _ = writeln!(text, "Not measured: {missing}.\n");
    }
    for part in [one_pair, many_processes, trace, |peers: &Peers| links::part(&peers.native)] {
        let part = part(&peers)?;
        println!("{part}");
        text += &part;
        text.push('\n');
    }
    let path = root().join("bench/RESULTS.md");
    let old = fs::read_to_string(&path).unwrap_or_default();
    text += old.find(BY_HAND).map_or("", |start| &old[start..]);
    fs::write(&path, text.trim_end().to_string() + "\n").map_err(|error| format!("{}: {error}", path.display()))
}

/// The links' part alone, in its place among the results.
fn links_only() -> Done {
    let part = links::part(&build_native()?)?;
    println!("{part}");
    let path = root().join("bench/RESULTS.md");
    let old = fs::read_to_string(&path).unwrap_or_default();
    let start = old.find("## P3").or_else(|| old.find(BY_HAND)).unwrap_or(old.len());
    let after = old[start..].find(BY_HAND).map_or("", |by_hand| &old[start + by_hand..]);
    let text = format!("{}\n\n{part}\n{after}", old[..start].trim_end());
    fs::write(&path, text.trim_end().to_string() + "\n").map_err(|error| format!("{}: {error}", path.display()))
}

fn build_native() -> Done<PathBuf> {
    say("building the benches (about a minute, the first time)");
    let target = root().join("target");
    let mut build = command("cargo");
    build.args(["build", "--release", "-p", "ipcscope-bench", "--bins", "--target-dir"]).arg(&target);
    shown(&mut build, "cargo build")?;
    Ok(target.join(format!("release/ipcscope-bench{}", std::env::consts::EXE_SUFFIX)))
}

fn peers() -> Done<Peers> {
    let mut missing = Vec::new();
    let native = build_native()?;
    let target = root().join("target");
    let modules = if is_there("node") {
        Some([module(&target, "release")?, module(&target, "web")?])
    } else {
        missing.push("WebAssembly: `node` is not on this machine".into());
        None
    };
    let python = simpy().map_err(|problem| missing.push(format!("SimPy: {problem}"))).ok();
    for missing in &missing {
        say(&format!("left out: {missing}"));
    }
    Ok(Peers { native, modules, python, missing })
}

fn module(target: &Path, profile: &str) -> Done<PathBuf> {
    tools::target(tools::WASM)?;
    let mut build = command("cargo");
    build.args(["rustc", "--profile", profile, "-p", "ipcscope-bench", "--lib", "--crate-type", "cdylib"]);
    shown(build.args(["--target", tools::WASM, "--target-dir"]).arg(target), "cargo rustc")?;
    Ok(target.join(tools::WASM).join(profile).join("ipcscope_bench.wasm"))
}

/// The Python of an environment of its own that has SimPy.
fn simpy() -> Done<PathBuf> {
    let folder = root().join("target/bench/venv");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let has_it = |python: &Path| {
        let ask = "import simpy; assert simpy.__version__ == '4.1.2'";
        Command::new(python).args(["-c", ask]).output().is_ok_and(|output| output.status.success())
    };
    if has_it(&python) {
        return Ok(python);
    }
    if !is_there("python3") {
        return Err("`python3` is not on this machine".into());
    }
    say("installing SimPy from PyPI (some seconds, once)");
    let unusable = |problem: String| problem.lines().next().unwrap_or_default().to_string();
    logged(command("python3").args(["-m", "venv"]).arg(&folder), "python3 -m venv", "venv.txt").map_err(unusable)?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SIMPY]);
    logged(&mut install, "pip install", "simpy.txt").map_err(unusable)?;
    has_it(&python).then_some(python).ok_or("pip has not installed version 4.1.2".into())
}

/// When, and on what.
fn circumstances() -> String {
    let date = first_line("date", &["-u", "+%Y-%m-%d"]).unwrap_or_else(|| "on an unknown day".into());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|line| line.starts_with("model name"));
    let model = model.and_then(|line| line.split(": ").nth(1)).unwrap_or("unknown processor");
    let versions = [("rustc", "--version"), ("node", "--version"), ("python3", "--version")];
    let versions: Vec<String> = versions
        .iter()
        .filter_map(|(program, ask)| first_line(program, &[ask]))
        .map(|line| if line.starts_with('v') { format!("node {line}") } else { line })
        .collect();
    format!(
        "{date}; {model}, {cores} cores; {}. Ratios of medians of {ROUNDS}, each in turn in one run; the machine may be \
         shared, so a figure without a ratio says little.\n",
        versions.join(", ")
    )
}

/// The numbers that a program prints.
fn numbers(command: &mut Command) -> Done<Vec<f64>> {
    let what = format!("{}", command.get_program().to_string_lossy());
    let output = command.current_dir(root()).output().map_err(|error| format!("{what}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Option<Vec<f64>> = text.split_whitespace().map(|word| word.parse().ok()).collect();
    match numbers {
        Some(numbers) if output.status.success() && numbers.len() > 1 => Ok(numbers),
        _ => Err(format!("{what} failed ({})\n{}", output.status, String::from_utf8_lossy(&output.stderr))),
    }
}

fn native(peers: &Peers, what: &str, sizes: &[usize]) -> Done<Vec<f64>> {
    numbers(Command::new(&peers.native).arg(what).args(sizes.iter().map(usize::to_string)))
}

fn node(module: &Path, what: &str, sizes: &[usize]) -> Done<Vec<f64>> {
    let mut node = command("node");
    node.arg(root().join("bench/src/wasm.mjs")).arg(module).arg(what);
    numbers(node.args(sizes.iter().map(usize::to_string)))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Reached, or by how much not; both are better the larger they are.
fn verdict(ratio: f64, target: f64) -> String {
    match ratio >= target {
        true => "reached".into(),
        false => format!("missed: {:.1} times too slow", target / ratio),
    }
}

fn one_pair(peers: &Peers) -> Done<String> {
    const NAMES: [&str; 7] = [
        "core, native, whole trace kept",
        "loop by hand, no trace",
        "SimPy 4.1.2",
        "core, WebAssembly, new module",
        "the same, its second run",
        "core, WebAssembly built as the page is, new module",
        "the same, its second run",
    ];
    let mut rates: [Vec<f64>; 7] = Default::default();
    let mut events = 0.0;
    for round in 1..=ROUNDS {
        say(&format!("S1, round {round} of {ROUNDS}"));
        let core = native(peers, "s1", &[ITEMS])?;
        rates[0].push(ITEMS as f64 / core[0]);
        events = core[1];
        let plain = native(peers, "plain", &[ITEMS])?;
        rates[1].push(ITEMS as f64 / plain[0]);
        if let Some(python) = &peers.python {
            let mut simpy = Command::new(python);
            let simpy = numbers(simpy.arg("bench/src/simpy_peer.py").arg(SIMPY_ITEMS.to_string()))?;
            let end_ms = 3 + 5 * SIMPY_ITEMS;
            if simpy[1] != end_ms as f64 {
                return Err(format!("SimPy ended at {} ms instead of {end_ms} ms", simpy[1]));
            }
            rates[2].push(SIMPY_ITEMS as f64 / simpy[0]);
        }
        for (number, module) in peers.modules.iter().flatten().enumerate() {
            let wasm = node(module, "s1", &[ITEMS])?;
            if wasm[2] != events {
                return Err(format!("{} events in WebAssembly, {events} natively", wasm[2]));
            }
            rates[3 + 2 * number].push(ITEMS as f64 / wasm[0]);
            rates[4 + 2 * number].push(ITEMS as f64 / wasm[1]);
        }
    }
    let medians = rates.map(|rates| (!rates.is_empty()).then(|| median(rates)));
    let core = medians[0].expect("it takes part in each round");
    let mut text = format!(
        "## S1: one pair\n\n1 producer (3 ms), 1 consumer (5 ms), capacity 4, `step 0ms`; {ITEMS} items ({events} events), \
         SimPy {SIMPY_ITEMS}.\n\n| who | M items/s | core native : who | target | |\n|---|---|---|---|---|\n"
    );
    for (number, (name, rate)) in NAMES.iter().zip(medians).enumerate() {
        let Some(rate) = rate else { continue };
        let (target, said) = match number {
            0 => ("", String::new()),
            1 => ("core >= 1/3", verdict(core / rate, 1.0 / 3.0)),
            2 => ("core >= 100", verdict(core / rate, 100.0)),
            _ => ("at least half of native", verdict(rate / core, 0.5)),
        };
        let ratio = core / rate;
        let _ = writeln!(text, "| {name} | {:.3} | {ratio:.3} | {target} | {said} |", rate / 1e6);
    }
    Ok(text)
}

fn many_processes(peers: &Peers) -> Done<String> {
    let sizes: Vec<usize> = (1..=10).map(|power| 1 << power).collect();
    let mut times = vec![Vec::new(); sizes.len()];
    for round in 1..=ROUNDS {
        say(&format!("S2, round {round} of {ROUNDS}"));
        for (&processes, times) in sizes.iter().zip(&mut times) {
            let done = native(peers, "s2", &[processes, S2_EVENTS])?;
            times.push(done[0] * 1e9 / done[1]);
        }
    }
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    let mut text = format!(
        "## S2: 2 to 1,024 processes\n\nPairs as above, each with its own mailbox; 1,024 is the language's limit. \
         {S2_EVENTS} events.\n\n| processes | ns an event | growth |\n|---|---|---|\n"
    );
    for (processes, time) in sizes.iter().zip(&medians) {
        let _ = writeln!(text, "| {processes} | {time:.0} | {:.2} |", time / medians[0]);
    }
    let growth = medians.iter().copied().fold(0.0, f64::max) / medians[0];
    let said = if growth <= 3.0 { "reached".into() } else { format!("missed: {:.1} times too much", growth / 3.0) };
    let _ = writeln!(text, "\nTarget: at most 3-fold growth; the most is {growth:.1}-fold: {said}.");
    Ok(text)
}

fn trace(peers: &Peers) -> Done<String> {
    say("S3");
    let mut text = format!(
        "## S3: a trace of {S3_EVENTS} events\n\nBytes by a counting allocator: 24 an event for the events, then the \
         checkpoints; of WebAssembly the module's whole memory. A seek goes to one of {SEEKS} random moments, from the one \
         before. Targets: at most 24 B an event, at most 5 ms for any moment.\n\n\
         | processes | who | bytes an event | seek, median ms | seek, longest ms | |\n|---|---|---|---|---|---|\n"
    );
    for processes in [2, 1_024] {
        let sizes = [processes, S3_EVENTS, SEEKS];
        let done = native(peers, "s3", &sizes)?;
        let mut rows = vec![("native", (done[0] - done[1]) / done[2], done[3..].to_vec())];
        let names = ["WebAssembly", "WebAssembly built as the page is"];
        for (name, module) in names.into_iter().zip(peers.modules.iter().flatten()) {
            let done = node(module, "s3", &sizes)?;
            rows.push((name, done[0] / done[1], done[2..].to_vec()));
        }
        for (name, bytes, seeks) in rows {
            let longest = seeks.iter().copied().fold(0.0, f64::max);
            let bytes_said = if bytes <= 24.0 { String::new() } else { format!("{:.2} B too many", bytes - 24.0) };
            let seek_said = if longest <= 5.0 { String::new() } else { format!("{:.1} ms too long", longest - 5.0) };
            let said: Vec<String> = [bytes_said, seek_said].into_iter().filter(|said| !said.is_empty()).collect();
            let said = if said.is_empty() { "reached".into() } else { format!("missed: {}", said.join(", ")) };
            let median = median(seeks);
            let _ = writeln!(text, "| {processes} | {name} | {bytes:.2} | {median:.2} | {longest:.2} | {said} |");
        }
    }
    Ok(text)
}
