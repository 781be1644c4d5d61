//! Nexis and LexisNexis Academic, as text, HTML or RTF: "1 of 74 DOCUMENTS" before each article.
//!
//! An article has an outlet, a date, a headline, labels (BYLINE, SECTION, LENGTH), a body, more labels (LOAD-DATE,
//! LANGUAGE, SUBJECT) and a notice of rights. Older exports have that notice before the outlet.

use super::labels::{Label, label};
use super::{author, is_rights, lines, outlet, published};
use crate::day;
use crate::draft::{Draft, Para, flat};
use onrecord_text::article::{BlockKind, Metadata};

/// The articles; none where this is no such export.
pub(super) fn split(paras: &[Para]) -> Option<Vec<Draft>> {
    let starts: Vec<usize> = (0..paras.len()).filter(|&i| is_counter(&paras[i].text)).collect();
    if starts.is_empty() {
        let paras = separated(paras);
        return is_single(&paras).then(|| vec![article(&paras)]);
    }
    let ends = starts.iter().skip(1).copied().chain([paras.len()]);
    Some(starts.iter().zip(ends).map(|(&start, end)| article(&separated(&paras[start + 1..end]))).collect())
}

/// The paragraphs of an article, those of its head split before each label, where copied text has no blank lines between
/// them.
fn separated(paras: &[Para]) -> Vec<Para> {
    let is_label = |line: &str| label(line, true).is_some_and(|(label, _)| label != Label::Other);
    let (mut all, mut in_head) = (Vec::with_capacity(paras.len()), true);
    for (number, para) in paras.iter().enumerate() {
        let mut rest = para.clone();
        while in_head && number < MAX_HEAD {
            in_head = label(&rest.text, true).is_none_or(|(label, _)| label != Label::Body);
            let breaks = || rest.text.match_indices('\n').map(|(at, _)| at);
            let Some(at) = breaks().find(|&at| in_head && is_label(&rest.text[at + 1..])) else { break };
            let lines = rest.text[..at].matches('\n').count() as u32 + 1;
            let line = if rest.line == 0 { 0 } else { rest.line + lines };
            let next = Para { text: rest.text[at + 1..].to_owned(), line, ..rest.clone() };
            rest.text.truncate(at);
            all.push(std::mem::replace(&mut rest, next));
        }
        all.push(rest);
    }
    all
}

/// Whether it is one article of an export, saved without its number: labels of its length or headline and of its text stand
/// near the top.
fn is_single(paras: &[Para]) -> bool {
    let has = |label_of: Label| {
        paras.iter().take(2 * MAX_HEAD).any(|para| label(&para.text, true).is_some_and(|l| l.0 == label_of))
    };
    has(Label::Body) && (has(Label::Headline) || has(Label::Length))
}

