//! An installation on disk: its folder, its keys, its store, opened and ready to act.

use super::reference;
use crate::{
    access::Roles,
    act::{Bench, Opening, Vault},
    applications::Office,
    certificates::{
        Authorities, ensure_authority,
        files::{self, Readers},
    },
    journal::{Name, SigningKey, VerifyingKey, seal::SealingKey},
    storage::{Engine, beside::nothing_there, copy, space},
    terms::{Error, Fault, Kind, Refusal, Result, error::Doing, message},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::{Timestamp, tz::TimeZone};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

/// Signs the checkpoints of the journals (PKCS #8).
const SIGNING: &str = "journal.key";
/// Its public half, to be printed or mailed.
const VERIFYING: &str = "journal.pub";
/// The rights of a data folder, and those of everybody.
const FOLDER_MODE: u32 = 0o700;
const EVERYBODY: u32 = 0o007;
/// Seals the subjects' keys (32 bytes).
const SEALING: &str = "sealing.key";

/// An opened installation.
pub struct Installation {
    /// The one writer's workplace.
    pub bench: Bench,
    /// The services and the calendar.
    pub office: Arc<Office>,
    /// All roles.
    pub roles: Arc<Roles>,
    /// Signs checkpoints.
    pub signing: SigningKey,
    /// Opens sealed values.
    pub vault: Vault,
    /// The data folder.
    pub folder: PathBuf,
    /// The name of the town.
    pub town: String,
}

/// Where keys are kept.
pub fn keys_folder(folder: &Path) -> PathBuf {
    folder.join("keys")
}

/// A key file: base64, for its owner only.
fn key_bytes(folder: &Path, name: &'static str) -> Result<Zeroizing<Vec<u8>>> {
    let path = keys_folder(folder).join(name);
    let text = files::read(&path)?.ok_or_else(|| Fault::new("reading a key", format!("{} is missing", path.display())))?;
    Ok(Zeroizing::new(STANDARD.decode(text.trim()).doing("reading a key")?))
}

fn keep_key(folder: &Path, name: &'static str, bytes: &[u8]) -> Result<()> {
    let text = Zeroizing::new(STANDARD.encode(bytes));
    files::write(&keys_folder(folder).join(name), &text, Readers::Owner)
}

fn keys_missing(folder: &Path) -> Error {
    let told = message("installation-no-keys").with("folder", keys_folder(folder).display().to_string());
    Refusal::new(Kind::Missing, told).into()
}

/// The key that signs the checkpoints of this installation, and proves them.
///
/// # Errors
/// The key is missing or damaged.
pub fn signing_key(folder: &Path) -> Result<SigningKey> {
    let path = keys_folder(folder).join(VERIFYING);
    if !path.exists() {
        return Err(keys_missing(folder));
    }
    let public =
        fs::read_to_string(&path).map_err(|cause| Fault::new("reading the journal's key", format!("{}: {cause}", path.display())))?;
    let public = VerifyingKey::parse(public.trim()).doing("reading the journal's key")?;
    SigningKey::from_pkcs8(public.name().clone(), &key_bytes(folder, SIGNING)?)
}

fn sealing_key(folder: &Path) -> Result<SealingKey> {
    let bytes: [u8; 32] = key_bytes(folder, SEALING)?.as_slice().try_into().doing("reading the sealing key")?;
    Ok(SealingKey::new(bytes))
}

/// Makes the folder and the keys of a new installation; leaves those alone that are there.
///
/// # Errors
/// The folder cannot be written.
pub fn prepare(folder: &Path, town: &str, random: &mut dyn rand::Rng) -> Result<()> {
    let keys = keys_folder(folder);
    fs::create_dir_all(folder).map_err(|cause| Fault::new("making the data folder", format!("{}: {cause}", folder.display())))?;
    files::make_folder(&keys)?;
    fs::create_dir_all(folder.join("incoming")).doing("making the data folder")?;
    if !keys.join(SIGNING).exists() {
        let name = format!("kabinet/{}", crate::certificates::latin::latin(town).to_lowercase().replace(' ', "-"));
        let key = SigningKey::generate(Name::parse(&name).doing("naming the journal's key")?)?;
        files::write(&keys.join(VERIFYING), &key.verifying().to_string(), Readers::Anybody)?;
        keep_key(folder, SIGNING, &key.to_pkcs8()?)?;
    }
    if !keys.join(SEALING).exists() {
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill_bytes(bytes.as_mut());
        keep_key(folder, SEALING, bytes.as_ref())?;
    }
    Ok(())
}

/// The certificate authorities of the installation, made where there are none.
///
/// # Errors
/// As [`ensure_authority`]; the sealing key is missing.
pub fn authorities(folder: &Path, town: &str, now: Timestamp) -> Result<Authorities> {
    ensure_authority(&keys_folder(folder), town, &sealing_key(folder)?, now, &mut rand::rng())
}

/// Files that were being received when the process was killed.
fn clear_incoming(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder.join("incoming")).doing("clearing what was half received")? {
        fs::remove_file(entry.doing("clearing what was half received")?.path()).doing("clearing what was half received")?;
    }
    Ok(())
}

/// Opens an installation that was prepared.
///
/// # Errors
/// There is none in this folder, another process serves it, or a fault of the engine.
pub fn open(folder: &Path, town: &str, zone: TimeZone, seed: [u8; 32]) -> Result<Installation> {
    if !keys_folder(folder).join(SIGNING).exists() {
        return Err(if exists(folder) { keys_missing(folder) } else { nothing_there(folder) });
    }
    close_to_others(folder);
    let (engine, measured) = (Engine::open(folder)?, folder.to_owned());
    with_engine(engine, Box::new(move || space::left(&measured)), folder, town, zone, seed)
}

/// Closes a data folder that everybody may enter: older versions made them so. A group that was let in on purpose stays.
fn close_to_others(folder: &Path) {
    let mode = fs::metadata(folder).map_or(0, |metadata| metadata.permissions().mode());
    if mode & EVERYBODY != 0 && fs::set_permissions(folder, fs::Permissions::from_mode(FOLDER_MODE)).is_err() {
        tracing::warn!(path = %folder.display(), "the data folder can be entered by other accounts of this machine");
    }
}

/// Asks how many bytes the disk has left.
pub type Space = Box<dyn Fn() -> Result<u64> + Send>;

/// The same over an engine that is already open and a disk that is asked in another way: how the fault tests come in.
///
/// # Errors
/// As [`open`].
pub fn with_engine(engine: Engine, space: Space, folder: &Path, town: &str, zone: TimeZone, seed: [u8; 32]) -> Result<Installation> {
    clear_incoming(folder)?;
    let roles = Arc::new(reference::roles_in(folder)?);
    let office = Arc::new(reference::office(folder, zone.clone())?);
    let vault = Vault::new(sealing_key(folder)?);
    let bench =
        Bench::open(Opening { engine, roles: roles.clone(), signing: signing_key(folder)?, vault: vault.clone(), zone, seed, space })?;
    Ok(Installation { bench, office, roles, signing: signing_key(folder)?, vault, folder: folder.to_owned(), town: town.to_owned() })
}

/// Whether there is a store in this folder.
pub fn exists(folder: &Path) -> bool {
    copy::is_store(folder)
}
