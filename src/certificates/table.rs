//! The tables of certificates, links, parcels and proofs.

use super::{
    certificate::{self, Certificate, REMINDERS, State, Worth},
    invitation::{self, Invitation, Use},
    parcel::Parcel,
    proof::{Presented, Proof},
    revocation::Revoked,
};
use crate::{
    access::{Grant, Placed, Policy, Reach, table as access_table},
    identity::{ApiKey, agent::OWNER, api_key::Worth as KeyWorth},
    storage::{
        Order, Table, View,
        rows::{each, load, pointed},
        view::Keys,
    },
    terms::{AgentId, CertificateId, Digest, Result, UserId},
};
use jiff::{Timestamp, civil::Date};
use std::ops::ControlFlow;

/// The certificate with this number.
///
/// # Errors
/// A fault of the engine.
pub fn certificate(view: &dyn View, id: CertificateId) -> Result<Option<Certificate>> {
    load(view, &id.key())
}

/// The keys of records that an index points at, by what they are found by.
fn pointed_keys(view: &dyn View, index: Table, prefix: &[u8], length: usize) -> Result<Vec<Vec<u8>>> {
    let mut keys = Vec::new();
    view.visit(index, &Keys::with_prefix(prefix), Order::Ascending, &mut |row, _| {
        keys.push(pointed(row, length).to_vec());
        ControlFlow::Continue(())
    })?;
    Ok(keys)
}

/// The certificate with this SHA-256: the very one that we issued.
///
/// # Errors
/// A fault of the engine.
pub fn by_fingerprint(view: &dyn View, fingerprint: Digest) -> Result<Option<Certificate>> {
    let keys = pointed_keys(view, certificate::BY_FINGERPRINT, &fingerprint.0, 8)?;
    keys.first().map_or(Ok(None), |key| load(view, key))
}

/// The certificates of this user, the oldest first.
///
/// # Errors
/// A fault of the engine.
pub fn of_user(view: &dyn View, user: UserId) -> Result<Vec<Certificate>> {
    let keys = pointed_keys(view, certificate::BY_USER, &user.key(), 8)?;
    keys.iter().filter_map(|key| load(view, key).transpose()).collect()
}

/// How many days are left of this user's certificate, where it ends within the time of the reminders and there is no new one.
///
/// # Errors
/// A fault of the engine.
pub fn ending(view: &dyn View, user: UserId, now: Timestamp) -> Result<Option<i64>> {
    let good = |one: &Certificate| one.worth(now) == Worth::Good && one.replaced.is_none();
    let left = of_user(view, user)?.iter().filter(|one| good(one)).filter_map(|one| one.days_left(now)).max();
    Ok(left.filter(|left| *left <= i64::from(REMINDERS[0])))
}

/// Every certificate, the newest first, until the visitor has enough.
///
/// # Errors
/// A fault of the engine.
pub fn each_newest(view: &dyn View, before: Option<CertificateId>, mut visit: impl FnMut(Certificate) -> ControlFlow<()>) -> Result<()> {
    let keys = before.map_or_else(Keys::all, |before| Keys::all().after(&before.key(), Order::Descending));
    each(view, &keys, Order::Descending, |certificate| Ok(visit(certificate)))
}

/// The revoked ones, for the published list.
///
/// # Errors
/// A fault of the engine.
pub fn revoked(view: &dyn View) -> Result<Vec<Revoked>> {
    let mut revoked = Vec::new();
    for key in pointed_keys(view, certificate::REVOKED, &[], 8)? {
        let Some(certificate) = load::<Certificate>(view, &key)? else { continue };
        if let State::Revoked { mark, reason, .. } = certificate.state {
            revoked.push(Revoked { serial: certificate.serial, at: mark.at, reason });
        }
    }
    Ok(revoked)
}

