//! Taxonomies, models and aliases in force: those of the request, else those that the archive remembers, else those
//! that are built in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bounded;
use crate::annotate::speaker::alias::Aliases;
use crate::annotate::topic::{Model, Taxonomy};
use crate::ingest::Options;
use crate::ingest::plan::absolute;
use crate::source::text_path;
use onrecord_api::collection::Collection;
use onrecord_api::sources::Part;
use onrecord_api::store::Store;
use onrecord_api::{Error, TopicsSetting, UpdateRequest};

/// The options with which an archive is updated; `known` is what it knows of its collection, if there is one.
///
/// # Errors
/// When a taxonomy, a model or aliases cannot be read.
pub fn options(known: Option<&Collection>, request: &UpdateRequest) -> Result<Options, Error> {
    let (taxonomy, taxonomy_text) = taxonomy_in_force(&request.topics, known)?;
    Ok(Options {
        part: request.part,
        threads: request.threads.unwrap_or_else(cores).max(1),
        force: request.force,
        prune: request.prune,
        follow: request.follow,
        annotations: request.annotations,
        taxonomy,
        taxonomy_text,
        model: model(&request.model, known)?,
        aliases: aliases(&request.paths)?,
        folder_taxonomies: folder_taxonomies(&request.paths, known)?,
        absent_taxonomies: absent_taxonomies(known),
        ..Options::default()
    })
}

/// How many cores there are.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What an archive knows of its collection, if there is one.
///
/// # Errors
/// When it cannot be read.
pub fn known_collection(store: &dyn Store) -> Result<Option<Collection>, Error> {
    match store.inventory(Part::WHOLE) {
        Ok(inventory) => Ok(Some(inventory.collection()?)),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The taxonomy in force, with name and text where it is not the one that is built in.
fn taxonomy_in_force(
    setting: &TopicsSetting,
    known: Option<&Collection>,
) -> Result<(Taxonomy, Option<(String, String)>), Error> {
    let text = match setting {
        TopicsSetting::BuiltIn => None,
        TopicsSetting::File(file) => Some((file.display().to_string(), taxonomy_text(file)?)),
        TopicsSetting::InForce => known.and_then(|collection| collection.taxonomy.clone()),
    };
    let taxonomy = match &text {
        Some((name, text)) => Taxonomy::parse(text, name).map_err(|error| wrong("topics", error))?,
        None => Taxonomy::default_news(),
    };
    Ok((taxonomy, text))
}

fn taxonomy_text(file: &Path) -> Result<String, Error> {
    text_of(file, "the taxonomy").map_err(|error| wrong("topics", error))
}

/// The text of a file, `what` it is to be.
fn text_of(file: &Path, what: &str) -> Result<String, String> {
    let bytes = bounded::read(file, what, bounded::TAXONOMY)?;
    String::from_utf8(bytes).map_err(|error| format!("{what} {} is not in UTF-8: {error}", file.display()))
}

/// The taxonomy of a file, or the one that is built in.
///
/// # Errors
/// When the file cannot be read, or holds no taxonomy.
pub fn taxonomy(setting: &TopicsSetting) -> Result<Taxonomy, Error> {
    Ok(taxonomy_in_force(setting, None)?.0)
}

/// The model in force, if there is one.
///
/// # Errors
/// When its file cannot be read, or holds no model.
pub fn model(setting: &TopicsSetting, known: Option<&Collection>) -> Result<Option<Arc<Model>>, Error> {
    let (name, bytes) = match setting {
        TopicsSetting::BuiltIn => return Ok(None),
        TopicsSetting::File(file) => {
            let bytes = bounded::read(file, "the model", bounded::MODEL).map_err(|error| wrong("model", error))?;
            (file.display().to_string(), bytes)
        }
        TopicsSetting::InForce => match known.and_then(|collection| collection.model.clone()) {
            Some(bytes) => ("the index's model".to_owned(), bytes),
            None => return Ok(None),
        },
    };
    let model = Model::from_bytes(&bytes).map_err(|error| wrong("model", format!("{name}: {error}")))?;
    Ok(Some(Arc::new(model)))
}

/// The taxonomies at the roots of folders that are indexed: those of `paths`, and of the folders that the
/// index remembers, where they still have one.
///
/// # Errors
/// When one of them cannot be read, or is none.
pub fn folder_taxonomies(paths: &[PathBuf], known: Option<&Collection>) -> Result<Vec<(PathBuf, Taxonomy)>, Error> {
    let remembered = known.iter().flat_map(|c| c.taxonomies.keys()).filter(|folder| !folder.is_empty());
    let folders: BTreeSet<PathBuf> =
        paths.iter().map(|path| absolute(path)).chain(remembered.map(|folder| text_path(folder))).collect();
    let mut found = Vec::new();
    for folder in folders {
        let file = folder.join("topics.toml");
        if file.is_file() {
            let taxonomy = Taxonomy::parse(&taxonomy_text(&file)?, &file.display().to_string());
            found.push((folder, taxonomy.map_err(|error| wrong("topics", error))?));
        }
    }
    Ok(found)
}

/// Folders whose taxonomy the index remembers and that are missing or empty now, as when a drive is not mounted, with the
/// fingerprints of their taxonomies.
fn absent_taxonomies(known: Option<&Collection>) -> Vec<(PathBuf, String)> {
    let remembered =
        known.iter().flat_map(|collection| &collection.taxonomies).filter(|(folder, _)| !folder.is_empty());
    let folders = remembered.map(|(folder, fingerprint)| (text_path(folder), fingerprint.clone()));
    let is_absent = |folder: &Path| std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    folders.filter(|(folder, _)| is_absent(folder)).collect()
}

/// The user's own names for speakers, of the first folder that has a `speakers.toml`.
///
/// # Errors
/// When it cannot be read.
pub fn aliases(paths: &[PathBuf]) -> Result<Option<String>, Error> {
    let Some(file) = paths.iter().map(|path| path.join("speakers.toml")).find(|file| file.is_file()) else {
        return Ok(None);
    };
    let cannot = |error: &dyn std::fmt::Display| wrong("speakers", format!("{}: {error}", file.display()));
    let text = text_of(&file, "the names of speakers").map_err(|error| wrong("speakers", error))?;
    Aliases::parse(&text).map_err(|error| cannot(&error))?;
    Ok(Some(text))
}

fn wrong(name: &str, message: impl std::fmt::Display) -> Error {
    Error::Setting { name: name.to_owned(), message: message.to_string() }
}
