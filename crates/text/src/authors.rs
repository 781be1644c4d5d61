//! The authors that a byline names, one by one, so that they can be counted: "By KAY ORR and Una Reid" is by Kay Orr and
//! by Una Reid, as "Orr, Kay; Reid, Una" is.

/// Words of which one makes a name that of an agency or a desk.
const OF_ORGANISATIONS: &[&str] = &[
    "agency",
    "agencies",
    "associated",
    "board",
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editor",
    "editors",
    "editorial",
    "magazine",
    "media",
    "news",
    "newspaper",
    "office",
    "online",
    "post",
    "press",
    "reporter",
    "reporters",
    "service",
    "services",
    "staff",
    "team",
    "the",
    "times",
    "tribune",
    "web",
    "wire",
    "wires",
    "writer",
    "writers",
];

/// What stands before a family name and belongs to it.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten",
    "ter", "van", "von",
];

/// What a byline says of an author behind the name, which is no author of its own.
const OFFICES: &[&str] = &[
    "staff writer",
    "staff writers",
    "staff reporter",
    "staff correspondent",
    "special correspondent",
    "correspondent",
    "reporter",
    "columnist",
    "contributor",
    "guest columnist",
];

/// The words before the names: `By`, `Written by`.
const BY: &[&str] = &["by ", "written by ", "posted by ", "reported by ", "story by ", "words by "];

/// A byline without `By`.
pub fn without_by(byline: &str) -> &str {
    let byline = byline.trim();
    let is_it = |by: &&&str| byline.get(..by.len()).is_some_and(|start| start.eq_ignore_ascii_case(by));
    BY.iter().find(is_it).map_or(byline, |by| byline[by.len()..].trim_start())
}

/// The authors that a byline names, each once, in order, given names first. What is written in capitals is written as names
/// are.
pub fn authors(byline: &str) -> Vec<String> {
    let separated =
        without_by(byline).replace(" and ", ";").replace(" AND ", ";").replace(" & ", ";").replace(" with ", ";");
    let mut all: Vec<String> = Vec::new();
    for name in separated.split([';', '|', '\n']).flat_map(of_part) {
        let name = in_small_letters(without_office(&name));
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// A name without the office behind it: "Kay Orr. STAFF WRITER".
fn without_office(name: &str) -> &str {
    let office = OFFICES.iter().find_map(|office| {
        let (head, tail) = name.split_at_checked(name.len().checked_sub(office.len())?)?;
        let apart = head.is_empty() || head.ends_with([' ', '.', ',', '-']);
        (apart && tail.eq_ignore_ascii_case(office)).then_some(head)
    });
    office.map_or(name, |head| head.trim_end_matches([' ', '.', ',', '-']))
}

/// "Lee, Ann" is one author; "Ann Lee, Bo Li" are two; "Ann Lee, Reuters" is an author and an agency.
fn of_part(part: &str) -> Vec<String> {
    let words = |piece: &str| piece.split_whitespace().collect::<Vec<_>>().join(" ");
    let pieces: Vec<String> = part.split(',').map(|piece| words(without_by(piece))).filter(|p| !p.is_empty()).collect();
    match &pieces[..] {
        [family, given] if is_family(family) && is_given(given) => vec![format!("{given} {family}")],
        _ => pieces,
    }
}

/// Whether this can be the family name of an inverted name, perhaps with its particles.
fn is_family(name: &str) -> bool {
    let (before, last) = name.rsplit_once(' ').unwrap_or(("", name));
    let particles = before.split_whitespace().all(is_particle);
    particles && is_capitalised(last) && !is_organisation(name)
}

/// Whether these can be the given names of an inverted name.
fn is_given(words: &str) -> bool {
    words.split(' ').count() <= 2 && words.split(' ').all(is_capitalised) && !is_organisation(words)
}

/// Whether a word is written as a name is: a capital, then letters and the marks that names have.
pub fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
}

/// Whether a word stands before a family name and belongs to it: `van`, `de`.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// Whether a name is that of an agency, a desk or the like, by one of its words.
pub fn is_organisation(name: &str) -> bool {
    name.split(' ').any(|word| OF_ORGANISATIONS.contains(&word.to_lowercase().as_str()))
}

/// A person's name in capitals as it is written elsewhere; one word may be an acronym, and stays.
fn in_small_letters(name: &str) -> String {
    let shouted = name.contains(' ') && !name.chars().any(char::is_lowercase) && !is_organisation(name);
    if !shouted || !name.split(' ').all(is_capitalised) {
        return name.to_owned();
    }
    name.split(' ').map(word_in_small_letters).collect::<Vec<_>>().join(" ")
}

/// `MCDONALD-O'BRIEN` as `McDonald-O'Brien`; initials stay.
fn word_in_small_letters(word: &str) -> String {
    let mut begins = true;
    let mut small = String::with_capacity(word.len());
    for c in word.chars() {
        if begins {
            small.push(c)
        } else {
            small.extend(c.to_lowercase())
        }
        begins = !c.is_alphabetic() || small.ends_with("Mc") && small.len() == 2;
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        let both = &["Kay Orr", "Una Reid"][..];
        for (byline, names) in [
            ("Kay Orr", &["Kay Orr"][..]),
            ("By Kay Orr", &["Kay Orr"]),
            ("KAY ORR", &["Kay Orr"]),
            ("BY KAY ORR AND UNA REID", both),
            ("Kay Orr and Una Reid", both),
            ("Kay Orr, Una Reid", both),
            ("Orr, Kay; Reid, Una", both),
            ("Kay Orr & Una Reid", both),
            ("By Kay Orr and by Una Reid", both),
            ("By Kay Orr, Staff Writer", &["Kay Orr"]),
            ("By Kay Orr. STAFF WRITER", &["Kay Orr"]),
            ("STAFF REPORTER", &[]),
            ("Kay Orr, Reuters", &["Kay Orr", "Reuters"]),
            ("van Dyk, Bo", &["Bo van Dyk"]),
            ("JOHN MCDONALD-O'BRIEN", &["John McDonald-O'Brien"]),
            ("BBC NEWS", &["BBC NEWS"]),
            ("AFP", &["AFP"]),
            ("J.K. ROWLING", &["J.K. Rowling"]),
            ("Kay Orr; Kay Orr", &["Kay Orr"]),
            ("", &[]),
            (" , ;", &[]),
        ] {
            assert_eq!(authors(byline), names, "{byline}");
        }
    }
}
