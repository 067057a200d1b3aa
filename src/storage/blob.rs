//! Files in the store: cut into chunks, addressed by their SHA-256, streamed in from a staged file and out chunk by chunk,
//! so that no file is ever whole in memory.

use super::{
    Engine, Order, Table,
    view::{Keys, View},
};
use crate::terms::{Digest, Fault, Result, error::Doing};
use sha2::{Digest as _, Sha256};
use std::{fs::File, io::Read, ops::ControlFlow, path::PathBuf};

pub(super) const TABLE: Table = Table("blobs");
/// Bytes in one chunk.
pub const CHUNK: usize = 64 * 1024;

fn key(digest: Digest, chunk: u32) -> [u8; 36] {
    let mut key = [0; 36];
    key[..32].copy_from_slice(&digest.0);
    key[32..].copy_from_slice(&chunk.to_be_bytes());
    key
}

/// A file that was received into the data folder and is not in the store yet. Removed when dropped.
#[derive(Debug)]
pub struct StagedFile {
    path: PathBuf,
    /// Of its bytes.
    pub digest: Digest,
    /// In bytes.
    pub size: u64,
}

impl StagedFile {
    /// The file at this path, of which the receiver has counted and digested the bytes.
    pub const fn new(path: PathBuf, digest: Digest, size: u64) -> Self {
        Self { path, digest, size }
    }

    /// All of it, for the inspection of a document (bounded by the limit of an upload).
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        std::fs::read(&self.path).doing("reading a received file")
    }

    pub(super) fn chunks(&self, put: &mut dyn FnMut(&[u8], &[u8]) -> Result<()>) -> Result<()> {
        let mut file = File::open(&self.path).doing("reading a received file")?;
        let mut chunk = Vec::with_capacity(CHUNK);
        for number in 0.. {
            chunk.clear();
            let read = file.by_ref().take(CHUNK as u64).read_to_end(&mut chunk).doing("reading a received file")?;
            if read == 0 && number > 0 {
                break;
            }
            put(&key(self.digest, number), &chunk)?;
        }
        Ok(())
    }
}

impl Drop for StagedFile {
    fn drop(&mut self) {
        // A file left behind is cleared at the next start.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Whether the store has this file.
///
/// # Errors
/// A fault of the engine.
pub fn has(view: &dyn View, digest: Digest) -> Result<bool> {
    view.read(TABLE, &key(digest, 0), &mut |_| {})
}

/// What the stored bytes of this file really are: their digest and how many there are, read chunk by chunk up to the first
/// chunk that is missing. None where the store has nothing of it.
///
/// # Errors
/// A fault of the engine.
pub fn really(view: &dyn View, digest: Digest) -> Result<Option<(Digest, u64)>> {
    let (mut hasher, mut size, mut next) = (Sha256::new(), 0, 0);
    view.visit(TABLE, &Keys::with_prefix(&digest.0), Order::Ascending, &mut |found, chunk| {
        if found != key(digest, next) {
            return ControlFlow::Break(());
        }
        hasher.update(chunk);
        size += chunk.len() as u64;
        next += 1;
        ControlFlow::Continue(())
    })?;
    Ok((next > 0).then(|| (Digest(hasher.finalize().into()), size)))
}

/// Reads a stored file chunk by chunk, each from a snapshot of its own: a slow download pins no pages.
pub struct Chunks {
    engine: Engine,
    digest: Digest,
    next: u32,
}

impl Chunks {
    /// The chunks of this file.
    pub const fn new(engine: Engine, digest: Digest) -> Self {
        Self { engine, digest, next: 0 }
    }

    /// All chunks together, for a small file.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn whole(self) -> Result<Vec<u8>> {
        self.collect::<Result<Vec<_>>>().map(|chunks| chunks.concat())
    }
}

impl Iterator for Chunks {
    type Item = Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let number = self.next;
        self.next += 1;
        let chunk = self.engine.snapshot().and_then(|snapshot| snapshot.get(TABLE, &key(self.digest, number))).transpose();
        match chunk {
            Some(Ok(bytes)) if bytes.is_empty() => None,
            None if number == 0 => Some(Err(Fault::new("reading a document", "it is not in the store").into())),
            other => other,
        }
    }
}
