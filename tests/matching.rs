//! The matcher against the reference: random queries over random passages find and mark the same.

mod reference;

use jiff::civil::date;
use onrecord::analyze::{Forms, Word, analyze};
use onrecord::annotate::speaker::QuoteKind;
use onrecord::article::{Article, BlockKind, Metadata};
use onrecord::highlight::{Mark, Matcher, PassageView, QuoteView, TopicView};
use onrecord::query::{Query, parse};
use onrecord::read::article_from_text;
use onrecord::span::Span;
use proptest::prelude::*;
use reference::{RefPassage, RefQuote, RefWord, find, ref_words};

const WORDS: &[&str] = &[
    "isis",
    "ISIS",
    "US",
    "us",
    "U.S.",
    "foreign",
    "Foreign",
    "fighter",
    "fighters",
    "fighting",
    "terror",
    "terrorist",
    "al-Assad",
    "café",
    "cafe\u{301}",
    "the",
    "x",
    "y",
    "x",
    "y",
    "z",
    "IT",
    "it",
    "Toner",
    "toner",
];
const NAMES: &[&str] = &["Mark Toner", "Rex Tillerson", "U.S. officials", ""];
const ROLES: &[&str] = &["acting spokesman", "secretary of state", ""];
const TITLES: &[&str] = &["Foreign fighters flee", "ISIS and the US", "x y z"];

/// What a passage is made of, before analysis.
#[derive(Clone, Debug)]
struct Plan {
    text: String,
    quotes: Vec<(usize, usize, u8, usize, usize)>,
    title: usize,
    dated: bool,
}

fn passages() -> impl Strategy<Value = Plan> {
    let gap = prop::sample::select(vec![" ", " ", " ", " ", ", ", ". ", "-", "…", "\n\n"]);
    let text = prop::collection::vec((prop::sample::select(WORDS), gap), 1..24);
    let quotes = prop::collection::vec((0usize..24, 1usize..8, 0u8..3, 0..NAMES.len(), 0..ROLES.len()), 0..3);
    (text, quotes, 0..TITLES.len(), any::<bool>()).prop_map(|(words, quotes, title, dated)| Plan {
        text: words.into_iter().map(|(word, gap)| format!("{word}{gap}")).collect(),
        quotes,
        title,
        dated,
    })
}

fn atoms() -> impl Strategy<Value = String> {
    let word = || prop::sample::select(WORDS).prop_map(str::to_owned);
    let phrase = prop::collection::vec(prop::sample::select(WORDS), 1..4).prop_map(|w| format!("\"{}\"", w.join(" ")));
    let patterns =
        vec!["terror*", "f*ing", "fight???", "/fight(er|ing)s?/", "/x|y/", "\"foreign fig*\"", "al-Ass*", "f*"];
    prop_oneof![
        6 => word(),
        2 => phrase.clone(),
        1 => (phrase, 1u32..4).prop_map(|(phrase, slop)| format!("{phrase}~{slop}")),
        1 => word().prop_map(|word| format!("={word}")),
        1 => word().prop_map(|word| format!("caps({word})")),
        1 => prop::sample::select(vec!["figter~1", "tonre~1", "x~1", "isi~1", "toner~2"]).prop_map(str::to_owned),
        1 => prop::sample::select(patterns).prop_map(str::to_owned),
    ]
}

/// What connectors take.
fn near() -> impl Strategy<Value = String> {
    let connectors = vec!["w/1", "w/3", "pre/2", "pre/4", "w/s", "w/p", "NOT w/2", "NOT w/s", "near/2", "pre/s"];
    atoms().prop_recursive(3, 6, 2, move |inner| {
        let connector = prop::sample::select(connectors.clone());
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            (inner.clone(), connector, inner).prop_map(|(a, c, b)| format!("({a} {c} {b})")),
        ]
    })
}

