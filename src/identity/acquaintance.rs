//! From where a user has signed in before: what comes from elsewhere is told to them.

use super::Browser;
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Result, UserId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Places of a user that are remembered; the oldest makes room.
const MOST: usize = 20;

/// One address with one browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPlace {
    /// The address.
    pub address: String,
    /// The browser.
    pub browser: Browser,
    /// When somebody first signed in from there.
    pub since: Timestamp,
}

/// The places of one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquaintance {
    /// Whose.
    pub user: UserId,
    /// From where, the oldest first.
    pub places: Vec<KnownPlace>,
}

impl Acquaintance {
    /// Whether they have signed in from there with such a browser.
    pub fn has(&self, address: &str, browser: &Browser) -> bool {
        self.places.iter().any(|place| place.address == address && place.browser == *browser)
    }

    /// Whether they have signed in from this address.
    pub fn has_address(&self, address: &str) -> bool {
        self.places.iter().any(|place| place.address == address)
    }

    /// With one more place.
    #[must_use]
    pub fn with(&self, place: KnownPlace) -> Self {
        let mut places = self.places.clone();
        places.push(place);
        let beyond = places.len().saturating_sub(MOST);
        places.drain(..beyond);
        Self { user: self.user, places }
    }
}

impl Record for Acquaintance {
    const NAME: &'static str = "known-places";
    const TABLE: Table = Table("known_places");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.user.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Acquaintance {}

impl Placed for Acquaintance {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}
