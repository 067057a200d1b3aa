//! `kabinet backup` and `kabinet restore`: a consistent copy while the server runs, and the way back.

use super::installation::{self, keys_folder};
use crate::{
    journal::audit,
    storage::{Engine, copy},
    terms::{Fault, Result, error::Doing},
};
use std::{fs, path::Path};

/// Copies the store as it is at this moment, with its keys and added services, into a new folder. Tells the number of rows.
///
/// # Errors
/// The folder is not empty, or a fault of either disk.
pub fn backup(folder: &Path, to: &Path) -> Result<u64> {
    fresh(to)?;
    let engine = Engine::open_to_read(folder)?;
    let rows = copy::to_folder(&engine.snapshot()?, to)?;
    copy_files(&keys_folder(folder), &keys_folder(to))?;
    copy_files(&folder.join("services"), &to.join("services"))?;
    fs::create_dir_all(to.join("incoming")).doing("making a copy")?;
    Ok(rows)
}

/// Puts a backup in the place of an installation that is not there, after its journals were found whole.
///
/// # Errors
/// There is an installation already, or the backup is damaged.
pub fn restore(from: &Path, folder: &Path) -> Result<u64> {
    if installation::exists(folder) {
        return Err(Fault::new("restoring", format!("there is an installation in {}; move it away first", folder.display())).into());
    }
    let key = installation::signing_key(from)?;
    let engine = Engine::open_to_read(from)?;
    let report = audit::verify(&engine.snapshot()?, key.verifying(), &mut |_| {})?;
    if !report.is_whole() {
        return Err(Fault::new("restoring", "the journals of this backup are not whole; `kabinet journal verify` tells more").into());
    }
    drop(engine);
    backup(from, folder)
}

fn fresh(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|cause| Fault::new("making a folder", format!("{}: {cause}", folder.display())))?;
    let mut entries = fs::read_dir(folder).doing("looking into the folder")?;
    if entries.next().is_some() {
        return Err(Fault::new("making a copy", format!("{} is not empty", folder.display())).into());
    }
    Ok(())
}

/// The files of a folder, with their rights; nothing where there is no such folder.
fn copy_files(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to).doing("making a copy")?;
    fs::set_permissions(to, fs::metadata(from).doing("making a copy")?.permissions()).doing("making a copy")?;
    for entry in fs::read_dir(from).doing("making a copy")? {
        let entry = entry.doing("making a copy")?;
        if entry.file_type().doing("making a copy")?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).doing("making a copy")?;
        }
    }
    Ok(())
}
