//! The labels that Nexis puts before what it knows of an article, in the languages of its users.

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Who wrote it.
    Byline,
    /// Section and page.
    Section,
    /// How many words it has.
    Length,
    /// Its headline, where it is labelled.
    Headline,
    /// What stands above its text.
    Highlight,
    /// Place and day of writing.
    Dateline,
    /// Words under its pictures.
    Graphic,
    /// The text itself.
    Body,
    /// A correction that was added.
    Correction,
    /// Where it is on the web.
    Url,
    /// Codes and dates of the database.
    Other,
}

/// The labels in capitals without accents.
const LABELS: &[(Label, &[&str])] = &[
    (Label::Byline, &["BYLINE", "AUTEUR", "AUTHOR", "AUTOR", "VERFASSER", "AUTORE", "SIGNATURE", "BYLINES"]),
    (Label::Section, &["SECTION", "RUBRIQUE", "RUBRIK", "SECCION", "SEZIONE", "RESSORT", "SECTIE", "SECAO"]),
    (
        Label::Length,
        &["LENGTH", "LONGUEUR", "LANGE", "LAENGE", "LONGITUD", "EXTENSION", "LUNGHEZZA", "LENGTE", "COMPRIMENTO"],
    ),
    (Label::Headline, &["HEADLINE", "TITRE", "UBERSCHRIFT", "TITULAR", "TITULO"]),
    (
        Label::Highlight,
        &["HIGHLIGHT", "HIGHLIGHTS", "ENCART", "ABSTRACT", "SUMMARY", "VORSPANN", "RESUME", "TEASER", "CHAPEAU"],
    ),
    (Label::Dateline, &["DATELINE", "DATUMSZEILE", "LIEU", "DATELIGNE"]),
    (Label::Graphic, &["GRAPHIC", "GRAPHIQUE", "GRAFIK", "GRAFICO", "GRAFICA", "ILLUSTRATION", "BILD", "PHOTO"]),
    (Label::Correction, &["CORRECTION", "KORREKTUR", "CORRECCION", "RECTIFICATIF"]),
    (Label::Body, &["BODY", "TEXT", "VOLLTEXT", "CORPS", "CUERPO", "CORPO"]),
    (Label::Url, &["URL"]),
    (
        Label::Other,
        &[
            "LOAD-DATE",
            "LANGUAGE",
            "PUBLICATION-TYPE",
            "PUB-TYPE",
            "DOCUMENT-TYPE",
            "SUBJECT",
            "ORGANIZATION",
            "COMPANY",
            "TICKER",
            "INDUSTRY",
            "PERSON",
            "GEOGRAPHIC",
            "CITY",
            "STATE",
            "COUNTRY",
            "TYPE",
            "JOURNAL-CODE",
            "SERIES",
            "CORRECTION-DATE",
            "NOTES",
            "ACC-NO",
            "DISTRIBUTION",
            "UPDATE",
            "NAME",
            "SUJET",
            "LANGUE",
            "SOCIETE",
            "PERSONNE",
            "ORGANISATION",
            "VILLE",
            "PAYS",
            "SPRACHE",
            "UPDATE-DATUM",
            "ISSN",
            "TICKER-SYMBOL",
            "ISBN",
            "DOC-TYPE",
            "THEME",
            "IDIOMA",
            "TEMA",
            "LINGUA",
            "FIRMA",
            "UNTERNEHMEN",
            "PERSONEN",
            "TRANSCRIPT",
            "COLUMN",
            "CATEGORY",
            "EMBARGO",
            "LAND",
            "STADT",
            "THEMA",
            "PUBLIKATIONSTYP",
            "GUESTS",
            "ANCHOR",
            "SHOW",
            "SPONSOR",
            "ACC",
            "MAGAZINE",
            "EDITOR",
            "ERSCHEINUNGSDATUM",
            "TYPE-PUBLICATION",
            "INSERT",
        ],
    ),
];

/// The label at the beginning of a paragraph, and what follows it. With `capitals` it must be written in them, else
/// with a first capital at least.
pub(super) fn label(text: &str, capitals: bool) -> Option<(Label, &str)> {
    let text = text.trim_start();
    let colon = text.bytes().take(40).position(|b| b == b':')?;
    let (name, value) = (text.get(..colon)?, text.get(colon + 1..)?);
    let shouted = !name.contains(char::is_lowercase) && name.contains(char::is_uppercase);
    if name.contains('\n') || (capitals && !shouted) || !name.starts_with(char::is_uppercase) {
        return None;
    }
    let plain: String = name.trim().chars().flat_map(char::to_uppercase).map(without_accent).collect();
    let known = LABELS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(label, _)| *label);
    let joined = || shouted && plain.contains('-') && plain.len() >= 6 && !plain.contains(' ');
    known.or_else(|| joined().then_some(Label::Other)).map(|label| (label, value.trim()))
}

fn without_accent(c: char) -> char {
    match c {
        'Ä' | 'Á' | 'À' | 'Â' | 'Ã' => 'A',
        'É' | 'È' | 'Ê' => 'E',
        'Ü' | 'Ú' => 'U',
        'Ö' | 'Ó' => 'O',
        'Ç' => 'C',
        'Í' => 'I',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_lines_that_only_look_it() {
        assert_eq!(label("  BYLINE: By Jane Roe", true), Some((Label::Byline, "By Jane Roe")));
        assert_eq!(label("LÄNGE: 300 Wörter", true), Some((Label::Length, "300 Wörter")));
        assert_eq!(label("LOCALISATION-GEO: FRANCE", true), Some((Label::Other, "FRANCE")));
        assert_eq!(label("Load-Date: May 30, 2014", false), Some((Label::Other, "May 30, 2014")));
        for line in ["BLITZER: Good evening", "Section: three", "He said: no", "Q-A: what", "BYLINE"] {
            assert_eq!(label(line, true), None, "{line}");
        }
    }
}
