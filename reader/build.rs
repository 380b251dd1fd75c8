//! The version of the bytes that pass between the parts of the page: a sum over everything that they come from.
//!
//! Parts that were built together have the same; one that a browser kept from an older site has another.

use std::fs;
use std::path::{Path, PathBuf};

/// What the bytes depend on, from the project's folder.
const SOURCES: [&str; 12] = [
    "bytes/src",
    "core/src",
    "scene/src",
    "reader/src",
    "views/src",
    "views/panel",
    "scenarios",
    "Cargo.lock",
    // What the desk and the page tell each other is no bytes, and yet of one time.
    "editor/src",
    "editor/package-lock.json",
    "web/src/components/editor.rs",
    "web/src/browser/panel.rs",
];

fn main() {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo names it");
    let root = Path::new(&own).parent().expect("this is a folder of the project");
    let mut files = Vec::new();
    for source in SOURCES {
        let path = root.join(source);
        println!("cargo::rerun-if-changed={}", path.display());
        gather(&path, &mut files);
    }
    files.sort();
    // FNV-1a: it guards against mix-ups, not against people.
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in files.iter().flat_map(|file| fs::read(file).unwrap_or_default()) {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    println!("cargo::rustc-env=IPCSCOPE_FORMAT={sum:016x}");
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) => files.push(path.to_path_buf()),
    }
}
