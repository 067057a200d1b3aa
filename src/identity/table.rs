//! The tables of Agents, users and sessions.

use super::{
    Acquaintance, Agent, ApiKey, Codes, Doorstep, Login, Passkeys, Recovery, Restoration, Session, SessionKey, User, Workplace, api_key,
    doorstep, passkey::OwnKey, session, user,
};
use crate::{
    access::{Grant, Reach, UserKind, table as access_table},
    storage::{
        Index, Order, Record, View,
        rows::{each, load, pointed},
        view::Keys,
    },
    terms::{AgentId, Result, UserId},
};
use std::ops::ControlFlow;

/// All Agents, the Owner first.
///
/// # Errors
/// A fault of the engine.
pub fn agents(view: &dyn View) -> Result<Vec<Agent>> {
    let mut agents = Vec::new();
    each(view, &Keys::all(), Order::Ascending, |agent| {
        agents.push(agent);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(agents)
}

/// The Agent with this number.
///
/// # Errors
/// A fault of the engine.
pub fn agent(view: &dyn View, id: AgentId) -> Result<Option<Agent>> {
    load(view, &id.key())
}

/// The Agent with this code.
///
/// # Errors
/// A fault of the engine.
pub fn agent_by_code(view: &dyn View, code: &str) -> Result<Option<Agent>> {
    Ok(agents(view)?.into_iter().find(|agent| agent.code == code))
}

/// The user with this number.
///
/// # Errors
/// A fault of the engine.
pub fn user(view: &dyn View, id: UserId) -> Result<Option<User>> {
    load(view, &id.key())
}

/// The user with this login.
///
/// # Errors
/// A fault of the engine.
pub fn user_by_login(view: &dyn View, login: &Login) -> Result<Option<User>> {
    let mut found = None;
    let keys = Keys::with_prefix(&[login.as_str().as_bytes(), &[0]].concat());
    view.visit(user::BY_LOGIN, &keys, Order::Ascending, &mut |row, _| {
        found = Some(pointed(row, 8).to_vec());
        ControlFlow::Break(())
    })?;
    found.map_or(Ok(None), |key| load(view, &key))
}

/// Every user, by number.
///
/// # Errors
/// A fault of the engine, or what the visitor answers.
pub fn each_user(view: &dyn View, mut visit: impl FnMut(User) -> Result<()>) -> Result<()> {
    each(view, &Keys::all(), Order::Ascending, |user| visit(user).map(ControlFlow::Continue))
}

/// The active employees who hold something in this Agent, with what they hold, by surname.
///
/// # Errors
/// A fault of the engine.
pub fn colleagues(view: &dyn View, agent: AgentId) -> Result<Vec<(User, Grant)>> {
    let mut keys = Vec::new();
    // A grant's key is its user and its Agent: those of other Agents, among them all citizens', are not read.
    view.visit(Grant::TABLE, &Keys::all(), Order::Ascending, &mut |key, _| {
        if key.ends_with(&agent.key()) {
            keys.push(key.to_vec());
        }
        ControlFlow::Continue(())
    })?;
    let mut colleagues = Vec::new();
    for key in keys {
        let Some(grant) = load::<Grant>(view, &key)? else { continue };
        let user = user(view, grant.user)?.filter(|user| user.active && user.kind != UserKind::Citizen);
        colleagues.extend(user.map(|user| (user, grant)));
    }
    colleagues.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    Ok(colleagues)
}

/// The session with this key.
///
/// # Errors
/// A fault of the engine.
pub fn session(view: &dyn View, key: SessionKey) -> Result<Option<Session>> {
    load(view, &key.bytes())
}

/// The sessions of this user.
///
/// # Errors
/// A fault of the engine.
pub fn sessions_of(view: &dyn View, user: UserId) -> Result<Vec<Session>> {
    keyed(view, session::BY_USER, user)?.iter().filter_map(|key| load(view, key).transpose()).collect()
}

/// The key of the program interface with this digest.
///
/// # Errors
/// A fault of the engine.
pub fn api_key(view: &dyn View, key: SessionKey) -> Result<Option<ApiKey>> {
    load(view, &key.bytes())
}

/// The keys of the program interface of this user, the newest first.
///
/// # Errors
/// A fault of the engine.
pub fn api_keys_of(view: &dyn View, user: UserId) -> Result<Vec<ApiKey>> {
    let keys = keyed(view, api_key::BY_USER, user)?;
    let mut keys = keys.iter().filter_map(|key| load(view, key).transpose()).collect::<Result<Vec<ApiKey>>>()?;
    keys.sort_by_key(|key| std::cmp::Reverse(key.made_at));
    Ok(keys)
}

/// The same, of those that act in the Agents within this reach.
///
/// # Errors
/// A fault of the engine.
pub fn api_keys_within(view: &dyn View, reach: &Reach, user: UserId) -> Result<Vec<ApiKey>> {
    let mut keys = api_keys_of(view, user)?;
    keys.retain(|key| reach.agent.is_none_or(|agent| agent == key.agent));
    Ok(keys)
}

/// What an index points at for this user, where it is found by a random key.
fn keyed(view: &dyn View, index: Index, user: UserId) -> Result<Vec<Vec<u8>>> {
    let mut keys = Vec::new();
    view.visit(index, &Keys::with_prefix(&user.key()), Order::Ascending, &mut |row, _| {
        keys.push(pointed(row, session::KEY_BYTES).to_vec());
        ControlFlow::Continue(())
    })?;
    Ok(keys)
}

/// From where this user has signed in before; none who never has.
///
/// # Errors
/// A fault of the engine.
pub fn acquaintance(view: &dyn View, user: UserId) -> Result<Option<Acquaintance>> {
    load(view, &user.key())
}

/// Where this user worked last; none who has never chosen.
///
/// # Errors
/// A fault of the engine.
pub fn workplace(view: &dyn View, user: UserId) -> Result<Option<Workplace>> {
    load(view, &user.key())
}

/// The code that was sent to this user.
///
/// # Errors
/// A fault of the engine.
pub fn restoration(view: &dyn View, user: UserId) -> Result<Option<Restoration>> {
    load(view, &user.key())
}

/// The one-time codes of this user, offered or on.
///
/// # Errors
/// A fault of the engine.
pub fn codes(view: &dyn View, user: UserId) -> Result<Option<Codes>> {
    load(view, &user.key())
}

/// Whether one-time codes are asked of this user: those that are only offered are not.
///
/// # Errors
/// A fault of the engine.
pub fn gives_codes(view: &dyn View, user: UserId) -> Result<bool> {
    Ok(codes(view, user)?.is_some_and(|codes| codes.on_since().is_some()))
}

/// Whether this user has a second factor of their own, which the sign-in asks for.
///
/// # Errors
/// A fault of the engine.
pub fn has_factor(view: &dyn View, user: UserId) -> Result<bool> {
    Ok(gives_codes(view, user)? || passkeys(view, user)?.is_some())
}

/// The passkeys of this user; none where they have none.
///
/// # Errors
/// A fault of the engine.
pub fn passkeys(view: &dyn View, user: UserId) -> Result<Option<Passkeys>> {
    load(view, &user.key())
}

/// Each of the passkeys of this user.
///
/// # Errors
/// A fault of the engine.
pub fn keys(view: &dyn View, user: UserId) -> Result<Vec<OwnKey>> {
    Ok(passkeys(view, user)?.map_or_else(Vec::new, |passkeys| passkeys.keys))
}

/// The recovery codes of this user.
///
/// # Errors
/// A fault of the engine.
pub fn recovery(view: &dyn View, user: UserId) -> Result<Option<Recovery>> {
    load(view, &user.key())
}

/// The doorstep with this key.
///
/// # Errors
/// A fault of the engine.
pub fn doorstep(view: &dyn View, key: SessionKey) -> Result<Option<Doorstep>> {
    load(view, &key.bytes())
}

/// The doorsteps of this user.
///
/// # Errors
/// A fault of the engine.
pub fn doorsteps_of(view: &dyn View, user: UserId) -> Result<Vec<Doorstep>> {
    keyed(view, doorstep::BY_USER, user)?.iter().filter_map(|key| load(view, key).transpose()).collect()
}

/// The user with this number, for whoever looks after the users of this Agent: somebody who holds nothing there is missing for
/// them. A citizen belongs to no Agent.
///
/// # Errors
/// A fault of the engine.
pub fn user_within(view: &dyn View, reach: &Reach, id: UserId) -> Result<Option<User>> {
    let Some(user) = user(view, id)? else { return Ok(None) };
    let held = match reach.agent {
        Some(agent) => user.kind == UserKind::Citizen || access_table::grant(view, id, agent)?.is_some(),
        None => true,
    };
    Ok((held && reach.holder.is_none()).then_some(user))
}
