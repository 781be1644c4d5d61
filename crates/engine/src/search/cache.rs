//! What was worked out and may be asked for again.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values by keys. It starts anew when it holds more than it may: what is asked for often is soon there again, and
/// nothing need be noted of when a value was used.
pub struct Cache<K, V> {
    held: Mutex<Held<K, V>>,
    /// The most that the weights of all values may add up to.
    capacity: usize,
}

struct Held<K, V> {
    values: HashMap<K, V>,
    weight: usize,
}

impl<K: Hash + Eq, V: Clone> Cache<K, V> {
    /// An empty one for values whose weights add up to `capacity` at most.
    pub fn new(capacity: usize) -> Self {
        Cache { held: Mutex::new(Held { values: HashMap::new(), weight: 0 }), capacity }
    }

    /// The value of `key`, if it is there.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.held().values.get(key).cloned()
    }

    /// Keeps a value of this weight.
    pub fn put(&self, key: K, value: V, weight: usize) {
        let mut held = self.held();
        if held.weight + weight > self.capacity {
            held.values.clear();
            held.weight = 0;
        }
        if held.values.insert(key, value).is_none() {
            held.weight += weight;
        }
    }

    /// The value of `key`: the one that is there, or else the one that `make` gives, kept by its weight.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn get_or_make<E>(
        &self,
        key: K,
        weight: impl FnOnce(&V) -> usize,
        make: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        if let Some(known) = self.get(&key) {
            return Ok(known);
        }
        let made = make()?;
        self.put(key, made.clone(), weight(&made));
        Ok(made)
    }

    fn held(&self) -> MutexGuard<'_, Held<K, V>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_no_more_than_it_may() {
        let cache: Cache<u32, u32> = Cache::new(10);
        let ask = |key: u32| cache.get_or_make::<()>(key, |_| 4, || Ok(key * 2)).unwrap();
        assert_eq!((ask(1), ask(2), ask(1)), (2, 4, 2));
        assert_eq!((cache.get(&1), cache.get(&2)), (Some(2), Some(4)));
        ask(3);
        assert_eq!((cache.get(&1), cache.get(&3)), (None, Some(6)));
        assert_eq!(cache.get_or_make(9, |_| 1, || Err("no")), Err("no"));
    }
}
