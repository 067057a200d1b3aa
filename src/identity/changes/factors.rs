//! A user's own second factor: turned on, renewed, turned off.

use super::{doorstep::secret_of, sessions::end_sessions_of, telling};
use crate::{
    access::{Function, Target},
    act::Act,
    identity::{
        Codes, Recovery, RecoveryCode, SessionKey, User,
        codes::{self, Code, CodeSecret, SECRET_BYTES, State},
        table,
    },
    terms::{Refusal, Result, Secret, UserId, message},
};

pub(super) fn own(act: &mut Act<'_>) -> Result<User> {
    let id = act.actor().user().ok_or_else(Refusal::missing)?;
    let user = table::user(&*act, id)?.ok_or_else(Refusal::missing)?;
    act.concern(&user);
    Ok(user)
}

/// Draws a secret for one-time codes; nothing is demanded before the first code has come.
///
/// # Errors
/// The codes are on already.
pub fn offer_codes(act: &mut Act<'_>) -> Result<()> {
    let user = own(act)?;
    let before = table::codes(&*act, user.id)?;
    if before.as_ref().is_some_and(|before| before.on_since().is_some()) {
        return Err(Refusal::conflict("codes-on-already").into());
    }
    let drawn = CodeSecret::new(act.random::<SECRET_BYTES>());
    let secret = Secret::new(act.seal(&drawn.plain(user.id))?);
    let after = Codes { user: user.id, secret, state: State::Offered { until: act.now() + codes::OFFER } };
    match &before {
        Some(before) => act.save(before, after)?,
        None => act.add(after)?,
    };
    Ok(())
}

/// Turns the codes on by the first of them, and gives out codes on paper. The other sessions, which were opened without, end.
///
/// # Errors
/// The code is wrong, the offer is over, or the codes are on already.
pub fn turn_codes_on(act: &mut Act<'_>, code: Option<&Code>, papers: &[RecoveryCode], keep: SessionKey) -> Result<()> {
    let user = own(act)?;
    let offered = table::codes(&*act, user.id)?.ok_or_else(|| Refusal::conflict("codes-offer-over"))?;
    let code = code.ok_or_else(|| Refusal::field("code", message("code-shape")))?;
    let step = secret_of(act, &offered)?.step_of(code, act.now())?;
    let step = step.ok_or_else(|| Refusal::field("code", message("code-wrong")))?;
    let on = offered.turned_on(step, act.now()).ok_or_else(|| Refusal::conflict("codes-offer-over"))?;
    act.save(&offered, on)?;
    give_papers(act, &user, papers)?;
    end_sessions_of(act, user.id, Some(keep))?;
    telling::factor(act, &user, "letter-factor-on")
}

/// New codes on paper; those of before are void.
///
/// # Errors
/// There is no second factor that they could stand in for.
pub fn renew_papers(act: &mut Act<'_>, papers: &[RecoveryCode]) -> Result<()> {
    let user = own(act)?;
    if table::recovery(&*act, user.id)?.is_none() {
        return Err(Refusal::conflict("factor-none").into());
    }
    give_papers(act, &user, papers)?;
    telling::factor(act, &user, "letter-papers-new")
}

pub(super) fn give_papers(act: &mut Act<'_>, user: &User, papers: &[RecoveryCode]) -> Result<()> {
    let after = Recovery::of(user.id, papers, act.now());
    match table::recovery(&*act, user.id)? {
        Some(before) => act.save(&before, after)?,
        None => act.add(after)?,
    };
    Ok(())
}

/// Turns the codes off. With the last second factor go the codes on paper.
///
/// # Errors
/// They are not on.
pub fn turn_codes_off(act: &mut Act<'_>) -> Result<()> {
    let user = own(act)?;
    let on = table::codes(&*act, user.id)?.filter(|codes| codes.on_since().is_some());
    act.remove(&on.ok_or_else(|| Refusal::conflict("factor-none"))?)?;
    drop_papers(act, &user)?;
    telling::factor(act, &user, "letter-factor-off")
}

/// Takes every second factor from a user who has lost theirs: their sessions end, and they are told.
///
/// # Errors
/// There is no such user in reach, they have none, they are the actor, or they may do what the actor may not.
pub fn take_factors(act: &mut Act<'_>, user: UserId) -> Result<()> {
    let user = table::user_within(&*act, &act.permit().reach, user)?.ok_or_else(Refusal::missing)?;
    act.concern(&user);
    act.unbarred(Function::UserFactorRemove, Target::User(user.id))?;
    if !table::has_factor(&*act, user.id)? {
        return Err(Refusal::conflict("factor-none").into());
    }
    if let Some(codes) = table::codes(&*act, user.id)? {
        act.remove(&codes)?;
    }
    if let Some(keys) = table::passkeys(&*act, user.id)? {
        act.remove(&keys)?;
    }
    drop_papers(act, &user)?;
    end_sessions_of(act, user.id, None)?;
    telling::factor(act, &user, "letter-factor-taken")
}

/// Codes on paper stand in for nothing where there is no factor any more.
pub(super) fn drop_papers(act: &mut Act<'_>, user: &User) -> Result<()> {
    if table::has_factor(&*act, user.id)? {
        return Ok(());
    }
    let Some(recovery) = table::recovery(&*act, user.id)? else { return Ok(()) };
    act.remove(&recovery)
}
