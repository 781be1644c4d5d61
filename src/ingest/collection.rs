//! What articles tell of each other, worked out anew after every change.
//!
//! The result depends on the articles alone, not on the order in which they came: an index brought up to
//! date in steps ends where a fresh one would.

use crate::annotate::speaker::SpeakerType;
use crate::annotate::speaker::collection::NameUses;
use crate::index::reader::values_by_number;
use crate::index::record::parse_speaker_key;
use crate::index::{Collection, DocId, IndexError, Snapshot, Writer};

/// Works out what the committed articles tell of each other and commits it; `before` is what else the
/// collection knows.
///
/// # Errors
/// When the index cannot be read or written.
pub fn settle(writer: &mut Writer, before: &Collection) -> Result<(), IndexError> {
    let snapshot = writer.snapshot()?;
    let mut collection = before.clone();
    collection.names = name_uses(&snapshot)?.table();
    collection.settled = true;
    if collection != snapshot.collection()? {
        writer.put_collection(&collection)?;
        writer.commit()?;
    }
    Ok(())
}

/// What each article calls its speakers.
fn name_uses(snapshot: &Snapshot) -> Result<NameUses, IndexError> {
    let mut uses = NameUses::default();
    for (number, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let columns = snapshot.columns(number as u32);
        let mut speakers: Vec<(DocId, u64)> = Vec::new();
        let note = |doc: DocId, ord: u64| speakers.push((columns.first_of(doc), ord));
        let column = snapshot.column_values(number as u32, "speaker", segment.doc_ids_alive(), note)?;
        let Some(column) = column else { continue };
        let keys = values_by_number(&column)?;
        // The passages of an article lie side by side.
        for article in speakers.chunk_by(|a, b| a.0 == b.0) {
            let names = article.iter().filter_map(|&(_, ord)| parse_speaker_key(keys.get(ord as usize)?));
            uses.add(names.map(|(kind, name): (SpeakerType, &str)| (name, kind)));
        }
    }
    Ok(uses)
}
