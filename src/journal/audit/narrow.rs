//! Where an entry and its kept hash were altered together: which bundle it is, as far as the signed root proves it.

use crate::{
    journal::{
        table::{self, BUNDLE, BUNDLES, StoredTiles},
        tree::{Frontier, Hash, Tiles, fold, leaf, root_of},
    },
    storage::View,
    terms::{AgentId, Result},
};

/// The part of the entries `from..=to` (from 1) in which the alteration lies, where the hashes of whole bundles still lead
/// to the signed root; the whole range where they do not.
///
/// # Errors
/// A fault of the engine.
pub(super) fn narrowed(view: &dyn View, agent: AgentId, from: u64, to: u64, root: &Hash) -> Result<(u64, u64)> {
    let tiles = StoredTiles { view, agent };
    let bundles = to / BUNDLE;
    let mut above = Frontier::new();
    let mut suspect = None;
    for tile in 0..bundles.div_ceil(BUNDLE) {
        for hash in tiles.hashes(1, tile)?.unwrap_or_default() {
            let bundle = above.size();
            if bundle == bundles {
                break;
            }
            above.append(hash);
            let is_suspected = suspect.is_none() && (bundle + 1) * BUNDLE >= from;
            if is_suspected && bundle_root(view, agent, bundle)? != Some(hash) {
                suspect = Some(bundle);
            }
        }
    }
    let mut beside = Frontier::new();
    let rest = usize::try_from(to % BUNDLE).unwrap_or(0);
    for hash in tiles.hashes(0, bundles)?.unwrap_or_default().into_iter().take(rest) {
        beside.append(hash);
    }
    let is_proved = fold(above.peaks().iter().chain(beside.peaks()).copied()) == Some(*root);
    let Some(bundle) = suspect.filter(|_| is_proved) else { return Ok((from, to)) };
    Ok((from.max(bundle * BUNDLE + 1), to.min((bundle + 1) * BUNDLE)))
}

fn bundle_root(view: &dyn View, agent: AgentId, bundle: u64) -> Result<Option<Hash>> {
    let mut root = None;
    view.read(BUNDLES, &table::numbered(agent, bundle), &mut |bytes| root = root_of(table::unframe(bytes).map(leaf).collect()))?;
    Ok(root)
}
