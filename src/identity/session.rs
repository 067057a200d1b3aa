//! A session: who signed in, from where, until when. The cookie holds a random key; only its digest is stored.

use super::Browser;
use crate::{
    access::{Place, Placed, ScopeId, Seat, UserKind},
    storage::{Derived, Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, CertificateId, Digest, Result, UserId},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long a session may last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Whatever is done in it.
    pub whole: SignedDuration,
    /// While nothing is done in it.
    pub idle: SignedDuration,
}

/// How long the sessions of these users may last: an employee's a working day, and an hour at an empty desk.
pub const fn limits(kind: UserKind) -> Limits {
    match kind {
        UserKind::Owner | UserKind::Partner | UserKind::Agent => {
            Limits { whole: SignedDuration::from_hours(12), idle: SignedDuration::from_hours(1) }
        }
        UserKind::Citizen => Limits { whole: SignedDuration::from_hours(24 * 14), idle: SignedDuration::from_hours(24 * 2) },
    }
}

/// Sessions of one user at the same time; one more ends the oldest.
pub const MOST_OPEN: usize = 30;
/// How far a clock may be set back without ending what was opened before.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(5);
/// How exactly it is kept when a session was last used.
pub const USE_NOTED: SignedDuration = SignedDuration::from_mins(1);
/// Bytes of a session's key.
pub const KEY_BYTES: usize = 32;

/// The digest of the random key that the cookie holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionKey(Digest);

impl SessionKey {
    /// Of the cookie's bytes.
    pub fn of(cookie: &[u8]) -> Self {
        Self(Digest::of(cookie))
    }

    /// As a form carries it: knowing it opens nothing.
    pub fn text(self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes())
    }

    /// From a form.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(Digest(bytes.try_into().ok()?)))
    }

    /// As the store keeps it.
    pub const fn bytes(self) -> [u8; KEY_BYTES] {
        self.0.0
    }
}

/// One signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Found by this.
    pub key: SessionKey,
    /// Who.
    pub user: UserId,
    /// Their login, so that the journal of a page view needs no second lookup.
    pub login: String,
    /// The Agent that they work in.
    pub agent: AgentId,
    /// The scope that they chose.
    pub scope: Option<ScopeId>,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Where from.
    pub address: String,
    /// What the browser says it is.
    pub browser: String,
    /// When it was last used, where that was not at once: kept to the minute, beside Acts, since the journal has each use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// When the password was last given, where that was not at the sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved_at: Option<Timestamp>,
    /// The certificate it was opened with: each request asks the registry whether it is still good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateId>,
}

impl Session {
    /// When it was last used.
    pub fn last_use(&self) -> Timestamp {
        self.used_at.unwrap_or(self.opened_at)
    }

    /// When the password was last given.
    pub fn proved(&self) -> Timestamp {
        self.proved_at.unwrap_or(self.opened_at)
    }

    /// Whether it is open still at this moment, for a user of this type. One that was opened in the future, by a clock that was
    /// wrong and has been set right, is over: it would last too long.
    pub fn is_open(&self, kind: UserKind, now: Timestamp) -> bool {
        self.opened_at <= now + CLOCK_SLACK && now < self.until && now.duration_since(self.last_use()) < limits(kind).idle
    }

    /// The seat in which its user works.
    pub fn seat(&self) -> Seat {
        Seat { user: self.user, login: Arc::from(self.login.as_str()), agent: self.agent, scope: self.scope }
    }

    /// The browser in two words.
    pub fn program(&self) -> Browser {
        Browser::of(&self.browser)
    }
}

/// Finds the sessions of a user.
pub const BY_USER: Index = Table("sessions_by_user");

impl Record for Session {
    const NAME: &'static str = "session";
    const TABLE: Table = Table("sessions");
    const INDEXES: &'static [Index] = &[BY_USER];

    fn key(&self) -> Vec<u8> {
        self.key.bytes().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(vec![IndexEntry { index: BY_USER, key: self.user.key().to_vec(), value: Vec::new() }])
    }
}
impl Fact for Session {}
/// Only [`Session::used_at`] is written without an Act.
impl Derived for Session {}

impl Placed for Session {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_with_its_day_and_before_it_when_nobody_is_there() {
        let at = |minute: i64| Timestamp::from_second(1_800_000_000 + 60 * minute).unwrap();
        let session = Session {
            key: SessionKey::of(b"key"),
            user: UserId::new(1),
            login: "3-a".to_owned(),
            agent: AgentId::new(2),
            scope: None,
            opened_at: at(0),
            until: at(12 * 60),
            address: String::new(),
            browser: String::new(),
            used_at: None,
            proved_at: None,
            certificate: None,
        };
        assert!(session.is_open(UserKind::Agent, at(59)) && !session.is_open(UserKind::Agent, at(60)));
        let used = Session { used_at: Some(at(700)), ..session.clone() };
        assert!(used.is_open(UserKind::Agent, at(719)) && !used.is_open(UserKind::Agent, at(720)));
        assert!(session.is_open(UserKind::Citizen, at(719)));
        assert!(session.is_open(UserKind::Agent, at(-2)) && !session.is_open(UserKind::Agent, at(-10)), "opened in the future");
    }
}
