//! What was done and is not yet on the disk: the batch that is being filled, and the one that is being written.

use crate::{
    access::{Place, Policy},
    journal::RecordRef,
    storage::{Layered, Overlay, Snapshot},
};
use arc_swap::ArcSwap;
use std::sync::Arc;

/// A record that was written, for those who follow live.
#[derive(Clone, Debug)]
pub struct Touched {
    /// Which.
    pub record: RecordRef,
    /// Where it lies now.
    pub place: Place,
}

/// What was done since the last commit departed.
pub(super) struct Batch {
    pub(super) base: Snapshot,
    /// What was on its way to the disk when this batch was begun: it counts as done, and if it is not, neither is this.
    pub(super) below: Arc<Overlay>,
    pub(super) over: Overlay,
    pub(super) policy: Option<Policy>,
    pub(super) touched: Vec<Touched>,
}

impl Batch {
    /// What was done before this batch.
    pub(super) fn ground(&self) -> Layered<'_> {
        Layered { base: &self.base, over: &self.below }
    }
}

/// A batch on its way to the disk.
pub(super) struct Flying {
    pub(super) over: Arc<Overlay>,
    pub(super) policy: Option<Arc<Policy>>,
    pub(super) touched: Vec<Touched>,
}

/// What a successful Act leaves.
pub(super) struct Finished {
    pub(super) written: Overlay,
    pub(super) touched: Vec<(RecordRef, Place)>,
    /// The rights of everybody after it, where it changes anybody's.
    pub(super) rights: Option<Policy>,
}

/// The rights as the batch on its way to the disk leaves them, else as everybody sees them.
pub(super) fn newest(flying: Option<&Flying>, seen: &ArcSwap<Policy>) -> Arc<Policy> {
    flying.and_then(|flying| flying.policy.clone()).unwrap_or_else(|| seen.load_full())
}
