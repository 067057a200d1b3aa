//! Numbers of documents that are right by their check digits and belong to nobody.

use super::chance::Chance;
use crate::{
    people::{AccountNumber, BankAccount, Bic, Email, Inn, Passport, Phone, Snils},
    terms::{Fault, Message, Result},
};

/// A prime that scatters the numbers of SNILS over their range without ever meeting the same twice.
const SCATTER: u64 = 48_271;
/// A prime just below the length of the range.
const RANGE: u64 = 99_999_989;
/// The first SNILS; the Fund has not come near it yet.
const FIRST_SNILS: u64 = 900_000_000;
/// Weights of the two check digits of an INN of twelve.
const INN_WEIGHTS: [[u32; 11]; 2] = [[7, 2, 4, 10, 3, 5, 9, 4, 6, 8, 0], [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]];
/// Banks that do not exist: no region has the code 99 after the country's 04.
const BANKS: [&str; 3] = ["049900601", "049900725", "049900833"];

/// A number was generated that the product itself refuses.
fn unfit(message: Message) -> crate::terms::Error {
    Fault::new("making up a number", message.id.into_owned()).into()
}

/// The SNILS of this order; no two orders have the same.
pub(super) fn snils(order: u64) -> Result<Snils> {
    let nine = format!("{:09}", FIRST_SNILS + order.wrapping_mul(SCATTER) % RANGE);
    let sum: u32 = nine.bytes().rev().zip(1..).map(|(digit, place)| u32::from(digit - b'0') * place).sum();
    Snils::parse(&format!("{nine}{:02}", sum % 101 % 100)).map_err(unfit)
}

/// The INN of this order, in a region that there is not.
pub(super) fn inn(order: u64) -> Result<Inn> {
    let mut digits = format!("00{:08}", 10_000_000 + order.wrapping_mul(SCATTER) % 89_999_999);
    for weights in INN_WEIGHTS {
        let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        digits.push_str(&(sum % 11 % 10).to_string());
    }
    Inn::of_person(&digits).map_err(unfit)
}

/// A passport of a region that there is not (55 stands in no list of OKATO).
pub(super) fn passport(order: u64, chance: &mut Chance) -> Result<Passport> {
    Passport::parse(&format!("55{:02} {:06}", chance.between(2, 24), 100_000 + order.wrapping_mul(SCATTER) % 899_981)).map_err(unfit)
}

/// A mobile number under a code that the numbering plan gives to nobody.
pub(super) fn phone(order: u64) -> Result<Phone> {
    Phone::parse(&format!("+7944{:07}", 1_000_000 + order.wrapping_mul(SCATTER) % 8_999_993)).map_err(unfit)
}

/// An address that never receives a letter (RFC 2606).
pub(super) fn email(name: &str, surname: &str, order: u64) -> Result<Email> {
    Email::parse(&format!("{}.{}{}@example.ru", latin(name), latin(surname), order % 100)).map_err(unfit)
}

/// An account whose control key holds.
pub(super) fn account(chance: &mut Chance) -> Result<BankAccount> {
    let bank = chance.pick(&BANKS).copied().unwrap_or_default();
    let tail = chance.between(10_000_000_000, 99_999_999_999);
    let tried = (0..10).map(|key| {
        let number = AccountNumber::parse(&format!("40817810{key}{tail}"))?;
        BankAccount::new(number, Bic::parse(bank)?)
    });
    let mut last = Err(crate::terms::message("people-account-key"));
    for account in tried {
        match account {
            Ok(account) => return Ok(account),
            Err(_) => last = account,
        }
    }
    last.map_err(unfit)
}

/// As a Russian spells herself in an e-mail address.
pub(super) fn latin(text: &str) -> String {
    const LETTERS: [(char, &str); 33] = [
        ('а', "a"),
        ('б', "b"),
        ('в', "v"),
        ('г', "g"),
        ('д', "d"),
        ('е', "e"),
        ('ё', "e"),
        ('ж', "zh"),
        ('з', "z"),
        ('и', "i"),
        ('й', "y"),
        ('к', "k"),
        ('л', "l"),
        ('м', "m"),
        ('н', "n"),
        ('о', "o"),
        ('п', "p"),
        ('р', "r"),
        ('с', "s"),
        ('т', "t"),
        ('у', "u"),
        ('ф', "f"),
        ('х', "kh"),
        ('ц', "ts"),
        ('ч', "ch"),
        ('ш', "sh"),
        ('щ', "shch"),
        ('ъ', ""),
        ('ы', "y"),
        ('ь', ""),
        ('э', "e"),
        ('ю', "yu"),
        ('я', "ya"),
    ];
    let letter = |c: char| LETTERS.iter().find(|(cyrillic, _)| *cyrillic == c).map_or("", |(_, latin)| latin);
    text.to_lowercase().chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_numbers_of_a_town_are_right_and_unique() {
        let count = 20_000;
        let snils: HashSet<_> = (0..count).map(|order| snils(order).unwrap()).collect();
        let inns: HashSet<_> = (0..count).map(|order| inn(order).unwrap()).collect();
        let phones: HashSet<_> = (0..count).map(|order| phone(order).unwrap().to_string()).collect();
        assert_eq!([snils.len(), inns.len(), phones.len()], [count as usize; 3]);
        let mut chance = Chance::new(1);
        assert!((0..200).all(|order| account(&mut chance).is_ok() && passport(order, &mut chance).is_ok()));
        assert_eq!(email("Юлия", "Щёкина-Ёж", 107).unwrap().to_string(), "yuliya.shchekinaezh7@example.ru");
    }
}
