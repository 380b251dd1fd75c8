//! The core's layers: each module imports only those before it, and no two files of a folder import each other in a
//! circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the core, each importing only earlier ones.
const LAYERS: [&str; 13] = [
    "bytes", "value", "id", "scenario", "event", "program", "world", "schedule", "simulate", "trace", "explore",
    "export", "link",
];

/// Every file of the core: the module path, and the text without its tests.
fn files() -> BTreeMap<Vec<String>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    let mut files = BTreeMap::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the core is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source is text");
                let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_string();
                files.insert(module(&root, &path), code);
            }
        }
    }
    files
}

fn module(root: &Path, path: &Path) -> Vec<String> {
    let inside: PathBuf = path.strip_prefix(root).expect("it is below").with_extension("");
    let mut parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().to_string()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// The names after each `before` in a text.
fn names_after<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(before).map(move |(at, _)| {
        let rest = &text[at + before.len()..];
        &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
    })
}

#[test]
fn each_layer_knows_only_those_before_it() {
    let place = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let mut wrong = Vec::new();
    for (module, code) in files() {
        let Some(own) = module.first().and_then(|first| place(first)) else { continue };
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            for name in names_after(line, "crate::") {
                if place(name).is_some_and(|other| other > own) {
                    wrong.push(format!("{} knows {name}", module.join("/")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The imports by `use super::NAME` among the files of one folder; those above them all, and tests, left out.
#[test]
fn no_files_import_each_other_in_a_circle() {
    let files = files();
    let mut imports: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (module, code) in &files {
        let Some((_, parent)) = module.split_last() else { continue };
        // A statement has blocks, and a block statements: the grammar is a circle.
        if parent == ["scenario", "parser"] {
            continue;
        }
        let uses =
            code.lines().filter(|line| line.starts_with("use super::") || line.starts_with("pub(super) use super::"));
        for name in uses.flat_map(|line| names_after(line, "use super::")) {
            let other: Vec<String> = parent.iter().cloned().chain([name.to_string()]).collect();
            if files.contains_key(&other) {
                imports.entry(module.clone()).or_default().insert(other);
            }
        }
    }
    let mut circles = Vec::new();
    for start in imports.keys() {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&Vec<String>> = imports[start].iter().collect();
        while let Some(at) = open.pop() {
            if reached.insert(at) {
                open.extend(imports.get(at).into_iter().flatten());
            }
        }
        if reached.contains(start) {
            circles.push(start.join("/"));
        }
    }
    assert!(circles.is_empty(), "in circles of imports: {circles:#?}");
}
