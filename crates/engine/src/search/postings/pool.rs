//! Room that searches work in, kept from one to the next.

use std::sync::{Mutex, PoisonError};

/// What no search uses now.
pub struct Pool<T>(Mutex<Vec<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Pool(Mutex::default())
    }
}

impl<T: Default> Pool<T> {
    /// Lends one to `work`, as the last search left it.
    pub fn lend<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let own = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lent = own().pop().unwrap_or_default();
        let done = work(&mut lent);
        own().push(lent);
        done
    }
}