/// The link of this token's digest.
///
/// # Errors
/// A fault of the engine.
pub fn invitation(view: &dyn View, link: Digest) -> Result<Option<Invitation>> {
    load(view, &link.0)
}

/// The links of this user.
///
/// # Errors
/// A fault of the engine.
pub fn invitations_of(view: &dyn View, user: UserId) -> Result<Vec<Invitation>> {
    let keys = pointed_keys(view, invitation::BY_USER, &user.key(), invitation::KEY_BYTES)?;
    keys.iter().filter_map(|key| load(view, key).transpose()).collect()
}

/// The links in reach under which nobody has asked yet and still can, those that end first in front.
///
/// # Errors
/// A fault of the engine.
pub fn open_invitations(view: &dyn View, reach: &Reach, now: Timestamp) -> Result<Vec<Invitation>> {
    let mut open = Vec::new();
    each(view, &Keys::all(), Order::Ascending, |invitation: Invitation| {
        if invitation.state == Use::Open && invitation.until > now && reach.covers(invitation.place()) {
            open.push(invitation);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    open.sort_by_key(|invitation| invitation.until);
    Ok(open)
}

/// The files of this certificate that wait to be fetched.
///
/// # Errors
/// A fault of the engine.
pub fn parcel(view: &dyn View, id: CertificateId) -> Result<Option<Parcel>> {
    load(view, &id.key())
}

/// Every parcel.
///
/// # Errors
/// A fault of the engine.
pub fn parcels(view: &dyn View) -> Result<Vec<Parcel>> {
    let mut parcels = Vec::new();
    each(view, &Keys::all(), Order::Ascending, |parcel| {
        parcels.push(parcel);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(parcels)
}

/// The certificate that was presented last under this number.
///
/// # Errors
/// A fault of the engine.
pub fn proof(view: &dyn View, id: CertificateId) -> Result<Option<Proof>> {
    load(view, &id.key())
}

/// The certificate that the browser has proved to hold, where the proof still counts and the certificate is good.
///
/// # Errors
/// A fault of the engine.
pub fn proved(view: &dyn View, presented: &Presented, now: Timestamp) -> Result<Option<(Proof, Certificate)>> {
    let proof = proof(view, presented.certificate)?;
    let Some(proof) = proof.filter(|proof| proof.token == presented.token.digest() && now < proof.until) else { return Ok(None) };
    let good = certificate(view, proof.certificate)?.filter(|certificate| certificate.worth(now) == Worth::Good);
    Ok(good.map(|certificate| (proof, certificate)))
}

/// The Agent in which this user works: that of their first grant; the Owner for who has none.
///
/// # Errors
/// A fault of the engine.
pub fn agent_of(view: &dyn View, user: UserId) -> Result<AgentId> {
    let grants: Vec<Grant> = access_table::grants_of(view, user)?;
    Ok(grants.first().map_or(OWNER, |grant| grant.agent))
}

/// Whether what hangs on this certificate is good at this moment; so is what hangs on none.
///
/// # Errors
/// A fault of the engine.
pub fn is_good(view: &dyn View, id: Option<CertificateId>, now: Timestamp) -> Result<bool> {
    let Some(id) = id else { return Ok(true) };
    Ok(certificate(view, id)?.is_some_and(|held| held.worth(now) == Worth::Good))
}

/// What this key of the program interface is worth now, apart from what its maker may do: it hangs on their certificate.
///
/// # Errors
/// A fault of the engine.
pub fn worth_of_key(view: &dyn View, policy: &Policy, key: &ApiKey, (now, today): (Timestamp, Date)) -> Result<KeyWorth> {
    if !key.is_good_on(today) || !is_good(view, key.certificate, now)? {
        return Ok(KeyWorth::Over);
    }
    let comes_in = policy.standing(key.user).is_some_and(|standing| policy.lets_in(standing, today));
    Ok(if comes_in && policy.keeps_to(&key.seat()) { KeyWorth::Good } else { KeyWorth::Asleep })
}
