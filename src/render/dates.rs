//! Publication dates in words.

use jiff::civil::Date;

use crate::annotate::date::{Basis, Precision};
use onrecord_api::Published;

/// "5 July 2017", "between 4 and 21 March 2017, inferred"; nothing where nothing is known.
pub fn published_in_words(published: &Published) -> Option<String> {
    let when = when(published)?;
    Some(match published.basis {
        Basis::Inferred => format!("{when}, inferred"),
        Basis::Corpus => format!("{when}, from other articles"),
        Basis::Filename => format!("{when}, by its name"),
        _ => when,
    })
}

/// Words with the months of dates as three letters: "5 Jul 2017".
pub(super) fn with_short_months(words: &str) -> String {
    let months = (1..=12).map(|month| Date::constant(2000, month, 1).strftime("%B").to_string());
    months.fold(words.to_owned(), |words, month| words.replace(&month, &month[..3]))
}

fn when(published: &Published) -> Option<String> {
    match (published.earliest, published.latest, published.precision) {
        (Some(first), Some(last), _) if first == last => Some(day(first)),
        (Some(first), _, Precision::Month) => Some(first.strftime("%B %Y").to_string()),
        (Some(first), _, Precision::Year) => Some(first.year().to_string()),
        (Some(first), Some(last), _) => Some(between(first, last)),
        (Some(first), None, _) => Some(format!("not before {}", day(first))),
        (None, Some(last), _) => Some(format!("not after {}", day(last))),
        (None, None, _) => None,
    }
}

/// "5 July 2017".
pub(super) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

fn between(first: Date, last: Date) -> String {
    if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("between {} and {}", first.day(), day(last))
    } else if first.year() == last.year() {
        format!("between {} and {}", first.strftime("%-d %B"), day(last))
    } else {
        format!("between {} and {}", day(first), day(last))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_can_be_short() {
        assert_eq!(
            with_short_months("between 1 March and 31 July 2017, inferred"),
            "between 1 Mar and 31 Jul 2017, inferred"
        );
    }

    #[test]
    fn dates_for_people() {
        use Precision::{Day, Interval, Month, Unknown, Year};
        let d = |y, m, d| Some(date(y, m, d));
        for (earliest, latest, precision, basis, words) in [
            (d(2017, 7, 5), d(2017, 7, 5), Day, Basis::Stated, Some("5 July 2017")),
            (d(2017, 3, 1), d(2017, 3, 31), Month, Basis::Filename, Some("March 2017, by its name")),
            (d(2017, 1, 1), d(2017, 12, 31), Year, Basis::Metadata, Some("2017")),
            (
                d(2017, 3, 4),
                d(2017, 3, 21),
                Interval,
                Basis::Corpus,
                Some("between 4 and 21 March 2017, from other articles"),
            ),
            (
                d(2017, 3, 1),
                d(2017, 7, 31),
                Interval,
                Basis::Inferred,
                Some("between 1 March and 31 July 2017, inferred"),
            ),
            (
                d(2016, 12, 30),
                d(2017, 1, 2),
                Interval,
                Basis::Stated,
                Some("between 30 December 2016 and 2 January 2017"),
            ),
            (d(2014, 1, 1), None, Unknown, Basis::Inferred, Some("not before 1 January 2014, inferred")),
            (None, d(2014, 1, 1), Unknown, Basis::Inferred, Some("not after 1 January 2014, inferred")),
            (None, None, Unknown, Basis::None, None),
        ] {
            let published = Published { earliest, latest, precision, basis, ..Published::default() };
            assert_eq!(published_in_words(&published).as_deref(), words);
        }
    }
}
