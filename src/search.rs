//! Full-text search over applications and their cases. The index is derived: it follows the journal, holds no text, only where
//! words occur, and may be thrown away at any time. What it answers are identities; the records come from the store.

pub mod case;
pub mod follower;
pub mod index;
pub mod pages;
pub mod query;
mod readable;
pub mod schema;
pub mod views;
pub mod words;

pub use case::{CaseDocument, Change, Fingerprint};
pub use index::{SearchIndex, open_reader};
pub use query::{Answer, Houses, Place, Question, SearchReader};

#[cfg(test)]
mod tests;
