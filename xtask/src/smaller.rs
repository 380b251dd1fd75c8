//! What makes the built site smaller: scripts without what only people need, imports by short names, and a module that
//! stops without a word where it fails.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Done, command, shown};
use crate::wasm::{number, put_number, put_stretch, stretch};
use crate::{panics, wasm};

/// What rustc's modules need, and what makes them small: found by trying.
const WASM_OPT: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "--gufa-optimizing",
    "-Oz",
    "--one-caller-inline-max-function-size=20",
    "--flatten",
    "--rereloop",
    "-Oz",
    "--dealign",
    "--reorder-functions-by-name",
    "--strip-producers",
];

/// All of it, for the site in `folder`.
pub fn make(folder: &Path) -> Done {
    let files = files(folder)?;
    let ending = |ending: &'static str| files.iter().filter(move |path| path.to_string_lossy().ends_with(ending));
    for script in ending(".js") {
        minify(script)?;
    }
    for module in ending("_bg.wasm") {
        optimise(module)?;
        let name = module.to_string_lossy().replace("_bg.wasm", ".js");
        short_names(Path::new(&name), module)?;
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

/// Between rustc and wasm-opt panics lose their words, so that wasm-opt drops what makes them; behind it, their places.
fn optimise(module: &Path) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", module.display());
    let changed = |change: fn(&[u8]) -> Option<Vec<u8>>| {
        let bytes = fs::read(module).map_err(problem)?;
        let bytes = change(&bytes).ok_or_else(|| format!("{}: not as expected", module.display()))?;
        fs::write(module, bytes).map_err(problem)
    };
    changed(panics::without_words)?;
    shown(command("wasm-opt").args(WASM_OPT).arg(module).arg("-o").arg(module), "wasm-opt")?;
    changed(panics::without_places)
}

/// wasm-bindgen names each import by what it does and 16 random digits: 4 KB, half in the script and half in the module.
/// One or two letters do as well.
fn short_names(script: &Path, module: &Path) -> Done {
    let problem = |error: std::io::Error| format!("{}: {error}", script.display());
    let (text, bytes) = (fs::read_to_string(script).map_err(problem)?, fs::read(module).map_err(problem)?);
    let (bytes, names) = with_short_imports(&bytes).ok_or_else(|| format!("{}: not as expected", module.display()))?;
    fs::write(script, renamed(&text, &names)).and_then(|()| fs::write(module, bytes)).map_err(problem)
}

/// The names of imports, each with the one that takes its place.
type Names = BTreeMap<String, String>;

/// A module with its imports named a, b, c and so on; `None` where it is not what wasm-bindgen makes.
fn with_short_imports(module: &[u8]) -> Option<(Vec<u8>, Names)> {
    const IMPORTS: u8 = 2;
    let mut sections = wasm::sections(module)?;
    let mut names = Names::new();
    let short;
    if let Some((_, imports)) = sections.iter_mut().find(|(section, _)| *section == IMPORTS) {
        short = short_imports(imports, &mut names)?;
        *imports = &short;
    }
    Some((wasm::module(sections), names))
}

/// The same for the section that holds them: of each the module that it is from, its name, and that it is a function of
/// some type.
fn short_imports(mut section: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    const FUNCTION: u8 = 0;
    let count = number(&mut section)?;
    let mut out = Vec::new();
    put_number(count, &mut out);
    for import in 0..count {
        let from = stretch(&mut section)?;
        let name = String::from_utf8(stretch(&mut section)?.to_vec()).ok()?;
        let short = letters(import);
        put_stretch(from, &mut out);
        put_stretch(short.as_bytes(), &mut out);
        let (&FUNCTION, after) = section.split_first()? else { return None };
        section = after;
        out.push(FUNCTION);
        put_number(number(&mut section)?, &mut out);
        names.insert(name, short);
    }
    section.is_empty().then_some(out)
}

/// a to z, then aa, ba and so on.
fn letters(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b'a' + (number % 26) as u8));
        if number < 26 {
            return name;
        }
        number = number / 26 - 1;
    }
}

/// Each whole name of a script as `names` has it.
fn renamed(script: &str, names: &Names) -> String {
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut out = String::new();
    let mut rest = script;
    while let Some(start) = rest.find("__wb") {
        let (before, from) = rest.split_at(start);
        let (name, after) = from.split_at(from.find(|letter| !is_of_name(letter)).unwrap_or(from.len()));
        let is_whole = !before.ends_with(is_of_name);
        out += before;
        out += names.get(name).filter(|_| is_whole).map_or(name, String::as_str);
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{Names, letters, renamed, with_short_imports};

    #[test]
    fn imports_get_short_names() {
        // A header, two functions of types 0 and 1 from `m`, and a section that stays as it is.
        let module = b"\0asm\x01\0\0\0\x02\x14\x02\x01m\x06__wbg1\0\0\x01m\x03abc\0\x01\x0a\x01\0";
        let (short, names) = with_short_imports(module).expect("it is a module");
        assert_eq!(short, b"\0asm\x01\0\0\0\x02\x0d\x02\x01m\x01a\0\0\x01m\x01b\0\x01\x0a\x01\0");
        assert_eq!(names, Names::from([("__wbg1".into(), "a".into()), ("abc".into(), "b".into())]));
        assert_eq!(with_short_imports(&module[..module.len() - 1]), None);
    }

    #[test]
    fn only_whole_names_are_renamed() {
        let names = Names::from([("__wbg_x".into(), "a".into())]);
        assert_eq!(renamed("{__wbg_x:f,__wbg_xy:g,t.__wbg_x(),y__wbg_x}", &names), "{a:f,__wbg_xy:g,t.a(),y__wbg_x}");
    }

    #[test]
    fn letters_count() {
        assert_eq!([0, 25, 26, 27, 51, 52].map(letters), ["a", "z", "aa", "ba", "za", "ab"]);
    }
}
