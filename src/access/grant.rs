//! What a user holds in one Agent, and the scopes they may hold.

use super::{Place, Placed, RoleCode, principal::PrincipalId};
use crate::{
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, HouseId, Id, Result, UserId},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The type of a user; the first digit of the login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

    /// The id of its name in the wording.
    pub const fn wording(self) -> &'static str {
        match self {
            Self::Owner => "user-kind-owner",
            Self::Partner => "user-kind-partner",
            Self::Agent => "user-kind-agent",
            Self::Citizen => "user-kind-citizen",
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

    /// The days on which both hold, where there are any.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        let to = match (self.to, other.to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self { from: self.from.max(other.from), to }
    }

    /// Whether it holds on every day on which the other does.
    pub fn includes(self, other: Self) -> bool {
        let begins = self.from.is_none_or(|own| other.from.is_some_and(|from| own <= from));
        begins && self.to.is_none_or(|own| other.to.is_some_and(|to| to <= own))
    }

    /// Whether it ends before it begins.
    pub fn is_backwards(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to < from)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, other: &Self| one.to.zip(other.from).is_some_and(|(to, from)| to < from);
        !ends_before(self, other) && !ends_before(other, self)
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

/// A role that is held in one scope and not in the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The role.
    pub role: RoleCode,
    /// Where it is in force. A role may be bound to several.
    pub scope: ScopeId,
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
    /// Roles that are not held in every scope of the grant, but only in these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bound: Vec<Bound>,
    /// The principals whose data is shown; none means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub principals: Vec<PrincipalId>,
}

impl Grant {
    /// Nothing yet.
    pub const fn new(user: UserId, agent: AgentId) -> Self {
        let period = Period { from: None, to: None };
        Self { user, agent, roles: Vec::new(), scopes: Vec::new(), period, bound: Vec::new(), principals: Vec::new() }
    }

    /// Whether the role is in force while its holder works in this scope, or in none where the grant names none.
    pub fn in_force(&self, role: &RoleCode, scope: Option<ScopeId>) -> bool {
        let mut bound = self.bound.iter().filter(|bound| bound.role == *role).peekable();
        bound.peek().is_none() || bound.any(|bound| Some(bound.scope) == scope)
    }

    /// The roles in force while their holder works in this scope.
    pub fn roles_in(&self, scope: Option<ScopeId>) -> Vec<RoleCode> {
        self.roles.iter().filter(|role| self.in_force(role, scope)).cloned().collect()
    }
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
