//! Captions: the words under a picture, told by who made it.

use super::boilerplate::from_letter;

/// Agencies and makers of pictures that stand in a credit.
const PICTURE_SOURCES: &[&str] = &[
    "reuters",
    "ap",
    "afp",
    "getty",
    "getty images",
    "epa",
    "upi",
    "shutterstock",
    "istock",
    "flickr",
    "ap photo",
    "dpa",
    "xinhua",
    "alamy",
    "wikimedia commons",
    "file photo",
    "file",
    "handout",
    "bloomberg",
];

/// Openings of a caption or a picture credit; sorted.
const CAPTION_OPENINGS: &[&str] = &[
    "(photo",
    "caption:",
    "credit:",
    "file -",
    "file photo",
    "file –",
    "file —",
    "graphic:",
    "illustration by",
    "illustration:",
    "image caption",
    "image courtesy",
    "image credit",
    "image:",
    "images:",
    "in this file photo",
    "in this photo",
    "media caption",
    "photo by",
    "photo courtesy",
    "photo credit",
    "photo:",
    "photograph by",
    "photograph:",
    "photographs by",
    "photos by",
    "photos:",
    "picture:",
    "pictured above",
    "pictured:",
    "video:",
];

/// A picture's words: an opening such as "Photo:", or a credit at the end ("| Reuters/A. Name", "(AP Photo/A. Name)").
pub(crate) fn is_caption(text: &str, lower: &str) -> bool {
    let Some(&first) = lower.as_bytes().first() else { return false };
    let mut openings = from_letter(CAPTION_OPENINGS, first, |opening| opening).iter();
    (lower.len() <= 500 && openings.any(|opening| lower.starts_with(opening))) || has_picture_credit(text)
}

/// Longest picture credit, in bytes.
const MAX_CREDIT: usize = 80;

/// Whether the text ends with who made a picture, after a bar, a copyright sign or in parentheses.
fn has_picture_credit(text: &str) -> bool {
    let bare = text.trim_end_matches([')', ']', '.', ' ']);
    let closed = bare.len() < text.len() && !text[bare.len()..].starts_with('.');
    let mut from = bare.len().saturating_sub(MAX_CREDIT);
    while !bare.is_char_boundary(from) {
        from += 1;
    }
    let tail = &bare[from..];
    match tail.rfind(['|', '(', '[', '©']) {
        Some(mark) if closed || tail[mark..].starts_with(['|', '©']) => is_picture_credit(&tail[mark..]),
        _ => false,
    }
}

/// Whether these words, from the mark that opens them, name who made a picture. An agency alone in parentheses
/// is the text's source.
fn is_picture_credit(opened: &str) -> bool {
    let credit = opened.trim_start_matches(['|', '(', '[', '©', ' ', '\u{a0}']).to_lowercase();
    let mut parts = credit.split('/');
    let named = parts.any(|part| PICTURE_SOURCES.contains(&part.trim()));
    let source_alone = opened.starts_with(['(', '[']) && !credit.contains('/');
    (named && !source_alone) || ["photo", "ap photo", "image"].iter().any(|opening| credit.starts_with(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions() {
        assert!(CAPTION_OPENINGS.is_sorted());
        for text in [
            "Slogans along the walls, March 4, 2017. | Reuters/Alaa Al-Marjani",
            "Soldiers march on Monday. (AP Photo/Jane Roe)",
            "A minister. (Photo by Jane Roe/Getty Images)",
            "Photo: Jane Roe",
        ] {
            assert!(is_caption(text, &text.to_lowercase()), "{text}");
        }
        for text in [
            "WASHINGTON (Reuters) - The minister said he would go.",
            "The ministers met in Paris (Reuters).",
            "He met the Alliance of Parties (AP)",
            "A rise of 3 percent (2015: 2 percent)",
        ] {
            assert!(!is_caption(text, &text.to_lowercase()), "{text}");
        }
    }
}
