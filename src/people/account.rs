//! A bank account for payments: 20 characters and the BIC of its bank, bound by a control key
//! (Порядок расчёта контрольного ключа, ЦБ РФ № 515 of 08.09.1997).

use super::{digits, is_all_zeros, is_separator};
use crate::terms::{Message, message};
use serde::{Deserialize, Serialize};
use std::fmt;

const ACCOUNT: usize = 20;
const BIC: usize = 9;
const CARD: usize = 16;
/// The place of the currency's first character, which may be a letter.
const LETTER: usize = 5;
/// Letters of that place, standing for 0 to 9 (appendix of № 515), and the Cyrillic ones that look the same.
const LETTERS: &str = "ABCEHKMPTX";
const LOOKALIKES: &str = "АВСЕНКМРТХ";
const WEIGHTS: [u32; 3] = [7, 1, 3];

/// Банковский идентификационный код: 9 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bic(String);

impl Bic {
    /// With or without spaces.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let digits = digits(text).ok_or_else(|| message("people-bic-characters"))?;
        if digits.len() != BIC {
            return Err(message("people-bic-length").with("count", digits.len() as i64));
        }
        if is_all_zeros(&digits) {
            return Err(message("people-bic-zeros"));
        }
        Ok(Self(digits))
    }

    /// Whether it is a settlement centre of the Bank of Russia and not a bank.
    fn is_settlement_centre(&self) -> bool {
        matches!(&self.0[6..], "000" | "001" | "002")
    }
}

/// The number of an account: 20 digits, the sixth of which may be a letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountNumber(String);

impl AccountNumber {
    /// With or without spaces. Its control key can be checked only with the bank: [`BankAccount::new`].
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let mut bare: Vec<char> = text.chars().filter(|character| !is_separator(*character)).collect();
        if let Some(letter) = bare.get_mut(LETTER) {
            *letter = latin(*letter);
        }
        let fits = |(place, character): (usize, &char)| character.is_ascii_digit() || (place == LETTER && LETTERS.contains(*character));
        if !bare.iter().enumerate().all(fits) {
            return Err(message("people-account-characters"));
        }
        let number: String = bare.into_iter().collect();
        match number.len() {
            CARD => Err(message("people-account-card")),
            ACCOUNT if is_all_zeros(&number) => Err(message("people-account-zeros")),
            ACCOUNT => Ok(Self(number)),
            count => Err(message("people-account-length").with("count", count as i64)),
        }
    }

    /// Accounts of the treasury: their key follows rules we have no source for, so it is not checked.
    fn is_of_treasury(&self) -> bool {
        self.0.starts_with("03") || self.0.starts_with("40102")
    }

    /// Correspondent accounts of banks are kept at a settlement centre.
    fn is_correspondent(&self) -> bool {
        self.0.starts_with("30101") || self.0.starts_with("30102")
    }
}

/// The capital Latin letter for a Cyrillic one that looks the same.
fn latin(letter: char) -> char {
    let capital = letter.to_uppercase().next().unwrap_or(letter);
    LOOKALIKES.chars().zip(LETTERS.chars()).find(|(cyrillic, _)| *cyrillic == capital).map_or(capital, |(_, latin)| latin)
}

/// An account at a bank. Stored and printed as the number, a space and the BIC.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BankAccount {
    number: AccountNumber,
    bic: Bic,
}

impl BankAccount {
    /// The account with this number at this bank.
    ///
    /// # Errors
    /// The control key does not hold: one of the two is mistyped.
    pub fn new(number: AccountNumber, bic: Bic) -> Result<Self, Message> {
        if !number.is_of_treasury() && !control_sum(&number, &bic).is_multiple_of(10) {
            return Err(message("people-account-key"));
        }
        Ok(Self { number, bic })
    }

    /// From the number, a space and the BIC.
    ///
    /// # Errors
    /// What is wrong and how to mend it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let (number, bic) = text.trim().rsplit_once(' ').ok_or_else(|| message("people-account-length").with("count", 0))?;
        Self::new(AccountNumber::parse(number)?, Bic::parse(bic)?)
    }

    /// The 20 characters.
    pub const fn number(&self) -> &AccountNumber {
        &self.number
    }

    /// The bank.
    pub const fn bic(&self) -> &Bic {
        &self.bic
    }
}

/// Sum of the last digits of the products of 23 digits (3 of the bank, 20 of the account) with 7, 1, 3; a right one ends with 0.
fn control_sum(AccountNumber(number): &AccountNumber, bic: &Bic) -> u32 {
    let at_centre = bic.is_settlement_centre() || AccountNumber(number.clone()).is_correspondent();
    let bank = if at_centre { format!("0{}", &bic.0[4..6]) } else { bic.0[6..].to_owned() };
    let value = |character: char| character.to_digit(10).or_else(|| LETTERS.find(character).and_then(|place| u32::try_from(place).ok()));
    let digits = bank.chars().chain(number.chars()).map(|character| value(character).unwrap_or(0));
    digits.zip(WEIGHTS.into_iter().cycle()).map(|(digit, weight)| digit * weight % 10).sum()
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<Bic> for String {
    fn from(bic: Bic) -> Self {
        bic.0
    }
}
impl TryFrom<String> for Bic {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}
impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<AccountNumber> for String {
    fn from(number: AccountNumber) -> Self {
        number.0
    }
}
impl TryFrom<String> for AccountNumber {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|message| message.id.into_owned())
    }
}
impl fmt::Display for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.bic)
    }
}
impl From<BankAccount> for String {
    fn from(account: BankAccount) -> Self {
        account.to_string()
    }
}
impl TryFrom<String> for BankAccount {
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
    fn the_official_examples_hold() {
        for text in [
            "40602810700000000025 049805746",
            "30101810800000000746 049805000",
            "40702810138250123017 044525225",
            "30101810400000000225 044525225",
        ] {
            assert_eq!(BankAccount::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_letter_may_stand_in_the_sixth_place() {
        assert_eq!(AccountNumber::parse("30114в84000000000001").unwrap().to_string(), "30114B84000000000001");
        assert_eq!(AccountNumber::parse("301148B4000000000001").unwrap_err().id, "people-account-characters");
    }

    #[test]
    fn a_wrong_account_says_what_is_wrong() {
        let id = |text: &str| AccountNumber::parse(text).unwrap_err().id;
        assert_eq!(id("2202 2002 1234 5678"), "people-account-card");
        assert_eq!(id("4070281013825012301"), "people-account-length");
        assert_eq!(id(&"0".repeat(20)), "people-account-zeros");
        assert_eq!(Bic::parse("04452522").unwrap_err().id, "people-bic-length");
        assert_eq!(BankAccount::parse("40702810138250123018 044525225").unwrap_err().id, "people-account-key");
        assert_eq!(BankAccount::parse("40702810138250123017 044525226").unwrap_err().id, "people-account-key");
        assert!(BankAccount::parse("03100643000000012345 044525225").is_ok(), "the treasury's key is not checked");
    }

    proptest! {
        #[test]
        fn exactly_one_key_fits(tail in 0u64..100_000_000_000, bank in 50u32..1000) {
            let bic = Bic::parse(&format!("044525{bank:03}")).unwrap();
            let fits = |key: &u32| {
                let number = AccountNumber::parse(&format!("40817810{key}{tail:011}")).unwrap();
                BankAccount::new(number, bic.clone()).is_ok()
            };
            prop_assert_eq!((0..10).filter(fits).count(), 1);
        }
    }
}
