//! How a source without a name is worded.

/// White space of any sort as one space: a name may run over a line's end.
pub(super) fn flat(words: &str) -> String {
    if is_flat(words) { words.to_owned() } else { words.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Whether the only white space is single spaces between words; false also where a byte may begin another.
fn is_flat(words: &str) -> bool {
    let mut space = true;
    for byte in words.bytes() {
        if byte == b' ' && space || matches!(byte, b'\t'..=b'\r' | 0xC2 | 0xE1..=0xE3) {
            return false;
        }
        space = byte == b' ';
    }
    !space
}

/// Whether the last word of a noun phrase looks like a plural: "figures", but not "analysis".
pub(super) fn is_plural_form(name: &str) -> bool {
    name.ends_with('s') && !["ss", "us", "is"].iter().any(|end| name.ends_with(end))
}

/// "source", "one source" and "a source" are one: "a source".
pub(super) fn with_article(name: &str) -> String {
    // "a euro zone official", "a union", "a user"
    let sounded = ["eu", "uni", "us", "ut", "one"].iter().any(|start| name.starts_with(start));
    let vowel = !sounded && name.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']) && !name.starts_with("Eu");
    format!("{} {name}", if vowel { "an" } else { "a" })
}

/// "An official" at a sentence's start is "an official".
pub(super) fn uncapitalised(words: &str) -> String {
    let mut chars = words.chars();
    let small_next = chars.clone().nth(1).is_none_or(|c| c.is_lowercase() || c == ' ');
    match chars.next() {
        Some(first) if small_next => first.to_lowercase().chain(chars).collect(),
        _ => words.to_owned(),
    }
}
