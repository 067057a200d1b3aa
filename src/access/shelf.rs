//! Numbered things in boards of 256 that copies share: a copy of a shelf with 10,000 places costs 40 references, and a
//! new thing costs one board.

use std::sync::Arc;

const BOARD: usize = 256;

type Board<T> = [Option<Arc<T>>; BOARD];

/// See the module.
pub struct Shelf<T>(Vec<Arc<Board<T>>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
impl<T> Clone for Shelf<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Shelf<T> {
    /// What stands at this number.
    pub fn get(&self, number: u64) -> Option<&Arc<T>> {
        let number = usize::try_from(number).ok()?;
        self.0.get(number / BOARD)?[number % BOARD].as_ref()
    }

    /// Puts a thing there, or takes it away. Numbers are given out in order; one far beyond the others is not taken.
    pub fn put(&mut self, number: u64, thing: Option<T>) {
        let Ok(number) = usize::try_from(number) else { return };
        let board = number / BOARD;
        while self.0.len() <= board {
            self.0.push(Arc::new(std::array::from_fn(|_| None)));
        }
        Arc::make_mut(&mut self.0[board])[number % BOARD] = thing.map(Arc::new);
    }

    /// All things with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Arc<T>)> {
        let boards = self.0.iter().enumerate();
        boards.flat_map(|(board, things)| {
            let things = things.iter().enumerate();
            things.filter_map(move |(place, thing)| Some(((board * BOARD + place) as u64, thing.as_ref()?)))
        })
    }

    /// The numbers at which another thing stands than on the other shelf; shared boards are passed by.
    pub fn different(&self, other: &Self) -> Vec<u64> {
        let mut numbers = Vec::new();
        for board in 0..self.0.len().max(other.0.len()) {
            let (own, others) = (self.0.get(board), other.0.get(board));
            if let (Some(own), Some(others)) = (own, others)
                && Arc::ptr_eq(own, others)
            {
                continue;
            }
            for place in 0..BOARD {
                let (one, two) = (own.and_then(|board| board[place].as_ref()), others.and_then(|board| board[place].as_ref()));
                let same = match (one, two) {
                    (Some(one), Some(two)) => Arc::ptr_eq(one, two),
                    (None, None) => true,
                    (Some(_), None) | (None, Some(_)) => false,
                };
                if !same {
                    numbers.push((board * BOARD + place) as u64);
                }
            }
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_it_had_and_says_what_differs() {
        let mut shelf = Shelf::default();
        for number in [1, 255, 256, 1000] {
            shelf.put(number, Some(number * 10));
        }
        let before = shelf.clone();
        shelf.put(256, Some(7));
        shelf.put(1, None);
        assert_eq!((before.get(256).map(|at| **at), shelf.get(256).map(|at| **at)), (Some(2560), Some(7)));
        assert_eq!(shelf.different(&before), [1, 256]);
        assert_eq!(shelf.iter().map(|(number, _)| number).collect::<Vec<_>>(), [255, 256, 1000]);
        assert_eq!((shelf.get(2).is_none(), shelf.get(u64::MAX).is_none()), (true, true));
    }
}
