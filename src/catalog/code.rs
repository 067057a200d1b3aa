//! Short names by which the parts of the catalogue are known to each other and to the web.

use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, fmt, ops::Deref};

/// Characters in a code.
pub const LONGEST: usize = 64;

/// Why a text is not a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a code: 1 to 64 characters, small Latin letters, digits and hyphens, a letter first")]
pub struct NotACode(String);

/// The code of a step, a field, a choice, a document, a category: `stove-heating`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

impl Code {
    /// Small Latin letters, digits and hyphens, a letter first.
    ///
    /// # Errors
    /// It is not such a text.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let inside = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let fits = inside && text.len() <= LONGEST && text.starts_with(|c: char| c.is_ascii_lowercase());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotACode(text.to_owned())) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Code {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}
impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}
impl TryFrom<String> for Code {
    type Error = NotACode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

/// The code of a service: `heating-compensation`. It stands in addresses of pages and in stored applications.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ServiceCode(Code);

impl ServiceCode {
    /// The service with this code.
    ///
    /// # Errors
    /// It is not a code.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        Code::parse(text).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Borrow<str> for ServiceCode {
    fn borrow(&self) -> &str {
        self.0.as_str()
    }
}
impl fmt::Display for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl std::str::FromStr for ServiceCode {
    type Err = NotACode;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_plain() {
        assert_eq!(ServiceCode::parse("heating-compensation").unwrap().as_str(), "heating-compensation");
        for wrong in ["", "Heating", "отопление", "a b", "../etc", "1st", "-a", "a_b", &"a".repeat(65)] {
            assert!(Code::parse(wrong).is_err(), "{wrong}");
        }
    }
}
