//! What lies beside the page and is fetched later: the gallery's scenarios, made ready, the reader, and the editor with
//! its desk. Trunk asks for it before each of its builds (Trunk.toml), so that `dist` and `serve` have it alike.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Done, command, root, shown};
use crate::tools;

/// What rustc's modules need; the same as for the page's own, in index.html.
const WASM_OPT: [&str; 9] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-producers",
];

/// Puts all of it where trunk gathers the site.
pub fn assets(arguments: &[String]) -> Done {
    if let Some(unknown) = arguments.first() {
        return Err(format!("assets takes no `{unknown}`"));
    }
    let out = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let out = out.ok_or("assets is for trunk, which says where the site is gathered: use `cargo xtask dist`")?;
    let is_release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    gallery(&out.join("gallery"))?;
    reader(&out, is_release)?;
    editor(&out)
}

fn gallery(out: &Path) -> Done {
    let mut make = command("cargo");
    make.args(["run", "--quiet", "--package", "ipcscope-gallery", "--", "scenarios"]).arg(out);
    shown(&mut make, "making the gallery")
}

fn reader(out: &Path, is_release: bool) -> Done {
    let profile = if is_release { "web" } else { "dev" };
    let mut build = command("cargo");
    build.args(["build", "--package", "ipcscope-reader", "--bin", "ipcscope-reader"]);
    build.args(["--target", tools::WASM, "--profile", profile]);
    shown(&mut build, "building the reader")?;
    let folder = if is_release { "web" } else { "debug" };
    let built = target().join(tools::WASM).join(folder).join("ipcscope-reader.wasm");
    let module = out.join("reader.wasm");
    if is_release {
        let mut optimise = command("wasm-opt");
        shown(optimise.args(WASM_OPT).arg(&built).arg("-o").arg(&module), "wasm-opt")?;
    } else {
        copy(&built, &module)?;
    }
    copy(&root().join("reader/reader.js"), &out.join("reader.js"))
}

/// The desk and the editor, each with all that it imports in one file; and the licences of what the editor is made of.
fn editor(out: &Path) -> Done {
    let folder = root().join("editor");
    tools::npm_packages(&folder, &folder, "CodeMirror", "editor.txt")?;
    let mut bundle = command("esbuild");
    bundle.args(["editor/src/desk.js", "editor/src/editor.js", "--bundle", "--format=esm", "--target=es2022"]);
    bundle.args([
        "--minify",
        "--loader:.css=text",
        "--alias:style-mod=./editor/src/style-mod.js",
        "--log-level=warning",
    ]);
    let mut outdir = OsString::from("--outdir=");
    outdir.push(out);
    shown(bundle.arg(outdir), "esbuild of the editor")?;
    licences(&folder.join("node_modules"), &out.join("editor.licences.txt"))
}

/// The licence of each package in `packages`, in one file.
fn licences(packages: &Path, to: &Path) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", packages.display());
    let mut folders = Vec::new();
    for entry in fs::read_dir(packages).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        match path.join("package.json").is_file() {
            true => folders.push(path),
            // A scope: packages below one name.
            false if path.is_dir() => {
                folders.extend(fs::read_dir(&path).map_err(problem)?.flatten().map(|one| one.path()))
            }
            false => {}
        }
    }
    folders.sort();
    let mut all = String::from("editor.js contains these packages.\n");
    for folder in folders {
        let Ok(licence) = fs::read_to_string(folder.join("LICENSE")) else { continue };
        let name = folder.strip_prefix(packages).unwrap_or(&folder).display();
        all.push_str(&format!("\n# {name}\n\n{licence}"));
    }
    fs::write(to, all).map_err(problem)
}

/// Where cargo builds.
fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or(OsString::from("target")))
}

fn copy(from: &Path, to: &Path) -> Done {
    fs::copy(from, to).map(|_| ()).map_err(|error| format!("{} to {}: {error}", from.display(), to.display()))
}
