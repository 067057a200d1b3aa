//! A citizen who forgot the password gets a code by e-mail; whoever reads that mailbox may choose a new one.

use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Digest, Result, Secret, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a code holds.
pub const HOLDS: SignedDuration = SignedDuration::from_mins(15);
/// How long until another one is sent: nobody fills a mailbox.
pub const PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// Wrong codes before this one is void.
pub const TRIES: u32 = 5;
/// Digits of a code.
pub const DIGITS: usize = 8;

/// The code as it is sent and typed: digits only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreCode(Secret<String>);

impl RestoreCode {
    /// Of random bytes.
    pub fn random(bytes: [u8; 16]) -> Self {
        let number = u128::from_be_bytes(bytes) % 10_u128.pow(DIGITS as u32);
        Self(Secret::new(format!("{number:0DIGITS$}")))
    }

    /// As typed, with spaces or hyphens between.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let good = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| Self(Secret::new(digits)))
    }

    /// As the letter says it.
    pub fn shown(&self) -> String {
        let (first, second) = self.0.reveal().split_at(DIGITS / 2);
        format!("{first} {second}")
    }

    fn digest(&self, user: UserId) -> Digest {
        Digest::of(&[&user.key()[..], self.0.reveal().as_bytes()].concat())
    }
}

/// A code that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restoration {
    /// Whose password it restores.
    pub user: UserId,
    /// The digest of the code with the user.
    pub code: Secret<Digest>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Wrong codes so far.
    pub tries: u32,
}

impl Restoration {
    /// A code that is sent now.
    pub fn of(user: UserId, code: &RestoreCode, sent_at: Timestamp) -> Self {
        Self { user, code: Secret::new(code.digest(user)), sent_at, tries: 0 }
    }

    /// Whether it was sent so recently that no other goes out.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now.duration_since(self.sent_at) < PAUSE
    }

    /// Whether this is the code, and in time.
    pub fn opens_with(&self, code: &RestoreCode, now: Timestamp) -> bool {
        self.tries < TRIES && now.duration_since(self.sent_at) < HOLDS && *self.code.reveal() == code.digest(self.user)
    }
}

impl Record for Restoration {
    const NAME: &'static str = "restoration";
    const TABLE: Table = Table("restorations");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.user.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Restoration {}

impl Placed for Restoration {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_for_a_while_and_a_few_tries() {
        let at = |minute: i64| Timestamp::from_second(1_800_000_000 + 60 * minute).unwrap();
        let code = RestoreCode::random([7; 16]);
        assert_eq!(RestoreCode::parse(&code.shown()), Some(code.clone()));
        assert!(RestoreCode::parse("1234567").is_none() && RestoreCode::parse("1234 567a").is_none());
        let sent = Restoration::of(UserId::new(1), &code, at(0));
        assert!(sent.opens_with(&code, at(14)) && !sent.opens_with(&code, at(15)));
        assert!(!Restoration { tries: TRIES, ..sent.clone() }.opens_with(&code, at(1)));
        assert!(!Restoration { user: UserId::new(2), ..sent.clone() }.opens_with(&code, at(1)), "another user's code opens nothing");
        assert!(sent.is_fresh(at(4)) && !sent.is_fresh(at(5)));
    }
}
