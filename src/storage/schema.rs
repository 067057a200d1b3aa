//! The version of what is stored, and the way from an older one.

use super::{Engine, Overlay, Table, view::View};
use crate::terms::{Fault, Result};

const TABLE: Table = Table("schema");
const KEY: &[u8] = b"version";

/// The version that this program writes.
pub const CURRENT: u32 = 1;

/// One step up: reads the old rows and writes the new ones, in one batch.
type Step = fn(&dyn View, &mut Overlay) -> Result<()>;

/// The steps from version 1 on: the first leads from 1 to 2. Each release adds at most one, and its predecessor's small
/// database to `tests/`.
const STEPS: [Step; CURRENT as usize - 1] = [];

/// The version of this store; none where nothing was stored yet.
///
/// # Errors
/// The version is damaged, or a fault of the engine.
pub fn version(view: &dyn View) -> Result<Option<u32>> {
    let Some(bytes) = view.get(TABLE, KEY)? else { return Ok(None) };
    let bytes = bytes.try_into().map_err(|_| Fault::new("opening the data file", "its version cannot be read"))?;
    Ok(Some(u32::from_be_bytes(bytes)))
}

/// Brings the store up to [`CURRENT`], step by step, each durable by itself; a new store is marked with it.
///
/// # Errors
/// The store is newer than the program, or a fault of the engine.
pub fn migrate(engine: &Engine) -> Result<()> {
    let found = version(&engine.snapshot()?)?;
    if found.is_some_and(|version| version > CURRENT) {
        return Err(Fault::new("opening the data file", "it was written by a newer Kabinet; use that version or newer").into());
    }
    let Some(mut version) = found else { return mark(engine, Overlay::default(), CURRENT) };
    while version < CURRENT {
        let mut overlay = Overlay::default();
        STEPS[version as usize - 1](&engine.snapshot()?, &mut overlay)?;
        version += 1;
        mark(engine, overlay, version)?;
    }
    Ok(())
}

fn mark(engine: &Engine, mut overlay: Overlay, version: u32) -> Result<()> {
    overlay.put(TABLE, KEY.to_vec(), version.to_be_bytes().to_vec());
    engine.commit(&overlay)
}
