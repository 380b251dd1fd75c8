//! Names, each with a number: one sort of map for all of reading, since each sort would weigh some KB in the page.

use alloc::collections::BTreeMap;

/// Numbers by name, or by what the name belongs to and the name.
#[derive(Clone, Debug, Default)]
pub(super) struct Index<'t>(BTreeMap<(&'t str, &'t str), u32>);

impl<'t> Index<'t> {
    /// The number of `name`, which belongs to `of`.
    pub fn get(&self, of: &str, name: &str) -> Option<u32> {
        self.0.get(&(of, name)).copied()
    }

    /// Is there such a name?
    pub fn has(&self, of: &str, name: &str) -> bool {
        self.get(of, name).is_some()
    }

    /// Gives a name its number, if it has none; was that so?
    pub fn add(&mut self, of: &'t str, name: &'t str, number: u32) -> bool {
        let is_new = !self.has(of, name);
        if is_new {
            self.0.insert((of, name), number);
        }
        is_new
    }

    /// The number of a name, to be changed; 0 if it is new.
    pub fn number(&mut self, of: &'t str, name: &'t str) -> &mut u32 {
        self.0.entry((of, name)).or_insert(0)
    }

    /// What belongs to `of`, in the order of the names.
    pub fn names<'i>(&'i self, of: &'i str) -> impl Iterator<Item = &'t str> + 'i {
        self.0.range((of, "")..).map(|(key, _)| *key).take_while(move |(owner, _)| *owner == of).map(|(_, name)| name)
    }
}
