//! Stems: what words of one root have in common, by Porter2 (Porter 2001, "Snowball", english).

use rust_stemmers::Stemmer;

/// The Porter2 stem of a folded word; words with anything but ASCII letters and apostrophes are their own.
pub fn stem<'a>(stemmer: &Stemmer, folded: &'a str) -> std::borrow::Cow<'a, str> {
    if folded.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') { stemmer.stem(folded) } else { folded.into() }
}

/// The part of a stem with which all its forms begin, but for its [`odd_form`].
pub fn unchanged(stem: &str) -> &str {
    if stem.len() <= 2 {
        return stem;
    }
    let stripped = stem.strip_suffix("bl").or_else(|| stem.strip_suffix(['e', 'i', 'y']));
    stripped.unwrap_or(stem)
}

/// The form that Porter2 lists as an exception and that does not begin like its stem, or the empty string.
pub fn odd_form(stem: &str) -> &'static str {
    match stem {
        "die" => "dying",
        "lie" => "lying",
        "tie" => "tying",
        _ => "",
    }
}

/// The part of a stem with which each of its forms begins.
pub fn beginning(stem: &str) -> &str {
    let begins = unchanged(stem);
    if odd_form(stem).is_empty() { begins } else { &begins[..1] }
}

#[cfg(test)]
mod tests {
    use rust_stemmers::Algorithm;

    use super::*;

    #[test]
    fn every_form_begins_like_its_stem() {
        let stemmer = Stemmer::create(Algorithm::English);
        for form in ["possibly", "sensibility", "dying", "ties", "cries", "news", "hoping", "agreed", "skies", "us"] {
            let stem = stem(&stemmer, form);
            assert!(form.starts_with(beginning(&stem)), "{form} → {stem}");
        }
        assert_eq!((beginning("die"), beginning("sensibl"), beginning("fighter")), ("d", "sensi", "fighter"));
    }
}
