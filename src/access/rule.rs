//! Visibility rules (доступность отчётов / разделов, `domain.md` §4): who does not see a section, and who does after all.

use super::{
    Function, Place, Placed, RoleCode, Section, UserKind,
    group::{AgentGroupId, UserGroupId},
};
use crate::{
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, Id, Result, UserId},
};
use serde::{Deserialize, Serialize};

/// What marks a rule's identity.
pub struct OfRule;
/// Identity of a visibility rule.
pub type RuleId = Id<OfRule>;

/// Where a rule acts (область действия).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Area {
    /// In all Agents.
    All,
    /// In the Agents of a group.
    Group(AgentGroupId),
    /// In one Agent.
    Agent(AgentId),
}

/// The filter mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filter {
    /// For users who match the conditions.
    Matching,
    /// For users of the area who do not match them.
    Others,
}

impl Filter {
    /// The id of its name in the wording.
    pub const fn wording(self) -> &'static str {
        match self {
            Self::Matching => "rules-matching",
            Self::Others => "rules-others",
        }
    }
}

/// What a rule does to its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// Closes it.
    Hidden,
    /// Opens it again, where a role grants what is in it.
    Available,
}

impl Visibility {
    /// The id of its name in the wording.
    pub const fn wording(self) -> &'static str {
        match self {
            Self::Hidden => "rules-hidden",
            Self::Available => "rules-available",
        }
    }
}

/// How specific a rule is; the highest that applies decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// All Agents or a group of them.
    AgentGroup,
    /// One Agent.
    Agent,
    /// A role.
    Role,
    /// A type of user.
    UserKind,
    /// A group of users.
    UserGroup,
    /// One user.
    User,
}

impl Level {
    /// All, the lowest first.
    pub const ALL: [Self; 6] = [Self::AgentGroup, Self::Agent, Self::Role, Self::UserKind, Self::UserGroup, Self::User];

    /// The id of its name in the wording.
    pub const fn wording(self) -> &'static str {
        match self {
            Self::AgentGroup => "level-agent-group",
            Self::Agent => "level-agent",
            Self::Role => "level-role",
            Self::UserKind => "level-user-kind",
            Self::UserGroup => "level-user-group",
            Self::User => "level-user",
        }
    }
}

/// One rule. Conditions that it does not name it leaves open; of those it names, all must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its number, by which explanations name it.
    pub id: RuleId,
    /// Where it acts; the filter mode never reaches beyond.
    pub area: Area,
    /// Users who hold this role in the Agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleCode>,
    /// Users of this type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<UserKind>,
    /// Users of this group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<UserGroupId>,
    /// This user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// The filter mode.
    pub filter: Filter,
    /// What it does.
    pub visibility: Visibility,
    /// To which section or report.
    pub section: Section,
}

/// Whom a rule is held against: a user in one Agent.
pub struct Subject<'s> {
    /// The user.
    pub user: UserId,
    /// Their type.
    pub kind: UserKind,
    /// The Agent in which they act.
    pub agent: AgentId,
    /// The roles in force there.
    pub roles: &'s [RoleCode],
    /// The groups that hold them.
    pub groups: &'s [UserGroupId],
}

impl Rule {
    /// The level of its most specific condition.
    pub const fn level(&self) -> Level {
        if self.user.is_some() {
            Level::User
        } else if self.group.is_some() {
            Level::UserGroup
        } else if self.kind.is_some() {
            Level::UserKind
        } else if self.role.is_some() {
            Level::Role
        } else {
            match self.area {
                Area::Agent(_) => Level::Agent,
                Area::All | Area::Group(_) => Level::AgentGroup,
            }
        }
    }

    /// Whether it applies to this user. `in_group` tells whether the Agent is in a group.
    pub fn applies_to(&self, subject: &Subject<'_>, in_group: impl Fn(AgentGroupId) -> bool) -> bool {
        let in_area = match self.area {
            Area::All => true,
            Area::Group(group) => in_group(group),
            Area::Agent(agent) => agent == subject.agent,
        };
        let matches = self.role.as_ref().is_none_or(|role| subject.roles.contains(role))
            && self.kind.is_none_or(|kind| subject.kind == kind)
            && self.group.is_none_or(|group| subject.groups.contains(&group))
            && self.user.is_none_or(|user| subject.user == user);
        in_area && matches == (self.filter == Filter::Matching)
    }

    /// Whether it is about this function.
    pub fn concerns(&self, function: Function) -> bool {
        !function.is_essential() && self.section.holds(function)
    }

    /// Whether it names any condition besides its area.
    pub const fn is_about_users(&self) -> bool {
        self.role.is_some() || self.kind.is_some() || self.group.is_some() || self.user.is_some()
    }
}

impl Record for Rule {
    const NAME: &'static str = "rule";
    const TABLE: Table = Table("rules");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Rule {}

impl Placed for Rule {
    /// A rule of one Agent is that Agent's; others are the Owner's.
    fn place(&self) -> Place {
        let agent = match self.area {
            Area::Agent(agent) => agent,
            Area::All | Area::Group(_) => AgentId::new(1),
        };
        Place { agent: Some(agent), ..Place::default() }
    }
}
