//! A key of the program interface: a program that brings it acts for the employee who made it, within the rights they have
//! at that moment. Only its digest is stored.

use super::SessionKey;
use crate::{
    access::{Place, Placed, ScopeId, Seat},
    storage::{Derived, Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, CertificateId, Message, Result, UserId, message},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// Keys of one user at the same time.
pub const MOST_KEYS: usize = 10;
/// For how many days a key may be made; the first is the usual.
pub const TERMS: [i32; 3] = [90, 30, 365];
/// Characters of a name.
const LONGEST_NAME: usize = 60;
/// What a key begins with, so that whoever finds one in a file knows whose door it opens.
const MARK: &str = "kabinet_";
/// Random bytes of a key.
pub const KEY_BYTES: usize = 32;

/// A key as the program brings it.
pub fn text(bytes: [u8; KEY_BYTES]) -> String {
    format!("{MARK}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// The digest of a key that a program brought; none where it is in no shape of a key.
pub fn digest(text: &str) -> Option<SessionKey> {
    let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(MARK)?).ok()?;
    (bytes.len() == KEY_BYTES).then(|| SessionKey::of(&bytes))
}

/// What its maker calls a key: the program that has it, or the place where it lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyName(String);

impl KeyName {
    /// Takes a name without outer and double spaces.
    ///
    /// # Errors
    /// It is empty, too long, or has control characters.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(message("api-key-nameless"));
        }
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(message("api-key-long").with("max", LONGEST_NAME as i64));
        }
        Ok(Self(name))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// For how long a key is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyTerm(i32);

impl KeyTerm {
    /// One of [`TERMS`].
    ///
    /// # Errors
    /// It is none of them.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let days = text.parse().ok().filter(|days| TERMS.contains(days));
        days.map(Self).ok_or_else(|| message("api-key-term-unknown"))
    }

    /// In days.
    pub const fn days(self) -> i32 {
        self.0
    }
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// The digest by which it is found.
    pub key: SessionKey,
    /// Who made it: a program acts for them.
    pub user: UserId,
    /// Their login, for the journal.
    pub login: String,
    /// What they call it.
    pub name: KeyName,
    /// The Agent in which it acts.
    pub agent: AgentId,
    /// The scope in which it acts: the one that was in force when it was made.
    pub scope: Option<ScopeId>,
    /// When it was made.
    pub made_at: Timestamp,
    /// The last day on which it is good.
    pub last_day: Date,
    /// The certificate with which its maker had signed in: the key is good no longer than that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateId>,
    /// When it was last used: kept to the minute, beside Acts, since the journal has each use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// From where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_from: Option<String>,
}

/// What a key is worth at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It opens what its maker may open.
    Good,
    /// Its last day is over, or its certificate is not good any more: it will never be good again.
    Over,
    /// Its maker may not come in now, or does not hold the scope in which it acts.
    Asleep,
}

impl ApiKey {
    /// Whether it is good on this day, by itself: what its maker may do is asked of the policy.
    pub fn is_good_on(&self, today: Date) -> bool {
        today <= self.last_day
    }

    /// The seat in which a program with it works.
    pub fn seat(&self) -> Seat {
        Seat { user: self.user, login: Arc::from(self.login.as_str()), agent: self.agent, scope: self.scope }
    }
}

/// Finds the keys of a user.
pub const BY_USER: Index = Table("api_keys_by_user");

impl Record for ApiKey {
    const NAME: &'static str = "api-key";
    const TABLE: Table = Table("api_keys");
    const INDEXES: &'static [Index] = &[BY_USER];

    fn key(&self) -> Vec<u8> {
        self.key.bytes().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(vec![IndexEntry { index: BY_USER, key: self.user.key().to_vec(), value: Vec::new() }])
    }
}
impl Fact for ApiKey {}
/// Only [`ApiKey::used_at`] is written without an Act.
impl Derived for ApiKey {}

impl Placed for ApiKey {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_digest_and_by_nothing_like_it() {
        let key = text([7; KEY_BYTES]);
        assert_eq!(digest(&key), Some(SessionKey::of(&[7; KEY_BYTES])));
        for wrong in ["", "kabinet_", &key[MARK.len()..], &key[..key.len() - 1], &format!("{key}A"), &format!("K{}", &key[1..])] {
            assert_eq!(digest(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_says_something_in_one_line() {
        assert_eq!(KeyName::parse("  Отчёт   для сайта ").unwrap().as_str(), "Отчёт для сайта");
        assert!(KeyName::parse(" \t").is_err() && KeyName::parse(&"я".repeat(61)).is_err() && KeyName::parse("a\u{7}b").is_err());
        assert!(KeyTerm::parse("90").is_ok_and(|term| term.days() == 90) && KeyTerm::parse("91").is_err() && KeyTerm::parse("").is_err());
    }
}
