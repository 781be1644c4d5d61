//! What articles tell of each other, worked out anew after every change.
//!
//! The result depends on the articles alone, not on the order in which they came: an archive brought up to
//! date in steps ends where a fresh one would.

use super::dating::redate;
use super::error::IngestError;
use super::options::Options;
use super::rewrite::retag;
use crate::annotate::topic::Taxonomy;
use crate::source::path_text;
use onrecord_api::Error;
use onrecord_api::clues::{Print, Told};
use onrecord_api::collection::Collection;
use onrecord_api::store::StoreWriter;

/// Ends the run of one of several workers: what articles tell of each other is worked out when all have ended, and so is
/// what another taxonomy makes of the articles that were there before.
pub(super) fn leave_unsettled(
    writer: &mut dyn StoreWriter,
    (before, had_articles): (Collection, bool),
    has_changed: bool,
    options: &Options,
) -> Result<(), Error> {
    let mut now = collection_of(options, before.clone());
    if had_articles {
        now.taxonomies = before.taxonomies.clone();
    }
    if has_changed || now != before {
        writer.put_collection(&now.unsettled())?;
        writer.commit()?;
    }
    Ok(())
}

/// Works out anew what the articles of an archive tell of each other, and what the taxonomy in force makes of those
/// that another one has tagged; gives how many articles that changed: by their topics, and by their dates.
///
/// # Errors
/// When the archive cannot be read or written.
pub fn resettle(writer: &mut dyn StoreWriter, options: &Options) -> Result<(u64, u64), IngestError> {
    options.annotator()?;
    let inventory = writer.inventory()?;
    let before = inventory.collection()?;
    let now = collection_of(options, before.clone());
    let is_other = now.taxonomies != before.taxonomies && options.annotations;
    let retagged = if is_other { retag_all(writer, options)? } else { 0 };
    Ok((retagged, settle_all(writer, &now, Vec::new(), options)?))
}

/// Annotates anew what another taxonomy has tagged, and commits; gives the number of articles.
pub(super) fn retag_all(writer: &mut dyn StoreWriter, options: &Options) -> Result<u64, IngestError> {
    let inventory = writer.inventory()?;
    let retagged = retag(writer, inventory.as_ref(), options)?;
    writer.commit()?;
    Ok(retagged)
}

/// Works out anew what articles tell of each other: publication dates, then names; gives the number of
/// articles whose date that changed. `before` is what else the collection knows, and `told` what articles that were
/// just read tell of dates.
///
/// # Errors
/// When the archive cannot be read or written.
pub fn settle_all(
    writer: &mut dyn StoreWriter,
    before: &Collection,
    told: Vec<(Print, Told)>,
    options: &Options,
) -> Result<u64, IngestError> {
    let mut redated = 0;
    if options.annotations {
        let inventory = writer.inventory()?;
        redated = redate(writer, inventory.as_ref(), told, options)?;
        writer.commit()?;
    }
    settle(writer, before)?;
    Ok(redated)
}

/// What the collection knows by the options of this run.
pub(super) fn collection_of(options: &Options, mut collection: Collection) -> Collection {
    let model = options.model.as_ref().map(|model| model.to_bytes());
    let model_print =
        model.as_ref().map_or(String::new(), |bytes| format!("+{:032x}", xxhash_rust::xxh3::xxh3_128(bytes)));
    collection.taxonomies = [(String::new(), options.taxonomy.fingerprint() + &model_print)].into();
    collection.model = model;
    collection.taxonomy = options.taxonomy_text.clone();
    for (folder, taxonomy) in &options.folder_taxonomies {
        collection.taxonomies.insert(path_text(folder), taxonomy.fingerprint());
    }
    for (folder, fingerprint) in &options.absent_taxonomies {
        collection.taxonomies.insert(path_text(folder), fingerprint.clone());
    }
    let folders = options.folder_taxonomies.iter().map(|(_, taxonomy)| taxonomy);
    for topic in options.model.iter().flat_map(|model| model.topics()) {
        collection.topic_labels.entry(topic.to_owned()).or_insert_with(|| topic.to_owned());
    }
    for topic in folders.chain([&options.taxonomy]).flat_map(Taxonomy::topics) {
        collection.topic_labels.insert(topic.id.clone(), topic.label.clone());
    }
    if let Some(aliases) = &options.aliases {
        collection.aliases = aliases.clone();
    }
    collection
}

/// Works out what the committed articles tell of each other and commits it; `before` is what else the
/// collection knows.
///
/// # Errors
/// When the archive cannot be read or written.
fn settle(writer: &mut dyn StoreWriter, before: &Collection) -> Result<(), Error> {
    let inventory = writer.inventory()?;
    let mut collection = before.clone();
    collection.names = inventory.name_uses()?.table();
    collection.settled = true;
    if collection != inventory.collection()? {
        writer.put_collection(&collection)?;
        writer.commit()?;
    }
    Ok(())
}
