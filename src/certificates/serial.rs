//! The serial number of a certificate: random, so that nobody can tell how many there are or guess the next.

use rand::Rng;
use rcgen::SerialNumber;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

/// Bytes of a serial number.
pub const BYTES: usize = 16;

/// 126 random bits in a number that is always positive and of one length (RFC 5280 §4.1.2.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial([u8; BYTES]);

impl Serial {
    /// One that was never used.
    pub fn fresh(random: &mut dyn Rng) -> Self {
        let mut bytes = [0; BYTES];
        random.fill_bytes(&mut bytes);
        bytes[0] = bytes[0] & 0x3f | 0x40;
        Self(bytes)
    }

    /// As the store keeps it.
    pub const fn bytes(self) -> [u8; BYTES] {
        self.0
    }

    /// As the library of certificates takes it.
    pub fn number(self) -> SerialNumber {
        SerialNumber::from_slice(&self.0)
    }
}

/// Bytes in hexadecimal pairs with colons, as browsers show fingerprints and serial numbers.
pub fn pairs(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}
impl fmt::Debug for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a serial number")]
pub struct NotASerial;

impl FromStr for Serial {
    type Err = NotASerial;
    fn from_str(text: &str) -> Result<Self, NotASerial> {
        let number = u128::from_str_radix(text, 16).map_err(|_| NotASerial)?;
        if text.len() == 2 * BYTES && !text.starts_with('+') { Ok(Self(number.to_be_bytes())) } else { Err(NotASerial) }
    }
}
impl Serialize for Serial {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Serial {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
