//! The certificate that the server shows to browsers.

use super::{
    authority::{Authority, fresh_key, parameters},
    names::{HostName, HostNames},
    pem::{self, Damaged},
    serial::Serial,
};
use crate::terms::{Result, error::Doing};
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rcgen::{DnType, ExtendedKeyUsagePurpose, KeyUsagePurpose, SanType};
use zeroize::Zeroizing;

/// How long a server certificate is good for from its issue; with the leeway for clocks that are behind it stays under the
/// 397 days that browsers take (CA/Browser Forum, Baseline Requirements §6.3.2).
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(396 * 24);
/// With less than this left, a new one is issued.
pub const RENEWED_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);
const COMMON_NAME: &str = "Kabinet";
/// The names, the end and the issuer stand before the blocks, so that no parser is needed to see when it is due.
const NAMES: &str = "names";
const UNTIL: &str = "until";
const AUTHORITY: &str = "authority";

/// The certificate of the server with its key. `Debug` shows no key.
#[derive(Clone)]
pub struct ServerCertificate {
    certificate: String,
    key: Zeroizing<String>,
    names: String,
    authority: String,
    until: Timestamp,
}

impl std::fmt::Debug for ServerCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerCertificate").field("names", &self.names).field("until", &self.until).finish_non_exhaustive()
    }
}

/// The end of a certificate that this authority issues now.
fn end(authority: &Authority, now: Timestamp) -> Result<Timestamp> {
    Ok(now.checked_add(LIFETIME).doing("dating the server certificate")?.min(authority.until()))
}

fn alternative(name: &HostName) -> Result<SanType> {
    match name {
        HostName::Domain(domain) => Ok(SanType::DnsName(domain.as_str().try_into().doing("naming the server in its certificate")?)),
        HostName::Address(address) => Ok(SanType::IpAddress(*address)),
    }
}

impl ServerCertificate {
    /// Issues a certificate with a fresh key for these names, for servers only.
    ///
    /// # Errors
    /// The machine gives no randomness, or the authority's key is not usable.
    pub fn issue(authority: &Authority, names: &HostNames, now: Timestamp, random: &mut dyn Rng) -> Result<Self> {
        let until = end(authority, now)?;
        let mut wanted = parameters(now, until)?;
        wanted.distinguished_name.push(DnType::CommonName, COMMON_NAME); // clients read the alternative names only
        wanted.subject_alt_names = names.iter().map(alternative).collect::<Result<_>>()?;
        wanted.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = fresh_key()?;
        let certificate = authority.sign(wanted, &key, Serial::fresh(random))?.pem() + authority.certificate();
        let authority = authority.fingerprint().doing("naming the authority of the server certificate")?;
        Ok(Self { certificate, key: Zeroizing::new(key.serialize_pem()), names: names.to_string(), authority, until })
    }

    /// Whether it is time for a new one: it ends soon, or it ends so late that it was issued by a clock that ran ahead.
    pub fn is_due(&self, now: Timestamp) -> bool {
        let left = self.until.duration_since(now);
        left < RENEWED_WITHIN || left > LIFETIME
    }

    /// Whether it stands for exactly these names.
    pub fn is_for(&self, names: &HostNames) -> bool {
        self.names == names.to_string()
    }

    /// Whether this authority issued it.
    pub fn is_of(&self, authority: &Authority) -> bool {
        authority.fingerprint().is_ok_and(|fingerprint| fingerprint == self.authority)
    }

    /// What is sent to browsers, in PEM: the certificate and that of the issuing authority. The root is not part of it: a
    /// browser has it or does not trust it.
    pub fn chain(&self) -> &str {
        &self.certificate
    }

    /// The private key in PEM (PKCS #8).
    pub const fn key(&self) -> &Zeroizing<String> {
        &self.key
    }

    /// Its last moment.
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// The certificate as its file holds it, key and all.
    pub fn to_file(&self) -> Zeroizing<String> {
        let Self { certificate, key, names, authority, until } = self;
        Zeroizing::new(format!("{NAMES}: {names}\n{UNTIL}: {until}\n{AUTHORITY}: {authority}\n{certificate}{}", **key))
    }

    /// Reads what [`ServerCertificate::to_file`] wrote.
    ///
    /// # Errors
    /// A part of it is missing.
    pub fn from_file(text: &str) -> Result<Self, Damaged> {
        let until = pem::line(text, UNTIL).and_then(|until| until.parse().ok()).ok_or(Damaged("date"))?;
        let names = pem::line(text, NAMES).ok_or(Damaged("names"))?.to_owned();
        let authority = pem::line(text, AUTHORITY).ok_or(Damaged("authority"))?.to_owned();
        let (own, key) = pem::pair(text)?;
        let after = text.find(own.trim_end()).map_or("", |at| &text[at + own.trim_end().len()..]);
        let issuing = pem::block(after, pem::CERTIFICATE).ok_or(Damaged("certificate of its authority"))?;
        Ok(Self { certificate: format!("{own}{issuing}\n"), key, names, authority, until })
    }
}
