//! Dates in URLs and file names: `/2017/03/09/`, `2017-03-09-title.txt`, `20170309`, `/2017/mar/09/`,
//! `29-03-2017`,
//! `/2017/0309/`.

use super::{PartialDate, month_number};

/// How many of a path's last parts are looked at: what lies above them names the place, not the article.
const PARTS: usize = 4;

/// The date in a URL's path.
pub fn in_url(url: &str) -> Option<PartialDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    in_text(path.split(['?', '#']).next().unwrap_or(path))
}

/// The date in a file's path. A file that holds many articles dates none of them.
pub fn in_path(path: &str) -> Option<PartialDate> {
    let lower = path.to_ascii_lowercase();
    let many = ["jsonl", "ndjson", "csv", "tsv"].iter().any(|kind| lower.contains(&format!(".{kind}")));
    if many || path.starts_with("http") {
        return if many { None } else { in_url(path) };
    }
    let cut = path.rmatch_indices(['/', '\\']).nth(PARTS - 1).map_or(0, |(i, _)| i + 1);
    in_text(&path[cut..])
}

/// The last full day, else the last month.
fn in_text(text: &str) -> Option<PartialDate> {
    let pieces = pieces(text);
    let days = (0..pieces.len()).rev().find_map(|i| day_at(&pieces[i..]));
    days.or_else(|| (0..pieces.len()).rev().find_map(|i| month_at(&pieces[i..])))
}

/// A run of digits or a month's name between other characters, and the character after it.
struct Piece<'a> {
    text: &'a str,
    after: Option<char>,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices().chain([(text.len(), '\0')]) {
        if !c.is_alphanumeric() {
            pieces.push(Piece { text: &text[start..i], after: text[i..].chars().next() });
            start = i + c.len_utf8();
        }
    }
    pieces
}

impl Piece<'_> {
    fn number(&self, lengths: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let digits = self.text.bytes().all(|b| b.is_ascii_digit());
        (digits && lengths.contains(&self.text.len())).then(|| self.text.parse().ok())?
    }

    fn year(&self) -> Option<i16> {
        self.number(4..=4).filter(|y| (1900..2100).contains(y))
    }

    fn month(&self) -> Option<i8> {
        let named = || month_number(self.text).map(|m| m as i8);
        self.number(1..=2).map(|m| m as i8).filter(|m| (1..=12).contains(m)).or_else(named)
    }
}

/// A day at the first of `pieces`: in three pieces with one separator, from year to day or, where the day shows
/// itself, from day to year; or in one of eight digits.
fn day_at(pieces: &[Piece]) -> Option<PartialDate> {
    let date = match pieces {
        [y, md, ..] if y.year().is_some() && y.after == Some('/') && md.text.len() == 4 => {
            let md = md.number(4..=4)?;
            PartialDate { year: y.year()?, month: Some((md / 100) as i8), day: Some((md % 100) as i8) }
        }
        [y, m, d, ..] if y.year().is_some() && y.after == m.after => {
            PartialDate { year: y.year()?, month: Some(m.month()?), day: Some(d.number(1..=2)? as i8) }
        }
        [d, m, y, ..] if y.year().is_some() && d.after == m.after && d.number(1..=2).is_some_and(|d| d > 12) => {
            PartialDate { year: y.year()?, month: Some(m.month()?), day: Some(d.number(1..=2)? as i8) }
        }
        [one, ..] if one.text.len() == 8 => compact(one.text)?,
        _ => return None,
    };
    date.days().map(|_| date)
}

fn compact(text: &str) -> Option<PartialDate> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let year = digits.then(|| text[..4].parse::<i16>().ok())??;
    let plausible = (1900..2100).contains(&year);
    plausible.then_some(PartialDate { year, month: text[4..6].parse().ok(), day: text[6..].parse().ok() })
}

/// `/2017/03/` or `2017-03`.
fn month_at(pieces: &[Piece]) -> Option<PartialDate> {
    let [y, m, ..] = pieces else { return None };
    let separated = matches!(y.after, Some('/' | '-' | '_')) && m.text.len() >= 2;
    let date = PartialDate { year: y.year()?, month: Some(m.month()?), day: None };
    separated.then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Option<PartialDate> {
        Some(PartialDate { year, month: Some(month), day: Some(day) })
    }

    #[test]
    fn dates_in_addresses() {
        let march = day(2017, 3, 9);
        assert_eq!(in_url("https://pjmedia.com/homeland-security/2017/03/09/tillerson-pulls/"), march);
        assert_eq!(in_url("http://www.washingtontimes.com/news/2017/mar/9/state/"), march);
        assert_eq!(in_url("https://example.org/a/20170309-title.html?d=2019-01-01"), march);
        assert_eq!(in_url("https://www.csmonitor.com/USA/Politics/2017/0309/Title"), march);
        assert_eq!(in_url("https://example.org/news/29-03-2017-title"), day(2017, 3, 29));
        assert_eq!(in_url("https://example.org/news/09-03-2017-title"), None);
        assert_eq!(in_path("news/2017-03-09_title.txt"), march);
        assert_eq!(in_path("news/2017/03/09/title.txt"), march);
        assert_eq!(in_url("https://example.org/2017/03/title"), Some(PartialDate { day: None, ..march.unwrap() }));
    }

    #[test]
    fn hashes_and_collections_are_no_dates() {
        assert_eq!(in_path("000_0c0024bd40f87050.txt"), None);
        assert_eq!(in_path("dump-2017-03-09.jsonl"), None);
        assert_eq!(in_path("article-20171399.txt"), None);
        assert_eq!(in_url("https://example.org/71678.htm"), None);
        assert_eq!(in_path("a/é2017é/12345678.txt"), None);
    }
}
