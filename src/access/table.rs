//! The tables of grants, scopes, roles, rules and groups.

use super::{AgentGroup, Grant, RoleCode, Rule, Scope, ScopeId, StoredRole, UserGroup};
use crate::{
    storage::{
        Order, Record, View, codec,
        rows::{each, load},
        view::Keys,
    },
    terms::{AgentId, Digest, Id, Result, UserId},
};
use std::ops::ControlFlow;

/// What this user holds, in every Agent.
///
/// # Errors
/// A fault of the engine.
pub fn grants_of(view: &dyn View, user: UserId) -> Result<Vec<Grant>> {
    let mut grants = Vec::new();
    each(view, &Keys::with_prefix(&user.key()), Order::Ascending, |grant| {
        grants.push(grant);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(grants)
}

/// What this user holds in this Agent.
///
/// # Errors
/// A fault of the engine.
pub fn grant(view: &dyn View, user: UserId, agent: AgentId) -> Result<Option<Grant>> {
    load(view, &[user.key(), agent.key()].concat())
}

fn all<R: Record>(view: &dyn View) -> Result<Vec<R>> {
    let mut records = Vec::new();
    each(view, &Keys::all(), Order::Ascending, |record| {
        records.push(record);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(records)
}

/// All grants in this Agent, by user.
///
/// # Errors
/// A fault of the engine.
pub fn grants_in(view: &dyn View, agent: AgentId) -> Result<Vec<Grant>> {
    let mut keys = Vec::new();
    // A grant's key is its user and its Agent: those of other Agents are not read.
    view.visit(Grant::TABLE, &Keys::all(), Order::Ascending, &mut |key, _| {
        if key.ends_with(&agent.key()) {
            keys.push(key.to_vec());
        }
        ControlFlow::Continue(())
    })?;
    keys.iter().filter_map(|key| load(view, key).transpose()).collect()
}

/// The grants in this Agent that hold this role, by user.
///
/// # Errors
/// A fault of the engine.
pub fn holders(view: &dyn View, agent: AgentId, role: &RoleCode) -> Result<Vec<Grant>> {
    let mut grants = grants_in(view, agent)?;
    grants.retain(|grant| grant.roles.contains(role));
    Ok(grants)
}

/// All scopes.
///
/// # Errors
/// A fault of the engine.
pub fn scopes(view: &dyn View) -> Result<Vec<Scope>> {
    all(view)
}

/// The scope with this number.
///
/// # Errors
/// A fault of the engine.
pub fn scope(view: &dyn View, id: ScopeId) -> Result<Option<Scope>> {
    load(view, &id.key())
}

/// All roles that are stored: Agents' own, and system roles that the Owner has changed.
///
/// # Errors
/// A fault of the engine.
pub fn roles(view: &dyn View) -> Result<Vec<StoredRole>> {
    all(view)
}

/// All rules.
///
/// # Errors
/// A fault of the engine.
pub fn rules(view: &dyn View) -> Result<Vec<Rule>> {
    all(view)
}

/// All groups of users.
///
/// # Errors
/// A fault of the engine.
pub fn user_groups(view: &dyn View) -> Result<Vec<UserGroup>> {
    all(view)
}

/// All groups of Agents.
///
/// # Errors
/// A fault of the engine.
pub fn agent_groups(view: &dyn View) -> Result<Vec<AgentGroup>> {
    all(view)
}

/// The record with this number.
///
/// # Errors
/// A fault of the engine.
pub fn numbered<R: Record, K>(view: &dyn View, id: Id<K>) -> Result<Option<R>> {
    load(view, &id.key())
}

/// What tells one version of a record from another: a form that was opened on an older one is noticed by it.
///
/// # Errors
/// The record cannot be encoded: a bug.
pub fn version<R: Record>(record: &R) -> Result<String> {
    Ok(Digest::of(&codec::encode(R::VERSION, record)?).to_string())
}

/// What tells one version of these records together from another.
///
/// # Errors
/// A record cannot be encoded: a bug.
pub fn version_of_all<R: Record>(records: &[R]) -> Result<String> {
    let versions: Vec<String> = records.iter().map(version).collect::<Result<_>>()?;
    Ok(Digest::of(versions.concat().as_bytes()).to_string())
}
