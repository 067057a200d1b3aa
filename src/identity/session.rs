//! A session: who signed in, from where, until when. The cookie holds a random key; only its digest is stored.

use crate::{
    access::{Place, Placed, ScopeId},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, CertificateId, Digest, Result, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long an employee's session lasts: a working day.
pub const EMPLOYEE: SignedDuration = SignedDuration::from_hours(12);
/// How long a citizen's session lasts.
pub const CITIZEN: SignedDuration = SignedDuration::from_hours(24 * 14);
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
    /// The certificate it was opened with: each request asks the registry whether it is still good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateId>,
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

impl Placed for Session {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}
