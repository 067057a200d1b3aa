//! That somebody has presented their certificate a moment ago: what the certificate's port leaves for the sign-in page. Good
//! once, for minutes, and for the login of the certificate's holder only.

use super::invitation::Token;
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, CertificateId, Digest, Result, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long the login and the password may be typed.
pub const LASTS: SignedDuration = SignedDuration::from_mins(5);

/// A certificate that was presented; the last one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Which.
    pub certificate: CertificateId,
    /// Whose.
    pub user: UserId,
    /// In which Agent.
    pub agent: AgentId,
    /// The digest of the token in the browser's cookie.
    pub token: Digest,
    /// Until when it counts.
    pub until: Timestamp,
}

impl Record for Proof {
    const NAME: &'static str = "proof";
    const TABLE: Table = Table("certificate_proofs");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.certificate.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Proof {}

impl Placed for Proof {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), holder: Some(self.user), ..Place::default() }
    }
}

/// What the browser brings from the certificate's port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// Which certificate.
    pub certificate: CertificateId,
    /// The token of the proof.
    pub token: Token,
}

impl Presented {
    /// As the cookie holds it.
    pub fn cookie(&self) -> String {
        format!("{}.{}", self.certificate, self.token.as_str())
    }

    /// Reads the cookie; none where it is not one of ours.
    pub fn parse(cookie: &str) -> Option<Self> {
        let (certificate, token) = cookie.split_once('.')?;
        Some(Self { certificate: certificate.parse().ok()?, token: Token::parse(token)? })
    }
}
