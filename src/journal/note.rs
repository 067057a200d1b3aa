//! Signed notes (<https://c2sp.org/signed-note>): a text, an empty line, and lines that sign it with Ed25519.

use crate::terms::{Result, error::Doing};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// The signature type of a note signed with Ed25519.
const ED25519_TYPE: u8 = 0x01;
const KEY_BYTES: usize = 32;
const KEY_ID_BYTES: usize = 4;
/// Bytes in the longest name of a key or a log.
pub const NAME_BYTES_LIMIT: usize = 255;
/// Bytes in the longest note that is read: a checkpoint takes some 300.
pub const NOTE_BYTES_LIMIT: usize = 1 << 20;
/// Signatures in a note that is read; the specification asks for 16 at least.
pub const SIGNATURES_LIMIT: usize = 100;
/// What a signature line begins with: an em dash and a space.
const SIGNATURE_MARK: &str = "\u{2014} ";

/// The name of a key or of a log, such as `kabinet.example/agent-1`: no spaces, no `+`, no control characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// A name or a key is not written as the specification has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Empty, too long, or with a space, a `+` or a control character.
    #[error("not a name of a key")]
    Name,
    /// Not `name+id+key`, or the id is not that of the key.
    #[error("not a verifying key")]
    Key,
}

impl Name {
    /// Takes a name as it is.
    ///
    /// # Errors
    /// It is empty, too long, or has a character that names may not have.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let wrong = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if text.is_empty() || text.len() > NAME_BYTES_LIMIT || text.contains(wrong) {
            return Err(KeyError::Name);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}
impl TryFrom<String> for Name {
    type Error = KeyError;
    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::parse(&text)
    }
}

/// What checks a signature. Written as `name+id+key`: to be printed, mailed and kept by whoever wants to check us.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VerifyingKey {
    name: Name,
    id: [u8; KEY_ID_BYTES],
    key: [u8; KEY_BYTES],
}

impl VerifyingKey {
    /// The key of this name and these bytes (RFC 8032).
    pub fn new(name: Name, key: [u8; KEY_BYTES]) -> Self {
        let hash: [u8; 32] =
            Sha256::new().chain_update(name.as_str()).chain_update([b'\n', ED25519_TYPE]).chain_update(key).finalize().into();
        Self { name, id: [hash[0], hash[1], hash[2], hash[3]], key }
    }

    /// Reads `name+id+key` (the "vkey" of Go's `sumdb/note`).
    ///
    /// # Errors
    /// It is not written so, is not of Ed25519, or the id is not that of the key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.splitn(3, '+');
        let name = Name::parse(parts.next().unwrap_or(""))?;
        let key = parts.nth(1).and_then(|encoded| STANDARD.decode(encoded).ok()).ok_or(KeyError::Key)?;
        let (kind, key) = key.split_first().ok_or(KeyError::Key)?;
        let key = Self::new(name, key.try_into().map_err(|_| KeyError::Key)?);
        if *kind != ED25519_TYPE || key.to_string() != text {
            return Err(KeyError::Key);
        }
        Ok(key)
    }

    /// The name that its signatures go under.
    pub const fn name(&self) -> &Name {
        &self.name
    }

    fn accepts(&self, text: &str, signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.key).verify(text.as_bytes(), signature).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = [ED25519_TYPE; 1 + KEY_BYTES];
        key[1..].copy_from_slice(&self.key);
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id), STANDARD.encode(key))
    }
}
impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl From<VerifyingKey> for String {
    fn from(key: VerifyingKey) -> Self {
        key.to_string()
    }
}
impl TryFrom<String> for VerifyingKey {
    type Error = KeyError;
    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::parse(&text)
    }
}

/// What signs: the installation's key.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: VerifyingKey,
}

impl SigningKey {
    /// A new key: the one place here that takes randomness, from the cryptographic library.
    ///
    /// # Errors
    /// The library failed.
    pub fn generate(name: Name) -> Result<Self> {
        Self::new(name, Ed25519KeyPair::generate().doing("making the journal's key")?)
    }

