//! Room on the disk: a reserve is kept from the start, so that an administrator can still sign in and make room when the
//! disk is full.

use crate::terms::{Result, error::Doing};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// Bytes kept aside in the data folder.
pub const RESERVE: u64 = 16 * 1024 * 1024;
/// With less than this left on the disk, in bytes, only what makes room is let in.
pub const FLOOR: u64 = 24 * 1024 * 1024;
const FILE: &str = "reserve";

/// Bytes left for us on the disk of this folder.
///
/// # Errors
/// The folder cannot be reached.
pub fn left(folder: &Path) -> Result<u64> {
    let status = rustix::fs::statvfs(folder).doing("asking for free space")?;
    Ok(status.f_bavail.saturating_mul(status.f_frsize))
}

/// The reserve of a data folder.
pub struct Reserve {
    path: PathBuf,
}

impl Reserve {
    /// The reserve of this folder.
    pub fn of(folder: &Path) -> Self {
        Self { path: folder.join(FILE) }
    }

    /// Whether it is set aside.
    pub fn is_kept(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|metadata| metadata.len() >= RESERVE)
    }

    /// Sets the reserve aside, in real blocks and not as a hole.
    ///
    /// # Errors
    /// There is no room for it.
    pub fn keep(&self) -> Result<()> {
        if self.is_kept() {
            return Ok(());
        }
        let mut file = fs::File::create(&self.path).doing("keeping the reserve")?;
        let block = vec![0; 1024 * 1024];
        for _ in 0..RESERVE / block.len() as u64 {
            file.write_all(&block).doing("keeping the reserve")?;
        }
        file.sync_all().doing("keeping the reserve")
    }

    /// Gives the reserve up.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub fn release(&self) -> Result<()> {
        if self.path.exists() { fs::remove_file(&self.path).doing("giving up the reserve") } else { Ok(()) }
    }
}
