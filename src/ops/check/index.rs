//! The search index against the records. It follows the journal: what it had not read yet when its server was killed, or
//! has not this second, is no finding; it is made up for by itself.

use crate::{
    applications::{Application, Office},
    search::{Fingerprint, follower, index, open_reader},
    storage::{Order, View, rows::each, view::Keys},
    terms::{ApplicationId, Result},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
    path::Path,
};

/// What stands in the index. To be read before the snapshot that it is compared with, which then knows all that it knows.
pub struct Index {
    position: Vec<u8>,
    held: Vec<(ApplicationId, Fingerprint)>,
}

/// How many applications the index does not hold as the records have them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Those that it has not read of yet.
    pub waiting: usize,
    /// Those that it should hold.
    pub wrong: usize,
}

/// Reads the index of this data folder; none where it is made, or made anew, at the next start.
///
/// # Errors
/// It is damaged.
pub fn read(folder: &Path) -> Result<Option<Index>> {
    let folder = folder.join("search");
    if !folder.is_dir() {
        return Ok(None);
    }
    // Before its contents: what it takes in meanwhile counts as waiting.
    let Some(position) = index::position(&folder)? else { return Ok(None) };
    Ok(Some(Index { position, held: open_reader(&folder)?.contents(None)? }))
}

impl Index {
    /// Compares it with the records.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn compare(&self, view: &dyn View, office: &Office) -> Result<Differences> {
        let Some(waiting) = follower::waiting(&self.position, view)? else { return Ok(Differences::default()) };
        let mut expected = BTreeMap::new();
        each(view, &Keys::all(), Order::Ascending, |application: Application| {
            expected.extend(follower::document(office, &application).map(|document| (document.id, document.fingerprint())));
            Ok(ControlFlow::Continue(()))
        })?;
        let twice = self.held.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0);
        let differing = self.held.iter().filter(|(id, fingerprint)| expected.get(id) != Some(fingerprint)).map(|(id, _)| *id);
        let held: BTreeSet<_> = self.held.iter().map(|(id, _)| *id).collect();
        let missing = expected.keys().filter(|id| !held.contains(id)).copied();
        let found: BTreeSet<_> = twice.chain(differing).chain(missing).collect();
        let late = found.intersection(&waiting).count();
        Ok(Differences { waiting: late, wrong: found.len() - late })
    }
}
