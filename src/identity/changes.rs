//! What is done to Agents, users, grants, scopes, passwords and sessions.

mod passwords;
mod restoring;
mod sessions;
mod telling;

pub use passwords::{Gift, change_password, give_password};
pub use restoring::{restore, send_code};
pub use sessions::{Attempt, Verdict, choose_scope, end_other_sessions, end_session, end_sessions_of, prove, sign_in, sign_out};

use super::{Agent, Login, Password, User, table};
use crate::{
    access::{Grant, Period, Place, RoleCode, Scope, ScopeId, UserKind, grant::OfScope, table as access_table},
    act::{Act, door::Numbered},
    terms::{AgentId, FullName, HouseId, Refusal, Result, Text, UserId, id::of, message},
};

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
