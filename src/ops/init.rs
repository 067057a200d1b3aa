//! `kabinet init`: a new installation with its keys, its certificate authority, its Owner and the Owner's first supervisor.

use super::installation;
use crate::{
    access::{Actor, Function, RoleCode, UserKind, changes as access_changes},
    act::Call,
    identity::{
        Login, Password,
        changes::{self, Base, Card, Particulars},
        password,
    },
    terms::{FullName, Kind, Refusal, Result, Secret, Text, message},
};
use jiff::{Timestamp, tz::TimeZone};
use std::path::Path;

/// Who is to be the Owner's first supervisor.
pub struct First<'f> {
    /// Their login without the leading `1-`.
    pub login: &'f str,
    /// Surname, name, patronymic.
    pub name: &'f str,
}

/// Sets the installation up; answers with the supervisor's login and one-time password.
///
/// # Errors
/// There is an installation already, a name is wrong, or the folder cannot be written.
pub fn init(folder: &Path, town: &str, zone: TimeZone, first: &First<'_>) -> Result<(Login, String)> {
    if installation::exists(folder) {
        let there = message("command-installation-there").with("folder", folder.display().to_string());
        return Err(Refusal::new(Kind::Conflict, there).into());
    }
    let login = Login::of(UserKind::Owner, first.login).map_err(|wrong| Refusal::field("login", wrong))?;
    let name = FullName::parse(first.name).map_err(|wrong| Refusal::field("name", wrong))?;
    installation::prepare(folder, town, &mut rand::rng())?;
    installation::authorities(folder, town, Timestamp::now())?;
    let typed = password::one_time(&mut rand::rng());
    let password = Password::OneTime(Secret::new(password::hash(&typed, rand::random())?));
    let mut bench = installation::open(folder, town, zone, rand::random())?.bench;
    let actor = Actor::operator("kabinet init");
    let call = |function| Call { actor: &actor, function, at: Timestamp::now(), once: None };
    let title = Text { ru: town.to_owned(), en: town.to_owned() };
    let owner =
        bench.act(&call(Function::AgentCreate), |act| changes::create_agent(act, "owner", Ok(Particulars::named(title.clone(), title))))?;
    let card = Card { kind: UserKind::Owner, login: login.clone(), base: Base::named(name, String::new()), password };
    let user = bench.act(&call(Function::UserCreate), |act| changes::create_user(act, card))?;
    bench.act(&call(Function::GrantMake), |act| access_changes::make_grant(act, user, owner, vec![RoleCode::new("supervisor")], vec![]))?;
    bench.close()?;
    Ok((login, typed))
}
