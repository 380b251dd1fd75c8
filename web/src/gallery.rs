//! The scenarios of the course, built in, in the order of the course.

/// A stretch of the course.
#[derive(Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its heading.
    pub title: &'static str,
    /// Its scenarios.
    pub examples: &'static [Example],
}

/// A scenario of the gallery.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// What it is called in addresses: `?ex=…`.
    pub name: &'static str,
    /// The idea that it teaches, in a few words.
    pub concept: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! example {
    ($name:literal, $concept:literal) => {
        Example { name: $name, concept: $concept, text: include_str!(concat!("../../scenarios/", $name, ".ipc")) }
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

/// The scenario with exactly that text.
pub fn with_text(text: &str) -> Option<&'static Example> {
    examples().find(|example| example.text == text)
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

    #[test]
    fn every_scenario_runs_to_a_good_end_without_a_warning() {
        for (name, text) in examples().map(|example| (example.name, example.text)).chain([("template", TEMPLATE)]) {
            let simulated =
                ipcscope_core::simulate_text(text, None).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
            assert_eq!(simulated.warnings, [], "{name}");
            assert!(simulated.run.end_or_cut().is_good(), "{name}");
            assert!(!simulated.run.program().title.is_empty() && !simulated.run.program().about.is_empty(), "{name}");
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
