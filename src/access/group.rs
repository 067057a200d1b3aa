//! Groups of users and groups of Agents: they say for whom a visibility rule is.

use super::{Place, Placed};
use crate::{
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, Id, Result, UserId},
};
use serde::{Deserialize, Serialize};

/// What marks a user group's identity.
pub struct OfUserGroup;
/// Identity of a group of users.
pub type UserGroupId = Id<OfUserGroup>;
/// What marks an Agent group's identity.
pub struct OfAgentGroup;
/// Identity of a group of Agents.
pub type AgentGroupId = Id<OfAgentGroup>;

/// A named set of users (группа пользователей). It holds users and no groups, so that none can hold itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserGroup {
    /// Its number.
    pub id: UserGroupId,
    /// Whose it is.
    pub agent: AgentId,
    /// As rules name it.
    pub name: String,
    /// Its users, by number.
    pub users: Vec<UserId>,
}

impl Record for UserGroup {
    const NAME: &'static str = "user-group";
    const TABLE: Table = Table("user_groups");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for UserGroup {}

impl Placed for UserGroup {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), ..Place::default() }
    }
}

/// Several Agents ruled together (группа Агентов); the Owner's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentGroup {
    /// Its number.
    pub id: AgentGroupId,
    /// As rules name it.
    pub name: String,
    /// Its Agents, by number.
    pub agents: Vec<AgentId>,
}

impl Record for AgentGroup {
    const NAME: &'static str = "agent-group";
    const TABLE: Table = Table("agent_groups");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for AgentGroup {}

impl Placed for AgentGroup {
    fn place(&self) -> Place {
        Place { agent: Some(AgentId::new(1)), ..Place::default() }
    }
}
