//! Articles and passages by name.

use super::offsets::Offsets;
use super::question::parse;
use super::refusal::Refusal;
use super::shape::Shape;
use crate::highlight;
use crate::span::Span;
use onrecord_api::backend::{BackendError, StoredArticle, View};
use onrecord_api::keys::ArticleKey;
use onrecord_api::{Handle, Mark, ShowAnswer, ShowRequest, Shown};

/// Most articles that a beginning of a handle may mean.
const CANDIDATES: usize = 20;

/// The articles of a name, or those with the passage of this name.
///
/// A name is tried as an exact id, as a handle, as a path and as a line of a path, in this order. A beginning that
/// several handles have gives all of them.
pub(super) fn show(view: &dyn View, request: &ShowRequest) -> Result<ShowAnswer, Refusal> {
    let query = request.query.as_deref().map(parse).transpose()?;
    let Named { keys, part } = find(view, &request.name)?;
    let (mut articles, mut past_end) = (Vec::new(), None);
    for key in keys {
        let stored = view.article(&key)?;
        let Some(ordinal) = part.ordinal(&stored) else { continue };
        past_end = past_end.or(part.past_end(&stored));
        let stored = match part {
            Part::Statement(ordinal, number) => match only_statement(stored, ordinal, number) {
                Some(stored) => stored,
                None => continue,
            },
            _ => stored,
        };
        let found = query.as_ref().map(|query| view.found_in(&key, query)).transpose()?;
        articles.push(shown(view, stored, ordinal, request.context, &found.unwrap_or_default(), &key)?);
    }
    let hidden =
        if matches!(part, Part::Whole) && !articles.is_empty() { hidden_passage(view, &request.name)? } else { None };
    if let Part::Statement(..) = part {
        articles.iter_mut().for_each(mark_statement);
    }
    Ok(ShowAnswer { articles, hidden, past_end })
}

/// What a name means.
struct Named {
    keys: Vec<ArticleKey>,
    part: Part,
}

/// The part of an article that a name means.
enum Part {
    Whole,
    Passage(u32),
    /// A quote of a passage, by its number there.
    Statement(u32, usize),
    Line(u32),
}

impl Part {
    /// The passage that is meant, if it is not the whole article; nothing where the article has no such part.
    fn ordinal(&self, stored: &StoredArticle) -> Option<Option<u32>> {
        match *self {
            Part::Whole => Some(None),
            Part::Passage(ordinal) | Part::Statement(ordinal, _) => {
                ((ordinal as usize) < stored.passages.len()).then_some(Some(ordinal))
            }
            Part::Line(line) => passage_at(stored, line).map(|(_, ordinal)| Some(ordinal)),
        }
    }

    /// The line on which the last passage begins, where the line that is meant lies behind its end.
    fn past_end(&self, stored: &StoredArticle) -> Option<u32> {
        let (Part::Line(line), Some(last)) = (self, stored.passages.last()) else { return None };
        let begins = stored.article.address.line(last.line);
        let breaks = last.span.of(&stored.article.content).matches('\n').count() as u32;
        (*line > begins.saturating_add(breaks)).then_some(begins)
    }
}

/// The passage that the line of a file lies in, with the line on which it begins.
fn passage_at(stored: &StoredArticle, line: u32) -> Option<(u32, u32)> {
    let address = &stored.article.address;
    let begins = stored.passages.iter().map(|passage| (address.line(passage.line), passage.ordinal));
    begins.filter(|(begin, _)| *begin <= line).max()
}

/// The articles that a name means, and what part of them.
fn find(view: &dyn View, name: &str) -> Result<Named, BackendError> {
    let whole = |keys: Vec<ArticleKey>| (!keys.is_empty()).then_some(Named { keys, part: Part::Whole });
    if let Some(named) = whole(view.find_id(name)?) {
        return Ok(named);
    }
    let statement = name.rsplit_once('#').and_then(|(passage, n)| Some((passage, n.parse::<usize>().ok()?)));
    let bare = statement.map_or(name, |(passage, _)| passage);
    let numbered = bare.rsplit_once(':').and_then(|(article, number)| Some((article, number.parse::<u32>().ok()?)));
    if let Some((article, ordinal)) = numbered {
        for keys in [view.find_id(article)?, view.find_handle(article, CANDIDATES)?] {
            if !keys.is_empty() {
                let part = statement.map_or(Part::Passage(ordinal), |(_, number)| Part::Statement(ordinal, number));
                return Ok(Named { keys, part });
            }
        }
    }
    for keys in [view.find_handle(bare, CANDIDATES)?, view.find_path(name)?] {
        if let Some(named) = whole(keys) {
            return Ok(named);
        }
    }
    match numbered {
        Some((path, line)) => Ok(Named { keys: at_line(view, path, line)?, part: Part::Line(line) }),
        None => Ok(Named { keys: Vec::new(), part: Part::Whole }),
    }
}

