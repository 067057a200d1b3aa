//! What it means to be stored: a table, a key, the rows of indexes, all declared by the record itself. Pure, so that nouns
//! can say it of themselves; reading and writing is in [`super::rows`].

use crate::terms::Result;
use serde::{Serialize, de::DeserializeOwned};

/// The name of a table of bytes to bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Table(pub &'static str);

/// The table of an index.
pub type Index = Table;

/// One row of an index: found by `key`, answers with `value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// The table.
    pub index: Index,
    /// What it is found by. The record's own key is added behind it.
    pub key: Vec<u8>,
    /// What a list shows without loading the record; may be empty.
    pub value: Vec<u8>,
}

/// Something that is stored.
pub trait Record: Serialize + DeserializeOwned {
    /// The word for it in the journal and the history.
    const NAME: &'static str;
    /// Where it is stored.
    const TABLE: Table;
    /// The version that is written; older ones can still be read.
    const VERSION: u8 = 1;
    /// The indexes that [`Record::entries`] writes to, for `kabinet check`.
    const INDEXES: &'static [Index];

    /// Its key; sorts as the records should.
    fn key(&self) -> Vec<u8>;

    /// Its rows in the indexes.
    ///
    /// # Errors
    /// A value of an index cannot be encoded: a bug.
    fn entries(&self) -> Result<Vec<IndexEntry>>;

    /// Whether the field with this path is personal data of the record's subject, though its type does not say so: the
    /// history seals it.
    fn is_personal(&self, _path: &str) -> bool {
        false
    }
}

/// A record that only an Act writes.
pub trait Fact: Record {}

/// A record that only a follower writes; it can be made again from the journal.
pub trait Derived: Record {}
