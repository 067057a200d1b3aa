//! Signing in and out, the sessions of a user.

use super::{api_keys::drop_api_keys, doorstep, seats, telling};
use crate::{
    access::Seat,
    act::Act,
    certificates::{
        proof::{Presented, Proof},
        table as certificates_table,
    },
    identity::{
        Acquaintance, KnownPlace, Login, Password, Session, SessionKey, User,
        doorstep::Typed,
        session::{self, MOST_OPEN},
        table,
    },
    terms::{CertificateId, Refusal, Result, Secret, UserId, message},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Characters of what a browser says it is that are kept.
const LONGEST_BROWSER: usize = 200;

/// An attempt to sign in. The password was compared before: that takes too long for an Act.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The login as typed, where it is one.
    pub login: Option<Login>,
    /// The hash with which the password was compared.
    pub compared: Option<String>,
    /// Whether it was the same.
    pub matched: bool,
    /// The hash of the same password with the parameters of today, where the stored one has weaker ones.
    pub stronger: Option<Secret<String>>,
    /// The key of the session that would be opened, or of the doorstep.
    pub key: SessionKey,
    /// What the browser says it is.
    pub browser: String,
    /// What it brings from the port of certificates.
    pub presented: Option<Presented>,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// A session is open until then.
    Opened {
        /// Who signed in.
        user: UserId,
        /// Until when.
        until: Timestamp,
        /// The password was given out by an administrator and must be changed now.
        must_change: bool,
    },
    /// The password was right; the second factor is waited for.
    Halfway,
    /// Wrong login, wrong password, inactive, out of period, no certificate: the answer does not say which.
    Wrong,
}

/// Opens a session, or remembers the failure.
///
/// # Errors
/// A fault of the engine.
pub fn sign_in(act: &mut Act<'_>, attempt: Attempt) -> Result<Verdict> {
    let user = attempt.login.as_ref().map_or(Ok(None), |login| table::user_by_login(&*act, login))?;
    if let Some(user) = &user {
        act.concern(user);
    }
    let proof = proof(act, user.as_ref(), &attempt)?;
    let may = |user: &User| {
        let known = attempt.matched && user.password.hash() == attempt.compared.as_ref();
        known && is_let_in(act, user) && (!user.certificate_required || proof.is_some())
    };
    let Some(user) = user.filter(may) else {
        act.remember_failure(message("sign-in-wrong"));
        return Ok(Verdict::Wrong);
    };
    let user = match (&user.password, attempt.stronger) {
        (Password::Own(_), Some(stronger)) => act.save(&user, User { password: Password::Own(stronger), ..user.clone() })?,
        (Password::None | Password::Own(_) | Password::OneTime(_), _) => user,
    };
    let Some(proof) = proof else {
        if !table::has_factor(&*act, user.id)? {
            return let_in(act, &user, attempt.key, &attempt.browser, None);
        }
        doorstep::stand(act, &user, attempt.key)?;
        act.remember_failure(message("sign-in-halfway"));
        return Ok(Verdict::Halfway);
    };
    // The certificate is the second factor. It was presented for this sign-in only.
    act.remove(&proof)?;
    let_in(act, &user, attempt.key, &attempt.browser, Some(proof.certificate))
}

/// Whether the card and what is held let this user in today.
pub(super) fn is_let_in(act: &Act<'_>, user: &User) -> bool {
    act.policy().standing(user.id).is_some_and(|standing| act.policy().lets_in(standing, act.today()))
}

/// Opens a session for somebody who has given all that was asked.
pub(super) fn let_in(
    act: &mut Act<'_>,
    user: &User,
    key: SessionKey,
    browser: &str,
    certificate: Option<CertificateId>,
) -> Result<Verdict> {
    make_room(act, user)?;
    let session = open(act, user, key, browser, certificate)?;
    remember_place(act, user, &session)?;
    let must_change = matches!(user.password, Password::OneTime(_));
    Ok(Verdict::Opened { user: user.id, until: session.until, must_change })
}

/// What the browser proved at the port of certificates a moment ago, where it is this user's.
fn proof(act: &Act<'_>, user: Option<&User>, attempt: &Attempt) -> Result<Option<Proof>> {
    let (Some(user), Some(presented)) = (user, &attempt.presented) else { return Ok(None) };
    let proved = certificates_table::proved(act, presented, act.now())?;
    Ok(proved.map(|(proof, _)| proof).filter(|proof| proof.user == user.id))
}

fn open(act: &mut Act<'_>, user: &User, key: SessionKey, browser: &str, certificate: Option<CertificateId>) -> Result<Session> {
    let (agent, scope) = seats::first(act, user)?;
    act.in_journal_of(agent);
    act.takes_seat(Seat { user: user.id, login: Arc::from(user.login.as_str()), agent, scope });
    act.add(Session {
        key,
        user: user.id,
        login: user.login.to_string(),
        agent,
        scope,
        opened_at: act.now(),
        until: act.now() + session::limits(user.kind).whole,
        address: act.actor().address.to_string(),
        browser: browser.chars().filter(|c| !c.is_control()).take(LONGEST_BROWSER).collect(),
        used_at: None,
        proved_at: None,
        certificate,
    })
}

