//! Words that the code asks for by name, numbered when it is compiled: no hash stands for them.

/// The words that the code asks for by name.
pub(super) const KNOWN: &[&str] = &[
    "about",
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
    "after",
    "aged",
    "agency",
    "alias",
    "although",
    "and",
    "anonymity",
    "another",
    "answer",
    "as",
    "at",
    "be",
    "because",
    "before",
    "but",
    "by",
    "called",
    "ceo",
    "cfo",
    "comment",
    "communique",
    "condition",
    "coo",
    "cto",
    "de",
    "dean",
    "declaration",
    "department",
    "didn't",
    "dubbed",
    "elaborate",
    "email",
    "filing",
    "for",
    "from",
    "he",
    "her",
    "him",
    "his",
    "i",
    "if",
    "in",
    "investors",
    "it",
    "its",
    "known",
    "letter",
    "memo",
    "ministry",
    "near",
    "nicknamed",
    "not",
    "note",
    "of",
    "on",
    "once",
    "one",
    "papers",
    "operator",
    "others",
    "ph",
    "q",
    "ratings",
    "release",
    "reply",
    "respond",
    "saying",
    "she",
    "since",
    "so",
    "statement",
    "that",
    "the",
    "them",
    "these",
    "they",
    "this",
    "those",
    "though",
    "to",
    "tweet",
    "union",
    "until",
    "us",
    "van",
    "von",
    "we",
    "when",
    "whereas",
    "which",
    "while",
    "who",
    "whom",
    "added",
    "adds",
    "am",
    "basis",
    "cents",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
    "copy",
    "group",
    "news",
    "percent",
    "points",
    "pope",
    "premier",
    "rating",
    "wire",
    "company",
    "holdings",
    "site",
    "sites",
    "chief",
    "executive",
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
