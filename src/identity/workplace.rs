//! Where an employee worked last: in which Agent, and in each Agent in which scope. The next sign-in opens there.

use crate::{
    access::{Place, Placed, ScopeId},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, Result, UserId},
};
use serde::{Deserialize, Serialize};

/// The scope chosen in one Agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// In which Agent.
    pub agent: AgentId,
    /// Which.
    pub scope: ScopeId,
}

/// The last choices of one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workplace {
    /// Whose.
    pub user: UserId,
    /// The Agent they worked in last.
    pub agent: AgentId,
    /// The scope they chose last in each Agent where they chose one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<Chosen>,
}

impl Workplace {
    /// Of somebody who works here and has chosen no scope yet.
    pub const fn new(user: UserId, agent: AgentId) -> Self {
        Self { user, agent, scopes: Vec::new() }
    }

    /// The scope they chose last in this Agent.
    pub fn scope_in(&self, agent: AgentId) -> Option<ScopeId> {
        self.scopes.iter().find(|chosen| chosen.agent == agent).map(|chosen| chosen.scope)
    }

    /// With this scope chosen in this Agent.
    #[must_use]
    pub fn with_scope(&self, agent: AgentId, scope: ScopeId) -> Self {
        let others = self.scopes.iter().filter(|chosen| chosen.agent != agent).cloned();
        let scopes = others.chain([Chosen { agent, scope }]).collect();
        Self { user: self.user, agent, scopes }
    }
}

impl Record for Workplace {
    const NAME: &'static str = "workplace";
    const TABLE: Table = Table("workplaces");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.user.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Workplace {}

impl Placed for Workplace {
    fn place(&self) -> Place {
        Place { holder: Some(self.user), ..Place::default() }
    }
}
