//! Who says something, with the way to all that they say.

use super::links::segment;
use super::words::shown;
use crate::annotate::speaker::QuoteKind;
use crate::api::{Hit, Quote};

/// Somebody who says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The page of what they say.
    pub href: String,
    /// Their name.
    pub name: String,
    /// Their role, or nothing.
    pub role: String,
}

impl Who {
    /// Who says a quote.
    pub fn of(quote: &Quote, base: &str) -> Option<Self> {
        let speaker = quote.speaker.as_ref()?;
        let role = shown(speaker.role.as_deref().unwrap_or_default()).into_owned();
        Some(Who { href: speaker_page(base, &speaker.name), name: shown(&speaker.name).into_owned(), role })
    }
}

/// Whether a quote is of words that were said; a paraphrase is in the reporter's.
pub fn is_said(quote: &Quote) -> bool {
    quote.kind != QuoteKind::Indirect
}

/// The address of a speaker's page.
pub fn speaker_page(base: &str, name: &str) -> String {
    format!("{base}/s/{}", segment(name))
}

/// Who says the words that are marked; where nothing is, who speaks in the passage.
pub fn said_by(hit: &Hit, base: &str) -> Vec<Who> {
    let meant = |quote: &&Quote| hit.marks.is_empty() || hit.marks.iter().any(|mark| mark.span.overlaps(&quote.span));
    let mut said: Vec<Who> = Vec::new();
    for quote in hit.quotes.iter().filter(meant) {
        let Some(mut who) = Who::of(quote, base) else { continue };
        if !is_said(quote) {
            who.role = [who.role.as_str(), "paraphrased"]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
        }
        match said.iter_mut().find(|known| known.name == who.name) {
            Some(known) if known.role.is_empty() => known.role = who.role,
            Some(_) => {}
            None => said.push(who),
        }
    }
    said
}
