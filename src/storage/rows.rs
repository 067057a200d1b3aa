//! Reading and writing records over tables of bytes, with the rows of their indexes.

use super::{
    codec,
    overlay::Overlay,
    record::{IndexEntry, Record},
    view::{Flow, Keys, Order, View},
};
use crate::terms::Result;
use std::ops::ControlFlow;

/// The key of this row in its index: what it is found by, then the record's own key.
pub fn full_key(entry: &IndexEntry, key: &[u8]) -> Vec<u8> {
    [entry.key.as_slice(), key].concat()
}

/// Writes the record and its index rows in place of `before`.
///
/// # Errors
/// The record cannot be encoded: a bug.
pub fn put<R: Record>(overlay: &mut Overlay, before: Option<&R>, after: &R) -> Result<()> {
    let key = after.key();
    let new = after.entries()?;
    for old in before.map(Record::entries).transpose()?.unwrap_or_default() {
        if !new.iter().any(|entry| entry.index == old.index && entry.key == old.key) {
            overlay.remove(old.index, full_key(&old, &key));
        }
    }
    for entry in new {
        overlay.put(entry.index, full_key(&entry, &key), entry.value);
    }
    overlay.put(R::TABLE, key, codec::encode(R::VERSION, after)?);
    Ok(())
}

/// Removes the record and its index rows.
///
/// # Errors
/// As [`put`].
pub fn remove<R: Record>(overlay: &mut Overlay, record: &R) -> Result<()> {
    let key = record.key();
    for entry in record.entries()? {
        overlay.remove(entry.index, full_key(&entry, &key));
    }
    overlay.remove(R::TABLE, key);
    Ok(())
}

/// The record with this key.
///
/// # Errors
/// A fault of the engine, or a damaged record.
pub fn load<R: Record>(view: &dyn View, key: &[u8]) -> Result<Option<R>> {
    let mut found = None;
    view.read(R::TABLE, key, &mut |bytes| found = Some(codec::decode(R::VERSION, bytes)))?;
    found.transpose()
}

/// Visits the records of a range in order, until the visitor breaks.
///
/// # Errors
/// A fault of the engine, a damaged record, or what the visitor answers.
pub fn each<R: Record>(view: &dyn View, keys: &Keys, order: Order, mut visit: impl FnMut(R) -> Result<Flow>) -> Result<()> {
    let mut failed = None;
    view.visit(R::TABLE, keys, order, &mut |_, bytes| match codec::decode(R::VERSION, bytes).and_then(&mut visit) {
        Ok(flow) => flow,
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    })?;
    failed.map_or(Ok(()), Err)
}

/// The key of the record that an index row points at: the `length` last bytes of the row's key.
pub fn pointed(row: &[u8], length: usize) -> &[u8] {
    &row[row.len().saturating_sub(length)..]
}
