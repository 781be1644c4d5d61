//! An annotated article as Tantivy documents, one per passage.

use jiff::civil::Date;

use super::Document;
use super::packed::PassageParts;
use super::record::{ArticleFindings, ArticleRecord, pack, speaker_key};
use super::schema::Fields;
use super::tokens::{PARAGRAPH, SENTENCE, push_gap, push_same, push_word};
use crate::analyze::{Analyzed, Folding, Forms, Word, analyze_name, fold};
use crate::annotate::Findings;
use crate::annotate::date::{Basis, PartialDate, Published};
use crate::article::{Article, BlockKind};
use crate::passage::Passage;
use crate::span::Span;

/// An article with everything found in it, ready to become documents.
pub struct Annotated<'a> {
    /// Words and sentences of the article.
    pub text: &'a Analyzed<'a>,
    /// The spellings that the words refer to.
    pub forms: &'a Forms,
    /// Its passages.
    pub passages: &'a [Passage],
    /// What annotators found.
    pub findings: &'a Findings,
}

/// Key of an article: 16 bytes of its source's key and id.
pub fn article_key(source: &[u8; 16], id: &str) -> [u8; 16] {
    let mut bytes = source.to_vec();
    bytes.extend_from_slice(id.as_bytes());
    xxhash_rust::xxh3::xxh3_128(&bytes).to_le_bytes()
}

/// Key of a source: 16 bytes of its path.
pub fn source_key(path: &str) -> [u8; 16] {
    xxhash_rust::xxh3::xxh3_128(path.as_bytes()).to_le_bytes()
}

