//! What a user holds in one Agent, and the scopes they may hold.

use super::{Place, Placed, RoleCode};
use crate::{
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, HouseId, Id, Result, UserId},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The type of a user; the first digit of the login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserKind {
    /// The Owner's employee.
    Owner,
    /// A partner organisation's employee.
    Partner,
    /// An Agent's employee.
    Agent,
    /// A citizen or a business.
    Citizen,
}

impl UserKind {
    /// `1` … `4`: what the login begins with.
    pub const fn digit(self) -> char {
        match self {
            Self::Owner => '1',
            Self::Partner => '2',
            Self::Agent => '3',
            Self::Citizen => '4',
        }
    }
}

/// Days from and to which something holds; open where none is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Period {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What marks a scope's identity.
pub struct OfScope;
/// Identity of a scope.
pub type ScopeId = Id<OfScope>;

/// A named group of houses (область видимости).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Its number.
    pub id: ScopeId,
    /// Whose it is.
    pub agent: AgentId,
    /// As the header shows it.
    pub name: String,
    /// Its houses.
    pub houses: Vec<HouseId>,
}

impl Record for Scope {
    const NAME: &'static str = "scope";
    const TABLE: Table = Table("scopes");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Scope {}

impl Placed for Scope {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), ..Place::default() }
    }
}

/// What a user holds in one Agent (назначение).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Who holds it.
    pub user: UserId,
    /// Where.
    pub agent: AgentId,
    /// The roles; their functions add up.
    pub roles: Vec<RoleCode>,
    /// The scopes; none means the whole Agent.
    pub scopes: Vec<ScopeId>,
    /// When.
    pub period: Period,
}

impl Record for Grant {
    const NAME: &'static str = "grant";
    const TABLE: Table = Table("grants");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        [self.user.key(), self.agent.key()].concat()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Grant {}

impl Placed for Grant {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), ..Place::default() }
    }
}
