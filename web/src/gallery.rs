//! The scenarios of the course, in its order.

/// A stretch of the course.
#[derive(Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its heading.
    pub title: &'static str,
    /// Its scenarios.
    pub examples: &'static [Example],
}

/// A scenario of the gallery. What else is known of it is made at build time (`gallery/`), and fetched when it is opened.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// What it is called in addresses: `?ex=…`.
    pub name: &'static str,
    /// The idea that it teaches, in a few words.
    pub concept: &'static str,
}

macro_rules! example {
    ($name:literal, $concept:literal) => {
        Example { name: $name, concept: $concept }
    };
}

/// All of it.
pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        title: "Buffers",
        examples: &[
            example!("buffer-bounded", "Bounded buffer"),
            example!("buffer-unbounded", "Unbounded buffer"),
            example!("capacity-zero", "Zero capacity: rendezvous"),
        ],
    },
    Chapter { title: "Mailboxes", examples: &[example!("mailbox", "Indirect communication")] },
    Chapter {
        title: "Blocking",
        examples: &[example!("send-blocking", "Blocking send"), example!("receive-blocking", "Blocking receive")],
    },
];

/// Every scenario, in the order of the course.
pub fn examples() -> impl Iterator<Item = &'static Example> {
    CHAPTERS.iter().flat_map(|chapter| chapter.examples)
}

/// The scenario of that name.
pub fn find(name: &str) -> Option<&'static Example> {
    examples().find(|example| example.name == name)
}

/// Name, `title` and `about` of each scenario, by name.
const TITLES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/titles.rs"));

impl Example {
    /// Its `title` and its `about`.
    pub fn words(&self) -> (&'static str, &'static str) {
        let found = TITLES.iter().find(|(name, ..)| *name == self.name);
        found.map_or((self.name, ""), |&(_, title, about)| (title, about))
    }
}

/// What a new scenario starts from.
pub const TEMPLATE: &str = r#"title "My scenario"
about "Say here what to watch for."

mailbox box capacity 1

process Sender {
  repeat 3 as n {
    work 2ms "think"
    send n to box
  }
}

process Receiver {
  repeat 3 {
    receive n from box
    print n
  }
}

check never deadlock
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> String {
        let path = format!("{}/../scenarios/{name}.ipc", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[test]
    fn every_scenario_runs_to_a_good_end_without_a_warning() {
        let texts = examples().map(|example| (example.name, text(example.name)));
        for (name, text) in texts.chain([("template", TEMPLATE.to_string())]) {
            let simulated =
                ipcscope_core::simulate_text(&text, None).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
            assert_eq!(simulated.warnings, [], "{name}");
            assert!(simulated.run.end_or_cut().is_good(), "{name}");
            assert!(!simulated.run.program().title.is_empty() && !simulated.run.program().about.is_empty(), "{name}");
        }
    }

    #[test]
    fn the_titles_that_were_looked_for_are_those_that_the_reader_finds() {
        for example in examples() {
            let run = ipcscope_core::simulate_text(&text(example.name), None).expect("there is no mistake in it").run;
            assert_eq!(example.words(), (&*run.program().title, &*run.program().about));
        }
    }

    #[test]
    fn every_file_of_the_folder_is_in_the_gallery() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder is part of the repository")
            .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".ipc")?.to_string()))
            .collect();
        let mut names: Vec<String> = examples().map(|example| example.name.to_string()).collect();
        files.sort();
        names.sort();
        assert_eq!(files, names);
    }
}
