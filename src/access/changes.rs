//! What is done to rights: grants and scopes here, roles, rules and groups beside. What no change may do at all, whoever
//! makes it, is in [`super::guard`], which every Act passes.

mod groups;
mod merge;
mod roles;
mod rules;

pub use groups::{remove_agent_group, remove_user_group, save_agent_group, save_user_group};
pub use merge::{end_grant, merge_role};
pub use roles::{Draft, define_role, remove_role};
pub use rules::{Intent, remove_rule, save_rule};

use super::{
    Bound, Grant, PrincipalId, RoleCode, Scope, ScopeId, UserKind,
    grant::{OfScope, Period},
    table,
};
use crate::{
    act::{Act, door::Numbered},
    housing::table as housing_table,
    identity::{agent::OWNER, table as identity_table},
    storage::Record,
    terms::{AgentId, HouseId, Kind, Refusal, Result, UserId, message},
};

/// Characters in the name of a scope, a role or a group.
pub const LONGEST_NAME: usize = 100;
/// Houses in one scope.
const MOST_HOUSES: usize = 200_000;

impl Numbered for OfScope {
    const SEQUENCE: &'static str = "scope";
}

/// An Agent out of the author's reach is missing: nobody gives rights in another's house.
fn within_reach(act: &Act<'_>, agent: AgentId) -> Result<()> {
    let reach = &act.permit().reach;
    let reached = reach.holder.is_none() && reach.agent.is_none_or(|own| own == agent);
    if reached { Ok(()) } else { Err(Refusal::missing().into()) }
}

/// A name as it is kept: without outer spaces, of a sensible length.
fn named(field: &str, name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Refusal::field(
            field,
            message(if field == "abbreviation" { "access-abbreviation-empty" } else { "access-name-empty" }),
        ));
    }
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Refusal::field(field, message("access-name-long").with("most", LONGEST_NAME as i64)));
    }
    Ok(name)
}

/// Refuses a form that was opened on a version that is no longer the last; the page shows both. An empty version is that of
/// a form opened when nothing was stored; none at all is what a rehearsal has, and is not compared.
///
/// # Errors
/// Somebody has changed it since.
pub fn unchanged<R: Record>(current: &R, seen: Option<&str>) -> Result<()> {
    match seen {
        Some(seen) if seen != table::version(current)? => Err(Refusal::conflict("record-changed").into()),
        Some(_) | None => Ok(()),
    }
}

/// Gives a user roles and scopes in an Agent, in place of what they held there.
///
/// # Errors
/// As [`save_grant`].
pub fn make_grant(act: &mut Act<'_>, user: UserId, agent: AgentId, roles: Vec<RoleCode>, scopes: Vec<ScopeId>) -> Result<()> {
    save_grant(act, Grant { roles, scopes, ..Grant::new(user, agent) }, None)
}

/// Writes what a user holds in an Agent in place of what they held there. `seen` is the version on which the form was
/// opened ([`unchanged`]).
///
/// # Errors
/// There is no such user, role, scope, principal or Agent within the author's reach; the author is an Agent's, and the user
/// holds nothing there yet; the Agent is the Owner, and the user none of the Owner's employees; the period ends before it
/// begins; somebody has changed it since.
pub fn save_grant(act: &mut Act<'_>, mut grant: Grant, seen: Option<&str>) -> Result<()> {
    within_reach(act, grant.agent)?;
    let user = identity_table::user(&*act, grant.user)?.ok_or_else(Refusal::missing)?;
    let before = table::grant(&*act, grant.user, grant.agent)?;
    before.iter().for_each(|before| act.concern(before));
    bound_within(&grant, before.as_ref())?;
    tidy(&mut grant);
    // Who works in an Agent the Owner says: for its administrator there is nobody else.
    if before.is_none() && act.permit().reach.agent.is_some() {
        return Err(Refusal::missing().into());
    }
    if user.kind == UserKind::Citizen {
        return Err(Refusal::invalid("grant-citizen").into());
    }
    at_home(user.kind, &grant, before.as_ref())?;
    check(act, &grant, before.as_ref())?;
    match before {
        Some(before) => {
            unchanged(&before, seen)?;
            act.save(&before, grant)?;
        }
        None => {
            act.add(grant)?;
        }
    }
    Ok(())
}

/// With the Owner work the Owner's own employees, and they nowhere else: nobody is given anything beyond that, whoever gives
/// it. What somebody has there all the same may be taken away.
fn at_home(kind: UserKind, grant: &Grant, before: Option<&Grant>) -> Result<(), Refusal> {
    let is_kept = |before: &Grant| before.period.includes(grant.period) && grant.roles.iter().all(|role| before.roles.contains(role));
    let (of_owner, with_owner) = (kind == UserKind::Owner, grant.agent == OWNER);
    if of_owner == with_owner || before.is_some_and(is_kept) {
        return Ok(());
    }
    Err(Refusal::field("agent", message(if of_owner { "user-agents-owner" } else { "user-agents-others" })))
}

/// A role is bound to a scope that its holder has: bound to another it would hold nowhere, and unbound everywhere.
fn bound_within(grant: &Grant, before: Option<&Grant>) -> Result<(), Refusal> {
    let is_new = |bound: &&Bound| before.is_none_or(|before| !before.bound.contains(bound));
    let astray = grant.bound.iter().filter(is_new).any(|bound| !grant.scopes.contains(&bound.scope));
    if astray { Err(Refusal::field("scope", message("role-scope-not-held"))) } else { Ok(()) }
}

