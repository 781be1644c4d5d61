//! Random articles over few words. What is said of them (words, sentences, blocks, quotes, dates, topics) is known
//! from how they were made, not by reading them.

use jiff::civil::Date;

use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::Findings;
use onrecord::article::{Article, Block, BlockKind, Metadata};
use onrecord::index::document::{Annotated, article_key, documents, source_key};
use onrecord::index::options::WriterOptions;
use onrecord::index::{Snapshot, Writer};
use onrecord::passage;
use onrecord::span::Span;

use crate::findings::{self, random_findings};
use crate::random::Random;
use crate::words::{BETWEEN_BLOCKS, Word, words_of};

/// The words of texts: stems, acronyms, function words, accents, numbers, and what is not quite a word.
const WORDS: &[&str] = &[
    "alpha",
    "alpha",
    "beta",
    "beta",
    "gamma",
    "delta",
    "fight",
    "fighter",
    "fighters",
    "fighting",
    "the",
    "us",
    "of",
    "US",
    "U.S.",
    "IT",
    "ISIS",
    "ISIS's",
    "isis",
    "café",
    "cafe\u{301}",
    "al-Beta",
    "alphabet",
    "Gamma",
    "GAMMA",
    "Toner",
    "Toner’s",
    "don't",
    "3,000",
    "2017",
    "US-beta",
];

/// What stands between words.
const GAPS: &[&str] = &[" ", " ", " ", " ", " ", ", ", " \u{2013} ", "\u{a0}", "; "];

/// First and last day, as far as known.
pub(crate) type Days = (Option<Date>, Option<Date>);

/// A passage with all that is known of it.
pub(crate) struct Passage {
    /// The number of its article.
    pub article: usize,
    /// Its place in the article.
    pub ordinal: u32,
    /// Its kind.
    pub kind: BlockKind,
    /// Whether it is the one that stands for its article: the title, else the first of the body, else the first.
    pub stands_for_article: bool,
    /// Its words.
    pub words: Vec<Word>,
    /// Words of the article's title.
    pub title: Vec<Word>,
    /// Words of the outlet.
    pub outlet: Vec<Word>,
    /// Words of the section.
    pub section: Vec<Word>,
    /// Words of the author.
    pub author: Vec<Word>,
    /// The address on the web.
    pub url: Option<String>,
    /// The source's path.
    pub path: String,
    /// The language.
    pub lang: Option<String>,
    /// When it was published.
    pub published: Days,
    /// Quotes that overlap it.
    pub quotes: Vec<Quote>,
    /// Identifiers and labels of its topics.
    pub topics: Vec<(String, String)>,
    /// Dates that it mentions.
    pub mentions: Vec<Days>,
}

/// A quote.
pub(crate) struct Quote {
    /// How it reports.
    pub kind: onrecord::annotate::speaker::QuoteKind,
    /// What it takes in.
    pub span: Span,
    /// Words of the speaker's name as used in the whole collection.
    pub speaker: Vec<Word>,
    /// Words of the role.
    pub role: Vec<Word>,
}

/// Articles with all that is known of them.
pub(crate) struct Corpus {
    /// The articles.
    pub articles: Vec<Article>,
    /// Their words, by article.
    pub words: Vec<Vec<Word>>,
    /// What was "found" in them.
    pub findings: Vec<Findings>,
    /// The passages of all articles.
    pub passages: Vec<Passage>,
}

impl Corpus {
    /// Two dozen articles.
    pub(crate) fn random(random: &mut Random) -> Self {
        let mut corpus = Corpus { articles: Vec::new(), words: Vec::new(), findings: Vec::new(), passages: Vec::new() };
        for number in 0..24 {
            let Text { content, blocks, words } = random_text(random);
            let article = Article {
                id: format!("{number:02}"),
                path: format!("news/{}/{number:02}.txt", ["Daily", "wire"][random.below(2)]),
                content,
                text_start: 0,
                blocks,
                metadata: random_metadata(random),
                address: Default::default(),
            };
            let analyzed_passages = passage::split(&analyze(&article, &mut Forms::new()));
            let findings = random_findings(random, &words, analyzed_passages.len());
            corpus.passages.extend(known_passages(number, &article, &words, &findings, &analyzed_passages));
            corpus.articles.push(article);
            corpus.words.push(words);
            corpus.findings.push(findings);
        }
        corpus
    }

