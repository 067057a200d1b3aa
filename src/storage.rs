//! The engine under everything: one redb file, read through snapshots, written in whole batches. redb is named only here.
//!
//! A batch is collected in memory ([`Overlay`]) over a snapshot and written in one transaction, table by table in key
//! order; a refused Act drops its own layer and nothing of it is left anywhere.

pub mod beside;
pub mod blob;
pub mod codec;
pub mod copy;
pub mod engine;
pub mod overlay;
pub mod record;
pub mod rows;
pub mod schema;
pub mod space;
pub mod view;

pub use blob::{Chunks, StagedFile};
pub use engine::{Engine, Snapshot};
pub use overlay::{Layered, Overlay};
pub use record::{Derived, Fact, Index, IndexEntry, Record, Table};
pub use view::{Order, View};
