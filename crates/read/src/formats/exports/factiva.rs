//! Factiva, as text, HTML, RTF or DOCX, in both of its displays.
//!
//! With codes: `HD` headline, `PD` day, `SN` outlet, `LP` and `TD` text, …, `AN` accession number. Without: headline,
//! byline, "877 words", day, outlet, code, language, copyright, text, "Document NYTF000020050408dp1900j9s".

use super::{author, is_rights, outlet, published};
use crate::day;
use crate::draft::{Draft, OwnId, Para, flat};
use crate::tags::Run;
use onrecord_text::article::BlockKind;

/// The codes: those of the head, of the text, of the tail.
const CODES: [&str; 30] = [
    "CLM", "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY", "LP",
    "TD", "CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN",
];

/// The articles of paragraphs; none where they are no such export.
pub(super) fn split(paras: &[Para]) -> Option<Vec<Draft>> {
    let ends: Vec<usize> = (0..paras.len()).filter(|&i| accession(&paras[i].text).is_some()).collect();
    if ends.is_empty() {
        return None;
    }
    let mut drafts = Vec::new();
    let mut start = 0;
    for end in ends {
        drafts.extend(article(&paras[start..=end]));
        start = end + 1;
    }
    (!drafts.is_empty()).then_some(drafts)
}

/// The articles of a page's runs, which stand in elements of the class `article`.
pub(super) fn split_runs(runs: &[Run]) -> Option<Vec<Draft>> {
    let starts: Vec<usize> = (0..runs.len()).filter(|&i| opens_article(&runs[i])).collect();
    let ends = starts.iter().skip(1).copied().chain([runs.len()]);
    let mut drafts = Vec::new();
    for (&start, end) in starts.iter().zip(ends) {
        let runs = &runs[start..end];
        let last = runs.iter().position(|run| accession(&run.text).is_some())?;
        let paras: Vec<Para> = runs[..=last].iter().map(marked).collect();
        drafts.extend(article(&paras));
    }
    (!drafts.is_empty()).then_some(drafts)
}

fn opens_article(run: &Run) -> bool {
    run.marks.contains(" article ") || run.marks.contains("Article ")
}

/// A run as a paragraph, its headline and body known by their class.
fn marked(run: &Run) -> Para {
    let para = Para::new(run.text.as_str());
    match () {
        () if run.marks.contains("Headline ") => para.kind(BlockKind::Title),
        () if run.marks.contains(" author ") => para.kind(BlockKind::Byline),
        () if run.marks.contains("articleParagraph") => para.kind(BlockKind::Body),
        () => para,
    }
}

/// The accession number of the line that ends an article: "Document NYTF000020050408dp1900j9s".
fn accession(text: &str) -> Option<&str> {
    let line = text.trim_end().lines().last()?.trim();
    let line = line.strip_prefix("AN").map_or(line, str::trim_start);
    let (document, number) = line.split_once(' ')?;
    let known = ["Document", "Dokument", "Documento", "Документ", "文書"].contains(&document);
    let number = number.trim();
    let coded = number.len() >= 16
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8
        && number.starts_with(|c: char| c.is_ascii_uppercase());
    (known && coded).then_some(number)
}

/// The article of the paragraphs up to its accession number.
fn article(paras: &[Para]) -> Option<Draft> {
    let number = accession(&paras.last()?.text)?.to_owned();
    let lines = || paras.iter().flat_map(|para| para.text.lines());
    let spaced = Spaced(lines().any(is_spaced_day));
    let mut draft = if lines().any(|line| is_headline_code(line, spaced)) {
        with_codes(paras, spaced)
    } else {
        without_codes(&paras[..paras.len() - 1])
    };
    draft.id = OwnId::Anywhere(number);
    Some(draft)
}

/// Whether one space alone stands behind the codes of an article, as where its tabs were lost.
#[derive(Clone, Copy)]
struct Spaced(bool);

/// "PD 12 January 2010": the day's code with one space, which only such an article has.
fn is_spaced_day(line: &str) -> bool {
    line.trim_start().strip_prefix("PD ").is_some_and(day::is_line)
}

fn is_headline_code(line: &str, spaced: Spaced) -> bool {
    matches!(code(line, 0, spaced), Some((at, _)) if CODES[at] == "HD")
}

/// Head, lead, text and tail: a code of one of them never stands in one before it.
fn zone(at: usize) -> usize {
    match CODES[at] {
        "LP" => 1,
        "TD" => 2,
        _ if at < 17 => 0,
        _ => 3,
    }
}

