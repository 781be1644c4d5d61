//! Values that are no words of a text: ids, paths, kinds, languages, days.

use crate::ast::{Term, TermMode};
use crate::field::Field;
use crate::highlight::view::PassageView;
use crate::pattern::wildcard::Wildcard;
use crate::period::Period;
use onrecord_text::analyze::fold::fold;
use onrecord_text::analyze::word::Words;
use onrecord_text::article::BlockKind;

/// A test of one value against a passage.
#[derive(Clone, Debug)]
pub enum ValueTest {
    /// A topic's id or label.
    Topic(TextTest),
    /// A part of the source's path.
    Path(TextTest),
    /// A part of the article's address on the web.
    Url(TextTest),
    /// The article's language.
    Lang(TextTest),
    /// The kind of the passage's blocks.
    Kind(BlockKind),
    /// When the article was published.
    Published(Period),
    /// A date that the passage speaks of.
    Mentioned(Period),
    /// Whether there is any value.
    Given(Field),
}

/// A test of a text that is taken as a whole.
#[derive(Clone, Debug)]
pub enum TextTest {
    /// The folded text.
    Folded(String),
    /// With wildcards.
    Wild(Wildcard),
}

impl TextTest {
    fn new(term: &Term) -> Self {
        match term.mode {
            TermMode::Wild => TextTest::Wild(Wildcard::new(&term.text)),
            _ => TextTest::Folded(fold(&term.text)),
        }
    }

    fn is(&self, text: &str) -> bool {
        let text = fold(text);
        match self {
            TextTest::Folded(own) => *own == text,
            TextTest::Wild(wildcard) => wildcard.matches(&text),
        }
    }

    /// Whether these are words of the text, side by side.
    fn is_part_of(&self, text: &str) -> bool {
        let TextTest::Folded(own) = self else { return false };
        let (own, text) = (words(own), words(text));
        !own.is_empty() && text.windows(own.len()).any(|part| part == own)
    }

    fn occurs_in(&self, text: &str) -> bool {
        let text = fold(text);
        match self {
            TextTest::Folded(own) => text.contains(own),
            TextTest::Wild(wildcard) => wildcard.occurs_in(&text),
        }
    }
}

/// The folded words of a text.
fn words(text: &str) -> Vec<String> {
    Words::new(text).map(|range| fold(&text[range])).collect()
}

impl ValueTest {
    /// The test of a value written as text, for the fields that take values as they stand.
    pub fn of_term(field: Field, term: &Term) -> Option<Self> {
        match field {
            Field::Topic => Some(ValueTest::Topic(TextTest::new(term))),
            Field::Path => Some(ValueTest::Path(TextTest::new(term))),
            Field::Url => Some(ValueTest::Url(TextTest::new(term))),
            Field::Lang => Some(ValueTest::Lang(TextTest::new(term))),
            _ => None,
        }
    }

    /// The test of a period.
    pub fn of_period(field: Field, period: Period) -> Self {
        if field == Field::Mentions { ValueTest::Mentioned(period) } else { ValueTest::Published(period) }
    }

    /// Whether the passage has the value.
    pub fn holds(&self, view: &PassageView) -> bool {
        match self {
            ValueTest::Topic(test) => view
                .topics
                .iter()
                .any(|topic| test.is(topic.id) || test.is(topic.label) || test.is_part_of(topic.label)),
            ValueTest::Path(test) => test.occurs_in(view.path),
            // Any address is none: `*` would find it in the empty text.
            ValueTest::Url(test) => !view.url.is_empty() && test.occurs_in(view.url),
            ValueTest::Lang(test) => view.lang.is_some_and(|lang| test.is(lang)),
            ValueTest::Kind(kind) => view.kind == *kind,
            ValueTest::Published(period) => period.overlaps(view.published.0, view.published.1),
            ValueTest::Mentioned(period) => view.mentions.iter().any(|&(from, to)| period.holds(from, to)),
            ValueTest::Given(field) => given(*field, view),
        }
    }
}

fn given(field: Field, view: &PassageView) -> bool {
    match field {
        Field::Title => !view.title.is_empty(),
        Field::Outlet => !view.outlet.is_empty(),
        Field::Section => !view.section.is_empty(),
        Field::Author => !view.author.is_empty(),
        Field::Url => !view.url.is_empty(),
        Field::Topic => !view.topics.is_empty(),
        Field::Lang => view.lang.is_some(),
        Field::Mentions => !view.mentions.is_empty(),
        _ => true,
    }
}