    /// An index of it, in a few segments and with some articles replaced.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut writer = Writer::open(folder.path(), WriterOptions::default()).expect("an index");
        let mut forms = Forms::new();
        let numbers = (0..self.articles.len()).chain((0..self.articles.len()).step_by(5));
        for (step, number) in numbers.enumerate() {
            let (article, findings) = (&self.articles[number], &self.findings[number]);
            let text = analyze(article, &mut forms);
            let passages = passage::split(&text);
            let annotated = Annotated { text: &text, forms: &forms, passages: &passages, findings };
            let source = source_key(&article.path);
            let docs = documents(writer.fields(), &source, &annotated);
            writer.put_article(&article_key(&source, &article.id), docs, 1).expect("memory");
            if step % 9 == 8 {
                writer.commit().expect("a commit");
            }
        }
        writer.commit().expect("a commit");
        writer.close().expect("the end");
        Snapshot::open(folder.path()).expect("the index")
    }

    /// A passage by article id and ordinal.
    pub(crate) fn passage(&self, key: &(String, u32)) -> &Passage {
        let is = |p: &&Passage| p.ordinal == key.1 && self.articles[p.article].id == key.0;
        self.passages.iter().find(is).expect("a passage of the corpus")
    }

    /// What one may want to know of a passage.
    pub(crate) fn describe(&self, key: &(String, u32)) -> String {
        let passage = self.passage(key);
        let content = &self.articles[passage.article].content;
        let text = passage.words.first().zip(passage.words.last()).map(|(a, b)| a.span.cover(b.span).of(content));
        let joined = |words: &[Word]| words.iter().map(|w| w.raw.as_str()).collect::<Vec<_>>().join(" ");
        let quote = |q: &Quote| {
            let span = q.span.of(content);
            format!("\n  {:?} by {:?} ({:?}): {span:?}", q.kind, joined(&q.speaker), joined(&q.role))
        };
        format!(
            "{key:?}, {:?} {text:?}\ntitle {:?}, outlet {:?}, section {:?}, author {:?}, url {:?}, path {}, published {:?}, mentions {:?}, \
             topics {:?}, lang {:?}, quotes{}",
            passage.kind,
            joined(&passage.title),
            joined(&passage.outlet),
            joined(&passage.section),
            joined(&passage.author),
            passage.url,
            passage.path,
            passage.published,
            passage.mentions,
            passage.topics,
            passage.lang,
            passage.quotes.iter().map(quote).collect::<String>(),
        )
    }
}

fn known_passages(
    number: usize,
    article: &Article,
    words: &[Word],
    findings: &Findings,
    split: &[passage::Passage],
) -> Vec<Passage> {
    let of_block = |kind| {
        let block = article.blocks.iter().position(|block| block.kind == kind);
        words.iter().filter(|word| Some(word.paragraph as usize) == block).cloned().collect::<Vec<_>>()
    };
    let first_of = |kind| split.iter().position(|passage| passage.kind == kind);
    let stands_for_article = first_of(BlockKind::Title).or_else(|| first_of(BlockKind::Body)).unwrap_or(0);
    let known = |(place, p): (usize, &passage::Passage)| Passage {
        article: number,
        ordinal: p.ordinal,
        kind: p.kind,
        stands_for_article: place == stands_for_article,
        words: words.iter().filter(|word| p.span.contains(word.span)).cloned().collect(),
        title: of_block(BlockKind::Title),
        outlet: words_of(article.metadata.outlet.as_deref().unwrap_or_default(), 0),
        section: words_of(article.section().unwrap_or_default(), 0),
        author: words_of(article.metadata.author.as_deref().unwrap_or_default(), 0),
        url: article.metadata.url.clone(),
        path: article.path.clone(),
        lang: findings.language.clone(),
        published: (findings.published.earliest, findings.published.latest),
        quotes: findings.quotes.iter().filter(|q| q.span.overlaps(p.span)).map(findings::known_quote).collect(),
        topics: findings.passage_topics[place].iter().map(|t| (t.id.clone(), t.label.clone())).collect(),
        mentions: findings.dates.iter().filter(|d| d.span.overlaps(p.span)).map(|d| (d.earliest, d.latest)).collect(),
    };
    split.iter().enumerate().map(known).collect()
}