/// The code at the beginning of a line, if it may stand after the code `from`, and what follows it.
fn code(line: &str, from: usize, spaced: Spaced) -> Option<(usize, &str)> {
    let line = line.trim_start();
    let len = line.bytes().position(|b| !b.is_ascii_uppercase()).unwrap_or(line.len());
    let at = CODES.iter().position(|code| *code == &line[..len]).filter(|&at| zone(at) >= zone(from))?;
    let value = &line[len..];
    let apart =
        value.trim().is_empty() || value.starts_with('\t') || value.starts_with("  ") || value.starts_with('\u{a0}');
    // In text taken out of pages one space is left.
    let listed = value.starts_with(' ') && (value.contains(" : ") || value.trim_start().starts_with("Document "));
    // Codes of the tail are words, too: "IN Oslo it fell".
    let by_space = spaced.0 && value.starts_with(' ') && (zone(at) < 3 || zone(from) == 3);
    (apart || listed || by_space).then(|| (at, value.trim()))
}

/// What stands under each code, in order.
fn with_codes(paras: &[Para], spaced: Spaced) -> Draft {
    let mut draft = Draft::default();
    let (mut at, mut value) = (0, Vec::new());
    for para in paras {
        for (number, line) in para.text.lines().enumerate() {
            let line_number = if para.line == 0 { 0 } else { para.line + number as u32 };
            let piece = |text: &str| Para { text: text.trim().to_owned(), line: line_number, ..para.clone() };
            match code(line, at, spaced) {
                Some((found, rest)) => {
                    take(CODES[at], std::mem::take(&mut value), &mut draft);
                    at = found;
                    value.push(piece(rest));
                }
                None => value.push(piece(line)),
            }
        }
    }
    take(CODES[at], value, &mut draft);
    draft
}

/// Notes what a code says.
fn take(code: &str, value: Vec<Para>, draft: &mut Draft) {
    let line = || Some(flat(&value.iter().map(|para| para.text.as_str()).collect::<Vec<_>>().join(" ")));
    let filled = |value: Option<String>| value.filter(|value| !value.is_empty());
    match code {
        "HD" => draft.title = filled(line()),
        "BY" => draft.metadata.author = line().and_then(|by| author(&by)),
        "PD" => draft.metadata.date = line().and_then(|line| published(&line)),
        "SN" => draft.metadata.outlet = line().and_then(|line| outlet(&line)),
        "SE" => draft.metadata.section = filled(line()),
        "CLM" => draft.metadata.section = draft.metadata.section.take().or_else(|| filled(line())),
        "LP" | "TD" => draft.paras.extend(value.into_iter().map(|para| Para { kind: None, ..para })),
        "ART" => draft.paras.extend(value.into_iter().map(|para| para.kind(BlockKind::Caption))),
        _ => {}
    }
}

/// The display without codes: what each line is, its place tells.
fn without_codes(paras: &[Para]) -> Draft {
    let mut draft = Draft::default();
    let paras: Vec<Para> = paras.iter().flat_map(lines).collect();
    let Some(count) = (0..paras.len()).find(|&i| is_count(&paras, i)) else {
        draft.title = paras.first().map(Para::flat);
        draft.paras = paras.into_iter().skip(1).collect();
        return draft;
    };
    read_title(&paras[..count], &mut draft);
    draft.metadata.date = published(&paras[count + 1].text);
    let rest = &paras[count + 2..];
    let name = rest.iter().find(|para| !is_time(&para.text));
    draft.metadata.outlet = name.and_then(|para| outlet(&para.text));
    let head = head_len(rest);
    draft.paras = rest[head..].iter().map(|para| Para { kind: None, ..para.clone() }).collect();
    draft
}

/// The lines of a head's paragraphs; a paragraph of the body stays whole.
fn lines(para: &Para) -> Vec<Para> {
    if para.kind == Some(BlockKind::Body) || para.text.len() > 300 {
        return vec![para.clone()];
    }
    let numbered = para.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let line = |(number, line): (usize, &str)| Para {
        text: line.trim().to_owned(),
        line: if para.line == 0 { 0 } else { para.line + number as u32 },
        ..para.clone()
    };
    numbered.map(line).collect()
}

/// "877 words", in any language: a number and a word, the day after it.
fn is_count(paras: &[Para], i: usize) -> bool {
    let words: Vec<&str> = paras[i].text.split_whitespace().collect();
    let counted = words.len() <= 3
        && words.first().is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.'));
    counted && words.len() >= 2 && paras.get(i + 1).is_some_and(|next| day::is_line(&next.text))
}

fn is_time(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 8 && text.contains(':') && text.starts_with(|c: char| c.is_ascii_digit())
}

