//! Keys of the program interface: made and revoked by who holds them, revoked by whoever looks after them.

use super::telling;
use crate::{
    access::{Function, Target},
    act::Act,
    identity::{
        ApiKey, SessionKey,
        api_key::{KeyName, KeyTerm, MOST_KEYS},
        table,
    },
    terms::{Refusal, Result, UserId, message},
};
use jiff::ToSpan;

/// What somebody asks for who wants a key.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The digest of the key.
    pub key: SessionKey,
    /// Its name.
    pub name: KeyName,
    /// For how long.
    pub term: KeyTerm,
    /// The session in which it is asked for: a key of somebody who signed in with a certificate ends with that.
    pub session: Option<SessionKey>,
}

/// The actor's new key, for the Agent and the scope in which they work at this moment. They are told by e-mail: whoever uses
/// their browser shall not leave a door open behind them unnoticed.
///
/// # Errors
/// They have too many, or one of this name.
pub fn make_api_key(act: &mut Act<'_>, wish: Wish) -> Result<SessionKey> {
    let seat = act.actor().seat().cloned().ok_or_else(Refusal::missing)?;
    let user = table::user(&*act, seat.user)?.ok_or_else(Refusal::missing)?;
    let (good, over): (Vec<_>, Vec<_>) = table::api_keys_of(&*act, user.id)?.into_iter().partition(|key| key.is_good_on(act.today()));
    over.iter().try_for_each(|key| act.remove(key))?;
    if good.len() >= MOST_KEYS {
        return Err(Refusal::conflict("api-key-many").with("most", MOST_KEYS as i64).into());
    }
    if good.iter().any(|key| key.name.as_str().to_lowercase() == wish.name.as_str().to_lowercase()) {
        return Err(Refusal::field("name", message("api-key-twice")).into());
    }
    // Where the session has ended meanwhile, so has what the key would hang on.
    let session = wish.session.map_or(Ok(None), |key| table::session(&*act, key))?.ok_or_else(Refusal::missing)?;
    let last_day = act.today().saturating_add(wish.term.days().days());
    let made = ApiKey {
        key: wish.key,
        user: user.id,
        login: user.login.to_string(),
        name: wish.name,
        agent: seat.agent,
        scope: act.policy().scope_in_force(&seat),
        made_at: act.now(),
        last_day,
        certificate: session.certificate,
        used_at: None,
        used_from: None,
    };
    let made = act.add(made)?;
    telling::api_key(act, &user, &made)?;
    Ok(made.key)
}

/// Revokes one of the actor's own keys: the next request with it is refused.
///
/// # Errors
/// There is none of them with this digest.
pub fn revoke_api_key(act: &mut Act<'_>, key: SessionKey) -> Result<()> {
    let user = act.actor().user().ok_or_else(Refusal::missing)?;
    let found = table::api_key(&*act, key)?.filter(|found| found.user == user).ok_or_else(Refusal::missing)?;
    act.remove(&found)
}

/// Revokes every key of a user that acts in the Agents within reach.
///
/// # Errors
/// There is no such user in reach, they have none, or they may do what the actor may not.
pub fn revoke_api_keys_of(act: &mut Act<'_>, user: UserId) -> Result<()> {
    let user = table::user_within(&*act, &act.permit().reach, user)?.ok_or_else(Refusal::missing)?;
    act.concern(&user);
    act.unbarred(Function::UserApiKeyRevoke, Target::User(user.id))?;
    let keys = table::api_keys_within(&*act, &act.permit().reach, user.id)?;
    if keys.is_empty() {
        return Err(Refusal::conflict("api-keys-none").into());
    }
    keys.iter().try_for_each(|key| act.remove(key))
}

/// Every key of a user whose access is taken in hand by others: it may have been somebody else who made it.
///
/// # Errors
/// A fault of the engine.
pub(super) fn drop_api_keys(act: &mut Act<'_>, user: UserId) -> Result<()> {
    table::api_keys_of(&*act, user)?.iter().try_for_each(|key| act.remove(key))
}
