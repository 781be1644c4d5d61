//! The end of an update: what is gone is taken out, unless there is doubt whether it is, and the PATHs are remembered.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::loss::{self, Drop, place_text};
use super::missed::{self, Found};
use super::mounts;
use super::options::Options;
use super::plan::{Places, Standing, covering, path_record};
use super::report::{Event, Summary};
use super::roots::Root;
use super::writing::Run;
use crate::source::{STDIN, path_text, text_path};
use onrecord_api::Error;

impl Run<'_> {
    /// Takes out what is gone, remembers the PATHs, and commits.
    pub(super) fn finish(mut self, roots: &[Root], options: &Options) -> Result<Summary, Error> {
        if self.summary.interrupted {
            self.commit()?;
            return Ok(self.summary);
        }
        let (kept, missed) = self.kept(roots, options)?;
        self.take_out(roots, &kept)?;
        self.remember(roots)?;
        mounts::remember(self.writer, self.inventory, (roots, options.part), (&self.found, &kept))?;
        self.summary.is_futile = !roots.is_empty() && roots.iter().all(|root| self.unseen.name(&root.place));
        self.commit()?;
        let looked_at: Places = roots.iter().map(|root| root.place.clone()).collect();
        missed::remember(self.writer, self.inventory, (self.known, options.part), (&looked_at, missed))?;
        if !self.summary.is_futile {
            // Of what other workers look at, this one does not know whether it can be read.
            let places: Places = match options.part.is_whole() {
                true => looked_at,
                false => self.seen.iter().map(|path| text_path(path)).collect(),
            };
            self.unread.record(self.writer, self.inventory, (&places, &kept))?;
        }
        Ok(self.summary)
    }

    /// The places whose articles all stay: those that could not be looked at, and those whose loss is doubtful
    /// ([`Loss::is_doubtful`](loss::Loss::is_doubtful)), or was; and the sources that are gone of the latter.
    fn kept(&mut self, roots: &[Root], options: &Options) -> Result<(Places, BTreeSet<String>), Error> {
        let mut kept = self.unseen.clone();
        if options.prune {
            return Ok((kept, BTreeSet::new()));
        }
        let mut doubted = Places::default();
        let (missing, there): (Vec<&Root>, Vec<&Root>) =
            roots.iter().partition(|root| root.standing == Standing::Missing);
        for root in missing {
            kept.add(root.place.clone());
            doubted.add(root.place.clone());
            self.failed(loss::missing(&path_text(&root.given), self.known.articles_under(&root.place)));
        }
        let places: Vec<PathBuf> = there.iter().map(|root| root.place.clone()).collect();
        let remembered = self.inventory.mounts()?;
        for away in mounts::away(&remembered, self.known, &places.iter().cloned().collect(), &self.found) {
            kept.add(away.place.clone());
            self.failed(away.doubt());
        }
        let gone = loss::gone(&places, self.known, (&self.seen, &self.found), &self.drops, &kept);
        for root in there.iter().filter(|root| root.given.as_os_str() != STDIN) {
            let gone = &gone[&place_text(&root.place)];
            let mut loss = gone.loss(path_text(&root.given));
            if loss.is_doubtful() {
                loss.lost = gone.not_moved(self.inventory, &self.arrivals)?;
            }
            if loss.is_doubtful() {
                doubted.add(root.place.clone());
                self.failed(loss.doubt());
            } else {
                self.still_missed(root, &mut doubted)?;
            }
        }
        let missed = self.missed(&doubted);
        doubted.iter().for_each(|place| kept.add(place.clone()));
        Ok((kept, missed))
    }

    /// Adds the sources of a PATH to those in doubt that were missed before and still are.
    fn still_missed(&mut self, root: &Root, doubted: &mut Places) -> Result<(), Error> {
        let found = Found { seen: &self.seen, drops: &self.drops, arrivals: &self.arrivals };
        let missed = missed::still(&root.place, self.known, self.inventory, found)?;
        missed.iter().for_each(|source| doubted.add(text_path(source.path)));
        let lost = missed.iter().map(|source| source.lost).sum();
        if lost > 0 {
            self.failed(loss::still_missed(&path_text(&root.given), lost));
        }
        Ok(())
    }

    /// The sources in places that are in doubt which are gone, or have lost articles.
    fn missed(&self, doubted: &Places) -> BTreeSet<String> {
        let gone = self.known.vanished(doubted, &self.seen).into_iter().map(|record| record.path.clone());
        let dropped = self.drops.iter().map(|drop| drop.record.path.clone());
        gone.chain(dropped.filter(|path| doubted.hold(&text_path(path)))).collect()
    }

    /// Takes out the sources that are gone and the articles that sources no longer have, but those in places that are
    /// kept.
    fn take_out(&mut self, roots: &[Root], kept: &Places) -> Result<(), Error> {
        let places: Places = roots.iter().map(|root| root.place.clone()).collect();
        for record in self.known.vanished(&places, &self.seen) {
            if kept.hold(&text_path(&record.path)) {
                continue;
            }
            self.writer.remove_source(&record.key())?;
            self.summary.removed += u64::from(record.articles);
            self.observer.observe(Event::Removed(record.display.clone()));
        }
        for Drop { record, articles } in std::mem::take(&mut self.drops) {
            if kept.hold(&text_path(&record.path)) {
                continue;
            }
            for article in articles {
                self.writer.remove_article(&article.key)?;
                self.summary.removed += 1;
            }
            self.writer.put_source(&record)?;
        }
        Ok(())
    }

    /// Remembers the PATHs that could be looked at, unless a walk of another comes to them.
    fn remember(&mut self, roots: &[Root]) -> Result<(), Error> {
        let is_there = |root: &&Root| root.standing == Standing::There && !self.unseen.name(&root.place);
        let there: Vec<&Root> = roots.iter().filter(is_there).filter(|root| root.given.as_os_str() != STDIN).collect();
        let folders: Places = there.iter().filter(|root| root.place.is_dir()).map(|root| root.place.clone()).collect();
        for root in &there {
            let now = path_record(&root.given, &root.place, root.follow);
            let is_new = self.known.path(&root.place).is_none_or(|before| before.follow != now.follow);
            let is_covered = self.known.is_covered(&root.place) || covering(&root.place).any(|at| folders.name(at));
            if is_new && !is_covered {
                self.writer.put_path(&now)?;
            }
        }
        for (path, record) in self.known.paths_under(&folders) {
            if covering(path).any(|at| folders.name(at)) {
                self.writer.remove_path(&record.path)?;
            }
        }
        Ok(())
    }
}