/// Headline, byline and section, in the lines before the count of words.
fn read_title(head: &[Para], draft: &mut Draft) {
    let marked = head.iter().position(|para| para.kind == Some(BlockKind::Title));
    let by = |para: &Para| para.kind == Some(BlockKind::Byline) || is_byline(&para.text);
    let byline = (1..head.len()).find(|&i| by(&head[i]));
    let title = marked.unwrap_or_else(|| byline.unwrap_or(head.len()).saturating_sub(1));
    draft.title = head.get(title).map(Para::flat);
    draft.metadata.author = byline.and_then(|at| author(&head[at].text));
    let section = head[..title.min(head.len())].iter().map(Para::flat).collect::<Vec<_>>().join("; ");
    draft.metadata.section = Some(section).filter(|section| !section.is_empty());
}

fn is_byline(text: &str) -> bool {
    crate::cues::is_byline(text) || ["By ", "BY ", "Von ", "Par ", "Por "].iter().any(|by| text.starts_with(by))
}

/// How many lines after the day are the outlet's, its code, edition, page, language and rights.
fn head_len(rest: &[Para]) -> usize {
    let window = rest.len().min(10);
    match rest[..window].iter().rposition(|para| is_rights(&para.text)) {
        Some(rights) => rights + 1,
        None => rest[..window].iter().take_while(|para| para.text.len() <= 40 && para.kind.is_none()).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::paras_of_text;
    use super::*;

    #[test]
    fn with_codes_on_lines_of_their_own() {
        let text = "HD\nStock could rise\n\nBY\nBy Jane Roe\nPD\n19 mars 2017\nSN\nExample Wire\nLP\nOSLO (Example) - The \
                    stock rose.\n\nTD\n\"Sales grow,\" she said.\n\nIN Oslo it fell.\nCO\nexinc : Example\nAN\nDocument \
                    EXW0000020170319ed3j00001\n";
        let drafts = split(&paras_of_text(text)).expect("an export");
        assert_eq!(drafts[0].title.as_deref(), Some("Stock could rise"));
        assert_eq!(drafts[0].metadata.date.as_deref(), Some("2017-03-19"));
        assert_eq!(drafts[0].metadata.author.as_deref(), Some("Jane Roe"));
        assert_eq!(drafts[0].id, OwnId::Anywhere("EXW0000020170319ed3j00001".into()));
        let words: Vec<_> = drafts[0].paras.iter().map(|p| p.text.as_str()).filter(|t| !t.is_empty()).collect();
        assert_eq!(words, ["OSLO (Example) - The stock rose.", "\"Sales grow,\" she said.", "IN Oslo it fell."]);
    }

    #[test]
    fn with_codes_and_one_space() {
        let text = "HD Crane falls\nBY By Jane Roe\nWC 120 words\nPD 12 January 2010\nSN Example Wire\nSC EXW\nLA English\nLP \
                    A crane fell.\n\nTD\nIN Oslo it rose.\n\nCO exinc : Example\nIN i1 : Building\nPUB Example Inc\nAN Document \
                    EXW0000020100112e61j00001\n";
        let drafts = split(&paras_of_text(text)).expect("an export");
        let [draft] = &drafts[..] else { panic!() };
        assert_eq!((draft.title.as_deref(), draft.metadata.author.as_deref()), (Some("Crane falls"), Some("Jane Roe")));
        assert_eq!(draft.metadata.date.as_deref(), Some("2010-01-12"));
        assert_eq!(draft.metadata.outlet.as_deref(), Some("Example Wire"));
        let words: Vec<_> = draft.paras.iter().map(|p| p.text.as_str()).filter(|t| !t.is_empty()).collect();
        assert_eq!(words, ["A crane fell.", "IN Oslo it rose."]);
    }

    #[test]
    fn without_codes_in_another_language() {
        let text = "Politik\nMinister treffen sich\nVon Jana Reh\n77 Wörter\n9 Januar 1993\n11:30\nDie Zeitung\nZTG\nDeutsch\n\
                    Copyright 1993 Die Zeitung\n\nSie trafen sich.\n\nUnd gingen.\n\nDokument ZTG0000020050408dp1900j9s\n";
        let drafts = split(&paras_of_text(text)).expect("an export");
        let [draft] = &drafts[..] else { panic!() };
        assert_eq!(draft.title.as_deref(), Some("Minister treffen sich"));
        assert_eq!(draft.metadata.outlet.as_deref(), Some("Die Zeitung"));
        assert_eq!(draft.metadata.date.as_deref(), Some("1993-01-09"));
        assert_eq!(draft.metadata.author.as_deref(), Some("Jana Reh"));
        assert_eq!(draft.paras.len(), 2);
    }
}
