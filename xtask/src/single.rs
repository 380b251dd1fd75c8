//! The site in one file, which runs from a disk or a course system's file area: every other file of it stands inside,
//! packed, and `web/assets/single.js` gives it to whoever asks.
//!
//! Modules may not import from a disk: so `import(…)`, `fetch(…)`, `import.meta.url` and `document.baseURI` of the site's
//! scripts are put in other words here, which `single.js` defines.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use base64ct::{Base64, Encoding};

use crate::dist;
use crate::run::{Done, command, root, say};

/// Its name in the site.
const NAME: &str = "ipcscope-single.html";
/// Where its scripts think that they are from; no such host can be.
const BASE: &str = "https://single.ipcscope.invalid/";

/// Writes it beside the site's other files, in `folder`.
pub fn make(folder: &Path) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut parts = String::new();
    for name in dist::names(folder)? {
        if !is_inside(&name) {
            continue;
        }
        let mut contents = fs::read(folder.join(&name)).map_err(problem)?;
        if name.ends_with(".js") {
            contents = reworded(&name, &String::from_utf8_lossy(&contents)).into_bytes();
        }
        let _ = writeln!(parts, "{name} {}", Base64::encode_string(&dist::gzip(&contents)));
    }
    let index = fs::read_to_string(folder.join("index.html")).map_err(problem)?;
    let boot = script()?;
    let head = index.split("<link").next().ok_or("index.html is not as expected")?;
    let body = index.split_once("</head>").ok_or("index.html is not as expected")?.1;
    let body = body.trim_end_matches("</html>").trim_end_matches("</body>");
    let whole = format!(
        "{head}</head>{body}<script id=parts type=text/plain>\n{parts}</script><script>{boot}</script></body></html>\n"
    );
    fs::write(folder.join(NAME), &whole).map_err(problem)?;
    say(&format!("dist/{NAME}: {} bytes", whole.len()));
    Ok(())
}

/// What the page asks for; the service worker, the manifest and the element are for sites.
fn is_inside(name: &str) -> bool {
    let is_for_sites = ["index.html", "sw.js", "embed.js", "manifest.webmanifest", "icon.svg", NAME].contains(&name);
    let is_for_programs = name.starts_with("js/") && !["js/ipcscope.js", "js/ipcscope_bg.wasm"].contains(&name);
    !is_for_sites && !is_for_programs
}

fn reworded(name: &str, script: &str) -> String {
    script
        .replace("import.meta.url", &format!("\"{BASE}{name}?v=1\""))
        .replace("document.baseURI", &format!("\"{BASE}\""))
        .replace("import(", "ipcscopeImport(")
        .replace("await fetch(", "await ipcscopeOpen(")
        .replace("=fetch(", "=ipcscopeOpen(")
}

/// What gives out the parts, without what only people need.
fn script() -> Done<String> {
    let source = root().join("web/assets/single.js");
    let mut minify = command("esbuild");
    minify.arg(&source).args(["--minify", "--target=es2022", "--log-level=warning", "--charset=utf8"]);
    let output = minify.output().map_err(|error| format!("esbuild: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_string()),
        false => Err(format!("esbuild of single.js failed ({})", output.status)),
    }
}
