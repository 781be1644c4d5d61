//! Phrases, connectors and counts as rules over positions.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::compile::{Compiler, Place};
use crate::lexicon::tokens_of;
use crate::schema::MAX_TOKEN;
use crate::tokens::{self, PARAGRAPH_END, PARAGRAPH_START, SENTENCE_END, SENTENCE_START};
use onrecord_api::backend::BackendError;
use onrecord_query::ast::{Expr, ExprKind, Near, Within};
use onrecord_query::pattern::{self, Dictionary, Pattern};
use onrecord_text::span::Span;

/// Most tokens that one word of a rule may stand for; above it the rule becomes an AND, and the text decides. The
/// server refuses rules in which one word stands for too many, and a long list costs it more than the check of the
/// text.
const MAX_ALTERNATIVES: usize = 512;
/// Most occurrences that a rule asks for; above it the text decides. A rule is as long as its count.
const MAX_COUNT: u32 = 32;

/// A rule, and whether it finds exactly what is meant.
pub struct Rule {
    /// As the server takes it.
    pub json: Value,
    /// Whether it finds no more than is meant.
    pub exact: bool,
    /// The tokens of its words; what two rules have of them in common may be one word.
    tokens: BTreeSet<String>,
    /// Whether it is one word.
    is_word: bool,
}

/// Makes rules.
pub struct Rules<'a> {
    compiler: &'a Compiler<'a>,
    place: Place,
}

type Made = Result<Option<Rule>, BackendError>;

/// The tokens of a pattern.
///
/// # Errors
/// When it stands for too many words, or the index cannot be read.
pub fn leaf_tokens(compiler: &Compiler, pattern: &Pattern, span: Span) -> Result<Vec<String>, BackendError> {
    Ok(match pattern.dictionary() {
        Dictionary::Term(term) => tokens_of(term),
        Dictionary::Acronym(term) => vec![tokens::capitals(term)],
        Dictionary::StemFamily { own, stem } => {
            let family = compiler.lexicon.family(stem).into_iter().filter(|form| form != own);
            tokens_of(own).into_iter().chain(family.map(|form| tokens::plain(&form).into_owned())).collect()
        }
        Dictionary::Prefix(_) | Dictionary::Scan(_) => {
            let forms = compiler.lexicon.expand(compiler.client, pattern, span, compiler.stop)?;
            forms.iter().flat_map(|form| tokens_of(form)).collect()
        }
    })
}

impl<'a> Rules<'a> {
    /// Rules over the words of `place`.
    pub fn new(compiler: &'a Compiler, place: Place) -> Self {
        Rules { compiler, place }
    }

    /// The rule of an expression, found at least `count` times; nothing where there is none that finds all that is
    /// meant.
    ///
    /// # Errors
    /// When it asks for more than the limits allow, or the index cannot be read.
    pub fn of(&self, expr: &Expr, count: u32) -> Made {
        match &expr.kind {
            ExprKind::Near(near) => Ok(self.near(near)?.map(|rule| Rule { exact: rule.exact && count == 1, ..rule })),
            _ => Ok(self.operand(expr)?.map(|rule| times(rule, count))),
        }
    }

    /// A word, a phrase, or words of which any will do.
    fn operand(&self, expr: &Expr) -> Made {
        match &expr.kind {
            ExprKind::Boost { expr, .. } => self.operand(expr),
            ExprKind::Term(term) => self.phrase(&pattern::of_term(term, self.place.stemmed), 0, expr.span),
            ExprKind::Phrase(phrase) => self.phrase(&pattern::of_phrase(phrase), phrase.slop, expr.span),
            ExprKind::Or(parts) => {
                let parts: Option<Vec<Rule>> = parts.iter().map(|part| self.operand(part)).collect::<Result<_, _>>()?;
                Ok(parts.filter(|parts| !parts.is_empty()).map(any))
            }
            _ => Ok(None),
        }
    }

