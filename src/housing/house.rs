//! A house.

use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{HouseId, Result},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A house of the town; scopes are groups of houses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct House {
    /// Its number in the register.
    pub id: HouseId,
    /// "ул. Набережная".
    pub street: String,
    /// "12", "12а", "12/3".
    pub number: String,
}

impl fmt::Display for House {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.street, self.number)
    }
}

impl Placed for House {
    fn place(&self) -> Place {
        Place { house: Some(self.id), ..Place::default() }
    }
}

impl Record for House {
    const NAME: &'static str = "house";
    const TABLE: Table = Table("houses");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for House {}
