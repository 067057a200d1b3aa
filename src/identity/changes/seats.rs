//! Where a user works: the Agent and the scope, chosen in the header and remembered for the next sign-in.

use crate::{
    access::{ScopeId, table as access_table},
    act::Act,
    identity::{Session, SessionKey, User, Workplace, agent::OWNER, table},
    terms::{AgentId, Refusal, Result, UserId},
};

/// Works in another Agent from now on; only in one where the user may work today. Neither Agent learns of the other: the line
/// stands in the Owner's journal.
///
/// # Errors
/// The user may not work there, or the session is gone.
pub fn choose_agent(act: &mut Act<'_>, key: SessionKey, agent: AgentId) -> Result<()> {
    let session = table::session(&*act, key)?.ok_or_else(Refusal::missing)?;
    if !act.policy().works_in(session.user, agent, act.today()) {
        return Err(Refusal::missing().into());
    }
    act.in_journal_of(OWNER);
    let before = table::workplace(&*act, session.user)?;
    let known = before.clone().unwrap_or(Workplace::new(session.user, agent));
    let scope = scope_in(act, session.user, agent, Some(&known))?;
    act.save(&session, Session { agent, scope, ..session.clone() })?;
    remember(act, before, Workplace { agent, ..known })
}

/// Works in another scope from now on; only one that the user holds in the Agent they work in.
///
/// # Errors
/// The user does not hold it, or the session is gone.
pub fn choose_scope(act: &mut Act<'_>, key: SessionKey, scope: ScopeId) -> Result<()> {
    let session = table::session(&*act, key)?.ok_or_else(Refusal::missing)?;
    // Not that of the session: it may have been closed, and another taken its place.
    let agent = act.actor().seat().map(|seat| seat.agent).ok_or_else(Refusal::missing)?;
    let grant = access_table::grant(&*act, session.user, agent)?.ok_or_else(Refusal::missing)?;
    if !grant.scopes.contains(&scope) {
        return Err(Refusal::missing().into());
    }
    act.save(&session, Session { agent, scope: Some(scope), ..session.clone() })?;
    let before = table::workplace(&*act, session.user)?;
    let known = before.clone().unwrap_or(Workplace::new(session.user, agent));
    remember(act, before, known.with_scope(agent, scope))
}

fn remember(act: &mut Act<'_>, before: Option<Workplace>, after: Workplace) -> Result<()> {
    match before {
        Some(before) => act.save(&before, after).map(drop),
        None => act.add(after).map(drop),
    }
}

/// Where a session of this user begins: where they worked last, else in the first Agent in which they may work today.
pub(super) fn first(act: &Act<'_>, user: &User) -> Result<(AgentId, Option<ScopeId>)> {
    let last = table::workplace(act, user.id)?;
    let held = access_table::grants_of(act, user.id)?.first().map(|grant| grant.agent);
    let wanted = last.as_ref().map(|last| last.agent).or(held).unwrap_or(OWNER);
    let agent = act.policy().workplace(user.id, wanted, act.today());
    Ok((agent, scope_in(act, user.id, agent, last.as_ref())?))
}

/// The scope that was chosen last there and is held still, else the first one held.
fn scope_in(act: &Act<'_>, user: UserId, agent: AgentId, last: Option<&Workplace>) -> Result<Option<ScopeId>> {
    let Some(grant) = access_table::grant(act, user, agent)? else { return Ok(None) };
    let chosen = last.and_then(|last| last.scope_in(agent)).filter(|scope| grant.scopes.contains(scope));
    Ok(chosen.or(grant.scopes.first().copied()))
}
