//! The gallery's texts for tests that can't read files: those in the browser.

use std::fmt::Write;
use std::fs;
use std::path::Path;

fn main() {
    let folder = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo names it"))
        .parent()
        .expect("a folder of the project")
        .join("scenarios");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("the gallery is there").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut table = "&[\n".to_string();
    for path in files {
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        writeln!(table, "    ({name:?}, include_str!({:?})),", path.display().to_string())
            .expect("memory takes everything");
    }
    table += "]\n";
    let out = std::env::var_os("OUT_DIR").expect("cargo names it");
    fs::write(Path::new(&out).join("gallery.rs"), table).expect("cargo's folder can be written to");
}
