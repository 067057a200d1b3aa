//! A login: a digit for the type of the user, a hyphen, and a name of their choice.

use crate::{
    access::UserKind,
    terms::{Message, message},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Characters in a login.
const LONGEST: usize = 64;

/// What a user signs in with: `3-kuznetsova`, `4-0000012`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Login(String);

impl Login {
    /// Reads a login as typed: letter case and outer spaces do not matter.
    ///
    /// # Errors
    /// It is not of the form `3-name`, where the name is of Latin letters, digits, dots, hyphens and underscores.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let text = text.trim().to_lowercase();
        let name = text.strip_prefix(['1', '2', '3', '4']).and_then(|rest| rest.strip_prefix('-'));
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        match name {
            Some(name) if !name.is_empty() && text.len() <= LONGEST && name.chars().all(good) => Ok(Self(text)),
            Some(_) | None => Err(message("login-malformed")),
        }
    }

    /// The login of this kind of user with this name.
    ///
    /// # Errors
    /// As [`Login::parse`].
    pub fn of(kind: UserKind, name: &str) -> Result<Self, Message> {
        Self::parse(&format!("{}-{name}", kind.digit()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_names_the_type_of_its_user() {
        assert_eq!(Login::parse(" 3-Kuznetsova ").unwrap().as_str(), "3-kuznetsova");
        for bad in ["", "kuznetsova", "5-a", "3-", "3-a b", "3-../x", "3-кузнецова", "3-a\u{0}"] {
            assert!(Login::parse(bad).is_err(), "{bad:?}");
        }
        assert!(Login::parse(&format!("3-{}", "a".repeat(63))).is_err());
    }
}
