//! СНИЛС: the number of a person's pension account, by which a profile is unique.

use super::{digits, is_all_zeros, values};
use crate::terms::{Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

const LENGTH: usize = 11;
/// The check digits of this number and the ones before it follow no rule (format of the Pension Fund, consultant LAW_124607).
const LAST_UNCHECKED: u32 = 1_001_998;

/// СНИЛС, printed `112-233-445 95`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Snils {
    /// The first nine digits.
    number: u32,
    /// The two check digits.
    check: u8,
}

impl Snils {
    /// With or without the separators.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let digits = digits(text).ok_or_else(|| message("people-snils-characters"))?;
        if digits.len() != LENGTH {
            return Err(message("people-snils-length").with("count", digits.len() as i64));
        }
        let number: u32 = digits[..9].parse().map_err(|_| message("people-snils-characters"))?;
        let check: u8 = digits[9..].parse().map_err(|_| message("people-snils-characters"))?;
        if is_all_zeros(&digits) || (number > LAST_UNCHECKED && check != check_digits(&digits[..9])) {
            return Err(message("people-snils-checksum"));
        }
        Ok(Self { number, check })
    }
}

/// Each of nine digits times its place counted from the end, the sum modulo 101, and 100 gives 00.
fn check_digits(nine: &str) -> u8 {
    let sum: u32 = values(nine).rev().zip(1..).map(|(digit, place)| digit * place).sum();
    u8::try_from(sum % 101 % 100).unwrap_or(0)
}

impl fmt::Display for Snils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, check } = self;
        write!(f, "{:03}-{:03}-{:03} {check:02}", number / 1_000_000, number / 1_000 % 1_000, number % 1_000)
    }
}
impl From<Snils> for String {
    fn from(snils: Snils) -> Self {
        snils.to_string()
    }
}
impl TryFrom<String> for Snils {
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
    fn numbers_of_the_sources_are_right() {
        for right in ["112-233-445 95", "087-654-303 00", "087-654-302 00", "642-709-548 07", "001-019-989 00", "001-019-998 00"] {
            assert_eq!(Snils::parse(right).unwrap().to_string(), right);
            let bare: String = right.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(Snils::parse(&bare).unwrap().to_string(), right);
        }
        assert!(Snils::parse("001-001-998 77").is_ok(), "numbers up to this one have no rule");
    }

    #[test]
    fn a_wrong_number_says_what_is_wrong() {
        let id = |text: &str| Snils::parse(text).unwrap_err().id;
        assert_eq!(id("112-233-445 96"), "people-snils-checksum");
        assert_eq!(id("000-000-000 00"), "people-snils-checksum");
        assert_eq!(id("112-233-445"), "people-snils-length");
        assert_eq!(id("112-233-44S 95"), "people-snils-characters");
        assert_eq!(id("١١٢-233-445 95"), "people-snils-characters", "digits of other scripts are not digits here");
        assert_eq!(id(""), "people-snils-length");
    }

    #[test]
    fn it_is_stored_as_it_is_printed() {
        let snils = Snils::parse("11223344595").unwrap();
        assert_eq!(serde_json::to_string(&snils).unwrap(), "\"112-233-445 95\"");
        assert_eq!(serde_json::from_str::<Snils>("\"112-233-445 95\"").unwrap(), snils);
        assert!(serde_json::from_str::<Snils>("\"112-233-445 96\"").is_err());
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_is_always_caught(number in 1_001_999u32..1_000_000_000, place in 0usize..9, other in 1u32..10) {
            let nine = format!("{number:09}");
            let right = format!("{nine}{:02}", check_digits(&nine));
            prop_assert!(Snils::parse(&right).is_ok());
            let wrong: String = right
                .chars()
                .enumerate()
                .map(|(index, c)| if index == place { char::from_digit((c.to_digit(10).unwrap() + other) % 10, 10).unwrap() } else { c })
                .collect();
            // Below the first checked number nothing is checked; and 00 stands for both 0 and 100.
            let unchecked = wrong[..9].parse::<u32>().unwrap() <= LAST_UNCHECKED;
            prop_assert!(unchecked || right.ends_with("00") || Snils::parse(&wrong).is_err());
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            if let Ok(snils) = Snils::parse(&text) {
                prop_assert_eq!(Snils::parse(&snils.to_string()).unwrap(), snils);
            }
        }
    }
}
