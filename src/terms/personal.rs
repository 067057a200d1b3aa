//! Personal data (152-ФЗ) and secrets, as types that cannot be printed by mistake.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The serde name under which a [`Personal`] value goes, so that the history seals it and never stores it plain.
pub const PERSONAL: &str = "Personal";
/// The serde name under which a [`Secret`] goes, so that the history never holds it at all.
pub const SECRET: &str = "Secret";

/// How a reader sees personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// As it is.
    Plain,
    /// Each letter and digit as `*` (user parameter "hide personal data").
    Masked,
}

impl Sight {
    /// The text as this reader sees it: everything but letters and digits stays.
    pub fn see(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Masked => text.chars().map(|c| if c.is_alphanumeric() { '*' } else { c }).collect(),
        }
    }
}

/// A value about a person. It has no `Display`: a view prints it through the reader's [`Sight`].
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Personal<T>(T);

impl<T> Personal<T> {
    /// Marks the value as personal.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The bare value, for rules, checks and indexes; views may not call it (`tests/house/tidy.rs`).
    pub const fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Display> Personal<T> {
    /// The value as this reader sees it.
    pub fn seen(&self, sight: Sight) -> String {
        sight.see(&self.0.to_string())
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}
impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(PERSONAL, &self.0)
    }
}
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

/// A value that no page, log or history may show: a password's hash, a session's key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Marks the value as secret.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The bare value, for the one place that checks it.
    pub const fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
impl<T: Serialize> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(SECRET, &self.0)
    }
}
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_value_keeps_everything_but_letters_and_digits() {
        assert_eq!(Personal::new("Белова-Ёлкина, 12 кв. 3").seen(Sight::Masked), "******-******, ** **. *");
    }
}