/// The number under which an article's id is found: ids are long and mostly alike, and each as a term of its own
/// would be a large part of the dictionaries. Two ids may have the same.
pub fn id_number(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

/// Hash of all that an article was read as: whether it has changed.
pub fn article_hash(article: &Article) -> u64 {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    hasher.update(article.content.as_bytes());
    hasher.update(&pack(&(&article.metadata, &article.blocks, article.text_start)));
    hasher.digest()
}

/// The documents of an article in passage order. An article without passages has none.
pub fn documents(fields: &Fields, source: &[u8; 16], annotated: &Annotated) -> Vec<Document> {
    let article = annotated.text.article;
    let key = article_key(source, &article.id);
    let shares = Shares::new(annotated);
    let mut docs: Vec<Document> = (0..annotated.passages.len())
        .map(|i| {
            let mut doc = passage_document(fields, annotated, &shares, i);
            doc.add_key(fields.article, key);
            doc.add_key(fields.source, *source);
            doc.add_u64(fields.passages, annotated.passages.len() as u64);
            doc
        })
        .collect();
    if let Some(first) = docs.first_mut() {
        add_article_fields(fields, source, annotated, first);
    }
    docs
}

/// What of an article's findings falls to each passage.
struct Shares {
    quotes: Vec<Vec<usize>>,
    dates: Vec<Vec<usize>>,
    blocks: Vec<Vec<usize>>,
    chars_before: Vec<u32>,
}

impl Shares {
    fn new(annotated: &Annotated) -> Self {
        let (passages, findings) = (annotated.passages, annotated.findings);
        Shares {
            quotes: share(passages, findings.quotes.iter().map(|q| q.span)),
            dates: share(passages, findings.dates.iter().map(|d| d.span)),
            blocks: share(passages, annotated.text.article.blocks.iter().map(|b| b.span)),
            chars_before: chars_before(annotated.text.content(), passages),
        }
    }
}

/// For each passage, the code points of the content before it.
fn chars_before(content: &str, passages: &[Passage]) -> Vec<u32> {
    let (mut chars, mut at) = (0, 0);
    let mut counts = Vec::with_capacity(passages.len());
    for passage in passages {
        let start = passage.span.start as usize;
        chars += content[at..start].chars().count() as u32;
        at = start;
        counts.push(chars);
    }
    counts
}

/// For each passage, the numbers of the spans that overlap it.
fn share(passages: &[Passage], spans: impl Iterator<Item = Span>) -> Vec<Vec<usize>> {
    let mut shares = vec![Vec::new(); passages.len()];
    for (number, span) in spans.enumerate() {
        let first = passages.partition_point(|p| p.span.end <= span.start);
        for (passage, share) in passages[first..].iter().zip(&mut shares[first..]) {
            if !passage.span.overlaps(span) {
                break;
            }
            share.push(number);
        }
    }
    shares
}

/// As many values as most passages have.
const VALUES: usize = 16;

fn passage_document(fields: &Fields, annotated: &Annotated, shares: &Shares, i: usize) -> Document {
    let passage = &annotated.passages[i];
    let mut doc = Document::with_capacity(VALUES);
    let body = body_value(annotated, passage);
    if passage.kind == BlockKind::Title {
        doc.add_text(fields.title, body.as_str());
    }
    doc.add_text(fields.body, body);
    doc.add_u64(fields.ordinal, u64::from(passage.ordinal));
    doc.add_u64(fields.length, u64::from(passage.words.end - passage.words.start));
    doc.add_u64(fields.kind, kind_number(passage.kind));
    let parts = passage_parts(annotated, shares, i);
    add_found_fields(fields, &parts, &mut doc);
    doc.add_text(fields.text, words_of(annotated, i));
    doc.add_bytes(fields.record, parts.pack());
    doc
}

/// The number under which a kind is indexed.
pub fn kind_number(kind: BlockKind) -> u64 {
    BlockKind::ALL.iter().position(|&k| k == kind).expect("every kind is listed") as u64
}

/// The kind indexed under a number.
pub fn kind_of_number(number: u64) -> BlockKind {
    BlockKind::ALL.get(number as usize).copied().unwrap_or(BlockKind::Body)
}

/// The passage's words as [`super::tokens`] describes.
fn body_value(annotated: &Annotated, passage: &Passage) -> String {
    let (text, forms) = (annotated.text, annotated.forms);
    let mut value = String::with_capacity(passage.span.len() + 16);
    let mut sentences = text.sentences[passage.sentences.start as usize..passage.sentences.end as usize].iter();
    let mut block = sentences.next().map(|s| s.block);
    let mut next = sentences.next();
    for (number, word) in (passage.words.start..passage.words.end).zip(text.words_of(&passage.words)) {
        let begins = next.filter(|s| s.words.start == number);
        let opens_block = begins.is_some_and(|s| Some(s.block) != block);
        if opens_block {
            push_gap(&mut value);
        }
        push_spelling(&mut value, word, word.span.of(text.content()), forms);
        if let Some(sentence) = begins {
            push_same(&mut value, SENTENCE);
            if opens_block {
                push_same(&mut value, PARAGRAPH);
            }
            block = Some(sentence.block);
            next = sentences.next();
        }
    }
    value
}

/// Appends a word that is spelled `raw`, and an acronym's capitals.
fn push_spelling(value: &mut String, word: &Word, raw: &str, forms: &Forms) {
    match forms.folding(word.form) {
        Folding::None => push_word(value, raw),
        Folding::Case => {
            let start = value.len();
            push_word(value, raw);
            value[start..].make_ascii_lowercase();
        }
        Folding::Other => push_word(value, forms.folded(word.form)),
    }
    if word.acronym {
        push_same(value, &fold::capitals(raw));
    }
}

/// The passage's text, and what follows it up to the next passage.
fn words_of<'a>(annotated: &Annotated<'a>, i: usize) -> &'a str {
    let content = annotated.text.content();
    let end = annotated.passages.get(i + 1).map_or(content.len(), |next| next.span.start as usize);
    &content[annotated.passages[i].span.start as usize..end]
}

fn passage_parts<'a>(annotated: &Annotated<'a>, shares: &Shares, i: usize) -> PassageParts<'a> {
    let (passage, findings) = (&annotated.passages[i], annotated.findings);
    PassageParts {
        ordinal: passage.ordinal,
        kind: passage.kind,
        span: passage.span,
        line: passage.line,
        chars_before: shares.chars_before[i],
        blocks: shares.blocks[i].iter().map(|&b| clip(annotated.text.article.blocks[b].span, passage.span)).collect(),
        quotes: shares.quotes[i].iter().map(|&q| &findings.quotes[q]).collect(),
        dates: shares.dates[i].iter().map(|&d| &findings.dates[d]).collect(),
        topics: findings.passage_topics.get(i).map_or(&[], Vec::as_slice),
    }
}

