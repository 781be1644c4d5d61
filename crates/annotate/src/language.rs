//! Language: which one an article is written in.
//!
//! Most articles are English and a look at their commonest words says so; only where it does not, the
//! trigrams of `whatlang` decide.

use whatlang::{Lang, detect};

use onrecord_text::article::{Article, BlockKind};

/// How many bytes of the text are looked at.
const SAMPLE: usize = 2048;
/// Words that the look at common words takes in.
const WORDS: usize = 120;
/// Fewest words from which a language can be told.
const MIN_WORDS: usize = 8;

/// The ISO 639-1 code of the article's language, or none where too little text is there to tell. Languages
/// without such a code have that of ISO 639-3.
pub fn language(article: &Article) -> Option<&'static str> {
    let sample = sample(article);
    if is_english(&sample) {
        return Some("en");
    }
    let info = detect(&sample)?;
    let spaced = sample.split_whitespace().take(MIN_WORDS).count() >= MIN_WORDS;
    let enough = spaced || (!sample.is_ascii() && sample.chars().count() >= 4 * MIN_WORDS);
    (enough && info.is_reliable()).then(|| code(info.lang()))
}

/// The first paragraphs, or other blocks where there is none.
fn sample(article: &Article) -> String {
    let mut sample = String::with_capacity(SAMPLE);
    let body = |kind| matches!(kind, BlockKind::Body | BlockKind::List);
    let any = article.blocks.iter().any(|block| body(block.kind));
    for block in article.blocks.iter().filter(|block| body(block.kind) || !any) {
        let text = block.span.of(&article.content);
        let mut end = text.len().min(SAMPLE.saturating_sub(sample.len()));
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        sample.push_str(&text[..end]);
        if end < text.len() {
            break;
        }
        sample.push('\n');
    }
    sample
}

/// Whether one word in ten is among the commonest of English; enough of them end the look early.
fn is_english(sample: &str) -> bool {
    let (mut words, mut common) = (0, 0);
    for word in sample.split_ascii_whitespace().take(WORDS) {
        words += 1;
        common += usize::from(is_common(word));
        if common * 10 >= WORDS {
            return true;
        }
    }
    words >= MIN_WORDS && common * 10 >= words
}

/// Whether the word is common in English and not in its neighbours.
#[rustfmt::skip]
fn is_common(word: &str) -> bool {
    matches!(
        word,
        "the" | "of" | "and" | "to" | "that" | "for" | "was" | "with" | "his" | "her" | "from" | "are" | "were" | "have"
            | "has" | "had" | "this" | "said" | "he" | "they" | "which" | "would" | "but" | "not" | "it" | "by" | "their"
            | "be" | "The" | "He" | "It" | "But"
    )
}

/// ISO 639-1 where there is a code, else ISO 639-3.
fn code(language: Lang) -> &'static str {
    let long = language.code();
    CODES.binary_search_by_key(&long, |&(three, _)| three).map_or(long, |i| CODES[i].1)
}

/// ISO 639-3 to 639-1, sorted.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_read::article_from_text;
    use onrecord_text::article::Metadata;

    fn of(text: &str) -> Option<&'static str> {
        language(&article_from_text("a", "a", Some("Titel"), text, Metadata::default()))
    }

    #[test]
    fn languages() {
        for (text, expected) in [
            ("The ministers met in Paris on Monday and talked about the region for a long time.", Some("en")),
            (
                "Die Außenminister trafen sich am Montag in Paris und sprachen lange über die Lage in der Region.",
                Some("de"),
            ),
            (
                "Les ministres se sont réunis lundi à Paris et ont longuement parlé de la situation dans la région.",
                Some("fr"),
            ),
            (
                "De ministers kwamen maandag in Parijs bijeen en spraken lang over de toestand in de regio. Zij \
                 werden het niet eens over wat er nu moet gebeuren.",
                Some("nl"),
            ),
            ("Министры встретились в понедельник в Париже и долго говорили о положении в регионе.", Some("ru")),
            ("外交部长星期一在巴黎会面，他们讨论了该地区的局势，会议持续了很长时间，没有达成任何协议。", Some("zh")),
            ("Paris 2017", None),
            ("", None),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn the_codes_are_sorted_and_whole() {
        assert!(CODES.is_sorted());
        assert!(Lang::all().iter().all(|&language| code(language).len() == 2));
    }
}
