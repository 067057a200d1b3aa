//! A decree as the Owner enters it: kept beside the calendar that the program brings along, and in its place for that year.

use crate::{
    access::{Place, Placed},
    identity::agent::OWNER,
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Result, calendar::Decree},
};

/// The key of this year.
pub fn key(year: i16) -> [u8; 8] {
    u64::try_from(year).unwrap_or(0).to_be_bytes()
}

impl Record for Decree {
    const NAME: &'static str = "decree";
    const TABLE: Table = Table("decrees");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        key(self.year).to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Decree {}

impl Placed for Decree {
    fn place(&self) -> Place {
        Place { agent: Some(OWNER), ..Place::default() }
    }
}
