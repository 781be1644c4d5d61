//! How far a page's own times are from universal time.
//!
//! A publisher who tells machines the day in universal time may write other times of the page, in scripts, with the
//! offset of the place: `23:00:00 -0400`.

use std::collections::BTreeMap;

use dom_query::Document;

/// Fewest times that have to agree: one alone may be that of a reader elsewhere. A judgement, not
/// measured.
const ENOUGH: usize = 2;

/// The minutes that most of the page's times with an offset are ahead of universal time; none where they are few, or
/// at odds.
pub(super) fn offset(page: &Document) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for script in page.select("script").iter() {
        for minutes in offsets(script.text().as_bytes()) {
            *counts.entry(minutes).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    let (minutes, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= ENOUGH && count * 2 > all).then_some(minutes)
}

/// The offsets, other than none, of the times in a text.
fn offsets(text: &[u8]) -> impl Iterator<Item = i32> + '_ {
    memchr::memchr2_iter(b'+', b'-', text).filter_map(|at| offset_at(text, at)).filter(|minutes| *minutes != 0)
}

/// The offset that begins at a sign, where a time stands before it and no more than two digits are hours, two minutes.
fn offset_at(text: &[u8], at: usize) -> Option<i32> {
    let before = text[..at].strip_suffix(b" ").unwrap_or(&text[..at]);
    let digits = before.iter().rev().take(16).take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.')).count();
    let time = &before[before.len() - digits..];
    // With seconds: `10:00-11:30` is a span of time.
    let is_time = time.len() >= 8 && time[2] == b':' && time[5] == b':';
    let after = text[at + 1..].get(..6).unwrap_or(&text[at + 1..]);
    let digits: Vec<u8> = after.iter().copied().filter(|b| *b != b':').take_while(u8::is_ascii_digit).collect();
    let [a, b, c, d] = *digits.first_chunk::<4>().filter(|_| is_time && digits.len() == 4)?;
    let (hours, minutes) =
        (i32::from(a - b'0') * 10 + i32::from(b - b'0'), i32::from(c - b'0') * 10 + i32::from(d - b'0'));
    let plausible = hours <= 14 && matches!(minutes, 0 | 30 | 45);
    let sign = if text[at] == b'-' { -1 } else { 1 };
    plausible.then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_times() {
        let found = |text: &str| offsets(text.as_bytes()).collect::<Vec<_>>();
        assert_eq!(
            found(r#""Fri, 01 May 2020 23:00:00 -0400","2020-05-01T10:00:00.000+05:30","10:00:00+01:00""#),
            [-240, 330, 60]
        );
        for none in [
            "2020-05-02T02:54:29.000Z",
            "10:00:00+00:00",
            "a - 0400",
            "2020-05-01",
            "10:00 - 1100 ",
            "10:00-11:30",
            "10:00:00-12:345",
        ] {
            assert_eq!(found(none), [] as [i32; 0], "{none}");
        }
    }

    #[test]
    fn most_have_to_agree() {
        let page = |scripts: &str| offset(&Document::from(format!("<script>{scripts}</script>")));
        assert_eq!(page("'10:00:00 -0400', '11:00:00 -0400', '11:00:00 +0200'"), Some(-240));
        assert_eq!(page("'10:00:00 -0400'"), None);
        assert_eq!(page("'10:00:00 -0400', '10:00:00 -0400', '11:00:00 +0200', '11:00:00 +0200'"), None);
    }
}
