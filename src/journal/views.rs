//! How the journal, the history of a record and "who looked at my data" look.

pub mod age;
pub mod bounds;
pub mod changes;
pub mod checkpoint;
pub mod column;
pub mod entry;
pub mod filter;
pub mod history;
pub mod label;
pub mod line;
pub mod list;
pub mod moment;
pub mod question;
pub mod searches;
pub mod then;
pub mod trace;
