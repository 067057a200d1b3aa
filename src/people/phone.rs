//! A Russian telephone number.

use super::digits;
use crate::terms::{Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Digits after the +7.
const LENGTH: usize = 10;

/// Stored as `+79123456789`, printed `+7 912 345-67-89`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// Beginning with +7, with 8 or with the code of the town or the mobile network.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let text = text.trim();
        let abroad = text.strip_prefix('+');
        let bare = abroad.unwrap_or(text).replace('.', "");
        let digits = digits(&bare).ok_or_else(|| message("people-phone-characters"))?;
        let number = match (abroad.is_some(), digits.len(), digits.chars().next()) {
            (true, _, Some('7')) | (false, 11, Some('7' | '8')) => &digits[1..],
            (true, _, Some(_)) => return Err(message("people-phone-foreign")),
            (true | false, _, _) => digits.as_str(),
        };
        if number.len() != LENGTH {
            return Err(message("people-phone-length").with("count", number.len() as i64));
        }
        // Codes of towns and mobile networks in the numbering plan begin with these.
        if !number.starts_with(['3', '4', '8', '9']) {
            return Err(message("people-phone-code"));
        }
        Ok(Self(format!("+7{number}")))
    }

    /// For a `tel:` link: `+79123456789`.
    pub fn bare(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = &self.0[2..];
        write!(f, "+7 {} {}-{}-{}", &number[..3], &number[3..6], &number[6..8], &number[8..])
    }
}
impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}
impl TryFrom<String> for Phone {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_is_the_same_number() {
        for text in ["+7 912 345-67-89", "8 (912) 345 67 89", "79123456789", "912.345.67.89", " +7(912)345–67–89 "] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!((phone.bare(), phone.to_string().as_str()), ("+79123456789", "+7 912 345-67-89"), "{text}");
        }
        assert_eq!(Phone::parse("8 800 200-39-00").unwrap().to_string(), "+7 800 200-39-00");
    }

    #[test]
    fn a_wrong_number_says_what_is_wrong() {
        let id = |text: &str| Phone::parse(text).unwrap_err().id;
        assert_eq!(id("+375 29 123-45-67"), "people-phone-foreign");
        assert_eq!(id("912 345-67"), "people-phone-length");
        assert_eq!(id("2-34-56 доб. 7"), "people-phone-characters");
        assert_eq!(id("+7 012 345-67-89"), "people-phone-code");
        assert_eq!(id("+"), "people-phone-length");
        assert_eq!(id("++79123456789"), "people-phone-characters");
    }
}
