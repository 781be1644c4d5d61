//! What an archive remembers of the files that it was filled from, carried into an index with its articles: so that the next
//! run on that index reads only what has changed since.

use std::collections::HashMap;

use crate::client::Client;
use crate::error::RemoteError;
use crate::ledger;
use crate::writer::Writer;
use onrecord_api::Error;
use onrecord_api::clues::Clues;
use onrecord_api::keys::SourceKey;
use onrecord_api::sources::{Part, PathRecord, SourceRecord};
use onrecord_api::store::Inventory;
use onrecord_query::Stop;

/// Makes the index that `client` asks for remember what `from` does of a part of the sources, and all that is no source's
/// alone. `writer` was handed the articles of that part before.
///
/// # Errors
/// When `from` cannot be read, or the server does not answer or stays too busy.
pub fn carry(from: &dyn Inventory, part: Part, client: &Client, writer: &mut Writer, stop: &Stop) -> Result<(), Error> {
    carry_sources(from.sources()?, ledger::sources(client, part, stop)?, writer)?;
    carry_paths(from.paths()?, ledger::paths(client, stop)?, writer)?;
    let mut others = ledger::mounts(&ledger::all_mounts(client, stop)?, &from.mounts()?);
    others.extend(ledger::missed(&ledger::all_missed(client, stop)?, &from.missed()?));
    others.extend(ledger::unread_files(&ledger::all_unread(client, stop)?, &from.unread()?));
    let mut clues = Clues::read(ledger::all_clues(client, stop)?.iter().map(Vec::as_slice))?;
    clues.follow(&from.clues()?);
    others.extend(clues.changed().map(|(shard, packed)| ledger::clues(shard, packed.as_deref())));
    Ok(others.into_iter().try_for_each(|item| writer.put_other(item))?)
}

fn carry_sources(sources: Vec<SourceRecord>, known: Vec<SourceRecord>, writer: &mut Writer) -> Result<(), RemoteError> {
    let mut known: HashMap<SourceKey, SourceRecord> = known.into_iter().map(|record| (record.key(), record)).collect();
    for record in sources {
        // Of a source with an article that was refused the record changes as it is written.
        if known.remove(&record.key()).as_ref() != Some(&record) || writer.has_refused() {
            writer.put_source(&record)?;
        }
    }
    known.keys().try_for_each(|gone| writer.remove_source(gone))
}

fn carry_paths(paths: Vec<PathRecord>, known: Vec<PathRecord>, writer: &mut Writer) -> Result<(), RemoteError> {
    for gone in known.iter().filter(|known| paths.iter().all(|path| path.path != known.path)) {
        writer.put_other(ledger::no_path(&gone.path))?;
    }
    let new = paths.iter().filter(|path| !known.contains(path));
    new.map(ledger::path).try_for_each(|item| writer.put_other(item))
}
