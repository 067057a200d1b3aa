//! `kabinet backup` and `kabinet restore`: a consistent copy while the server runs, and the way back. A copy is as secret as
//! what it was made from: its folders are for its owner alone, whatever the rights of what it was copied from.

use super::installation::{self, keys_folder};
use crate::{
    journal::audit,
    storage::{Engine, copy},
    terms::{Fault, Kind, Refusal, Result, error::Doing, message},
};
use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

/// Rights of a folder of a copy, and of a file in it.
const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
/// Rights of anybody but the owner.
const OTHERS: u32 = 0o077;
const DOING: &str = "making a copy";

/// Copies the store as it is at this moment, with its keys and added services, into a new folder. Tells the number of rows.
/// A copy that fails leaves nothing behind.
///
/// # Errors
/// There is nothing to copy, the new folder is not empty, or a fault of either disk.
pub fn backup(folder: &Path, to: &Path) -> Result<u64> {
    let engine = Engine::open_to_read(folder)?;
    // A copy without its keys could never be opened.
    installation::signing_key(folder)?;
    let was_there = take(to)?;
    let filled = fill(&engine, folder, to);
    if filled.is_err() {
        discard(to, was_there).ok(); // best effort: what went wrong is told by the failure itself
    }
    filled
}

fn fill(engine: &Engine, folder: &Path, to: &Path) -> Result<u64> {
    let rows = copy::to_folder(&engine.snapshot()?, to)?;
    close(&to.join(crate::storage::engine::FILE), FILE_MODE)?;
    make_folder(&to.join("incoming"))?;
    copy_files(&folder.join("services"), &to.join("services"))?;
    // Last: what has no keys is no backup, and is not taken for one.
    copy_files(&keys_folder(folder), &keys_folder(to))?;
    Ok(rows)
}

/// Puts a backup in the place of an installation that is not there, after its journals were found whole.
///
/// # Errors
/// There is an installation already, that is no backup, or it is damaged.
pub fn restore(from: &Path, folder: &Path) -> Result<u64> {
    let refused = |id, place: &Path| Refusal::new(Kind::Conflict, message(id)).with("folder", place.display().to_string());
    if installation::exists(folder) {
        return Err(refused("command-installation-there", folder).into());
    }
    if !installation::exists(from) || !keys_folder(from).is_dir() {
        return Err(refused("command-no-backup", from).into());
    }
    let key = installation::signing_key(from)?;
    let engine = Engine::open_to_read(from)?;
    let report = audit::verify(&engine.snapshot()?, key.verifying(), &mut |_| {})?;
    if !report.is_whole() {
        return Err(refused("command-backup-damaged", from).into());
    }
    drop(engine);
    backup(from, folder)
}

/// Whether others than its owner may look into this folder: on a medium that knows no rights nothing can be closed.
pub fn is_open_to_others(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().mode() & OTHERS != 0)
}

/// Makes the folder of a copy; tells whether it was there. An empty one that was there is taken and closed to others, not
/// refused: whoever types `mkdir` before `kabinet backup` makes it with the rights that folders usually have, and means it for
/// the backup. Where it cannot be closed (a USB drive with FAT knows no rights, or it is somebody else's) the copy is
/// made all the same, its files closed as far as the medium lets them, and the command says that the folder is open.
fn take(folder: &Path) -> Result<bool> {
    let was_there = folder.is_dir();
    make_folder(folder)?;
    if fs::read_dir(folder).doing("looking into the folder")?.next().is_some() {
        let told = message("command-folder-not-empty").with("folder", folder.display().to_string());
        return Err(Refusal::new(Kind::Conflict, told).into());
    }
    if was_there {
        close(folder, FOLDER_MODE)?;
    }
    Ok(was_there)
}

fn make_folder(folder: &Path) -> Result<()> {
    let made = DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder);
    Ok(made.map_err(|cause| Fault::new("making a folder", format!("{}: {cause}", folder.display())))?)
}

/// Closes a file or a folder to others, where that can be done.
fn close(path: &Path, mode: u32) -> Result<()> {
    match fs::set_permissions(path, Permissions::from_mode(mode)) {
        Err(cause) if ![io::ErrorKind::PermissionDenied, io::ErrorKind::Unsupported].contains(&cause.kind()) => Err(cause).doing(DOING),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Takes away what was copied, and the folder itself where it was made for it.
fn discard(folder: &Path, was_there: bool) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
    }
    if was_there { Ok(()) } else { fs::remove_dir(folder) }
}

/// The files of a folder; nothing where there is no such folder.
fn copy_files(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    make_folder(to)?;
    for entry in fs::read_dir(from).doing(DOING)? {
        let entry = entry.doing(DOING)?;
        if entry.file_type().doing(DOING)?.is_file() {
            copy_file(&entry.path(), &to.join(entry.file_name()))
                .map_err(|cause| Fault::new(DOING, format!("{}: {cause}", entry.path().display())))?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(to)?;
    io::copy(&mut File::open(from)?, &mut file)?;
    file.sync_all()
}