/// Nothing twice, and no binding of a role or in a scope that is not held any more.
fn tidy(grant: &mut Grant) {
    fn once<T: PartialEq>(things: &mut Vec<T>) {
        let mut kept: Vec<T> = Vec::with_capacity(things.len());
        for thing in things.drain(..) {
            if !kept.contains(&thing) {
                kept.push(thing);
            }
        }
        *things = kept;
    }
    once(&mut grant.roles);
    once(&mut grant.scopes);
    grant.principals.sort();
    grant.principals.dedup();
    once(&mut grant.bound);
    let (roles, scopes) = (&grant.roles, &grant.scopes);
    grant.bound.retain(|Bound { role, scope }| roles.contains(role) && scopes.contains(scope));
}

/// Everything that a grant names is there, and is this Agent's. What was held before may stay, and be taken away.
fn check(act: &Act<'_>, grant: &Grant, before: Option<&Grant>) -> Result<()> {
    if grant.period.is_backwards() {
        return Err(Refusal::field("to", message("period-backwards")).into());
    }
    let roles = act.policy().roles().clone();
    for code in grant.roles.iter().filter(|code| before.is_none_or(|before| !before.roles.contains(*code))) {
        if roles.for_agent(grant.agent).any(|(known, _)| known == code) {
            continue;
        }
        let of_owner = roles.get(code.as_str()).filter(|role| role.owners);
        let said = of_owner.map_or_else(|| message("role-unknown"), |role| message("role-owners").with("role", role.name.clone()));
        return Err(Refusal::field("role", said).into());
    }
    for scope in &grant.scopes {
        table::scope(act, *scope)?.filter(|scope| scope.agent == grant.agent).ok_or_else(Refusal::missing)?;
    }
    for principal in &grant.principals {
        principal_of(act, *principal, grant.agent)?;
    }
    Ok(())
}

fn principal_of(act: &Act<'_>, id: PrincipalId, agent: AgentId) -> Result<()> {
    let known = housing_table::principal(act, id)?.filter(|principal| principal.agent == agent);
    if known.is_some() { Ok(()) } else { Err(Refusal::field("principal", message("principal-unknown")).into()) }
}

/// The period in which a user holds what they hold in an Agent.
///
/// # Errors
/// As [`save_grant`].
pub fn set_period(act: &mut Act<'_>, user: UserId, agent: AgentId, period: Period, seen: Option<&str>) -> Result<()> {
    let before = table::grant(&*act, user, agent)?.ok_or_else(Refusal::missing)?;
    save_grant(act, Grant { period, ..before }, seen)
}

/// A new scope over these houses.
///
/// # Errors
/// The Agent is out of the author's reach, the name is empty or taken, there are no houses or one that does not exist.
pub fn define_scope(act: &mut Act<'_>, agent: AgentId, name: &str, houses: Vec<HouseId>) -> Result<ScopeId> {
    within_reach(act, agent)?;
    let name = free_name(act, agent, name, None)?;
    let houses = existing(act, houses)?;
    let id = act.next_id()?;
    act.add(Scope { id, agent, name, houses })?;
    Ok(id)
}

/// Another name or other houses of a scope; whoever holds it works with them from the next request on.
///
/// # Errors
/// As [`define_scope`], or somebody has changed it since.
pub fn change_scope(act: &mut Act<'_>, id: ScopeId, name: &str, houses: Vec<HouseId>, seen: Option<&str>) -> Result<()> {
    let before = table::scope(&*act, id)?.ok_or_else(Refusal::missing)?;
    within_reach(act, before.agent)?;
    act.concern(&before);
    unchanged(&before, seen)?;
    let name = free_name(act, before.agent, name, Some(id))?;
    let houses = existing(act, houses)?;
    let after = Scope { name, houses, ..before.clone() };
    act.save(&before, after)?;
    Ok(())
}

/// Takes a scope away that nobody holds.
///
/// # Errors
/// Somebody holds it: without it they would see the whole Agent.
pub fn remove_scope(act: &mut Act<'_>, id: ScopeId) -> Result<()> {
    let scope = table::scope(&*act, id)?.ok_or_else(Refusal::missing)?;
    within_reach(act, scope.agent)?;
    let holders = act.policy().holders_of_scope(id);
    if holders > 0 {
        let said = message("scope-held").with("count", i64::try_from(holders).unwrap_or(i64::MAX));
        return Err(Refusal::new(Kind::Conflict, said).into());
    }
    act.remove(&scope)
}

fn free_name(act: &Act<'_>, agent: AgentId, name: &str, own: Option<ScopeId>) -> Result<String> {
    let name = named("name", name)?;
    let taken = table::scopes(act)?.iter().any(|scope| scope.agent == agent && Some(scope.id) != own && scope.name == name);
    if taken { Err(Refusal::field("name", message("scope-name-taken")).into()) } else { Ok(name) }
}

/// The houses by number, each once.
fn existing(act: &Act<'_>, mut houses: Vec<HouseId>) -> Result<Vec<HouseId>> {
    houses.sort();
    houses.dedup();
    if houses.is_empty() {
        return Err(Refusal::field("houses", message("scope-empty")).into());
    }
    if houses.len() > MOST_HOUSES {
        return Err(Refusal::field("houses", message("scope-large").with("most", MOST_HOUSES as i64)).into());
    }
    for house in &houses {
        housing_table::house(act, *house)?.ok_or_else(|| Refusal::field("houses", message("house-unknown")))?;
    }
    Ok(houses)
}
