//! The journal of actions: per Agent an append-only Merkle tree of entries that nobody alters unnoticed (domain.md §5), each
//! entry with the field-level history of what it changed.
//!
//! The tree is the plain one of RFC 6962, its files are those of C2SP (tlog-tiles, signed-note, tlog-checkpoint,
//! tlog-proof): whoever doubts us can check with somebody else's program.

pub mod audit;
pub mod changes;
pub mod checkpoint;
pub mod entry;
pub mod export;
pub mod fields;
pub mod listed;
pub mod note;
pub mod pages;
pub mod proof;
pub mod prove;
pub mod seal;
pub mod search;
pub mod table;
pub mod then;
pub mod tree;
pub mod views;

pub use checkpoint::Checkpoint;
pub use entry::{Deed, Entry, FieldChange, Outcome, RecordChange, RecordRef, Value};
pub use note::{Name, SigningKey, VerifyingKey};
pub use proof::{Proof, Verdict};
pub use tree::Hash;
