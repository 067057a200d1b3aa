//! New passwords: a user's own, and one that an administrator gives out.

use super::{sessions::end_sessions_of, telling};
use crate::{
    access::{Function, Target, table as access_table},
    act::Act,
    identity::{Password, SessionKey, User, agent::OWNER, table},
    terms::{Refusal, Result, Secret, Text, UserId, message},
};

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
    let agent = act.actor().seat().map_or(OWNER, |seat| seat.agent);
    act.save(&user, after)?;
    end_sessions_of(act, id, Some(keep))?;
    telling::new_password(act, &user, agent)?;
    Ok(true)
}

/// A one-time password that is given out.
#[derive(Clone, Debug)]
pub struct Gift {
    /// As its user types it.
    pub typed: Secret<String>,
    /// Its hash, made before the Act.
    pub hash: Secret<String>,
    /// The names of the user's roles, for the access notice; empty where they have none.
    pub roles: Text,
}

/// A new one-time password for a user who has none or forgot theirs: all their sessions end, and the access notice goes out
/// by e-mail where they have an address.
///
/// # Errors
/// There is no such user in reach, they are the actor, or they may do what the actor may not.
pub fn give_password(act: &mut Act<'_>, user: UserId, gift: &Gift) -> Result<()> {
    let user = table::user_within(&*act, &act.permit().reach, user)?.ok_or_else(Refusal::missing)?;
    act.concern(&user);
    act.unbarred(Function::UserGivePassword, Target::User(user.id))?;
    let after = User { password: Password::OneTime(gift.hash.clone()), ..user.clone() };
    act.save(&user, after)?;
    end_sessions_of(act, user.id, None)?;
    let agent = access_table::grants_of(&*act, user.id)?.first().map_or(OWNER, |grant| grant.agent);
    telling::access_notice(act, &user, agent, gift)
}
