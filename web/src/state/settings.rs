//! What stands in the page's address: plain settings in the query, a scenario in the fragment.
//!
//! Unknown settings are ignored; a bad value takes the default, and is told in a small note.

use ipcscope_core::scenario::diagnostic::quote;
use ipcscope_scene::theme::Theme;

use super::schedule::{self, Schedule};
use super::speed::Speed;

/// So many characters of an address or a name are enough to know it by.
pub const MOST_QUOTED: usize = 40;

/// Everything that an address can say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// `ex`: a scenario of the gallery.
    pub example: Option<String>,
    /// `#s=`: a scenario in the link, still packed.
    pub payload: Option<String>,
    /// `step`: the event to open at.
    pub step: Option<usize>,
    /// `autoplay`
    pub autoplay: bool,
    /// `speed`
    pub speed: Speed,
    /// `seed`, in place of the scenario's own.
    pub seed: Option<u64>,
    /// `schedule`, in place of what the seed would choose.
    pub schedule: Option<Schedule>,
    /// `loop`: from the end back to the start, while it plays.
    pub looped: bool,
    /// `controls`
    pub controls: Controls,
    /// `editor`
    pub editor: Editor,
    /// `view`: the tab that is open.
    pub tab: Option<Tab>,
    /// `theme`; `None` where the address says nothing.
    pub theme: Option<ThemeChoice>,
    /// `motion=reduce`
    pub calm: bool,
    /// `embed`: inside another page.
    pub embed: bool,
}

/// A view of the run beside the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Who waits for whom.
    WaitFor,
    /// What came of what.
    SpaceTime,
    /// Figures over time.
    Charts,
    /// What happened, line by line.
    Events,
    /// All that could happen.
    Explore,
}

impl Tab {
    /// Every one, in the order of the tabs.
    pub const ALL: [Tab; 5] = [Tab::WaitFor, Tab::Charts, Tab::SpaceTime, Tab::Events, Tab::Explore];

    /// Its word in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Tab::WaitFor => "waitfor",
            Tab::Charts => "charts",
            Tab::SpaceTime => "spacetime",
            Tab::Events => "events",
            Tab::Explore => "explore",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Tab::WaitFor => "Wait-for graph",
            Tab::Charts => "Charts",
            Tab::SpaceTime => "Space-time",
            Tab::Events => "Events",
            Tab::Explore => "Every schedule",
        }
    }

    /// From what an address says: of several the first that is a tab. `None` where one is not known at all.
    fn from_list(list: &str) -> Option<Option<Tab>> {
        const OTHERS: [&str; 2] = ["lanes", "program"];
        let tab = |name: &str| Tab::ALL.into_iter().find(|tab| tab.name() == name);
        let is_known = |name: &str| OTHERS.contains(&name) || tab(name).is_some();
        list.split(',').all(is_known).then(|| list.split(',').find_map(tab))
    }
}

/// How much of the transport is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// All of it.
    #[default]
    Full,
    /// Play, steps and the slider.
    Mini,
    /// Nothing.
    None,
}

/// What may be done with the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Editor {
    /// It isn't shown.
    None,
    /// It is shown.
    ReadOnly,
    /// It can be changed.
    #[default]
    Edit,
}

/// Which colours people want.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the device is set.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// For a projector.
    Projector,
}

impl ThemeChoice {
    /// Every one, in the order of the switch.
    pub const ALL: [ThemeChoice; 4] =
        [ThemeChoice::Auto, ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::Projector];

    /// Its word in addresses and in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            ThemeChoice::Auto => "auto",
            ThemeChoice::Light => "light",
            ThemeChoice::Dark => "dark",
            ThemeChoice::Projector => "projector",
        }
    }

    /// From its word.
    pub fn from_name(name: &str) -> Option<ThemeChoice> {
        ThemeChoice::ALL.into_iter().find(|choice| choice.name() == name)
    }

    /// The colours, on a device that is set to dark or not.
    pub fn theme(self, system_is_dark: bool) -> Theme {
        match (self, system_is_dark) {
            (ThemeChoice::Light, _) | (ThemeChoice::Auto, false) => Theme::Light,
            (ThemeChoice::Dark, _) | (ThemeChoice::Auto, true) => Theme::Dark,
            (ThemeChoice::Projector, _) => Theme::Projector,
        }
    }
}

impl Settings {
    /// From `?…` and `#…`, either of which may be empty; with them, what to tell of values that make no sense.
    pub fn read(search: &str, hash: &str) -> (Settings, Vec<String>) {
        let mut reader = Reader { settings: Settings::default(), seen: Vec::new(), notes: Vec::new() };
        for (name, value) in pairs(search.trim_start_matches('?')) {
            reader.take(&name, &value);
        }
        for (name, value) in pairs(hash.trim_start_matches('#')) {
            if name == "s" {
                reader.settings.payload.get_or_insert(value);
            }
        }
        (reader.settings, reader.notes)
    }

