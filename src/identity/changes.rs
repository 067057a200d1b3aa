//! What is done to Agents, users, grants, scopes and sessions.

use super::{Agent, Login, Password, Session, SessionKey, User, session, table};
use crate::{
    access::{Grant, Period, Place, RoleCode, Scope, ScopeId, UserKind, grant::OfScope, table as access_table},
    act::{Act, door::Numbered},
    certificates::{proof::Presented, table as certificates_table},
    terms::{AgentId, FullName, HouseId, Refusal, Result, Secret, Text, UserId, id::of, message},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

impl Numbered for of::Agent {
    const SEQUENCE: &'static str = "agent";
}
impl Numbered for of::User {
    const SEQUENCE: &'static str = "user";
}
impl Numbered for OfScope {
    const SEQUENCE: &'static str = "scope";
}

/// A new Agent; the first of an installation is the Owner.
///
/// # Errors
/// Its code is taken.
pub fn create_agent(act: &mut Act<'_>, code: &str, name: Text, short_name: Text) -> Result<AgentId> {
    if table::agent_by_code(&*act, code)?.is_some() {
        return Err(Refusal::field("code", message("agent-code-taken")).into());
    }
    let id = act.next_id()?;
    act.add(Agent { id, code: code.to_owned(), name, short_name })?;
    Ok(id)
}

/// What the Owner writes on a new user's card.
#[derive(Clone, Debug)]
pub struct Card {
    /// The type.
    pub kind: UserKind,
    /// The login.
    pub login: Login,
    /// Name.
    pub name: FullName,
    /// Должность.
    pub position: String,
    /// How they prove that it is they.
    pub password: Password,
    /// Parameter "скрывать персональные данные".
    pub hide_personal_data: bool,
}

/// A new employee.
///
/// # Errors
/// The login is taken.
pub fn create_user(act: &mut Act<'_>, card: Card) -> Result<UserId> {
    let Card { kind, login, name, position, password, hide_personal_data } = card;
    let user = User {
        id: UserId::new(0),
        kind,
        login,
        password,
        name,
        position,
        phone: String::new(),
        email: String::new(),
        messenger: String::new(),
        active: true,
        period: Period::default(),
        hide_personal_data,
        show_test_reports: false,
        certificate_required: false,
        person: None,
        description: String::new(),
    };
    add_user(act, user)
}

/// Gives the card its number and writes it.
///
/// # Errors
/// The login is taken.
pub fn add_user(act: &mut Act<'_>, mut user: User) -> Result<UserId> {
    if table::user_by_login(&*act, &user.login)?.is_some() {
        return Err(Refusal::field("login", message("login-taken")).into());
    }
    user.id = act.next_id()?;
    Ok(act.add(user)?.id)
}

/// An Agent out of the actor's reach is missing: nobody gives rights in another's house.
fn within_reach(act: &Act<'_>, agent: AgentId) -> Result<()> {
    let place = Place { agent: Some(agent), ..Place::default() };
    if act.permit().reach.covers(place) { Ok(()) } else { Err(Refusal::missing().into()) }
}

/// Gives a user roles and scopes in an Agent, in place of what they held there.
///
/// # Errors
/// There is no such user, scope or Agent within the actor's reach.
pub fn make_grant(act: &mut Act<'_>, user: UserId, agent: AgentId, roles: Vec<RoleCode>, scopes: Vec<ScopeId>) -> Result<()> {
    within_reach(act, agent)?;
    table::user(&*act, user)?.ok_or_else(Refusal::missing)?;
    for scope in &scopes {
        access_table::scope(&*act, *scope)?.filter(|scope| scope.agent == agent).ok_or_else(Refusal::missing)?;
    }
    let before = access_table::grant(&*act, user, agent)?;
    let after = Grant { user, agent, roles, scopes, period: Period::default() };
    match before {
        Some(before) => act.save(&before, after)?,
        None => act.add(after)?,
    };
    Ok(())
}

/// A new scope over these houses.
///
/// # Errors
/// The Agent is out of the actor's reach.
pub fn define_scope(act: &mut Act<'_>, agent: AgentId, name: &str, houses: Vec<HouseId>) -> Result<ScopeId> {
    within_reach(act, agent)?;
    let id = act.next_id()?;
    act.add(Scope { id, agent, name: name.to_owned(), houses })?;
    Ok(id)
}

/// An attempt to sign in. The password was compared before: that takes too long for an Act.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The login as typed, where it is one.
    pub login: Option<Login>,
    /// The hash with which the password was compared.
    pub compared: Option<String>,
    /// Whether it was the same.
    pub matched: bool,
    /// The key of the session that would be opened.
    pub key: SessionKey,
    /// What the browser says it is.
    pub browser: String,
    /// What it brings from the port of certificates.
    pub presented: Option<Presented>,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// A session is open until then.
    Opened {
        /// Who signed in.
        user: UserId,
        /// Until when.
        until: Timestamp,
        /// The password was given out by an administrator and must be changed now.
        must_change: bool,
    },
    /// Wrong login, wrong password, inactive, out of period, no certificate: the answer does not say which.
    Wrong,
}

