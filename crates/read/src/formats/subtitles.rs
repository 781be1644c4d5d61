//! Subtitles: SubRip and WebVTT. Cues are joined to sentences; who is named in them begins a turn.

use std::borrow::Cow;

use crate::draft::{Draft, Para, flat};
use crate::input::{Input, Out, Reading};
use crate::source::SkipReason;
use crate::tags::{Token, Tokens};
use onrecord_text::article::BlockKind;

/// A silence in milliseconds after which a new paragraph begins.
const PAUSE: u64 = 4_000;
/// Bytes of a paragraph after which the end of a sentence ends it.
const LONG: usize = 600;

/// Reads the text of subtitles, which is one article.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let text = input.text()?;
    let cues = cues(&text);
    if cues.is_empty() {
        return Err(SkipReason::NoText.into());
    }
    let paras = paragraphs(cues).into_iter().map(|para| para.kind(BlockKind::Body)).collect();
    Draft { paras, ..Draft::default() }.send(input.origin, out)
}

/// A piece of speech that is shown at once.
struct Cue {
    line: u32,
    start: u64,
    end: u64,
    /// Who speaks, where a tag says so.
    voice: Option<String>,
    text: String,
}

/// The cues of a text: the lines after a line with two times, up to a blank one.
fn cues(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut open = false;
    for (number, line) in text.lines().enumerate() {
        if let Some((start, end)) = times(line) {
            cues.push(Cue { line: number as u32 + 2, start, end, voice: None, text: String::new() });
            open = true;
        } else if line.trim().is_empty() {
            open = false;
        } else if let Some(cue) = cues.last_mut().filter(|_| open) {
            take_line(cue, line);
        }
    }
    cues.retain(|cue| !cue.text.trim().is_empty());
    cues
}

/// The times of "00:00:01,000 --> 00:00:04,000", in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((time(start.trim())?, time(end.split_whitespace().next()?)?))
}

fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds = 0u64;
    for part in clock.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    let millis = fraction.get(..fraction.len().min(3))?.parse::<u64>().ok()?;
    seconds.checked_mul(1000)?.checked_add(millis)
}

/// Appends a line of a cue, without its tags; `<v Name>` says who speaks.
fn take_line(cue: &mut Cue, line: &str) {
    let mut text = String::new();
    for token in Tokens::new(&without_times(line)) {
        match token {
            Token::Open(name, rest) if name == "v" || name.starts_with("v.") => {
                cue.voice.get_or_insert_with(|| flat(rest));
            }
            Token::Text(found) => text.push_str(&found),
            _ => {}
        }
    }
    // Places on the screen: {\an8}.
    let text = match text.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((_, rest)) => rest.to_owned(),
        None => text,
    };
    let text = flat(&text);
    // What an automatic transcript shows twice, as it scrolls.
    if !text.is_empty() && !cue.text.ends_with(&text) {
        cue.text.push_str(if cue.text.is_empty() { "" } else { "\n" });
        cue.text.push_str(&text);
    }
}

/// A line without the times at which its words are spoken, as automatic transcripts have them:
/// `of<00:00:01.000><c> many</c>`.
fn without_times(line: &str) -> Cow<'_, str> {
    if !line.contains("<0") {
        return Cow::Borrowed(line);
    }
    let is_time = |inside: &str| inside.starts_with(|c: char| c.is_ascii_digit()) && time(inside).is_some();
    let mut pieces = line.split('<');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('>') {
            Some((inside, rest)) if is_time(inside) => text.push_str(rest),
            _ => {
                text.push('<');
                text.push_str(piece);
            }
        }
    }
    Cow::Owned(text)
}

