//! Personal values in the journal lie sealed under a key of their subject: destroying the key erases them for good while
//! every proof still holds (152-ФЗ ст. 21, приказ Роскомнадзора № 179). XChaCha20-Poly1305: a random nonce is safe.

use crate::terms::{Fault, Result};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Bytes of a nonce.
pub const NONCE: usize = 24;

/// A key that seals: a subject's, or the installation's that seals those.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SealingKey([u8; 32]);

/// A sealed value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The nonce.
    #[serde(with = "bytes")]
    pub nonce: Vec<u8>,
    /// The value, encrypted, with its authentication tag.
    #[serde(with = "bytes")]
    pub boxed: Vec<u8>,
}

impl SealingKey {
    /// The key of these random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bare bytes, to be sealed under another key or written to the key file.
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals the bytes under a nonce that is never used again.
    ///
    /// # Errors
    /// The value is larger than the cipher takes (256 GiB).
    pub fn seal(&self, plain: &[u8], nonce: [u8; NONCE]) -> Result<Sealed> {
        let boxed = XChaCha20Poly1305::new((&self.0).into())
            .encrypt(&XNonce::from(nonce), plain)
            .map_err(|_| Fault::new("sealing a personal value", "the value is too large"))?;
        Ok(Sealed { nonce: nonce.to_vec(), boxed })
    }

    /// Opens what was sealed; none where it was sealed under another key or altered.
    pub fn open(&self, sealed: &Sealed) -> Option<Vec<u8>> {
        let nonce = <[u8; NONCE]>::try_from(sealed.nonce.as_slice()).ok()?;
        XChaCha20Poly1305::new((&self.0).into()).decrypt(&XNonce::from(nonce), sealed.boxed.as_slice()).ok()
    }
}

/// Bytes as one MessagePack value, not as an array of numbers.
mod bytes {
    use serde::{Deserializer, Serializer, de::Visitor};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        deserializer.deserialize_byte_buf(Bytes)
    }

    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("bytes")
        }
        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }
        fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
            Ok(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_opens_and_only_what_was_not_altered() {
        let key = SealingKey::new([7; 32]);
        let mut sealed = key.seal("112-233-445 95".as_bytes(), [1; NONCE]).unwrap();
        assert_eq!(key.open(&sealed).as_deref(), Some("112-233-445 95".as_bytes()));
        assert_eq!(SealingKey::new([8; 32]).open(&sealed), None);
        sealed.boxed[0] ^= 1;
        assert_eq!(key.open(&sealed), None);
    }
}
