//! Letters about the safety of a user's access: they go out whatever the user chose to have by e-mail.

use super::Gift;
use crate::{
    act::Act,
    identity::{ApiKey, KnownPlace, User, agent::OWNER, table},
    notifications::{Draft, letters, table as notifications_table},
    terms::{AgentId, Message, Result, message},
};

/// Somebody signed in from a place from which this user has not come before.
///
/// # Errors
/// A fault of the engine.
pub fn new_place(act: &mut Act<'_>, user: &User, agent: AgentId, place: &KnownPlace) -> Result<()> {
    let what = if place.browser.is_unknown() { "letter-new-place-bare" } else { "letter-new-place" };
    let what = message(what).with("address", place.address.as_str()).with("browser", place.browser.to_string());
    let what = what.with("day", act.today()).with("time", act.clock());
    let text = vec![what, message("letter-new-place-advice").with("link", "/sessions")];
    write(act, user, agent, message("letter-new-place-subject"), text, Vec::new())
}

/// The user's password is another one now.
///
/// # Errors
/// A fault of the engine.
pub fn new_password(act: &mut Act<'_>, user: &User, agent: AgentId) -> Result<()> {
    let what = message("letter-new-password").with("day", act.today()).with("time", act.clock());
    let text = vec![what, message("letter-new-password-advice").with("link", "/sign-in")];
    write(act, user, agent, message("letter-new-password-subject"), text, Vec::new())
}

/// A second factor of the user was turned on, renewed or turned off: `what` is the id of the words.
///
/// # Errors
/// A fault of the engine.
pub fn factor(act: &mut Act<'_>, user: &User, what: &'static str) -> Result<()> {
    let what = message(what).with("day", act.today()).with("time", act.clock());
    let text = vec![what, message("letter-factor-advice").with("link", "/factors")];
    let agent = act.actor().seat().map_or(OWNER, |seat| seat.agent);
    write(act, user, agent, message("letter-factor-subject"), text, Vec::new())
}

/// A key of the program interface was made: its name, its last day.
///
/// # Errors
/// A fault of the engine.
pub fn api_key(act: &mut Act<'_>, user: &User, key: &ApiKey) -> Result<()> {
    let what = message("letter-api-key").with("day", act.today()).with("time", act.clock());
    let what = what.with("name", key.name.as_str()).with("until", key.last_day);
    let text = vec![what, message("letter-api-key-advice").with("link", "/api-keys")];
    write(act, user, key.agent, message("letter-api-key-subject"), text, Vec::new())
}

/// Somebody came in with a code on paper.
///
/// # Errors
/// A fault of the engine.
pub fn recovery_used(act: &mut Act<'_>, user: &User, left: usize) -> Result<()> {
    let left = i64::try_from(left).unwrap_or(i64::MAX);
    let what = message("letter-recovery-used").with("day", act.today()).with("time", act.clock()).with("left", left);
    let text = vec![what, message("letter-factor-advice").with("link", "/factors")];
    write(act, user, OWNER, message("letter-factor-subject"), text, Vec::new())
}

/// An administrator gave the user a one-time password: the access notice.
///
/// # Errors
/// A fault of the engine.
pub fn access_notice(act: &mut Act<'_>, user: &User, agent: AgentId, gift: &Gift) -> Result<()> {
    let language = notifications_table::wishes(&*act, user.id)?.language;
    let roles = gift.roles.read(language);
    let opened = if roles.is_empty() { message("letter-access-bare") } else { message("letter-access").with("roles", roles) };
    let name = table::agent(&*act, agent)?.map_or_else(|| agent.to_string(), |agent| agent.name.read(language).to_owned());
    let text = vec![
        message("letter-access-agent").with("agent", name),
        opened.with("login", user.login.to_string()),
        message("letter-access-password"),
        message("letter-access-link").with("link", "/sign-in"),
    ];
    write(act, user, agent, message("letter-access-subject"), text, vec![("password".to_owned(), gift.typed.reveal().clone())])
}

/// Writes to the user, where they have an address.
///
/// # Errors
/// A fault of the engine.
pub fn write(
    act: &mut Act<'_>,
    user: &User,
    agent: AgentId,
    subject: Message,
    text: Vec<Message>,
    secrets: Vec<(String, String)>,
) -> Result<()> {
    let Some((to, person)) = notifications_table::address_of(&*act, user)? else { return Ok(()) };
    let language = notifications_table::wishes(&*act, user.id)?.language;
    let greeting = message("letter-greeting").with("name", user.name.greeting());
    let text = std::iter::once(greeting).chain(text).collect();
    letters::write(act, Draft { to, user: Some(user.id), person, agent, language, subject, text, secrets, attachment: None })?;
    Ok(())
}
