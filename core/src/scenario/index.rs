//! Maps from names to numbers. The whole reader shares one map type, since each instance of the generic map would add
//! several KB to the page.

use alloc::collections::BTreeMap;

/// Numbers by owner and name; the owner is empty where names have none.
#[derive(Clone, Debug, Default)]
pub(super) struct Index<'t>(BTreeMap<(&'t str, &'t str), u32>);

impl<'t> Index<'t> {
    /// The number of `name` in `of`.
    pub fn get(&self, of: &str, name: &str) -> Option<u32> {
        self.0.get(&(of, name)).copied()
    }

    /// Whether `of` has this name.
    pub fn has(&self, of: &str, name: &str) -> bool {
        self.get(of, name).is_some()
    }

    /// Adds a name with its number unless it exists already; returns whether it was added.
    pub fn add(&mut self, of: &'t str, name: &'t str, number: u32) -> bool {
        let is_new = !self.has(of, name);
        if is_new {
            self.0.insert((of, name), number);
        }
        is_new
    }

    /// The number of a name, for changing; 0 if the name is new.
    pub fn number(&mut self, of: &'t str, name: &'t str) -> &mut u32 {
        self.0.entry((of, name)).or_insert(0)
    }

    /// The names in `of`, sorted.
    pub fn names<'i>(&'i self, of: &'i str) -> impl Iterator<Item = &'t str> + 'i {
        self.0.range((of, "")..).map(|(key, _)| *key).take_while(move |(owner, _)| *owner == of).map(|(_, name)| name)
    }
}
