//! What can be read: one key, or the keys of a range in order, whatever layers lie underneath.

use super::Table;
use crate::terms::Result;
use std::ops::{Bound, ControlFlow};

/// Which way a range is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest key first.
    Ascending,
    /// Largest key first.
    Descending,
}

/// A range of keys.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Where it begins.
    pub from: Bound<Vec<u8>>,
    /// Where it ends.
    pub to: Bound<Vec<u8>>,
}

impl Keys {
    /// Every key.
    pub const fn all() -> Self {
        Self { from: Bound::Unbounded, to: Bound::Unbounded }
    }

    /// The keys that begin with these bytes.
    pub fn with_prefix(prefix: &[u8]) -> Self {
        Self { from: Bound::Included(prefix.to_vec()), to: successor(prefix).map_or(Bound::Unbounded, Bound::Excluded) }
    }

    /// The keys of this prefix that come after this key in the given order: the next page of a list.
    #[must_use]
    pub fn after(mut self, key: &[u8], order: Order) -> Self {
        match order {
            Order::Ascending => self.from = Bound::Excluded(key.to_vec()),
            Order::Descending => self.to = Bound::Excluded(key.to_vec()),
        }
        self
    }

    /// The bounds as slices, as the engines take them; none where the range is empty.
    pub fn bounds(&self) -> Option<(Bound<&[u8]>, Bound<&[u8]>)> {
        let (from, to) = (self.from.as_ref().map(Vec::as_slice), self.to.as_ref().map(Vec::as_slice));
        let (Bound::Included(first) | Bound::Excluded(first)) = from else { return Some((from, to)) };
        let (Bound::Included(last) | Bound::Excluded(last)) = to else { return Some((from, to)) };
        let closed = matches!((from, to), (Bound::Included(_), Bound::Included(_)));
        (first < last || (first == last && closed)).then_some((from, to))
    }
}

/// The smallest key that is larger than every key with this prefix; none after a prefix of `0xff` only.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut next = prefix.to_vec();
    while let Some(last) = next.pop() {
        if last < u8::MAX {
            next.push(last + 1);
            return Some(next);
        }
    }
    None
}

/// What a visitor of a range answers: go on, or enough.
pub type Flow = ControlFlow<()>;

/// Something that can be read: a snapshot, or layers over one.
pub trait View {
    /// Calls `use_value` with the value of this key, where there is one; tells whether there was.
    ///
    /// # Errors
    /// A fault of the engine.
    fn read(&self, table: Table, key: &[u8], use_value: &mut dyn FnMut(&[u8])) -> Result<bool>;

    /// Calls `visit` with each key and value of the range in order, until it breaks.
    ///
    /// # Errors
    /// A fault of the engine.
    fn visit(&self, table: Table, keys: &Keys, order: Order, visit: &mut dyn FnMut(&[u8], &[u8]) -> Flow) -> Result<()>;

    /// The value of this key, copied.
    ///
    /// # Errors
    /// A fault of the engine.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let mut found = None;
        self.read(table, key, &mut |value| found = Some(value.to_vec()))?;
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_before_the_next_one() {
        assert_eq!(successor(&[1, 2]), Some(vec![1, 3]));
        assert_eq!(successor(&[1, 255]), Some(vec![2]));
        assert_eq!(successor(&[255, 255]), None);
    }
}
