//! The one door. An [`Act`] is at once the access decision, the write and the journal entry with its field-level diff;
//! nothing else in the crate can write. A [`Look`] is its reading sister. The [`Bench`] runs them, one after the other,
//! and commits many at once; the [`Writer`] is the thread that owns it.

pub mod batch;
pub mod bench;
mod committer;
pub mod door;
pub mod fresh;
pub mod ledger;
pub mod line;
pub mod look;
pub mod once;
pub mod rights;
pub mod tally;
pub mod vault;
pub mod writer;
mod writing;

pub use batch::Touched;
pub use bench::{Bench, Call, Opening};
pub use door::Act;
pub use look::Look;
pub use vault::Vault;
pub use writer::{Published, Writer};