    fn phrase(&self, patterns: &[Pattern], slop: u32, span: Span) -> Made {
        let mut words = Vec::new();
        for pattern in patterns {
            let Some(word) = self.word(pattern, span)? else { return Ok(None) };
            words.push(word);
        }
        Ok(match words.len() {
            0 => None,
            1 => words.pop(),
            _ => {
                let exact = words.iter().all(|word| word.exact);
                let tokens = words.iter().flat_map(|word| word.tokens.iter().cloned()).collect();
                let intervals: Vec<Value> = words.into_iter().map(|word| word.json).collect();
                let json = json!({"all_of": {"ordered": true, "max_gaps": slop, "intervals": intervals}});
                Some(Rule { json, exact, tokens, is_word: false })
            }
        })
    }

    fn word(&self, pattern: &Pattern, span: Span) -> Made {
        let tokens = leaf_tokens(self.compiler, pattern, span)?;
        if tokens.len() > MAX_ALTERNATIVES {
            return Ok(None);
        }
        let exact = !pattern.needs_text();
        Ok(Some(Rule { json: word(&tokens), exact, tokens: tokens.into_iter().collect(), is_word: true }))
    }

    fn near(&self, near: &Near) -> Made {
        let Some(left) = self.operand(&near.left)? else { return Ok(None) };
        if near.negated {
            return Ok(Some(Rule { exact: false, ..left }));
        }
        let Some(right) = self.operand(&near.right)? else { return Ok(None) };
        // Where an operand's word may be the other's, the server takes one for both; of the same word it wants two.
        let apart = left.tokens.is_disjoint(&right.tokens);
        let same = left.is_word && right.is_word && left.tokens == right.tokens;
        let exact = left.exact && right.exact && (near.ordered || apart || same);
        let tokens = left.tokens.union(&right.tokens).cloned().collect();
        let mut all = json!({"ordered": near.ordered, "intervals": [left.json, right.json]});
        match near.within {
            Within::Words(n) => all["max_gaps"] = json!(n.saturating_sub(1)),
            Within::Sentence => all["filter"] = within(SENTENCE_START, SENTENCE_END),
            Within::Paragraph => all["filter"] = within(PARAGRAPH_START, PARAGRAPH_END),
        }
        Ok(Some(Rule { json: json!({"all_of": all}), exact, tokens, is_word: false }))
    }
}

/// From a mark to the next of another sort.
fn within(start: &str, end: &str) -> Value {
    let ends = [word(&[start.to_owned()]), word(&[end.to_owned()])];
    json!({"contained_by": {"all_of": {"ordered": true, "intervals": ends}}})
}

/// A rule that matches wherever any of `tokens` stands. The server takes the tokens of one text as alternatives at one
/// position, so they are joined into texts, each well below the longest that it reads ([`MAX_TOKEN`]).
fn word(tokens: &[String]) -> Value {
    let mut chunks: Vec<String> = Vec::new();
    for token in tokens {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() + token.len() < MAX_TOKEN / 4 => {
                chunk.push('|');
                chunk.push_str(token);
            }
            _ => chunks.push(token.clone()),
        }
    }
    let mut rules: Vec<Value> = chunks.into_iter().map(|chunk| json!({"match": {"query": chunk}})).collect();
    if rules.len() == 1 { rules.remove(0) } else { json!({"any_of": {"intervals": rules}}) }
}

fn any(mut parts: Vec<Rule>) -> Rule {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    // Of alternatives one of which begins like another, the server may find more.
    let exact = parts.iter().all(|part| part.exact && part.is_word);
    let tokens = parts.iter().flat_map(|part| part.tokens.iter().cloned()).collect();
    let intervals: Vec<Value> = parts.into_iter().map(|part| part.json).collect();
    Rule { json: json!({"any_of": {"intervals": intervals}}), exact, tokens, is_word: exact }
}

/// A rule found at least `count` times. Of anything but a word the server is asked for one.
fn times(rule: Rule, count: u32) -> Rule {
    if count <= 1 {
        return rule;
    }
    if !rule.is_word || count > MAX_COUNT {
        return Rule { exact: false, ..rule };
    }
    let intervals = vec![rule.json.clone(); count as usize];
    Rule { json: json!({"all_of": {"ordered": false, "intervals": intervals}}), is_word: false, ..rule }
}
