//! The tables of grants and scopes.

use super::{Grant, Scope, ScopeId};
use crate::{
    storage::{
        Order, View,
        rows::{each, load},
        view::Keys,
    },
    terms::{AgentId, Result, UserId},
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

/// All scopes.
///
/// # Errors
/// A fault of the engine.
pub fn scopes(view: &dyn View) -> Result<Vec<Scope>> {
    let mut scopes = Vec::new();
    each(view, &Keys::all(), Order::Ascending, |scope| {
        scopes.push(scope);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(scopes)
}

/// The scope with this number.
///
/// # Errors
/// A fault of the engine.
pub fn scope(view: &dyn View, id: ScopeId) -> Result<Option<Scope>> {
    load(view, &id.key())
}
