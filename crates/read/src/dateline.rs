//! Lines of place and date ("Washington, DC July 5, 2017").

use super::cues::{ends_like_sentence, starts_with_ignore_case};

/// Words that may stand in a line of place and date.
const DATELINE_WORDS: &[&str] = &[
    "on",
    "at",
    "of",
    "the",
    "and",
    "a.m",
    "p.m",
    "am",
    "pm",
    "est",
    "edt",
    "et",
    "gmt",
    "utc",
    "bst",
    "cet",
    "pst",
    "pdt",
    "ist",
    "updated",
    "published",
    "posted",
    "created",
    "modified",
    "last",
    "date",
    "first",
    "issued",
    "released",
    "hrs",
    "ago",
];

/// A short line that holds a date and, besides it, only names of places, a time, or "Published". Without a year
/// nothing but a comma tells a place ("Paris, March 3") from other words ("Pay April 15").
pub(crate) fn is_dateline(text: &str) -> bool {
    if text.len() > 100 || ends_like_sentence(text) {
        return false;
    }
    let mut seen = DateWords::default();
    let separators = [' ', '\u{a0}', ',', '\n', '|', '(', ')', '·', '•', ';'];
    let fits = text.split(separators).filter(|w| !w.is_empty()).all(|word| seen.take(word));
    let dated = seen.full || (seen.month && seen.numbers >= 1);
    let placed = seen.full || seen.year || seen.names == 0 || text.contains(',');
    fits && dated && placed && seen.names <= 5 && seen.numbers <= 5
}

/// What the words of a dateline are.
#[derive(Default)]
struct DateWords {
    month: bool,
    year: bool,
    full: bool,
    numbers: usize,
    names: usize,
}

impl DateWords {
    /// Takes in a word; false when no dateline has it.
    fn take(&mut self, word: &str) -> bool {
        let bare = word.trim_matches(['.', ':', '-', '–', '—']);
        if is_month(bare) {
            self.month = true;
        } else if bare.starts_with(|c: char| c.is_ascii_digit()) {
            self.numbers += 1;
            self.full |= is_numeric_date(bare);
            self.year |= bare.len() == 4 && (bare.starts_with("19") || bare.starts_with("20"));
        } else if !bare.is_empty() && !is_weekday(bare) && !is_dateline_word(bare) {
            self.names += 1;
            return bare.starts_with(char::is_uppercase);
        }
        true
    }
}

fn is_dateline_word(word: &str) -> bool {
    DATELINE_WORDS.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether the word is an English month, whole or shortened.
pub(crate) fn is_month(word: &str) -> bool {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "sept",
    ];
    let long = MONTHS.iter().any(|m| m.eq_ignore_ascii_case(word));
    long || (word.len() == 3 && MONTHS.iter().any(|m| m[..3].eq_ignore_ascii_case(word)))
}

fn is_weekday(word: &str) -> bool {
    const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().any(|d| {
        d.eq_ignore_ascii_case(word) || (word.len() >= 3 && word.len() <= 5 && starts_with_ignore_case(d, word))
    })
}

/// `2017-07-05`, `07/05/2017`, `5.7.2017`, a time after it allowed.
fn is_numeric_date(word: &str) -> bool {
    let date = word.split(['T', 't']).next().unwrap_or_default();
    let mut parts = date.split(['-', '/', '.']);
    let parts = [parts.next(), parts.next(), parts.next(), parts.next()];
    let [Some(a), Some(b), Some(c), None] = parts else {
        return false;
    };
    let digits = |p: &str| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit());
    [a, b, c].into_iter().all(digits) && (a.len() == 4 || c.len() == 4 || c.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        for text in [
            "Washington, DC July 5, 2017",
            "March 01, 2008",
            "Updated 5:30 p.m. EST, Tue. Jan. 29, 2019",
            "Brussels, 12 July 2018",
            "2017-07-05",
            "Published on 07/05/2017",
            "Published: 12 September 2016 at 10:15",
        ] {
            assert!(is_dateline(text), "{text}");
        }
        for text in [
            "Washington gathering March 2017",
            "The meeting is on July 5, 2017.",
            "May the force be with you",
            "68-nation meeting",
            "Reuters",
            "Pay April 15",
            "US 10-3-1 record stands",
        ] {
            assert!(!is_dateline(text), "{text}");
        }
    }
}
