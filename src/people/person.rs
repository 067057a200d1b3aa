//! A citizen's profile: unique by SNILS, each value of its own type.

use super::{BankAccount, BirthDate, Email, Inn, Passport, Phone, Snils};
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Digest, FullName, HouseId, PersonId, Personal, Result, UserId},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Пол.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    /// Женский.
    Female,
    /// Мужской.
    Male,
}

/// A citizen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their number.
    pub id: PersonId,
    /// The user as whom they sign in.
    pub user: UserId,
    /// Name.
    pub name: Personal<FullName>,
    /// Birth date.
    pub birth: Personal<BirthDate>,
    /// Sex.
    pub sex: Personal<Sex>,
    /// СНИЛС; no two citizens have the same.
    pub snils: Personal<Snils>,
    /// ИНН.
    pub inn: Option<Personal<Inn>>,
    /// Passport of the Russian Federation.
    pub passport: Option<Personal<Passport>>,
    /// The house where they are registered.
    pub house: Option<HouseId>,
    /// "ул. Набережная, 12, кв. 34": the address of registration as a line; empty where none is known.
    pub address: Personal<String>,
    /// Telephone.
    pub phone: Option<Personal<Phone>>,
    /// E-mail.
    pub email: Option<Personal<Email>>,
    /// Where payments go.
    pub account: Option<Personal<BankAccount>>,
    /// When the values were last confirmed by documents.
    pub confirmed: Option<Date>,
}

/// Finds a citizen by the digest of their SNILS: the number itself lies in no index.
pub const BY_SNILS: Index = Table("persons_by_snils");
/// Finds the citizen of a user.
pub const BY_USER: Index = Table("persons_by_user");

/// What the index has of a SNILS.
pub fn snils_key(snils: &Snils) -> Vec<u8> {
    Digest::of(snils.to_string().as_bytes()).0.to_vec()
}

impl Placed for Person {
    fn place(&self) -> Place {
        Place { agent: None, house: self.house, holder: Some(self.user), subject: Some(self.id), principal: None }
    }
}

impl Record for Person {
    const NAME: &'static str = "person";
    const TABLE: Table = Table("persons");
    const INDEXES: &'static [Index] = &[BY_SNILS, BY_USER];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(vec![
            IndexEntry { index: BY_SNILS, key: snils_key(self.snils.reveal()), value: Vec::new() },
            IndexEntry { index: BY_USER, key: self.user.key().to_vec(), value: Vec::new() },
        ])
    }
}
impl Fact for Person {}
