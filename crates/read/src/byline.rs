//! Authors as fields give them: without `By`, and lists written out as lists.

use onrecord_text::authors::without_by;

/// A field's authors, in one line: `By Kay Orr` is `Kay Orr`, `['Kay Orr', "Una Reid"]`, as tables hold the lists of
/// programs, is `Kay Orr, Una Reid`.
pub(crate) fn authors(field: &str) -> Option<String> {
    let field = field.trim();
    let named = match listed(field) {
        Some(names) => names.join(", "),
        None => without_by(field).to_owned(),
    };
    (!named.is_empty()).then_some(named)
}

/// The texts of a list in square brackets, each between quotation marks of one kind; none where it is something else.
fn listed(field: &str) -> Option<Vec<String>> {
    let mut rest = field.strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut names = Vec::new();
    while !rest.is_empty() {
        let mark = rest.chars().next().filter(|mark| matches!(mark, '\'' | '"'))?;
        // A mark within a name is followed by a letter: ['Pat O'Hara'].
        let closes = |at: &usize| matches!(rest[at + 1..].trim_start().chars().next(), None | Some(','));
        let end = rest.match_indices(mark).map(|(at, _)| at).skip(1).find(closes)?;
        let name = without_by(&rest[1..end]);
        names.extend((!name.is_empty()).then(|| name.to_owned()));
        rest = rest[end + 1..].trim_start().strip_prefix(',').unwrap_or_default().trim_start();
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_authors() {
        for (field, names) in [
            ("By Jo Carr", Some("Jo Carr")),
            ("['Kay Orr', 'Una Reid']", Some("Kay Orr, Una Reid")),
            ("[\"Kay Orr\"]", Some("Kay Orr")),
            ("['Pat O'Hara', \"Una Reid\"]", Some("Pat O'Hara, Una Reid")),
            ("[]", None),
            ("[Kay Orr]", Some("[Kay Orr]")),
            ("['Kay Orr'", Some("['Kay Orr'")),
            (" ", None),
            ("Byron Lee", Some("Byron Lee")),
        ] {
            assert_eq!(authors(field).as_deref(), names, "{field}");
        }
    }
}
