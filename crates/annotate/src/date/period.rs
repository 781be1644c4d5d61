//! A period as people write it at a prompt: `yesterday`, `last month`, `March 2009`, `Q1 2017`, `two weeks ago`.

use jiff::civil::Date;
use onrecord_text::analyze::{Forms, analyze};
use onrecord_text::article::{Address, Article, Block, BlockKind, Metadata};
use onrecord_text::span::Span;

use super::published::day_published;
use super::{DateAnnotator, DateMention};

/// First and last day of what `text` names, read on the day `today`, by the grammar that finds dates in articles. None
/// where it is no date, or a date and something else.
pub fn read_period(text: &str, today: Date) -> Option<(Date, Date)> {
    // Names of months and weekdays are known by their capitals: in small letters `may` and `march` are verbs.
    days_of(text, today).or_else(|| days_of(&capitalised(text), today))
}

fn days_of(text: &str, today: Date) -> Option<(Date, Date)> {
    let span = Span::new(0, text.len());
    let article = Article {
        id: String::new(),
        path: String::new(),
        content: text.to_owned(),
        text_start: 0,
        blocks: vec![Block { kind: BlockKind::Body, span }],
        metadata: Metadata::default(),
        address: Address::default(),
    };
    let mut forms = Forms::new();
    let analyzed = analyze(&article, &mut forms);
    let (dated, _) = DateAnnotator::new().annotate_as(&analyzed, &forms, day_published(today));
    match dated.mentions.as_slice() {
        [DateMention { span: found, earliest: Some(first), latest: Some(last), .. }] if *found == span => {
            Some((*first, *last))
        }
        _ => None,
    }
}

/// Each word with a capital.
fn capitalised(text: &str) -> String {
    let mut starts = true;
    text.chars()
        .flat_map(|c| {
            let upper = starts;
            starts = !c.is_alphanumeric();
            if upper { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn as_people_write_them() {
        let today = date(2017, 3, 8);
        for (text, first, last) in [
            ("yesterday", date(2017, 3, 7), date(2017, 3, 7)),
            ("today", today, today),
            ("last month", date(2017, 2, 1), date(2017, 2, 28)),
            ("this year", date(2017, 1, 1), date(2017, 12, 31)),
            ("last week", date(2017, 2, 27), date(2017, 3, 5)),
            ("March 2009", date(2009, 3, 1), date(2009, 3, 31)),
            ("march 2009", date(2009, 3, 1), date(2009, 3, 31)),
            ("22 march 2009", date(2009, 3, 22), date(2009, 3, 22)),
            ("March 22, 2009", date(2009, 3, 22), date(2009, 3, 22)),
            ("Q1 2016", date(2016, 1, 1), date(2016, 3, 31)),
            ("two days ago", date(2017, 3, 6), date(2017, 3, 6)),
            ("monday", date(2017, 3, 6), date(2017, 3, 6)),
            ("the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ] {
            assert_eq!(read_period(text, today), Some((first, last)), "{text}");
        }
        for text in ["", "now", "soon", "foo", "yesterday and today", "for years", "2009-99", "yesterday foo"] {
            assert_eq!(read_period(text, today), None, "{text}");
        }
    }
}
