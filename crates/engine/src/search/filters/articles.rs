//! Which passages are one article, and what is true of all of them: read from the columns once for a state of the
//! index.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::{Date, date};
use tantivy::columnar::{Column, ColumnIndex};
use tantivy::{DocId, SegmentReader};

use super::bits::Bits;
use super::once;
use super::set::PassageSet;
use crate::index::document::kind_number;
use crate::index::reader::Columns;
use crate::index::schema::RECORD_KIND;
use crate::index::{IndexError, Snapshot};
use crate::search::top::Admission;
use onrecord_query::period::Period;
use onrecord_text::article::BlockKind;

/// First and last day on which an article may have appeared; none where open.
pub type Published = (Option<Date>, Option<Date>);

/// First and last day of a best date, in days since 1970-01-01; none where there is no date.
pub type Days = Option<(i64, i64)>;

/// A set is small if it holds fewer than one in `FEW` of all passages. Looking one passage up was estimated to take
/// about twice as long as reading it in a pass over all of them; the figure is not measured more closely.
const FEW: u64 = 2;

/// The articles of a state of the index.
pub struct Articles {
    snapshot: Snapshot,
    kinds: OnceLock<Vec<Vec<u8>>>,
    /// How many passages were looked up in the columns, while the kinds of all were not read.
    looked_up: AtomicU64,
    segments: OnceLock<Vec<SegmentArticles>>,
    admitted: [OnceLock<PassageSet>; 2],
    representatives: OnceLock<PassageSet>,
    titles: OnceLock<PassageSet>,
    published: OnceLock<Vec<Vec<Published>>>,
    best: OnceLock<Vec<Vec<Option<i64>>>>,
    spans: OnceLock<Vec<Vec<Days>>>,
    places: OnceLock<Vec<Vec<u64>>>,
}

/// The articles of one segment, numbered in the order of their passages.
pub struct SegmentArticles {
    /// The first passage of each, and at the end the number of documents.
    pub firsts: Vec<DocId>,
}

impl SegmentArticles {
    fn read(columns: &Columns, kinds: &[u8]) -> Self {
        let (docs, mut firsts) = (kinds.len() as DocId, Vec::new());
        each_value(&columns.ordinal, docs, 0, |doc, ordinal| {
            if ordinal == 0 && u64::from(kinds[doc as usize]) != RECORD_KIND {
                firsts.push(doc);
            }
        });
        firsts.push(docs);
        SegmentArticles { firsts }
    }

    /// Number of articles.
    pub fn count(&self) -> usize {
        self.firsts.len() - 1
    }

    /// The article of a passage; none of a document before the first.
    pub fn of(&self, doc: DocId) -> Option<usize> {
        self.firsts.partition_point(|&first| first <= doc).checked_sub(1).filter(|&article| article < self.count())
    }

    /// Whether the article of a passage has another one in `bits`.
    fn has_another(&self, bits: &Bits, doc: DocId) -> bool {
        let Some(article) = self.of(doc) else { return false };
        bits.has_any(self.firsts[article]..doc) || bits.has_any(doc + 1..self.firsts[article + 1])
    }

    /// The passages of articles for which `holds` is true. Documents that are no passages may be among them.
    fn which(&self, mut holds: impl FnMut(usize) -> bool) -> Bits {
        let docs = self.firsts[self.count()];
        let mut bits = Bits::none(docs);
        let mut article = 0;
        while article < self.count() {
            if !holds(article) {
                article += 1;
                continue;
            }
            let first = article;
            article += 1;
            while article < self.count() && holds(article) {
                article += 1;
            }
            bits.insert_range(self.firsts[first]..self.firsts[article]);
        }
        bits
    }

    /// The articles of which a passage is in `bits`: calls `each` with an article and the first such passage.
    pub fn each_in(&self, bits: &Bits, mut each: impl FnMut(usize, DocId)) {
        let mut article = 0;
        let mut doc = bits.next(self.firsts[0]);
        while doc < self.firsts[self.count()] {
            article += self.passed(article, doc);
            each(article, doc);
            doc = bits.next(self.firsts[article + 1]);
        }
    }

