//! A notice: made from the journal by the follower, read by one user.

use crate::{
    access::{Place, Placed},
    storage::{Derived, Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, ApplicationId, Message, Result, UserId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One notice. Its identity is the place of its journal entry, so that making it again makes the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// For whom.
    pub user: UserId,
    /// When it happened.
    pub at: Timestamp,
    /// The journal that it comes from.
    pub agent: AgentId,
    /// The entry there.
    pub entry: u64,
    /// What happened.
    pub message: Message,
    /// The application that it is about; none where it is about the user's own access.
    pub application: Option<ApplicationId>,
}

impl Record for Notice {
    const NAME: &'static str = "notice";
    const TABLE: Table = Table("notices");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        [&self.user.key()[..], &self.at.as_microsecond().to_be_bytes(), &self.agent.key(), &self.entry.to_be_bytes()].concat()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Derived for Notice {}

/// Until when a user has read their notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadMark {
    /// Who.
    pub user: UserId,
    /// Everything up to this moment.
    pub until: Timestamp,
}

impl Placed for ReadMark {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}

impl Record for ReadMark {
    const NAME: &'static str = "read-mark";
    const TABLE: Table = Table("read_marks");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.user.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for ReadMark {}
