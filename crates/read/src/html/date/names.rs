//! The names of fields that hold a page's day of publication, and the words around days in its text.

/// Most words of a label before a day.
pub(super) const LABEL_WORDS: usize = 8;

/// Fields of the head that hold the day of publication: Open Graph, Dublin Core, schema.org, the Highwire tags of
/// journals, and those of analytics and of editorial systems. In small letters.
const PUBLISHED: [&str; 42] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "article.published",
    "article:post_date",
    "published_time",
    "published_date",
    "published-date",
    "published_at",
    "publisheddate",
    "datepublished",
    "date_published",
    "rnews:datepublished",
    "publish-date",
    "publish_date",
    "publishdate",
    "publish_time",
    "publish-time",
    "publication_date",
    "publication-date",
    "publicationdate",
    "pubdate",
    "pub_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "originalpublicationdate",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "parsely-pub-date",
    "parsely-pubdate",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "bt:pubdate",
    "shareaholic:article_published_time",
    "article_date_original",
    "dateissued",
    "article.created",
];

/// Fields of the head that hold a day of whatever kind, as a rule that of publication.
const DATED: [&str; 9] = [
    "date",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "dcterms:date",
    "datecreated",
    "created",
    "displaydate",
    "date_created",
];

/// Whether a field of the head holds the day of publication.
pub(super) fn is_published(name: &str) -> bool {
    PUBLISHED.contains(&name)
}

/// Whether a field of the head holds a day.
pub(super) fn is_dated(name: &str) -> bool {
    DATED.contains(&name)
}

/// Elements that are not the article's own: what stands in them is of other stories, readers or the whole site.
pub(super) fn is_aside(element: &str) -> bool {
    matches!(element, "aside" | "nav" | "footer" | "script" | "style" | "template" | "noscript" | "select" | "svg")
}

/// Whether the class or id of an element says that it holds comments, other stories or the site's own furniture. A
/// class must begin with the word: layouts are named after what they have (`two-columns-sidebar`).
pub(super) fn is_other(class: &str) -> bool {
    const BEGINNINGS: [&str; 17] = [
        "comment",
        "related",
        "sidebar",
        "footer",
        "recommend",
        "popular",
        "trending",
        "latest",
        "recent",
        "disqus",
        "most-read",
        "mostread",
        "read-more",
        "readmore",
        "breaking",
        "ticker",
        "copyright",
    ];
    class.split_whitespace().any(|name| BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)))
}

/// Whether a heading stands above other stories, or what readers say: `Related`, `More from the town`, `Most read`.
pub(super) fn is_of_others(heading: &str) -> bool {
    const WHOLE: [&str; 22] = [
        "related",
        "recommended",
        "latest",
        "popular",
        "trending",
        "comments",
        "more",
        "recent",
        "discussion",
        "see also",
        "archive",
        "archives",
        "top stories",
        "breaking news",
        "newsletter",
        "around the web",
        "mehr",
        "kommentare",
        "commentaires",
        "comentarios",
        "noticias",
        "actualités",
    ];
    const BEGINNINGS: [&str; 36] = [
        "related ",
        "recommended ",
        "more from ",
        "more on ",
        "more stories",
        "more news",
        "more articles",
        "more in ",
        "more headlines",
        "read more",
        "read next",
        "read also",
        "also read",
        "up next",
        "what to read",
        "you may also",
        "you might also",
        "latest ",
        "most read",
        "most popular",
        "most viewed",
        "popular ",
        "trending ",
        "recent ",
        "other stories",
        "in other news",
        "further reading",
        "editor's picks",
        "editors' picks",
        "don't miss",
        "mehr zum thema",
        "lesen sie auch",
        "das könnte sie",
        "à lire aussi",
        "sur le même",
        "te puede interesar",
    ];
    let heading = heading.trim().trim_end_matches([':', '…', '»', '>']).trim().to_lowercase().replace('\u{2019}', "'");
    let short = heading.len() <= 60 && heading.split_whitespace().count() <= 6;
    WHOLE.contains(&heading.as_str()) || short && BEGINNINGS.iter().any(|beginning| heading.starts_with(beginning))
}

/// Whether the class or id of an element says that it holds a day.
pub(super) fn is_day(class: &str) -> bool {
    const PARTS: [&str; 17] = [
        "date",
        "time",
        "submitted",
        "publish",
        "posted",
        "pubdate",
        "byline",
        "datum",
        "fecha",
        "data-",
        "meta",
        "author",
        "info",
        "timestamp",
        "datetime",
        "veroffentlich",
        "created",
    ];
    PARTS.iter().any(|part| class.contains(part))
}

/// Whether words before a day say that it is that of a change.
pub(super) fn is_change(label: &str) -> bool {
    const STEMS: [&str; 20] = [
        "updat",
        "modif",
        "revis",
        "edited",
        "aktualis",
        "aktualiz",
        "geändert",
        "stand",
        "mis à jour",
        "mise à jour",
        "actualiz",
        "atualiz",
        "aggiorn",
        "bijgewerkt",
        "oppdatert",
        "opdateret",
        "uppdater",
        "обновл",
        "güncell",
        "päivit",
    ];
    let label = label.to_lowercase();
    STEMS.iter().any(|stem| label.contains(stem))
}

/// Whether words before a day say that it is that of something else than the page: the text received or accepted,
/// the site's rights.
pub(super) fn is_of_something_else(label: &str) -> bool {
    const STEMS: [&str; 16] = [
        "accepted",
        "received",
        "copyright",
        "©",
        "(c)",
        "rights",
        "born",
        "birth",
        "geboren",
        "join",
        "expire",
        "event",
        "valid",
        "gültig",
        "effective",
        "since",
    ];
    let label = label.to_lowercase();
    STEMS.iter().any(|stem| label.contains(stem))
}