    /// How many articles from `article` on end before `doc`.
    fn passed(&self, article: usize, doc: DocId) -> usize {
        let later = &self.firsts[article + 1..];
        let mut step = 1;
        while step < later.len() && later[step - 1] <= doc {
            step *= 2;
        }
        let from = step / 2;
        from + later[from..step.min(later.len())].partition_point(|&first| first <= doc)
    }
}

impl Articles {
    /// Those of `snapshot`; nothing is read yet.
    pub fn new(snapshot: &Snapshot) -> Self {
        Articles {
            snapshot: snapshot.clone(),
            kinds: OnceLock::new(),
            looked_up: AtomicU64::new(0),
            segments: OnceLock::new(),
            admitted: Default::default(),
            representatives: OnceLock::new(),
            titles: OnceLock::new(),
            published: OnceLock::new(),
            best: OnceLock::new(),
            spans: OnceLock::new(),
            places: OnceLock::new(),
        }
    }

    /// The state of the index.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The articles of each segment.
    pub fn segments(&self) -> &[SegmentArticles] {
        self.segments.get_or_init(|| {
            let segments = (0..).zip(self.kinds());
            segments.map(|(n, kinds)| SegmentArticles::read(self.snapshot.columns(n), kinds)).collect()
        })
    }

    /// The kind of each document of each segment, as a number.
    fn kinds(&self) -> &[Vec<u8>] {
        self.kinds.get_or_init(|| {
            let readers = (0..).zip(self.snapshot.searcher().segment_readers());
            let of_segment = |(number, segment): (u32, &SegmentReader)| {
                let mut kinds = Vec::with_capacity(segment.max_doc() as usize);
                let column = &self.snapshot.columns(number).kind;
                each_value(column, segment.max_doc(), RECORD_KIND, |_, kind| kinds.push(kind as u8));
                kinds
            };
            readers.map(of_segment).collect()
        })
    }

    /// The passages that may be hits: neither deleted nor of a kind that is not admitted.
    pub fn admitted(&self, admission: Admission) -> &PassageSet {
        self.admitted[usize::from(admission.boilerplate)].get_or_init(|| {
            self.which_docs(|segment, kind, doc| admission.admits(u64::from(kind)) && !segment.is_deleted(doc))
        })
    }

    /// Those of `set` that may be hits.
    pub fn admit(&self, set: PassageSet, admission: Admission) -> PassageSet {
        if self.is_looked_up(&set) {
            return self.which_of(&set, |segment, columns, _, doc| {
                admission.admits(columns.kind.first(doc).unwrap_or(RECORD_KIND)) && !segment.is_deleted(doc)
            });
        }
        set.and(self.admitted(admission))
    }

    /// Whether to look up each passage of `set` in the columns instead of reading the columns from end to end. This
    /// holds while the columns have not been read and few passages were looked up so far. A process that answers one
    /// question saves the full pass; one that answers many soon makes it, once.
    fn is_looked_up(&self, set: &PassageSet) -> bool {
        if self.kinds.get().is_some() {
            return false;
        }
        let docs = set.segments().iter().map(|bits| u64::from(bits.docs())).sum::<u64>();
        let looked_up = self.looked_up.fetch_add(set.count(), Ordering::Relaxed);
        looked_up + set.count() < docs / FEW
    }

    /// The passages of `set` for which `holds` is true of their segment, its columns, those of the set, and the number.
    fn which_of(&self, set: &PassageSet, holds: impl Fn(&SegmentReader, &Columns, &Bits, DocId) -> bool) -> PassageSet {
        let readers = (0..).zip(self.snapshot.searcher().segment_readers()).zip(set.segments());
        let of_segment = |((number, reader), bits): ((u32, &SegmentReader), &Bits)| {
            let (columns, mut left) = (self.snapshot.columns(number), Bits::none(bits.docs()));
            bits.iter().filter(|&doc| holds(reader, columns, bits, doc)).for_each(|doc| left.insert(doc));
            left
        };
        PassageSet::new(readers.map(of_segment).collect())
    }

