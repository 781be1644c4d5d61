//! Europresse, as HTML: spans of the classes `DocPublicationName`, `DocHeader` and `TitreArticle…`, then the text up to
//! the notice of rights or the number of the document.

use super::{is_rights, outlet, published};
use crate::draft::{Draft, OwnId, Para, flat};
use crate::tags::{Token, Tokens, attribute, is_block};

/// What a piece of text is, by the class of the element it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Outlet,
    Header,
    Title,
    Text,
}

/// The articles of a page; none where it is no such export.
pub(super) fn split(html: &str) -> Option<Vec<Draft>> {
    if !html.contains("DocPublicationName") {
        return None;
    }
    let mut reader = Reader::default();
    for token in Tokens::new(html) {
        reader.take(&token);
    }
    reader.end_article();
    (!reader.drafts.is_empty()).then_some(reader.drafts)
}

#[derive(Default)]
struct Reader {
    drafts: Vec<Draft>,
    open: Option<Article>,
    /// The element whose class says what its text is, with the elements of its name open within it.
    element: Option<(Part, String, u32)>,
}

#[derive(Default)]
struct Article {
    outlet: String,
    header: String,
    title: String,
    /// What stands between header and headline: a line above it.
    above: Vec<String>,
    text: Vec<String>,
    number: Option<String>,
    closed: bool,
}

impl Reader {
    fn take(&mut self, token: &Token) {
        match token {
            Token::Open(name, attributes) => self.open(name, attributes),
            Token::Close(name) => self.close(name),
            Token::Text(text) => self.text(text),
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        if name.eq_ignore_ascii_case("br") || is_block(name) {
            self.line_break();
        }
        if let Some((_, element, depth)) = &mut self.element {
            *depth += u32::from(name.eq_ignore_ascii_case(element));
            return;
        }
        let class = attribute(attributes, "class").unwrap_or_default().to_ascii_lowercase();
        let part = match class.as_str() {
            class if class.contains("docpublicationname") => Part::Outlet,
            class if class.contains("docheader") => Part::Header,
            class if class.contains("titrearticle") => Part::Title,
            _ => return,
        };
        if part == Part::Outlet {
            self.end_article();
            self.open = Some(Article::default());
        }
        self.element = Some((part, name.to_owned(), 1));
    }

    fn close(&mut self, name: &str) {
        if is_block(name) {
            self.line_break();
        }
        if let Some((_, element, depth)) = &mut self.element
            && name.eq_ignore_ascii_case(element)
        {
            *depth -= 1;
            if *depth == 0 {
                self.element = None;
            }
        }
    }

    fn part(&self) -> Part {
        self.element.as_ref().map_or(Part::Text, |(part, ..)| *part)
    }

    fn line_break(&mut self) {
        let part = self.part();
        let Some(article) = &mut self.open else { return };
        match part {
            Part::Text => article.text.push(String::new()),
            Part::Title => article.title.push(' '),
            Part::Outlet | Part::Header => article.header.push(' '),
        }
    }

    fn text(&mut self, text: &str) {
        let part = self.part();
        let Some(article) = &mut self.open else { return };
        match part {
            Part::Outlet => article.outlet.push_str(text),
            Part::Header => article.header.push_str(text),
            Part::Title => {
                article.above.append(&mut article.text);
                article.title.push_str(text);
            }
            Part::Text => match article.text.last_mut() {
                Some(last) => last.push_str(text),
                None => article.text.push(text.to_owned()),
            },
        }
    }

    fn end_article(&mut self) {
        let Some(mut article) = self.open.take() else { return };
        self.element = None;
        let mut draft = Draft { title: Some(flat(&article.title)), ..Draft::default() };
        draft.metadata.outlet = outlet(article.outlet.split(", no.").next().unwrap_or_default());
        draft.metadata.date = published(&article.header);
        draft.metadata.section = section(&article.header);
        let above: Vec<Para> = paras(&article.above);
        let pieces = std::mem::take(&mut article.text);
        let mut body: Vec<Para> = Vec::new();
        for piece in &pieces {
            article.piece(&flat(piece), &mut body);
        }
        let by = body.first().map(Para::flat).filter(|name| name.len() <= 80 && crate::cues::are_names(name));
        if by.is_some() && body.len() > 1 {
            body.remove(0);
            draft.metadata.author = by;
        }
        draft.id = article.number.map_or(OwnId::None, OwnId::Anywhere);
        draft.paras = above.into_iter().chain(body).collect();
        self.drafts.push(draft);
    }
}

impl Article {
    /// Takes a line of the text; after the notice of rights nothing is the article's but its number.
    fn piece(&mut self, line: &str, body: &mut Vec<Para>) {
        if let Some((_, number)) = line.split_once("news·").or_else(|| line.split_once("news:")) {
            self.number.get_or_insert_with(|| format!("news·{}", number.split(' ').next().unwrap_or_default()));
            self.closed = true;
        }
        self.closed |= is_rights(line);
        if !self.closed && !line.is_empty() {
            body.push(Para::new(line));
        }
    }
}

fn paras(pieces: &[String]) -> Vec<Para> {
    pieces.iter().map(|piece| flat(piece)).filter(|piece| !piece.is_empty()).map(Para::new).collect()
}

/// The section before the date: "Politique, jeudi 5 octobre 2013".
fn section(header: &str) -> Option<String> {
    let first = flat(header).split(',').next().map(str::trim).unwrap_or_default().to_owned();
    (!first.is_empty() && !first.contains(|c: char| c.is_ascii_digit())).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_layouts() {
        let old = "<span class=\"DocPublicationName\">Le Jour</span><br><span class=\"DocHeader\">Politique, </span><span \
                   class=\"DocHeader\">jeudi 5 octobre 2013</span><br><br><span class=\"TitreArticleVisu\">Un <span>titre</span>\
                   </span><br><br>Jeanne Roe<br><p></p>Du texte.<p></p>Encore.<p></p><i>© 2012 Le Jour.</i><p></p>Numéro de \
                   document : news·20121004·PO·204<br>Ce certificat";
        let new = "<article><header><div class=\"rdp__DocPublicationName\"><span class=\"DocPublicationName\">Le Soir</span></div>\
                   <span class=\"DocHeader\">lundi 3 mars 2014</span><div class=\"titreArticle\"><p class=\"titreArticleVisu\">Autre \
                   titre</p></div></header><section><p>Du texte ici, deux phrases. Encore.</p></section></article>";
        let drafts = split(&format!("{old}{new}")).expect("an export");
        let [first, second] = &drafts[..] else { panic!("{drafts:?}") };
        assert_eq!(first.title.as_deref(), Some("Un titre"));
        assert_eq!(first.metadata.date.as_deref(), Some("2013-10-05"));
        assert_eq!(first.metadata.section.as_deref(), Some("Politique"));
        assert_eq!(first.metadata.author.as_deref(), Some("Jeanne Roe"));
        assert_eq!(first.paras.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), ["Du texte.", "Encore."]);
        assert_eq!(first.id, OwnId::Anywhere("news·20121004·PO·204".into()));
        assert_eq!(second.metadata.outlet.as_deref(), Some("Le Soir"));
        assert_eq!(second.title.as_deref(), Some("Autre titre"));
        assert_eq!(second.paras.len(), 1);
    }
}
