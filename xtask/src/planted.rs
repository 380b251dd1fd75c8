//! The tests' own strength: known mistakes are planted into a copy of the core, one at a time, and the tests that fail are
//! listed in `tests/PLANTED.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::mistakes::{ALL, Planted};
use crate::run::{Done, command, root, say};

/// Plants each mistake, runs the native tests of behaviour, and writes down which fail. With words, only the mistakes whose
/// names have one of them, and nothing is written down.
pub fn planted(arguments: &[String]) -> Done {
    let is_meant = |name: &str| arguments.is_empty() || arguments.iter().any(|word| name.contains(word.as_str()));
    let copy = root().join("target/planted/tree");
    _ = fs::remove_dir_all(&copy);
    copy_tree(root(), &copy)?;
    let mut table = "# Planted mistakes\n\nEach is a change of one line of the core, made in a copy by `cargo xtask planted`, and the tests of `ipcscope-tests`\n\
                     that fail with it. Without any, none fails.\n\n| mistake | where | tests that fail | among them |\n|---|---|---|---|\n"
        .to_string();
    let mut missed = Vec::new();
    for mistake in ALL.iter().filter(|mistake| is_meant(mistake.name)) {
        say(mistake.name);
        let path = copy.join(mistake.file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        write_file(&path, &with_mistake(&text, mistake)?)?;
        let failed = failed_tests(&copy, mistake.file.contains("promela"))?;
        write_file(&path, &text)?;
        let among: Vec<String> = failed.iter().take(3).map(|test| format!("`{test}`")).collect();
        let row = format!("| {} | `{}` | {} | {} |\n", mistake.name, mistake.file, failed.len(), among.join(", "));
        print!("{row}");
        table += &row;
        if failed.is_empty() {
            missed.push(mistake.name);
        }
    }
    if !arguments.is_empty() {
        return caught(&missed);
    }
    let none = failed_tests(&copy, true)?;
    if !none.is_empty() {
        return Err(format!("without any mistake these fail: {}", none.join(", ")));
    }
    _ = writeln!(table, "\n{} of {} are caught.", ALL.len() - missed.len(), ALL.len());
    write_file(&root().join("tests/PLANTED.md"), &table)?;
    caught(&missed)
}

fn caught(missed: &[&str]) -> Done {
    match missed.is_empty() {
        true => Ok(()),
        false => Err(format!("no test fails with: {}", missed.join("; "))),
    }
}

fn with_mistake(text: &str, mistake: &Planted) -> Done<String> {
    match text.matches(mistake.right).count() {
        1 => Ok(text.replace(mistake.right, mistake.wrong)),
        count => Err(format!("{}: what is to be changed stands {count} times in {}", mistake.name, mistake.file)),
    }
}

/// The names of the tests that fail, in their order. Those that run SPIN take the longest, and are for the mistakes in
/// its export.
fn failed_tests(copy: &Path, with_spin: bool) -> Done<Vec<String>> {
    let mut cargo = command("cargo");
    cargo.current_dir(copy).env("CARGO_TARGET_DIR", root().join("target/planted/build"));
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo.args(["test", "--no-fail-fast", "-p", "ipcscope-tests", "--test", "native"]);
    if !with_spin {
        cargo.args(["--", "--skip", "promela::"]);
    }
    let output = cargo.output().map_err(|error| format!("cargo test: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !text.contains("test result:") {
        return Err(format!("the tests could not be built:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let failed = |line: &str| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_string());
    let mut names: Vec<String> = text.lines().filter_map(failed).collect();
    names.sort();
    Ok(names)
}

/// Copies what belongs to the project, not what was built.
fn copy_tree(from: &Path, to: &Path) -> Done {
    let failed = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(to).map_err(|error| failed(to, error))?;
    for entry in fs::read_dir(from).map_err(|error| failed(from, error))? {
        let path: PathBuf = entry.map_err(|error| failed(from, error))?.path();
        let Some(name) = path.file_name() else { continue };
        if ["target", "dist", "node_modules", ".git"].iter().any(|left_out| name == *left_out) {
            continue;
        }
        if path.is_dir() {
            copy_tree(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).map_err(|error| failed(&path, error))?;
        }
    }
    Ok(())
}

fn write_file(path: &Path, text: &str) -> Done {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_can_still_be_planted() {
        for mistake in ALL {
            let text = fs::read_to_string(root().join(mistake.file)).expect("the file is there");
            with_mistake(&text, mistake).expect("the line is there, once");
        }
    }
}
