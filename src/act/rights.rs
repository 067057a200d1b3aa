//! Compiles the policy from the facts that it depends on: users, grants, scopes, roles, rules, groups, Agents.

use crate::{
    access::{
        AgentGroup, Card, Demands, Due, Grant, HouseSet, Policy, RoleCode, RoleId, Roles, Rule, Scope, ScopeId, StoredRole, UserGroup,
        UserKind, Who, guard, table as access_table,
    },
    identity::{Agent, Codes, Passkeys, Password, User, agent::OWNER, table as identity_table},
    storage::{Overlay, Record, Table, View, rows::load},
    terms::{Id, Result, UserId},
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the rights of everybody depend on.
const OF_ALL: [(Table, &str); 6] =
    [named::<Scope>(), named::<StoredRole>(), named::<Rule>(), named::<UserGroup>(), named::<AgentGroup>(), named::<Agent>()];
/// What the rights of one user depend on, by the user's number.
const OF_USER: [(Table, &str); 4] = [named::<User>(), named::<Grant>(), named::<Codes>(), named::<Passkeys>()];

/// Where such records lie, and what the journal calls them.
const fn named<R: Record>() -> (Table, &'static str) {
    (R::TABLE, R::NAME)
}

/// Refuses what the guard does not let through; whom it is about goes by the login.
///
/// # Errors
/// What the guard refuses.
pub fn guarded(view: &dyn View, before: &Policy, after: &Policy, author: &Who, today: Date) -> Result<()> {
    let login = |user: UserId| identity_table::user(view, user).ok().flatten().map(|user| user.login.to_string());
    guard::check(before, after, author, &after.touched(before), today, &|user| login(user).unwrap_or_else(|| user.to_string()))?;
    Ok(())
}

/// Whether rights depend on records of this kind.
pub fn depend_on(kind: &str) -> bool {
    OF_ALL.iter().chain(&OF_USER).any(|(_, name)| *name == kind)
}

/// The policy of everything that is stored.
///
/// # Errors
/// A fault of the engine.
pub fn compile(view: &dyn View, roles: &Roles) -> Result<Policy> {
    let mut policy = Policy::new(roles);
    access_table::roles(view)?.into_iter().for_each(|role| policy.place_role(role));
    access_table::rules(view)?.into_iter().for_each(|rule| policy.place_rule(rule.id, Some(rule)));
    access_table::agent_groups(view)?.into_iter().for_each(|group| policy.place_agent_group(group.id, Some(group.agents)));
    access_table::user_groups(view)?.into_iter().for_each(|group| policy.place_user_group(group.id, group.users));
    identity_table::agents(view)?.into_iter().for_each(|agent| policy.place_agent(agent.id, agent.closed.is_none()));
    for scope in access_table::scopes(view)? {
        policy.place_scope(scope.id, Some(scope.houses.into_iter().collect::<HouseSet>()));
    }
    identity_table::each_user(view, |user| {
        let grants = grants(view, &user)?;
        policy.place_user(user.id, card(view, &user, &grants, roles.demands())?, grants);
        Ok(())
    })?;
    Ok(policy)
}

/// Whether what an Act wrote changes anybody's rights.
pub fn concerns(written: &Overlay) -> bool {
    OF_ALL.into_iter().chain(OF_USER).any(|(table, _)| written.touches(table))
}

/// Brings the policy up to what an Act wrote: only what it concerns is compiled anew.
///
/// # Errors
/// A fault of the engine.
pub fn place(policy: &mut Policy, view: &dyn View, written: &Overlay) -> Result<()> {
    let numbers = |table| written.keys_of(table).filter_map(number).collect::<BTreeSet<_>>();
    for id in numbers(StoredRole::TABLE) {
        match fact::<StoredRole>(view, id)? {
            Some(role) => policy.place_role(role),
            None => policy.drop_role(&RoleCode::of(RoleId::new(id))),
        }
    }
    for id in numbers(Rule::TABLE) {
        policy.place_rule(Id::new(id), fact(view, id)?);
    }
    for id in numbers(AgentGroup::TABLE) {
        policy.place_agent_group(Id::new(id), fact::<AgentGroup>(view, id)?.map(|group| group.agents));
    }
    for id in numbers(Agent::TABLE) {
        policy.place_agent(Id::new(id), fact::<Agent>(view, id)?.is_none_or(|agent| agent.closed.is_none()));
    }
    for id in numbers(UserGroup::TABLE) {
        policy.place_user_group(Id::new(id), fact::<UserGroup>(view, id)?.map_or_else(Vec::new, |group| group.users));
    }
    for id in numbers(Scope::TABLE) {
        let houses = fact::<Scope>(view, id)?.map(|scope| scope.houses.into_iter().collect());
        policy.place_scope(ScopeId::new(id), houses);
    }
    let roles = policy.roles().clone();
    let users: BTreeSet<u64> = OF_USER.into_iter().flat_map(|(table, _)| numbers(table)).collect();
    for id in users.into_iter().map(UserId::new) {
        match identity_table::user(view, id)? {
            Some(user) => {
                let grants = grants(view, &user)?;
                policy.place_user(id, card(view, &user, &grants, roles.demands())?, grants);
            }
            None => policy.drop_user(id),
        }
    }
    Ok(())
}

fn fact<R: Record>(view: &dyn View, id: u64) -> Result<Option<R>> {
    load(view, &id.to_be_bytes())
}

fn number(key: &[u8]) -> Option<u64> {
    key.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes))
}

fn card(view: &dyn View, user: &User, grants: &[Grant], demands: &Demands) -> Result<Card> {
    let demanded = demands.concern(user.kind, grants.iter().flat_map(|grant| &grant.roles));
    let due = match user.password {
        Password::OneTime(_) => Due::Password,
        // A certificate that is required was presented at the sign-in.
        Password::None | Password::Own(_) if demanded && !user.certificate_required && !identity_table::has_factor(view, user.id)? => {
            Due::Factor
        }
        Password::None | Password::Own(_) => Due::Nothing,
    };
    Ok(Card { kind: user.kind, active: user.active, period: user.period, sight: user.sight(), due })
}

/// What a user holds; a citizen by being one.
fn grants(view: &dyn View, user: &User) -> Result<Vec<Grant>> {
    match user.kind {
        UserKind::Citizen => Ok(vec![Grant { roles: vec![RoleCode::new(Roles::CITIZEN)], ..Grant::new(user.id, OWNER) }]),
        UserKind::Owner | UserKind::Partner | UserKind::Agent => access_table::grants_of(view, user.id),
    }
}