fn fields() -> impl Strategy<Value = String> {
    let fixed = vec![
        "title:foreign",
        "title:\"ISIS and\"",
        "title:(x -y)",
        "speaker:toner",
        "speaker:\"Mark Toner\"",
        "speaker:officials",
        "role:spokesman",
        "role:state",
        "topic:counter-finance",
        "topic:\"Foreign policy\"",
        "kind:body",
        "kind:(title OR body)",
        "lang:en",
        "lang:de",
        "date:2017",
        "date:2016..2017-02",
        "date:unknown",
        "path:seeds",
        "outlet:daily",
        "outlet:dail",
        "said:*",
        "speaker:(toner OR tillerson)",
    ];
    prop_oneof![
        prop::sample::select(fixed).prop_map(str::to_owned),
        near().prop_map(|inner| format!("said:({inner})")),
        near().prop_map(|inner| format!("paraphrased:({inner})")),
        (near(), near()).prop_map(|(a, b)| format!("said:({a} AND NOT {b})")),
    ]
}

fn queries() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => atoms(),
        3 => near(),
        3 => fields(),
        1 => (1u32..4, near()).prop_map(|(n, inner)| format!("atleast{n}({inner})")),
        1 => Just("*".to_owned()),
    ];
    leaf.prop_recursive(3, 10, 3, |inner| {
        let several = |by: &'static str| prop::collection::vec(inner.clone(), 2..4).prop_map(move |all| all.join(by));
        prop_oneof![
            several(" AND ").prop_map(|all| format!("({all})")),
            several(" OR ").prop_map(|all| format!("({all})")),
            several(" "),
            several(" "),
            several(" -"),
            inner.clone().prop_map(|part| format!("-({part})")),
            inner.clone().prop_map(|part| format!("({part})^2")),
            (atoms(), inner.clone()).prop_map(|(word, rest)| format!("+{word} {rest}")),
        ]
    })
}

/// A quote: kind, indexes of its words, speaker's and role's words.
type Quote = (QuoteKind, std::ops::Range<u32>, Vec<Word>, Vec<Word>);

/// A passage for the matcher and for the reference.
struct Both {
    article: Article,
    forms: Forms,
    words: Vec<Word>,
    positions: Vec<u32>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    title: Vec<Word>,
    outlet: Vec<Word>,
    quotes: Vec<Quote>,
    reference: RefPassage,
}

fn name_words(text: &str, forms: &mut Forms) -> Vec<Word> {
    let article = article_from_text("n", "n", None, &format!("{text}\n"), Metadata::default());
    analyze(&article, forms).words
}

impl Both {
    fn new(plan: &Plan) -> Self {
        let mut forms = Forms::new();
        let text = format!("{}\n\n", plan.text);
        let mut article = article_from_text("a", "a", None, &text, Metadata::default());
        article.blocks = paragraphs_of(&text);
        let analyzed = analyze(&article, &mut forms);
        let words = analyzed.words.clone();
        let mut reference_words = Vec::new();
        let (mut positions, mut sentences, mut paragraphs) = (Vec::new(), Vec::new(), Vec::new());
        for (number, sentence) in analyzed.sentences.iter().enumerate() {
            let first = sentence.words.start + sentence.block * 255;
            if analyzed.sentences[..number].last().is_none_or(|before| before.block != sentence.block) {
                paragraphs.push(first);
            }
            sentences.push(first);
            for word in analyzed.words_of(&sentence.words) {
                positions.push(positions.len() as u32 + sentence.block * 255);
                reference_words.push(reference_word(word, &forms, number, sentence.block as usize));
            }
        }
        let count = words.len();
        let range = |start: usize, len: usize| start.min(count)..(start + len).min(count);
        let kinds = [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect];
        let quotes = plan.quotes.iter().map(|&(start, len, kind, name, role)| RefQuote {
            kind: kinds[kind as usize],
            words: range(start, len),
            speaker: ref_words(NAMES[name]),
            role: ref_words(ROLES[role]),
        });
        let reference = RefPassage {
            kind: BlockKind::Body,
            words: reference_words,
            title: ref_words(TITLES[plan.title]),
            outlet: ref_words("The Daily News"),
            quotes: quotes.collect(),
            topics: vec![("counter-finance".into(), "Counter finance".into()), ("fp".into(), "Foreign Policy".into())],
            published: if plan.dated { (Some(date(2017, 3, 4)), Some(date(2017, 3, 21))) } else { (None, None) },
            lang: Some("en".into()),
            path: "seeds/001.txt".into(),
        };
        let of_quote = |&(start, len, kind, name, role): &(usize, usize, u8, usize, usize)| {
            let range = range(start, len);
            let words = range.start as u32..range.end as u32;
            (kinds[kind as usize], words, NAMES[name], ROLES[role])
        };
        let quotes: Vec<_> = plan.quotes.iter().map(of_quote).collect();
        let quotes = quotes.into_iter().map(|q| (q.0, q.1, name_words(q.2, &mut forms), name_words(q.3, &mut forms)));
        let quotes = quotes.collect();
        let title = name_words(TITLES[plan.title], &mut forms);
        let outlet = name_words("The Daily News", &mut forms);
        Both { article, forms, words, positions, sentences, paragraphs, title, outlet, quotes, reference }
    }

