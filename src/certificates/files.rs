//! Files with keys: readable by their owner alone, and never half written.

use crate::terms::{Fault, Result, error::Doing};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{ErrorKind, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};
use zeroize::Zeroizing;

/// The mode of a folder with keys.
const FOLDER_MODE: u32 = 0o700;
/// Permissions of anybody but the owner.
const OTHERS: u32 = 0o077;
/// Bytes in the largest file that is read as a key or a certificate; ours have some 2,000.
const FILE_LIMIT: u64 = 64 * 1024;
const READING: &str = "reading a key file";
const WRITING: &str = "writing a key file";

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// The account of the server only: it holds a private key.
    Owner,
    /// Anybody: it is there to be handed out.
    Anybody,
}

impl Readers {
    const fn mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Anybody => 0o644,
        }
    }
}

/// Makes the folder for keys where there is none, for its owner alone.
///
/// # Errors
/// It cannot be made, or there is a file in its place.
pub fn make_folder(folder: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder).doing("making the folder for keys")?;
    warn_if_open(folder, &fs::metadata(folder).doing("making the folder for keys")?);
    Ok(())
}

/// A key that others can read is only warned of: a USB drive with FAT has no owners, and the server must start from it.
fn warn_if_open(path: &Path, metadata: &fs::Metadata) {
    let mode = metadata.permissions().mode() & 0o777;
    if mode & OTHERS != 0 {
        tracing::warn!(path = %path.display(), mode = %format!("{mode:03o}"), "keys can be read by other accounts of this machine");
    }
}

/// The text of a file with a key; nothing where there is no such file.
///
/// # Errors
/// It cannot be read, or is far too large for a key.
pub fn read(path: &Path) -> Result<Option<Zeroizing<String>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Fault::new(READING, format!("{}: {error}", path.display())).into()),
    };
    let metadata = file.metadata().doing(READING)?;
    if metadata.len() > FILE_LIMIT {
        return Err(Fault::new(READING, format!("{} is too large for a key", path.display())).into());
    }
    warn_if_open(path, &metadata);
    // Room for all of it from the start: growing would leave copies of the key behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(FILE_LIMIT as usize));
    file.take(FILE_LIMIT).read_to_end(&mut bytes).map_err(|error| Fault::new(READING, format!("{}: {error}", path.display())))?;
    // Bytes that are no text are for the parser to refuse: it knows whether the file can be made anew.
    Ok(Some(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())))
}

/// Puts the file in place whole or not at all, and returns when it is on the disk.
///
/// # Errors
/// No room, no permission; the file that was there before is still there.
pub fn write(path: &Path, text: &str, readers: Readers) -> Result<()> {
    let draft = path.with_extension("draft");
    let written = write_draft(&draft, text, readers).and_then(|()| fs::rename(&draft, path)).and_then(|()| sync_folder(path));
    written.map_err(|error| {
        fs::remove_file(&draft).ok(); // best effort: what went wrong is told below
        Fault::new(WRITING, format!("{}: {error}", path.display())).into()
    })
}

fn write_draft(draft: &Path, text: &str, readers: Readers) -> std::io::Result<()> {
    match fs::remove_file(draft) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    // A new file and no other: one that waits here could be open to others, or lead elsewhere.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(readers.mode()).open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The new name is durable only once its folder is.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