/// "1 of 74 DOCUMENTS", "1 von 74 DOKUMENTEN", "1 de 3 DOCUMENTS", "Dokument 1 von 74".
fn is_counter(text: &str) -> bool {
    if text.len() > 200 {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let [a, b, c, d] = words[..] else { return false };
    let is_document = |word: &str| {
        let word = word.to_uppercase();
        word.starts_with("DOCUMENT") || word.starts_with("DOKUMENT")
    };
    (is_document(d) && counts(a, b, c)) || (is_document(a) && counts(b, c, d))
}

/// "1", "of", "74".
fn counts(first: &str, of: &str, all: &str) -> bool {
    let number = |word: &str| {
        let digits: String = word.chars().filter(|c| !matches!(c, ',' | '.')).collect();
        digits.parse::<u32>().ok()
    };
    let in_order = number(first).zip(number(all)).is_some_and(|(first, all)| first >= 1 && first <= all);
    in_order && of.len() <= 4 && of.chars().all(char::is_alphabetic)
}

/// The article of the paragraphs after its counter.
fn article(paras: &[Para]) -> Draft {
    let mut draft = Draft::default();
    let head = paras.iter().position(|para| label(&para.text, true).is_some()).filter(|&at| at <= MAX_HEAD);
    let body = read_head(paras, head, &mut draft);
    read_body(&paras[body..], &mut draft);
    draft
}

/// Most paragraphs before the first label.
const MAX_HEAD: usize = 12;

/// Reads outlet, date, headline and labels; the paragraph at which the body begins. `labels` is where labels begin.
fn read_head(paras: &[Para], labels: Option<usize>, draft: &mut Draft) -> usize {
    let head = &paras[..labels.unwrap_or(paras.len().min(MAX_HEAD))];
    let date =
        lines(head).find(|(_, line)| day::is_line(line)).or_else(|| lines(head).nth(1).filter(|(_, l)| is_period(l)));
    let dated = date.map_or(0, |(number, _)| number);
    draft.metadata.date = date.and_then(|(_, line)| published(line));
    let before =
        |&(number, line): &(usize, &str)| number <= dated && !is_rights(line) && Some(line) != date.map(|d| d.1);
    draft.metadata.outlet = lines(head).find(before).and_then(|(_, line)| outlet(line));
    let mut rest = if date.is_some() { dated + 1 } else { 1.min(head.len()) };
    while rest < head.len() && is_rights(&head[rest].text) {
        rest += 1;
    }
    if let Some(title) = head.get(rest) {
        draft.title = Some(title.flat());
        rest += 1;
    }
    match labels {
        Some(labels) => {
            draft.paras.extend(head[rest.min(labels)..].iter().filter(|para| !is_rights(&para.text)).cloned());
            read_labels(paras, labels, draft)
        }
        None => rest,
    }
}

/// A month or season with its year, alone on its line.
fn is_period(line: &str) -> bool {
    line.len() <= 40 && day::month_or_year(line).is_some() && line.split_whitespace().count() <= 4
}

/// Reads the labels from `at` on; the paragraph after the last of them.
fn read_labels(paras: &[Para], mut at: usize, draft: &mut Draft) -> usize {
    while let Some((found, value)) = paras.get(at).and_then(|para| label(&para.text, true)) {
        take_label(found, value, &paras[at], draft);
        at += 1;
        if found == Label::Body {
            break;
        }
    }
    at
}

/// Notes what a label says; `para` is the paragraph it stands in.
pub(super) fn take_label(label: Label, value: &str, para: &Para, draft: &mut Draft) {
    let Metadata { author: by, section, url, .. } = &mut draft.metadata;
    let words = |kind| labelled(value, para, kind);
    match label {
        Label::Byline => *by = author(value),
        Label::Section => *section = Some(flat(value)).filter(|value| !value.is_empty()),
        Label::Url => *url = Some(flat(value)).filter(|value| !value.is_empty()),
        Label::Headline if draft.title.is_none() => draft.title = Some(flat(value)),
        Label::Highlight | Label::Correction | Label::Body => draft.paras.push(words(None)),
        Label::Dateline => draft.paras.push(words(Some(BlockKind::Dateline))),
        Label::Graphic => draft.paras.push(words(Some(BlockKind::Caption))),
        Label::Headline | Label::Length | Label::Other => {}
    }
}

/// What follows a label, as a paragraph at its place.
fn labelled(value: &str, para: &Para, kind: Option<BlockKind>) -> Para {
    let before = para.text.len() - para.text.trim_end().len() + value.len();
    let lead = &para.text[..para.text.len().saturating_sub(before)];
    let line = if para.line == 0 { 0 } else { para.line + lead.matches('\n').count() as u32 };
    Para { text: value.to_owned(), line, kind, ..para.clone() }
}

/// Reads the body and the labels after it.
fn read_body(paras: &[Para], draft: &mut Draft) {
    let tail = paras.iter().position(|para| opens_tail(&para.text)).unwrap_or(paras.len());
    let rights = |para: &&Para| !is_rights(&para.text);
    let body_end = tail - paras[..tail].iter().rev().take_while(|para| is_rights(&para.text)).count();
    draft.paras.extend(paras[..body_end].iter().cloned());
    let mut open = None;
    for para in paras[tail..].iter().filter(rights) {
        match (label(&para.text, true), open) {
            (Some((found, value)), _) => {
                take_label(found, value, para, draft);
                open = Some(found);
            }
            (None, Some(Label::Correction)) => draft.paras.push(para.clone()),
            (None, Some(Label::Graphic)) => draft.paras.push(para.clone().kind(BlockKind::Caption)),
            (None, _) => {}
        }
    }
}

/// A label that stands after the body alone. What programmes and interviews have before a colon is none.
fn opens_tail(text: &str) -> bool {
    label(text, true)
        .is_some_and(|(label, _)| matches!(label, Label::Graphic | Label::Correction | Label::Url | Label::Other))
}

#[cfg(test)]
mod tests {
    use super::super::paras_of_text;
    use super::*;

    const EXPORT: &str = "Time Of Request: Friday, March 20, 2018\n\n 1 von 2 DOKUMENTEN\n\n\n  Copyright 1999 Verlag\n  \
        Die Zeitung\n\n  11. Januar 1999 Montag\n  Ausgabe Nord\n\nMinister in Oslo\n\nAUTOR: Von Jana Reh\n\nRUBRIK: \
        POLITIK; S. 4\n\nLÄNGE: 20 Wörter\n\nDie Minister trafen sich\nam Montag.\n\nROE: Das ist gut.\n\nUPDATE: 12. Januar \
        1999\n\nSPRACHE: DEUTSCH\n\nGRAFIK: Ein Bild\n\n  Copyright 1999 Verlag\n  Alle Rechte vorbehalten\n\n 2 von 2 \
        DOKUMENTEN\n\n  The Post\n\n  March 2010\n\nCourt hears appeal\n\nIt was heard.";

    #[test]
    fn articles_with_head_and_tail() {
        let drafts = split(&paras_of_text(EXPORT)).expect("an export");
        let [first, second] = &drafts[..] else { panic!("{}", drafts.len()) };
        assert_eq!(first.title.as_deref(), Some("Minister in Oslo"));
        assert_eq!(first.metadata.outlet.as_deref(), Some("Die Zeitung"));
        assert_eq!(first.metadata.date.as_deref(), Some("1999-01-11"));
        assert_eq!(first.metadata.author.as_deref(), Some("Jana Reh"));
        assert_eq!(first.metadata.section.as_deref(), Some("POLITIK; S. 4"));
        let texts: Vec<&str> = first.paras.iter().map(|para| para.text.as_str()).collect();
        assert_eq!(texts, ["Die Minister trafen sich\nam Montag.", "ROE: Das ist gut.", "Ein Bild"]);
        assert_eq!(first.paras[0].line, 20);
        assert_eq!(second.metadata.date.as_deref(), Some("2010-03"));
        assert_eq!((second.title.as_deref(), second.paras.len()), (Some("Court hears appeal"), 1));
    }

    #[test]
    fn one_article_without_its_number() {
        let text = "Copyright 1997 Newsday, Inc.\nNewsday (New York)\n\nMarch 3, 1997, Monday, ALL EDITIONS\n\nSECTION: NEWS; \
                    Page A05\n\nLENGTH: 20 words\n\nHEADLINE: MINISTERS MEET\n\nBYLINE: By Jane Roe\n\nBODY:\nThey met.\n\nThey \
                    left.\n\nLOAD-DATE: March 4, 1997\n";
        let drafts = split(&paras_of_text(text)).expect("an export");
        let [draft] = &drafts[..] else { panic!("{}", drafts.len()) };
        assert_eq!(draft.title.as_deref(), Some("MINISTERS MEET"));
        let metadata = &draft.metadata;
        assert_eq!(
            (metadata.outlet.as_deref(), metadata.date.as_deref()),
            (Some("Newsday (New York)"), Some("1997-03-03"))
        );
        assert_eq!(metadata.author.as_deref(), Some("Jane Roe"));
        let texts: Vec<&str> = draft.paras.iter().map(|para| para.text.as_str()).filter(|t| !t.is_empty()).collect();
        assert_eq!(texts, ["They met.", "They left."]);
        let close = "Newsday\nMarch 3, 1997\nHEADLINE: CRANE FALLS\nBYLINE: Jane Roe\nBODY:\nIt fell.\nGUESTS: three\n";
        let drafts = split(&paras_of_text(close)).expect("an export");
        let metadata = &drafts[0].metadata;
        assert_eq!((metadata.outlet.as_deref(), metadata.date.as_deref()), (Some("Newsday"), Some("1997-03-03")));
        assert_eq!((drafts[0].title.as_deref(), metadata.author.as_deref()), (Some("CRANE FALLS"), Some("Jane Roe")));
        assert_eq!(drafts[0].paras[0].text, "It fell.\nGUESTS: three");
        assert!(split(&paras_of_text("HEADLINE: a word of print\n\nIt is large.")).is_none());
    }

    #[test]
    fn counters() {
        for text in [
            "  1 of 74 DOCUMENTS",
            "2001 of 2,146 DOCUMENTS",
            "1 de 3 DOCUMENTS",
            "1 von 1 DOKUMENT",
            "Dokument 1 von 74",
        ] {
            assert!(is_counter(text), "{text}");
        }
        for text in ["3 of 2 DOCUMENTS", "All of 74 DOCUMENTS", "1 of 74 members"] {
            assert!(!is_counter(text), "{text}");
        }
    }
}
