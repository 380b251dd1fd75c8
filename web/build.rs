//! The titles of the gallery's scenarios, for the front page: a look at the lines that begin with `title` and `about`.
//!
//! It reads no more of the language than that, so that the page's build does not wait for the reader's; a test compares
//! what it found with what the reader finds.

use std::fmt::Write;
use std::fs;
use std::path::Path;

fn main() {
    let folder = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo names it"))
        .parent()
        .expect("a folder of the project")
        .join("scenarios");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut titles: Vec<(String, String, String)> = Vec::new();
    for entry in fs::read_dir(&folder).expect("the gallery is part of the project").flatten() {
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".ipc")) else { continue };
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        titles.push((name.to_string(), words(&text, "title"), words(&text, "about")));
    }
    titles.sort();
    let mut table = "&[\n".to_string();
    for (name, title, about) in titles {
        writeln!(table, "    ({name:?}, {title:?}, {about:?}),").expect("memory takes everything");
    }
    table += "]\n";
    let out = std::env::var_os("OUT_DIR").expect("cargo names it");
    fs::write(Path::new(&out).join("titles.rs"), table).expect("cargo's folder can be written to");
}

/// What stands between quotation marks in the first line that begins with `keyword`; nothing where there is none.
fn words(text: &str, keyword: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix(keyword)?.trim_start().strip_prefix('"'));
    line.and_then(|line| line.rsplit_once('"')).map_or(String::new(), |(words, _)| words.replace("\\\"", "\""))
}
