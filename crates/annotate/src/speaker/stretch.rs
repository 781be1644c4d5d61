//! A very long article is looked at a stretch at a time, so that its memory is bounded.
//!
//! What the models know of a word takes several times as much room as the word. An article is therefore cut, between
//! paragraphs, or, where a paragraph alone is too long, between sentences. Who was named in an earlier stretch is not
//! remembered in a later one; only articles as long as several novels have more than one.

use super::marks::Run;
use onrecord_text::analyze::{Analyzed, Sentence};
use onrecord_text::span::Span;

/// Whole sentences of an article that follow each other, as an analysed article.
pub(super) struct Stretch<'a> {
    /// Its words and sentences, numbered from 0; places in the content and blocks are those of the article.
    pub text: Analyzed<'a>,
    /// From where it begins in the content to where the next does; the last reaches to the end.
    pub span: Span,
}

impl Stretch<'_> {
    /// Those of the article's quotation-mark runs that begin here.
    pub(super) fn runs(&self, all: &[Run]) -> Vec<Run> {
        let begins_before = |at: u32| all.partition_point(|run| run.span.start < at);
        all[begins_before(self.span.start)..begins_before(self.span.end)].to_vec()
    }
}

/// The stretches of an article, of at most `most` words each; a longer sentence is a stretch by itself.
pub(super) fn stretches<'a>(text: &'a Analyzed<'a>, most: u32) -> impl Iterator<Item = Stretch<'a>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let begin = if from == 0 { 0 } else { text.sentences.get(from)?.span.start };
        let end = cut(text.sentences.get(from..).filter(|rest| !rest.is_empty())?, most) + from;
        let stretch = stretch(text, from..end, begin);
        from = end;
        Some(stretch)
    })
}

/// How many of these sentences the next stretch holds.
fn cut(sentences: &[Sentence], most: u32) -> usize {
    let first = sentences[0].words.start;
    let fit = sentences.partition_point(|sentence| sentence.words.end - first <= most).max(1);
    let Some(next) = sentences.get(fit) else { return fit };
    match sentences.partition_point(|sentence| sentence.block < next.block) {
        0 => fit,
        whole_paragraphs => whole_paragraphs.min(fit),
    }
}

fn stretch<'a>(text: &'a Analyzed<'a>, numbers: std::ops::Range<usize>, begin: u32) -> Stretch<'a> {
    let next = text.sentences.get(numbers.end);
    let end = next.map_or(text.content().len() as u32, |sentence| sentence.span.start);
    let sentences = &text.sentences[numbers];
    let (first, last) = (sentences[0].words.start, sentences[sentences.len() - 1].words.end);
    let renumbered = |sentence: &Sentence| Sentence {
        words: sentence.words.start - first..sentence.words.end - first,
        ..sentence.clone()
    };
    let words = text.words_of(&(first..last)).to_vec();
    let sentences = sentences.iter().map(renumbered).collect();
    Stretch { text: Analyzed { article: text.article, words, sentences }, span: Span { start: begin, end } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_read::article_from_text;
    use onrecord_text::analyze::{Forms, analyze};
    use onrecord_text::article::Metadata;

    /// The texts of the stretches of an article.
    fn cut_at(text: &str, most: u32) -> Vec<String> {
        let article = article_from_text("a", "a", None, text, Metadata::default());
        let mut forms = Forms::new();
        let analyzed = analyze(&article, &mut forms);
        let all: Vec<Stretch> = stretches(&analyzed, most).collect();
        let words: Vec<_> = all.iter().flat_map(|stretch| stretch.text.words.clone()).collect();
        assert_eq!(words, analyzed.words, "every word is in one stretch");
        for stretch in &all {
            let counted: u32 = stretch.text.sentences.iter().map(|s| s.words.len() as u32).sum();
            assert_eq!(counted as usize, stretch.text.words.len());
        }
        all.iter().map(|stretch| stretch.span.of(&article.content).trim().to_owned()).collect()
    }

    #[test]
    fn stretches_are_cut_between_paragraphs_if_they_can_be() {
        let text = "One two. Three four.\n\nFive six. Seven.\n\nEight nine. Ten.";
        assert_eq!(cut_at(text, 100), [text]);
        assert_eq!(cut_at(text, 8), ["One two. Three four.\n\nFive six. Seven.", "Eight nine. Ten."]);
        assert_eq!(cut_at(text, 4), ["One two. Three four.", "Five six. Seven.", "Eight nine. Ten."]);
        assert_eq!(cut_at(text, 2).len(), 6);
        assert_eq!(cut_at(text, 1), ["One two.", "Three four.", "Five six.", "Seven.", "Eight nine.", "Ten."]);
        assert_eq!(cut_at("…", 5), [] as [&str; 0]);
    }
}
