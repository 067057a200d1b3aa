//! Conflicts of duties (`data/conflicts.toml`): what one person may not hold over the same data (`domain.md` §4). A side
//! of a conflict is named by roles, or by functions, so that a role of an Agent's own making cannot slip through.

use super::{
    Function, FunctionSet, Grant, HouseSet, Policy, RoleCode, Roles, ScopeId,
    grant::Period,
    role::{RolesError, functions_named},
};
use crate::terms::{AgentId, Text};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SideEntry {
    #[serde(default)]
    roles: Vec<RoleCode>,
    #[serde(default)]
    functions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    name: Text,
    why: Text,
    one: SideEntry,
    other: SideEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    conflict: Vec<Entry>,
}

/// One side of a conflict: whoever holds one of these roles, or a role with one of these functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    roles: Vec<RoleCode>,
    functions: FunctionSet,
}

impl Side {
    fn is_of(&self, code: &RoleCode, functions: FunctionSet) -> bool {
        self.roles.contains(code) || !self.functions.common(functions).is_empty()
    }
}

/// Two duties that one person may not have over the same data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its short name.
    pub code: String,
    /// "Оператор и Контролёр".
    pub name: Text,
    /// Why not.
    pub why: Text,
    one: Side,
    other: Side,
}

/// All conflicts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflicts(Vec<Conflict>);

/// What one user holds against a conflict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// The conflict's code.
    pub conflict: String,
    /// The role of the one side.
    pub one: RoleCode,
    /// The role of the other.
    pub other: RoleCode,
    /// How many houses both cover; none where both cover a whole Agent.
    pub houses: Option<u32>,
    /// A house that both cover, as an example.
    pub example: Option<u64>,
}

/// A role as one user holds it: where and when.
struct Duty<'g> {
    role: &'g RoleCode,
    functions: FunctionSet,
    agent: AgentId,
    /// The houses; none for a whole Agent.
    houses: Option<HouseSet>,
    period: Period,
}

fn side(conflict: &str, entry: SideEntry, roles: &Roles) -> Result<Side, RolesError> {
    let unknown = |what: &str| RolesError::Conflict { conflict: conflict.to_owned(), what: what.to_owned() };
    if let Some(code) = entry.roles.iter().find(|code| roles.get(code.as_str()).is_none()) {
        return Err(unknown(code.as_str()));
    }
    let mut functions: Vec<Function> = Vec::new();
    for code in &entry.functions {
        let named = functions_named(code);
        functions.extend(if named.is_empty() { return Err(unknown(code)) } else { named });
    }
    Ok(Side { roles: entry.roles, functions: functions.into_iter().collect() })
}

impl Conflicts {
    /// Reads the text of `conflicts.toml`.
    ///
    /// # Errors
    /// The shape is wrong, or a role or function is unknown.
    pub(super) fn parse(text: &str, roles: &Roles) -> Result<Self, RolesError> {
        let file: File = toml::from_str(text)?;
        let read = |entry: Entry| {
            let (one, other) = (side(&entry.code, entry.one, roles)?, side(&entry.code, entry.other, roles)?);
            Ok::<_, RolesError>(Conflict { code: entry.code, name: entry.name, why: entry.why, one, other })
        };
        Ok(Self(file.conflict.into_iter().map(read).collect::<Result<_, _>>()?))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Conflict> {
        self.0.iter()
    }
}

/// What clashes among the grants of one user: duties of both sides over the same data at the same time.
pub fn clashes(policy: &Policy, grants: &[Arc<Grant>]) -> Vec<Clash> {
    let duties: Vec<Duty<'_>> = grants.iter().flat_map(|grant| duties(policy, grant)).collect();
    let mut found = Vec::new();
    for conflict in policy.roles().conflicts() {
        for one in duties.iter().filter(|duty| conflict.one.is_of(duty.role, duty.functions)) {
            for other in duties.iter().filter(|duty| conflict.other.is_of(duty.role, duty.functions)) {
                found.extend(overlap(one, other).map(|(houses, example)| Clash {
                    conflict: conflict.code.clone(),
                    one: one.role.clone(),
                    other: other.role.clone(),
                    houses,
                    example,
                }));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn duties<'g>(policy: &'g Policy, grant: &'g Grant) -> impl Iterator<Item = Duty<'g>> {
    grant.roles.iter().map(|role| {
        let bound: Vec<ScopeId> = grant.bound.iter().filter(|bound| bound.role == *role).map(|bound| bound.scope).collect();
        let scopes = if bound.is_empty() { &grant.scopes } else { &bound };
        let all = || scopes.iter().filter_map(|scope| policy.scope(*scope)).fold(HouseSet::default(), |sum, houses| sum.and(houses));
        Duty {
            role,
            functions: policy.roles().functions_in(grant.agent, [role]),
            agent: grant.agent,
            houses: (!scopes.is_empty()).then(all),
            period: grant.period,
        }
    })
}

/// The houses that both duties cover, and one of them; the Owner's employees cover every Agent.
fn overlap(one: &Duty<'_>, other: &Duty<'_>) -> Option<(Option<u32>, Option<u64>)> {
    let owner = AgentId::new(1);
    let same_data = one.agent == other.agent || one.agent == owner || other.agent == owner;
    if !same_data || !one.period.overlaps(&other.period) {
        return None;
    }
    let common = match (&one.houses, &other.houses) {
        (None, None) => return Some((None, None)),
        (Some(houses), None) | (None, Some(houses)) => houses.clone(),
        (Some(one), Some(other)) => one.common(other),
    };
    let example = common.iter().next()?;
    Some((Some(common.count()), Some(example.number())))
}
