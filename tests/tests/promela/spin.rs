//! Runs SPIN: a model in, its verifier's verdict out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The C compiler, if SPIN is there too: what `CC` names, or `gcc`, or `cc`. `tcc` takes a twentieth of the time, but
/// does not detect numbers that need more than 32 bits.
pub fn tools() -> Option<String> {
    let answers =
        |name: &str, ask: &str| Command::new(name).arg(ask).output().is_ok_and(|output| output.status.success());
    let named = std::env::var("CC").ok().map(|name| (name, "-v"));
    let usual = ["gcc", "cc"].map(|name| (name.to_string(), "--version"));
    let compiler = named.into_iter().chain(usual).find(|(name, ask)| answers(name, ask)).map(|(name, _)| name);
    if compiler.is_none() || !answers("spin", "-V") {
        eprintln!("NOT TESTED against SPIN: `spin` and `gcc` are not both here (on Debian: apt-get install spin gcc)");
        return None;
    }
    compiler
}

/// SPIN's verdict on a model.
pub struct Verdict {
    pub deadlock: bool,
    pub assertion: bool,
    /// Stored states.
    pub states: usize,
    /// If they were requested.
    pub outcomes: Option<BTreeSet<String>>,
}

/// Runs a program in a folder; returns its output, whatever its exit code.
fn output(command: &mut Command, folder: &Path) -> Result<String, String> {
    let output = command.current_dir(folder).output().map_err(|error| format!("{command:?}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.code().is_none() { Err(format!("{command:?} was killed: {text}")) } else { Ok(text) }
}

/// Compiles and runs SPIN's verifier of a model.
pub fn pan(
    compiler: &str,
    folder: &Path,
    defines: &[String],
    options: &[&str],
    run: &[&str],
) -> Result<String, String> {
    let spun = output(Command::new("spin").args(defines).args(["-a", "model.pml"]), folder)?;
    if spun.contains("Error") || spun.contains("error:") {
        return Err(format!("spin: {spun}"));
    }
    let _ = fs::remove_file(folder.join("pan"));
    let mut compile = Command::new(compiler);
    // A number that overflows 32 bits has to end the search, not wrap around.
    compile.args(["-O0", "-w", "-ftrapv", "-DSAFETY", "-DVECTORSZ=8192", "-DNOCOLLAPSE"]);
    let compiled = output(compile.args(options).args(["-o", "pan", "pan.c"]), folder)?;
    if !folder.join("pan").exists() {
        return Err(format!("{compiler}: {compiled}"));
    }
    let mut limited = Command::new("./pan");
    let text = output(limited.args(["-m200000", "-w18", "-n"]).args(run), folder)?;
    match text.contains("Full statespace search") && !text.contains("too small") && !text.contains("out of bounds") {
        true => Ok(text),
        false => Err(format!("pan: {text}")),
    }
}

/// How SPIN is run.
#[derive(Clone, Copy, Debug)]
pub enum Mode {
    /// As the comment at the model's top says, with all of SPIN's reductions.
    Plainly,
    /// Without its reduction, and with the given possible check active.
    Whole(Option<usize>),
    /// For outcomes; with the most words that a process prints.
    Outcomes(usize),
}

/// SPIN's verdict on a model.
pub fn spin(compiler: &str, folder: &Path, model: &str, mode: Mode) -> Result<Verdict, String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    fs::write(folder.join("model.pml"), model).map_err(|error| error.to_string())?;
    let (defines, options): (Vec<String>, &[&str]) = match mode {
        Mode::Plainly => (Vec::new(), &[]),
        Mode::Whole(check) => (check.map(|check| format!("-DCHECK={check}")).into_iter().collect(), &["-DNOREDUCE"]),
        Mode::Outcomes(most) => {
            // With -o1 and -o2 SPIN keeps variables that are no longer used, as we do.
            let defines = ["-o1", "-o2", "-DOUTCOMES"].map(String::from).into_iter();
            (defines.chain([format!("-DPRINTS={}", most.max(1))]).collect(), &["-DPRINTF", "-DNOREDUCE"])
        }
    };
    let told = pan(compiler, folder, &defines, options, &["-c0"])?;
    // Limits of the model itself.
    let is_limit = |line: &str| {
        line.split_once("assertion violated ").is_some_and(|(_, what)| what.contains("many_") || what.contains("<255"))
    };
    if told.lines().any(is_limit) {
        return Err(format!("pan: {told}"));
    }
    let states = told.lines().find_map(|line| line.split_once(" states, stored")?.0.trim().parse().ok());
    let outcomes = || told.lines().filter_map(|line| line.strip_prefix("outcome ")).map(normal).collect();
    Ok(Verdict {
        deadlock: told.contains("invalid end state ("),
        assertion: told.contains("assertion violated"),
        states: states.ok_or_else(|| format!("no number of states: {told}"))?,
        outcomes: matches!(mode, Mode::Outcomes(_)).then(outcomes),
    })
}

/// An outcome without the processes that print nothing, and without the names of cells.
fn normal(line: &str) -> String {
    let parts = line.split(" | ").filter(|part| !part.ends_with(": "));
    parts.map(|part| part.split_once(" = ").map_or(part, |(_, value)| value)).collect::<Vec<_>>().join(" | ")
}
