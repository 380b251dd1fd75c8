//! What the page shows of the gallery, made at build time: `ipcscope-gallery SCENARIOS OUT`.
//!
//! For each `NAME.ipc` a `NAME.bin` that the page opens it from: the reader's answer to its text (see `ipcscope-reader`), and
//! a `NAME.THEME.svg` for its card; for the top of the front page a `hero.THEME.svg`; and `titles.txt`, a line for each: its
//! name and its title. A mistake in a scenario ends it, and is told.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use ipcscope_core::scenario::diagnostic::report;
use ipcscope_core::trace::Run;
use ipcscope_reader::{Prepared, Request, answer, to_bytes};
use ipcscope_scene::theme::Theme;
use ipcscope_scene::{Picture, svg};

mod pictures;

/// The pictures come in these colours; a projector shows the light ones.
const THEMES: [(Theme, &str); 2] = [(Theme::Light, "light"), (Theme::Dark, "dark")];
/// The scenario at the top of the front page, and the moment: the buffer is full, and the producer blocked.
const HERO: (&str, usize) = ("buffer-bounded", 26);

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [scenarios, out] = &arguments[..] else {
        eprintln!("ipcscope-gallery SCENARIOS OUT");
        return ExitCode::from(2);
    };
    match make(scenarios, out) {
        Ok(made) => {
            println!("{made} scenarios in {}", out.display());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Makes all of it; how many scenarios there are.
fn make(scenarios: &Path, out: &Path) -> Result<usize, String> {
    let problem = |path: &Path| {
        let path = path.display().to_string();
        move |error: std::io::Error| format!("{path}: {error}")
    };
    std::fs::create_dir_all(out).map_err(problem(out))?;
    let mut titles = Vec::new();
    for entry in std::fs::read_dir(scenarios).map_err(problem(scenarios))? {
        let path = entry.map_err(problem(scenarios))?.path();
        if path.extension().is_none_or(|extension| extension != "ipc") {
            continue;
        }
        let name = path.file_stem().expect("it has an extension, so it has more").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).map_err(problem(&path))?;
        for (file, contents) in files(&name, text, &mut titles)? {
            let file = out.join(file);
            std::fs::write(&file, contents).map_err(problem(&file))?;
        }
    }
    titles.sort();
    let file = out.join("titles.txt");
    std::fs::write(&file, titles.concat()).map_err(problem(&file))?;
    Ok(titles.len())
}

/// What is made of one scenario: each file with its name. Its line of the `titles` goes there.
fn files(name: &str, text: String, titles: &mut Vec<String>) -> Result<Vec<(String, Vec<u8>)>, String> {
    let answer = answer(Request::Text(text));
    let mut files = vec![(format!("{name}.bin"), to_bytes(&answer))];
    let Prepared { text, diagnostics, program, .. } = answer?;
    let program = program.ok_or_else(|| report(&text, &format!("{name}.ipc"), &diagnostics))?;
    let program = ipcscope_reader::program(&program).expect("it was put just now");
    titles.push(format!("{name} {}\n", program.title));
    let run = Run::complete(Arc::new(program), None);
    let mut draw = |name: &str, picture: &Picture| {
        let svg = |theme| pictures::in_whole_pixels(&svg::bare(picture, theme)).into_bytes();
        files.extend(THEMES.map(|(theme, word)| (format!("{name}.{word}.svg"), svg(theme))));
    };
    draw(name, &pictures::card(&run));
    if name == HERO.0 {
        draw("hero", &pictures::hero(&run, HERO.1));
    }
    Ok(files)
}
