//! A set of houses that answers in one memory access.

use crate::terms::HouseId;

/// Houses as bits by their number; 100,000 houses are 12.5 KB.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseSet(Box<[u64]>);

impl HouseSet {
    /// Whether the house is in it.
    pub fn has(&self, house: HouseId) -> bool {
        let number = house.number();
        usize::try_from(number / 64).ok().and_then(|word| self.0.get(word)).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// The houses of either.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let word = |set: &Self, place: usize| set.0.get(place).copied().unwrap_or(0);
        Self((0..self.0.len().max(other.0.len())).map(|place| word(self, place) | word(other, place)).collect())
    }

    /// The houses of both.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, two)| one & two).collect())
    }

    /// The houses that the other has not.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let word = |place: usize| other.0.get(place).copied().unwrap_or(0);
        Self(self.0.iter().enumerate().map(|(place, own)| own & !word(place)).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// All of them, by number.
    pub fn iter(&self) -> impl Iterator<Item = HouseId> {
        let words = self.0.iter().enumerate();
        words
            .flat_map(|(place, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| HouseId::new(place as u64 * 64 + bit)))
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}

impl FromIterator<HouseId> for HouseSet {
    fn from_iter<I: IntoIterator<Item = HouseId>>(houses: I) -> Self {
        let mut words: Vec<u64> = Vec::new();
        for house in houses {
            let Ok(word) = usize::try_from(house.number() / 64) else { continue };
            if words.len() <= word {
                words.resize(word + 1, 0);
            }
            words[word] |= 1 << (house.number() % 64);
        }
        Self(words.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_what_was_put_in_and_nothing_else() {
        let set: HouseSet = [1, 63, 64, 1000].map(HouseId::new).into_iter().collect();
        assert!([1, 63, 64, 1000].iter().all(|number| set.has(HouseId::new(*number))));
        assert!([0, 2, 65, 999, 1001, u64::MAX].iter().all(|number| !set.has(HouseId::new(*number))));
        assert_eq!(set.count(), 4);
        assert_eq!(set.iter().map(HouseId::number).collect::<Vec<_>>(), [1, 63, 64, 1000]);
        let few: HouseSet = [1, 2].map(HouseId::new).into_iter().collect();
        assert_eq!(few.common(&set).iter().map(HouseId::number).collect::<Vec<_>>(), [1]);
        assert_eq!((few.and(&set).count(), set.minus(&few).count(), few.minus(&set).count()), (5, 3, 1));
        assert!(few.minus(&few).is_empty() && !few.is_empty());
    }
}
