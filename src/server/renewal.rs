//! The server's certificate while the site runs: our own is issued anew before it ends; the town's is read again when its
//! files change, or when somebody asks for it by SIGHUP.

use super::{installation::keys_folder, tls::Presented};
use crate::{
    certificates::{Authorities, HostNames, ServerIdentity, ensure_server_certificate, keys},
    terms::Result,
};
use jiff::Timestamp;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

/// The files of a certificate that the town has from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TownCertificate {
    /// The chain in PEM, the server's own first.
    pub chain: PathBuf,
    /// Its private key in PEM.
    pub key: PathBuf,
}

impl TownCertificate {
    /// When the files were written last.
    fn written(&self) -> [Option<SystemTime>; 2] {
        [&self.chain, &self.key].map(|path| std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok())
    }
}

/// Keeps the presented certificate right.
pub struct Renewal {
    folder: PathBuf,
    authorities: Authorities,
    names: HostNames,
    town: Option<TownCertificate>,
    presented: Arc<Presented>,
    written: [Option<SystemTime>; 2],
}

/// The certificate to be shown now: the town's where there is one, else our own.
fn identity(
    folder: &Path,
    authorities: &Authorities,
    names: &HostNames,
    town: Option<&TownCertificate>,
    now: Timestamp,
) -> Result<ServerIdentity> {
    match town {
        Some(town) => keys::town_certificate(&town.chain, &town.key, authorities),
        None => ensure_server_certificate(&keys_folder(folder), authorities, names, now, &mut rand::rng()),
    }
}

impl Renewal {
    /// Begins with the certificate that is right at the start.
    ///
    /// # Errors
    /// There is none to begin with: a file is missing, or a key is not that of its certificate.
    pub fn begin(folder: &Path, authorities: Authorities, names: HostNames, town: Option<TownCertificate>, now: Timestamp) -> Result<Self> {
        let written = town.as_ref().map(TownCertificate::written).unwrap_or_default();
        let presented = Arc::new(Presented::new(&identity(folder, &authorities, &names, town.as_ref(), now)?)?);
        Ok(Self { folder: folder.to_owned(), authorities, names, town, presented, written })
    }

    /// What the listeners show.
    pub fn presented(&self) -> Arc<Presented> {
        self.presented.clone()
    }

    /// Looks whether another certificate is right by now, and shows it; a wrong one is told in the log, and the old shown on.
    /// Tells whether it was swapped.
    pub fn look(&mut self, now: Timestamp) -> bool {
        let written = self.town.as_ref().map(TownCertificate::written).unwrap_or_default();
        if self.town.is_some() && written == self.written {
            return false;
        }
        self.written = written;
        self.reload(now)
    }

    /// Reads the certificate again, changed or not.
    pub fn reload(&mut self, now: Timestamp) -> bool {
        let found = identity(&self.folder, &self.authorities, &self.names, self.town.as_ref(), now);
        let swapped = match found {
            Ok(identity) if self.town.is_none() && identity.issued.is_none() => return false,
            Ok(identity) => self.presented.swap(&identity),
            Err(error) => Err(error),
        };
        match &swapped {
            Ok(()) => tracing::warn!("new connections are shown another server certificate"),
            Err(error) => tracing::error!(%error, "the server certificate was not changed"),
        }
        swapped.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        certificates::{ServerCertificate, ensure_authority},
        journal::seal::SealingKey,
    };
    use jiff::SignedDuration;
    use rand::{SeedableRng, rngs::SmallRng};
    use std::fs;

    fn now() -> Timestamp {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    fn authorities(folder: &Path) -> Authorities {
        ensure_authority(&keys_folder(folder), "Тихореченск", &SealingKey::new([7; 32]), now(), &mut SmallRng::seed_from_u64(1)).unwrap()
    }

    fn names(name: &str) -> HostNames {
        HostNames::parse([name]).unwrap()
    }

    /// Writes a certificate as the town gets it; a moment later than the one before.
    fn put(town: &TownCertificate, from: &Authorities, name: &str, later: u64) {
        let certificate = ServerCertificate::issue(&from.issuing, &names(name), now(), &mut SmallRng::seed_from_u64(2)).unwrap();
        for (path, text) in [(&town.chain, certificate.chain()), (&town.key, certificate.key().as_str())] {
            fs::write(path, text).unwrap();
            let moment = SystemTime::now() + std::time::Duration::from_secs(later);
            fs::File::options().write(true).open(path).unwrap().set_modified(moment).unwrap();
        }
    }

    #[test]
    fn the_towns_certificate_is_read_again_when_its_files_change() {
        let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let town = TownCertificate { chain: theirs.path().join("fullchain.pem"), key: theirs.path().join("privkey.pem") };
        let begin = || Renewal::begin(ours.path(), authorities(ours.path()), names("a.example"), Some(town.clone()), now());
        assert!(begin().err().unwrap().to_string().contains("fullchain.pem is missing"));
        let elsewhere = authorities(theirs.path());
        put(&town, &elsewhere, "a.example", 0);
        let mut renewal = begin().unwrap();
        assert!(!renewal.look(now()), "nothing has changed");
        put(&town, &elsewhere, "b.example", 5);
        assert!(renewal.look(now()) && !renewal.look(now()));
        fs::write(&town.key, "no key").unwrap();
        assert!(!renewal.look(now()), "what is wrong is not shown");
        put(&town, &elsewhere, "c.example", 10);
        assert!(renewal.reload(now()), "asked for by SIGHUP");
    }

    #[test]
    fn our_own_certificate_is_issued_anew_before_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let mut renewal = Renewal::begin(folder.path(), authorities(folder.path()), names("a.example"), None, now()).unwrap();
        assert!(!renewal.look(now()));
        assert!(renewal.look(now() + SignedDuration::from_hours(24 * 370)));
    }
}
