//! The folder with the installation's keys: what is missing is made, what is due is issued anew.

use super::{
    authority::Authority,
    files::{self, Readers},
    names::HostNames,
    pem::{self, Damaged},
    server::ServerCertificate,
};
use crate::{
    journal::seal::SealingKey,
    terms::{Fault, Result, error::Doing},
};
use jiff::Timestamp;
use rand::Rng;
use std::path::Path;
use zeroize::Zeroizing;

/// The root with its key, which is sealed.
pub const AUTHORITY_FILE: &str = "authority.pem";
/// The issuing authority with its key, which is sealed.
pub const ISSUING_FILE: &str = "issuing.pem";
/// The root's certificate from before it had an issuing authority under it.
pub const AUTHORITY_BEFORE_FILE: &str = "authority-before.crt";
/// The root without its key: to be copied to the computers and phones that shall trust this installation.
pub const AUTHORITY_CERTIFICATE_FILE: &str = "authority.crt";
/// The server certificate with its key.
pub const SERVER_FILE: &str = "server.pem";

const READING: &str = "reading the installation's authority";

/// Why a server certificate was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// There was none.
    First,
    /// The one that was there could not be read.
    Damaged,
    /// The authority is another one now.
    Authority,
    /// The names of the configuration have changed.
    Names,
    /// The one that was there ends soon.
    Due,
}

/// What the listener needs, all texts in PEM.
#[derive(Clone)]
pub struct ServerIdentity {
    /// The certificates that are sent to browsers.
    pub chain: String,
    /// The private key of the first of them.
    pub key: Zeroizing<String>,
    /// The root that clients must trust.
    pub authority: String,
    /// SHA-256 of the root, to be read out and compared.
    pub fingerprint: String,
    /// The last moment of the server certificate; for the town's own, which it renews itself, the end of time.
    pub until: Timestamp,
    /// Why it was issued just now; none where the one on the disk is still right.
    pub issued: Option<Occasion>,
}

/// The authorities of an installation, opened.
#[derive(Clone, Debug)]
pub struct Authorities {
    /// The certificate that people trust, in PEM.
    pub root: String,
    /// SHA-256 of the root, to be read out and compared.
    pub fingerprint: String,
    /// Signs certificates and the list of revoked ones.
    pub issuing: Authority,
}

impl Authorities {
    /// The certificates above a person's, in DER: what is packed with it.
    ///
    /// # Errors
    /// One of them is damaged.
    pub fn above(&self) -> Result<Vec<Vec<u8>>> {
        let root = pem::bytes(&self.root, pem::CERTIFICATE).ok_or(Damaged("certificate")).doing(READING)?;
        Ok(vec![self.issuing.der().doing(READING)?, root])
    }
}

/// The installation's authorities, made where there are none; the keys of both lie sealed under the installation's key.
/// `installation` is the name people know, in any script.
///
/// # Errors
/// The folder cannot be read or written; an authority is damaged, or it is gone while its certificate is there: a new one in
/// its place would not be trusted by anybody who trusts the old, so a person must decide.
pub fn ensure_authority(folder: &Path, installation: &str, seal: &SealingKey, now: Timestamp, random: &mut dyn Rng) -> Result<Authorities> {
    files::make_folder(folder)?;
    let root = ensure_root(folder, installation, seal, now, random)?;
    let path = folder.join(ISSUING_FILE);
    let kept = files::read(&path)?.map(|text| Authority::from_file(&text, seal)).transpose().map_err(|damage| damaged(&path, damage))?;
    let issuing = match kept.filter(|issuing| issuing.is_under(&root)) {
        Some(issuing) => issuing,
        None => {
            let issuing = root.make_issuing(installation, now, random)?;
            files::write(&path, &issuing.to_file(seal, random)?, Readers::Owner)?;
            issuing
        }
    };
    let fingerprint = root.fingerprint().doing(READING)?;
    Ok(Authorities { root: root.certificate().to_owned(), fingerprint, issuing })
}

fn damaged(path: &Path, damage: Damaged) -> Fault {
    Fault::new(READING, format!("{}: {damage}", path.display()))
}

