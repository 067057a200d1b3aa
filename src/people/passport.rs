//! The passport of a citizen of Russia.

use super::{digits, is_all_zeros};
use crate::terms::{Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

const SERIES: usize = 4;
const NUMBER: usize = 6;

/// Series and number, printed `4508 123456`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Passport(String);

impl Passport {
    /// Series and number in one line, with or without spaces and the sign №.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let digits = digits(&text.replace('№', "")).ok_or_else(|| message("people-passport-characters"))?;
        if digits.len() != SERIES + NUMBER {
            return Err(message("people-passport-length").with("count", digits.len() as i64));
        }
        if is_all_zeros(&digits[..SERIES]) || is_all_zeros(&digits[SERIES..]) {
            return Err(message("people-passport-zeros"));
        }
        Ok(Self(digits))
    }
}

impl fmt::Display for Passport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", &self.0[..SERIES], &self.0[SERIES..])
    }
}
impl From<Passport> for String {
    fn from(passport: Passport) -> Self {
        passport.to_string()
    }
}
impl TryFrom<String> for Passport {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_and_number() {
        for text in ["45 08 123456", "4508123456", "4508 № 123456"] {
            assert_eq!(Passport::parse(text).unwrap().to_string(), "4508 123456");
        }
        assert_eq!(Passport::parse("4508 12345").unwrap_err().id, "people-passport-length");
        assert_eq!(Passport::parse("4508 000000").unwrap_err().id, "people-passport-zeros");
        assert_eq!(Passport::parse("IV-АК 123456").unwrap_err().id, "people-passport-characters");
    }
}
