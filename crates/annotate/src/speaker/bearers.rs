//! The bearers of names within an article.

use rustc_hash::FxHashMap;

/// Bearers of one surname beyond this many are not told apart, so that linking stays linear.
const NAMESAKES: usize = 8;

/// The bearers of each surname or given name.
pub(super) struct Bearers(FxHashMap<u32, Namesakes>);

#[derive(Clone, Copy, Default)]
struct Namesakes {
    ids: [u32; NAMESAKES],
    count: u8,
}

impl Bearers {
    /// None yet, with room for `names` names.
    pub(super) fn new(names: usize) -> Self {
        Bearers(FxHashMap::with_capacity_and_hasher(names, Default::default()))
    }

    /// The bearers of a name, in the order in which they were met.
    pub(super) fn of(&self, name: u32) -> &[u32] {
        self.0.get(&name).map_or(&[], |held| &held.ids[..usize::from(held.count)])
    }

    /// Takes note of a bearer of a name.
    pub(super) fn add(&mut self, name: u32, id: u32) {
        let held = self.0.entry(name).or_default();
        if let Some(free) = held.ids.get_mut(usize::from(held.count)) {
            *free = id;
            held.count += 1;
        }
    }
}
