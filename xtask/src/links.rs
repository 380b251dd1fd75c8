//! How long share links are, beside what lz-string and pako make of the same texts (P3 of `bench/RESULTS.md`).

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Done, command, root};
use crate::tools;

/// The most characters that the median link may have.
const MOST: usize = 400;
/// So does a text begin in an address.
const BEFORE: usize = "#s=".len();

/// The table; `bench` is the program of the benches.
pub fn part(bench: &Path) -> Done<String> {
    let folder = root().join("target/bench/npm");
    tools::npm_packages(&root().join("bench/npm"), &folder, "lz-string and pako", "bench-npm.txt")?;
    let scenarios = scenarios()?;
    let ours = lengths(command(&bench.to_string_lossy()).arg("links").args(&scenarios))?;
    let mut node = command("node");
    node.arg(root().join("bench/npm/lengths.mjs")).args(&scenarios).current_dir(&folder);
    let theirs = lengths(&mut node)?;
    let mut text = format!(
        "## P3: a share link\n\nCharacters of a link's part from `#s=` on; the {} scenarios of the gallery. Of a link, 9 are its \
         version and its checksum; pako's deflate has a checksum too (Adler-32), the others have none.\n\n\
         | who | shortest | median | longest | |\n|---|---|---|---|---|\n",
        scenarios.len()
    );
    let rows = [
        ("a link", column(&ours, 0)),
        ("lz-string 1.5.0, `compressToEncodedURIComponent`", column(&theirs, 0)),
        ("pako 2.1.0, `deflate` at level 9, base64url", column(&theirs, 1)),
        ("pako 2.1.0, `deflateRaw` at level 9, base64url: no checksum", column(&theirs, 2)),
    ];
    let link = middle(&rows[0].1);
    for (number, (name, lengths)) in rows.iter().enumerate() {
        let median = middle(lengths);
        let said = match number {
            0 if median <= MOST => format!("at most {MOST}: reached"),
            0 => format!("at most {MOST}: missed by {}", median - MOST),
            _ if link < median => format!("a link is shorter by {}: reached", median - link),
            _ => format!("a link is longer by {}", link - median),
        };
        let (least, most) = (lengths[0], lengths[lengths.len() - 1]);
        let _ = writeln!(text, "| {name} | {least} | {median} | {most} | {said} |");
    }
    Ok(text)
}

fn scenarios() -> Done<Vec<PathBuf>> {
    let folder = root().join("scenarios");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ipc"));
    files.sort();
    Ok(files)
}

/// A line of numbers for each scenario.
fn lengths(command: &mut std::process::Command) -> Done<Vec<Vec<usize>>> {
    let what = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{what}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = |line: &str| line.split(' ').map(|number| number.parse().ok()).collect::<Option<Vec<usize>>>();
    let lines: Option<Vec<Vec<usize>>> = text.lines().map(line).collect();
    match lines {
        Some(lines) if output.status.success() && !lines.is_empty() => Ok(lines),
        _ => Err(format!("{what} failed ({})\n{}", output.status, String::from_utf8_lossy(&output.stderr))),
    }
}

/// One number of each line, with what stands before it in the address, in order.
fn column(lines: &[Vec<usize>], number: usize) -> Vec<usize> {
    let mut column: Vec<usize> = lines.iter().map(|line| BEFORE + line[number]).collect();
    column.sort_unstable();
    column
}

/// Of an even number of lengths the longer of the two in the middle.
fn middle(lengths: &[usize]) -> usize {
    lengths[lengths.len() / 2]
}
