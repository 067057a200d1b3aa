//! The installation's own certificate authorities (RFC 5280): a root, which people trust and which signs one thing only, and the
//! issuing authority under it, which signs the certificates of the server and of people and the list of revoked ones.

use super::{
    latin::latin,
    pem::{self, Damaged},
    serial::{Serial, pairs},
};
use crate::{
    journal::seal::{NONCE, Sealed, SealingKey},
    terms::{Result, error::Doing},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertificateRevocationListParams, DistinguishedName, DnType, IsCa, Issuer,
    KeyIdMethod, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// How long the root is good for: people install it by hand, so it must outlive several computers.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(20 * 365 * 24);
/// A certificate begins this much in the past, for clocks that are behind.
pub const CLOCK_LEEWAY: SignedDuration = SignedDuration::from_hours(1);
/// Characters in the longest common name and organisation (RFC 5280, upper bounds).
const ATTRIBUTE_LIMIT: usize = 64;
/// Authorities below the root, and below the issuing one.
const BELOW_ROOT: u8 = 1;
const BELOW_ISSUING: u8 = 0;
/// The lines that stand before the blocks of a file.
const UNTIL: &str = "until";
const ABOVE: &str = "authority";
/// What is being done, for faults.
const SIGNING: &str = "signing a certificate";

/// The certificate of an authority with its key. `Debug` shows no key.
#[derive(Clone)]
pub struct Authority {
    certificate: String,
    key: Zeroizing<String>,
    until: Timestamp,
    /// The fingerprint of the authority that signed it; empty for a root.
    above: String,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("until", &self.until).finish_non_exhaustive()
    }
}

/// What an authority is for; the last word of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// Trusted by people; signs the issuing authority.
    Root,
    /// Signs everything else.
    Issuing,
}

impl Rank {
    const fn word(self) -> &'static str {
        match self {
            Self::Root => " Root",
            Self::Issuing => " Issuing",
        }
    }
}

/// The name of an authority of this installation, in ASCII: `Kabinet Tikhorechensk Root`.
pub fn common_name(installation: &str, rank: Rank) -> String {
    let (before, after) = ("Kabinet", rank.word());
    let room = ATTRIBUTE_LIMIT - before.len() - after.len() - 1;
    let name: String = latin(installation).chars().take(room).collect();
    let space = if name.is_empty() { "" } else { " " };
    format!("{before}{space}{}{after}", name.trim_end())
}

/// A fresh ECDSA P-256 key. Its randomness is that of the cryptographic library, which takes no other.
///
/// # Errors
/// The machine gives no randomness.
pub fn fresh_key() -> Result<Zeroizing<KeyPair>> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map(Zeroizing::new).doing("making a key")
}

/// As much of a text as a name in a certificate holds.
pub fn attribute(text: &str) -> String {
    text.trim().chars().take(ATTRIBUTE_LIMIT).collect()
}

/// Parameters without the placeholders of the library: no name yet, good from a little before `now` until `until`.
///
/// # Errors
/// A date outside of what a certificate can hold.
pub fn parameters(now: Timestamp, until: Timestamp) -> Result<CertificateParams> {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = DistinguishedName::new();
    parameters.not_before = date(now.saturating_sub(CLOCK_LEEWAY).doing(SIGNING)?)?;
    parameters.not_after = date(until)?;
    parameters.key_identifier_method = KeyIdMethod::Sha256;
    Ok(parameters)
}

/// The moment as certificates and lists write it.
///
/// # Errors
/// A date outside of what a certificate can hold.
pub fn date(moment: Timestamp) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(moment.as_second()).doing(SIGNING)
}

/// Parameters of an authority of this rank.
fn of_rank(installation: &str, rank: Rank, now: Timestamp, until: Timestamp) -> Result<CertificateParams> {
    let mut wanted = parameters(now, until)?;
    wanted.distinguished_name.push(DnType::CommonName, common_name(installation, rank));
    let organization = attribute(installation);
    if !organization.is_empty() {
        wanted.distinguished_name.push(DnType::OrganizationName, organization);
    }
    let below = match rank {
        Rank::Root => BELOW_ROOT,
        Rank::Issuing => BELOW_ISSUING,
    };
    wanted.is_ca = IsCa::Ca(BasicConstraints::Constrained(below));
    wanted.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(wanted)
}

impl Authority {
    /// Makes the root of the installation of this name (any script; at most 64 characters are taken).
    ///
    /// # Errors
    /// The machine gives no randomness, or `now` is outside of what a certificate can hold.
    pub fn make(installation: &str, now: Timestamp, random: &mut dyn Rng) -> Result<Self> {
        let until = now.saturating_add(LIFETIME).doing(SIGNING)?;
        let mut root = of_rank(installation, Rank::Root, now, until)?;
        root.serial_number = Some(Serial::fresh(random).number());
        let key = fresh_key()?;
        let certificate = root.self_signed(&*key).doing(SIGNING)?;
        Ok(Self { certificate: certificate.pem(), key: Zeroizing::new(key.serialize_pem()), until, above: String::new() })
    }

    /// Makes the issuing authority under this root; it ends with the root.
    ///
    /// # Errors
    /// As [`Authority::make`].
    pub fn make_issuing(&self, installation: &str, now: Timestamp, random: &mut dyn Rng) -> Result<Self> {
        let mut wanted = of_rank(installation, Rank::Issuing, now, self.until)?;
        wanted.serial_number = Some(Serial::fresh(random).number());
        wanted.use_authority_key_identifier_extension = true;
        let key = fresh_key()?;
        let certificate = self.with_issuer(|issuer| wanted.signed_by(&*key, issuer).doing(SIGNING))?.pem();
        let above = self.fingerprint().doing(SIGNING)?;
        Ok(Self { certificate, key: Zeroizing::new(key.serialize_pem()), until: self.until, above })
    }