    /// The passages of a kind.
    pub fn of_kind(&self, kind: BlockKind) -> PassageSet {
        let number = kind_number(kind) as u8;
        self.which_docs(|_, kind, _| kind == number)
    }

    /// The documents for which `holds` is true of their segment, kind and number.
    fn which_docs(&self, holds: impl Fn(&SegmentReader, u8, DocId) -> bool) -> PassageSet {
        let segments = self.snapshot.searcher().segment_readers().iter().zip(self.kinds());
        let bits = segments
            .map(|(segment, kinds)| Bits::which(segment.max_doc(), |doc| holds(segment, kinds[doc as usize], doc)));
        PassageSet::new(bits.collect())
    }

    /// The passages of the articles whose published interval overlaps `period`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn published_in(&self, period: Period) -> Result<PassageSet, IndexError> {
        let published = self.published()?.iter().zip(self.segments());
        let overlaps = |(days, own): (&Vec<Published>, &SegmentArticles)| {
            own.which(|article| period.overlaps(days[article].0, days[article].1))
        };
        Ok(PassageSet::new(published.map(overlaps).collect()))
    }

    /// When each article of each segment appeared.
    fn published(&self) -> Result<&Vec<Vec<Published>>, IndexError> {
        once(&self.published, || {
            let days = |columns: &[Column<i64>; 2], first| {
                let [earliest, latest] = columns.each_ref().map(|column| column.first(first).and_then(day));
                (earliest, latest)
            };
            self.of_columns(|segment| Ok([column(segment, "earliest")?, column(segment, "latest")?]), days)
        })
    }

    /// The first day of each article's best date.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn best_days(&self) -> Result<&Vec<Vec<Option<i64>>>, IndexError> {
        once(&self.best, || self.of_columns(|segment| column(segment, "best"), |column, first| column.first(first)))
    }

    /// The first and the last day of each article's best date.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn best_spans(&self) -> Result<&Vec<Vec<Days>>, IndexError> {
        let open = |segment: &SegmentReader| Ok([column(segment, "best")?, column(segment, "best_last")?]);
        once(&self.spans, || {
            self.of_columns(open, |[best, last]: &[Column<i64>; 2], first| best.first(first).zip(last.first(first)))
        })
    }

    /// The number of each article's path and id among those of its segment, in their order.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn places(&self) -> Result<&Vec<Vec<u64>>, IndexError> {
        let open =
            |segment: &SegmentReader| Ok(segment.fast_fields().str("place")?.map(|places| places.ords().clone()));
        once(&self.places, || {
            self.of_columns(open, |column, first| column.as_ref().and_then(|column| column.first(first)).unwrap_or(0))
        })
    }

    /// What each article of each segment has in columns, at its first passage.
    fn of_columns<C, T>(
        &self,
        open: impl Fn(&SegmentReader) -> Result<C, IndexError>,
        value: impl Fn(&C, DocId) -> T,
    ) -> Result<Vec<Vec<T>>, IndexError> {
        let segments = self.snapshot.searcher().segment_readers().iter().zip(self.segments());
        segments
            .map(|(segment, own)| {
                let columns = open(segment)?;
                Ok(own.firsts[..own.count()].iter().map(|&first| value(&columns, first)).collect())
            })
            .collect()
    }

    /// All passages of the articles that have a passage in `set`.
    pub fn spread(&self, set: &PassageSet) -> PassageSet {
        let segments = self.segments().iter().zip(set.segments());
        let spread = |(own, bits): (&SegmentArticles, &Bits)| {
            let mut spread = Bits::none(bits.docs());
            own.each_in(bits, |article, _| spread.insert_range(own.firsts[article]..own.firsts[article + 1]));
            spread
        };
        PassageSet::new(segments.map(spread).collect())
    }

    /// The passages that have a value in a column of numbers.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn with_value(&self, column: &'static str) -> Result<PassageSet, IndexError> {
        let segments = self.snapshot.searcher().segment_readers().iter();
        let bits = segments.map(|segment| {
            let values = segment.fast_fields().u64(column)?;
            Ok(Bits::which(segment.max_doc(), |doc| values.values_for_doc(doc).next().is_some()))
        });
        Ok(PassageSet::new(bits.collect::<Result<_, IndexError>>()?))
    }

    /// The passages of `set` without the titles of articles that have another passage in it: a headline is shown for
    /// its article only where nothing else of it is found.
    pub fn without_titles_beside_others(&self, set: &PassageSet) -> PassageSet {
        if self.is_looked_up(set) {
            return self.which_of(set, |_, columns, found, doc| {
                columns.kind.first(doc) != Some(kind_number(BlockKind::Title))
                    || found.next(columns.first_of(doc)) == doc && found.next(doc + 1) >= columns.end_of(doc)
            });
        }
        let titles = self.titles.get_or_init(|| self.of_kind(BlockKind::Title));
        let segments = self.segments().iter().zip(set.segments()).zip(titles.segments());
        let left = segments.map(|((own, found), titles)| {
            let mut repeated = Bits::none(found.docs());
            let mut both = found.clone();
            both.intersect(titles);
            both.iter().filter(|&title| own.has_another(found, title)).for_each(|title| repeated.insert(title));
            let mut left = found.clone();
            left.subtract(&repeated);
            left
        });
        PassageSet::new(left.collect())
    }

    /// How many articles have a passage in `set`.
    pub fn count_in(&self, set: &PassageSet) -> u64 {
        let mut count = 0;
        for (own, bits) in self.segments().iter().zip(set.segments()) {
            own.each_in(bits, |_, _| count += 1);
        }
        count
    }

    /// The passage that stands for each article: its title, or its first passage that is none of the page's furniture.
    pub fn representatives(&self) -> &PassageSet {
        self.representatives.get_or_init(|| {
            let of_segment = |(own, kinds): (&SegmentArticles, &Vec<u8>)| {
                let mut bits = Bits::none(kinds.len() as DocId);
                own.firsts.windows(2).for_each(|ends| bits.insert(representative(kinds, ends[0], ends[1])));
                bits
            };
            PassageSet::new(self.segments().iter().zip(self.kinds()).map(of_segment).collect())
        })
    }

    /// The titles that have a word.
    pub fn titles_in_words(&self) -> PassageSet {
        let title = kind_number(BlockKind::Title) as u8;
        let bits = (0..).zip(self.kinds()).map(|(number, kinds)| {
            let length = &self.snapshot.columns(number).length;
            let has_words = |doc| length.first(doc).is_some_and(|words| words > 0);
            Bits::which(kinds.len() as DocId, |doc| kinds[doc as usize] == title && has_words(doc))
        });
        PassageSet::new(bits.collect())
    }
}

