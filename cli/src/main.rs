//! `ipcscope`, the command line: check, run, explore, lay out and draw scenarios without a browser.
//!
//! This file reads the words of the command; each command is a function in `commands.rs` or `explore.rs`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ipcscope_core::explore::{Limits, Listing, Reduce};
use ipcscope_core::{export, schedule};

mod commands;
mod explore;
mod json;

/// See processes communicate: check, run, explore, lay out and draw scenarios.
#[derive(Parser)]
#[command(name = "ipcscope", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find every mistake; exit 0 if there is none, else 1
    Check {
        /// Scenarios, `.ipc`
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        settings: Settings,
    },
    /// Rewrite in the canonical layout; comments are kept
    Fmt {
        /// Scenarios, `.ipc`
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Change nothing; exit 1 if a file is not laid out so
        #[arg(long)]
        check: bool,
    },
    /// Run once and print what happens; exit 0 if it finishes or comes to rest with servers only, else 3
    Run {
        /// The scenario
        file: PathBuf,
        #[command(flatten)]
        settings: Settings,
        /// In place of the scenario's own seed
        #[arg(long)]
        seed: Option<u64>,
        /// Stop at this time, such as 2s, 52ms or 250us
        #[arg(long, value_parser = commands::parse_us)]
        until: Option<u64>,
        /// Stop after this many events; by default after 1000000, or when the run repeats itself for the first time
        #[arg(long)]
        events: Option<usize>,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Try every schedule: what each check says, what can go wrong, how it can end; exit 0 if all is as expected, 1 if not,
    /// 2 if not everything has been looked at
    Explore {
        /// The scenario
        file: PathBuf,
        #[command(flatten)]
        settings: Settings,
        /// Stop after this many states, also where something grows without bound; by default after 10000000, or once that
        /// is known
        #[arg(long)]
        max_states: Option<usize>,
        /// Stop when this many MiB of memory are used
        #[arg(long, default_value_t = Limits::default().bytes >> 20)]
        max_memory: usize,
        /// Leave no move out, however many states there are: every schedule that is shown is then a shortest one
        #[arg(long)]
        no_reduction: bool,
        /// Trouble that no check asks about counts: exit 1 where it can happen
        #[arg(long)]
        strict: bool,
        /// Which outcomes to list
        #[arg(long, value_enum, default_value_t = OutcomesBy::Process)]
        outcomes: OutcomesBy,
        /// How to print it
        #[arg(long, value_enum, default_value_t = ExploreFormat::Text)]
        format: ExploreFormat,
    },
    /// Run by a given schedule, as `explore` prints them; exit codes as for run
    Replay {
        /// The scenario
        file: PathBuf,
        #[command(flatten)]
        settings: Settings,
        /// The number of each choice, such as 0,1,1,0
        #[arg(long)]
        schedule: String,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Draw the stage at a moment as SVG
    Render {
        /// The scenario
        file: PathBuf,
        #[command(flatten)]
        settings: Settings,
        /// The moment, such as 12ms; the end of the run if not given
        #[arg(long, value_parser = commands::parse_us)]
        at: Option<u64>,
        /// In place of the scenario's own seed
        #[arg(long)]
        seed: Option<u64>,
        /// Width in px
        #[arg(long, default_value_t = 1_200, value_parser = clap::value_parser!(u32).range(320..=8_000))]
        width: u32,
        /// The colours
        #[arg(long, value_enum, default_value_t = ThemeName::Light)]
        theme: ThemeName,
        /// Where to write it; the terminal if not given
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// Write a scenario as a model for another tool; exit 1 if it has parts that have no counterpart there
    Export {
        /// The scenario
        file: PathBuf,
        #[command(flatten)]
        settings: Settings,
        /// The tool
        #[arg(long, value_enum)]
        to: Tool,
    },
    /// Print the share link that carries a scenario
    Link {
        /// The scenario
        file: PathBuf,
        #[command(flatten)]
        settings: Settings,
        /// The page's address
        #[arg(long, default_value = "")]
        base: String,
    },
    /// Print the scenario that a share link carries
    Unlink {
        /// The link, or what stands after `#s=`
        url: String,
    },
}

/// Other values for the constants of a scenario.
#[derive(Args)]
struct Settings {
    /// Another value for a constant of the scenario, such as N=5 or think=2ms; once for each constant
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = commands::parse_setting)]
    set: Vec<commands::Setting>,
}

