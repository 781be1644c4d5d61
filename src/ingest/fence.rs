//! A fence around the work on one article: over its limit, or in a panic of ours, the article fails alone.

use crate::article::Article;
use crate::guard::guarded;
use crate::limit::{self, Limit};

/// How articles are named in messages.
pub fn name(article: &Article) -> String {
    format!("{}: article {}", article.path, article.id)
}

/// Does `work` on the article called `name`.
///
/// What `work` was changing must not be used after an error.
///
/// # Errors
/// When it exceeds the limit or panics: what to tell the user.
pub fn fenced<T>(name: &str, limit: Limit, work: impl FnOnce() -> T) -> Result<T, String> {
    match guarded(|| limit::within(limit, work)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(exceeded)) => Err(format!("{name} is left out: {exceeded}")),
        Err(words) => Err(format!("{name} cannot be indexed: {words}; please report this")),
    }
}
