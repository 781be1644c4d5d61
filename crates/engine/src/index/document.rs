//! An annotated article as Tantivy documents, one per passage.

use std::fmt::Write;

use jiff::civil::Date;
use tantivy::schema::Field;

use super::buffer::TextBuffer;
use super::outgoing::{Documents, Value};
use super::packed::PassageParts;
use super::record::{ArticleFindings, ArticleRecord, pack, push_speaker_key};
use super::schema::Fields;
use super::tokens::{PARAGRAPH, RUN_WORD, SENTENCE, push_gap, push_run, push_same, push_word};
use onrecord_annotate::date::PartialDate;
use onrecord_annotate::speaker::QuoteKind;
use onrecord_api::handle::Handle;
use onrecord_api::keys::ArticleKey;
pub use onrecord_api::keys::{article_hash, article_key, id_key, path_key, source_key};
pub use onrecord_api::store::Annotated;
use onrecord_text::analyze::{Folding, Forms, Word, analyze_name, fold};
use onrecord_text::article::BlockKind;
use onrecord_text::authors::authors;
use onrecord_text::limit;
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// Key of a record of clues, which no source has.
pub(super) fn clues_key(shard: usize) -> [u8; 16] {
    source_key(&format!("\0\0{shard}"))
}

/// As many values as most passages have.
const VALUES: usize = 14;

