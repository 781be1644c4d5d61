//! A keyword query: words, each as often as it was written, in order.

use onrecord_text::analyze::{Forms, analyze, fold};
use onrecord_text::article::{Article, Block, BlockKind, Metadata};
use onrecord_text::span::Span;

/// How a word of a query meets the words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meeting {
    /// By its stem, and better by its exact form.
    Stem,
    /// By its exact form alone.
    Exact,
    /// By its capitals alone: an acronym that looks like an ordinary word (`US`, `WHO`).
    Capitals,
}

/// One word of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The word: folded, or its capitals where they alone count.
    pub form: String,
    /// How it is looked up.
    pub meeting: Meeting,
    /// Factor that the user gave it (`word^2`); else 1.
    pub weight: f32,
}

/// The words of a query in order, repetitions kept: a word written twice counts twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeywordQuery {
    /// The words.
    pub words: Vec<Keyword>,
    /// Whether more than these words is looked for in texts: beginnings of words, patterns.
    pub and_more: bool,
}

impl KeywordQuery {
    /// Plain text as a query: no operators, stop words kept (ranking weighs them).
    pub fn parse(text: &str) -> Self {
        let whole = Block { kind: BlockKind::Body, span: Span::new(0, text.len()) };
        let article = Article {
            id: String::new(),
            path: String::new(),
            content: text.to_owned(),
            text_start: 0,
            blocks: vec![whole],
            metadata: Metadata::default(),
            address: Default::default(),
        };
        let mut forms = Forms::new();
        let analyzed = analyze(&article, &mut forms);
        let keyword = |word: &onrecord_text::analyze::Word| match word.acronym {
            true => Keyword::acronym(forms.raw(word.form)),
            false => Keyword::plain(forms.folded(word.form)),
        };
        KeywordQuery { words: analyzed.words.iter().map(keyword).collect(), and_more: false }
    }
}

impl Keyword {
    /// A word that is no acronym.
    pub fn plain(folded: &str) -> Self {
        Keyword { form: folded.to_owned(), meeting: Meeting::Stem, weight: 1.0 }
    }

    /// An acronym as written. Only where its small letters spell a stop word do its capitals matter: `NATO`
    /// also finds `Nato`, `WHO` does not find `who`.
    pub fn acronym(raw: &str) -> Self {
        let folded = fold::fold(raw);
        let (form, meeting) = match super::stopwords::is_stop_word(&folded) {
            true => (fold::capitals(raw), Meeting::Capitals),
            false => (folded, Meeting::Exact),
        };
        Keyword { form, meeting, weight: 1.0 }
    }

    /// Whether the word says little of what a text is about.
    pub fn is_stop_word(&self) -> bool {
        self.meeting != Meeting::Capitals && super::stopwords::is_stop_word(&self.form)
    }
}