fn ensure_root(folder: &Path, installation: &str, seal: &SealingKey, now: Timestamp, random: &mut dyn Rng) -> Result<Authority> {
    let (path, public) = (folder.join(AUTHORITY_FILE), folder.join(AUTHORITY_CERTIFICATE_FILE));
    let root = match files::read(&path)? {
        Some(text) if pem::block(&text, pem::SEALED_KEY).is_some() => {
            Authority::from_file(&text, seal).map_err(|damage| damaged(&path, damage))?
        }
        Some(text) => {
            let old = Authority::from_open_file(&text).map_err(|damage| damaged(&path, damage))?;
            raise(folder, &old, installation, seal, now, random)?
        }
        None if public.exists() => return Err(lost(&path, &public)),
        None => {
            let root = Authority::make(installation, now, random)?;
            files::write(&path, &root.to_file(seal, random)?, Readers::Owner)?;
            root
        }
    };
    if !std::fs::read(&public).is_ok_and(|bytes| bytes == root.certificate().as_bytes()) {
        files::write(&public, root.certificate(), Readers::Anybody)?;
    }
    Ok(root)
}

/// An installation from the time when the root signed everything itself and its key lay open: the root keeps its key and its
/// name, its key is sealed, and its certificate now allows an authority under it.
fn raise(folder: &Path, old: &Authority, installation: &str, seal: &SealingKey, now: Timestamp, random: &mut dyn Rng) -> Result<Authority> {
    let root = old.raised(installation, now, random)?;
    files::write(&folder.join(AUTHORITY_BEFORE_FILE), old.certificate(), Readers::Anybody)?;
    files::write(&folder.join(AUTHORITY_FILE), &root.to_file(seal, random)?, Readers::Owner)?;
    let public = folder.join(AUTHORITY_CERTIFICATE_FILE);
    tracing::warn!(certificate = %public.display(), "the authority's certificate is a new one: give it to the computers that trusted the old");
    Ok(root)
}

fn lost(path: &Path, public: &Path) -> crate::terms::Error {
    let advice = format!(
        "{} is gone: put it back from a backup, or remove {} to begin with a new authority, which every computer must then trust anew",
        path.display(),
        public.display()
    );
    Fault::new(READING, advice).into()
}

/// The server's certificate, issued anew where it is missing, damaged, due, or for other names. To be called at the start and
/// then about once a day; where it issued one, give it to `server::tls::Presented::swap`.
///
/// # Errors
/// The folder cannot be read or written, or the authority itself has ended.
pub fn ensure_server_certificate(
    folder: &Path,
    authorities: &Authorities,
    names: &HostNames,
    now: Timestamp,
    random: &mut dyn Rng,
) -> Result<ServerIdentity> {
    let authority = &authorities.issuing;
    if authority.until() <= now {
        let advice =
            format!("the authority ended on {}: move the folder {} away to begin with a new one", authority.until(), folder.display());
        return Err(Fault::new("issuing the server certificate", advice).into());
    }
    let path = folder.join(SERVER_FILE);
    let kept = files::read(&path)?.map(|text| ServerCertificate::from_file(&text));
    let issued = match &kept {
        None => Some(Occasion::First),
        Some(Err(_)) => Some(Occasion::Damaged),
        Some(Ok(certificate)) => occasion(certificate, authority, names, now),
    };
    let certificate = if let (Some(Ok(certificate)), None) = (kept, issued) {
        certificate
    } else {
        let certificate = ServerCertificate::issue(authority, names, now, random)?;
        files::write(&path, &certificate.to_file(), Readers::Owner)?;
        certificate
    };
    let (chain, key, until) = (certificate.chain().to_owned(), certificate.key().clone(), certificate.until());
    let (authority, fingerprint) = (authorities.root.clone(), authorities.fingerprint.clone());
    Ok(ServerIdentity { chain, key, authority, fingerprint, until, issued })
}

/// The certificate that the town has from elsewhere, as its files are now.
///
/// # Errors
/// A file is missing or has not what it should.
pub fn town_certificate(chain: &Path, key: &Path, authorities: &Authorities) -> Result<ServerIdentity> {
    let read = |path: &Path| {
        let found = files::read(path)?;
        found.ok_or_else(|| {
            crate::terms::Error::from(Fault::new("reading the town's certificate", format!("{} is missing", path.display())))
        })
    };
    let (chain, key) = (read(chain)?.to_string(), read(key)?);
    let (authority, fingerprint) = (authorities.root.clone(), authorities.fingerprint.clone());
    Ok(ServerIdentity { chain, key, authority, fingerprint, until: Timestamp::MAX, issued: None })
}

fn occasion(certificate: &ServerCertificate, authority: &Authority, names: &HostNames, now: Timestamp) -> Option<Occasion> {
    if !certificate.is_of(authority) {
        return Some(Occasion::Authority);
    }
    if !certificate.is_for(names) {
        return Some(Occasion::Names);
    }
    // In the authority's own last month a new certificate would end no later.
    let would_last = certificate.until() != authority.until();
    (certificate.is_due(now) && would_last).then_some(Occasion::Due)
}