    /// The key that [`Self::to_pkcs8`] wrote (or OpenSSL: PKCS#8 v1 and v2 are both read).
    ///
    /// # Errors
    /// The bytes are not an Ed25519 key.
    pub fn from_pkcs8(name: Name, bytes: &[u8]) -> Result<Self> {
        Self::new(name, Ed25519KeyPair::from_pkcs8(bytes).doing("reading the journal's key")?)
    }

    fn new(name: Name, pair: Ed25519KeyPair) -> Result<Self> {
        let bytes = <[u8; KEY_BYTES]>::try_from(pair.public_key().as_ref()).doing("reading the journal's key")?;
        Ok(Self { public: VerifyingKey::new(name, bytes), pair })
    }

    /// The secret, to be kept where only the installation reads; wiped from memory when dropped.
    ///
    /// # Errors
    /// The library failed.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>> {
        let document = self.pair.to_pkcs8().doing("writing the journal's key")?;
        Ok(Zeroizing::new(document.as_ref().to_vec()))
    }

    /// What checks its signatures.
    pub const fn verifying(&self) -> &VerifyingKey {
        &self.public
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public)
    }
}

/// Why a note is not to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is not written as notes are; the line (from 1) where this shows.
    #[error("not a signed note (line {0})")]
    Malformed(usize),
    /// Signed well, but the text is not a checkpoint; the line (from 1) where this shows.
    #[error("not a checkpoint (line {0})")]
    NotACheckpoint(usize),
    /// No line is signed by this key.
    #[error("not signed by this key")]
    UnknownKey,
    /// A line says that this key signed, and the signature is of another text or key.
    #[error("the signature does not hold")]
    Forged,
}

/// A note has no control characters but ends of lines.
const fn is_control(c: char) -> bool {
    c < ' ' && c != '\n'
}

/// The text with its signature line.
///
/// # Errors
/// Malformed where the text does not end in an end of line or has other control characters.
pub fn sign(text: &str, key: &SigningKey) -> Result<String, NoteError> {
    if !text.ends_with('\n') || text.contains(is_control) {
        return Err(NoteError::Malformed(1));
    }
    Ok(seal(text, key))
}

/// The same for a text that is known to be one.
pub(super) fn seal(text: &str, key: &SigningKey) -> String {
    let mut signature = key.public.id.to_vec();
    signature.extend_from_slice(key.pair.sign(text.as_bytes()).as_ref());
    format!("{text}\n{SIGNATURE_MARK}{} {}\n", key.public.name, STANDARD.encode(signature))
}

/// The signed text (with its last end of line), once it is certain that this key signed it. Signatures of other keys
/// (a former key, a witness) are passed over; one line of this key that does not hold rejects the note.
///
/// # Errors
/// It is not a note, or this key did not sign it.
pub fn open<'n>(note: &'n str, key: &VerifyingKey) -> Result<&'n str, NoteError> {
    let split = note.rfind("\n\n").ok_or(NoteError::Malformed(1))?;
    let (text, signatures) = (&note[..=split], &note[split + 2..]);
    if let Some(place) = note.find(is_control) {
        return Err(NoteError::Malformed(1 + note[..place].matches('\n').count()));
    }
    let before = 1 + text.matches('\n').count();
    if note.len() > NOTE_BYTES_LIMIT || !signatures.ends_with('\n') {
        return Err(NoteError::Malformed(before + signatures.matches('\n').count() + 1));
    }
    let mut verdict = Err(NoteError::UnknownKey);
    for (index, line) in signatures.lines().enumerate() {
        let wrong = NoteError::Malformed(before + index + 1);
        if index == SIGNATURES_LIMIT {
            return Err(wrong);
        }
        let (name, id, signature) = signature_of(line).ok_or(wrong)?;
        if name != key.name || id != key.id {
            continue;
        }
        if !key.accepts(text, &signature) {
            return Err(NoteError::Forged);
        }
        verdict = Ok(text);
    }
    verdict
}

/// "— name base64(id || signature)".
fn signature_of(line: &str) -> Option<(Name, [u8; KEY_ID_BYTES], Vec<u8>)> {
    let (name, encoded) = line.strip_prefix(SIGNATURE_MARK)?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (id, signature) = bytes.split_first_chunk::<KEY_ID_BYTES>()?;
    (!signature.is_empty()).then_some((Name::parse(name).ok()?, *id, signature.to_vec()))
}

#[cfg(test)]
mod tests;