/// A text on its way to be an article.
#[derive(Default)]
struct Text {
    content: String,
    blocks: Vec<Block>,
    words: Vec<Word>,
}

fn random_text(random: &mut Random) -> Text {
    let mut text = Text::default();
    let mut kinds = Vec::new();
    if random.once_in(4) {
        kinds.push(BlockKind::Section);
    }
    if !random.once_in(5) {
        kinds.push(BlockKind::Title);
    }
    let others = [BlockKind::Heading, BlockKind::List, BlockKind::List, BlockKind::Caption, BlockKind::Boilerplate];
    kinds.extend(
        (0..1 + random.below(6)).map(|_| if random.once_in(3) { random.one_of(&others) } else { BlockKind::Body }),
    );
    for kind in kinds {
        text.push_block(kind, random);
    }
    text
}

impl Text {
    fn push_block(&mut self, kind: BlockKind, random: &mut Random) {
        if !self.content.is_empty() {
            self.content.push_str("\n\n");
        }
        let start = self.content.len();
        let sentences = match kind {
            BlockKind::Body if random.once_in(12) => 30 + random.below(20),
            BlockKind::Body | BlockKind::Boilerplate => 1 + random.below(4),
            _ => 1 + random.below(2),
        };
        for number in 0..sentences {
            if number > 0 {
                self.content.push(' ');
            }
            self.push_sentence(self.blocks.len() as u32, random);
        }
        self.blocks.push(Block { kind, span: Span::new(start, self.content.len()) });
    }

    /// A sentence that begins and ends beyond doubt.
    fn push_sentence(&mut self, block: u32, random: &mut Random) {
        let mut sentence = random.one_of(&["So", "The", "Gamma"]).to_owned();
        for _ in 0..random.below(8) {
            sentence.push_str(random.one_of(GAPS));
            sentence.push_str(random.one_of(WORDS));
        }
        sentence.push(' ');
        sentence.push_str(random.one_of(&["fighters", "beta", "gamma"]));
        if random.once_in(12) {
            sentence = sentence.to_uppercase();
        }
        sentence.push_str(random.one_of(&[".", ".", "?", "!"]));
        let last = self.words.last().map(|word| (word.position, word.sentence, word.paragraph));
        let (mut position, number) = last.map_or((0, 0), |(position, sentence, _)| (position + 1, sentence + 1));
        position += last.map_or(0, |(_, _, paragraph)| if paragraph == block { 0 } else { BETWEEN_BLOCKS });
        for mut word in words_of(&sentence, self.content.len()) {
            (word.position, word.sentence, word.paragraph) = (position + word.position, number, block);
            self.words.push(word);
        }
        self.content.push_str(&sentence);
    }
}

fn random_metadata(random: &mut Random) -> Metadata {
    let outlets = ["Daily Alpha", "Beta Times", "US Fighter", "The U.S. Gamma"];
    Metadata {
        outlet: random.once_in(2).then(|| random.one_of(&outlets).to_owned()),
        section: random.once_in(3).then(|| random.one_of(&["Fights", "US News", "World"]).to_owned()),
        author: random.once_in(2).then(|| random.one_of(&["Jane Alpha", "US Fighters", "Gamma, Beta"]).to_owned()),
        url: random.once_in(3).then(|| format!("https://Example.org/{}/", random.one_of(&["alpha", "2017/us"]))),
        ..Metadata::default()
    }
}
