//! What is done to Agents, users, passwords and sessions.

mod doorstep;
mod factors;
mod passwords;
mod restoring;
mod sessions;
mod telling;

pub use doorstep::{Second, enter};
pub use factors::{offer_codes, renew_papers, take_factors, turn_codes_off, turn_codes_on};
pub use passwords::{Gift, change_password, give_password};
pub use restoring::{restore, send_code};
pub use sessions::{Attempt, Verdict, choose_scope, end_other_sessions, end_session, end_sessions_of, prove, sign_in, sign_out};

pub use telling::write as write_to;

use super::{Agent, Login, Password, User, table};
use crate::{
    access::{Period, UserKind},
    act::{Act, door::Numbered},
    terms::{AgentId, FullName, Refusal, Result, Text, UserId, id::of, message},
};

impl Numbered for of::Agent {
    const SEQUENCE: &'static str = "agent";
}
impl Numbered for of::User {
    const SEQUENCE: &'static str = "user";
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
