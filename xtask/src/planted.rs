//! The tests' own strength: known mistakes are planted into a copy of the core, one at a time, and the tests that fail are
//! listed in `tests/PLANTED.md`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::mistakes::{ALL, Planted};
use crate::run::{Done, command, root, say};

/// Plants each mistake, runs the native tests of behaviour, and writes down which fail. With words, only the mistakes whose
/// names have one of them; the rows of the others stay as they are. `missing`: only those without a row.
pub fn planted(arguments: &[String]) -> Done {
    let file = root().join("tests/PLANTED.md");
    let known = fs::read_to_string(&file).unwrap_or_default();
    let row_of = |name: &str| known.lines().find(|line| line.starts_with(&format!("| {name} |"))).map(str::to_string);
    let is_meant = |name: &str| match arguments {
        [] => true,
        [word] if word == "missing" => row_of(name).is_none(),
        words => words.iter().any(|word| name.contains(word.as_str())),
    };
    let copy = root().join("target/planted/tree");
    _ = fs::remove_dir_all(&copy);
    copy_tree(root(), &copy)?;
    let mut rows: Vec<Option<String>> = ALL.iter().map(|mistake| row_of(mistake.name)).collect();
    for (mistake, row) in ALL.iter().zip(0..).filter(|(mistake, _)| is_meant(mistake.name)) {
        say(mistake.name);
        let path = copy.join(mistake.file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        write_file(&path, &with_mistake(&text, mistake)?)?;
        let failed = failed_tests(&copy, mistake.file.contains("promela"))?;
        write_file(&path, &text)?;
        let among: Vec<String> = failed.iter().take(3).map(|test| format!("`{test}`")).collect();
        let told = format!("| {} | `{}` | {} | {} |", mistake.name, mistake.file, failed.len(), among.join(", "));
        println!("{told}");
        rows[row] = Some(told);
        // After each: a run that is stopped has written down what it found.
        write_file(&file, &table(&rows))?;
    }
    if arguments.is_empty() {
        let none = failed_tests(&copy, true)?;
        if !none.is_empty() {
            return Err(format!("without any mistake these fail: {}", none.join(", ")));
        }
    }
    caught(&rows)
}

fn table(rows: &[Option<String>]) -> String {
    let caught = rows.iter().flatten().filter(|row| !is_missed(row)).count();
    format!(
        "# Planted mistakes\n\nEach is a change of one line of the core, made in a copy by `cargo xtask planted`, and the tests of `ipcscope-tests`\n\
         that fail with it. Without any, none fails.\n\n| mistake | where | tests that fail | among them |\n|---|---|---|---|\n{}\n\n\
         {caught} of {} are caught.\n",
        rows.iter().flatten().cloned().collect::<Vec<_>>().join("\n"),
        rows.len()
    )
}

/// Whether no test fails, by a row of the table.
fn is_missed(row: &str) -> bool {
    row.contains("` | 0 |")
}

fn caught(rows: &[Option<String>]) -> Done {
    let missed: Vec<&str> = rows.iter().flatten().map(String::as_str).filter(|row| is_missed(row)).collect();
    match missed.is_empty() {
        true => Ok(()),
        false => Err(format!("no test fails with:\n{}", missed.join("\n"))),
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
