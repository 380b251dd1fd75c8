//! What lies beside the page and is fetched later: the gallery's scenarios, made ready, the reader, the views, and the
//! editor with its desk. Trunk asks for it before each of its builds (Trunk.toml), so that `dist` and `serve` have it alike.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Done, command, root, shown};
use crate::tools;

/// What rustc's modules need of wasm-opt; the same as for the page's own, in index.html.
const FEATURES: [&str; 8] = [
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
    part(&out, "reader", is_release.then_some("web"))?;
    part(&out, "views", is_release.then_some("views"))?;
    scripts(&out)?;
    embed(&out)?;
    share(&out)?;
    javascript(&out.join("js"), is_release)?;
    exports(&out)
}

fn gallery(out: &Path) -> Done {
    let mut make = command("cargo");
    make.args(["run", "--quiet", "--package", "ipcscope-gallery", "--", "scenarios"]).arg(out);
    shown(&mut make, "making the gallery")
}

/// A module that works apart from the page, built with a profile for the site or for a developer, and the script that starts it.
fn part(out: &Path, name: &str, profile: Option<&str>) -> Done {
    let package = format!("ipcscope-{name}");
    let mut build = command("cargo");
    build.args(["build", "--package", &package, "--bin", &package, "--target", tools::WASM, "--profile"]);
    shown(build.arg(profile.unwrap_or("dev")), &format!("building {name}"))?;
    let built = target().join(tools::WASM).join(profile.unwrap_or("debug")).join(format!("{package}.wasm"));
    let module = out.join(format!("{name}.wasm"));
    match profile {
        Some(profile) => {
            let mut optimise = command("wasm-opt");
            // What is built to be fast is as small without: after these passes engines took 1.3 times as long until it was.
            let passes = if profile == "web" { "-Oz" } else { "--strip-debug" };
            optimise.arg(passes).args(FEATURES).arg(&built).arg("-o").arg(&module);
            shown(&mut optimise, "wasm-opt")?;
        }
        None => copy(&built, &module)?,
    }
    copy(&root().join("reader/reader.js"), &out.join(format!("{name}.js")))
}

/// The desk, the editor and the views' panel, each with all that it imports in one file; and the licences of what the editor is made of.
fn scripts(out: &Path) -> Done {
    let folder = root().join("editor");
    tools::npm_packages(&folder, &folder, "CodeMirror", "editor.txt")?;
    let scripts = ["editor/src/desk.js", "editor/src/editor.js", "views/panel/panel.js"];
    bundle(out, &scripts, &["--alias:style-mod=./editor/src/style-mod.js".into()])?;
    licences(&folder.join("node_modules"), "editor.js", &out.join("editor.licences.txt"))
}

/// What makes a frame of the page one that another page can talk with: the element for that page, and our side.
fn embed(out: &Path) -> Done {
    bundle(out, &["embed/src/embed.js", "embed/src/host.js", "embed/src/parameters.js"], &[])?;
    // By a name that stays: what an installed page is shown as.
    copy(&root().join("web/assets/favicon.svg"), &out.join("icon.svg"))
}

/// The dialog that shares what is open, with what draws its QR code.
fn share(out: &Path) -> Done {
    let folder = root().join("share");
    tools::npm_packages(&folder, &folder, "what makes QR codes", "share.txt")?;
    bundle(out, &["share/src/share.js"], &[])?;
    licences(&folder.join("node_modules"), "share.js", &out.join("share.licences.txt"))
}

/// The package for scripts (`js/`), with its types.
fn javascript(out: &Path, is_release: bool) -> Done {
    let profile = if is_release { "web" } else { "dev" };
    let mut build = command("cargo");
    build.args(["build", "--package", "ipcscope-js", "--lib", "--target", tools::WASM, "--profile", profile]);
    shown(&mut build, "building the package for scripts")?;
    let folder = if is_release { "web" } else { "debug" };
    let built = target().join(tools::WASM).join(folder).join("ipcscope_js.wasm");
    let mut bind = command("wasm-bindgen");
    bind.args(["--target", "web", "--out-name", "ipcscope", "--out-dir"]).arg(out).arg(&built);
    shown(&mut bind, "wasm-bindgen")?;
    if is_release {
        let module = out.join("ipcscope_bg.wasm");
        shown(command("wasm-opt").arg("-Oz").args(FEATURES).arg(&module).arg("-o").arg(&module), "wasm-opt")?;
    }
    for name in ["package.json", "README.md", "example.html"] {
        copy(&root().join("js").join(name), &out.join(name))?;
    }
    Ok(())
}

/// What the page exports and prints, and the worker that makes it with the package for scripts.
fn exports(out: &Path) -> Done {
    let folder = root().join("exports");
    tools::npm_packages(&folder, &folder, "what makes animations", "exports.txt")?;
    let mut package = OsString::from("--alias:ipcscope=");
    package.push(out.join("js/ipcscope.js"));
    bundle(out, &["export=exports/src/dialog.js", "export-worker=exports/src/worker.js"], &[package])?;
    licences(&folder.join("node_modules"), "export-worker.js", &out.join("exports.licences.txt"))
}

/// Scripts, each with all that it imports in one file, by its own name or by one before a `=`.
fn bundle(out: &Path, scripts: &[&str], more: &[OsString]) -> Done {
    let mut outdir = OsString::from("--outdir=");
    outdir.push(out);
    let mut bundle = command("esbuild");
    bundle.args(scripts).args(["--bundle", "--format=esm", "--target=es2022", "--minify", "--entry-names=[name]"]);
    bundle.args(["--loader:.css=text", "--log-level=warning"]).args(more).arg(outdir);
    shown(&mut bundle, &format!("esbuild of {}", scripts.join(", ")))
}

/// The licence of each package in `packages`, in one file.
fn licences(packages: &Path, script: &str, to: &Path) -> Done {
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
    let mut all = format!("{script} contains these packages.\n");
    for folder in folders {
        let read = |name: &str| fs::read_to_string(folder.join(name));
        let Ok(licence) = read("LICENSE").or_else(|_| read("LICENSE.md")) else { continue };
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
