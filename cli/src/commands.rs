//! What each command does. `Err` is for what kept it from doing so: a file that can't be read, say; exit 2.

use std::error::Error;
use std::fmt::{Display, Formatter};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::diagnostic::{self, Diagnostic, Severity};
use ipcscope_core::simulate::End;
use ipcscope_core::trace::{MOST_EVENTS, Moment, Run};
use ipcscope_core::{export, link, scenario};
use ipcscope_scene::theme::Theme;
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{lanes, svg, system};

pub type Done = Result<ExitCode, String>;

/// A scenario has a mistake.
pub const MISTAKE: u8 = 1;
/// A run did not finish.
pub const NOT_FINISHED: u8 = 3;

/// How far a run is to go.
pub struct Extent {
    /// In place of the scenario's own.
    pub seed: Option<u64>,
    /// µs.
    pub until: Option<u64>,
    /// Events.
    pub events: Option<usize>,
}

/// Another value for a constant: its name and the value.
pub type Setting = (String, String);

/// A file, and other values for the constants of its scenario.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub file: &'a Path,
    pub set: &'a [Setting],
}

impl Source<'_> {
    /// The text, with those values in it.
    fn text(self) -> Result<String, String> {
        let text = read(self.file)?;
        let set: Vec<(&str, &str)> = self.set.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        scenario::with_constants(&text, &set).map_err(|problem| format!("{}: {problem}", self.file.display()))
    }

    fn name(self) -> String {
        self.file.to_string_lossy().into_owned()
    }
}

pub fn check(files: &[impl AsRef<Path>], set: &[Setting]) -> Done {
    let mut mistakes = 0;
    for file in files {
        let source = Source { file: file.as_ref(), set };
        let text = source.text()?;
        let reading = scenario::read(&text);
        eprint!("{}", diagnostic::report(&text, &source.name(), &reading.diagnostics));
        mistakes += errors(&reading.diagnostics);
    }
    match mistakes {
        0 => {
            println!("{} without a mistake", counted(files.len(), "scenario"));
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            println!("{} in {}", counted(mistakes, "mistake"), counted(files.len(), "scenario"));
            Ok(ExitCode::from(MISTAKE))
        }
    }
}

pub fn fmt(files: &[impl AsRef<Path>], only_check: bool) -> Done {
    let mut code = ExitCode::SUCCESS;
    for file in files.iter().map(AsRef::as_ref) {
        let text = read(file)?;
        match scenario::format(&text) {
            Ok(laid_out) if file == Path::new("-") && !only_check => print_all(&laid_out)?,
            Ok(laid_out) if laid_out == text => {}
            Ok(_) if only_check => {
                println!("{} is not in the canonical layout", file.display());
                code = ExitCode::from(MISTAKE);
            }
            Ok(laid_out) => {
                write_whole(file, &laid_out)?;
                println!("{}: laid out", file.display());
            }
            Err(diagnostics) => {
                eprint!("{}", diagnostic::report(&text, &file.to_string_lossy(), &diagnostics));
                code = ExitCode::from(MISTAKE);
            }
        }
    }
    Ok(code)
}

/// Puts a run that ended so into a form.
pub type Writer = fn(&Run, End) -> String;

pub fn run(source: Source, extent: Extent, written: Writer) -> Done {
    let Some(mut run) = load(source, extent.seed)? else { return Ok(ExitCode::from(MISTAKE)) };
    if extent.events.is_some() || extent.until.is_some() {
        run.go_on();
    }
    match (extent.events, extent.until) {
        (None, None) => while !run.approach(MOST_EVENTS) {},
        (events, until) => _ = run.advance(events.unwrap_or(MOST_EVENTS), until.unwrap_or(u64::MAX)),
    }
    let end = run.end_or_cut();
    print_all(&written(&run, end))?;
    Ok(if end.is_good() { ExitCode::SUCCESS } else { ExitCode::from(NOT_FINISHED) })
}

