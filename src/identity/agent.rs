//! An Agent: a client organisation with data, rights and a journal of its own. Number 1 is the Owner.

use super::Numbers;
use crate::{
    access::{Place, Placed},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, Result, Text, UserId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The Owner of the installation, who is Agent number 1.
pub const OWNER: AgentId = AgentId::new(1);

/// An Agent that the Owner has closed: nobody works in it, its data and journal stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Since when.
    pub at: Timestamp,
    /// By whom; nobody, where it was done from the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
}

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
    /// ИНН; its check digits held when it was typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inn: String,
    /// КПП.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kpp: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// E-mail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The client's request on which it was made: "№ 12 от 3 ноября 2026".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request: String,
    /// Numbers of housing accounts that no other Agent gives out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<Numbers>,
    /// Where it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
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
