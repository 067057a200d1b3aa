//! Codes on paper for whoever has lost their second factor: each opens once, in place of it. Only digests are kept.

use super::password;
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Digest, Result, Secret, UserId},
};
use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};

/// Codes that are given out at once.
pub const COUNT: usize = 10;
/// Letters and digits of one: about 79 bits, so that its bare digest can be kept.
const LETTERS: usize = 16;

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode(Secret<String>);

impl RecoveryCode {
    /// Fresh ones.
    pub fn fresh(random: &mut impl Rng) -> Vec<Self> {
        (0..COUNT).filter_map(|_| Self::parse(&password::one_time(random))).collect()
    }

    /// As typed, with hyphens and spaces or without.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let good = letters.len() == LETTERS && letters.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        good.then(|| Self(Secret::new(letters)))
    }

    /// As it is written down: in groups.
    pub fn shown(&self) -> String {
        let letters: Vec<char> = self.0.reveal().chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    fn digest(&self, user: UserId) -> Digest {
        Digest::of(&[&user.key()[..], self.0.reveal().as_bytes()].concat())
    }
}

/// The codes of one user that were not used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// Whose.
    pub user: UserId,
    /// The digests of the codes, each with the user.
    pub codes: Secret<Vec<Digest>>,
    /// How many there are.
    pub left: usize,
    /// When they were given out.
    pub made_at: Timestamp,
}

impl Recovery {
    /// These codes, given out now.
    pub fn of(user: UserId, codes: &[RecoveryCode], made_at: Timestamp) -> Self {
        Self { user, codes: Secret::new(codes.iter().map(|code| code.digest(user)).collect()), left: codes.len(), made_at }
    }

    /// After this code was used; none where it is none of them.
    pub fn without(&self, code: &RecoveryCode) -> Option<Self> {
        let (digest, mut codes) = (code.digest(self.user), self.codes.reveal().clone());
        let place = codes.iter().position(|known| *known == digest)?;
        codes.remove(place);
        Some(Self { left: codes.len(), codes: Secret::new(codes), ..self.clone() })
    }
}

impl Record for Recovery {
    const NAME: &'static str = "recovery";
    const TABLE: Table = Table("recovery_codes");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.user.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Recovery {}

impl Placed for Recovery {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};

    #[test]
    fn a_code_opens_once_and_for_its_user() {
        let codes = RecoveryCode::fresh(&mut StdRng::from_seed([7; 32]));
        assert_eq!(codes.len(), COUNT);
        let recovery = Recovery::of(UserId::new(1), &codes, Timestamp::UNIX_EPOCH);
        let typed = RecoveryCode::parse(&codes[3].shown().to_uppercase().replace('-', " ")).unwrap();
        let after = recovery.without(&typed).unwrap();
        assert_eq!((after.left, after.without(&typed)), (COUNT - 1, None));
        assert!(after.without(&codes[4]).is_some());
        assert_eq!(Recovery::of(UserId::new(2), &codes[..1], Timestamp::UNIX_EPOCH).without(&codes[1]), None);
        assert_eq!(Recovery { user: UserId::new(2), ..recovery }.without(&typed), None);
        assert!(RecoveryCode::parse("123456").is_none() && RecoveryCode::parse("").is_none());
    }
}
