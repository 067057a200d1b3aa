//! Chance that is the same every time: an own generator, so that what the store draws for itself changes nothing here.

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};

/// Draws of the demonstration.
pub(super) struct Chance(StdRng);

impl Chance {
    /// The same seed draws the same.
    pub(super) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// From and to, both included; `from` where the two are the wrong way round.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        self.0.random_range(from..=to.max(from))
    }

    /// A place in a list of so many; 0 in an empty one.
    pub(super) fn index(&mut self, count: usize) -> usize {
        self.0.random_range(0..count.max(1))
    }

    /// One of these; none of nothing.
    pub(super) fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        let index = self.index(list.len());
        list.get(index)
    }

    /// One of these texts; the empty text of nothing.
    pub(super) fn text(&mut self, list: &[String]) -> String {
        self.pick(list).cloned().unwrap_or_default()
    }

    /// True in so many cases of a hundred.
    pub(super) fn happens(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// Puts the list in another order.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        list.shuffle(&mut self.0);
    }

    /// Random bytes.
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}
