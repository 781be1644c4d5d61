//! What is said of a command line that cannot be read: clap's words, with advice of our own where it knows none.

use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::shell::quoted;
use crate::render::sanitize::sanitize;

/// Prints what clap says. It repeats arguments as they are: where they hold what a terminal would obey, they are made
/// harmless.
pub(super) fn print(mut error: clap::Error) {
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    advise(&mut error, &arguments);
    let text = error.to_string();
    let hostile = |line: &str| sanitize(line) != line;
    if !text.lines().any(hostile) {
        let _ = error.print();
        return;
    }
    for line in text.lines() {
        let _ = writeln!(std::io::stderr(), "{}", sanitize(line));
    }
}

/// Puts advice of our own in the place of clap's.
fn advise(error: &mut clap::Error, arguments: &[String]) {
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::ValueValidation | ErrorKind::InvalidValue) {
        return;
    }
    let advice = match excluded_word(arguments) {
        Some((word, line)) => {
            error.insert(ContextKind::InvalidArg, ContextValue::String(word));
            Some(format!("a query that begins with - needs -- before it: {line}"))
        }
        None => other_name(error).map(|name| format!("did you mean {name}?")),
    };
    if let Some(advice) = advice {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![advice.into()]));
    }
}

/// The word with a minus before it that a query begins with, and the line that searches for it.
fn excluded_word(arguments: &[String]) -> Option<(String, String)> {
    let is_query = |word: &String| word == "search" || word == "facets";
    let command = arguments.iter().position(is_query)?;
    let (before, rest) = arguments.split_at(command + 1);
    let is_word = |word: &String| {
        let mut letters = word.strip_prefix('-').unwrap_or_default().chars();
        letters.next().is_some_and(|c| c.is_alphabetic() || c == '"') && letters.clone().count() > 1
    };
    // Behind an option with a dash stands its value.
    let at = rest.iter().take_while(|word| *word != "--").position(|word| is_word(word) && !is_number_option(word))?;
    let end = rest[at..].iter().position(|word| word.starts_with("--")).map_or(rest.len(), |end| at + end);
    let (query, options) = (&rest[at..end], [&rest[..at], &rest[end..]].concat());
    let words = std::iter::once("onrecord".to_owned())
        .chain(before.iter().chain(&options).map(|word| quoted(word)))
        .chain(std::iter::once("--".to_owned()))
        .chain(query.iter().map(|word| quoted(word)));
    Some((rest[at].clone(), words.collect::<Vec<_>>().join(" ")))
}

/// `-n20`: an option with its value behind it.
fn is_number_option(word: &str) -> bool {
    word.strip_prefix("-n").is_some_and(|rest| rest.trim_start_matches('=').bytes().all(|b| b.is_ascii_digit()))
}

/// What other programs call our options.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("after", "--since"),
    ("start", "--since"),
    ("before", "--until"),
    ("end", "--until"),
    ("to", "--until"),
    ("till", "--until"),
    ("by", "--speaker or --author"),
    ("who", "--speaker"),
    ("said-by", "--speaker"),
    ("byline", "--author"),
    ("source", "--outlet"),
    ("publisher", "--outlet"),
    ("publication", "--outlet"),
    ("newspaper", "--outlet"),
    ("site", "--url"),
    ("domain", "--url"),
    ("language", "--lang"),
    ("subject", "--topic"),
    ("number", "--limit"),
    ("num", "--limit"),
    ("max", "--limit"),
    ("max-count", "--limit"),
    ("top", "--limit"),
    ("order", "--sort"),
    ("sort-by", "--sort"),
    ("output", "--format"),
    ("json", "--format json"),
    ("csv", "--format csv"),
    ("date", "--since and --until"),
];

/// The option that is meant by a name of another program.
fn other_name(error: &clap::Error) -> Option<&'static str> {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return None };
    let name = given.strip_prefix("--")?.split('=').next()?;
    (error.kind() == ErrorKind::UnknownArgument).then_some(())?;
    OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, option)| *option)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::Cli;

    fn told(line: &str) -> String {
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut error = Cli::try_parse_from(std::iter::once("x".to_owned()).chain(arguments.clone())).unwrap_err();
        advise(&mut error, &arguments);
        error.to_string()
    }

    #[test]
    fn a_query_that_begins_with_a_minus_is_shown_as_it_is_typed() {
        for (line, typed) in [
            ("search -propaganda ISIS", "onrecord search -- -propaganda ISIS"),
            ("search -news ISIS", "onrecord search -- -news ISIS"),
            ("search -quiet x --since 2017", "onrecord search --since 2017 -- -quiet x"),
            ("facets speaker -propaganda", "onrecord facets speaker -- -propaganda"),
        ] {
            assert!(told(line).contains(typed), "{}", told(line));
        }
    }

    #[test]
    fn options_of_other_programs_are_known() {
        assert!(told("search x --before 2017").contains("did you mean --until?"), "{}", told("search x --before 2017"));
        assert!(told("search x --language=en").contains("did you mean --lang?"));
        assert!(!told("search x --zzz").contains("did you mean"));
    }

    #[test]
    fn numbers_are_asked_for_in_words() {
        for line in ["search x -n -1", "search x --limit ten", "search x --offset -3", "facets speaker -n many"] {
            assert!(told(line).contains("a number from 0"), "{}", told(line));
        }
    }

    #[test]
    fn the_program_has_its_own_name() {
        assert!(told("search --help").contains("onrecord search"));
    }
}
