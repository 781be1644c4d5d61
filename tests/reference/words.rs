//! What the reference takes for words, and which of them a word of a query means. Plain rules, enough for the
//! words of the test's texts.

use std::ops::Range;

use onrecord::query::ast::{Phrase, Term, TermMode};
use onrecord::span::Span;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text with all that queries ask of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// As it stands.
    pub raw: String,
    /// Without case, accents and dots.
    pub folded: String,
    /// Its stem.
    pub stem: String,
    /// Whether it is in capitals where its sentence is not.
    pub acronym: bool,
    /// Where it stands.
    pub span: Span,
    /// Its place among the words, far off those of other blocks.
    pub position: u32,
    /// The number of its sentence.
    pub sentence: u32,
    /// The number of its block.
    pub paragraph: u32,
}

/// How far the words of two blocks are apart, which no connector reaches.
pub(crate) const BETWEEN_BLOCKS: u32 = 10_000;

/// The words of one sentence that begins at byte `from` of its text; more is said of them by the caller.
pub(crate) fn words_of(sentence: &str, from: usize) -> Vec<Word> {
    let mut words: Vec<Word> =
        split(sentence, "").into_iter().map(|range| word(&sentence[range.clone()], from, range)).collect();
    let cased = |raw: &str| raw.chars().any(char::is_alphabetic) && !raw.chars().any(char::is_numeric);
    let letters = words.iter().filter(|word| cased(&word.raw)).count();
    let capitals = words.iter().filter(|word| is_capitals(&word.raw)).count();
    let shouted = letters >= 3 && capitals * 5 >= letters * 4;
    for (position, word) in words.iter_mut().enumerate() {
        word.position = position as u32;
        word.acronym = is_capitals(&word.raw) && !shouted;
    }
    words
}

fn word(raw: &str, from: usize, range: Range<usize>) -> Word {
    let folded = fold(raw);
    Word {
        raw: raw.to_owned(),
        stem: stem(&folded),
        folded,
        acronym: false,
        span: Span::new(from + range.start, from + range.end),
        position: 0,
        sentence: 0,
        paragraph: 0,
    }
}

/// The words of a text, in which the characters `wild` count as letters.
fn split(text: &str, wild: &str) -> Vec<Range<usize>> {
    let letter = |c: char| c.is_alphanumeric() || is_combining_mark(c) || wild.contains(c);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let is = |i: usize, test: &dyn Fn(char) -> bool| chars.get(i).is_some_and(|&(_, c)| test(c));
    let joins = |i: usize| {
        let between = |test: &dyn Fn(char) -> bool| i > 0 && is(i - 1, test) && is(i + 1, test);
        match chars[i].1 {
            '.' => between(&char::is_alphabetic) || between(&char::is_numeric),
            '\'' | '’' => between(&char::is_alphabetic),
            ',' => between(&char::is_numeric),
            _ => false,
        }
    };
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let start = i;
        while i < chars.len() && (letter(chars[i].1) || (i > start && joins(i))) {
            i += 1;
        }
        if i > start {
            found.push(trimmed(text, chars[start].0..chars.get(i).map_or(text.len(), |&(at, _)| at)));
        }
        i = i.max(start + 1);
    }
    found
}

/// A word without its possessive, or with the dot that ends an acronym.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let word = &text[range.clone()];
    for possessive in ["'s", "’s", "'S", "’S"] {
        if let Some(bare) = word.strip_suffix(possessive) {
            return range.start..range.start + bare.len();
        }
    }
    let dot = is_dotted(word) && text[range.end..].starts_with('.');
    range.start..range.end + usize::from(dot)
}

fn is_dotted(word: &str) -> bool {
    let pieces: Vec<&str> = word.trim_end_matches('.').split('.').collect();
    pieces.len() > 1 && pieces.iter().all(|piece| piece.chars().count() == 1)
}

/// A word without case, accents, and the dots of an acronym.
pub(crate) fn fold(raw: &str) -> String {
    let bare = raw.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase().replace('’', "'");
    if is_dotted(&bare) { bare.replace('.', "") } else { bare }
}

fn stem(folded: &str) -> String {
    Stemmer::create(Algorithm::English).stem(folded).into_owned()
}

