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
        title: "Processes that cooperate",
        examples: &[
            example!("independent", "Independent processes"),
            example!("cooperating", "Cooperating processes"),
            example!("speedup", "Cooperation for speedup"),
            example!("modularity", "Cooperation for modularity"),
            example!("two-ways-memory", "Two ways: shared memory"),
            example!("two-ways-messages", "Two ways: messages"),
            example!("kernel-delivers", "The system delivers"),
        ],
    },
    Chapter {
        title: "Shared memory",
        examples: &[
            example!("memory-create", "A region is established"),
            example!("memory-attach", "Attaching asks the system"),
            example!("protection-fault", "Protection"),
        ],
    },
    Chapter {
        title: "Producer and consumer",
        examples: &[
            example!("producer-consumer", "A ring buffer"),
            example!("buffer-bounded", "Bounded buffer"),
            example!("buffer-unbounded", "Unbounded buffer"),
            example!("torn-read", "An incomplete item"),
            example!("torn-read-fixed", "The cure: a mutex"),
            example!("lost-update", "Lost update"),
            example!("lost-wakeup", "Lost wake-up"),
            example!("wrong-order", "Locks in the wrong order"),
        ],
    },
    Chapter {
        title: "Messages and links",
        examples: &[
            example!("send-receive", "Send and receive"),
            example!("two-hosts", "Between two systems"),
            example!("lossy-network", "A network that loses"),
            example!("no-link", "No link"),
            example!("fixed-size", "Fixed-size messages"),
            example!("variable-size", "Variable-size messages"),
        ],
    },
    Chapter {
        title: "Direct communication",
        examples: &[
            example!("direct-symmetric", "Symmetric"),
            example!("direct-asymmetric", "Asymmetric"),
            example!("link-of-two", "A link belongs to two"),
            example!("one-link", "One link a pair"),
        ],
    },
    Chapter {
        title: "Mailboxes",
        examples: &[
            example!("mailbox", "Indirect communication"),
            example!("mailbox-unique", "A unique name"),
            example!("mailbox-shared", "Only its users"),
            example!("mailbox-many", "More than two users"),
            example!("mailbox-broadcast", "All may read"),
            example!("mailbox-arrival", "One, by arrival"),
            example!("mailbox-turn", "One, by turn"),
            example!("mailbox-priority", "One, by priority"),
            example!("mailbox-random", "One, by chance"),
            example!("mailbox-owner", "Ownership"),
        ],
    },
    Chapter {
        title: "Blocking or not",
        examples: &[
            example!("send-blocking", "Blocking send"),
            example!("receive-blocking", "Blocking receive"),
            example!("send-nonblocking", "Non-blocking send"),
            example!("receive-nonblocking", "Non-blocking receive"),
            example!("rendezvous", "Synchronous"),
        ],
    },
    Chapter {
        title: "Buffering",
        examples: &[
            example!("capacity-zero", "Zero capacity"),
            example!("capacity-bounded", "Bounded capacity"),
            example!("capacity-unbounded", "Unbounded capacity"),
            example!("buffering-explicit", "Explicit buffering"),
        ],
    },
    Chapter {
        title: "Classics",
        examples: &[
            example!("bounded-buffer-semaphores", "Semaphores"),
            example!("bounded-buffer-swapped-waits", "A deadlock"),
            example!("bounded-buffer-monitor", "A monitor"),
            example!("binary-semaphore", "Binary semaphore"),
            example!("procedures", "Procedures"),
            example!("constants", "Parameters"),
            example!("print-in-turn", "Printing in turn"),
            example!("barrier", "A barrier"),
            example!("readers-writers", "Readers and writers"),
            example!("dining-philosophers", "Philosophers: deadlock"),
            example!("dining-philosophers-fixed", "Philosophers: cured"),
            example!("peterson", "Peterson"),
            example!("test-and-set-lock", "Hardware instruction"),
            example!("sleeping-barber", "Sleeping barber"),
            example!("pipeline", "Pipeline"),
            example!("client-server", "Client and server"),
            example!("request-reply-deadlock", "Each sends first"),
            example!("ping-pong", "Ping-pong"),
        ],
    },
    Chapter {
        title: "Programs that never end",
        examples: &[example!("endless", "A loop without end"), example!("horizon", "A horizon")],
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
    fn every_scenario_runs_without_a_warning_and_ends_well_unless_it_says_so() {
        let texts = examples().map(|example| (example.name, text(example.name)));
        for (name, text) in texts.chain([("template", TEMPLATE.to_string())]) {
            let simulated =
                ipcscope_core::simulate_text(&text, None).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
            assert_eq!(simulated.warnings, [], "{name}");
            let is_meant = simulated.run.program().checks.iter().any(|check| check.expect_violated);
            assert!(simulated.run.end_or_cut().is_good() || is_meant, "{name}");
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
