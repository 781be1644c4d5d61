//! The index in use: a folder, or one in a cluster, with the words that let us in there.
//!
//! Users, passwords and keys come from the environment or a file, never from the command line, where everybody on the
//! machine can read them.

use std::path::Path;
use std::sync::Arc;

use super::args::{Alias, Copy};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::desk::copy::{Copying, copy};
use crate::render::sanitize::sanitize;
use onrecord_api::Stop;
use onrecord_api::store::Refused;
use onrecord_remote::{Access, Address, Client, Layout, Patience, Remote, alias};

/// The user's name.
const USER: &str = "ONRECORD_REMOTE_USER";
/// The password.
const PASSWORD: &str = "ONRECORD_REMOTE_PASSWORD";
/// An API key instead of both.
const KEY: &str = "ONRECORD_REMOTE_KEY";
/// A file with lines `user=…` and `password=…`, or `key=…`.
const FILE: &str = "ONRECORD_REMOTE_FILE";
/// A file of certificates (PEM) of those who vouch for the server.
const AUTHORITY: &str = "ONRECORD_REMOTE_CA";

/// The archive at a folder or an address.
pub(super) fn archive_at(index: &Path) -> Result<Archive, Failure> {
    match address(index) {
        Some(text) => Ok(Archive::held_by(Arc::new(Remote::new(client(text)?)))),
        None => Ok(Archive::at(index)),
    }
}

/// The archive at an address, laid out so where it has to be made.
pub(super) fn archive_laid_out(address: &str, shards: u32, replicas: u32) -> Result<Archive, Failure> {
    let remote = Remote::new(client(address)?).laid_out(Layout { shards, replicas });
    Ok(Archive::held_by(Arc::new(remote)))
}

/// The text of an index that is an address.
pub(super) fn address(index: &Path) -> Option<&str> {
    index.to_str().filter(|text| Address::is_meant(text))
}

/// Whoever asks a cluster.
pub(super) fn client(address: &str) -> Result<Client, Failure> {
    let failure = |error: onrecord_remote::RemoteError| Failure::from(onrecord_api::Error::from(error));
    let address = Address::parse(address).map_err(failure)?;
    Client::new(address, &access()?, Patience::default()).map_err(failure)
}

fn access() -> Result<Access, Failure> {
    let mut words = Words { user: variable(USER)?, password: variable(PASSWORD)?, key: variable(KEY)? };
    if let Some(file) = std::env::var_os(FILE).filter(|file| !file.is_empty()) {
        words.read(Path::new(&file))?;
    }
    let access = match words {
        Words { key: Some(key), user: None, .. } => Access::key(&key),
        Words { user: Some(user), password: Some(password), key: None } => Access::user(&user, &password),
        Words { user: None, password: None, key: None } => Access::anonymous(),
        Words { user: Some(_), password: None, key: None } => {
            return Err(Failure::message(format!("{USER} is set and {PASSWORD} is not")));
        }
        Words { user: None, password: Some(_), key: None } => {
            return Err(Failure::message(format!("{PASSWORD} is set and {USER} is not")));
        }
        _ => return Err(Failure::message(format!("both {USER} and {KEY} are set: one of them is needed"))),
    };
    let Some(file) = std::env::var_os(AUTHORITY).filter(|file| !file.is_empty()) else { return Ok(access) };
    let file = Path::new(&file);
    let read = std::fs::read(file)
        .map_err(|error| Failure::message(format!("cannot read the certificates in {}: {error}", file.display())))?;
    Ok(access.with_authority(read))
}

fn variable(name: &str) -> Result<Option<String>, Failure> {
    match std::env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Failure::message(format!("{name} is not in UTF-8"))),
    }
}

/// What lets somebody in.
#[derive(Default)]
struct Words {
    user: Option<String>,
    password: Option<String>,
    key: Option<String>,
}

impl Words {
    /// Reads them of a file; the environment goes first.
    fn read(&mut self, file: &Path) -> Result<(), Failure> {
        let failure = |reason: String| Failure::message(format!("{FILE}, {}: {reason}", file.display()));
        let text = std::fs::read_to_string(file).map_err(|error| failure(error.to_string()))?;
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let (name, value) = line.split_once('=').unwrap_or((line, ""));
            let word = match name.trim() {
                "user" => &mut self.user,
                "password" => &mut self.password,
                "key" => &mut self.key,
                // What stands there may be a password: it is not repeated.
                _ => return Err(failure(format!("line {number} is none of user=…, password=…, key=…"))),
            };
            word.get_or_insert_with(|| value.trim().to_owned());
        }
        Ok(())
    }
}

/// Articles above which a copy tells how far it is.
const MANY: usize = 5_000;

/// `onrecord copy`: copies an index to a cluster.
pub(super) fn run_copy(args: &Copy, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if !Address::is_meant(&args.to) {
        return Err(Failure::message(format!(
            "{} is no address: name the index in the cluster, as in `onrecord copy index https://HOST/NAME`",
            sanitize(&args.to)
        )));
    }
    let from = archive_at(&args.from)?;
    let client = Arc::new(client(&args.to)?);
    let layout = Layout { shards: args.shards, replicas: args.replicas };
    let copying = Copying { layout, part: args.part, prune: args.prune };
    let mut told = 0;
    let mut tell = |done: usize, all: usize| {
        let percent = done * 100 / all.max(1);
        if all > MANY && percent >= told + 10 {
            told = percent;
            terminal.note(&format!("{done} of {all} articles"));
        }
    };
    // An interrupt ends the program at once: the next run takes up what this one leaves.
    let (written, refused) = copy(&from, &client, &copying, &Stop::NEVER, &mut tell)?;
    for Refused { name, reason } in refused.iter().take(20) {
        terminal.error(&format!("{} was not taken: {}", sanitize(name), sanitize(reason)));
    }
    terminal.note(&format!(
        "{}: {} articles new, {} changed, {} as they were, {} taken out, {} failed",
        client.place(),
        written.added,
        written.changed,
        written.unchanged,
        written.removed,
        refused.len()
    ));
    Ok(if refused.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

/// `onrecord alias`: lets a name stand for an index.
pub(super) fn run_alias(args: &Alias, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let failure = |error: onrecord_remote::RemoteError| Failure::from(onrecord_api::Error::from(error));
    let name = client(&args.name)?;
    let beside = name.address().beside(&args.stands_for).map_err(failure)?;
    let index = Client::new(beside, &access()?, Patience::default()).map_err(failure)?;
    let before = alias::point(&name, &index, &Stop::NEVER).map_err(failure)?;
    let before = before.iter().filter(|index| **index != args.stands_for);
    let before: Vec<String> = before.map(|index| sanitize(index).into_owned()).collect();
    let instead = if before.is_empty() { String::new() } else { format!(", no more for {}", before.join(", ")) };
    terminal.note(&format!("{} stands for {}{instead}", name.place(), sanitize(&args.stands_for)));
    Ok(Outcome::Done)
}

/// `onrecord index --check` of an index in a cluster.
pub(super) fn run_check(address: &str, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let client = Arc::new(client(address)?);
    let checked = onrecord_remote::check::check(&client, &Stop::NEVER)
        .map_err(|error| Failure::from(onrecord_api::Error::from(error)))?;
    let place = client.place();
    if checked.problems.is_empty() {
        terminal.note(&format!("{place}: whole ({} articles, {} passages)", checked.articles, checked.passages));
        return Ok(Outcome::Done);
    }
    for problem in checked.problems.iter().take(20) {
        terminal.error(&sanitize(problem));
    }
    Err(Failure::message(format!("the index at {place} is not whole: run `onrecord copy` from its folder again")))
}