fn clip(span: Span, within: Span) -> Span {
    Span { start: span.start.max(within.start), end: span.end.min(within.end) }
}

fn add_found_fields(fields: &Fields, parts: &PassageParts, doc: &mut Document) {
    let speakers = parts.quotes.iter().filter_map(|q| q.speaker.as_ref());
    for speaker in distinct(speakers.clone().map(|s| (s.kind, s.name.as_str()))) {
        doc.add_text(fields.speaker, speaker_key(speaker.0, speaker.1));
    }
    for role in distinct(speakers.filter_map(|s| s.role.as_deref())) {
        doc.add_text(fields.role, role);
    }
    for topic in distinct(parts.topics.iter().map(|t| t.id.as_str())) {
        doc.add_text(fields.topic, topic);
    }
    for (earliest, latest) in distinct(parts.dates.iter().filter_map(|d| d.earliest.zip(d.latest))) {
        doc.add_text(fields.mentions, format!("{earliest}..{latest}"));
    }
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

fn add_article_fields(fields: &Fields, source: &[u8; 16], annotated: &Annotated, doc: &mut Document) {
    let article = annotated.text.article;
    let record = article_record(source, annotated);
    let published = &record.found.published;
    if !is_given(record.found.own_published.as_ref().unwrap_or(published)) {
        doc.add_u64(fields.undated, 1);
    }
    for (field, day) in [(fields.earliest, published.earliest), (fields.latest, published.latest)] {
        if let Some(day) = day {
            doc.add_i64(field, days_since_epoch(day));
        }
    }
    if let Some(best) = published.best {
        doc.add_i64(fields.best, days_since_epoch(first_day(best)));
    }
    if let Some(outlet) = &article.metadata.outlet {
        doc.add_text(fields.outlet, outlet.as_str());
        doc.add_text(fields.outlet_words, name_value(outlet));
    }
    if let Some(section) = article.section() {
        doc.add_text(fields.section, name_value(section));
    }
    doc.add_text(fields.path, article.path.as_str());
    doc.add_u64(fields.id, id_number(&article.id));
    doc.add_text(fields.place, format!("{}\0{}", article.path, article.id));
    if let Some(language) = &record.found.language {
        doc.add_text(fields.lang, language.as_str());
    }
    doc.add_bytes(fields.parent, pack(&record));
}

/// Whether a publication date is given, so that nothing else has to settle it.
pub fn is_given(published: &Published) -> bool {
    matches!(published.basis, Basis::Stated | Basis::Metadata | Basis::Filename)
}

fn article_record(source: &[u8; 16], annotated: &Annotated) -> ArticleRecord {
    let article = annotated.text.article;
    let lead = annotated.passages.first().map_or(0, |p| p.span.start as usize);
    let findings = annotated.findings;
    ArticleRecord {
        source: *source,
        id: article.id.clone(),
        path: article.path.clone(),
        title: article.title().to_owned(),
        text_start: article.text_start,
        text_start_chars: article.content[..article.text_start as usize].chars().count() as u32,
        section_label: article.metadata.section.is_none().then(|| article.section().map(str::to_owned)).flatten(),
        lead: article.content[..lead].to_owned(),
        blocks: article.blocks.clone(),
        metadata: article.metadata.clone(),
        hash: article_hash(article),
        taxonomy: findings.taxonomy,
        found: ArticleFindings {
            language: findings.language.clone(),
            published: findings.published.clone(),
            own_published: findings.own_published.clone(),
            topics: findings.topics.clone(),
        },
    }
}

/// The words of a name as a text value.
fn name_value(name: &str) -> String {
    let mut forms = Forms::new();
    let mut value = String::with_capacity(name.len());
    for word in analyze_name(name, &mut forms) {
        push_spelling(&mut value, &word, word.span.of(name), &forms);
    }
    value
}

/// Days from 1970-01-01 to `day`.
pub fn days_since_epoch(day: Date) -> i64 {
    i64::from((day - jiff::civil::date(1970, 1, 1)).get_days())
}

/// The first day of a day, month or year.
pub fn first_day(date: PartialDate) -> Date {
    Date::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).unwrap_or(Date::ZERO)
}
