//! Makes the file that proves one entry to anybody, out of the stored tree.

use super::{
    checkpoint::{self, Checkpoint},
    note::VerifyingKey,
    proof::{Proof, Verdict},
    table::{self, CHECKPOINTS, StoredTiles},
    tree,
};
use crate::{
    storage::{Order, View, view::Keys},
    terms::{AgentId, Fault, Refusal, Result},
};
use std::ops::{Bound, ControlFlow};

/// The proof of the entry with this number (from 0, as in [`table`]) under the newest checkpoint that this key signed.
///
/// # Errors
/// There is no such entry; no checkpoint covers it yet (within a second one will); the journal is damaged.
pub fn prove(view: &dyn View, agent: AgentId, number: u64, key: &VerifyingKey) -> Result<Proof> {
    let entry = table::bytes(view, agent, number)?.ok_or_else(Refusal::missing)?;
    let (note, checkpoint) = covering(view, agent, number, key)?.ok_or_else(|| Refusal::conflict("proof-not-yet"))?;
    let hashes = tree::inclusion(&StoredTiles { view, agent }, number, checkpoint.size)?;
    let proof = Proof { entry, index: number, hashes, checkpoint: note };
    match proof.check(key) {
        Verdict::Proved { .. } => Ok(proof),
        Verdict::EntryAltered { .. }
        | Verdict::PathCut
        | Verdict::BeyondJournal { .. }
        | Verdict::CheckpointForged
        | Verdict::UnknownKey { .. }
        | Verdict::AnotherJournal { .. }
        | Verdict::AnotherCheckpoint { .. }
        | Verdict::Rewritten { .. }
        | Verdict::NotAProof(_) => Err(Fault::new("proving an entry", "the journal is damaged: run `kabinet journal verify`").into()),
    }
}

/// The newest checkpoint of this journal that the key signed and that covers the entry.
fn covering(view: &dyn View, agent: AgentId, number: u64, key: &VerifyingKey) -> Result<Option<(String, Checkpoint)>> {
    let origin = checkpoint::origin(key, agent)?;
    let mut keys = Keys::with_prefix(&agent.key());
    keys.from = Bound::Excluded(table::numbered(agent, number));
    let mut found = None;
    view.visit(CHECKPOINTS, &keys, Order::Descending, &mut |_, bytes| {
        let note = String::from_utf8_lossy(bytes);
        let opened = checkpoint::open(&note, key).ok().filter(|checkpoint| checkpoint.origin == origin && checkpoint.size > number);
        let Some(checkpoint) = opened else { return ControlFlow::Continue(()) };
        found = Some((note.into_owned(), checkpoint));
        ControlFlow::Break(())
    })?;
    Ok(found)
}