    /// The same root with the same key and name, allowed to have an issuing authority under it: for an installation from the
    /// time when there was only the root.
    ///
    /// # Errors
    /// The certificate is damaged.
    pub fn raised(&self, installation: &str, now: Timestamp, random: &mut dyn Rng) -> Result<Self> {
        let own = Zeroizing::new(KeyPair::from_pem(&self.key).doing(SIGNING)?);
        let mut root = of_rank(installation, Rank::Root, now, self.until)?;
        root.serial_number = Some(Serial::fresh(random).number());
        let certificate = root.self_signed(&*own).doing(SIGNING)?.pem();
        Ok(Self { certificate, ..self.clone() })
    }

    /// Works with the library's issuer; the opened key is cleared behind it.
    fn with_issuer<T>(&self, work: impl FnOnce(&Issuer<'_, &KeyPair>) -> Result<T>) -> Result<T> {
        let own = Zeroizing::new(KeyPair::from_pem(&self.key).doing(SIGNING)?);
        work(&Issuer::from_ca_cert_pem(&self.certificate, &*own).doing(SIGNING)?)
    }

    /// Signs a certificate for this key under this serial number, with the identifier of our key. Whoever calls sets the
    /// subject, the names, the dates and what it may be used for.
    ///
    /// # Errors
    /// Our key or the parameters are not usable.
    pub fn sign(&self, mut parameters: CertificateParams, key: &KeyPair, serial: Serial) -> Result<Certificate> {
        parameters.serial_number = Some(serial.number());
        parameters.use_authority_key_identifier_extension = true;
        parameters.is_ca = IsCa::ExplicitNoCa;
        self.with_issuer(|issuer| parameters.signed_by(key, issuer).doing(SIGNING))
    }

    /// Signs a list of revoked certificates; in DER.
    ///
    /// # Errors
    /// Our key or the parameters are not usable.
    pub fn sign_list(&self, list: &CertificateRevocationListParams) -> Result<Vec<u8>> {
        self.with_issuer(|issuer| Ok(list.signed_by(issuer).doing("signing the list of revoked certificates")?.der().to_vec()))
    }

    /// The certificate in PEM: of the root, what people install and clients trust.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The certificate in DER.
    ///
    /// # Errors
    /// The certificate is damaged.
    pub fn der(&self) -> Result<Vec<u8>, Damaged> {
        pem::bytes(&self.certificate, pem::CERTIFICATE).ok_or(Damaged("certificate"))
    }

    /// Its end; nothing it issues lasts longer.
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// Whether this root signed it.
    pub fn is_under(&self, root: &Self) -> bool {
        root.fingerprint().is_ok_and(|fingerprint| fingerprint == self.above)
    }

    /// SHA-256 of the certificate, in hexadecimal pairs with colons, as browsers show it.
    ///
    /// # Errors
    /// The certificate is damaged.
    pub fn fingerprint(&self) -> Result<String, Damaged> {
        Ok(pairs(&Sha256::digest(self.der()?)))
    }

    /// The authority as its file holds it: the key lies sealed under the installation's key.
    ///
    /// # Errors
    /// The cipher fails: a bug.
    pub fn to_file(&self, seal: &SealingKey, random: &mut dyn Rng) -> Result<String> {
        let mut nonce = [0; NONCE];
        random.fill_bytes(&mut nonce);
        let sealed = seal.seal(self.key.as_bytes(), nonce)?;
        let block = pem::wrap(pem::SEALED_KEY, &STANDARD.encode([sealed.nonce, sealed.boxed].concat()));
        Ok(format!("{UNTIL}: {}\n{ABOVE}: {}\n{}{block}", self.until, self.above, self.certificate))
    }

    /// Reads what [`Authority::to_file`] wrote.
    ///
    /// # Errors
    /// A part of it is missing, or it was sealed by another installation.
    pub fn from_file(text: &str, seal: &SealingKey) -> Result<Self, Damaged> {
        let bytes = pem::bytes(text, pem::SEALED_KEY).ok_or(Damaged("key"))?;
        let (nonce, boxed) = bytes.split_at_checked(NONCE).ok_or(Damaged("key"))?;
        let sealed = Sealed { nonce: nonce.to_vec(), boxed: boxed.to_vec() };
        let opened = Zeroizing::new(seal.open(&sealed).ok_or(Damaged("key: it was sealed by another installation"))?);
        let key = std::str::from_utf8(&opened).map_err(|_| Damaged("key"))?;
        let certificate = pem::block(text, pem::CERTIFICATE).ok_or(Damaged("certificate"))?;
        let whole = Zeroizing::new(format!("{UNTIL}: {}\n{certificate}\n{key}", pem::line(text, UNTIL).unwrap_or("")));
        let authority = Self::from_open_file(&whole)?;
        Ok(Self { above: pem::line(text, ABOVE).unwrap_or("").to_owned(), ..authority })
    }

    /// Reads a file from the time when keys lay open.
    ///
    /// # Errors
    /// A part of it is missing.
    pub fn from_open_file(text: &str) -> Result<Self, Damaged> {
        let until = pem::line(text, UNTIL).and_then(|until| until.parse().ok()).ok_or(Damaged("date"))?;
        let (certificate, key) = pem::pair(text)?;
        Ok(Self { certificate, key, until, above: String::new() })
    }
}