/// The passage that stands for the article from `first` to before `end`.
fn representative(kinds: &[u8], first: DocId, end: DocId) -> DocId {
    let of_kind = |kind: BlockKind| {
        let number = kind_number(kind) as u8;
        (first..end).find(|&doc| kinds[doc as usize] == number)
    };
    of_kind(BlockKind::Title).or_else(|| of_kind(BlockKind::Body)).unwrap_or(first)
}

fn column(segment: &SegmentReader, name: &str) -> Result<Column<i64>, IndexError> {
    Ok(segment.fast_fields().i64(name)?)
}

/// The day that lies `days` days after 1970-01-01.
fn day(days: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// Values of a column that are read at once.
const AT_ONCE: usize = 4096;

/// Calls `each` with all documents and their values in a column, `missing` where there is none.
fn each_value(column: &Column<u64>, docs: DocId, missing: u64, mut each: impl FnMut(DocId, u64)) {
    if !matches!(column.index, ColumnIndex::Full) {
        return (0..docs).for_each(|doc| each(doc, column.first(doc).unwrap_or(missing)));
    }
    let mut values = [0; AT_ONCE];
    for start in (0..docs).step_by(AT_ONCE) {
        let values = &mut values[..AT_ONCE.min((docs - start) as usize)];
        column.values.get_range(u64::from(start), values);
        (start..).zip(values).for_each(|(doc, &mut value)| each(doc, value));
    }
}

#[cfg(test)]
mod tests;
