//! Results that are statements: one a row, with its date, words, speaker, role and source.

use super::days::When;
use super::groups::{article_of, article_page, citation, marked, title_of};
use super::links::State;
use super::who::Who;
use super::words::{html, shown};
use crate::annotate::speaker::QuoteKind;
use crate::api::{Place, Quote, SearchAnswer, Statement};

/// Below this confidence the page calls the attribution of a statement uncertain. Of those below it a third are
/// wrong on PolNeAR dev (.33), and more by five-fold cross-validation over train (.43).
const UNCERTAIN: f32 = 0.7;

/// A statement.
pub struct Row {
    /// When its article appeared; nothing where the row before says the same.
    pub date: When,
    /// Whether the article has no date at all.
    pub undated: bool,
    /// `direct` or `indirect`, for the style.
    pub kind: &'static str,
    /// Its words as HTML.
    pub html: String,
    /// Who said it; nobody where that cannot be told.
    pub who: Option<Who>,
    /// To whom, as printed, or nothing.
    pub to: String,
    /// What is to be known of it: that it is a paraphrase, that the attribution is uncertain.
    pub label: &'static str,
    /// Its place in the article.
    pub href: String,
    /// The number of its passage.
    pub ordinal: u32,
    /// The headline of its article.
    pub title: String,
    /// The outlet, or nothing.
    pub outlet: String,
    /// The words with their source, to be copied.
    pub citation: String,
}

/// The statements of an answer, in order.
pub fn rows(answer: &SearchAnswer, state: &State, base: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = answer.statements.iter().map(|statement| row(statement, state, base)).collect();
    for i in (1..rows.len()).rev() {
        if rows[i].date == rows[i - 1].date && rows[i].undated == rows[i - 1].undated {
            rows[i].date = When::default();
            rows[i].undated = false;
        }
    }
    rows
}

fn row(statement: &Statement, state: &State, base: &str) -> Row {
    let Statement { article, quote, text, .. } = statement;
    let date = When::of(&article.published);
    // A statement that goes on in the next passage is shown as far as its own.
    let part = Place { bytes: [quote.span.bytes[0], quote.span.bytes[0] + text.len() as u32], ..quote.span };
    let page = article_page(article_of(&statement.handle), state, statement.rank, base);
    Row {
        undated: date.words.is_empty(),
        date,
        kind: kind(quote),
        html: html(text, part, &marked(&statement.marks)),
        who: Who::of(quote, base),
        to: shown(statement.to.as_deref().unwrap_or_default()).into_owned(),
        label: label(quote),
        href: format!("{page}#p{}", statement.ordinal),
        ordinal: statement.ordinal,
        title: shown(title_of(article)).into_owned(),
        outlet: shown(article.outlet.as_deref().unwrap_or_default()).into_owned(),
        citation: cited(statement),
    }
}

/// The words, who said them, and the source.
fn cited(statement: &Statement) -> String {
    let source = citation(&statement.text, &statement.article, &statement.handle);
    let Some(speaker) = &statement.quote.speaker else { return source };
    let role = speaker.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
    shown(&format!("{}{role}: {source}", speaker.name)).into_owned()
}

/// `direct` or `indirect`, for the style.
pub fn kind(quote: &Quote) -> &'static str {
    if quote.kind == QuoteKind::Indirect { "indirect" } else { "direct" }
}

/// What is to be known of a statement.
pub fn label(quote: &Quote) -> &'static str {
    let is_uncertain = quote.speaker.is_some() && quote.confidence < UNCERTAIN;
    match (quote.kind == QuoteKind::Indirect, is_uncertain) {
        (true, true) => "paraphrased; attribution uncertain",
        (true, false) => "paraphrased",
        (false, true) => "attribution uncertain",
        (false, false) => "",
    }
}
