//! Appends entries to the Agents' trees: whole bundles and tiles as they fill, the rest as a tail, the head with every
//! commit, a signed checkpoint at most once a second.

use crate::{
    journal::{
        Entry,
        checkpoint::{self, Checkpoint, SigningKey},
        entry,
        table::{self, BUNDLE, StoredTiles},
        tree::{Growth, Hash, leaf},
    },
    storage::{Overlay, View, codec},
    terms::{AgentId, Fault, Result},
};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// The shortest time between two checkpoints of one journal.
const BETWEEN_CHECKPOINTS: SignedDuration = SignedDuration::from_secs(1);

/// The right edge of one Agent's journal, in memory.
struct Shelf {
    growth: Growth,
    /// The entries since the last whole bundle, framed.
    bundle: Vec<u8>,
    /// The parts of the tail that are stored, by the number of their first entry.
    parts: Vec<u64>,
    /// The part that the next commit stores.
    part: Vec<u8>,
    part_begins: u64,
    /// Entries under the head that is stored.
    stored: u64,
    /// Entries under the newest checkpoint that this run has signed.
    signed: u64,
    signed_at: Timestamp,
}

/// The journals of all Agents.
pub struct Ledger {
    key: SigningKey,
    shelves: HashMap<AgentId, Shelf>,
}

impl Ledger {
    /// The ledger that signs with this key.
    pub fn new(key: SigningKey) -> Self {
        Self { key, shelves: HashMap::new() }
    }

    /// Forgets what is in memory: the last commit failed, and the store knows better.
    pub fn forget(&mut self) {
        self.shelves.clear();
    }

    fn shelf(&mut self, view: &dyn View, agent: AgentId) -> Result<&mut Shelf> {
        #[expect(clippy::map_entry, reason = "an entry would borrow the shelves while a shelf is being read, which may fail")]
        if !self.shelves.contains_key(&agent) {
            let size = table::head(view, agent)?.size();
            let growth = Growth::resume(&StoredTiles { view, agent }, size)?;
            let mut shelf = Shelf {
                growth,
                bundle: Vec::new(),
                parts: Vec::new(),
                part: Vec::new(),
                part_begins: size,
                stored: size,
                signed: 0,
                signed_at: Timestamp::MIN,
            };
            for (_, _, bytes) in table::tail(view, agent)? {
                table::frame(&mut shelf.bundle, &bytes);
            }
            view.visit(
                table::TAIL,
                &crate::storage::view::Keys::with_prefix(&agent.key()),
                crate::storage::Order::Ascending,
                &mut |key, _| {
                    shelf.parts.extend(key.last_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes)));
                    std::ops::ControlFlow::Continue(())
                },
            )?;
            self.shelves.insert(agent, shelf);
        }
        self.shelves.get_mut(&agent).ok_or_else(|| Fault::new("reaching a journal", "it vanished").into())
    }

    /// Appends an entry; tells its number.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn append(&mut self, view: &dyn View, overlay: &mut Overlay, entry: &Entry) -> Result<u64> {
        let agent = entry.agent;
        let bytes = codec::encode(entry::VERSION, entry)?;
        let shelf = self.shelf(view, agent)?;
        let number = shelf.growth.size();
        let hash = leaf(&bytes);
        table::frame(&mut shelf.bundle, &bytes);
        table::frame_hashed(&mut shelf.part, &hash, &bytes);
        let full = shelf.growth.append(hash);
        for tile in &full {
            overlay.put(table::TILES, table::tile_key(agent, tile.level, tile.tile), joined(&tile.hashes));
        }
        if !full.is_empty() {
            shelf.close_bundle(overlay, agent);
        }
        for change in &entry.changes {
            overlay.put(table::HISTORY, table::history_key(&change.record, agent, number), Vec::new());
        }
        for person in &entry.disclosed {
            overlay.put(table::DISCLOSURES, table::disclosure_key(*person, entry.at, agent, number), Vec::new());
        }
        Ok(number)
    }

    /// Writes the new parts of the tails, the heads, and the checkpoints that are due.
    ///
    /// # Errors
    /// A bug in the naming of journals.
    pub fn settle(&mut self, overlay: &mut Overlay, now: Timestamp, sign_all: bool) -> Result<()> {
        for (agent, shelf) in &mut self.shelves {
            let size = shelf.growth.size();
            if !shelf.part.is_empty() {
                overlay.put(table::TAIL, table::numbered(*agent, shelf.part_begins), std::mem::take(&mut shelf.part));
                shelf.parts.push(shelf.part_begins);
            }
            shelf.part_begins = size;
            if size > shelf.stored {
                shelf.stored = size;
                overlay.put(table::HEADS, agent.key().to_vec(), shelf.growth.frontier().to_bytes());
            }
            let due = now.duration_since(shelf.signed_at).abs() >= BETWEEN_CHECKPOINTS;
            // What was too soon for a checkpoint gets it with the next commit, whoever's it is.
            if size > shelf.signed && (due || sign_all) {
                (shelf.signed, shelf.signed_at) = (size, now);
                let origin = checkpoint::origin(self.key.verifying(), *agent)?;
                let note = checkpoint::sign(&Checkpoint { origin, size, root: shelf.growth.root(), time: now }, &self.key);
                overlay.put(table::CHECKPOINTS, table::numbered(*agent, size), note.into_bytes());
            }
        }
        Ok(())
    }
}

impl Shelf {
    /// 256 entries are together: they become a bundle, and their tail goes.
    fn close_bundle(&mut self, overlay: &mut Overlay, agent: AgentId) {
        let number = self.growth.size() / BUNDLE - 1;
        overlay.put(table::BUNDLES, table::numbered(agent, number), std::mem::take(&mut self.bundle));
        for part in self.parts.drain(..) {
            overlay.remove(table::TAIL, table::numbered(agent, part));
        }
        self.part.clear();
        self.part_begins = self.growth.size();
        // Tiles above level 0 grow by one hash a bundle, and are stored as they stand.
        for (level, tile, hashes) in self.growth.unfinished().filter(|(level, ..)| *level > 0) {
            overlay.put(table::TILES, table::tile_key(agent, level, tile), joined(hashes));
        }
    }
}

fn joined(hashes: &[Hash]) -> Vec<u8> {
    hashes.concat()
}

#[cfg(test)]
mod tests;
