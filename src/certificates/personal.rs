//! A person's certificate: the second factor, for signing in and for nothing else. Its key is made here, leaves in a PKCS #12
//! file (RFC 7292) under a password that is shown once, and is kept nowhere.

use super::{
    authority::{Authority, attribute, fresh_key, parameters},
    serial::Serial,
};
use crate::terms::{Digest, Result, error::Doing};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use p12_keystore::{Certificate as Packed, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain};
use rand::Rng;
use rcgen::{CrlDistributionPoint, DnType, ExtendedKeyUsagePurpose, KeyUsagePurpose};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// How long a certificate is good for, in years of the calendar.
const YEARS: i64 = 1;
/// Rounds of key derivation in a modern file: 26 ms on the machine of `facts.md` §6.
const MODERN_ROUNDS: u32 = 100_000;
/// In a compatible one: what old importers are known to take. The password alone has 99 bits.
const COMPATIBLE_ROUNDS: u32 = 2048;
/// Letters and digits of a password: none that can be taken for another, and none that needs a layout.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Characters of a password: 99 bits.
const PASSWORD_LENGTH: usize = 20;
/// `serialNumber` (2.5.4.5), where the login stands.
const SERIAL_NUMBER: [u64; 4] = [2, 5, 4, 5];
/// The media type of the file (RFC 7292).
pub const MEDIA: &str = "application/x-pkcs12";
const PACKING: &str = "packing a certificate";

/// Who the certificate is for. Longer texts than a certificate takes (64 characters) are cut.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// Surname, name, patronymic.
    pub name: &'s str,
    /// What they sign in with.
    pub login: &'s str,
    /// Where they work.
    pub organization: &'s str,
}

/// A certificate with its key, while it is being packed. `Debug` shows no key.
pub struct Issued {
    /// The certificate (DER).
    pub der: Vec<u8>,
    /// Its number.
    pub serial: Serial,
    /// Its last moment.
    pub until: Timestamp,
    key: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued").field("serial", &self.serial).field("until", &self.until).finish_non_exhaustive()
    }
}

/// Issues a certificate with a fresh key, good for a year. `list` is where the list of revoked ones is published.
///
/// # Errors
/// The machine gives no randomness, or the authority's key is not usable.
pub fn issue(authority: &Authority, subject: &Subject<'_>, list: Option<&str>, now: Timestamp, random: &mut dyn Rng) -> Result<Issued> {
    let until = now.to_zoned(TimeZone::UTC).checked_add(YEARS.years()).doing("dating a certificate")?.timestamp().min(authority.until());
    let mut wanted = parameters(now, until)?;
    wanted.distinguished_name.push(DnType::CommonName, attribute(subject.name));
    wanted.distinguished_name.push(DnType::CustomDnType(SERIAL_NUMBER.to_vec()), attribute(subject.login));
    if !subject.organization.is_empty() {
        wanted.distinguished_name.push(DnType::OrganizationName, attribute(subject.organization));
    }
    wanted.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    wanted.crl_distribution_points = list.map(|address| CrlDistributionPoint { uris: vec![address.to_owned()] }).into_iter().collect();
    let (key, serial) = (fresh_key()?, Serial::fresh(random));
    let certificate = authority.sign(wanted, &key, serial)?;
    Ok(Issued { der: certificate.der().to_vec(), serial, until, key: Zeroizing::new(key.serialize_der()) })
}

/// For which programs a file is packed: one in the wrong profile is reported to people as "wrong password".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Profile {
    /// AES-256 and SHA-256: Windows 10 and 11, Firefox, Chromium on Linux, new Android and macOS.
    Modern,
    /// Triple DES and SHA-1: macOS up to 14, Windows up to 8.1, old Android.
    Compatible,
}

impl Profile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Modern, Self::Compatible];

    /// In forms and file names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Modern => "modern",
            Self::Compatible => "compatible",
        }
    }

    /// The name of a file in this profile.
    pub fn file_name(self, login: &str) -> String {
        format!("{login}-{}.p12", self.code())
    }

    /// The profile of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.code() == code)
    }
}

/// The password of a file; shown once and kept nowhere. Cleared when it is dropped.
pub struct FilePassword(Zeroizing<String>);

impl fmt::Debug for FilePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FilePassword(…)")
    }
}

impl FilePassword {
    /// One that nobody guesses, in groups of four.
    pub fn fresh(random: &mut dyn Rng) -> Self {
        let whole = u8::MAX - u8::MAX % LETTERS.len() as u8; // bytes from here on would favour the first letters
        let mut password = Zeroizing::new(String::with_capacity(PASSWORD_LENGTH + PASSWORD_LENGTH / 4));
        let mut count = 0;
        while count < PASSWORD_LENGTH {
            let mut byte = [0];
            random.fill_bytes(&mut byte);
            if byte[0] >= whole {
                continue;
            }
            if count > 0 && count.is_multiple_of(4) {
                password.push('-');
            }
            password.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
            count += 1;
        }
        Self(password)
    }

    /// Reads one that was shown before; none where it is not of the shape that [`FilePassword::fresh`] makes.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.bytes().filter(|byte| *byte != b'-');
        let good = text.len() == PASSWORD_LENGTH + PASSWORD_LENGTH / 4 - 1
            && text.split('-').all(|group| group.len() == 4)
            && letters.clone().count() == PASSWORD_LENGTH
            && letters.into_iter().all(|byte| LETTERS.contains(&byte));
        good.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// To be shown, once.
    pub fn shown(&self) -> &str {
        &self.0
    }
}

impl Issued {
    /// SHA-256 of the certificate.
    pub fn fingerprint(&self) -> Digest {
        Digest::of(&self.der)
    }

    /// The file with the key, the certificate and those of the authorities above it.
    ///
    /// # Errors
    /// A fault of the library.
    pub fn pack(&self, above: &[Vec<u8>], password: &FilePassword, profile: Profile) -> Result<Zeroizing<Vec<u8>>> {
        let mut chain = vec![Packed::from_der(&self.der).doing(PACKING)?];
        for authority in above {
            chain.push(Packed::from_der(authority).doing(PACKING)?);
        }
        let key = PrivateKey::from_der(&self.key).doing(PACKING)?;
        let mut store = KeyStore::new();
        let entry = PrivateKeyChain::new(self.serial.bytes().to_vec(), key, chain);
        store.add_entry("kabinet", KeyStoreEntry::PrivateKeyChain(entry));
        let (algorithm, mac, rounds) = match profile {
            Profile::Modern => (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256, MODERN_ROUNDS),
            Profile::Compatible => (EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1, COMPATIBLE_ROUNDS),
        };
        let writer = store.writer(password.shown()).encryption_algorithm(algorithm).encryption_iterations(rounds);
        writer.mac_algorithm(mac).mac_iterations(rounds).write().map(Zeroizing::new).doing(PACKING)
    }
}
