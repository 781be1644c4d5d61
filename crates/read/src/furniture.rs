//! Furniture of saved pages that is left in the text of their articles: lists of links to other articles, the counters of
//! picture galleries, captions that stand there twice. It is marked as boilerplate, not taken out.

use std::collections::HashSet;

use super::draft::flat;
use super::tags::{Token, Tokens, is_block};
use onrecord_text::article::{Article, BlockKind};

/// Fewest lines of nothing but links, one after the other, that are a list of them.
const LIST: usize = 3;
/// Fewest bytes of a paragraph that is prose, if it ends a sentence.
const PROSE: usize = 120;
/// Bytes of a line that can be a caption which is shown again.
const CAPTION: std::ops::RangeInclusive<usize> = 20..=PROSE;

/// Marks the furniture of an article that was read from the HTML `content`.
pub(crate) fn mark(article: &mut Article, content: &str) {
    let links = link_lists(content);
    let text = |article: &Article, i: usize| flat(article.blocks[i].span.of(&article.content));
    let is_prose = |article: &Article, i: usize| {
        let text = article.blocks[i].span.of(&article.content);
        article.blocks[i].kind == BlockKind::Body && text.len() >= PROSE && super::cues::ends_sentence(text)
    };
    let blocks = 0..article.blocks.len();
    let (Some(first), Some(last)) =
        (blocks.clone().find(|&i| is_prose(article, i)), blocks.clone().rev().find(|&i| is_prose(article, i)))
    else {
        return;
    };
    let mut seen = HashSet::new();
    for i in blocks {
        let words = text(article, i);
        let around = i < first || i > last;
        let again = CAPTION.contains(&words.len()) && !seen.insert(words.clone());
        let furniture = again || is_counter(&words) || (around && links.contains(&words));
        let kind = &mut article.blocks[i].kind;
        if furniture && matches!(kind, BlockKind::Body | BlockKind::List | BlockKind::Heading | BlockKind::Caption) {
            *kind = BlockKind::Boilerplate;
        }
    }
}

/// "Image 1 of 8", "Photo: 2/10", "3 / 12", "Bild 1 von 8".
fn is_counter(text: &str) -> bool {
    const NAMES: [&str; 12] = [
        "image", "photo", "picture", "slide", "gallery", "bild", "foto", "video", "page", "imagen", "photos", "images",
    ];
    if text.len() > 40 {
        return false;
    }
    let lower = text.to_lowercase().replace('/', " / ");
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | ')' | '#'))
        .filter(|w| !w.is_empty())
        .collect();
    let words = if words.first().is_some_and(|word| NAMES.contains(word)) { &words[1..] } else { &words[..] };
    let number = |word: &str| word.parse::<u32>().is_ok();
    matches!(*words, [a, of, b] if number(a) && number(b) && ["of", "/", "von", "de", "sur", "di", "van"].contains(&of))
}

/// The texts of lines that are links and nothing else, where several follow each other.
fn link_lists(html: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut run: Vec<String> = Vec::new();
    let mut line = Line::default();
    let mut end = |line: &mut Line| {
        let Line { text, linked, open } = std::mem::take(line);
        line.open = open;
        let words = flat(&text);
        if words.is_empty() {
            return;
        }
        let bare: usize = words.chars().filter(|c| c.is_alphanumeric()).count();
        if linked * 10 >= bare * 9 && bare > 0 {
            run.push(words);
            return;
        }
        let list = std::mem::take(&mut run);
        if list.len() >= LIST {
            found.extend(list);
        }
    };
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => line.push(&text),
            Token::Open(name, _) if name.eq_ignore_ascii_case("a") => line.open = true,
            Token::Close(name) if name.eq_ignore_ascii_case("a") => line.open = false,
            Token::Open(name, _) | Token::Close(name) if is_block(name) || name.eq_ignore_ascii_case("br") => {
                end(&mut line)
            }
            _ => {}
        }
    }
    end(&mut line);
    end(&mut Line { text: "the end".into(), ..Line::default() });
    found
}

/// A line of a page: its text, and how many letters of it are a link's.
#[derive(Default)]
struct Line {
    text: String,
    linked: usize,
    open: bool,
}

impl Line {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        if self.open {
            self.linked += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article_from_text;
    use onrecord_text::article::Metadata;

    const PROSE: &str = "The ministers of many countries met on Monday to talk about what they would do next, and they agreed on very \
                         little, people who were there said.";

    #[test]
    fn what_stands_around_and_between() {
        let links =
            ["Court hears appeal in oil case", "Storm nears the northern coast", "Team wins again in extra time"];
        let caption = "Ministers at the door of the house";
        let html = format!(
            "<p>{PROSE}</p><p>Image 1 of 8</p><p>{caption}</p><p>{PROSE} Again.</p><p>{caption}</p><ul>{}</ul>",
            links.map(|link| format!("<li><a href=x>{link}</a></li>")).concat()
        );
        let text =
            format!("{PROSE}\n\nImage 1 of 8\n\n{caption}\n\n{PROSE} Again.\n\n{caption}\n\n{}", links.join("\n\n"));
        let mut article = article_from_text("a", "a", Some("Title"), &text, Metadata::default());
        mark(&mut article, &html);
        let boilerplate: Vec<&str> = article
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Boilerplate)
            .map(|b| b.span.of(&article.content))
            .collect();
        assert_eq!(boilerplate, ["Image 1 of 8", caption, links[0], links[1], links[2]]);
    }

    #[test]
    fn links_within_an_article_stay() {
        let html = format!(
            "<p>{PROSE}</p><p><a>One source</a></p><p><a>Two source</a></p><p><a>Three source</a></p><p>{PROSE} So.</p>"
        );
        let text = format!("{PROSE}\n\nOne source\n\nTwo source\n\nThree source\n\n{PROSE} So.");
        let mut article = article_from_text("a", "a", Some("Title"), &text, Metadata::default());
        mark(&mut article, &html);
        assert!(article.blocks.iter().all(|block| block.kind != BlockKind::Boilerplate));
    }

    #[test]
    fn counters() {
        for text in ["Image 1 of 8", "Photo: 2/10", "3 / 12", "(4 of 5)", "Bild 1 von 8"] {
            assert!(is_counter(text), "{text}");
        }
        for text in ["2 of 3 ministers", "Page one of two", "1 of", "In 3 of 4"] {
            assert!(!is_counter(text), "{text}");
        }
    }
}
