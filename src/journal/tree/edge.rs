//! The right edge of the tree: all that is needed to append and to know the root.

use super::{EMPTY_ROOT, Hash, SIZE_LIMIT, TILE_HEIGHT, fold, node};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// The roots of the complete subtrees that a tree of this size falls into, the largest (leftmost) first: one for each
/// bit set in the size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

/// The bytes are not a [`Frontier`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} bytes are not the right edge of a Merkle tree")]
pub struct NotAFrontier(pub usize);

const SIZE_BYTES: usize = 8;
const HASH_BYTES: usize = 32;

impl Frontier {
    /// The edge of the tree without entries.
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// From its parts: one peak for each bit of the size.
    pub(super) fn from_peaks(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (size <= SIZE_LIMIT && peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }

    /// Entries in the tree.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// One more entry at the right end, by its [`super::leaf`] hash.
    pub fn append(&mut self, leaf: Hash) {
        self.append_noting(leaf, |_, _, _| ());
    }

    /// One more entry. `note` is told each hash that some tile gains: its level, its number within the level (tile
    /// `number / 256`, place `number % 256`) and itself. Always the entry's own at level 0, every 256th time one at level 1.
    pub fn append_noting(&mut self, leaf: Hash, mut note: impl FnMut(u8, u64, Hash)) {
        note(0, self.size, leaf);
        let mut hash = leaf;
        let mut height = 0;
        while self.size >> height & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            hash = node(&left, &hash);
            height += 1;
            if height % TILE_HEIGHT == 0 {
                note((height / TILE_HEIGHT) as u8, self.size >> height, hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The roots of its complete subtrees, the largest (leftmost) first.
    pub(crate) fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        fold(self.peaks.iter().copied()).unwrap_or(EMPTY_ROOT)
    }

    /// The size (8 bytes, big-endian), then the peaks, 32 bytes each.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(SIZE_BYTES + self.peaks.len() * HASH_BYTES);
        bytes.extend_from_slice(&self.size.to_be_bytes());
        self.peaks.iter().for_each(|peak| bytes.extend_from_slice(peak));
        bytes
    }

    /// What [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// The size is beyond [`SIZE_LIMIT`], or the number of peaks is not that of its bits.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAFrontier> {
        let wrong = NotAFrontier(bytes.len());
        let (size, rest) = bytes.split_first_chunk::<SIZE_BYTES>().ok_or(wrong)?;
        let (peaks, beyond) = rest.as_chunks::<HASH_BYTES>();
        if !beyond.is_empty() {
            return Err(wrong);
        }
        Self::from_peaks(u64::from_be_bytes(*size), peaks.to_vec()).ok_or(wrong)
    }
}

// As bytes and not as a list of numbers, which in MessagePack would take half as much again.
impl Serialize for Frontier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.to_bytes())
    }
}

impl<'de> Deserialize<'de> for Frontier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Bytes)
    }
}

struct Bytes;

impl<'de> de::Visitor<'de> for Bytes {
    type Value = Frontier;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the right edge of a Merkle tree, as bytes")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Frontier, E> {
        Frontier::from_bytes(bytes).map_err(E::custom)
    }

    // A format without a type for bytes (JSON) gives them one by one.
    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Frontier, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = list.next_element()? {
            bytes.push(byte);
        }
        Frontier::from_bytes(&bytes).map_err(de::Error::custom)
    }
}
