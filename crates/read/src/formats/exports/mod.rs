//! Exports of news databases: one file, many articles, each with a head of labels and a tail of codes.
//!
//! An export comes as text, HTML, RTF, DOCX or PDF and reads much the same in all of them, so each is first brought
//! into paragraphs. Times of the request and of loading are never the day of publication.

mod europresse;
mod factiva;
mod labels;
mod nexis;
mod nexis_uni;
mod proquest;

use std::ops::Range;

use crate::draft::{Draft, Para, flat};
use crate::input::{End, Origin, Out};
use crate::tags::{Run, runs};

/// Reads the articles of a text that is an export; whether it is one.
pub(crate) fn read_text(text: &str, origin: &Origin, out: &mut Out) -> Result<bool, End> {
    if !may_be_export(text) {
        return Ok(false);
    }
    read_paras(&paras_of_text(text), origin, out)
}

/// Reads the articles of paragraphs that are an export; whether they are one.
pub(crate) fn read_paras(paras: &[Para], origin: &Origin, out: &mut Out) -> Result<bool, End> {
    // ProQuest counts its documents as Nexis does.
    let drafts = proquest::split(paras)
        .or_else(|| nexis::split(paras))
        .or_else(|| nexis_uni::split(paras))
        .or_else(|| factiva::split(paras));
    send(drafts, origin, out)
}

/// Reads the articles of a page that is an export; whether it is one.
pub(crate) fn read_html(html: &str, origin: &Origin, out: &mut Out) -> Result<bool, End> {
    if !may_be_export(html) {
        return Ok(false);
    }
    let drafts = europresse::split(html).or_else(|| proquest::split_html(html)).or_else(|| {
        let runs = runs(html);
        factiva::split_runs(&runs).or_else(|| {
            let paras = paras_of(&runs);
            nexis::split(&paras).or_else(|| nexis_uni::split(&paras)).or_else(|| factiva::split(&paras))
        })
    });
    send(drafts, origin, out)
}

/// Numbers the articles and hands them on.
fn send(drafts: Option<Vec<Draft>>, origin: &Origin, out: &mut Out) -> Result<bool, End> {
    let Some(drafts) = drafts.filter(|drafts| !drafts.is_empty()) else { return Ok(false) };
    for (number, draft) in drafts.into_iter().enumerate() {
        Draft { record: Some(number as u32 + 1), ..draft }.send(origin, out)?;
    }
    Ok(true)
}

/// A quick look for what every export has somewhere, so that other files are spared the splitting.
fn may_be_export(text: &str) -> bool {
    const SIGNS: [&str; 15] = [
        " DOCUMENT",
        " DOKUMENT",
        "End of Document",
        "Ende des Dokuments",
        "Fin du document",
        "Document ",
        "Documento ",
        "Dokument ",
        "ProQuest",
        "DocPublicationName",
        "Fin del documento",
        "Publication info",
        "BODY:",
        "VOLLTEXT:",
        "CORPS:",
    ];
    SIGNS.iter().any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some())
}

/// Runs of text as paragraphs.
fn paras_of(runs: &[Run]) -> Vec<Para> {
    runs.iter().map(|run| Para::new(run.text.as_str())).collect()
}

/// The paragraphs of a text, which blank lines separate, with their lines. Indents stay.
fn paras_of_text(text: &str) -> Vec<Para> {
    let mut paras = Vec::new();
    let mut open: Option<(Range<usize>, u32)> = None;
    let (mut at, mut number) = (0, 0);
    for line in text.split_inclusive('\n') {
        number += 1;
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            paras.extend(open.take().map(|(range, line)| para(text, range, line)));
        } else {
            match &mut open {
                Some((range, _)) => range.end = at,
                None => open = Some((start..at, number)),
            }
        }
    }
    paras.extend(open.map(|(range, line)| para(text, range, line)));
    paras
}

fn para(text: &str, range: Range<usize>, line: u32) -> Para {
    let text = text[range].trim_end().trim_start_matches(['\u{c}', '\u{feff}']).to_owned();
    Para { text, line, ..Para::default() }
}

/// The lines of paragraphs, each trimmed, with the number of its paragraph.
fn lines(paras: &[Para]) -> impl Iterator<Item = (usize, &str)> {
    let lines_of = |(number, para)| lines_of(para).map(move |line| (number, line));
    paras.iter().enumerate().flat_map(lines_of)
}

fn lines_of(para: &Para) -> impl Iterator<Item = &str> {
    para.text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// A notice of rights, which stands at the head or tail of an article and is no part of it.
fn is_rights(line: &str) -> bool {
    let lower = flat(line).to_lowercase();
    const STARTS: [&str; 12] = [
        "copyright",
        "©",
        "(c)",
        "all rights reserved",
        "tous droits réservés",
        "alle rechte vorbehalten",
        "todos los derechos reservados",
        "tutti i diritti riservati",
        "alle rechten voorbehouden",
        "droits d'auteur",
        "todos os direitos reservados",
        "all right reserved",
    ];
    STARTS.iter().any(|start| lower.starts_with(start))
}

/// An author as named in a byline: without "By".
fn author(byline: &str) -> Option<String> {
    let byline = flat(byline);
    let bare = ["By ", "BY ", "by ", "Von ", "VON ", "Par ", "PAR ", "Por ", "POR ", "Di ", "Door "]
        .iter()
        .find_map(|by| byline.strip_prefix(by))
        .unwrap_or(&byline);
    let bare = bare.trim().trim_end_matches([';', ',']);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// The name of a newspaper as printed at an article's head, without what else stands on its line.
fn outlet(line: &str) -> Option<String> {
    let name = flat(line);
    let name = name.trim_end_matches([',', ';', ':']).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The day that a head prints, else its month or year.
fn published(line: &str) -> Option<String> {
    let line = flat(line);
    crate::day::iso(&line).or_else(|| crate::day::month_or_year(&line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_keep_their_lines() {
        let paras = paras_of_text("\n\n  One\n  two\n\n\u{c}   Three\n");
        let found: Vec<_> = paras.iter().map(|para| (para.text.as_str(), para.line)).collect();
        assert_eq!(found, [("  One\n  two", 3), ("   Three", 6)]);
    }
}
