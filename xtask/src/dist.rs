//! The static site: built by trunk with relative paths, so that it works from any folder of any server; and how large
//! its first load is.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::run::{Done, command, root, say, shown};
use crate::{offline, single, smaller, tools};

/// The most that everything up to the first moving picture may weigh, gzip, in bytes: 260 KB of 1,024 bytes. What makes a run
/// certain of who is blocked forever weighs 4 KB.
const MOST_FIRST_LOAD: usize = 260 * 1024;

/// Sets up and builds.
pub fn dist(arguments: &[String]) -> Done {
    let is_single = match arguments {
        [] => false,
        [option] if option == "--single-file" => true,
        [unknown, ..] => return Err(format!("dist takes no `{unknown}`, but `--single-file`")),
    };
    tools::for_the_page()?;
    if is_single { build_with_single_file() } else { build() }
}

/// Builds the site, and the same as one file in it.
pub fn build_with_single_file() -> Done {
    build()?;
    single::make(&folder())
}

/// Where the site is.
pub fn folder() -> PathBuf {
    root().join("dist")
}

/// Builds, shows the sizes, and fails where the first load is too large.
pub fn build() -> Done {
    say("building the page (about 2 minutes where nothing is compiled yet)");
    let mut trunk = command("trunk");
    trunk.args(["build", "--release", "--offline", "--cargo-profile", "web", "--public-url", "./"]);
    // Where the libraries lie on this machine is nobody's business, and weighs in the page.
    let home =
        std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| home + "/.cargo")).unwrap_or_default();
    // Of the page only: what is built for this machine stays as it is.
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        format!("--remap-path-prefix={home}/registry/src=. --remap-path-prefix={}=.", root().display()),
    );
    // Trunk takes any value of NO_COLOR but true and false for a mistake.
    shown(trunk.env_remove("NO_COLOR"), "trunk build")?;
    smaller::make(&folder())?;
    offline::make(&folder())?;
    let total = show_sizes(&folder())?;
    match total <= MOST_FIRST_LOAD {
        true => Ok(()),
        false => Err(format!("the first load is {total} bytes, gzip: more than {MOST_FIRST_LOAD}")),
    }
}

/// Every file of a folder and its folders, in order, by its name from there.
pub fn names(folder: &Path) -> Done<Vec<String>> {
    let mut files = Vec::new();
    gather(folder, "", &mut files)?;
    files.sort();
    Ok(files.into_iter().map(|file| file.name).collect())
}

/// Prints each file's size, and returns what the first load weighs.
fn show_sizes(folder: &Path) -> Done<usize> {
    let mut files = Vec::new();
    gather(folder, "", &mut files)?;
    files.sort();
    let index = fs::read_to_string(folder.join("index.html")).map_err(|error| format!("index.html: {error}"))?;
    let first = first_load(&files, &index);
    println!("{:>9}  {:>9}  file", "bytes", "gzip");
    let mut total = 0;
    for File { name, bytes, packed } in &files {
        let is_first = first.contains(&name.as_str());
        total += if is_first { *packed } else { 0 };
        println!("{bytes:>9}  {packed:>9}  {name}{}", if is_first { "" } else { "  (later)" });
    }
    println!("{:>9}  {total:>9}  first load, of at most {MOST_FIRST_LOAD}", "");
    Ok(total)
}

/// A file of the site.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct File {
    name: String,
    bytes: usize,
    packed: usize,
}

/// Everything in a folder and its folders; `prefix` is what stands before its names.
fn gather(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(problem)? {
        let entry = entry.map_err(problem)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{name}/"), files)?;
        } else {
            let contents = fs::read(entry.path()).map_err(problem)?;
            files.push(File { name, bytes: contents.len(), packed: gzip(&contents).len() });
        }
    }
    Ok(())
}

/// What is fetched up to the first moving picture: all that the page itself asks for; what the front page shows before
/// anybody scrolls, which is the large picture and a row of cards; and the scenario that is then opened. Of cards and
/// scenarios the heaviest count, so that it is never more than this.
fn first_load<'f>(files: &'f [File], index: &str) -> Vec<&'f str> {
    const CARDS_IN_A_ROW: usize = 3;
    const HERO: &str = "gallery/hero.light.svg";
    let heaviest = |ending: &str, most: usize| {
        let mut found: Vec<&File> =
            files.iter().filter(|file| file.name.ends_with(ending) && file.name != HERO).collect();
        found.sort_by_key(|file| std::cmp::Reverse(file.packed));
        found.into_iter().take(most).map(|file| file.name.as_str()).collect::<Vec<_>>()
    };
    let of_page = |name: &str| name == "index.html" || name == HERO || index.contains(name);
    let mut first: Vec<&str> = files.iter().map(|file| file.name.as_str()).filter(|name| of_page(name)).collect();
    first.extend(heaviest(".light.svg", CARDS_IN_A_ROW));
    first.extend(heaviest(".bin", 1));
    first
}

/// Packed by gzip, as small as it gets.
pub fn gzip(contents: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(contents).expect("memory takes everything");
    packed.finish().expect("memory takes everything")
}