/// Opens a session, or remembers the failure.
///
/// # Errors
/// A fault of the engine.
pub fn sign_in(act: &mut Act<'_>, attempt: Attempt) -> Result<Verdict> {
    let user = attempt.login.as_ref().map_or(Ok(None), |login| table::user_by_login(&*act, login))?;
    if let Some(user) = &user {
        act.concern(user);
    }
    let today = act.today();
    let proved = attempt.presented.as_ref().map_or(Ok(None), |presented| certificates_table::proved(&*act, presented, act.now()))?;
    let proof = proved.map(|(proof, _)| proof).filter(|proof| user.as_ref().is_some_and(|user| user.id == proof.user));
    let may = |user: &User| {
        let known = attempt.matched && user.password.hash() == attempt.compared.as_ref();
        known && user.active && user.period.holds_on(today) && (!user.certificate_required || proof.is_some())
    };
    let Some(user) = user.filter(may) else {
        act.remember_failure(message("sign-in-wrong"));
        return Ok(Verdict::Wrong);
    };
    let lasts = if user.kind == UserKind::Citizen { session::CITIZEN } else { session::EMPLOYEE };
    let until = act.now() + lasts;
    let grants = access_table::grants_of(&*act, user.id)?;
    let grant = grants.first();
    let agent = grant.map_or(super::agent::OWNER, |grant| grant.agent);
    act.in_journal_of(agent);
    if let Some(proof) = &proof {
        act.remove(proof)?; // it counts once
    }
    act.add(Session {
        certificate: proof.map(|proof| proof.certificate),
        key: attempt.key,
        user: user.id,
        login: user.login.to_string(),
        agent,
        scope: grant.and_then(|grant| grant.scopes.first().copied()),
        opened_at: act.now(),
        until,
        address: act.actor().address.to_string(),
        browser: attempt.browser.chars().filter(|c| !c.is_control()).take(200).collect(),
    })?;
    let must_change = matches!(user.password, Password::OneTime(_));
    Ok(Verdict::Opened { user: user.id, until, must_change })
}

/// Ends a session.
///
/// # Errors
/// A fault of the engine.
pub fn sign_out(act: &mut Act<'_>, key: SessionKey) -> Result<()> {
    let Some(session) = table::session(&*act, key)? else { return Ok(()) };
    act.remove(&session)
}

/// Works in another scope from now on; only one that the user holds.
///
/// # Errors
/// The user does not hold it, or the session is gone.
pub fn choose_scope(act: &mut Act<'_>, key: SessionKey, scope: ScopeId) -> Result<()> {
    let session = table::session(&*act, key)?.ok_or_else(Refusal::missing)?;
    let grant = access_table::grant(&*act, session.user, session.agent)?.ok_or_else(Refusal::missing)?;
    if !grant.scopes.contains(&scope) {
        return Err(Refusal::missing().into());
    }
    let after = Session { scope: Some(scope), ..session.clone() };
    act.save(&session, after)?;
    Ok(())
}

/// A user's own new password. The other sessions of the user end.
///
/// # Errors
/// The current password was wrong, or it was changed meanwhile.
pub fn change_password(act: &mut Act<'_>, compared: Option<String>, matched: bool, new_hash: String, keep: SessionKey) -> Result<bool> {
    let id = act.actor().user().ok_or_else(Refusal::missing)?;
    let user = table::user(&*act, id)?.ok_or_else(Refusal::missing)?;
    act.concern(&user);
    if !matched || user.password.hash() != compared.as_ref() {
        act.remember_failure(message("password-current-wrong"));
        return Ok(false);
    }
    let after = User { password: Password::Own(Secret::new(new_hash)), ..user.clone() };
    act.save(&user, after)?;
    for other in table::sessions_of(&*act, id)? {
        if other.key != keep {
            act.remove(&other)?;
        }
    }
    Ok(true)
}
