//! The right edge together with its unfinished tiles: what the journal's writer keeps in memory.

use super::{Frontier, Hash, TILE_WIDTH, Tiles, WIDTH, partial, root_of};
use crate::terms::{Fault, Result};

/// A tile that has just become full: to be written once and never again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullTile {
    /// 0 for hashes of entries.
    pub level: u8,
    /// Its number within the level.
    pub tile: u64,
    /// All 256 of them.
    pub hashes: Vec<Hash>,
}

/// A growing tree: appends, says the root, hands out tiles as they fill up. Holds at most 8 KiB for each level.
///
/// As [`Tiles`] it gives only its own unfinished tiles, for a storage to try first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    frontier: Frontier,
    /// The unfinished tile of each level; empty where all tiles of the level are full.
    partial: Vec<Vec<Hash>>,
}

impl Growth {
    /// The tree without entries.
    pub const fn new() -> Self {
        Self { frontier: Frontier::new(), partial: Vec::new() }
    }

    /// The tree of this size, with its unfinished tiles read from where they are kept.
    ///
    /// # Errors
    /// The storage failed or lacks hashes.
    pub fn resume(tiles: &dyn Tiles, size: u64) -> Result<Self> {
        let mut unfinished = Vec::new();
        for (level, tile, width) in partial(size) {
            let mut hashes = tiles.hashes(level, tile)?.unwrap_or_default();
            if hashes.len() < width {
                return Err(lacking(level, tile, width).into());
            }
            hashes.truncate(width);
            unfinished.resize(usize::from(level), Vec::new());
            unfinished.push(hashes);
        }
        let peaks = unfinished.iter().rev().flat_map(|hashes| peaks_of(hashes)).collect();
        let frontier =
            Frontier::from_peaks(size, peaks).ok_or_else(|| Fault::new("opening the journal", format!("a tree of {size} entries")))?;
        Ok(Self { frontier, partial: unfinished })
    }

    /// One more entry, by its [`super::leaf`] hash. Gives the tiles that this made full: mostly none.
    pub fn append(&mut self, leaf: Hash) -> Vec<FullTile> {
        let mut full = Vec::new();
        let partial = &mut self.partial;
        self.frontier.append_noting(leaf, |level, number, hash| {
            if partial.len() <= usize::from(level) {
                partial.push(Vec::new());
            }
            let hashes = &mut partial[usize::from(level)];
            hashes.push(hash);
            if hashes.len() == TILE_WIDTH {
                full.push(FullTile { level, tile: number / WIDTH, hashes: std::mem::take(hashes) });
            }
        });
        full
    }

    /// Entries in the tree.
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// The right edge alone.
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// The unfinished tiles, as (level, number, hashes).
    pub fn unfinished(&self) -> impl Iterator<Item = (u8, u64, &[Hash])> {
        partial(self.size()).filter_map(|(level, tile, _)| Some((level, tile, self.partial.get(usize::from(level))?.as_slice())))
    }
}

impl Tiles for Growth {
    fn hashes(&self, level: u8, tile: u64) -> Result<Option<Vec<Hash>>> {
        let mine = self.unfinished().find(|(at, number, _)| (*at, *number) == (level, tile));
        Ok(mine.map(|(_, _, hashes)| hashes.to_vec()))
    }
}

/// The roots of the complete subtrees within an unfinished tile, the largest first.
fn peaks_of(mut hashes: &[Hash]) -> Vec<Hash> {
    let mut peaks = Vec::new();
    while let Some(bit) = hashes.len().checked_ilog2() {
        let (complete, rest) = hashes.split_at(1 << bit);
        peaks.extend(root_of(complete.to_vec()));
        hashes = rest;
    }
    peaks
}

/// The tree on the disk is shorter than it says.
pub(super) fn lacking(level: u8, tile: u64, width: usize) -> Fault {
    Fault::new("reading the journal's tree", format!("level {level}, tile {tile} has fewer than {width} hashes"))
}
