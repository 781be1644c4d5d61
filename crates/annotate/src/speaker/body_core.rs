//! What of a body's name tells it from others.

use std::collections::BTreeSet;

const COUNTRIES: &[&str] = &[
    "us",
    "american",
    "united",
    "british",
    "uk",
    "russian",
    "chinese",
    "iraqi",
    "iranian",
    "syrian",
    "turkish",
    "french",
    "german",
    "israeli",
    "canadian",
    "mexican",
    "indian",
    "japanese",
    "australian",
    "ukrainian",
    "egyptian",
    "saudi",
];

/// The country that a body's name begins with, and the rest in a standard order without articles and legal form.
pub(super) fn core_of(words: &[String], forms: &BTreeSet<&str>) -> (Option<String>, String) {
    let plain = words.iter().map(|word| usual(word)).filter(|w| !matches!(*w, "the" | "of" | "for" | "and"));
    let mut telling: Vec<&str> = plain.flat_map(|word| word.split(' ')).collect();
    while telling.len() > 1 && telling.last().is_some_and(|last| forms.contains(last)) {
        telling.pop();
    }
    // "the Philadelphia Fed", "the Federal Reserve Bank of Philadelphia"
    if telling.len() > 3 && telling[..3] == ["federal", "reserve", "bank"] {
        telling.rotate_left(3);
    }
    if telling.len() > 2 && telling.last().is_some_and(|last| PLAIN_TAILS.contains(last)) {
        telling.pop();
    }
    let marked = telling.len() > 1 && COUNTRIES.contains(&telling[0]);
    let country = marked
        .then(|| if telling[0] == "united" || telling[0] == "american" { "us".into() } else { telling[0].to_owned() });
    let states = marked && telling[0] == "united" && telling.get(1) == Some(&"states") && telling.len() > 2;
    let skip = if states { 2 } else { usize::from(marked && is_institution(&telling)) };
    let mut core = telling[skip..].to_vec();
    if core.len() > 1 && matches!(core[0], "department" | "ministry" | "bureau") {
        core.rotate_left(1);
    }
    let core = core.join(" ");
    // Headlines shorten the country.
    (country, if matches!(core.as_str(), "uk" | "united kingdom") { "britain".into() } else { core })
}

/// What the name of a house that has two words or more may lack: "Standard Chartered Bank", "Wal-Mart Stores".
const PLAIN_TAILS: &[&str] = &["bank", "stores", "associates"];

/// The spelling by which names are compared: British and American ones are one, and what newsrooms always shorten.
pub(super) fn usual(word: &str) -> &str {
    match word {
        "organisation" => "organization",
        "centre" => "center",
        "defence" => "defense",
        "labour" => "labor",
        "theatre" => "theater",
        "programme" => "program",
        "fed" => "federal reserve",
        "dept" => "department",
        "ny" => "new york",
        "ratings" => "rating",
        other => other,
    }
}

/// Whether a country before a name only says whose institution it is: "Russian Defense Ministry", but not "British
/// Airways" or "United Nations".
fn is_institution(telling: &[&str]) -> bool {
    const INSTITUTIONS: &[&str] = &[
        "department",
        "ministry",
        "bureau",
        "embassy",
        "army",
        "navy",
        "police",
        "government",
        "parliament",
        "senate",
        "congress",
        "treasury",
        "agency",
        "commission",
        "court",
        "military",
        "administration",
        "office",
        "council",
        "house",
        "committee",
        "service",
        "forces",
        "force",
        "reserve",
    ];
    telling.iter().any(|word| INSTITUTIONS.contains(word))
}
