//! Nexis Uni, as DOCX, RTF or PDF: headline, outlet, date, labels, "Body", the text, "Classification", codes, "End of
//! Document". A list of the documents may stand before the first.

use super::labels::{Label, label};
use super::nexis::take_label;
use super::{is_rights, outlet, published};
use crate::day;
use crate::draft::{Draft, Para};
use onrecord_text::article::BlockKind;

/// The articles; none where this is no such export.
pub(super) fn split(paras: &[Para]) -> Option<Vec<Draft>> {
    let is_end = |para: &Para| is_one_of(&para.text, &ENDS);
    if !paras.iter().any(|para| para.text.lines().any(|line| is_one_of(line, &ENDS))) {
        return None;
    }
    let paras = &separated(paras)[..];
    let drafts: Vec<Draft> = paras.split(is_end).filter_map(article).collect();
    (!drafts.is_empty()).then_some(drafts)
}

const ENDS: [&str; 8] = [
    "end of document",
    "ende des dokuments",
    "fin du document",
    "fin del documento",
    "fine documento",
    "fine del documento",
    "einde van document",
    "fim do documento",
];
const BODIES: [&str; 9] =
    ["body", "text", "volltext", "haupttext", "corps", "corps de l'article", "cuerpo", "corpo", "hoofdtekst"];
const CLASSES: [&str; 7] = [
    "classification",
    "klassifikation",
    "klassifizierung",
    "clasificación",
    "classificazione",
    "classificatie",
    "classificação",
];
const GRAPHICS: [&str; 5] = ["graphic", "grafik", "graphique", "gráfico", "grafica"];
const CORRECTIONS: [&str; 5] = ["correction", "korrektur", "corrección", "notes", "correction-date"];

fn is_one_of(text: &str, words: &[&str]) -> bool {
    let text = text.trim();
    text.len() <= 40 && words.contains(&text.to_lowercase().as_str())
}

/// The paragraphs, those of a head split where its lines stand close together, as copied text has them.
fn separated(paras: &[Para]) -> Vec<Para> {
    let (mut all, mut in_head) = (Vec::with_capacity(paras.len()), true);
    for para in paras {
        let mut lines = Lines { para, open: None, after_date: false, all: &mut all };
        for (number, line) in para.text.lines().enumerate() {
            let is_end = is_one_of(line, &ENDS);
            let is_body = in_head && is_one_of(line, &BODIES);
            match () {
                () if is_end || is_body || is_one_of(line, &CLASSES) => lines.alone(number, line),
                () if in_head => lines.of_head(number, line),
                () => lines.go_on(number, line),
            }
            in_head = is_end || in_head && !is_body;
        }
        lines.close();
    }
    all
}

/// The lines of one paragraph, which become paragraphs.
struct Lines<'a> {
    para: &'a Para,
    /// The paragraph that is being put together.
    open: Option<Para>,
    /// Whether the date stood above, so that what comes next is no headline.
    after_date: bool,
    all: &'a mut Vec<Para>,
}

impl Lines<'_> {
    fn one(&self, number: usize, text: &str) -> Para {
        let line = if self.para.line == 0 { 0 } else { self.para.line + number as u32 };
        Para { text: text.to_owned(), line, ..self.para.clone() }
    }

    fn close(&mut self) {
        self.all.extend(self.open.take());
    }

    fn alone(&mut self, number: usize, line: &str) {
        self.close();
        self.all.push(self.one(number, line));
    }

    fn go_on(&mut self, number: usize, line: &str) {
        match &mut self.open {
            Some(open) => open.text.extend(["\n", line]),
            None => self.open = Some(self.one(number, line)),
        }
    }

    /// A line of the head: labels and the day begin anew; the line above the day is the outlet, what is above that the
    /// headline.
    fn of_head(&mut self, number: usize, line: &str) {
        let bare = line.trim();
        let dated = !self.after_date && is_date(bare) && label(bare, false).is_none();
        if dated && let Some(open) = &mut self.open {
            let above =
                open.text.trim_end().rsplit_once('\n').map(|(title, outlet)| (title.to_owned(), outlet.to_owned()));
            if let Some((title, outlet)) = above {
                let lines = title.matches('\n').count() as u32 + 1;
                let line = if open.line == 0 { 0 } else { open.line + lines };
                let outlet = Para { text: outlet, line, kind: None, ..open.clone() };
                open.text = title;
                self.close();
                self.open = Some(outlet);
            }
        }
        if dated {
            self.after_date = true;
            self.alone(number, line);
        } else if label(bare, false).is_some() || is_rights(bare) {
            self.close();
            self.open = Some(self.one(number, line));
        } else {
            self.go_on(number, line);
        }
    }
}

/// The article of the paragraphs up to its end.
fn article(paras: &[Para]) -> Option<Draft> {
    let paras: Vec<Para> = paras.iter().filter(|para| !para.text.trim().is_empty()).cloned().collect();
    let body = paras.iter().position(|para| is_one_of(&para.text, &BODIES));
    let labelled = || paras.iter().position(|para| matches!(label(&para.text, false), Some((Label::Length, _))));
    let (head_end, start) = match (body, labelled()) {
        (Some(body), _) => (body, body + 1),
        (None, Some(length)) => (length, length),
        (None, None) => return None,
    };
    let mut draft = Draft::default();
    let start = read_head(&paras, head_end, start, &mut draft);
    read_body(&paras[start..], &mut draft);
    Some(draft)
}

