//! Whether what is gone of a PATH is believed to be gone. A drive that is not mounted looks like an empty folder, a
//! download that broke off like an export of a few records.

use std::collections::{HashMap, HashSet};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::plan::{Known, Places};
use crate::source::{path_text, text_path};
use onrecord_api::Error;
use onrecord_api::sources::SourceRecord;
use onrecord_api::store::{Inventory, KnownArticle};

/// A source that lost articles: these, and the record that it gets when the loss is believed.
pub struct Drop {
    /// The record.
    pub record: SourceRecord,
    /// The articles.
    pub articles: Vec<KnownArticle>,
}

/// What a run did not find again below a PATH.
#[derive(Default)]
pub struct Gone<'a> {
    /// How many articles the index has of it.
    pub had: u64,
    /// Sources that were not found.
    pub sources: Vec<&'a SourceRecord>,
    /// Articles that their sources no longer have.
    pub articles: Vec<KnownArticle>,
    /// Whether any source with articles was found there.
    pub found_any: bool,
}

impl Gone<'_> {
    /// The loss of the PATH, which the user named so.
    pub fn loss(&self, path: String) -> Loss {
        let sources = self.sources.iter().map(|record| u64::from(record.articles));
        let lost = sources.sum::<u64>() + self.articles.len() as u64;
        Loss { path, had: self.had, lost, found_any: self.found_any }
    }

    /// How many of its articles did not come in at another place: `arrivals` are the hashes of those that came in.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn not_moved(&self, inventory: &dyn Inventory, arrivals: &HashSet<u64>) -> Result<u64, Error> {
        let mut articles = self.articles.clone();
        for record in &self.sources {
            articles.extend(inventory.articles_of_source(&record.key())?);
        }
        let is_lost = |article: &&KnownArticle| article.hash.is_none_or(|hash| !arrivals.contains(&hash));
        Ok(articles.iter().filter(is_lost).count() as u64)
    }
}

/// What is gone of each PATH at `places`, by the [text](place_text) of the place. What lies in a place that is `kept` anyway
/// is left out of account. `seen` are the sources that were found, `found` those of them that have articles.
pub fn gone<'a>(
    places: &[PathBuf],
    known: &'a Known,
    (seen, found): (&HashSet<String>, &HashSet<String>),
    drops: &[Drop],
    kept: &Places,
) -> HashMap<String, Gone<'a>> {
    let mut gone: HashMap<String, Gone> = places.iter().map(|place| (place_text(place), Gone::default())).collect();
    let mut at = |path: &str, note: &mut dyn FnMut(&mut Gone<'a>)| {
        for place in texts_above(path) {
            if let Some(gone) = gone.get_mut(place) {
                note(gone);
            }
        }
    };
    found.iter().for_each(|path| at(path, &mut |gone| gone.found_any = true));
    for record in known.sources() {
        let is_gone = !seen.contains(&record.path);
        if is_gone && kept.hold(&text_path(&record.path)) {
            continue;
        }
        at(&record.path, &mut |gone| {
            gone.had += u64::from(record.articles);
            if is_gone {
                gone.sources.push(record);
            }
        });
    }
    for drop in drops.iter().filter(|drop| !kept.hold(&text_path(&drop.record.path))) {
        at(&drop.record.path, &mut |gone| gone.articles.extend(&drop.articles));
    }
    gone
}

/// A place as texts of paths name it, without a separator at its end.
pub fn place_text(place: &Path) -> String {
    path_text(place.components().as_path())
}

/// The text of a path and those of all places above it. There is one for each source, and texts are quicker to cut and to
/// look up than paths.
fn texts_above(path: &str) -> impl Iterator<Item = &str> {
    let above = path.match_indices(MAIN_SEPARATOR).map(|(at, _)| &path[..at.max(1)]);
    std::iter::once(path).chain(above)
}

/// Whether so many of all are more than half of more than a few: too many to be taken out unless that is meant.
pub fn is_most(gone: u64, all: u64) -> bool {
    all > FEW && 2 * gone > all
}

/// Articles of which more than half may go without doubt: about as many as somebody deletes by hand. A choice, with nothing to
/// measure.
const FEW: u64 = 20;

/// What a run did not find again of a PATH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The PATH as the user named it.
    pub path: String,
    /// How many articles the index has of it.
    pub had: u64,
    /// How many of them are gone, those aside that are found at another place with the same content.
    pub lost: u64,
    /// Whether any source with articles was found there.
    pub found_any: bool,
}

impl Loss {
    /// Whether the loss looks like a missing disk rather than like deleted files: everything is gone, or more than half
    /// of a PATH that had more than 20 articles.
    pub fn is_doubtful(&self) -> bool {
        let all = !self.found_any && self.lost > 0;
        all || is_most(self.lost, self.had)
    }

    /// What is said of a loss that is not believed.
    pub fn doubt(&self) -> String {
        let Loss { path, had, lost, found_any } = self;
        let what = if *found_any {
            format!("{lost} of its {had} articles are gone")
        } else {
            format!("it is empty, and the index has {} of it", articles(*had))
        };
        format!("{path}: {what}; all are kept: bring back what is missing, or say --prune if it is really gone")
    }
}

/// What is said of articles of a PATH that an earlier run did not find, nor this one.
pub fn still_missed(path: &str, lost: u64) -> String {
    let verb = if lost == 1 { "is" } else { "are" };
    format!(
        "{path}: {} {verb} gone since an earlier run; all are kept: bring back what is missing, or say --prune if it is \
         really gone",
        articles(lost)
    )
}

/// What is said of a PATH that is missing though the index has articles of it, or remembers it.
pub fn missing(path: &str, had: u64) -> String {
    let kept = match had {
        0 => "`onrecord remove` takes it out of the index".to_owned(),
        had => format!(
            "{} of it are kept: bring it back, or say --prune if it is really gone, or take it out with `onrecord remove`",
            articles(had)
        ),
    };
    format!("{path}: no such file or folder; {kept}")
}

/// What is said of a folder below a PATH on which a disk was mounted that is away or empty.
pub fn unmounted(path: &str, had: u64) -> String {
    let of_it = articles(had);
    format!(
        "{path}: another disk was mounted there, which is away or empty now; {of_it} of it are kept: mount it, or say \
         --prune if they are really gone"
    )
}

fn articles(count: u64) -> String {
    format!("{count} article{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_those_of_all_places_above_it() {
        let path = Path::new("/news/2017/a.txt");
        let mut texts: Vec<&str> = texts_above("/news/2017/a.txt").collect();
        texts.sort_unstable_by_key(|text| std::cmp::Reverse(text.len()));
        assert_eq!(texts, path.ancestors().map(|place| place.to_str().expect("text")).collect::<Vec<_>>());
        assert_eq!(place_text(Path::new("/news/2017/")), "/news/2017");
    }

    #[test]
    fn few_may_go_and_most_of_many_may_not() {
        let doubtful = |had, lost, found_any| Loss { path: "a".into(), had, lost, found_any }.is_doubtful();
        assert!(!doubtful(20, 19, true) && !doubtful(21, 10, true) && !doubtful(1000, 500, true));
        assert!(doubtful(21, 11, true) && doubtful(1000, 501, true));
        assert!(doubtful(1, 1, false) && !doubtful(1, 0, false) && !doubtful(0, 0, false));
    }
}
