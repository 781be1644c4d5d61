//! The small files of JSON that name the parts of an index, with a checksum as their last member.

use std::io;
use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

use super::pages::Corrupt;

/// What begins the member that holds the checksum: a key of an object, or an element of a list.
const MARK: &str = "\"onrecord-checksum";

/// The text of an object or a list with the checksum of all before it.
pub(super) fn seal(json: &[u8]) -> Vec<u8> {
    let json = json.trim_ascii_end();
    let Some((&close, head)) = json.split_last() else { return Vec::new() };
    let head = head.trim_ascii_end();
    let comma = if head.len() > 1 { "," } else { "" };
    let between = if close == b'}' { "\": \"" } else { " " };
    let mut sealed = head.to_owned();
    sealed.extend(format!("{comma}\n  {MARK}{between}{:016x}\"\n", xxh3_64(head)).bytes());
    sealed.push(close);
    sealed.push(b'\n');
    sealed
}

/// The text that was sealed.
///
/// # Errors
/// When it carries no checksum, or another than its own.
pub(super) fn unseal(path: &Path, sealed: &[u8]) -> io::Result<Vec<u8>> {
    let wrong = |what| Corrupt::error(path, what);
    let at = find_last(sealed, MARK.as_bytes()).ok_or_else(|| wrong("it carries no checksum"))?;
    let head = sealed[..at].trim_ascii_end();
    let head = head.strip_suffix(b",").unwrap_or(head);
    let mut json = head.to_owned();
    json.extend(sealed.trim_ascii_end().last());
    // The checksum is of what stands before it; behind it stands one of these and nothing else.
    let is_closed = matches!((json.first(), json.last()), (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')));
    if !is_closed || seal(&json) != sealed {
        return Err(wrong("its bytes are not those that were written"));
    }
    Ok(json)
}

fn find_last(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).rposition(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_comes_back_and_is_json() {
        for json in ["{\n  \"a\": 1\n}", "{}", "[]", "[\"a\",\"b\"]"] {
            let sealed = seal(json.as_bytes());
            serde_json::from_slice::<serde_json::Value>(&sealed).expect("JSON");
            let back = unseal(Path::new("meta.json"), &sealed).expect("the text");
            let parse = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).expect("JSON");
            assert_eq!(parse(&back), parse(json.as_bytes()));
        }
    }

    #[test]
    fn every_other_byte_and_every_cut_is_found() {
        let is_found = |text: &[u8]| unseal(Path::new("meta.json"), text).is_err();
        let (object, list) = (&b"{\"segments\": [{\"max_doc\": 17}], \"payload\": \"x\"}\n"[..], &b"[\"a\",\"b\"]"[..]);
        for sealed in [object, list, b"{}", b"[]"].map(seal) {
            assert!(!is_found(&sealed));
            for (at, change) in (0..sealed.len()).flat_map(|at| (1..=255).map(move |change| (at, change))) {
                let mut damaged = sealed.clone();
                damaged[at] ^= change;
                assert!(is_found(&damaged), "byte {at} changed by {change}");
            }
            assert!((0..sealed.len()).all(|end| is_found(&sealed[..end])));
        }
    }
}
