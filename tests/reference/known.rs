//! Queries that once found or marked something else than they should.

/// What it was about, and the query.
pub(crate) const ONCE_WRONG: &[(&str, &str)] = &[
    ("names have acronyms, too", "speaker:\"U.S. officials\""),
    ("names have acronyms, too", "role:US"),
    ("names have acronyms, too", "outlet:US section:US"),
    ("an exclusion in a field is about the whole article", "title:(-alpha)"),
    ("an exclusion in a field is about the whole article", "gamma -outlet:(times OR NOT daily)"),
    ("an exclusion in a field is about the whole article", "path:(daily AND NOT wire)"),
    ("some articles have no title", "title:* fight"),
    ("some articles have no section", "-section:* fight"),
    ("some articles have no address", "-url:* fight"),
    ("some articles have no address", "url:(-*) OR fight"),
    ("any language", "lang:* beta"),
    ("titles have sentences", "title:(gamma NOT w/s beta)"),
    ("titles have sentences", "beta -title:(so w/s the)"),
    ("who is not named is not another", "speaker:(-toner)"),
    ("who is not named is not another", "gamma -speaker:(-toner)"),
    ("articles without the words wanted are ranked last", "zeta OR speaker:official"),
    ("fields of articles find one passage of each", "path:*"),
    ("words in boilerplate alone have no score", "IT zeta"),
    ("what a quote excludes may stand beside it", "said:(gamma NOT w/p alpha)"),
    ("what a quote excludes may stand beside it", "paraphrased:(beta w/2 (fight NOT w/4 the))"),
    ("postings do not tell which words are near a word letter by letter", "beta w/1 (caps(Gamma) OR \"gamma the\")"),
    ("postings do not tell which words are near a word letter by letter", "fight NOT w/3 caps(Gamma)"),
    ("two words in capitals and a wildcard are no shouting", "\"US ISIS *\" OR \"IT US f*\""),
];