/// Clears away what is over, and the oldest sessions of somebody who opens one after the other.
fn make_room(act: &mut Act<'_>, user: &User) -> Result<()> {
    let now = act.now();
    let (mut open, over): (Vec<_>, Vec<_>) =
        table::sessions_of(&*act, user.id)?.into_iter().partition(|session| session.is_open(user.kind, now));
    open.sort_by_key(|session| session.opened_at);
    let beyond = (open.len() + 1).saturating_sub(MOST_OPEN);
    over.iter().chain(open.iter().take(beyond)).try_for_each(|session| act.remove(session))
}

/// A place from which the user has not come before is told to them; the very first is where they are.
fn remember_place(act: &mut Act<'_>, user: &User, session: &Session) -> Result<()> {
    let place = KnownPlace { address: session.address.clone(), browser: session.program(), since: act.now() };
    let known = table::acquaintance(&*act, user.id)?;
    if known.as_ref().is_some_and(|known| known.has(&place.address, &place.browser)) {
        return Ok(());
    }
    let Some(known) = known else {
        act.add(Acquaintance { user: user.id, places: vec![place] })?;
        return Ok(());
    };
    telling::new_place(act, user, session.agent, &place)?;
    let after = known.with(place);
    act.save(&known, after)?;
    Ok(())
}

/// Ends the session in which this is asked for.
///
/// # Errors
/// A fault of the engine.
pub fn sign_out(act: &mut Act<'_>, key: SessionKey) -> Result<()> {
    let Some(session) = table::session(&*act, key)? else { return Ok(()) };
    act.remove(&session)
}

/// Ends one of the actor's own sessions.
///
/// # Errors
/// There is none of them with this key.
pub fn end_session(act: &mut Act<'_>, key: SessionKey) -> Result<()> {
    let user = act.actor().user().ok_or_else(Refusal::missing)?;
    let session = table::session(&*act, key)?.filter(|session| session.user == user).ok_or_else(Refusal::missing)?;
    act.remove(&session)
}

/// Ends all of the actor's own sessions but this one.
///
/// # Errors
/// A fault of the engine.
pub fn end_other_sessions(act: &mut Act<'_>, keep: SessionKey) -> Result<()> {
    let user = act.actor().user().ok_or_else(Refusal::missing)?;
    end_sessions_of(act, user, Some(keep))
}

/// Ends the sessions of this user, but for one where it is named, and what was begun of others: for whoever takes their
/// access away. Where none is kept, it is not the user who does it, and their keys of the program interface end too.
///
/// # Errors
/// A fault of the engine.
pub fn end_sessions_of(act: &mut Act<'_>, user: UserId, keep: Option<SessionKey>) -> Result<()> {
    for session in table::sessions_of(&*act, user)? {
        if Some(session.key) != keep {
            act.remove(&session)?;
        }
    }
    if keep.is_none() {
        drop_api_keys(act, user)?;
    }
    table::doorsteps_of(&*act, user)?.iter().try_for_each(|step| act.remove(step))
}

/// The password was given once more in this session, for dangerous actions.
///
/// # Errors
/// The session is gone.
pub fn prove(act: &mut Act<'_>, key: SessionKey, compared: Option<String>, matched: bool) -> Result<bool> {
    let (session, user) = in_session(act, key)?;
    if !matched || user.password.hash() != compared.as_ref() {
        act.remember_failure(message("password-current-wrong"));
        return Ok(false);
    }
    proved(act, &session)
}

/// A second factor was given in this session, for dangerous actions.
///
/// # Errors
/// The session is gone.
pub fn prove_by_factor(act: &mut Act<'_>, key: SessionKey, typed: &Typed) -> Result<bool> {
    let (session, user) = in_session(act, key)?;
    if !doorstep::is_right(act, &user, typed)? {
        act.remember_failure(message("second-wrong"));
        return Ok(false);
    }
    proved(act, &session)
}

/// The session in which somebody proves who they are; the entry of the journal is about them.
fn in_session(act: &mut Act<'_>, key: SessionKey) -> Result<(Session, User)> {
    let session = table::session(&*act, key)?.ok_or_else(Refusal::missing)?;
    let user = table::user(&*act, session.user)?.ok_or_else(Refusal::missing)?;
    act.concern(&user);
    Ok((session, user))
}

fn proved(act: &mut Act<'_>, session: &Session) -> Result<bool> {
    act.save(session, Session { proved_at: Some(act.now()), ..session.clone() })?;
    Ok(true)
}
