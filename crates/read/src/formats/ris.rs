//! References in RIS: one article each that has an abstract or notes.

use crate::draft::{Draft, OwnId, Para};
use crate::input::{Input, Out, Reading};
use crate::source::SkipReason;
use onrecord_text::authors::authors;

/// Reads the references of a file.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let text = input.text()?;
    let (mut open, mut number, mut found): (Option<Reference>, u32, bool) = (None, 0, false);
    for (at, line) in text.lines().enumerate() {
        match tag(line) {
            Some(("TY", _)) => {
                number += 1;
                open = Some(Reference::default());
            }
            Some(("ER", _)) => {
                if let Some(draft) = open.take().and_then(|reference| reference.draft(number)) {
                    found = true;
                    draft.send(input.origin, out)?;
                }
            }
            Some((tag, value)) => open.iter_mut().for_each(|open| open.take(tag, value, at as u32 + 1)),
            None => open.iter_mut().for_each(|open| open.go_on(line)),
        }
    }
    if found { Ok(()) } else { Err(SkipReason::NoText.into()) }
}

/// The tag of a line: "TI  - Ministers meet".
fn tag(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, rest) = (line.get(..2)?, line.get(2..)?);
    let known = tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let value = rest.trim_start().strip_prefix('-').filter(|_| rest.starts_with("  -") || rest.starts_with(" -"))?;
    known.then(|| (tag, value.trim()))
}

#[derive(Default)]
struct Reference {
    draft: Draft,
    authors: Vec<String>,
    text: Vec<Para>,
    notes: Vec<Para>,
    last: Option<Last>,
}

#[derive(Clone, Copy)]
enum Last {
    Text,
    Notes,
}

impl Reference {
    fn take(&mut self, tag: &str, value: &str, line: u32) {
        self.last = None;
        if value.is_empty() {
            return;
        }
        let metadata = &mut self.draft.metadata;
        let set = |field: &mut Option<String>| *field = field.take().or_else(|| Some(value.to_owned()));
        match tag {
            "TI" | "T1" | "CT" => set(&mut self.draft.title),
            "AU" | "A1" => self.authors.push(value.to_owned()),
            "T2" | "JO" | "JF" | "JA" | "BT" => set(&mut metadata.outlet),
            "DA" => metadata.date = crate::day::iso(value).or_else(|| Some(value.to_owned())),
            "PY" | "Y1" => set(&mut metadata.date),
            "UR" | "L2" => set(&mut metadata.url),
            "SE" => set(&mut metadata.section),
            "KW" => metadata.topics.push(value.to_owned()),
            "ID" | "AN" => self.draft.id = OwnId::InFile(value.to_owned()),
            "AB" | "N2" => self.push(value, line, Last::Text),
            "N1" | "RN" => self.push(value, line, Last::Notes),
            _ => {}
        }
    }

    fn push(&mut self, value: &str, line: u32, last: Last) {
        let paras = if matches!(last, Last::Text) { &mut self.text } else { &mut self.notes };
        paras.push(Para { line, ..Para::new(value) });
        self.last = Some(last);
    }

    /// A line without a tag goes on with the text before it.
    fn go_on(&mut self, line: &str) {
        let paras = match self.last {
            Some(Last::Text) => &mut self.text,
            Some(Last::Notes) => &mut self.notes,
            None => return,
        };
        if let Some(last) = paras.last_mut() {
            last.text.push('\n');
            last.text.push_str(line);
        }
    }

    fn draft(mut self, number: u32) -> Option<Draft> {
        self.draft.paras = if self.text.is_empty() { self.notes } else { self.text };
        self.draft.metadata.author =
            Some(authors(&self.authors.join("; ")).join("; ")).filter(|authors| !authors.is_empty());
        self.draft.metadata.date = self.draft.metadata.date.map(day_of);
        self.draft.record = Some(number);
        self.draft.has_text().then_some(self.draft)
    }
}

/// A date as RIS writes it, `2021/03/04/`, or what of it is there.
fn day_of(date: String) -> String {
    let parts: Vec<&str> = date.split('/').filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [year] | [year, _] if parts.len() == 1 => year.to_owned(),
        [year, month, ..] if parts.len() == 2 => format!("{year}-{month}"),
        _ => crate::day::iso(&date).unwrap_or(date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        assert_eq!(tag("TI  - Ministers meet"), Some(("TI", "Ministers meet")));
        assert_eq!(tag("ER  -"), Some(("ER", "")));
        assert_eq!(tag("It is - was"), None);
        assert_eq!((day_of("2021/03/04/".into()), day_of("2021///".into())), ("2021-03-04".into(), "2021".into()));
    }
}
