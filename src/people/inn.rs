//! ИНН: the taxpayer's number, of 12 digits for persons and 10 for organisations.

use super::{digits, is_all_zeros, values};
use crate::terms::{Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

const OF_ORGANISATION: usize = 10;
const OF_PERSON: usize = 12;
/// Weights by which the digits before a check digit are multiplied; the shorter rows are the ends of this one.
const WEIGHTS: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A person, also one in business (ИП).
    Person,
    /// A legal entity.
    Organisation,
}

/// ИНН with right check digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Inn(String);

impl Inn {
    /// Of a person or of an organisation.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let digits = digits(text).ok_or_else(|| message("people-inn-characters"))?;
        if ![OF_ORGANISATION, OF_PERSON].contains(&digits.len()) {
            return Err(message("people-inn-length").with("count", digits.len() as i64));
        }
        Self::checked(digits)
    }

    /// Of a person: 12 digits.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn of_person(text: &str) -> Result<Self, Message> {
        Self::of_length(text, OF_PERSON, "people-inn-person-length")
    }

    /// Of an organisation: 10 digits.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn of_organisation(text: &str) -> Result<Self, Message> {
        Self::of_length(text, OF_ORGANISATION, "people-inn-organisation-length")
    }

    /// Whose number it is.
    pub fn holder(&self) -> Holder {
        if self.0.len() == OF_PERSON { Holder::Person } else { Holder::Organisation }
    }

    fn of_length(text: &str, length: usize, otherwise: &'static str) -> Result<Self, Message> {
        let digits = digits(text).ok_or_else(|| message("people-inn-characters"))?;
        if digits.len() != length {
            return Err(message(otherwise).with("count", digits.len() as i64));
        }
        Self::checked(digits)
    }

    fn checked(digits: String) -> Result<Self, Message> {
        let check_digits = if digits.len() == OF_PERSON { 2 } else { 1 };
        let holds = (digits.len() - check_digits..digits.len())
            .all(|place| values(&digits[place..=place]).next() == Some(check_digit(&digits[..place])));
        if is_all_zeros(&digits) || !holds {
            return Err(message("people-inn-checksum"));
        }
        Ok(Self(digits))
    }
}

/// The digit that comes after these: their weighted sum modulo 11, and 10 gives 0.
fn check_digit(before: &str) -> u32 {
    let weights = WEIGHTS.iter().skip(WEIGHTS.len().saturating_sub(before.len()));
    let sum: u32 = values(before).zip(weights).map(|(digit, weight)| digit * weight).sum();
    sum % 11 % 10
}

impl fmt::Display for Inn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<Inn> for String {
    fn from(inn: Inn) -> Self {
        inn.0
    }
}
impl TryFrom<String> for Inn {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_the_sources() {
        assert_eq!(Inn::parse("7707083893").unwrap().holder(), Holder::Organisation);
        assert_eq!(Inn::parse("5001 0073 2259").unwrap().to_string(), "500100732259");
        assert_eq!(Inn::parse("617547302703").unwrap_err().id, "people-inn-checksum");
        assert_eq!(Inn::parse("0000000000").unwrap_err().id, "people-inn-checksum");
        assert_eq!(Inn::parse("77070838").unwrap_err().id, "people-inn-length");
        assert_eq!(Inn::parse("ИНН 7707083893").unwrap_err().id, "people-inn-characters");
    }

    #[test]
    fn a_person_has_twelve_digits_and_an_organisation_ten() {
        assert_eq!(Inn::of_person("7707083893").unwrap_err().id, "people-inn-person-length");
        assert_eq!(Inn::of_organisation("500100732259").unwrap_err().id, "people-inn-organisation-length");
        assert!(Inn::of_person("500100732259").is_ok() && Inn::of_organisation("7707083893").is_ok());
    }

    proptest! {
        #[test]
        fn with_its_check_digits_a_number_is_right_and_with_others_wrong(number in 1u64..10_000_000_000, other in 1u32..10) {
            let ten = format!("{number:010}");
            let eleven = format!("{ten}{}", check_digit(&ten));
            let last = check_digit(&eleven);
            let right = format!("{eleven}{last}");
            let wrong = format!("{eleven}{}", (last + other) % 10);
            prop_assert!(Inn::of_person(&right).is_ok());
            prop_assert!(Inn::of_person(&wrong).is_err());
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            if let Ok(inn) = Inn::parse(&text) {
                prop_assert_eq!(Inn::parse(&inn.to_string()).unwrap(), inn);
            }
        }
    }
}
