//! A user's own passkeys.

use super::{
    factors::{drop_papers, give_papers, own},
    sessions::end_sessions_of,
    telling,
};
use crate::{
    act::Act,
    identity::{
        RecoveryCode, SessionKey,
        passkey::{MOST, OwnKey, Passkeys},
        table,
    },
    terms::{Digest, Refusal, Result},
};

/// Adds a key. With the first second factor come codes on paper, and the other sessions, which were opened without, end.
/// Whether the codes were given out.
///
/// # Errors
/// There are too many, or it is there already.
pub fn add_passkey(act: &mut Act<'_>, key: OwnKey, papers: &[RecoveryCode], keep: SessionKey) -> Result<bool> {
    let user = own(act)?;
    let is_first = !table::has_factor(&*act, user.id)?;
    let before = table::passkeys(&*act, user.id)?;
    let mut keys = before.as_ref().map_or_else(Vec::new, |before| before.keys.clone());
    if keys.len() >= MOST {
        return Err(Refusal::conflict("passkey-too-many").into());
    }
    if keys.iter().any(|known| known.id == key.id) {
        return Err(Refusal::conflict("passkey-unfit").into());
    }
    keys.push(key);
    let after = Passkeys { user: user.id, keys };
    match &before {
        Some(before) => act.save(before, after)?,
        None => act.add(after)?,
    };
    if is_first {
        give_papers(act, &user, papers)?;
        end_sessions_of(act, user.id, Some(keep))?;
    }
    telling::factor(act, &user, "letter-passkey-added")?;
    Ok(is_first)
}

/// Removes a key. With the last second factor go the codes on paper.
///
/// # Errors
/// There is none such.
pub fn remove_passkey(act: &mut Act<'_>, id: Digest) -> Result<()> {
    let user = own(act)?;
    let before = table::passkeys(&*act, user.id)?.ok_or_else(Refusal::missing)?;
    let after = before.without(id).ok_or_else(Refusal::missing)?;
    if after.keys.is_empty() {
        act.remove(&before)?
    } else {
        drop(act.save(&before, after)?)
    }
    drop_papers(act, &user)?;
    telling::factor(act, &user, "letter-passkey-removed")
}
