//! What makes the built site smaller: scripts without what only people need, and imports without random letters.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Done, command, shown};

/// All of it, for the site in `folder`.
pub fn make(folder: &Path) -> Done {
    let files = files(folder)?;
    let ending = |ending: &'static str| files.iter().filter(move |path| path.to_string_lossy().ends_with(ending));
    for script in ending(".js") {
        minify(script)?;
    }
    for module in ending("_bg.wasm") {
        let name = module.to_string_lossy().replace("_bg.wasm", ".js");
        plain_names(Path::new(&name), module)?;
    }
    Ok(())
}

fn files(folder: &Path) -> Done<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}

fn minify(script: &Path) -> Done {
    let mut esbuild = command("esbuild");
    esbuild.arg(script).args(["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"]);
    let mut outfile = OsString::from("--outfile=");
    outfile.push(script);
    shown(esbuild.arg(outfile), "esbuild")
}

/// wasm-bindgen ends each import's name with 16 random digits, which can't be packed: 6 KB of them, half in the script
/// and half in the module. Counting does as well; names stay as long as they are, so that the module stays well formed.
fn plain_names(script: &Path, module: &Path) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", script.display());
    let mut text = fs::read_to_string(script).map_err(problem)?;
    let mut bytes = fs::read(module).map_err(problem)?;
    let mut seen = BTreeMap::new();
    for name in random_names(&text) {
        let start = &name[..name.len() - DIGITS];
        let number = seen.entry(start.to_string()).or_insert(0);
        let plain = format!("{start}{number:0DIGITS$}");
        *number += 1;
        let places: Vec<usize> =
            bytes.windows(name.len()).enumerate().filter(|(_, at)| *at == name.as_bytes()).map(|(at, _)| at).collect();
        let [at] = places[..] else { return Err(format!("{name} is {} times in the module", places.len())) };
        bytes[at..at + name.len()].copy_from_slice(plain.as_bytes());
        text = text.replace(&name, &plain);
    }
    fs::write(module, bytes).and_then(|()| fs::write(script, text)).map_err(problem)
}

const DIGITS: usize = 16;

/// Every `__wbg_…_0123456789abcdef` of a script, once.
fn random_names(script: &str) -> BTreeSet<String> {
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let names = script.match_indices("__wbg_").map(|(at, _)| {
        let rest = &script[at..];
        &rest[..rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len())]
    });
    let is_random = |name: &&str| {
        let (_, digits) = name.rsplit_once('_').expect("it begins with two");
        digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    };
    names.filter(is_random).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::random_names;

    #[test]
    fn names_with_random_digits_are_found() {
        let script = "{__wbg_add_0123456789abcdef:f,__wbg_add_0123456789abcdef(),__wbg_init:g,__wbg_x_0123:h}";
        assert_eq!(Vec::from_iter(random_names(script)), ["__wbg_add_0123456789abcdef"]);
    }
}
