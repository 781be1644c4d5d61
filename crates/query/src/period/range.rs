//! How ranges of dates are written: with two points, and as other programs and people write them.

use std::borrow::Cow;

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End<'a> {
    /// None.
    Open,
    /// The date of this text, which belongs to the range.
    At(Cow<'a, str>),
    /// The date of this text, which does not.
    Beyond(Cow<'a, str>),
}

impl<'a> End<'a> {
    /// The date itself, or nothing where there is no text, or `*`.
    fn at(text: &'a str) -> Self {
        let text = text.trim();
        if matches!(text, "" | "*") { End::Open } else { End::At(text.into()) }
    }

    fn excluded(self, is_excluded: bool) -> Self {
        match self {
            End::At(text) if is_excluded => End::Beyond(text),
            end => end,
        }
    }
}

type Ends<'a> = (End<'a>, End<'a>);

/// The ends of a range; none where the text is no range.
///
/// - `2017..2018`, `2017..`, `..2018`
/// - `>2017`, `>=2017`, `<2017`, `<=2017`; `=2017` is the date alone
/// - `[2017 TO 2018]`, `{2017 TO *}` (Lucene; braces leave the end itself out)
/// - `2017-03-01/2017-03-31`, `2017-03-01/31`, `2017-03-01/..` (ISO 8601)
/// - `2017 to 2018`, `from March 2017 until 2018`, `since 2017`, `after 2017`, `between 2017 and 2018`, `2017 - 2018`
pub(super) fn ends(text: &str) -> Option<Ends<'_>> {
    bracketed(text)
        .or_else(|| compared_twice(text))
        .or_else(|| compared(text))
        .or_else(|| with_points(text))
        .or_else(|| said(text))
        .or_else(|| joined(text))
        .or_else(|| unspaced(text))
}

/// `[2017 TO 2018]`.
fn bracketed(text: &str) -> Option<Ends<'_>> {
    let without_from = text.starts_with('{');
    let without_to = text.ends_with('}');
    let inner = text.strip_prefix(['[', '{'])?.strip_suffix([']', '}'])?.trim();
    let (from, to) = with_points(inner).or_else(|| joined(inner))?;
    Some((from.excluded(without_from), to.excluded(without_to)))
}

/// `>2017 <2020`.
fn compared_twice(text: &str) -> Option<Ends<'_>> {
    let (from, to) = text.split_once(char::is_whitespace).filter(|_| text.starts_with('>'))?;
    let to = to.trim_start();
    match (compared(from)?, compared(to).filter(|_| to.starts_with('<'))?) {
        ((from, End::Open), (End::Open, to)) => Some((from, to)),
        _ => None,
    }
}

/// `>2017`.
fn compared(text: &str) -> Option<Ends<'_>> {
    let date = |sign: &str| text.strip_prefix(sign).map(End::at).filter(|end| *end != End::Open);
    let any = |signs: &[&str]| signs.iter().find_map(|sign| date(sign));
    if let Some(from) = any(&[">=", "=>", "\u{2265}"]) {
        return Some((from, End::Open));
    }
    if let Some(to) = any(&["<=", "=<", "\u{2264}"]) {
        return Some((End::Open, to));
    }
    if let Some(only) = any(&["==", "="]) {
        return Some((only.clone(), only));
    }
    let from = date(">").map(|from| (from.excluded(true), End::Open));
    from.or_else(|| date("<").map(|to| (End::Open, to.excluded(true))))
}

/// `2017..2018`; ISO 8601 writes an open interval as `2017/..`, programmers one without its end as `2017..<2018`.
fn with_points(text: &str) -> Option<Ends<'_>> {
    let (from, to) = text.split_once("..")?;
    let to = to.trim_start_matches(['.', '/']);
    let end = End::at(to.trim_start_matches(['<', '='])).excluded(to.starts_with('<') && !to.starts_with("<="));
    Some((End::at(from.trim_end_matches('/')), end))
}

/// `since 2017`.
fn said(text: &str) -> Option<Ends<'_>> {
    let (first, rest) = text.trim().split_once(char::is_whitespace)?;
    let date = End::at(rest);
    Some(match first.to_ascii_lowercase().as_str() {
        "since" => (date, End::Open),
        "until" | "till" => (End::Open, date),
        "after" => (date.excluded(true), End::Open),
        "before" => (End::Open, date.excluded(true)),
        "from" => joined(rest).unwrap_or((date, End::Open)),
        "between" => split_at(rest, " and ").or_else(|| joined(rest))?,
        _ => return None,
    })
}

/// What stands before and behind a word or sign that joins two dates.
fn joined(text: &str) -> Option<Ends<'_>> {
    [" to ", " until ", " till ", " through ", " thru ", " - ", " \u{2013} ", " \u{2014} "]
        .into_iter()
        .find_map(|joint| split_at(text, joint))
}

/// `2017-03-01/2017-03-31`, `2017–2018`: a sign without spaces, where a year of four digits begins on both sides.
fn unspaced(text: &str) -> Option<Ends<'_>> {
    let begins_with_year = |text: &str| text.len() >= 4 && text.bytes().take(4).all(|b| b.is_ascii_digit());
    let both = |(from, to): &(&str, &str)| begins_with_year(from) && begins_with_year(to);
    let apart = ["/", "--", "\u{2013}", "\u{2014}"].into_iter().find_map(|sign| text.split_once(sign).filter(both));
    let years = || text.split_once('-').filter(|(from, to)| from.len() == 4 && to.len() == 4).filter(both);
    apart.or_else(years).map(|(from, to)| (End::at(from), End::at(to))).or_else(|| shortened(text))
}

/// `2017-03/05`, `2017-03-01/15`: ISO 8601 leaves out of the end what it shares with the beginning.
pub(super) fn shortened(text: &str) -> Option<Ends<'_>> {
    let (from, to) = text.split_once('/')?;
    let is_number = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let (year, parts) = from.split_once('-')?;
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let both = || parts.split('-').chain(to.split('-'));
    let missing = parts.split('-').count().checked_sub(to.split('-').count())?;
    if !is_year || !both().all(|part| is_number(&part)) {
        return None;
    }
    let shared = from.split('-').take(1 + missing).chain([to]);
    Some((End::at(from), End::At(shared.collect::<Vec<_>>().join("-").into())))
}

fn split_at<'a>(text: &'a str, joint: &str) -> Option<Ends<'a>> {
    let at = text.to_ascii_lowercase().find(joint)?;
    Some((End::at(&text[..at]), End::at(&text[at + joint.len()..])))
}
