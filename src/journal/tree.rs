//! The Merkle tree of RFC 6962 / RFC 9162 §2.1 over SHA-256, kept in tiles as <https://c2sp.org/tlog-tiles> lays them out.
//!
//! A tile is up to 256 hashes. At level 0 they are the hashes of entries; each hash of level *k*+1 is the root of a full
//! tile of level *k*. Hash number *i* of a level therefore covers the entries `i·256^level .. (i+1)·256^level`.
//! Everything but the last tile of a level is full and never changes again.

mod edge;
mod growth;
mod reading;
#[cfg(test)]
mod tests;
mod verify;

pub use edge::{Frontier, NotAFrontier};
pub use growth::{FullTile, Growth};
pub use reading::{consistency, inclusion, root_at};
pub use verify::{ProofError, verify_consistency, verify_inclusion};

use crate::terms::Result;
use sha2::{Digest, Sha256};

/// A SHA-256 of the tree: of an entry or of two hashes below it.
pub type Hash = [u8; 32];

/// Hashes in a full tile, and entries in a full bundle.
pub const TILE_WIDTH: usize = 256;
/// The same for arithmetic on entry numbers.
pub(crate) const WIDTH: u64 = 256;
/// Levels of the binary tree within one tile: 2^8 = 256.
pub(crate) const TILE_HEIGHT: u32 = 8;
/// Entries in the largest tree; a bigger number is a damaged file. Leaves all arithmetic below far from overflow.
pub const SIZE_LIMIT: u64 = 1 << 62;
/// Hashes in the longest proof, of inclusion or of consistency.
pub const PROOF_LIMIT: usize = 64;
/// The root of the tree without entries: SHA-256 of nothing (RFC 9162 §2.1.1).
pub const EMPTY_ROOT: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b,
    0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

// Two prefixes, so that no entry can pass for a pair of hashes (RFC 9162 §2.1.1).
const LEAF: [u8; 1] = [0x00];
const NODE: u8 = 0x01;

/// The hash of an entry: SHA-256(0x00 || entry).
pub fn leaf(entry: &[u8]) -> Hash {
    Sha256::new().chain_update(LEAF).chain_update(entry).finalize().into()
}

/// The hash over two hashes: SHA-256(0x01 || left || right).
pub fn node(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [NODE; 65];
    bytes[1..33].copy_from_slice(left);
    bytes[33..].copy_from_slice(right);
    Sha256::digest(bytes).into()
}

/// Where the tiles are read from.
pub trait Tiles {
    /// The hashes that this tile has now, at most [`TILE_WIDTH`]; more than the asked-for tree needs is no harm.
    /// None where there is no such tile.
    ///
    /// # Errors
    /// The storage failed.
    fn hashes(&self, level: u8, tile: u64) -> Result<Option<Vec<Hash>>>;
}

/// The tiles, as (level, number), that became full when the tree grew to this size. Nothing for most sizes, one tile
/// for every 256th, two for every 65,536th.
pub fn completed(size: u64) -> impl Iterator<Item = (u8, u64)> {
    let mut level: u8 = 0;
    let mut rest = size;
    std::iter::from_fn(move || {
        if rest == 0 || !rest.is_multiple_of(WIDTH) {
            return None;
        }
        rest /= WIDTH;
        level += 1;
        Some((level - 1, rest - 1))
    })
}

/// The tiles, as (level, number, hashes), that are last and not full in a tree of this size.
pub fn partial(size: u64) -> impl Iterator<Item = (u8, u64, usize)> {
    let mut level: u8 = 0;
    let mut rest = size;
    std::iter::from_fn(move || {
        while rest > 0 {
            let found = (level, rest / WIDTH, (rest % WIDTH) as usize);
            rest /= WIDTH;
            level += 1;
            if found.2 > 0 {
                return Some(found);
            }
        }
        None
    })
}

/// The root over a power of two of hashes that stand side by side, hashed in place; none for any other count.
pub(crate) fn root_of(mut hashes: Vec<Hash>) -> Option<Hash> {
    if !hashes.len().is_power_of_two() {
        return None;
    }
    let mut width = hashes.len();
    while width > 1 {
        width /= 2;
        for index in 0..width {
            hashes[index] = node(&hashes[2 * index], &hashes[2 * index + 1]);
        }
    }
    hashes.first().copied()
}

/// The root over neighbouring complete subtrees, largest (leftmost) first. None when there are none.
pub(crate) fn fold(peaks: impl DoubleEndedIterator<Item = Hash>) -> Option<Hash> {
    peaks.rev().reduce(|right, left| node(&left, &right))
}
