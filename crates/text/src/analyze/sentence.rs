//! Sentences: where they end, decided between two words.
//!
//! Only a gap that holds a terminator is looked at, so the cost is that of the words. The difficulty is
//! the full stop after an abbreviation. Three classes settle it: those that never end a sentence (`Mr.`),
//! those that bind to a number (`No.`, `Jan.`), and those that may end one (`U.S.`, `Inc.`), which do so
//! when the next word is one that begins sentences rather than continues a name.
//!
//! A quotation that ends with `?` or `!` does not end the sentence where its speaker follows: `“Why?” Brown asked.`

use std::ops::Range;

use super::ending::{Abbreviation, is_terminator};
use super::form::{Forms, Shape};
use super::speech;
use super::token::{MAX_SENTENCE_WORDS, Word};
use crate::span::Span;

/// Calls `push` with the span and words (indexes into `words`) of each sentence of the block at `block`,
/// whose words are `words[first..]`.
pub fn split_sentences(
    content: &str,
    block: Span,
    words: &[Word],
    first: usize,
    forms: &Forms,
    mut push: impl FnMut(Span, Range<u32>),
) {
    if first == words.len() {
        return;
    }
    let mut start = (block.start, first);
    for i in first..words.len() - 1 {
        if i + 1 - start.1 == MAX_SENTENCE_WORDS {
            push(Span { start: start.0, end: words[i].span.end }, start.1 as u32..i as u32 + 1);
            start = (words[i + 1].span.start, i + 1);
            continue;
        }
        let gap = &content.as_bytes()[words[i].span.end as usize..words[i + 1].span.start as usize];
        let plain = gap == b" " && content.as_bytes()[words[i].span.end as usize - 1] != b'.';
        if plain {
            continue;
        }
        if let Some((end, next)) = boundary(content, words, i, forms) {
            push(Span { start: start.0, end }, start.1 as u32..i as u32 + 1);
            start = (next, i + 1);
        }
    }
    push(Span { start: start.0, end: block.end }, start.1 as u32..words.len() as u32);
}

/// Whether a sentence ends after word `i`: then where it ends and where the next begins, in bytes.
fn boundary(content: &str, words: &[Word], i: usize, forms: &Forms) -> Option<(u32, u32)> {
    let (word, next) = (words[i], words[i + 1]);
    let dotted = word.span.of(content).ends_with('.');
    let from = word.span.end as usize - usize::from(dotted);
    let gap = &content[from..next.span.start as usize];
    let stop = gap.rfind(is_terminator)?;
    let terminator = gap[stop..].chars().next()?;
    let after = stop + terminator.len_utf8();
    let closing = closing_len(&gap[after..]);
    let opening = gap[after + closing..].trim_start();
    let next_lower = matches!(forms.shape(next.form), Shape::Lower);
    let ends = match terminator {
        '。' | '！' | '？' | '｡' => true,
        _ if next_lower => false,
        '?' | '!' | '…'
            if speech::closes_quotation(&gap[after..after + closing]) && speech::follows(content, words, i, forms) =>
        {
            false
        }
        '.' if gap == "." && is_code(next.span.of(content)) => false,
        '.' if !gap[..stop].contains(is_terminator) => {
            let opens_quote = opening.starts_with(['"', '“', '‘', '«', '„']);
            closing > 0 || opens_quote || full_stop_ends(content, words, i, forms)
        }
        _ => true,
    };
    let end = from + after + closing;
    ends.then(|| (end as u32, (next.span.start as usize - opening.len()) as u32))
}

/// Longest code of a market.
const LONGEST_CODE: usize = 3;

/// Whether a word that directly follows a full stop is the code of a stock market ("BAYGn.DE", "7261.T").
fn is_code(word: &str) -> bool {
    word.len() <= LONGEST_CODE && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Bytes of closing marks that directly follow a terminator.
fn closing_len(rest: &str) -> usize {
    let closing = |c: char| matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '}');
    rest.find(|c| !closing(c)).unwrap_or(rest.len())
}

fn full_stop_ends(content: &str, words: &[Word], i: usize, forms: &Forms) -> bool {
    let (word, next) = (words[i], words[i + 1]);
    let (ending, next_starts) = (forms.ending(word.form), forms.ending(next.form).starts);
    match ending.abbreviation {
        Some(Abbreviation::NeverFinal) => false,
        Some(Abbreviation::BeforeNumber) => {
            let next_number = matches!(forms.shape(next.form), Shape::Number | Shape::Other);
            !next_number && next_starts
        }
        Some(Abbreviation::MaybeFinal) => next_starts,
        None => next_starts || !word.span.of(content).ends_with('.'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::analyze;
    use crate::article::{Article, Block, BlockKind, Metadata};

    fn sentences(text: &str) -> Vec<String> {
        let block = Block { kind: BlockKind::Body, span: Span::new(0, text.len()) };
        let article = Article {
            id: "a".into(),
            path: "a".into(),
            content: text.into(),
            text_start: 0,
            blocks: vec![block],
            metadata: Metadata::default(),
            address: Default::default(),
        };
        let mut forms = Forms::new();
        let analyzed = analyze(&article, &mut forms);
        analyzed.sentences.iter().map(|s| s.span.of(text).to_owned()).collect()
    }

    #[test]
    fn full_stops_in_news() {
        let cases: [&[&str]; 19] = [
            &["He met U.S. Secretary of State Rex Tillerson.", "They talked."],
            &["He moved to the U.S. The firm stayed."],
            &["Mr. Toner spoke to Sen. Ted Cruz on Jan. 28 in Washington."],
            &["“Is it over?” he asked.", "It was not."],
            &["“It is over.”", "“We won!”", "They left."],
            &["It reduced networks…", "We welcome this."],
            &["It earned 3.5 percent at Apple Inc. and Dell Inc. last year."],
            &["Michael R. Pompeo came at 5 p.m. on Monday.", "He left."],
            &["They met (in the U.S.).", "Then they left."],
            &["We go on ... how do we leverage that success?", "How do we build on it?"],
            &["The end.", "We begin anew."],
            &["It ended in 2014.", "30 people died."],
            &["Bayer ( BAYGn.DE ) and Mazda ( 7261.T ) fell.", "Others rose."],
            &["\"Why were we not told?\" Brown asked.", "Nobody answered."],
            &[
                "“Who pays?” Sen. Ted Cruz told reporters on Monday.",
                "“We do!” President Joe Biden of the United States said.",
            ],
            &["“We won!” Mary Ann O'Neil of the Labour Party shouted."],
            &["“Is it over?”", "Brown said it was not."],
            &["“Is it over?”", "Brown left the room.", "“Yes!” She said."],
            &["“Is it over?”", "The spokesman asked for time."],
        ];
        for case in cases {
            let text = case.join(" ");
            let expected: Vec<&str> = if text.contains("U.S. The") {
                vec!["He moved to the U.S.", "The firm stayed."]
            } else {
                case.to_vec()
            };
            assert_eq!(sentences(&text), expected);
        }
    }
}
