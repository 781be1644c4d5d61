//! The query language told to its users, from the language's own tables: the help page, the manual page and the
//! documents of the project are all made from it.

use crate::field::Field;
use crate::{MAX_SLOP, MAX_TERMS};

/// A part of the guide, under a heading of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// What one may want, and how it is written.
    pub rows: Vec<Row>,
    /// What else is to be known, a sentence or two each.
    pub remarks: Vec<String>,
}

/// One thing that a query can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it does, as the end of "finds …".
    pub need: String,
    /// Queries that ask for it. Each of them is a whole query that can be run as it stands.
    pub examples: Vec<&'static str>,
}

/// The whole guide, in reading order.
pub fn guide() -> Vec<Section> {
    vec![words(), operators(), distance(), patterns(), fields(), dates(), reading()]
}

fn row(need: &str, examples: &[&'static str]) -> Row {
    Row { need: need.to_owned(), examples: examples.to_vec() }
}

fn remarks(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn words() -> Section {
    Section {
        title: "Words and phrases",
        rows: vec![
            row("words, best passages first; the best have all of them", &["foreign fighters finance"]),
            row("a phrase, in exactly these forms", &["\"foreign terrorist fighters\""]),
            row("a word in this form alone", &["=fighters"]),
            row("a word in capitals alone", &["caps(US)"]),
            row("a word that must be there; that must not", &["ISIS +coalition", "ISIS -propaganda"]),
            row("a word that counts more", &["coalition^2 finance"]),
            row("at least so many occurrences in a passage", &["atleast3(ISIS)"]),
        ],
        remarks: remarks(&[
            "A word finds its other forms: defeat finds defeated and defeating. Inside quotation marks and after = it \
             finds itself alone.",
            "An acronym in capitals is no word: US never finds \"us\", and finds U.S.",
            "Accents and case do not matter. Curly quotation marks are read as straight ones.",
        ]),
    }
}

fn operators() -> Section {
    Section {
        title: "All, any, none",
        rows: vec![
            row("passages with both", &["ISIS AND finance"]),
            row("passages with either", &["finance OR funding"]),
            row("passages with the one and without the other", &["ISIS NOT propaganda", "ISIS AND NOT propaganda"]),
            row("groups", &["(finance OR funding) AND ISIS"]),
            row("everything", &["*"]),
        ],
        remarks: remarks(&[
            "AND, OR and NOT are operators in capitals only. &&, || and ! mean the same.",
            "Words side by side are optional, and at least one must match. Beside them, whatever else stands in the \
             query (a phrase, a field, a group) is required.",
        ]),
    }
}

fn distance() -> Section {
    Section {
        title: "Near each other",
        rows: vec![
            row("within so many words, in either order", &["Syria w/5 Iraq", "Syria near/5 Iraq"]),
            row("within so many words, in this order", &["state pre/3 spokesman"]),
            row("a phrase with up to so many more words in it", &["\"foreign fighters\"~1"]),
            row("in the same sentence", &["Toner w/s Syria"]),
            row("in the same paragraph", &["Toner w/p Syria"]),
            row("in the same article", &["Toner w/a refugees"]),
            row("not near", &["coalition NOT w/5 government"]),
        ],
        remarks: vec![format!(
            "Neighbours are at distance 1; the largest distance is {}. Either side may be a word, a phrase, a pattern or \
             a group of alternatives.",
            crate::lex::MAX_DISTANCE
        )],
    }
}

fn patterns() -> Section {
    Section {
        title: "Patterns",
        rows: vec![
            row("words with this beginning", &["terror*", "\"foreign terrorist fig*\""]),
            row("any one letter", &["organi?ation"]),
            row("words spelt nearly so: one or two letters wrong", &["Tilerson~1"]),
            row("words of a regular expression", &["/terroris[mt]s?/"]),
        ],
        remarks: vec![format!(
            "A query may have {MAX_TERMS} words. A phrase may have up to {MAX_SLOP} words between its own."
        )],
    }
}

fn fields() -> Section {
    let of = |field: Field| {
        let (need, examples) = of_field(field);
        row(need, examples)
    };
    Section {
        title: "Fields",
        rows: Field::ALL.into_iter().filter(|&field| !is_of_time(field)).map(of).collect(),
        remarks: remarks(&[
            "A field takes a word, a \"phrase\" or a (group).",
            "Side by side, speaker:, role:, said: and paraphrased: speak of one statement: speaker:toner said:Russia finds \
             what Toner said of Russia, not passages in which he speaks and somebody else names Russia.",
            "title:, outlet:, section:, author:, url:, path:, lang: and date: hold for a whole article.",
        ]),
    }
}

fn is_of_time(field: Field) -> bool {
    matches!(field, Field::Date | Field::Mentions)
}

/// What a field looks at, and queries with it.
fn of_field(field: Field) -> (&'static str, &'static [&'static str]) {
    match field {
        Field::Title => ("words of the headline", &["title:coalition"]),
        Field::Speaker => ("who said it", &["speaker:toner", "speaker:\"Mark Toner\" ISIS"]),
        Field::Role => ("in which role", &["role:spokesman"]),
        Field::Said => ("words that were said, in quotation marks", &["said:Russia", "speaker:toner said:Russia"]),
        Field::Paraphrased => ("words that the reporter reports in his own words", &["paraphrased:coalition"]),
        Field::Topic => ("what it is about: a topic's id, its label, or a word of it", &["topic:counter-finance"]),
        Field::Outlet => ("who published it", &["outlet:reuters"]),
        Field::Section => ("the section or desk", &["section:homeland"]),
        Field::Author => ("who wrote the article", &["author:roe", "author:\"Jane Roe\""]),
        Field::Url => ("a part of the article's address on the web", &["url:example.org/2017"]),
        Field::Path => ("a part of the file's path", &["path:seeds/"]),
        Field::Kind => ("the kind of passage: title, body, caption, list, …", &["kind:title coalition"]),
        Field::Lang => ("the language, as two letters", &["lang:en"]),
        Field::Date => ("when it was published", &["date:2017-03"]),
        Field::Mentions => ("a day that the passage speaks of", &["mentions:2017-03-22"]),
    }
}

fn dates() -> Section {
    Section {
        title: "Dates",
        rows: vec![
            row("published in a year, a month, on a day", &["date:2017", "date:2017-03", "date:2017-07-05"]),
            row("published from, until, between", &["date:2017-03..", "date:..2018", "date:2017-03..2017-07"]),
            row("published nobody knows when", &["date:unknown"]),
            row("that speak of a day or a period", &["mentions:2017-03-22", "mentions:2017-03"]),
        ],
        remarks: remarks(&[
            "A range may also be written as elsewhere: >2017, <=2017-03, [2017 TO 2018], 2017-03-01/2017-03-31; a week is \
             2017-W10. yesterday, \"last month\" and 30d.. count from today, and a note says which days they are.",
            "An article that gives a period as its date (\"between 1 and 21 March\") is found where the two overlap.",
        ]),
    }
}

fn reading() -> Section {
    Section {
        title: "How a query reads",
        rows: Vec::new(),
        remarks: remarks(&[
            "Every passage that is found satisfies the query by itself. Only w/a looks wider.",
            "A query that cannot be understood is an error that points at the place. Whatever is read otherwise than it \
             was written is said in a note before the results.",
            "From loose to tight: side by side, OR, AND, NOT and signs, w/a, connectors from the left, fields.",
            "A backslash takes the meaning from the character after it: \\AND, title\\:x.",
            "In a shell, put the query in single quotation marks. A query that begins with - needs -- before it.",
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::ExprKind;

    fn examples() -> Vec<&'static str> {
        guide().into_iter().flat_map(|section| section.rows).flat_map(|row| row.examples).collect()
    }

    #[test]
    fn every_example_is_read_as_it_is_written() {
        for example in examples() {
            let query =
                crate::parse(example).unwrap_or_else(|error| panic!("{}", crate::error::render(&error, example)));
            assert!(query.notes.is_empty(), "{example}: {:?}", query.notes);
        }
    }

    #[test]
    fn every_field_has_an_example_that_uses_it() {
        for field in Field::ALL {
            let (_, examples) = of_field(field);
            let name = format!("{}:", field.name());
            assert!(!examples.is_empty() && examples.iter().all(|example| example.contains(&name)), "{name}");
        }
    }

    #[test]
    fn every_sort_of_expression_is_told_of() {
        let seen: Vec<String> =
            examples().iter().map(|text| format!("{:?}", crate::parse(text).unwrap().expr)).collect();
        let all = seen.join("\n");
        for sort in [
            "And",
            "Or",
            "Not",
            "Group",
            "Near",
            "SameArticle",
            "Phrase",
            "AtLeast",
            "Field",
            "Boost",
            "Wild",
            "Fuzzy",
            "Regex",
            "Caps",
            "Exact",
            "Period",
        ] {
            assert!(all.contains(sort), "no example of {sort}");
        }
        assert!(matches!(crate::parse("*").unwrap().expr.kind, ExprKind::All), "everything");
    }
}
