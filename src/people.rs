//! What is known of a person, each value of its own type: names, numbers of documents, ways to reach them.

pub mod account;
pub mod changes;
pub mod pages;
pub mod person;
pub mod table;
pub mod views;
pub mod birth;
pub mod day;
pub mod email;
pub mod inn;
pub mod passport;
pub mod phone;
pub mod snils;

pub use crate::terms::FullName;
pub use account::{AccountNumber, BankAccount, Bic};
pub use birth::BirthDate;
pub use email::Email;
pub use inn::Inn;
pub use passport::Passport;
pub use person::{Person, Sex};
pub use phone::Phone;
pub use snils::Snils;

/// The digits of a number, without the spaces, dashes and brackets that people put between them.
/// `None` where anything else stands among them.
fn digits(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|character| !is_separator(*character)).collect();
    bare.chars().all(|character| character.is_ascii_digit()).then_some(bare)
}

/// Characters that are put between the groups of a number: spaces (also unbroken ones), dashes, brackets.
fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '‐' | '‑' | '–' | '—' | '−' | '(' | ')')
}

/// Whether every digit is the same zero: no number of a document or an account is.
fn is_all_zeros(digits: &str) -> bool {
    digits.bytes().all(|byte| byte == b'0')
}

/// The digits as numbers; bytes other than digits give nonsense, so check them first.
fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
    digits.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')))
}