/// The speech as paragraphs, a new one with every speaker.
fn paragraphs(cues: Vec<Cue>) -> Vec<Para> {
    let mut paras: Vec<Para> = Vec::new();
    let (mut last_end, mut voice, mut last_line) = (0, None, String::new());
    for cue in cues {
        let named = cue.voice.is_some() && cue.voice != voice;
        let pause = cue.start.saturating_sub(last_end) > PAUSE;
        for (number, line) in cue.text.lines().enumerate() {
            if line == last_line {
                continue;
            }
            last_line = line.to_owned();
            let turn = opens_turn(line) || (number == 0 && named);
            let line = line.trim_start_matches(['-', '–', '>', ' ']);
            let first = number == 0;
            match paras.last_mut() {
                Some(open) if !turn && !ends(open, first && pause) => {
                    open.text.push(' ');
                    open.text.push_str(line);
                }
                _ => paras.push(Para {
                    line: cue.line,
                    ..Para::new(label(line, cue.voice.as_ref().filter(|_| first && named)))
                }),
            }
        }
        last_end = cue.end;
        voice = cue.voice.or(voice);
    }
    paras
}

fn label(line: &str, voice: Option<&String>) -> String {
    voice.map_or_else(|| line.to_owned(), |voice| format!("{voice}: {line}"))
}

/// Whether a paragraph is at its end: a sentence's, where it is long or a silence follows.
fn ends(open: &Para, pause: bool) -> bool {
    (pause || open.text.len() > LONG) && crate::cues::ends_sentence(&open.text)
}

/// Whether a line begins a turn: with a name and a colon, a dash, or the sign of captions for another speaker.
fn opens_turn(line: &str) -> bool {
    let bare = line.trim_start_matches(['-', '–', '>', ' ']);
    let dashed = line.starts_with(">>") || line.starts_with("- ") || line.starts_with("– ");
    let label = bare.split_once(": ").map(|(name, _)| name).filter(|name| name.len() <= 40);
    let named = label.is_some_and(|name| {
        name.starts_with(char::is_uppercase)
            && name.split_whitespace().count() <= 4
            && (!name.contains(char::is_lowercase) || crate::cues::are_names(name))
    });
    dashed || named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        paragraphs(cues(text)).into_iter().map(|para| para.text).collect()
    }

    #[test]
    fn turns_of_both_kinds() {
        let srt = "1\n00:00:01,000 --> 00:00:04,000\n<i>MS. ROE:</i> Good afternoon, everyone.\n\n2\n00:00:04,500 --> \
                   00:00:08,000\n{\\an8}We have two announcements\nto make today.\n\n3\n00:00:09,000 --> 00:00:10,000\n- Q: Which?\n";
        assert_eq!(
            read(srt),
            ["MS. ROE: Good afternoon, everyone. We have two announcements to make today.", "Q: Which?"]
        );
        let vtt = "WEBVTT\n\nNOTE nobody reads this\n\n00:01.000 --> 00:04.000 align:start\n<v Jane Roe>Good afternoon.\n\n00:04.500 --> \
                   00:08.000\n<v Jane Roe>Two things.</v>\n\nid\n00:20.000 --> 00:21.000\n<v.loud John Doe>What &amp; when?";
        assert_eq!(read(vtt), ["Jane Roe: Good afternoon. Two things.", "John Doe: What & when?"]);
    }

    #[test]
    fn automatic_transcripts_scroll() {
        let vtt = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nthe ministers<00:00:00.500><c> of</c><00:00:01.000><c> many</c>\n\n\
                   00:00:02.000 --> 00:00:02.010\nthe ministers of many\n\n00:00:02.010 --> 00:00:04.000\nthe ministers of many\n\
                   countries<00:00:03.000><c> met</c>\n\n";
        assert_eq!(read(vtt), ["the ministers of many countries met"]);
        assert_eq!(without_times("a < b<0> <1:2> c"), "a < b<0> <1:2> c".replace("<0>", "").replace("<1:2>", ""));
    }

    #[test]
    fn times_of_both_kinds() {
        assert_eq!(times("00:00:01,000 --> 01:00:04.5 line:0"), Some((1_000, 3_604_005)));
        assert_eq!(times("he --> she"), None);
    }
}
