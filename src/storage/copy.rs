//! A consistent copy of the store while it is in use: one snapshot, table by table, into a fresh file.

use super::engine::{FILE, Snapshot};
use crate::terms::{Fault, Result, error::Doing};
use redb::{Database, ReadableTable, TableDefinition};
use std::path::Path;

/// Rows written before the copy is committed; bounds its memory.
const ROWS_PER_COMMIT: usize = 20_000;

/// Writes all that the snapshot holds into a new file in this folder. Tells the number of rows.
///
/// # Errors
/// The folder already has a file, or a fault of either disk.
pub fn to_folder(snapshot: &Snapshot, folder: &Path) -> Result<u64> {
    let path = folder.join(FILE);
    if path.exists() {
        return Err(Fault::new("making a copy", format!("{} is already there", path.display())).into());
    }
    let copy = Database::create(&path).doing("making a copy")?;
    let mut rows = 0;
    for name in snapshot.tables()? {
        rows += copy_table(snapshot, &copy, &name)?;
    }
    copy.close().doing("making a copy")?;
    Ok(rows)
}

fn copy_table(snapshot: &Snapshot, copy: &Database, name: &str) -> Result<u64> {
    let source = snapshot.transaction().open_table(TableDefinition::<&[u8], &[u8]>::new(name)).doing("reading for a copy")?;
    let mut range = source.iter().doing("reading for a copy")?.peekable();
    let mut rows = 0;
    loop {
        let transaction = copy.begin_write().doing("making a copy")?;
        {
            let mut target = transaction.open_table(TableDefinition::<&[u8], &[u8]>::new(name)).doing("making a copy")?;
            for row in range.by_ref().take(ROWS_PER_COMMIT) {
                let (key, value) = row.doing("reading for a copy")?;
                target.insert(key.value(), value.value()).doing("making a copy")?;
                rows += 1;
            }
        }
        transaction.commit().doing("making a copy")?;
        if range.peek().is_none() {
            return Ok(rows);
        }
    }
}

/// Whether this folder holds an installation.
pub fn is_store(folder: &Path) -> bool {
    folder.join(FILE).is_file()
}
