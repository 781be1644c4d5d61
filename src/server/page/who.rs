//! Who says something, with the way to all that they say.

use super::links::segment;
use super::words::shown;
use crate::annotate::speaker::QuoteKind;
use crate::api::{Attribution, Hit, Quote};

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

    /// Who is said to have said something; what else is told of it stands behind the role.
    pub fn reported(attribution: &Attribution, base: &str) -> Self {
        let Attribution { speaker, kind, to } = attribution;
        let paraphrased = (*kind == QuoteKind::Indirect).then(|| "paraphrased".to_owned());
        let told = [speaker.role.clone(), paraphrased, to.as_ref().map(|to| format!("to {to}"))];
        let role = told.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let (href, name) = (speaker_page(base, &speaker.name), shown(&speaker.name).into_owned());
        Who { href, name, role: shown(&role).into_owned() }
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
    hit.attributions.iter().map(|attribution| Who::reported(attribution, base)).collect()
}
