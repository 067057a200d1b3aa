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
    }
}
