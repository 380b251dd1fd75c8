//! Running other programs: where, with what in front of the PATH, and what to say when one fails.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// What went wrong, in words for people.
pub type Done<T = ()> = Result<T, String>;

/// The project's folder.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        // Where cargo runs us, which need not be where we were compiled: a folder may have been moved, or copied.
        let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&own).parent().expect("xtask is a folder of the project").to_path_buf()
    });
    &ROOT
}

/// Where our own tools are.
pub fn tools() -> PathBuf {
    root().join("target/tools")
}

/// A program, started in the project's folder with our own tools first on the PATH.
pub fn command(program: &str) -> Command {
    // npm and npx are scripts on Windows, and must be named so.
    let program = match (cfg!(windows), program) {
        (true, "npm") => "npm.cmd",
        _ => program,
    };
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", path());
    command
}

fn path() -> OsString {
    let packages = tools().join("npm/node_modules");
    let ours = [tools().join("bin"), packages.join("binaryen/bin"), packages.join(".bin")];
    let theirs = std::env::var_os("PATH").unwrap_or_default();
    let all = ours.into_iter().chain(std::env::split_paths(&theirs));
    std::env::join_paths(all).unwrap_or(theirs)
}

/// Whether a program answers.
pub fn is_there(program: &str) -> bool {
    first_line(program, &["--version"]).is_some()
}

/// The first line that a program prints; `None` where it is not there or fails.
pub fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = command(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then(|| text.lines().next().unwrap_or_default().to_string())
}

/// Runs a program that shows what it prints.
pub fn shown(command: &mut Command, what: &str) -> Done {
    let status = command.status().map_err(|error| format!("{what}: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{what} failed ({status})")),
    }
}

/// Runs a program whose output goes to a file; its last lines are told when it fails.
pub fn logged(command: &mut Command, what: &str, log: &str) -> Done {
    let folder = tools().join("log");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let path = folder.join(log);
    let file = || File::options().append(true).open(&path);
    let streams = File::create(&path).and_then(|_| Ok((file()?, file()?)));
    let (out, err) = streams.map_err(|error| format!("{}: {error}", path.display()))?;
    let status =
        command.stdin(Stdio::null()).stdout(out).stderr(err).status().map_err(|error| format!("{what}: {error}"))?;
    if status.success() {
        return Ok(());
    }
    let text = fs::read_to_string(&path).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let last = lines[lines.len().saturating_sub(20)..].join("\n");
    Err(format!("{what} failed ({status}). The end of {}:\n{last}", path.display()))
}

/// Runs a program, shows what it prints, and hands each line of it to `look`.
pub fn watched(command: &mut Command, what: &str, mut look: impl FnMut(&str)) -> Done {
    let failed = |error: std::io::Error| format!("{what}: {error}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let out = child.stdout.take().expect("it was asked for");
    for line in BufReader::new(out).split(b'\n') {
        let line = line.map_err(failed)?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        look(&line);
    }
    let status = child.wait().map_err(failed)?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{what} failed ({status})")),
    }
}

/// Says what is being done.
pub fn say(what: &str) {
    eprintln!("xtask: {what}");
}
