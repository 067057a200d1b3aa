//! КПП: the code of an organisation's place of registration for tax (приказ ФНС ММВ-7-6/435@ of 29.06.2012). It has no
//! check digit.

use crate::terms::{Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

const LENGTH: usize = 9;

/// Nine characters: four digits, two digits or Latin capitals, three digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kpp(String);

impl Kpp {
    /// With or without spaces.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let right = |(place, c): (usize, char)| c.is_ascii_digit() || (matches!(place, 4 | 5) && c.is_ascii_uppercase());
        if text.chars().count() != LENGTH || !text.chars().enumerate().all(right) {
            return Err(message("kpp-malformed"));
        }
        if text.bytes().all(|byte| byte == b'0') {
            return Err(message("kpp-zeros"));
        }
        Ok(Self(text))
    }
}

impl fmt::Display for Kpp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<Kpp> for String {
    fn from(kpp: Kpp) -> Self {
        kpp.0
    }
}
impl TryFrom<String> for Kpp {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_shape_is_checked() {
        for right in ["773601001", "7736 01 001", "7736AB001"] {
            assert!(Kpp::parse(right).is_ok(), "{right}");
        }
        for wrong in ["", "77360100", "7736010011", "7736ab001", "A73601001", "000000000", "77360А001"] {
            assert!(Kpp::parse(wrong).is_err(), "{wrong}");
        }
    }
}
