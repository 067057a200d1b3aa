//! `kabinet agent` and `kabinet user`: the first Agents and users of an empty installation, made by whoever holds the machine.
//! Later the Owner makes them in the browser.

use super::{config::Config, installation};
use crate::{
    access::{Actor, Function, RoleCode, UserKind, table as access_table},
    act::{Act, Bench, Call},
    identity::{
        Login, Password,
        changes::{self, Card, Place, TypedAgent, TypedUser},
        password, table,
    },
    storage::{Engine, beside::nothing_there},
    terms::{AgentId, Fault, FieldError, FullName, Message, Refusal, Result, Secret, UserId, Words, message},
};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use std::{io::Write, path::Path};

/// A user as the command line describes them.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// The login with the digit of its type: `3-petrova`.
    pub login: String,
    /// Surname, name, patronymic.
    pub name: String,
    /// The codes of the Agents.
    pub agents: Vec<String>,
    /// The code of the role; may be empty.
    pub role: String,
    /// Должность; may be empty.
    pub position: String,
    /// Work e-mail; may be empty.
    pub email: String,
    /// Work telephone; may be empty.
    pub phone: String,
}

/// One action on an installation that nobody serves.
fn act<T: Serialize + DeserializeOwned>(
    config: &Config,
    (request, function): (&str, Function),
    verb: impl FnOnce(&mut Act<'_>) -> Result<T>,
) -> Result<T> {
    if !installation::exists(&config.data) {
        return Err(nothing_there(&config.data));
    }
    let mut bench: Bench = installation::open(&config.data, &config.installation.name, config.zone()?, rand::random())?.bench;
    let (actor, at) = (Actor::operator(request), Timestamp::now());
    let answer = bench.act(&Call { actor: &actor, function, at, once: None }, verb);
    // A refused action has its line in the journal too.
    bench.close()?;
    answer
}

/// Makes an Agent; answers with its number.
///
/// # Errors
/// A part is wrong or another Agent's; there is no installation; a server has it open.
pub fn add_agent(config: &Config, typed: &TypedAgent) -> Result<AgentId> {
    let (code, particulars) = (typed.code.clone(), typed.parse());
    act(config, ("kabinet agent add", Function::AgentCreate), |act| changes::create_agent(act, &code, particulars))
}

fn wrong(field: &str) -> impl Fn(Message) -> FieldError {
    let field = field.to_owned();
    move |message| FieldError { field: field.clone(), message }
}

/// The card and the type of the user, all that is wrong at once.
fn card(new: &NewUser, password: Password) -> Result<Card, Refusal> {
    let (login, name) = (Login::parse(&new.login).map_err(wrong("login")), FullName::parse(&new.name).map_err(wrong("name")));
    let kinds = [UserKind::Owner, UserKind::Partner, UserKind::Agent];
    let (login, name) = match (login, name) {
        (Ok(login), Ok(name)) => (login, name),
        (login, name) => return Err(Refusal::fields(login.err().into_iter().chain(name.err()).collect())),
    };
    let kind = kinds.into_iter().find(|kind| login.as_str().starts_with(kind.digit()));
    let kind = kind.ok_or_else(|| Refusal::field("login", message("command-user-citizen")))?;
    let typed = TypedUser {
        surname: name.surname().to_owned(),
        name: name.name().to_owned(),
        patronymic: name.patronymic().unwrap_or("").to_owned(),
        position: new.position.clone(),
        email: new.email.clone(),
        phone: new.phone.clone(),
        active: true,
        ..TypedUser::default()
    };
    Ok(Card { kind, login, base: typed.parse()?, password })
}

/// Makes a user; answers with the login and the one-time password, which is kept nowhere.
///
/// # Errors
/// A part is wrong; there is no such Agent or role; there is no installation; a server has it open.
pub fn add_user(config: &Config, new: &NewUser) -> Result<(Login, String)> {
    let typed = password::one_time(&mut rand::rng());
    let password = Password::OneTime(Secret::new(password::hash(&typed, rand::random())?));
    let (read, secret) = (card(new, password), Secret::new(typed.clone()));
    let role = Some(new.role.as_str()).filter(|role| !role.is_empty()).map(RoleCode::new);
    let verb = |act: &mut Act<'_>| {
        let card = read?;
        let named = |code: &String| {
            let agent = table::agent_by_code(&*act, code)?.map(|agent| agent.id);
            agent.ok_or_else(|| Refusal::field("agent", message("command-agent-unknown").with("code", code.as_str())).into())
        };
        let agents = new.agents.iter().map(named).collect::<Result<Vec<AgentId>>>()?;
        let login = card.login.clone();
        changes::welcome(act, card, &Place { agents, role }, secret)?;
        Ok(login)
    };
    act(config, ("kabinet user add", Function::UserCreate), verb).map(|login| (login, typed))
}

fn tell(out: &mut dyn Write, parts: &[String]) -> Result<()> {
    writeln!(out, "{}", parts.join("\t")).map_err(|cause| Fault::new("answering", cause).into())
}

/// All Agents: number, code, name, whether open. Reads beside a running server.
///
/// # Errors
/// The store cannot be read.
pub fn agents(folder: &Path, words: &Words, out: &mut dyn Write) -> Result<()> {
    let view = Engine::open_to_read(folder)?.snapshot()?;
    for agent in table::agents(&view)? {
        let state = words.text(if agent.closed.is_none() { "agents-open" } else { "agents-closed" }).into_owned();
        tell(out, &[agent.id.to_string(), agent.code, agent.name.read(words.language).to_owned(), state])?;
    }
    Ok(())
}

/// All employees: number, login, name, Agents with roles, whether active. Reads beside a running server.
///
/// # Errors
/// The store cannot be read.
pub fn users(folder: &Path, words: &Words, out: &mut dyn Write) -> Result<()> {
    let view = Engine::open_to_read(folder)?.snapshot()?;
    let known = super::books::roles(&view)?;
    let mut employees: Vec<(UserId, String, String, bool)> = Vec::new();
    table::each_user(&view, |user| {
        let known = (user.id, user.login.to_string(), user.name.to_string(), user.active);
        employees.extend((user.kind != UserKind::Citizen).then_some(known));
        Ok(())
    })?;
    for (id, login, name, active) in employees {
        let mut held = Vec::new();
        for grant in access_table::grants_of(&view, id)? {
            let code = table::agent(&view, grant.agent)?.map_or_else(|| grant.agent.to_string(), |agent| agent.code);
            let roles = grant.roles.iter().map(|role| known.named(role.as_str(), words.language)).collect::<Vec<_>>().join(", ");
            held.push(if roles.is_empty() { code } else { format!("{code}: {roles}") });
        }
        let state = words.text(if active { "command-user-active" } else { "command-user-inactive" }).into_owned();
        tell(out, &[id.to_string(), login, name, held.join("; "), state])?;
    }
    Ok(())
}
