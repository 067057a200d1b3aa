//! The files of a certificate that wait to be fetched. Each lies sealed under the installation's key, is itself encrypted under
//! the holder's password, which is kept nowhere, and is gone once it was fetched.

use super::personal::Profile;
use crate::{
    access::{Place, Placed},
    journal::seal::Sealed,
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, CertificateId, Result, Secret, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long released files wait to be fetched.
pub const WAITS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// A file was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// In which profile.
    pub profile: Profile,
    /// When.
    pub at: Timestamp,
    /// From where.
    pub address: String,
}

/// The files of one certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Of which.
    pub certificate: CertificateId,
    /// Whose.
    pub user: UserId,
    /// In which Agent.
    pub agent: AgentId,
    /// What has not been fetched.
    pub files: Vec<(Profile, Secret<Sealed>)>,
    /// What has.
    pub fetched: Vec<Fetched>,
    /// Until when they wait; none before the release.
    pub until: Option<Timestamp>,
}

impl Parcel {
    /// The parcel without this file, and the file; none where it was fetched before.
    pub fn hand_over(mut self, fetched: Fetched) -> Option<(Self, Sealed)> {
        let place = self.files.iter().position(|(profile, _)| *profile == fetched.profile)?;
        let (_, file) = self.files.remove(place);
        self.fetched.push(fetched);
        Some((self, file.reveal().clone()))
    }
}

impl Record for Parcel {
    const NAME: &'static str = "parcel";
    const TABLE: Table = Table("parcels");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.certificate.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Parcel {}

impl Placed for Parcel {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), holder: Some(self.user), ..Place::default() }
    }
}