    fn marks(&self, query: &Query) -> Option<Vec<Mark>> {
        let quotes: Vec<QuoteView> = self
            .quotes
            .iter()
            .map(|(kind, words, speaker, role)| QuoteView { kind: *kind, words: words.clone(), speaker, role })
            .collect();
        let topics: Vec<TopicView> = self.reference.topics.iter().map(|(id, label)| TopicView { id, label }).collect();
        let text = &self.article.content;
        let view = PassageView {
            sentences: &self.sentences,
            paragraphs: &self.paragraphs,
            title: &self.title,
            outlet: &self.outlet,
            path: &self.reference.path,
            lang: self.reference.lang.as_deref(),
            published: self.reference.published,
            quotes: &quotes,
            topics: &topics,
            ..PassageView::of_words(text, Span::new(0, text.len()), &self.words, &self.positions, &self.forms)
        };
        let mut matcher = Matcher::new(query);
        let found = matcher.matches(&view);
        assert_eq!(matcher.is_match(&view), found.is_some());
        found.map(|found| found.marks)
    }
}

fn paragraphs_of(text: &str) -> Vec<onrecord::article::Block> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for piece in text.split("\n\n") {
        let start = at + piece.len() - piece.trim_start().len();
        let span = Span::new(start, start + piece.trim().len());
        if !span.is_empty() {
            blocks.push(onrecord::article::Block { kind: BlockKind::Body, span });
        }
        at += piece.len() + 2;
    }
    blocks
}

fn reference_word(word: &Word, forms: &Forms, sentence: usize, paragraph: usize) -> RefWord {
    RefWord {
        start: word.span.start as usize,
        end: word.span.end as usize,
        raw: forms.raw(word.form).to_owned(),
        folded: forms.folded(word.form).to_owned(),
        stem: forms.stem(word.form).to_owned(),
        acronym: word.acronym,
        sentence,
        paragraph,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn the_matcher_finds_and_marks_what_the_reference_does(text in queries(), plan in passages()) {
        let query = match parse(&text) {
            Ok(query) => query,
            Err(error) => return Err(TestCaseError::fail(onrecord::query::error::render(&error, &text))),
        };
        let both = Both::new(&plan);
        let expected = find(&query.expr, &both.reference);
        let found = both.marks(&query);
        let found = found.map(|marks| {
            let plain = |mark: Mark| (mark.span.start as usize, mark.span.end as usize, mark.clauses);
            marks.into_iter().map(plain).collect::<Vec<_>>()
        });
        let clauses = query.clauses().len() as u32;
        prop_assert!(found.iter().flatten().flat_map(|mark| &mark.2).all(|&clause| clause < clauses));
        prop_assert_eq!(found, expected, "{} = {} on {:?}", text, query, both.article.content);
    }
}