impl Settings {
    fn of<'a>(&'a self, file: &'a Path) -> commands::Source<'a> {
        commands::Source { file, set: &self.set }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One line an event
    Text,
    /// For machines: events, prints, final values, checks
    Json,
    /// For spreadsheets: one row an event
    Csv,
    /// A sequence diagram
    Mermaid,
    /// For ui.perfetto.dev and chrome://tracing
    Perfetto,
    /// For ShiViz: events with vector clocks
    Shiviz,
    /// Tables: time in each state, messages, queues, utilisation
    Metrics,
}

impl Format {
    fn writer(self) -> commands::Writer {
        match self {
            Format::Text => export::text::run_as,
            Format::Json => json::run,
            Format::Csv => |run, _| export::csv::run(run),
            Format::Mermaid => export::mermaid::run_as,
            Format::Perfetto => |run, _| export::perfetto::run(run),
            Format::Shiviz => |run, _| export::shiviz::run(run),
            Format::Metrics => export::metrics::run_as,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum ExploreFormat {
    /// For people
    Text,
    /// For machines
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum OutcomesBy {
    /// Each with what every process prints
    Process,
    /// Each with everything that is printed, in one order
    Order,
    /// None
    None,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tool {
    /// SPIN: a model in Promela
    Promela,
}

#[derive(Clone, Copy, ValueEnum)]
enum ThemeName {
    Light,
    Dark,
    Projector,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Check { files, settings } => commands::check(&files, &settings.set),
        Command::Fmt { files, check } => commands::fmt(&files, check),
        Command::Run { file, settings, seed, until, events, format } => {
            commands::run(settings.of(&file), commands::Extent { seed, until, events }, format.writer())
        }
        Command::Explore { file, settings, max_states, max_memory, no_reduction, strict, outcomes, format } => {
            let outcomes = match outcomes {
                OutcomesBy::Process => Listing::ByProcess,
                OutcomesBy::Order => Listing::InOneOrder,
                OutcomesBy::None => Listing::Nothing,
            };
            let bytes = max_memory.saturating_mul(1 << 20);
            let told = match format {
                ExploreFormat::Text => explore::text,
                ExploreFormat::Json => json::report,
            };
            let reduce = if no_reduction { Reduce::Never } else { Reduce::WhenLarge };
            let default = Limits { bytes, reduce, outcomes, ..Limits::default() };
            let limits = match max_states {
                Some(states) => Limits { states, stops_at_growth: false, ..default },
                None => default,
            };
            explore::explore(settings.of(&file), limits, strict, told)
        }
        Command::Replay { file, settings, schedule, format } => {
            let moves = schedule::parse(&schedule).map_err(|error| error.to_string());
            moves.and_then(|moves| explore::replay(settings.of(&file), &moves, format.writer()))
        }
        Command::Render { file, settings, at, seed, width, theme, output } => {
            let theme = match theme {
                ThemeName::Light => ipcscope_scene::theme::Theme::Light,
                ThemeName::Dark => ipcscope_scene::theme::Theme::Dark,
                ThemeName::Projector => ipcscope_scene::theme::Theme::Projector,
            };
            commands::render(settings.of(&file), at, seed, f64::from(width), theme, output.as_deref())
        }
        Command::Export { file, settings, to: Tool::Promela } => commands::promela(settings.of(&file)),
        Command::Link { file, settings, base } => commands::link(settings.of(&file), &base),
        Command::Unlink { url } => commands::unlink(&url),
    };
    done.unwrap_or_else(|problem| {
        eprintln!("ipcscope: {problem}");
        ExitCode::from(2)
    })
}
