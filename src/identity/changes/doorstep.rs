//! The second factor at the sign-in.

use super::{
    sessions::{Verdict, is_let_in, let_in},
    telling,
};
use crate::{
    act::Act,
    identity::{
        Doorstep, SessionKey, User,
        codes::{Code, CodeSecret},
        doorstep::{self, Typed},
        passkey::Proved,
        recovery::RecoveryCode,
        table,
    },
    terms::{Fault, Result, message},
};

/// Lets somebody who gave the right password wait for the second factor.
pub(super) fn stand(act: &mut Act<'_>, user: &User, key: SessionKey) -> Result<()> {
    let now = act.now();
    let (mut waiting, over): (Vec<_>, Vec<_>) = table::doorsteps_of(&*act, user.id)?.into_iter().partition(|step| step.waits(now));
    waiting.sort_by_key(|step| step.since);
    let beyond = (waiting.len() + 1).saturating_sub(doorstep::MOST);
    over.iter().chain(waiting.iter().take(beyond)).try_for_each(|step| act.remove(step))?;
    act.add(Doorstep { key, user: user.id, since: now, tries: 0 })?;
    Ok(())
}

/// A second factor that comes after the password.
#[derive(Clone, Debug)]
pub struct Second {
    /// The doorstep on which it comes.
    pub doorstep: SessionKey,
    /// What was typed.
    pub typed: Typed,
    /// The key of the session that would be opened.
    pub key: SessionKey,
    /// What the browser says it is.
    pub browser: String,
}

/// Opens a session, or remembers the failure. Whatever is wrong, the answer is the same.
///
/// # Errors
/// A fault of the engine.
pub fn enter(act: &mut Act<'_>, second: &Second) -> Result<Verdict> {
    let step = table::doorstep(&*act, second.doorstep)?;
    let user = step.as_ref().map_or(Ok(None), |step| table::user(&*act, step.user))?;
    let (Some(step), Some(user)) = (step, user) else { return Ok(wrong(act)) };
    act.concern(&user);
    // What became of the user since they gave the password counts at once.
    let may = step.waits(act.now()) && is_let_in(act, &user) && !user.certificate_required;
    if !may {
        act.remove(&step)?;
        return Ok(wrong(act));
    }
    if !is_right(act, &user, &second.typed)? {
        act.save(&step, Doorstep { tries: step.tries + 1, ..step.clone() })?;
        return Ok(wrong(act));
    }
    act.remove(&step)?;
    let_in(act, &user, second.key, &second.browser, None)
}

fn wrong(act: &mut Act<'_>) -> Verdict {
    act.remember_failure(message("second-wrong"));
    Verdict::Wrong
}

/// Whether this is a second factor of the user that was not used before; then it is used.
pub(super) fn is_right(act: &mut Act<'_>, user: &User, typed: &Typed) -> Result<bool> {
    match typed {
        Typed::Code(code) => is_right_code(act, user, code),
        Typed::Recovery(code) => is_right_on_paper(act, user, code),
        Typed::Passkey(proved) => is_right_key(act, user, proved),
        Typed::Nothing => Ok(false),
    }
}

fn is_right_key(act: &mut Act<'_>, user: &User, proved: &Proved) -> Result<bool> {
    let Some(keys) = table::passkeys(&*act, user.id)? else { return Ok(false) };
    let Some(after) = keys.used(proved, act.now()) else { return Ok(false) };
    act.save(&keys, after)?;
    Ok(true)
}

fn is_right_code(act: &mut Act<'_>, user: &User, code: &Code) -> Result<bool> {
    let Some(codes) = table::codes(&*act, user.id)? else { return Ok(false) };
    let step = secret_of(act, &codes)?.step_of(code, act.now())?;
    let Some(after) = step.and_then(|step| codes.taken(step)) else { return Ok(false) };
    act.save(&codes, after)?;
    Ok(true)
}

fn is_right_on_paper(act: &mut Act<'_>, user: &User, code: &RecoveryCode) -> Result<bool> {
    let Some(recovery) = table::recovery(&*act, user.id)? else { return Ok(false) };
    let Some(after) = recovery.without(code) else { return Ok(false) };
    let left = after.left;
    act.save(&recovery, after)?;
    telling::recovery_used(act, user, left)?;
    Ok(true)
}

/// The secret of these codes.
pub(super) fn secret_of(act: &Act<'_>, codes: &crate::identity::Codes) -> Result<CodeSecret> {
    let secret = act.open(codes.secret.reveal()).and_then(|plain| CodeSecret::opened(codes.user, plain));
    Ok(secret.ok_or_else(|| Fault::new("opening the secret of one-time codes", "it was sealed by another installation"))?)
}
