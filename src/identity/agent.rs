//! An Agent: a client organisation with data, rights and a journal of its own. Number 1 is the Owner.

use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, Result, Text},
};
use serde::{Deserialize, Serialize};

/// The Owner of the installation, who is Agent number 1.
pub const OWNER: AgentId = AgentId::new(1);

/// A client organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Its number.
    pub id: AgentId,
    /// The short name by which a service says who provides it: `social`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// As narrow places show it.
    pub short_name: Text,
}

impl Record for Agent {
    const NAME: &'static str = "agent";
    const TABLE: Table = Table("agents");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Agent {}

impl Placed for Agent {
    fn place(&self) -> Place {
        Place { agent: Some(self.id), ..Place::default() }
    }
}
