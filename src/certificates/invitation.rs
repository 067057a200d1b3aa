//! The one-time link under which a user asks for a certificate. Only the digest of its token is kept.

use super::certificate::Mark;
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, CertificateId, Digest, Result, UserId},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Bytes of a token.
pub const TOKEN_BYTES: usize = 32;
/// Days for which a link may be good.
pub const MOST_DAYS: u8 = 30;

/// The secret of a link or a cookie, as the browser has it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// The token of these random bytes.
    pub fn of(bytes: [u8; TOKEN_BYTES]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads what a browser sent; none where it is no token.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == TOKEN_BYTES).then(|| Self(text.to_owned()))
    }

    /// As an address or a cookie carries it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }
}

/// What has become of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Use {
    /// Nobody has asked under it.
    Open,
    /// A certificate was made; under the link its holder follows it.
    Made {
        /// Which.
        certificate: CertificateId,
        /// When.
        at: Timestamp,
    },
    /// A newer link took its place.
    Withdrawn {
        /// By whom.
        mark: Mark,
    },
}

/// A link that was sent to a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The digest of the token.
    pub link: Digest,
    /// To whom.
    pub user: UserId,
    /// The Agent in which they work.
    pub agent: AgentId,
    /// By whom.
    pub sent: Mark,
    /// Until when a certificate can be asked for.
    pub until: Timestamp,
    /// What has become of it.
    pub state: Use,
}

/// Finds the links of a user.
pub const BY_USER: Index = Table("invitations_by_user");
/// Bytes of a link's key.
pub const KEY_BYTES: usize = 32;

impl Record for Invitation {
    const NAME: &'static str = "invitation";
    const TABLE: Table = Table("invitations");
    const INDEXES: &'static [Index] = &[BY_USER];

    fn key(&self) -> Vec<u8> {
        self.link.0.to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(vec![IndexEntry { index: BY_USER, key: self.user.key().to_vec(), value: Vec::new() }])
    }
}
impl Fact for Invitation {}

impl Placed for Invitation {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), holder: Some(self.user), ..Place::default() }
    }
}
