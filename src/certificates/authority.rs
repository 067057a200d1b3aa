//! The installation's own certificate authority: one root that signs what it issues itself (RFC 5280).

use super::{
    latin::latin,
    pem::{self, Damaged},
};
use crate::terms::{Result, error::Doing};
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, SerialNumber,
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
/// Bytes of a serial number: 126 random bits in a number that is always positive and of one length.
const SERIAL_BYTES: usize = 16;
/// What is being done, for faults.
const SIGNING: &str = "signing a certificate";

/// The root certificate with its key. `Debug` shows no key.
#[derive(Clone)]
pub struct Authority {
    certificate: String,
    key: Zeroizing<String>,
    until: Timestamp,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("until", &self.until).finish_non_exhaustive()
    }
}

/// The name of the authority of this installation, in ASCII: `Kabinet Tikhorechensk Root`.
pub fn common_name(installation: &str) -> String {
    let (before, after) = ("Kabinet", " Root");
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

fn date(moment: Timestamp) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(moment.as_second()).doing(SIGNING)
}

fn fresh_serial(random: &mut dyn Rng) -> SerialNumber {
    let mut bytes = [0; SERIAL_BYTES];
    random.fill_bytes(&mut bytes);
    bytes[0] = bytes[0] & 0x3f | 0x40;
    SerialNumber::from_slice(&bytes)
}

impl Authority {
    /// Makes the root of the installation of this name (any script; at most 64 characters are taken).
    ///
    /// # Errors
    /// The machine gives no randomness, or `now` is outside of what a certificate can hold.
    pub fn make(installation: &str, now: Timestamp, random: &mut dyn Rng) -> Result<Self> {
        let until = now.saturating_add(LIFETIME).doing(SIGNING)?;
        let mut root = parameters(now, until)?;
        root.distinguished_name.push(DnType::CommonName, common_name(installation));
        let organization: String = installation.trim().chars().take(ATTRIBUTE_LIMIT).collect();
        if !organization.is_empty() {
            root.distinguished_name.push(DnType::OrganizationName, organization);
        }
        root.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)); // no authority below it
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        root.serial_number = Some(fresh_serial(random));
        let key = fresh_key()?;
        let certificate = root.self_signed(&*key).doing(SIGNING)?;
        Ok(Self { certificate: certificate.pem(), key: Zeroizing::new(key.serialize_pem()), until })
    }

    /// Signs a certificate for this key, with a serial number of its own and the identifier of our key. Whoever calls sets the
    /// subject, the names, the dates and what it may be used for.
    ///
    /// # Errors
    /// Our key or the parameters are not usable.
    pub fn sign(&self, mut parameters: CertificateParams, key: &KeyPair, random: &mut dyn Rng) -> Result<Certificate> {
        let own = Zeroizing::new(KeyPair::from_pem(&self.key).doing(SIGNING)?);
        let issuer = Issuer::from_ca_cert_pem(&self.certificate, &*own).doing(SIGNING)?;
        parameters.serial_number = Some(fresh_serial(random));
        parameters.use_authority_key_identifier_extension = true;
        parameters.is_ca = IsCa::ExplicitNoCa;
        parameters.signed_by(key, &issuer).doing(SIGNING)
    }

    /// The root certificate in PEM: what people install and clients trust.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The end of the root; nothing it issues lasts longer.
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// SHA-256 of the root certificate, in hexadecimal pairs with colons, as browsers show it.
    ///
    /// # Errors
    /// The certificate is damaged.
    pub fn fingerprint(&self) -> Result<String, Damaged> {
        let bytes = pem::bytes(&self.certificate, pem::CERTIFICATE).ok_or(Damaged("certificate"))?;
        let pairs: Vec<_> = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02X}")).collect();
        Ok(pairs.join(":"))
    }

    /// The authority as its file holds it, key and all.
    pub fn to_file(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("until: {}\n{}{}", self.until, self.certificate, *self.key))
    }

    /// Reads what [`Authority::to_file`] wrote.
    ///
    /// # Errors
    /// A part of it is missing.
    pub fn from_file(text: &str) -> Result<Self, Damaged> {
        let until = pem::line(text, "until").and_then(|until| until.parse().ok()).ok_or(Damaged("date"))?;
        let (certificate, key) = pem::pair(text)?;
        Ok(Self { certificate, key, until })
    }
}
