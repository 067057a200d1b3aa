//! A question to the journal that its reader keeps under a name.

use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Message, Personal, Result, UserId, message},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Characters of a name.
pub const LONGEST_NAME: usize = 60;

/// What a reader calls a question: one line, told apart without regard to large and small letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SearchName(String);

impl SearchName {
    /// Takes a name without outer and double spaces.
    ///
    /// # Errors
    /// It is empty, too long, or has control characters.
    pub fn parse(text: &str) -> std::result::Result<Self, Message> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(message("journal-search-nameless"));
        }
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(message("journal-search-long").with("max", LONGEST_NAME as i64));
        }
        Ok(Self(name))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a reader would take the two for one.
    pub fn is_like(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl fmt::Display for SearchName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The question with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Whose it is; nobody else sees it.
    pub user: UserId,
    /// Its number among those of its reader.
    pub number: u64,
    /// Its name.
    pub name: SearchName,
    /// The question as an address has it behind the `?`. A name may be sought: no history keeps it.
    pub query: Personal<String>,
    /// When it was last saved.
    pub saved_at: Timestamp,
}

impl SavedSearch {
    /// The key of this reader's search with this number.
    pub fn key_of(user: UserId, number: u64) -> Vec<u8> {
        [user.key(), number.to_be_bytes()].concat()
    }
}

impl Record for SavedSearch {
    const NAME: &'static str = "journal-search";
    const TABLE: Table = Table("journal_searches");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        Self::key_of(self.user, self.number)
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for SavedSearch {}

impl Placed for SavedSearch {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        let name = SearchName::parse("  Отказы   за\tнеделю ").unwrap();
        assert_eq!(name.as_str(), "Отказы за неделю");
        assert!(name.is_like(&SearchName::parse("ОТКАЗЫ за неделю").unwrap()));
        assert_eq!(SearchName::parse(" ").unwrap_err().id, "journal-search-nameless");
        assert_eq!(SearchName::parse(&"я".repeat(61)).unwrap_err().id, "journal-search-long");
        assert_eq!(SearchName::parse("a\u{7}b").unwrap_err().id, "journal-search-long");
    }
}
