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

impl House {
    /// Whether somebody may mean this house by these words: with the kind of the street or without, with commas or not, in
    /// whatever letter case.
    pub fn is_called(&self, typed: &str) -> bool {
        let plain =
            |text: &str| text.to_lowercase().replace('ё', "е").replace([',', '.'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let (own, typed) = (plain(&self.to_string()), plain(typed));
        own == typed || own.split_once(' ').is_some_and(|(_, without_kind)| without_kind == typed)
    }

    /// By street, and within a street by number: house 9 stands before house 12.
    pub fn order(&self) -> (String, u32, String) {
        let digits = self.number.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.number.len());
        (self.street.clone(), self.number[..digits].parse().unwrap_or(u32::MAX), self.number.clone())
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_is_found_with_the_kind_of_its_street_or_without() {
        let house = House { id: HouseId::new(1), street: "ул. Лётная".to_owned(), number: "4а".to_owned() };
        for called in ["ул. Лётная, 4а", "летная 4А", "УЛ ЛЕТНАЯ 4а", "Лётная, 4а"] {
            assert!(house.is_called(called), "{called}");
        }
        for other in ["4а", "ул. Лётная", "Лётная 4", ""] {
            assert!(!house.is_called(other), "{other}");
        }
    }

    #[test]
    fn house_nine_stands_before_house_twelve() {
        let house = |number: &str| House { id: HouseId::new(1), street: "ул. Мира".to_owned(), number: number.to_owned() };
        let mut houses = ["12", "9", "12а", "без номера", "2/1"].map(house).to_vec();
        houses.sort_by_cached_key(House::order);
        assert_eq!(houses.iter().map(|house| house.number.as_str()).collect::<Vec<_>>(), ["2/1", "9", "12", "12а", "без номера"]);
    }
}
