//! Labels that stand before a date in its own field: `Published:`, `Updated on`, `Publié le`.

/// Words of such labels, in small letters: English, German, French, Spanish, Italian, Portuguese, Dutch.
const WORDS: [&str; 46] = [
    "published",
    "publication",
    "posted",
    "updated",
    "issued",
    "released",
    "modified",
    "created",
    "dated",
    "date",
    "first",
    "last",
    "originally",
    "online",
    "on",
    "at",
    "veröffentlicht",
    "erschienen",
    "aktualisiert",
    "erstellt",
    "stand",
    "am",
    "vom",
    "publié",
    "publiée",
    "mis",
    "mise",
    "à",
    "jour",
    "le",
    "publicado",
    "publicada",
    "actualizado",
    "el",
    "fecha",
    "pubblicato",
    "aggiornato",
    "il",
    "data",
    "atualizado",
    "em",
    "gepubliceerd",
    "bijgewerkt",
    "op",
    "datum",
    "added",
];

/// What stands behind the label at the beginning of a field; the field where there is none.
pub(super) fn without_label(field: &str) -> &str {
    let mut rest = field;
    loop {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let word = rest[..end].to_lowercase();
        if end == 0 || !WORDS.contains(&word.as_str()) {
            return rest;
        }
        rest = rest[end..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '|' | '–' | '.'));
    }
}
