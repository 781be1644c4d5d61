//! Words that the code asks for by name, numbered when it is compiled: no hash stands for them.

/// The words that the code asks for by name.
pub(super) const KNOWN: &[&str] = &[
    "according",
    "analyst",
    "analysts",
    "average",
    "composite",
    "economist",
    "economists",
    "general",
    "index",
    "industrials",
    "shares",
    "stock",
    "strategist",
    "street",
    "strategists",
    "aged",
    "agency",
    "and",
    "at",
    "called",
    "ceo",
    "cfo",
    "communique",
    "coo",
    "cto",
    "declaration",
    "department",
    "email",
    "filing",
    "for",
    "from",
    "he",
    "her",
    "him",
    "i",
    "in",
    "investors",
    "its",
    "letter",
    "memo",
    "ministry",
    "note",
    "of",
    "on",
    "one",
    "papers",
    "ph",
    "q",
    "ratings",
    "release",
    "saying",
    "she",
    "so",
    "statement",
    "that",
    "the",
    "them",
    "these",
    "they",
    "this",
    "those",
    "to",
    "tweet",
    "union",
    "we",
    "which",
    "who",
    "with",
];

/// The number of one of the [`KNOWN`] words; a word that is missing there does not compile.
pub(super) const fn known(word: &str) -> u32 {
    let mut at = 0;
    while at < KNOWN.len() {
        if same(KNOWN[at].as_bytes(), word.as_bytes()) {
            return at as u32;
        }
        at += 1;
    }
    panic!("no known word");
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// The numbers of [`KNOWN`] words.
pub(super) const fn knowns<const N: usize>(words: [&str; N]) -> [u32; N] {
    let (mut all, mut at) = ([0; N], 0);
    while at < N {
        all[at] = known(words[at]);
        at += 1;
    }
    all
}