/// The documents of an article in passage order. An article without passages has none.
pub fn documents(fields: &Fields, source: &[u8; 16], annotated: &Annotated) -> Documents {
    let passages = annotated.passages.len();
    let shares = Shares::new(annotated);
    let text = annotated.text.content().len();
    let mut docs = Documents::with_capacity(passages, 2 * text + text / 4, VALUES);
    let (key, source_key) = (docs.bytes(&article_key(source, &annotated.text.article.id)), docs.bytes(source));
    for i in 0..passages {
        limit::check();
        add_words(fields, annotated, i, &mut docs);
        docs.add(fields.article, key);
        docs.add(fields.source, source_key);
        docs.add(fields.passages, Value::Unsigned(passages as u64));
        add_passage(fields, annotated, &shares, i, &mut docs);
        if i == 0 {
            add_article(fields, source, annotated, &mut docs);
        }
        docs.end();
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

/// Adds the words of a passage; those of a title twice.
fn add_words(fields: &Fields, annotated: &Annotated, i: usize, docs: &mut Documents) {
    let passage = &annotated.passages[i];
    let words = docs.text_of(|value| push_words(value, annotated, passage));
    docs.add(fields.body, words);
    if passage.kind == BlockKind::Title {
        docs.add(fields.title, words);
    }
}

fn add_passage(fields: &Fields, annotated: &Annotated, shares: &Shares, i: usize, docs: &mut Documents) {
    let passage = &annotated.passages[i];
    docs.add(fields.ordinal, Value::Unsigned(u64::from(passage.ordinal)));
    docs.add(fields.length, Value::Unsigned(u64::from(passage.words.end - passage.words.start)));
    docs.add(fields.kind, Value::Unsigned(kind_number(passage.kind)));
    let parts = passage_parts(annotated, shares, i);
    add_found(fields, &parts, docs);
    add_quoted(fields, annotated, &shares.quotes[i], passage, docs);
    let text = docs.text(words_of(annotated, i));
    docs.add(fields.text, text);
    let record = docs.bytes_of(|bytes| parts.pack(bytes));
    docs.add(fields.record, record);
}

/// The number under which a kind is indexed.
pub fn kind_number(kind: BlockKind) -> u64 {
    BlockKind::ALL.iter().position(|&k| k == kind).expect("every kind is listed") as u64
}

/// The kind indexed under a number.
pub fn kind_of_number(number: u64) -> BlockKind {
    BlockKind::ALL.get(number as usize).copied().unwrap_or(BlockKind::Body)
}

/// Appends the passage's words as [`super::tokens`] describes.
fn push_words(value: &mut TextBuffer, annotated: &Annotated, passage: &Passage) {
    let (text, forms) = (annotated.text, annotated.forms);
    let mut block = None;
    for sentence in &text.sentences[passage.sentences.start as usize..passage.sentences.end as usize] {
        let Some((first, rest)) = text.words_of(&sentence.words).split_first() else { continue };
        let opens_block = block.is_some_and(|block| block != sentence.block);
        if opens_block {
            push_gap(value);
        }
        push_spelling(value, first, text.content(), forms);
        if block.replace(sentence.block).is_some() {
            push_same(value, SENTENCE);
        }
        if opens_block {
            push_same(value, PARAGRAPH);
        }
        push_spellings(value, rest, text.content(), forms);
    }
}

/// Appends words of `text` in order, those together that need no look at their spellings.
fn push_spellings(value: &mut TextBuffer, mut words: &[Word], text: &str, forms: &Forms) {
    while let Some(word) = words.first() {
        let run = run_length(words, forms);
        push_run(value, text, &words[..run]);
        if run == 0 {
            push_spelling(value, word, text, forms);
        }
        words = &words[run.max(1)..];
    }
}

/// How many of the words can be appended as one piece of text: those that folding changes no more than from
/// capitals to small letters, with one byte between each two.
fn run_length(words: &[Word], forms: &Forms) -> usize {
    let is_plain =
        |word: &Word| forms.folding(word.form) != Folding::Other && !word.acronym && word.span.len() <= RUN_WORD;
    let mut end = None;
    let goes_on = |word: &&Word| {
        let follows = end.is_none_or(|end| word.span.start == end + 1);
        end = Some(word.span.end);
        follows && is_plain(word)
    };
    words.iter().take_while(goes_on).count()
}

/// Appends a word of `text`, and an acronym's capitals.
fn push_spelling(value: &mut TextBuffer, word: &Word, text: &str, forms: &Forms) {
    push_word(value, forms.folded(word.form));
    if word.acronym {
        push_same(value, &fold::capitals(word.span.of(text)));
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

fn add_found(fields: &Fields, parts: &PassageParts, docs: &mut Documents) {
    let speakers = parts.quotes.iter().filter_map(|q| q.speaker.as_ref());
    for (kind, name) in distinct(speakers.clone().map(|s| (s.kind, s.name.as_str()))) {
        let key = docs.text_of(|text| push_speaker_key(text, kind, name));
        docs.add(fields.speaker, key);
    }
    for role in distinct(speakers.filter_map(|s| s.role.as_deref())) {
        let role = docs.text(role);
        docs.add(fields.role, role);
    }
    for topic in distinct(parts.topics.iter().map(|t| t.id.as_str())) {
        let topic = docs.text(topic);
        docs.add(fields.topic, topic);
    }
    for (earliest, latest) in distinct(parts.dates.iter().filter_map(|d| d.earliest.zip(d.latest))) {
        let days = docs.text_of(|text| {
            let _ = write!(text, "{earliest}..{latest}");
        });
        docs.add(fields.mentions, days);
    }
}

/// Adds where the quotes of a passage, these of all, begin and end.
fn add_quoted(fields: &Fields, annotated: &Annotated, quotes: &[usize], passage: &Passage, docs: &mut Documents) {
    if quotes.is_empty() {
        return;
    }
    let positions: Vec<u32> = passage.positions(annotated.text).collect();
    let (start, end) = (passage.words.start as usize, passage.words.end as usize);
    for quote in quotes.iter().map(|&quote| &annotated.findings.quotes[quote]) {
        let words = annotated.text.words_in(quote.span);
        let (from, to) = (words.start.max(start), words.end.min(end));
        if from >= to {
            continue;
        }
        let field = if quote.kind == QuoteKind::Indirect { fields.paraphrased } else { fields.said };
        docs.add(field, Value::Unsigned(u64::from(positions[from - start])));
        docs.add(field, Value::Unsigned(u64::from(positions[to - 1 - start])));
    }
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Adds what is true of the article as a whole.
fn add_article(fields: &Fields, source: &[u8; 16], annotated: &Annotated, docs: &mut Documents) {
    let article = annotated.text.article;
    let record = article_record(source, annotated);
    add_dates(fields, &record.found, docs);
    docs.add(fields.hash, Value::Unsigned(article_hash(article)));
    let (path, id) = (article.path.as_str(), article.id.as_str());
    let place = docs.text_of(|text| [path, "\0", id].iter().for_each(|part| text.push_str(part)));
    docs.add(fields.place, place);
    let handle = docs.bytes(&Handle::of(&ArticleKey(article_key(source, id))).to_bytes());
    docs.add(fields.handle, handle);
    let mut add = |field, text: &str| {
        let text = docs.text(text);
        docs.add(field, text);
    };
    add(fields.path, path);
    if let Some(language) = &record.found.language {
        add(fields.lang, language);
    }
    if let Some(url) = &article.metadata.url {
        add(fields.url, url);
    }
    if let Some(outlet) = &article.metadata.outlet {
        add(fields.outlet, outlet);
        add_name(fields.outlet_words, outlet, docs);
    }
    if let Some(byline) = &article.metadata.author {
        // Counted by each author, found by the words of all.
        for author in authors(byline) {
            let value = docs.text(&author);
            docs.add(fields.author, value);
        }
        add_name(fields.author_words, byline, docs);
    }
    if let Some(section) = article.section() {
        add_name(fields.section, section, docs);
    }
    let record = docs.bytes(&pack(&record));
    docs.add(fields.parent, record);
}

fn add_dates(fields: &Fields, found: &ArticleFindings, docs: &mut Documents) {
    let published = &found.published;
    if !found.own_published.as_ref().unwrap_or(published).is_given() {
        docs.add(fields.undated, Value::Unsigned(1));
    }
    if found.own_published.is_some() {
        docs.add(fields.undated, Value::Unsigned(2));
    }
    let best = published.best.map(|best| best.days().unwrap_or((first_day(best), first_day(best))));
    for (field, day) in [
        (fields.earliest, published.earliest),
        (fields.latest, published.latest),
        (fields.best, best.map(|(first, _)| first)),
        (fields.best_last, best.map(|(_, last)| last)),
    ] {
        if let Some(day) = day {
            docs.add(field, Value::Signed(days_since_epoch(day)));
        }
    }
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
        address: article.address.clone(),
        taxonomy: findings.taxonomy,
        found: ArticleFindings {
            language: findings.language.clone(),
            published: findings.published.clone(),
            own_published: findings.own_published.clone(),
            topics: findings.topics.clone(),
        },
    }
}

/// Adds the words of a name.
fn add_name(field: Field, name: &str, docs: &mut Documents) {
    let mut forms = Forms::new();
    let words = analyze_name(name, &mut forms);
    let value = docs.text_of(|text| {
        words.iter().for_each(|word| push_spelling(text, word, name, &forms));
    });
    docs.add(field, value);
}

/// Days from 1970-01-01 to `day`.
pub fn days_since_epoch(day: Date) -> i64 {
    i64::from((day - jiff::civil::date(1970, 1, 1)).get_days())
}

/// The first day of a day, month or year.
pub fn first_day(date: PartialDate) -> Date {
    Date::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).unwrap_or(Date::ZERO)
}
