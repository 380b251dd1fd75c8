//! The site's service worker: `web/assets/sw.js` with the list of what the site is made of, and the build's name, before it.

use std::fs;
use std::path::Path;

use crate::dist;
use crate::run::{Done, command, root, shown};

/// Writes `sw.js` into the site in `folder`.
pub fn make(folder: &Path) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut names: Vec<String> = dist::names(folder)?.into_iter().filter(|name| is_kept(name)).collect();
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for name in &names {
        // FNV-1a over names and contents: another build has another name.
        for byte in name.bytes().chain(fs::read(folder.join(name)).map_err(problem)?) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    for name in &mut names {
        // The page itself is asked for by its folder's name.
        if name == "index.html" {
            name.clear();
        }
    }
    let rest = fs::read_to_string(root().join("web/assets/sw.js")).map_err(problem)?;
    let script = folder.join("sw.js");
    fs::write(&script, format!("const FILES = {names:?};\nconst BUILD = \"{sum:016x}\";\n{rest}")).map_err(problem)?;
    let mut minify = command("esbuild");
    minify.arg(&script).args(["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"]);
    shown(minify.arg(format!("--outfile={}", script.display())), "esbuild of sw.js")
}

/// What a page without a network needs: not what other sites and programs fetch from here.
fn is_kept(name: &str) -> bool {
    let is_for_programs = name.starts_with("js/") && name != "js/ipcscope_bg.wasm";
    !is_for_programs && !["sw.js", "embed.js", "ipcscope-single.html"].contains(&name)
}