/// The article of a file that a line lies in: of several, the last that has a passage at or before it.
fn at_line(view: &dyn View, path: &str, line: u32) -> Result<Vec<ArticleKey>, BackendError> {
    let mut last = None;
    for key in view.find_path(path)? {
        let at = passage_at(&view.article(&key)?, line).map(|(begin, _)| begin);
        if at.is_some() && last.is_none_or(|(begin, _)| Some(begin) < at) {
            last = at.map(|begin| (begin, key));
        }
    }
    Ok(last.map(|(_, key)| key).into_iter().collect())
}

/// The article and the ordinal of a passage that has the id of an article, which is what is shown.
fn hidden_passage(view: &dyn View, name: &str) -> Result<Option<(String, u32)>, BackendError> {
    let Some((article, ordinal)) = passage_name(name) else { return Ok(None) };
    let Some(key) = view.find_id(article)?.into_iter().next() else { return Ok(None) };
    let passages = view.article(&key)?.passages.len();
    Ok(((ordinal as usize) < passages).then(|| (article.to_owned(), ordinal)))
}

/// An article's id and an ordinal, where a name is made of these.
fn passage_name(name: &str) -> Option<(&str, u32)> {
    let (article, ordinal) = name.rsplit_once(':')?;
    Some((article, ordinal.parse().ok()?))
}

fn shown(
    view: &dyn View,
    stored: StoredArticle,
    ordinal: Option<u32>,
    context: u32,
    found: &[Option<highlight::Found>],
    key: &ArticleKey,
) -> Result<Shown, BackendError> {
    let part = match ordinal {
        Some(ordinal) => around(stored, ordinal, context),
        None => stored,
    };
    let line = ordinal.and_then(|ordinal| part.passages.iter().find(|passage| passage.ordinal == ordinal));
    let address = part.article.address.place(line.map_or(1, |passage| passage.line));
    let offsets = Offsets::of(&part.article);
    let shown = |span: Span| part.passages.iter().any(|passage| passage.span.overlaps(span));
    let marks = found.iter().flatten().flat_map(|found| &found.marks).filter(|mark| shown(mark.span));
    let marks = marks.map(|mark| Mark {
        span: offsets.place(mark.span),
        text: offsets.text(mark.span).to_owned(),
        clauses: mark.clauses.clone(),
    });
    let marks = marks.collect();
    let shape = Shape::new(offsets, view.collection());
    let article = shape.article(&part.article, &part.passages, &part.findings);
    let text = part.article.text().to_owned();
    let handle = Handle::of(key).to_string();
    Ok(Shown { article, text, handle, passage: ordinal, marks, address, location: view.location(key)? })
}

/// The article with one quote of a passage alone; nothing where the passage has no such quote.
fn only_statement(mut stored: StoredArticle, ordinal: u32, number: usize) -> Option<StoredArticle> {
    let passage = stored.passages.iter().find(|passage| passage.ordinal == ordinal)?;
    let quote = stored.findings.quotes.iter().filter(|quote| passage.span.overlaps(quote.span)).nth(number)?.clone();
    stored.findings.quotes = vec![quote];
    Some(stored)
}

/// Marks the words of the only quote that is shown, unless a query marks others.
fn mark_statement(shown: &mut Shown) {
    if let ([quote], true) = (shown.article.quotes.as_slice(), shown.marks.is_empty()) {
        let text = shown.text.get(quote.span.range()).unwrap_or_default().to_owned();
        shown.marks.push(Mark { span: quote.span, text, clauses: Vec::new() });
    }
}

/// The article with what was found in one of its passages alone, and in those within `context` of it.
fn around(stored: StoredArticle, ordinal: u32, context: u32) -> StoredArticle {
    let StoredArticle { article, passages, mut findings } = stored;
    let (first, last) = (ordinal.saturating_sub(context), ordinal.saturating_add(context));
    let is_near = |ordinal: u32| (first..=last).contains(&ordinal);
    let mut topics = std::mem::take(&mut findings.passage_topics).into_iter();
    let mut kept = Vec::new();
    for passage in passages {
        let about = topics.next().unwrap_or_default();
        if is_near(passage.ordinal) {
            kept.push(passage);
            findings.passage_topics.push(about);
        }
    }
    let overlaps = |span: Span| kept.iter().any(|passage| passage.span.overlaps(span));
    findings.quotes.retain(|quote| overlaps(quote.span));
    findings.dates.retain(|date| overlaps(date.span));
    StoredArticle { article, passages: kept, findings }
}
