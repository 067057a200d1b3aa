//! Opening the data file to read, beside a running server or after a crash.
//!
//! redb reads a file that was not closed only where the writer that keeps it whole is alive. A killed server, and a plain
//! copy of a running one, leave a file that somebody has to mend first: with quick repair that takes milliseconds, but it
//! is a write, so only whoever may write here can do it, and only while nobody else does.

use super::engine::{FILE, builder, unopened};
use crate::terms::{Error, Fault, Kind, Refusal, Result, message};
use redb::{DatabaseError, ReadOnlyDatabase, StorageError};
use std::{io::ErrorKind, path::Path, thread::sleep, time::Duration};

/// How often the file is tried while somebody else mends it or a server starts over it; with the pauses, half a minute.
const TRIES: u32 = 600;
const PAUSE: Duration = Duration::from_millis(50);

/// What to tell whoever reads a folder in which there is no data file.
pub fn nothing_there(folder: &Path) -> Error {
    Refusal::new(Kind::Missing, message("store-missing").with("folder", folder.display().to_string())).into()
}

/// Opens the file of this data folder to read, mending it first where a crash has left it open.
///
/// # Errors
/// There is no such file, it is damaged, or it must be mended and cannot be written here.
pub(super) fn open(folder: &Path) -> Result<ReadOnlyDatabase> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Err(nothing_there(folder));
    }
    for _ in 0..TRIES {
        match builder().open_read_only(&path) {
            Ok(database) => return Ok(database),
            Err(DatabaseError::RepairAborted) => mend(&path)?,
            // Between two states of somebody who is just opening it.
            Err(DatabaseError::DatabaseAlreadyOpen) => sleep(PAUSE),
            Err(cause) => return Err(failed(&path, cause)),
        }
    }
    Err(unopened(DatabaseError::DatabaseAlreadyOpen))
}

/// Opens the file for writing, which mends it, and closes it again; waits a moment where somebody else has it.
fn mend(path: &Path) -> Result<()> {
    match builder().open(path) {
        Ok(mended) => mended.close().map_err(|cause| failed(path, cause)),
        Err(DatabaseError::DatabaseAlreadyOpen) => {
            sleep(PAUSE);
            Ok(())
        }
        Err(DatabaseError::Storage(StorageError::Io(cause))) if cannot_be_written(cause.kind()) => {
            let told = message("store-unmended").with("file", path.display().to_string());
            Err(Refusal::new(Kind::Unavailable, told).into())
        }
        Err(cause) => Err(failed(path, cause)),
    }
}

fn cannot_be_written(kind: ErrorKind) -> bool {
    [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem].contains(&kind)
}

fn failed(path: &Path, cause: DatabaseError) -> Error {
    Fault::new("opening the data file", format!("{}: {cause}", path.display())).into()
}
