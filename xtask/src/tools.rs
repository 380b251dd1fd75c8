//! What building the page needs: the wasm target, trunk, wasm-bindgen, wasm-opt and esbuild, each of a pinned version; and
//! mdBook, for a test.
//!
//! All of it goes into `target/tools`, nothing into the user's own folders; the target is rustup's to keep.
//! Whatever is there already is left alone, so that the second time takes no time.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Done, command, first_line, is_there, logged, root, say, tools};

/// wasm-bindgen's command-line tool must be of exactly the library's version: see the workspace's Cargo.toml.
const WASM_BINDGEN: &str = "0.2.129";
/// The last that rustc 1.95 compiles.
const TRUNK: &str = "0.21.14";
/// Builds the book of docs/embedding/mdbook.md, for its test.
const MDBOOK: &str = "0.5.4";
/// What the page is compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Everything that building the page needs.
pub fn for_the_page() -> Done {
    needed("cargo", "install Rust from https://rustup.rs")?;
    needed("node", "install Node 20.14 or 22 or newer from https://nodejs.org")?;
    needed("npm", "install npm, which comes with Node, from https://nodejs.org")?;
    node_is_new_enough()?;
    target(WASM)?;
    wasm_bindgen()?;
    trunk()?;
    npm_tools()
}

fn needed(program: &str, remedy: &str) -> Done {
    match is_there(program) {
        true => Ok(()),
        false => Err(format!("`{program}` is not on this machine: {remedy}, then try again")),
    }
}

fn node_is_new_enough() -> Done {
    let version = first_line("node", &["--version"]).unwrap_or_default();
    let mut numbers = version.trim_start_matches('v').split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    match (numbers.next(), numbers.next()) {
        // Since then `node --test` can be told to end where a test has left something open.
        (Some(20), Some(14..)) | (Some(22..), _) => Ok(()),
        _ => Err(format!("Node is {version}; install 20.14 or 22 or newer from https://nodejs.org, then try again")),
    }
}

/// Adds a compilation target to the toolchain, unless it is there.
pub fn target(name: &str) -> Done {
    if let Some(sysroot) = first_line("rustc", &["--print", "sysroot"])
        && Path::new(&sysroot).join("lib/rustlib").join(name).join("lib").is_dir()
    {
        return Ok(());
    }
    if !is_there("rustup") {
        return Err(format!(
            "the Rust target {name} is missing, and there is no rustup to add it: install it with your system's Rust, or \
             install Rust from https://rustup.rs"
        ));
    }
    say(&format!("adding the Rust target {name} (some seconds, once)"));
    logged(command("rustup").args(["target", "add", name]), "rustup target add", &format!("target-{name}.txt"))
}

fn wasm_bindgen() -> Done {
    let is_right = first_line("wasm-bindgen", &["--version"]).is_some_and(|line| line.ends_with(WASM_BINDGEN));
    if is_right && ours("wasm-bindgen").is_file() && ours("wasm-bindgen-test-runner").is_file() {
        return Ok(());
    }
    say(&format!("compiling wasm-bindgen {WASM_BINDGEN} (about 3 minutes, once)"));
    let package = format!("wasm-bindgen-cli@{WASM_BINDGEN}");
    cargo_install(&[&package], "wasm-bindgen.txt")
}

fn trunk() -> Done {
    let is_right = first_line("trunk", &["--version"]).is_some_and(|line| line.ends_with(TRUNK));
    if is_right && ours("trunk").is_file() {
        return Ok(());
    }
    say(&format!("compiling trunk {TRUNK} (about 5 minutes, once)"));
    let package = format!("trunk@{TRUNK}");
    cargo_install(&[&package, "--no-default-features", "--features", "rustls"], "trunk.txt")
}

/// mdBook, without what serves and watches books.
pub fn mdbook() -> Done {
    let is_right = first_line("mdbook", &["--version"]).is_some_and(|line| line.ends_with(MDBOOK));
    if is_right && ours("mdbook").is_file() {
        return Ok(());
    }
    say(&format!("compiling mdBook {MDBOOK} (about 2 minutes, once)"));
    let package = format!("mdbook@{MDBOOK}");
    cargo_install(&[&package, "--no-default-features"], "mdbook.txt")
}

fn ours(program: &str) -> PathBuf {
    tools().join("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

/// Tools run for seconds: they need not be compiled for speed.
fn cargo_install(package: &[&str], log: &str) -> Done {
    let mut install = command("cargo");
    install
        .args(["install", "--locked", "--force", "--root"])
        .arg(tools())
        .args(package)
        // Not in the project's folder: its own settings are not the tools'.
        .current_dir(std::env::temp_dir())
        .env("CARGO_TARGET_DIR", tools().join("build"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env_remove("RUSTFLAGS");
    logged(&mut install, &format!("cargo install {}", package[0]), log)
}

fn npm_tools() -> Done {
    npm_packages(&root().join("xtask/npm"), &tools().join("npm"), "wasm-opt and esbuild", "npm.txt")
}

/// The npm packages that a folder's lock file names, installed into `into` unless they are there.
pub fn npm_packages(from: &Path, into: &Path, what: &str, log: &str) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", into.display());
    let lock = fs::read(from.join("package-lock.json")).map_err(problem)?;
    // Written last: an installation that was interrupted has no stamp.
    let stamp = into.join("node_modules/.ipcscope-stamp");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say(&format!("installing {what} from npm (some seconds, once)"));
    fs::create_dir_all(into).map_err(problem)?;
    if from != into {
        for name in ["package.json", "package-lock.json", ".npmrc"] {
            fs::copy(from.join(name), into.join(name)).map_err(problem)?;
        }
    }
    logged(command("npm").arg("ci").current_dir(into), &format!("npm ci for {what}"), log)?;
    fs::write(stamp, lock).map_err(problem)
}
