//! The folder with the installation's keys: what is missing is made, what is due is issued anew.

use super::{
    authority::Authority,
    files::{self, Readers},
    names::HostNames,
    server::ServerCertificate,
};
use crate::terms::{Fault, Result, error::Doing};
use jiff::Timestamp;
use rand::Rng;
use std::path::Path;
use zeroize::Zeroizing;

/// The root with its key.
pub const AUTHORITY_FILE: &str = "authority.pem";
/// The root without its key: to be copied to the computers and phones that shall trust this installation.
pub const AUTHORITY_CERTIFICATE_FILE: &str = "authority.crt";
/// The server certificate with its key.
pub const SERVER_FILE: &str = "server.pem";

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
    /// The last moment of the server certificate.
    pub until: Timestamp,
    /// Why it was issued just now; none where the one on the disk is still right.
    pub issued: Option<Occasion>,
}

/// The installation's authority, made where there is none. `installation` is the name people know, in any script.
///
/// # Errors
/// The folder cannot be read or written; the authority is damaged, or it is gone while its certificate is there: a new one in
/// its place would not be trusted by anybody who trusts the old, so a person must decide.
pub fn ensure_authority(folder: &Path, installation: &str, now: Timestamp, random: &mut dyn Rng) -> Result<Authority> {
    files::make_folder(folder)?;
    let (path, public) = (folder.join(AUTHORITY_FILE), folder.join(AUTHORITY_CERTIFICATE_FILE));
    let authority = match files::read(&path)? {
        Some(text) => Authority::from_file(&text)
            .map_err(|damage| Fault::new("reading the installation's authority", format!("{}: {damage}", path.display())))?,
        None if public.exists() => return Err(lost(&path, &public)),
        None => {
            let authority = Authority::make(installation, now, random)?;
            files::write(&path, &authority.to_file(), Readers::Owner)?;
            authority
        }
    };
    if !std::fs::read(&public).is_ok_and(|bytes| bytes == authority.certificate().as_bytes()) {
        files::write(&public, authority.certificate(), Readers::Anybody)?;
    }
    Ok(authority)
}

fn lost(path: &Path, public: &Path) -> crate::terms::Error {
    let advice = format!(
        "{} is gone: put it back from a backup, or remove {} to begin with a new authority, which every computer must then trust anew",
        path.display(),
        public.display()
    );
    Fault::new("reading the installation's authority", advice).into()
}

/// The server's certificate, issued anew where it is missing, damaged, due, or for other names. To be called at the start and
/// then about once a day; where it issued one, give it to `server::tls::Presented::swap`.
///
/// # Errors
/// As [`ensure_authority`]; the authority itself has ended.
pub fn ensure_server_certificate(
    folder: &Path,
    installation: &str,
    names: &HostNames,
    now: Timestamp,
    random: &mut dyn Rng,
) -> Result<ServerIdentity> {
    let authority = ensure_authority(folder, installation, now, random)?;
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
        Some(Ok(certificate)) => occasion(certificate, &authority, names, now),
    };
    let certificate = if let (Some(Ok(certificate)), None) = (kept, issued) {
        certificate
    } else {
        let certificate = ServerCertificate::issue(&authority, names, now, random)?;
        files::write(&path, &certificate.to_file(), Readers::Owner)?;
        certificate
    };
    let fingerprint = authority.fingerprint().doing("reading the installation's authority")?;
    let (chain, key, until) = (certificate.chain().to_owned(), certificate.key().clone(), certificate.until());
    Ok(ServerIdentity { chain, key, authority: authority.certificate().to_owned(), fingerprint, until, issued })
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
