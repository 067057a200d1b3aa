//! Proofs and roots out of tiles: a few tile reads each, however long the journal is.

use super::growth::lacking;
use super::{EMPTY_ROOT, Hash, SIZE_LIMIT, TILE_HEIGHT, Tiles, fold, root_of};
use crate::terms::{Fault, Refusal, Result};

/// The proof that the entry with this index (from 0) stands in the tree of this size, the hash next to the entry first
/// (RFC 9162 §2.1.3.1).
///
/// # Errors
/// Missing where the tree has no such entry; a fault where the storage fails or lacks hashes.
pub fn inclusion(tiles: &dyn Tiles, index: u64, size: u64) -> Result<Vec<Hash>> {
    if index >= size {
        return Err(Refusal::missing().into());
    }
    let mut reading = Reading::new(tiles, size)?;
    let (mut start, mut end) = (0, size);
    let mut proof = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            proof.push(reading.range(middle, end)?);
            end = middle;
        } else {
            proof.push(reading.range(start, middle)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of the new size begins with the tree of the old size (RFC 9162 §2.1.4.1). Empty where the old
/// one is empty or they are one.
///
/// # Errors
/// A fault where the old tree is the longer one, and where the storage fails or lacks hashes.
pub fn consistency(tiles: &dyn Tiles, old: u64, new: u64) -> Result<Vec<Hash>> {
    if old > new {
        return Err(Fault::new("proving the journal's growth", format!("it has {new} entries and had {old}")).into());
    }
    let mut reading = Reading::new(tiles, new)?;
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut start, mut end) = (0, new);
    let mut proof = Vec::new();
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(reading.range(middle, end)?);
            end = middle;
        } else {
            proof.push(reading.range(start, middle)?);
            start = middle;
        }
    }
    // A subtree that starts at 0 is the old tree itself, whose root the verifier has.
    if start > 0 {
        proof.push(reading.range(start, end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The root that the tree had at this size.
///
/// # Errors
/// A fault where the storage fails or lacks hashes.
pub fn root_at(tiles: &dyn Tiles, size: u64) -> Result<Hash> {
    let mut reading = Reading::new(tiles, size)?;
    if size == 0 { Ok(EMPTY_ROOT) } else { reading.range(0, size) }
}

/// Where RFC 9162 splits so many entries (2 or more) into left and right: the largest power of two below the number.
const fn split(entries: u64) -> u64 {
    1 << (entries - 1).ilog2()
}

/// Reads each tile once, since neighbouring hashes of a proof come from the same few tiles.
struct Reading<'t> {
    tiles: &'t dyn Tiles,
    seen: Vec<(u8, u64, Vec<Hash>)>,
}

impl<'t> Reading<'t> {
    fn new(tiles: &'t dyn Tiles, size: u64) -> Result<Self> {
        if size > SIZE_LIMIT {
            return Err(Fault::new("reading the journal's tree", format!("{size} entries are beyond the limit")).into());
        }
        Ok(Self { tiles, seen: Vec::new() })
    }

    /// The root over the entries `start..end`, where `start` is a multiple of the power of two at or above their number,
    /// as it always is on the way down by [`split`].
    fn range(&mut self, start: u64, end: u64) -> Result<Hash> {
        let mut peaks = Vec::new();
        let mut at = start;
        while let Some(height) = (end - at).checked_ilog2() {
            peaks.push(self.subtree(height, at >> height)?);
            at += 1 << height;
        }
        Ok(fold(peaks.into_iter()).unwrap_or(EMPTY_ROOT))
    }

    /// The root of the complete subtree of this height, the index-th from the left.
    fn subtree(&mut self, height: u32, index: u64) -> Result<Hash> {
        let level = (height / TILE_HEIGHT) as u8;
        let within = height % TILE_HEIGHT;
        let first = index << within;
        let tile = first >> TILE_HEIGHT;
        let from = (first - (tile << TILE_HEIGHT)) as usize;
        let to = from + (1 << within);
        let hashes = self.tile(level, tile)?.get(from..to).map(<[Hash]>::to_vec);
        hashes.and_then(root_of).ok_or_else(|| lacking(level, tile, to).into())
    }

    fn tile(&mut self, level: u8, tile: u64) -> Result<&[Hash]> {
        let known = self.seen.iter().position(|(at, number, _)| (*at, *number) == (level, tile));
        let place = match known {
            Some(place) => place,
            None => {
                let hashes = self.tiles.hashes(level, tile)?.unwrap_or_default();
                self.seen.push((level, tile, hashes));
                self.seen.len() - 1
            }
        };
        Ok(&self.seen[place].2)
    }
}