/// Two capitals or more and no small letter.
fn is_capitals(raw: &str) -> bool {
    raw.chars().filter(|c| c.is_uppercase()).count() >= 2 && !raw.chars().any(char::is_lowercase)
}

/// Which words a word of a query means.
pub(crate) type Test = Box<dyn Fn(&Word) -> bool>;

/// The words that a bare word asks for side by side.
pub(crate) fn tests_of_term(term: &Term, stemmed: bool) -> Vec<Test> {
    let wild = if term.mode == TermMode::Wild { "*?" } else { "" };
    let each = |test: &dyn Fn(&str) -> Test| split(&term.text, wild).into_iter().map(|r| test(&term.text[r])).collect();
    match term.mode {
        TermMode::Plain => each(&|raw| plain(raw, stemmed)),
        TermMode::Exact => each(&|raw| plain(raw, false)),
        TermMode::Wild => each(&|raw| wild_or_plain(raw, stemmed)),
        TermMode::Caps => each(&caps),
        TermMode::Fuzzy(edits) => each(&|raw| {
            let wanted = fold(raw);
            Box::new(move |word| edit_distance(&wanted, &word.folded) <= usize::from(edits))
        }),
        TermMode::Regex => {
            let regex = regex_automata::meta::Regex::new(&format!("^(?i:{})$", term.text)).expect("a regex");
            vec![Box::new(move |word| regex.is_match(&word.folded))]
        }
    }
}

/// The words that a phrase asks for; one that is all in capitals tells no acronyms.
pub(crate) fn tests_of_phrase(phrase: &Phrase) -> Vec<Test> {
    let small = phrase.words.iter().any(|word| word.chars().any(char::is_lowercase));
    let shouted = !small && phrase.words.iter().filter(|word| word.chars().any(char::is_uppercase)).count() >= 3;
    let quiet = |word: &String| if shouted { word.to_lowercase() } else { word.clone() };
    phrase.words.iter().map(|word| wild_or_plain(&quiet(word), false)).collect()
}

fn wild_or_plain(raw: &str, stemmed: bool) -> Test {
    if raw.contains(['*', '?']) { glob_test(raw) } else { plain(raw, stemmed) }
}

/// The same form or stem. Capitals are never stemmed, nor acronyms found by stem; where capitals spell a common
/// word, or have dots, acronyms alone are meant.
fn plain(raw: &str, stemmed: bool) -> Test {
    let common = ["us", "it", "who", "so", "the", "of"];
    let (folded, capitals) = (fold(raw), is_capitals(raw));
    let own = stem(&folded);
    let only_acronyms = capitals && (raw.contains('.') || common.contains(&folded.as_str()));
    Box::new(move |word| {
        let kin = stemmed && !capitals && !word.acronym && word.stem == own;
        (word.folded == folded || kin) && (word.acronym || !only_acronyms)
    })
}

/// Letter by letter, but for the dots; capitals mean acronyms.
fn caps(raw: &str) -> Test {
    let bare = |raw: &str| raw.nfkc().filter(|&c| c != '.').collect::<String>();
    let (own, capitals) = (bare(raw), is_capitals(raw));
    Box::new(move |word| bare(&word.raw) == own && (word.acronym || !capitals))
}

fn glob_test(pattern: &str) -> Test {
    let pattern = folded_glob(pattern);
    Box::new(move |word| glob(&pattern, &word.folded.chars().collect::<Vec<_>>()))
}

/// A pattern with its letters folded.
pub(crate) fn folded_glob(pattern: &str) -> Vec<char> {
    let piece = |piece: &str| match piece.strip_suffix(['*', '?']) {
        Some(literal) => fold(literal) + &piece[literal.len()..],
        None => fold(piece),
    };
    pattern.split_inclusive(['*', '?']).flat_map(|p| piece(p).chars().collect::<Vec<_>>()).collect()
}

/// Whether a text fits a pattern in which `*` stands for any characters and `?` for one.
pub(crate) fn glob(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skip| glob(rest, &text[skip..])),
        Some((c, rest)) => text.split_first().is_some_and(|(t, left)| (*c == '?' || c == t) && glob(rest, left)),
    }
}

/// Optimal string alignment, by the table.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = usize::from(a[i - 1] != b[j - 1]);
                let mut best = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + change);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len()][b.len()]
}
