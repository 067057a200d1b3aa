//! A citizen's forgotten password, restored by a code to their e-mail. What is answered never tells whether there is such a
//! login.

use super::{sessions::end_sessions_of, telling};
use crate::{
    access::UserKind,
    act::Act,
    identity::{Login, Password, Restoration, RestoreCode, User, agent::OWNER, table},
    notifications::table as notifications_table,
    terms::{Result, Secret, message},
};

/// A user who may restore their own password.
fn citizen(act: &Act<'_>, login: Option<&Login>) -> Result<Option<User>> {
    let user = login.map_or(Ok(None), |login| table::user_by_login(act, login))?;
    let today = act.today();
    Ok(user.filter(|user| user.kind == UserKind::Citizen && user.active && user.period.holds_on(today)))
}

/// Sends a code to the citizen's address, where there is one and none went out just now.
///
/// # Errors
/// A fault of the engine.
pub fn send_code(act: &mut Act<'_>, login: Option<Login>) -> Result<()> {
    let Some(user) = citizen(act, login.as_ref())? else {
        act.remember_failure(message("restore-nobody"));
        return Ok(());
    };
    act.concern(&user);
    let before = table::restoration(&*act, user.id)?;
    let now = act.now();
    let reached = notifications_table::address_of(&*act, &user)?.is_some();
    if !reached || before.as_ref().is_some_and(|before| before.is_fresh(now)) {
        act.remember_failure(message("restore-not-sent"));
        return Ok(());
    }
    let code = RestoreCode::random(act.random());
    let after = Restoration::of(user.id, &code, now);
    match &before {
        Some(before) => act.save(before, after)?,
        None => act.add(after)?,
    };
    let text = vec![message("letter-restore"), message("letter-restore-link").with("link", "/restore/code")];
    telling::write(act, &user, OWNER, message("letter-restore-subject"), text, vec![("code".to_owned(), code.shown())])
}

/// Whether the code was right: then the password is the new one, and all sessions of the user are over.
///
/// # Errors
/// A fault of the engine.
pub fn restore(act: &mut Act<'_>, login: Option<Login>, code: Option<RestoreCode>, new_hash: String) -> Result<bool> {
    let user = citizen(act, login.as_ref())?;
    let sent = user.as_ref().map_or(Ok(None), |user| table::restoration(&*act, user.id))?;
    let (Some(user), Some(sent)) = (user, sent) else {
        act.remember_failure(message("restore-wrong"));
        return Ok(false);
    };
    act.concern(&user);
    let now = act.now();
    if !code.is_some_and(|code| sent.opens_with(&code, now)) {
        let after = Restoration { tries: sent.tries.saturating_add(1), ..sent.clone() };
        act.save(&sent, after)?;
        act.remember_failure(message("restore-wrong"));
        return Ok(false);
    }
    act.remove(&sent)?;
    let after = User { password: Password::Own(Secret::new(new_hash)), ..user.clone() };
    act.save(&user, after)?;
    end_sessions_of(act, user.id, None)?;
    telling::new_password(act, &user, OWNER)?;
    Ok(true)
}