pub fn render(
    source: Source,
    at: Option<u64>,
    seed: Option<u64>,
    width: f64,
    theme: Theme,
    output: Option<&Path>,
) -> Done {
    let Some(mut run) = load(source, seed)? else { return Ok(ExitCode::from(MISTAKE)) };
    while !run.approach(MOST_EVENTS) {}
    let drawn = stage(&run, at.unwrap_or(run.last_us()), width, theme);
    match output {
        Some(path) => write_whole(path, &drawn)?,
        None => print_all(&drawn)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The stage at a time: the system, and the lanes below it, of the whole run or of as much as can be read.
fn stage(run: &Run, at_us: u64, width: f64, theme: Theme) -> String {
    let mut cursor = run.cursor();
    cursor.seek(run, run.events().count_until(at_us));
    let moment = Moment::new(run, &cursor);
    let system_view = system::View { width, moved_since: moment.at, progress: 1.0, pointed: None };
    let (from_us, to_us) = lanes::readable(run, width, at_us);
    let lanes_view =
        lanes::View { width, from_us, to_us, playhead_us: at_us as f64, at: moment.at, pointed: None, folded: &[] };
    let pictures = [system::picture(run, &moment, &system_view), lanes::picture(run, &Timeline::new(run), &lanes_view)];
    svg::write(&pictures, theme, &run.program().title, &run.program().about)
}

pub fn promela(source: Source) -> Done {
    let text = source.text()?;
    let reading = scenario::read(&text);
    let name = source.name();
    eprint!("{}", diagnostic::report(&text, &name, &reading.diagnostics));
    let Some(tree) = reading.scenario else { return Ok(ExitCode::from(MISTAKE)) };
    match export::promela::model(&Program::new(&tree, &text), &text) {
        Ok(model) => {
            print_all(&model)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(refusals) => {
            let told: Vec<Diagnostic> = refusals.into_iter().map(refused).collect();
            eprint!("{}", diagnostic::report(&text, &name, &told));
            Ok(ExitCode::from(MISTAKE))
        }
    }
}

/// What a model can't have, told like a mistake.
fn refused(refusal: export::promela::Refusal) -> Diagnostic {
    Diagnostic { span: refusal.span, severity: Severity::Error, message: refusal.to_string(), help: None }
}

pub fn link(source: Source, base: &str) -> Done {
    let text = source.text()?;
    print_all(&format!("{base}#s={}\n", link::encode(&text)))?;
    Ok(ExitCode::SUCCESS)
}

pub fn unlink(url: &str) -> Done {
    let after = url.split_once("#s=").map_or(url, |(_, payload)| payload);
    let payload = after.split('&').next().unwrap_or_default();
    match link::decode(payload) {
        Ok(text) => {
            print_all(&text)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("ipcscope: {error}");
            Ok(ExitCode::from(MISTAKE))
        }
    }
}

/// The reason why something is not a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationError {
    /// It has no unit, or no known one.
    Unit,
    /// There is no whole number before the unit.
    Number,
    /// It is longer than any run.
    TooLong,
}

impl Display for DurationError {
    fn fmt(&self, to: &mut Formatter) -> std::fmt::Result {
        to.write_str(match self {
            DurationError::Unit => "write a whole number and us, ms or s, such as 52ms",
            DurationError::Number => "write a whole number before the unit",
            DurationError::TooLong => "that is longer than any run",
        })
    }
}

impl Error for DurationError {}

/// A duration as the language writes it, in µs.
pub fn parse_us(written: &str) -> Result<u64, DurationError> {
    let digits = written.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(written.len());
    let unit = match &written[digits..] {
        "us" => 1,
        "ms" => 1_000,
        "s" => 1_000_000,
        _ => return Err(DurationError::Unit),
    };
    let number: u64 = written[..digits].parse().map_err(|_| DurationError::Number)?;
    number.checked_mul(unit).ok_or(DurationError::TooLong)
}

/// `N=5`
pub fn parse_setting(written: &str) -> Result<Setting, &'static str> {
    let parts = written.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
    match parts.filter(|(name, value)| !name.is_empty() && !value.is_empty()) {
        Some((name, value)) => Ok((name.into(), value.into())),
        None => Err("write the name of a constant, = and its value, such as N=5"),
    }
}

/// The scenario in a file, ready to run; `None` after its mistakes have been told.
fn load(source: Source, seed: Option<u64>) -> Result<Option<Run>, String> {
    Ok(program(source)?.map(|program| Run::new(Arc::new(program), seed)))
}

/// The scenario in a file; `None` after its mistakes have been told.
pub fn program(source: Source) -> Result<Option<Program>, String> {
    let text = source.text()?;
    let reading = scenario::read(&text);
    eprint!("{}", diagnostic::report(&text, &source.name(), &reading.diagnostics));
    Ok(reading.scenario.map(|tree| Program::new(&tree, &text)))
}

fn read(file: &Path) -> Result<String, String> {
    let bytes = match file.to_str() {
        Some("-") => {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map(|_| bytes)
        }
        _ => fs::read(file),
    };
    let bytes = bytes.map_err(|error| format!("{}: {error}", file.display()))?;
    String::from_utf8(bytes).map_err(|_| format!("{}: not text in UTF-8", file.display()))
}

/// Writes a file so that it is either the old one or the new one, whatever happens meanwhile.
fn write_whole(file: &Path, contents: &str) -> Result<(), String> {
    let problem = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    fs::write(&beside, contents).map_err(problem)?;
    fs::rename(&beside, file).map_err(problem)
}

/// Prints, and takes it for done when the reader has gone away (`| head`).
pub fn print_all(text: &str) -> Result<(), String> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
}

pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
