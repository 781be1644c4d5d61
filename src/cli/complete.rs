//! Completion: what a shell asks the program while somebody types. Commands and options come from the definitions of
//! the command line; speakers, topics, outlets, handles and the like come from the index in use.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::{CommandFactory, Parser};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use super::args::{Cli, Completions};
use super::defaults;
use super::exit::{Failure, Outcome};
use super::index_in_use::archive as archive_in_use;
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::query::Field;
use crate::render::sanitize::sanitize;
use onrecord_api::backend::View;
use onrecord_api::{FacetsRequest, Handle, Stop};

/// The shells that can be served.
pub(super) const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// The variable by which a shell's script asks.
const VARIABLE: &str = "ONRECORD_COMPLETE";

/// Most values that are offered.
const OFFERED: usize = 50;

/// Answers a shell that asks what may come next. Tells whether one asked.
pub(super) fn answered() -> bool {
    let here = std::env::current_dir().ok();
    let asked = CompleteEnv::with_factory(Cli::command).var(VARIABLE);
    asked.try_complete(std::env::args_os(), here.as_deref()).unwrap_or_else(|error| error.exit())
}

/// Prints the script that makes a shell ask.
pub(super) fn print(args: &Completions, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(&args.shell) else { return Ok(Outcome::NothingFound) };
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "onrecord", "onrecord", "onrecord", &mut script)?;
    terminal.out().write_all(&script)?;
    Ok(Outcome::Done)
}

/// Completes the values that a field has in the index.
pub(super) fn values_of(field: Field) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| values(field, &typed.to_string_lossy()).unwrap_or_default())
}

/// Completes handles, with the titles of their articles.
pub(super) fn handles() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| named(&typed.to_string_lossy()).unwrap_or_default())
}

/// The most frequent values that have a word with this beginning. Whatever goes wrong, nothing is offered: there is no
/// place for a message while somebody types.
fn values(field: Field, beginning: &str) -> Option<Vec<CompletionCandidate>> {
    let request = FacetsRequest { prefix: beginning.to_owned(), ..FacetsRequest::new(field, OFFERED) };
    let counts = archive()?.facets(&request, &Stop::NEVER).ok()?;
    let offer = |value: onrecord_api::FacetValue| {
        let help = value.label.unwrap_or_else(|| format!("{} passages", value.count));
        candidate(&value.value, &help)
    };
    Some(counts.values.into_iter().map(offer).collect())
}

fn named(beginning: &str) -> Option<Vec<CompletionCandidate>> {
    let view = archive()?.view().ok()?;
    let offer = |key| Some(candidate(&Handle::of(&key).to_string(), &title(view.as_ref(), &key)?));
    Some(view.find_handle(beginning, OFFERED).ok()?.into_iter().filter_map(offer).collect())
}

fn title(view: &dyn View, key: &onrecord_api::keys::ArticleKey) -> Option<String> {
    let article = view.text(key).ok()?;
    Some(if article.title().is_empty() { article.path } else { article.title().to_owned() })
}

fn candidate(value: &str, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(sanitize(value).into_owned()).help(Some(sanitize(help).into_owned().into()))
}

/// The archive that the command being typed would use.
fn archive() -> Option<Archive> {
    let mut global = Cli::try_parse_from(["onrecord", "stats"]).ok()?.global;
    global.index_given = index_typed().or(global.index_given);
    defaults::settle(&mut global).ok()?;
    archive_in_use(&global).ok()
}

/// The folder behind `--index` on the line that is being typed.
fn index_typed() -> Option<PathBuf> {
    let words: Vec<_> = std::env::args_os().collect();
    let joined = words.iter().find_map(|word| word.to_str()?.strip_prefix("--index=").map(PathBuf::from));
    let apart = words.windows(2).find(|pair| pair[0] == "--index").map(|pair| PathBuf::from(&pair[1]));
    joined.or(apart)
}