    /// The query that keeps these settings and opens something: the reverse of [`read`](Settings::read), defaults left
    /// out; `?` alone does not stand.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut put = |name: &str, value: &str| {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(name);
            query.push('=');
            query.push_str(value);
        };
        if let Some(example) = &self.example {
            put("ex", example);
        }
        if let Some(step) = self.step {
            put("step", &step.to_string());
        }
        if let Some(seed) = self.seed {
            put("seed", &seed.to_string());
        }
        if let Some(schedule) = &self.schedule {
            put("schedule", &schedule::write(schedule));
        }
        for (is_on, name) in [(self.autoplay, "autoplay"), (self.looped, "loop"), (self.embed, "embed")] {
            if is_on {
                put(name, "1");
            }
        }
        if self.speed != Speed::default() {
            put("speed", self.speed.name());
        }
        match self.controls {
            Controls::Full => {}
            Controls::Mini => put("controls", "mini"),
            Controls::None => put("controls", "none"),
        }
        match self.editor {
            Editor::Edit => {}
            Editor::ReadOnly => put("editor", "readonly"),
            Editor::None => put("editor", "none"),
        }
        if let Some(tab) = self.tab {
            put("view", tab.name());
        }
        if let Some(theme) = self.theme {
            put("theme", theme.name());
        }
        if self.calm {
            put("motion", "reduce");
        }
        query
    }
}

struct Reader {
    settings: Settings,
    seen: Vec<String>,
    notes: Vec<String>,
}

impl Reader {
    /// Takes one parameter; of several with one name the first counts.
    fn take(&mut self, name: &str, value: &str) {
        if self.seen.iter().any(|seen| seen == name) {
            return;
        }
        self.seen.push(name.to_string());
        let settings = &mut self.settings;
        let wanted = match name {
            "ex" => {
                settings.example = Some(value.to_string());
                None
            }
            "step" => set(&mut settings.step, value.parse().ok().map(Some), "a number of events"),
            "seed" => set(&mut settings.seed, value.parse().ok().map(Some), "a whole number"),
            "schedule" => set(&mut settings.schedule, schedule::read(value).map(Some), "numbers with commas"),
            "autoplay" => set(&mut settings.autoplay, switch(value), "0 or 1"),
            "loop" => set(&mut settings.looped, switch(value), "0 or 1"),
            "embed" => set(&mut settings.embed, switch(value), "0 or 1"),
            "speed" => set(&mut settings.speed, Speed::from_name(value), "0.25, 0.5, 1, 2, 4 or 8"),
            "controls" => {
                let controls = [("full", Controls::Full), ("mini", Controls::Mini), ("none", Controls::None)];
                set(&mut settings.controls, one_of(&controls, value), "full, mini or none")
            }
            "editor" => {
                let editors = [("none", Editor::None), ("readonly", Editor::ReadOnly), ("edit", Editor::Edit)];
                set(&mut settings.editor, one_of(&editors, value), "none, readonly or edit")
            }
            "view" => set(&mut settings.tab, Tab::from_list(value), "waitfor, charts, events, spacetime or explore"),
            "theme" => {
                let theme = ThemeChoice::from_name(value).map(Some);
                set(&mut settings.theme, theme, "auto, light, dark or projector")
            }
            "motion" => set(&mut settings.calm, one_of(&[("auto", false), ("reduce", true)], value), "auto or reduce"),
            _ => None,
        };
        if let Some(wanted) = wanted {
            let shown = quote(value, MOST_QUOTED);
            self.notes.push(format!("The address says {name}={shown}, which should be {wanted}: left out."));
        }
    }
}

/// Takes a value that makes sense; else says what would have.
fn set<T>(place: &mut T, value: Option<T>, wanted: &'static str) -> Option<&'static str> {
    match value {
        Some(value) => {
            *place = value;
            None
        }
        None => Some(wanted),
    }
}

fn switch(value: &str) -> Option<bool> {
    one_of(&[("1", true), ("true", true), ("", true), ("0", false), ("false", false)], value)
}

fn one_of<T: Copy>(values: &[(&str, T)], value: &str) -> Option<T> {
    values.iter().find(|(name, _)| *name == value).map(|&(_, value)| value)
}

fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (undo_percent(name), undo_percent(value))
    })
}

/// `%41` is `A`; what is no such escape stays as it is.
fn undo_percent(text: &str) -> String {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|&byte| (byte as char).to_digit(16));
    let mut undone = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                undone.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                undone.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&undone).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read_and_written_back() {
        let query = "?ex=mailbox&step=12&seed=7&schedule=0,1,1,0&autoplay=1&loop=1&embed=1&speed=0.25&controls=mini&editor=none\
                     &view=events&theme=projector&motion=reduce";
        let (settings, notes) = Settings::read(query, "");
        assert!(notes.is_empty(), "{notes:?}");
        assert_eq!((settings.step, settings.seed, settings.embed), (Some(12), Some(7), true));
        assert_eq!(settings.theme, Some(ThemeChoice::Projector));
        assert_eq!(settings.query(), query);
        assert_eq!(Settings::read("", "").0.query(), "");
        // Of several views one is a tab.
        assert_eq!(Settings::read("?view=lanes,waitfor", "").0.tab, Some(Tab::WaitFor));
        assert_eq!(Settings::read("?view=lanes,cake", "").1.len(), 1);
    }

    #[test]
    fn a_bad_value_takes_the_default_and_says_so() {
        let (settings, notes) = Settings::read("?step=-1&speed=3&theme=pink&colour=red&seed=1&seed=2", "");
        assert_eq!(settings, Settings { seed: Some(1), ..Settings::default() });
        assert_eq!(notes.len(), 3);
        assert_eq!(notes[0], "The address says step=-1, which should be a number of events: left out.");
    }

    #[test]
    fn the_fragment_carries_a_scenario() {
        let (settings, notes) = Settings::read("?step=3", "#s=1.abc-_.de%2e");
        assert_eq!(settings.payload.as_deref(), Some("1.abc-_.de."));
        assert!(notes.is_empty());
        assert_eq!(Settings::read("", "#elsewhere").0.payload, None);
        assert_eq!(undo_percent("%zz%4"), "%zz%4");
    }
}
