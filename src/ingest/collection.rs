//! What articles tell of each other, worked out anew after every change.
//!
//! The result depends on the articles alone, not on the order in which they came: an archive brought up to
//! date in steps ends where a fresh one would.

use onrecord_api::Error;
use onrecord_api::collection::Collection;
use onrecord_api::store::StoreWriter;

/// Works out what the committed articles tell of each other and commits it; `before` is what else the
/// collection knows.
///
/// # Errors
/// When the archive cannot be read or written.
pub fn settle(writer: &mut dyn StoreWriter, before: &Collection) -> Result<(), Error> {
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