/// Reads what stands before the body; where the body begins.
fn read_head(paras: &[Para], end: usize, mut start: usize, draft: &mut Draft) -> usize {
    let head = &paras[..end];
    let dated =
        (0..end).rev().find(|&i| first_line(&head[i]).is_some_and(is_date) && label(&head[i].text, false).is_none());
    let labels = dated.map_or(0, |at| at + 1);
    if let Some(at) = dated {
        draft.metadata.date = first_line(&head[at]).and_then(published);
        read_names(&head[..at], draft);
    } else {
        draft.title = head.first().map(Para::flat);
    }
    for para in &head[labels..] {
        if let Some((found, value)) = label(&para.text, false) {
            take_label(found, value, para, draft);
        }
    }
    while let Some((found, value)) = paras.get(start).and_then(|para| label(&para.text, false)) {
        take_label(found, value, &paras[start], draft);
        start += 1;
    }
    start
}

fn is_date(line: &str) -> bool {
    !is_rights(line) && is_day_or_month(line)
}

fn is_day_or_month(line: &str) -> bool {
    day::is_line(line)
        || (line.len() <= 30 && line.split_whitespace().count() <= 3 && day::month_or_year(line).is_some())
}

fn first_line(para: &Para) -> Option<&str> {
    para.text.lines().map(str::trim).find(|line| !line.is_empty())
}

/// Headline and outlet stand right before the date; a list of all documents may stand before them.
fn read_names(before: &[Para], draft: &mut Draft) {
    let mut names = before.iter().rev().filter(|para| !is_rights(&para.text));
    draft.metadata.outlet = names.next().and_then(|para| outlet(&para.text));
    let heading = |para: &&Para| matches!(para.kind, Some(BlockKind::Title | BlockKind::Heading));
    let title = names.clone().take(3).find(heading).or_else(|| names.next());
    draft.title = title.map(Para::flat);
}

/// Reads the text and what follows it.
fn read_body(paras: &[Para], draft: &mut Draft) {
    let mut kind = Some(None);
    for para in paras {
        let text = &para.text;
        if is_one_of(text, &CLASSES) {
            kind = None;
        } else if is_one_of(text, &GRAPHICS) {
            kind = Some(Some(BlockKind::Caption));
        } else if is_one_of(text, &CORRECTIONS) {
            kind = Some(None);
        } else if is_code(text) {
            kind = None;
        } else if let Some(kind) = kind
            && !is_rights(text)
        {
            draft.paras.push(Para { kind: kind.or(body_kind(para)), ..para.clone() });
        }
    }
}

/// A heading of the document's is one of the article's.
fn body_kind(para: &Para) -> Option<BlockKind> {
    if para.kind == Some(BlockKind::Title) { Some(BlockKind::Heading) } else { para.kind }
}

/// The labels with which codes begin where no heading stands above them.
fn is_code(text: &str) -> bool {
    let name = text.split(':').next().unwrap_or_default().trim();
    ["Load-Date", "Publication-Type", "Language", "Publikationstyp", "Update"].contains(&name) && text.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_after_a_list_of_them() {
        let text = "Documents (2)|1. Ministers meet|Search Terms: oslo|2. Court hears|Ministers meet|The Post|May 2, 2002, \
                    Thursday|Copyright 2002 Post|Section: MONEY; Pg. 1|Length: 20 words|Byline: By Jane Roe|Body|They met.|\
                    He said: \"Yes.\"|Graphic|A photo|Classification|Language: ENGLISH|Subject: TALKS (90%)|Load-Date: May \
                    3, 2002|End of Document|Court hears|The Times|May 3, 2002|Length: 9 words|Body|It heard.|Load-Date: May \
                    4, 2002|End of Document|";
        let paras: Vec<Para> = text.split('|').map(Para::new).collect();
        let drafts = split(&paras).expect("an export");
        let [first, second] = &drafts[..] else { panic!("{}", drafts.len()) };
        assert_eq!(first.title.as_deref(), Some("Ministers meet"));
        assert_eq!(first.metadata.outlet.as_deref(), Some("The Post"));
        assert_eq!(first.metadata.date.as_deref(), Some("2002-05-02"));
        assert_eq!(first.metadata.author.as_deref(), Some("Jane Roe"));
        let texts: Vec<&str> = first.paras.iter().map(|para| para.text.as_str()).collect();
        assert_eq!(texts, ["They met.", "He said: \"Yes.\"", "A photo"]);
        assert_eq!((second.title.as_deref(), second.paras.len()), (Some("Court hears"), 1));
    }

    #[test]
    fn heads_whose_lines_stand_close_together() {
        let text = "Ministers meet\nin Oslo\nThe Post\nMay 2, 2002, Thursday\nCopyright 2002 Post\n\nSection: MONEY; \
                    Business\nLength: 212 words\nByline: By Tan Roe\n\nBody\n\nThey met.\nThey left.\n\nLoad-Date: May 3, \
                    2002\nEnd of Document\n";
        let drafts = split(&super::super::paras_of_text(text)).expect("an export");
        let [draft] = &drafts[..] else { panic!("{}", drafts.len()) };
        assert_eq!(draft.title.as_deref(), Some("Ministers meet in Oslo"));
        let metadata = &draft.metadata;
        assert_eq!((metadata.outlet.as_deref(), metadata.date.as_deref()), (Some("The Post"), Some("2002-05-02")));
        assert_eq!(
            (metadata.author.as_deref(), metadata.section.as_deref()),
            (Some("Tan Roe"), Some("MONEY; Business"))
        );
        let texts: Vec<&str> = draft.paras.iter().map(|para| para.text.as_str()).collect();
        assert_eq!(texts, ["They met.\nThey left."]);
    }
}
