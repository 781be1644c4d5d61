//! Publication dates in words.

use jiff::civil::Date;

use crate::annotate::date::{Basis, Precision, Published};

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

fn day(date: Date) -> String {
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
