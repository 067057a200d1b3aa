//! Between the password and the second factor: whoever gave the right password stands on the doorstep for some minutes. The
//! cookie holds a random key; only its digest is stored.

use super::{codes::Code, passkey::Proved, recovery::RecoveryCode, session::SessionKey};
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{Result, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long the second factor may take.
pub const WAITS: SignedDuration = SignedDuration::from_mins(5);
/// Wrong second factors before the password is asked for again.
pub const TRIES: u32 = 5;
/// Doorsteps of one user at the same time; one more takes the place of the oldest.
pub const MOST: usize = 5;

/// One browser that gave the right password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doorstep {
    /// Found by this.
    pub key: SessionKey,
    /// Whose password it was.
    pub user: UserId,
    /// When it was given.
    pub since: Timestamp,
    /// Wrong second factors so far.
    pub tries: u32,
}

impl Doorstep {
    /// Whether the second factor may still come.
    pub fn waits(&self, now: Timestamp) -> bool {
        self.tries < TRIES && now.duration_since(self.since) < WAITS
    }
}

/// What comes as a second factor.
#[derive(Clone, Debug)]
pub enum Typed {
    /// A code of the app.
    Code(Code),
    /// A code on paper.
    Recovery(RecoveryCode),
    /// A passkey that has answered.
    Passkey(Proved),
    /// None has this shape.
    Nothing,
}

impl Typed {
    /// From a form.
    pub fn of(text: &str) -> Self {
        let paper = || RecoveryCode::parse(text).map_or(Self::Nothing, Self::Recovery);
        Code::parse(text).map_or_else(paper, Self::Code)
    }
}

/// Finds the doorsteps of a user.
pub const BY_USER: Index = Table("doorsteps_by_user");

impl Record for Doorstep {
    const NAME: &'static str = "doorstep";
    const TABLE: Table = Table("doorsteps");
    const INDEXES: &'static [Index] = &[BY_USER];

    fn key(&self) -> Vec<u8> {
        self.key.bytes().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(vec![IndexEntry { index: BY_USER, key: self.user.key().to_vec(), value: Vec::new() }])
    }
}
impl Fact for Doorstep {}

impl Placed for Doorstep {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doorstep_is_left_after_a_while_or_some_tries() {
        let at = |minute: i64| Timestamp::from_second(60 * minute).unwrap();
        let fresh = Doorstep { key: SessionKey::of(b"key"), user: UserId::new(1), since: at(0), tries: 0 };
        assert!(fresh.waits(at(4)) && !fresh.waits(at(5)));
        assert!(!Doorstep { tries: TRIES, ..fresh }.waits(at(1)));
    }
}
